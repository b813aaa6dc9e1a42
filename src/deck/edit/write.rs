//! A draft as a card's text.

use std::fmt::Write as _;

use super::draft::{Draft, DraftBody, DraftNotes};
use crate::deck::model::{Choice, Form, Proof};
use crate::deck::raw::name;

/// One level of a card's own indentation.
const STEP: &str = "    ";

/// How a card is laid out where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// What stands before the card on its line.
    pub indent: String,
    /// One level more.
    pub step: &'static str,
    /// `\n` or `\r\n`.
    pub newline: &'static str,
}

impl Default for Layout {
    fn default() -> Self {
        Self { indent: String::new(), step: STEP, newline: "\n" }
    }
}

/// The value of a field, not yet laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// On one line, but for the lines of a text in it.
    One(Item),
    /// A list; `true`: an item a line when there are several.
    List(Vec<Item>, bool),
    /// A group of named values, each on its line.
    Group(Vec<(&'static str, Item)>),
}

/// What a value is made of: signs and texts by turns. A text is put between
/// quotes last, since its line ends are the file's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Item(Vec<Bit>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Bit {
    Sign(String),
    Text(String),
}

impl Item {
    fn sign(sign: impl Into<String>) -> Self {
        Self(vec![Bit::Sign(sign.into())])
    }

    fn text(text: &str) -> Self {
        Self(vec![Bit::Text(text.to_owned())])
    }

    /// `(a, b)`
    fn pair(first: Self, second: Self) -> Self {
        let mut bits = vec![Bit::Sign("(".to_owned())];
        bits.extend(first.0);
        bits.push(Bit::Sign(", ".to_owned()));
        bits.extend(second.0);
        bits.push(Bit::Sign(")".to_owned()));
        Self(bits)
    }

    pub fn lay_out(&self, layout: &Layout) -> String {
        let bits = self.0.iter().map(|bit| match bit {
            Bit::Sign(sign) => sign.clone(),
            Bit::Text(text) => quoted(text, layout.newline),
        });
        bits.collect()
    }
}

impl Written {
    /// The value's text, in a card laid out like this.
    pub fn lay_out(&self, layout: &Layout) -> String {
        let Layout { indent, step, newline } = layout;
        match self {
            Self::One(item) => item.lay_out(layout),
            Self::List(items, is_tall) if *is_tall && items.len() > 1 => {
                let mut out = format!("[{newline}");
                for item in items {
                    let _ = write!(out, "{indent}{step}{step}{},{newline}", item.lay_out(layout));
                }
                let _ = write!(out, "{indent}{step}]");
                out
            }
            Self::List(items, _) => {
                let items: Vec<String> = items.iter().map(|item| item.lay_out(layout)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Group(members) => {
                let mut out = format!("({newline}");
                for (name, item) in members {
                    let item = item.lay_out(layout);
                    let _ = write!(out, "{indent}{step}{step}{name}: {item},{newline}");
                }
                let _ = write!(out, "{indent}{step})");
                out
            }
        }
    }

    /// The items of a list.
    pub fn items(&self) -> Option<&[Item]> {
        match self {
            Self::List(items, _) => Some(items),
            _ => None,
        }
    }
}

impl Draft {
    /// The card's text as one would write it by hand: a field a line, its first
    /// line without indentation, the others as if the card stood at the margin.
    #[must_use]
    pub fn write(&self) -> String {
        self.write_in(&Layout::default())
    }

    /// The same behind this indentation.
    #[must_use]
    pub fn write_at(&self, indent: &str) -> String {
        self.write_in(&Layout { indent: indent.to_owned(), ..Layout::default() })
    }

    /// The same where the card stands.
    pub(super) fn write_in(&self, layout: &Layout) -> String {
        let Layout { indent, step, newline } = layout;
        let mut out = format!("{}({newline}", self.kind_name());
        for (field, value) in self.fields() {
            let _ = write!(out, "{indent}{step}{field}: {},{newline}", value.lay_out(layout));
        }
        let _ = write!(out, "{indent})");
        out
    }

    /// The kind as cards write it.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self.body {
            DraftBody::Choice { .. } => "Choice",
            DraftBody::Flip { .. } => "Flip",
            DraftBody::Cloze { .. } => "Cloze",
            DraftBody::Typed { .. } => "Typed",
            DraftBody::Output { .. } => "Output",
            DraftBody::Order { .. } => "Order",
            DraftBody::Match { .. } => "Match",
        }
    }

    /// Every field that is to be written, in order.
    pub(super) fn fields(&self) -> Vec<(&'static str, Written)> {
        let mut fields = Vec::new();
        if let Some(id) = &self.id {
            fields.push(("id", Written::One(Item::text(id))));
        }
        body(&self.body, &mut fields);
        notes(&self.notes, &mut fields);
        fields
    }
}

