//! Why a card can't be read, in words that name its fields and not the parser.

use std::ops::Range;

use super::damage::Damage;
use super::fault::{FaultCode, Loss};
use super::model::Kind;
use super::raw::{self, Field, KIND_NAMES, PROOF, RON, RawCard, Shape, fields_of, kind_named};
use super::rules::shortened;
use super::scan::{Kind as TokenKind, Lexer};
use super::tree::{self, Member, Node, Value};

/// Everything that keeps the card at `range` from being read; never empty.
pub(super) fn card(source: &str, range: &Range<usize>) -> Vec<Damage> {
    let mut found = match tree::build(source, range.clone()) {
        Ok(node) => Doctor { source, found: Vec::new() }.card(&node),
        Err((code, span, message)) => vec![Damage::new(code, span, message)],
    };
    if found.is_empty() {
        found.push(by_ron(source, range));
    }
    for damage in &mut found {
        damage.loss = Loss::Card;
        damage.card = Some(range.clone());
    }
    found
}

/// The id of the card at `range`, as far as one can be made out.
pub(super) fn id_in(source: &str, range: &Range<usize>) -> Option<String> {
    // No text is followed beyond the card.
    let source = source.get(..range.end)?;
    let mut lexer = Lexer::at(source, range.start);
    while lexer.pos < range.end {
        let token = lexer.next();
        if matches!(token.kind, TokenKind::End | TokenKind::Endless) {
            return None;
        }
        if token.kind == TokenKind::Word
            && source.get(token.range()) == Some("id")
            && lexer.peek().kind == TokenKind::Colon
        {
            lexer.next();
            let text = source.get(lexer.next().range())?;
            return RON.from_str::<String>(text).ok().filter(|id| super::rules::is_id(id));
        }
    }
    None
}

/// What `ron` says, when nothing better is known.
fn by_ron(source: &str, range: &Range<usize>) -> Damage {
    let text = source.get(range.clone()).unwrap_or_default();
    match RON.from_str::<RawCard>(text) {
        Ok(_) => Damage::new(FaultCode::Syntax, range.clone(), "this card can't be read"),
        Err(error) => {
            let line = error.span.start.line.saturating_sub(1);
            let col = error.span.start.col.saturating_sub(1);
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let rest = text.get(start..).unwrap_or_default();
            let at = rest.char_indices().nth(col).map_or(rest.len(), |(at, _)| at);
            let at = (range.start + start + at).min(range.end);
            Damage::new(FaultCode::Syntax, at..at, lowered(&error.code.to_string()))
        }
    }
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

struct Doctor<'a> {
    source: &'a str,
    found: Vec<Damage>,
}

