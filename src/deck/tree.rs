//! A value with the place of each of its parts: built only for what is
//! faulty, to say exactly where.

use std::ops::Range;

use super::fault::FaultCode;
use super::raw::{MAX_DEPTH, RON};
use super::rules::Step;
use super::scan::{Kind, Lexer, Token};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A string; `None` when an escape in it can't be read.
    Text(Option<String>),
    /// A number or a bare name.
    Word(String),
    List(Vec<Node>),
    /// `(a, b)` or `Name(a, b)`.
    Tuple(Option<String>, Vec<Node>),
    /// `Name(field: value)`.
    Struct(Option<String>, Vec<Member>),
    /// `{…}`, which no deck needs.
    Map,
}

/// A named field.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub name: String,
    pub name_span: Range<usize>,
    pub node: Node,
}

/// Where a value is not built as it must be, and what is wrong there.
pub(super) type Misbuilt = (FaultCode, Range<usize>, &'static str);

/// Reads the value at `range`, whose brackets are known to balance and to nest
/// no deeper than they may.
pub(super) fn build(source: &str, range: Range<usize>) -> Result<Node, Misbuilt> {
    let source = source.get(..range.end).unwrap_or(source);
    let mut builder = Builder { source, lexer: Lexer::at(source, range.start), depth: 0 };
    builder.node()
}

struct Builder<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    depth: usize,
}

impl Builder<'_> {
    fn text(&self, token: Token) -> String {
        self.source.get(token.range()).unwrap_or_default().to_owned()
    }

    fn node(&mut self) -> Result<Node, Misbuilt> {
        let token = self.lexer.next();
        if self.depth > MAX_DEPTH {
            return Err((FaultCode::TooDeep, token.range(), "brackets nest too deep"));
        }
        self.depth += 1;
        let start = token.start;
        let value = match token.kind {
            Kind::Text => Value::Text(RON.from_str(&self.text(token)).ok()),
            Kind::Word if self.lexer.peek().kind == Kind::Open(b'(') => {
                self.lexer.next();
                let name = self.text(token);
                let name = if name == "Some" { None } else { Some(name) };
                self.group(name)?
            }
            Kind::Word => Value::Word(self.text(token)),
            Kind::Open(b'(') => self.group(None)?,
            Kind::Open(b'[') => Value::List(self.items(b']')?),
            Kind::Open(_) => {
                self.skip_map()?;
                Value::Map
            }
            _ => return Err((FaultCode::Syntax, token.range(), "a value is missing here")),
        };
        self.depth -= 1;
        Ok(Node { span: start..self.lexer.pos, value })
    }

    fn skip_map(&mut self) -> Result<(), Misbuilt> {
        let mut depth = 1;
        while depth > 0 {
            let token = self.lexer.next();
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                Kind::End | Kind::Endless => {
                    return Err((
                        FaultCode::UnclosedBracket,
                        token.range(),
                        "a `}` is missing here",
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What stands behind `(`: named fields when the first has a name.
    fn group(&mut self, name: Option<String>) -> Result<Value, Misbuilt> {
        let mut ahead = self.lexer.clone();
        let named = ahead.next().kind == Kind::Word && ahead.next().kind == Kind::Colon;
        if named {
            Ok(Value::Struct(name, self.members()?))
        } else {
            Ok(Value::Tuple(name, self.items(b')')?))
        }
    }

    fn items(&mut self, close: u8) -> Result<Vec<Node>, Misbuilt> {
        let mut items = Vec::new();
        while self.lexer.peek().kind != Kind::Close(close) {
            let comma = self.lexer.peek();
            if comma.kind == Kind::Comma {
                return Err((FaultCode::ExtraComma, comma.range(), "a comma too many"));
            }
            items.push(self.node()?);
            if !self.comma(close)? {
                break;
            }
        }
        self.lexer.next();
        Ok(items)
    }

    fn members(&mut self) -> Result<Vec<Member>, Misbuilt> {
        let mut members = Vec::new();
        while self.lexer.peek().kind != Kind::Close(b')') {
            let name = self.lexer.next();
            if name.kind == Kind::Comma {
                return Err((FaultCode::ExtraComma, name.range(), "a comma too many"));
            }
            if name.kind != Kind::Word {
                let message = "the name of a field should stand here";
                return Err((FaultCode::Syntax, name.range(), message));
            }
            let colon = self.lexer.next();
            if colon.kind != Kind::Colon {
                let message = "expected `:` after the name of a field";
                return Err((FaultCode::Syntax, colon.range(), message));
            }
            let node = self.node()?;
            members.push(Member { name: self.text(name), name_span: name.range(), node });
            if !self.comma(b')')? {
                break;
            }
        }
        self.lexer.next();
        Ok(members)
    }

    /// Whether a comma follows; if not, the bracket must.
    fn comma(&mut self, close: u8) -> Result<bool, Misbuilt> {
        let token = self.lexer.peek();
        match token.kind {
            Kind::Comma => {
                self.lexer.next();
                Ok(true)
            }
            Kind::Close(bracket) if bracket == close => Ok(false),
            _ => Err((FaultCode::MissingComma, token.range(), "a comma is missing before this")),
        }
    }
}

/// The bytes that a way through a card leads to; as far as it can be followed.
pub(super) fn locate(source: &str, card: &Node, way: &[Step]) -> Range<usize> {
    let mut node = card;
    let mut span = head_of(source, card);
    for step in way {
        let next = match (step, &node.value) {
            (Step::Field(field), Value::Struct(_, members)) => {
                members.iter().find(|member| member.name == *field).map(|member| &member.node)
            }
            (Step::Index(n), Value::List(items) | Value::Tuple(_, items)) => items.get(*n),
            (Step::Byte(n), Value::Text(_)) => return inside(source, node, *n),
            _ => None,
        };
        match next {
            Some(next) => (node, span) = (next, next.span.clone()),
            None => break,
        }
    }
    span
}

/// A card's name, for faults of the card as a whole.
pub(super) fn head_of(source: &str, card: &Node) -> Range<usize> {
    let first = Lexer::at(source, card.span.start).next();
    if first.kind == Kind::Word { first.range() } else { first.start..first.start + 1 }
}

/// The bytes of a text from its nth on. With escapes in it the count is off,
/// and the whole text is meant.
fn inside(source: &str, node: &Node, n: usize) -> Range<usize> {
    let written = source.get(node.span.clone()).unwrap_or_default();
    let Some(quote) = written.find('"') else { return node.span.clone() };
    let exact = written.starts_with('r') || !written.contains('\\');
    // A byte order mark or CRLF would shift the count too.
    let at = node.span.start + quote + 1 + n;
    if exact && !written.contains('\r') && source.is_char_boundary(at) && at < node.span.end {
        let end = (at + 2).min(node.span.end);
        let end = if source.is_char_boundary(end) { end } else { at };
        at..end
    } else {
        node.span.clone()
    }
}