type Fields = Vec<(&'static str, Written)>;

fn body(body: &DraftBody, fields: &mut Fields) {
    let text = |text: &str| Written::One(Item::text(text));
    let sign = |sign: String| Written::One(Item::sign(sign));
    match body {
        DraftBody::Choice { ask, right, wrong } => {
            fields.push(("ask", text(ask)));
            fields.push(("right", options(right)));
            fields.push(("wrong", options(wrong)));
        }
        DraftBody::Flip { front, back, reversed } => {
            fields.push(("front", text(front)));
            fields.push(("back", text(back)));
            if *reversed {
                fields.push(("reversed", sign("true".to_owned())));
            }
        }
        DraftBody::Cloze { text: gaps } => fields.push(("text", text(gaps))),
        DraftBody::Typed { ask, accept, form } => {
            fields.push(("ask", text(ask)));
            fields.push(("accept", texts(accept, false)));
            match form {
                Form::Text => {}
                Form::Command => fields.push(("as", sign("Command".to_owned()))),
                Form::Number => fields.push(("as", sign("Number".to_owned()))),
                Form::Code(language) => {
                    fields.push(("as", sign(format!("Code({})", bare(language)))));
                }
            }
        }
        DraftBody::Output { ask, code, prints, wrong } => {
            if !ask.trim().is_empty() {
                fields.push(("ask", text(ask)));
            }
            let pair = Item::pair(Item::sign(bare(&code.language)), Item::text(&code.text));
            fields.push(("code", Written::One(pair)));
            fields.push(("prints", text(prints)));
            if !wrong.is_empty() {
                fields.push(("wrong", options(wrong)));
            }
        }
        DraftBody::Order { ask, steps, decoys, also } => {
            fields.push(("ask", text(ask)));
            fields.push(("steps", texts(steps, true)));
            if !decoys.is_empty() {
                fields.push(("decoys", texts(decoys, false)));
            }
            if !also.is_empty() {
                let orders = also.iter().map(|order| {
                    let places: Vec<String> = order.iter().map(i64::to_string).collect();
                    Item::sign(format!("[{}]", places.join(", ")))
                });
                fields.push(("also", Written::List(orders.collect(), false)));
            }
        }
        DraftBody::Match { ask, pairs } => {
            fields.push(("ask", text(ask)));
            let pairs =
                pairs.iter().map(|(left, right)| Item::pair(Item::text(left), Item::text(right)));
            fields.push(("pairs", Written::List(pairs.collect(), true)));
        }
    }
}

fn notes(notes: &DraftNotes, fields: &mut Fields) {
    let mut optional = |name, value: &str| {
        if !value.trim().is_empty() {
            fields.push((name, Written::One(Item::text(value))));
        }
    };
    optional("why", &notes.why);
    optional("source", &notes.source);
    optional("point", &notes.point);
    if !notes.tags.is_empty() {
        fields.push(("tags", texts(&notes.tags, false)));
    }
    if let Some(level) = notes.level {
        fields.push(("level", Written::One(Item::sign(level.to_string()))));
    }
    if !notes.hints.is_empty() {
        fields.push(("hints", texts(&notes.hints, true)));
    }
    if !notes.group.trim().is_empty() {
        fields.push(("group", Written::One(Item::text(&notes.group))));
    }
    if let Some(proof) = &notes.proof {
        fields.push(("proof", self::proof(proof)));
    }
    if !notes.was.is_empty() {
        fields.push(("was", texts(&notes.was, false)));
    }
}

fn proof(proof: &Proof) -> Written {
    let mut members = vec![("on", Item::sign(bare(&proof.on)))];
    let parts = [
        ("setup", &proof.setup),
        ("code", &proof.code),
        ("prints", &proof.prints),
        ("fails", &proof.fails),
    ];
    for (name, value) in parts {
        members.extend(value.as_ref().map(|value| (name, Item::text(value))));
    }
    Written::Group(members)
}

fn texts(items: &[String], is_tall: bool) -> Written {
    Written::List(items.iter().map(|item| Item::text(item)).collect(), is_tall)
}

fn options(options: &[Choice]) -> Written {
    let items = options.iter().map(|option| match &option.why {
        Some(why) if !why.trim().is_empty() => {
            Item::pair(Item::text(&option.text), Item::text(why))
        }
        _ => Item::text(&option.text),
    });
    Written::List(items.collect(), true)
}

/// A language: a bare name where it can be one.
fn bare(language: &str) -> String {
    match name(language) {
        Some(known) if known == language => language.to_owned(),
        _ => quoted(language, "\n"),
    }
}

/// A text between quotes, as cards have it.
#[must_use]
pub fn quoted_text(text: &str) -> String {
    quoted(text, "\n")
}

/// A text between quotes: raw where a backslash, a quote or a line end would
/// have to be escaped.
pub(super) fn quoted(text: &str, newline: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !is_unseen(c) && c != '\\' && c != '"';
    if text.chars().all(is_plain) {
        return format!("\"{text}\"");
    }
    // What a raw text would hold unseen is written as an escape.
    if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_unseen(c)) {
        return escaped(text);
    }
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let lines = if newline == "\n" { text.to_owned() } else { text.replace('\n', newline) };
    format!("r{hashes}\"{lines}\"{hashes}")
}

/// Signs that turn the direction of writing, or take no room: nobody would see
/// them in a review.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_unseen(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