impl Doctor<'_> {
    fn report(&mut self, code: FaultCode, span: Range<usize>, message: impl Into<String>) {
        self.found.push(Damage::new(code, span, message));
    }

    fn report_help(
        &mut self,
        code: FaultCode,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Damage::new(code, span, message).help(help));
    }

    fn card(mut self, node: &Node) -> Vec<Damage> {
        let head = tree::head_of(self.source, node);
        let (name, members): (_, &[Member]) = match &node.value {
            Value::Struct(Some(name), members) => (name, members),
            Value::Tuple(Some(name), items) if items.is_empty() => (name, &[]),
            Value::Tuple(Some(name), items) if KIND_NAMES.contains(&name.as_str()) => {
                let span = items.first().map_or(head, |item| item.span.clone());
                let message = "a card's fields have names";
                self.report_help(FaultCode::Syntax, span, message, "write `field: value`");
                return self.found;
            }
            _ => {
                let message = "this is no card";
                let help = "a card is written `Choice(id: \"…\", …)`";
                self.report_help(FaultCode::NotACard, head, message, help);
                return self.found;
            }
        };
        let Some(kind) = kind_named(name) else {
            let message = format!("there is no kind of card named `{}`", shortened(name));
            let help = suggestion(name, KIND_NAMES.iter().copied())
                .unwrap_or_else(|| format!("the kinds are {}", listed(KIND_NAMES)));
            self.report_help(FaultCode::UnknownKind, head, message, help);
            return self.found;
        };
        self.members(kind, name, members);
        self.missing(kind, name, members, &head);
        self.found
    }

    fn members(&mut self, kind: Kind, kind_name: &str, members: &[Member]) {
        for (n, member) in members.iter().enumerate() {
            let span = member.name_span.clone();
            let name = member.name.strip_prefix("r#").unwrap_or(&member.name);
            let Some(field) = fields_of(kind).find(|field| field.name == name) else {
                let message = format!("`{kind_name}` has no field `{}`", shortened(name));
                let help = field_help(kind, name);
                self.report_help(FaultCode::UnknownField, span, message, help);
                continue;
            };
            if members.iter().take(n).any(|earlier| earlier.name == member.name) {
                let message = format!("`{name}` is given twice");
                self.report(FaultCode::DuplicateField, span, message);
            }
            self.shape(field, &member.node);
        }
    }

    fn missing(&mut self, kind: Kind, name: &str, members: &[Member], head: &Range<usize>) {
        for field in fields_of(kind).filter(|field| field.required) {
            let given = |member: &Member| member.name.trim_start_matches("r#") == field.name;
            // A misspelt name is told already, with this one as the remedy.
            let misspelt = |member: &Member| {
                let unknown = !fields_of(kind).any(|known| known.name == member.name);
                unknown && is_near(&member.name, field.name)
            };
            if !members.iter().any(|member| given(member) || misspelt(member)) {
                let message = format!("this `{name}` has no `{}`", field.name);
                let help = format!("add `{}: {}`", field.name, example(field.shape));
                self.report_help(FaultCode::MissingField, head.clone(), message, help);
            }
        }
    }

    fn shape(&mut self, field: &Field, node: &Node) {
        let node = unwrapped(node);
        let optional = !field.required
            && matches!(field.shape, Shape::Text | Shape::Level)
            && matches!(&node.value, Value::Word(word) if word == "None");
        if optional {
            return;
        }
        match field.shape {
            Shape::Text => self.text(node, field),
            Shape::Texts => self.each(node, field, Self::text),
            Shape::Options => self.each(node, field, Self::option),
            Shape::Pairs => self.each(node, field, |this, node, field| {
                this.tuple(node, field, 2..=2);
            }),
            Shape::Orders => self.each(node, field, |this, node, field| {
                this.each(node, field, Self::number);
            }),
            Shape::Level => self.number(node, field),
            Shape::Flag => {
                let flag = |word: &str| matches!(word, "true" | "false");
                if !matches!(&node.value, Value::Word(word) if flag(word)) {
                    self.wrong_type(node, field);
                }
            }
            Shape::Form => self.form(node, field),
            Shape::Code => self.code(node, field),
            Shape::Proof => self.proof(node, field),
            Shape::Runner => self.language(node, "a runner"),
        }
    }

    fn proof(&mut self, node: &Node, field: &Field) {
        let members: &[Member] = match &node.value {
            Value::Struct(None, members) => members,
            Value::Struct(Some(name), members) if name == "Proof" => members,
            _ => return self.wrong_type(node, field),
        };
        let names = PROOF.map(|field| field.name);
        for (n, member) in members.iter().enumerate() {
            let span = member.name_span.clone();
            if members.iter().take(n).any(|earlier| earlier.name == member.name) {
                let message = format!("`{}` is given twice", member.name);
                self.report(FaultCode::DuplicateField, span, message);
            } else if let Some(field) = PROOF.iter().find(|field| field.name == member.name) {
                self.shape(field, &member.node);
            } else {
                let message = format!("a proof has no field `{}`", shortened(&member.name));
                let help = suggestion(&member.name, names.into_iter())
                    .unwrap_or_else(|| format!("its fields are {}", listed(&names)));
                self.report_help(FaultCode::UnknownField, span, message, help);
            }
        }
        if !members.iter().any(|member| member.name == "on") {
            let message = "this proof does not say on what it runs";
            let help = "add `on: Python`, or another runner";
            self.report_help(FaultCode::MissingField, node.span.clone(), message, help);
        }
    }

    fn wrong_type(&mut self, node: &Node, field: &Field) {
        let message =
            format!("`{}` is {}, not {}", field.name, wanted(field.shape), found(&node.value));
        let help = format!("write `{}: {}`", field.name, example(field.shape));
        self.report_help(FaultCode::WrongType, node.span.clone(), message, help);
    }

    fn text(&mut self, node: &Node, field: &Field) {
        match &node.value {
            Value::Text(Some(_)) => {
                let written = self.source.get(node.span.clone()).unwrap_or_default();
                if written.starts_with(['\'', 'b']) {
                    let message = "a text stands between `\"` quotes";
                    self.report(FaultCode::WrongType, node.span.clone(), message);
                }
            }
            Value::Text(None) => self.unreadable(node),
            _ => self.wrong_type(node, field),
        }
    }

    /// A text that `ron` refuses: nearly always an escape.
    fn unreadable(&mut self, node: &Node) {
        let written = self.source.get(node.span.clone()).unwrap_or_default();
        if written.starts_with(['\'', 'b']) {
            let message = "a text stands between `\"` quotes";
            return self.report(FaultCode::WrongType, node.span.clone(), message);
        }
        let start = node.span.start + bad_escape(written).unwrap_or(0);
        let sign = self.source.get(start..).and_then(|rest| rest.chars().nth(1)).unwrap_or(' ');
        let message = format!("`\\{sign}` is no escape");
        let help = "a backslash is written `\\\\`, or put the text into `r#\"…\"#`, \
                    where it stands for itself";
        self.report_help(FaultCode::BadEscape, start..start + 1 + sign.len_utf8(), message, help);
    }

    fn each(&mut self, node: &Node, field: &Field, check: fn(&mut Self, &Node, &Field)) {
        match &node.value {
            Value::List(items) => {
                for item in items {
                    check(self, unwrapped(item), field);
                }
            }
            _ => self.wrong_type(node, field),
        }
    }

    fn option(&mut self, node: &Node, field: &Field) {
        match &node.value {
            Value::Tuple(..) => self.tuple(node, field, 1..=2),
            _ => self.text(node, field),
        }
    }

    /// A tuple of so many texts.
    fn tuple(&mut self, node: &Node, field: &Field, length: std::ops::RangeInclusive<usize>) {
        match &node.value {
            Value::Tuple(None, items) if length.contains(&items.len()) => {
                for item in items {
                    self.text(unwrapped(item), field);
                }
            }
            _ => self.wrong_type(node, field),
        }
    }

    fn number(&mut self, node: &Node, field: &Field) {
        let number = |word: &str| RON.from_str::<i64>(word).is_ok();
        if !matches!(&node.value, Value::Word(word) if number(word)) {
            self.wrong_type(node, field);
        }
    }

    fn form(&mut self, node: &Node, field: &Field) {
        const FORMS: [&str; 4] = ["Text", "Command", "Code", "Number"];
        let name = match &node.value {
            Value::Word(word) if word != "Code" && FORMS.contains(&word.as_str()) => return,
            Value::Word(word) | Value::Tuple(Some(word), _) => word,
            _ => return self.wrong_type(node, field),
        };
        if name == "Code" {
            let language = match &node.value {
                Value::Tuple(_, items) if items.len() == 1 => items.first(),
                _ => None,
            };
            match language {
                Some(language) => self.language(language, "a language"),
                None => self.report_help(
                    FaultCode::UnknownForm,
                    node.span.clone(),
                    "`Code` names its language",
                    "write `as: Code(Python)`",
                ),
            }
        } else if FORMS.contains(&name.as_str()) {
            let message = format!("`{name}` takes nothing in brackets");
            self.report(FaultCode::UnknownForm, node.span.clone(), message);
        } else {
            let message = format!("`as` knows no `{}`", shortened(name));
            let help = suggestion(name, FORMS.into_iter())
                .unwrap_or_else(|| "it is Text, Command, Code(…) or Number".to_owned());
            self.report_help(FaultCode::UnknownForm, node.span.clone(), message, help);
        }
    }

    fn language(&mut self, node: &Node, what: &str) {
        let written = self.source.get(node.span.clone()).unwrap_or_default();
        if raw::name(written).is_none() {
            let message = format!("{what} is a bare name such as `Python`, or a text");
            self.report(FaultCode::WrongType, node.span.clone(), message);
        }
    }

    fn code(&mut self, node: &Node, field: &Field) {
        match &node.value {
            Value::Tuple(None, items) => match items.as_slice() {
                [language, text] => {
                    self.language(language, "a language");
                    match &text.value {
                        Value::Text(Some(_)) => {}
                        Value::Text(None) => self.unreadable(text),
                        _ => self.wrong_type(node, field),
                    }
                }
                _ => self.wrong_type(node, field),
            },
            _ => self.wrong_type(node, field),
        }
    }
}

