//! Where a value ends: its brackets are followed, and what breaks their
//! balance is told where it breaks.

use super::damage::Damage;
use super::fault::{FaultCode, Lines};
use super::raw::{KIND_NAMES, MAX_DEPTH};
use super::scan::{Kind, Lexer, MAX_TEXT, Token, closing};

/// Follows the brackets of a deck's text.
#[derive(Debug)]
pub(super) struct Balance<'a> {
    pub source: &'a str,
    pub lines: Lines<'a>,
}

impl<'a> Balance<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, lines: Lines::new(source) }
    }

    /// A token's text.
    pub fn text(&self, token: Token) -> &'a str {
        self.source.get(token.range()).unwrap_or_default()
    }

    /// The end of the value that begins at `start`, its brackets all closed.
    pub fn value(&self, start: usize) -> Result<usize, Damage> {
        let mut lexer = Lexer::at(self.source, start);
        let mut open: Vec<Token> = Vec::new();
        // The value before, when no comma or colon stands between.
        let mut before: Option<Token> = None;
        loop {
            let token = lexer.next();
            let closed = open.is_empty();
            match token.kind {
                Kind::Comma | Kind::Colon | Kind::Close(_) | Kind::End if closed => {
                    return before.map(|last| last.end).ok_or_else(|| {
                        Damage::new(FaultCode::Syntax, token.range(), "a value is missing here")
                    });
                }
                Kind::Comma | Kind::Colon => before = None,
                Kind::Endless => return Err(self.endless(token)),
                Kind::End => return Err(self.unclosed(&open, None)),
                Kind::Sign => {
                    let message = format!("`{}` means nothing here", self.sign(token));
                    return Err(Damage::new(FaultCode::Syntax, token.range(), message));
                }
                Kind::Close(bracket) => {
                    let opener = open.pop();
                    if let Some(Token { kind: Kind::Open(was), start, .. }) = opener
                        && closing(was) != bracket
                    {
                        return Err(self.mismatch(token, was, start));
                    }
                    before = Some(token);
                }
                Kind::Open(bracket) => {
                    match before {
                        Some(Token { kind: Kind::Word, .. }) if bracket == b'(' => {}
                        Some(last) if closed => return Ok(last.end),
                        Some(last) => return Err(self.side_by_side(last, token)),
                        None => {}
                    }
                    if open.len() >= MAX_DEPTH {
                        let message = format!("brackets nest more than {MAX_DEPTH} deep");
                        return Err(Damage::new(FaultCode::TooDeep, token.range(), message));
                    }
                    open.push(token);
                    before = None;
                }
                Kind::Text | Kind::Word => {
                    if !closed && self.is_card(token, &lexer) {
                        return Err(self.unclosed(&open, Some(token)));
                    }
                    match before {
                        Some(last) if closed => return Ok(last.end),
                        Some(last) => return Err(self.side_by_side(last, token)),
                        None => before = Some(token),
                    }
                }
            }
        }
    }

    /// Cards don't stand inside of cards.
    pub fn is_card(&self, token: Token, after: &Lexer) -> bool {
        let capital = self.source.as_bytes().get(token.start).is_some_and(u8::is_ascii_uppercase);
        capital
            && token.kind == Kind::Word
            && KIND_NAMES.contains(&self.text(token))
            && after.peek().kind == Kind::Open(b'(')
    }

    fn sign(&self, token: Token) -> char {
        self.source.get(token.start..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    fn endless(&self, token: Token) -> Damage {
        let mark = token.start..(token.start + 1);
        let far = token.end - token.start >= MAX_TEXT;
        if self.text(token).starts_with('/') {
            let help = "a comment `/*` ends with `*/`, and they nest";
            return Damage::new(FaultCode::UnclosedComment, mark, "this comment never ends")
                .help(help);
        }
        if far {
            let message = "this text is longer than 1 MiB, or its closing quote is missing";
            return Damage::new(FaultCode::TextTooLong, mark, message);
        }
        let message = "the closing quote of this text is missing";
        let help = "`\"…\"` ends with `\"`, `r#\"…\"#` with `\"#`";
        Damage::new(FaultCode::UnclosedText, mark, message).help(help)
    }

    fn unclosed(&self, open: &[Token], next: Option<Token>) -> Damage {
        let opener = open.last().map_or(0..0, Token::range);
        let sign = self.source.get(opener.clone()).unwrap_or("(");
        let message = format!("this `{sign}` is never closed");
        let help = match next {
            Some(card) => format!("the next card begins on line {}", self.lines.line(card.start)),
            None => "the file ends before it is closed".to_owned(),
        };
        Damage::new(FaultCode::UnclosedBracket, opener, message).help(help)
    }

    fn mismatch(&self, token: Token, opener: u8, start: usize) -> Damage {
        let (line, col) = self.lines.position(start);
        let found = self.text(token);
        let message = format!("`{found}` does not close the `{}` before it", opener as char);
        let wanted = closing(opener) as char;
        let help = format!("`{}` at {line}:{col} is closed by `{wanted}`", opener as char);
        Damage::new(FaultCode::StrayBracket, token.range(), message).help(help)
    }

    /// Two values with nothing between them.
    pub fn side_by_side(&self, last: Token, token: Token) -> Damage {
        let text = self.text(last);
        let touching = last.end == token.start;
        if last.kind == Kind::Text && touching && text.contains('\n') {
            let message = "the closing quote of this text is missing";
            let help = format!("as it stands it ends on line {}", self.lines.line(last.end));
            let mark = last.start..last.start + 1;
            return Damage::new(FaultCode::UnclosedText, mark, message).help(help);
        }
        if last.kind == Kind::Text && touching {
            let message = "a comma is missing here, or the text ended too early";
            let help =
                "inside of a text a quote is written `\\\"`; in `r#\"…\"#` it stands for itself";
            return Damage::new(FaultCode::MissingComma, token.range(), message).help(help);
        }
        if last.kind == Kind::Word && token.kind != Kind::Word {
            let message = format!("expected `:` or `,` after `{text}`");
            return Damage::new(FaultCode::Syntax, last.end..last.end, message);
        }
        missing_comma(last.end)
    }
}

/// Says that a comma is missing at this place.
pub(super) fn missing_comma(at: usize) -> Damage {
    Damage::new(FaultCode::MissingComma, at..at, "a comma is missing here")
}