/// The value in `Some(…)`.
fn unwrapped(node: &Node) -> &Node {
    match &node.value {
        Value::Tuple(None, items) if items.len() == 1 => items.first().unwrap_or(node),
        _ => node,
    }
}

/// Where the first backslash stands that RON refuses.
fn bad_escape(written: &str) -> Option<usize> {
    let mut end = 0;
    while let Some(at) = written.get(end..)?.find('\\').map(|n| end + n) {
        // The text up to here and this escape, closed again, must be readable.
        let mut upto = at + 1 + written.get(at + 1..)?.chars().next()?.len_utf8();
        match written.as_bytes().get(at + 1) {
            Some(b'x') => upto = (at + 4).min(written.len()),
            Some(b'u') => upto = at + written.get(at..)?.find('}').map_or(2, |n| n + 1),
            _ => {}
        }
        let escape = written.get(at..upto).unwrap_or("\\");
        if RON.from_str::<String>(&format!("\"{escape}\"")).is_err() {
            return Some(at);
        }
        end = upto;
    }
    None
}

fn wanted(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a text",
        Shape::Texts => "a list of texts",
        Shape::Options => "a list of options",
        Shape::Pairs => "a list of pairs",
        Shape::Orders => "a list of orders",
        Shape::Level => "a number",
        Shape::Flag => "true or false",
        Shape::Form => "a way of comparing",
        Shape::Code => "a language and a text",
        Shape::Proof => "a proof",
        Shape::Runner => "the name of a runner",
    }
}

fn example(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "\"…\"",
        Shape::Texts => "[\"…\", \"…\"]",
        Shape::Options => "[\"…\", (\"…\", \"why\")]",
        Shape::Pairs => "[(\"left\", \"right\"), …]",
        Shape::Orders => "[[2, 1, 3]]",
        Shape::Level => "2",
        Shape::Flag => "true",
        Shape::Form => "Command",
        Shape::Code => "(Python, r#\"…\"#)",
        Shape::Proof => "(on: Python, code: r#\"…\"#, prints: \"…\")",
        Shape::Runner => "Python",
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::Text(_) => "a text".to_owned(),
        Value::Word(word) if RON.from_str::<f64>(word).is_ok() => "a number".to_owned(),
        Value::Word(word) => format!("`{}`", shortened(word)),
        Value::List(_) => "a list".to_owned(),
        Value::Tuple(None, items) => match items.len() {
            1 => "one value in brackets".to_owned(),
            n => format!("{n} values in brackets"),
        },
        Value::Tuple(Some(name), _) | Value::Struct(Some(name), _) => {
            format!("`{}(…)`", shortened(name))
        }
        Value::Struct(None, _) => "named fields".to_owned(),
        Value::Map => "a map".to_owned(),
    }
}

/// What to do about a field that this kind of card does not have.
fn field_help(kind: Kind, name: &str) -> String {
    let names: Vec<&str> = fields_of(kind).map(|field| field.name).collect();
    if let Some(near) = suggestion(name, names.iter().copied()) {
        return near;
    }
    let owner = |other: &&&str| {
        kind_named(other).is_some_and(|kind| fields_of(kind).any(|field| field.name == name))
    };
    let owners: Vec<&str> = KIND_NAMES.iter().filter(owner).copied().collect();
    match owners.as_slice() {
        [] => format!("its fields are {}", listed(&names)),
        owners => format!("this field is for {}", listed(owners)),
    }
}

/// Whether one name is likely a slip of the other.
fn is_near(name: &str, known: &str) -> bool {
    distance(name, known) <= (known.chars().count() / 3).max(1)
}

fn distance(name: &str, known: &str) -> usize {
    strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase())
}

/// 'did you mean …', when one of the names is near.
pub(super) fn suggestion<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|known| format!("did you mean `{known}`?"))
}

/// The nearest of the names, when one is near.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A long word is no slip of a short one, and costs much to compare.
    if name.len() > 40 {
        return None;
    }
    known.filter(|known| is_near(name, known)).min_by_key(|known| distance(name, known))
}

/// `a`, `b` and `c`.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
