//! A draft as a card's text.

use std::fmt::Write as _;

use super::draft::{Draft, DraftBody, DraftNotes};
use crate::deck::model::{Choice, Form, Proof};
use crate::deck::raw::name;

/// One level of a card's own indentation.
const STEP: &str = "    ";

impl Draft {
    /// The card's text as one would write it by hand: a field a line, its first
    /// line without indentation, the others as if the card stood at the margin.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{}(", self.kind_name());
        for (field, value) in self.fields() {
            let _ = writeln!(out, "{STEP}{field}: {value},");
        }
        out.push(')');
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

    /// Every field that is to be written, with its value's text, in order.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if let Some(id) = &self.id {
            fields.push(("id", text(id)));
        }
        body(&self.body, &mut fields);
        notes(&self.notes, &mut fields);
        fields
    }
}

fn body(body: &DraftBody, fields: &mut Vec<(&'static str, String)>) {
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
                fields.push(("reversed", "true".to_owned()));
            }
        }
        DraftBody::Cloze { text: gaps } => fields.push(("text", text(gaps))),
        DraftBody::Typed { ask, accept, form } => {
            fields.push(("ask", text(ask)));
            fields.push(("accept", texts(accept)));
            match form {
                Form::Text => {}
                Form::Command => fields.push(("as", "Command".to_owned())),
                Form::Number => fields.push(("as", "Number".to_owned())),
                Form::Code(language) => fields.push(("as", format!("Code({})", bare(language)))),
            }
        }
        DraftBody::Output { ask, code, prints, wrong } => {
            if !ask.trim().is_empty() {
                fields.push(("ask", text(ask)));
            }
            fields.push(("code", format!("({}, {})", bare(&code.language), text(&code.text))));
            fields.push(("prints", text(prints)));
            if !wrong.is_empty() {
                fields.push(("wrong", options(wrong)));
            }
        }
        DraftBody::Order { ask, steps, decoys, also } => {
            fields.push(("ask", text(ask)));
            fields.push(("steps", list(steps.iter().map(|step| text(step)))));
            if !decoys.is_empty() {
                fields.push(("decoys", texts(decoys)));
            }
            if !also.is_empty() {
                let orders = also.iter().map(|order| {
                    let places: Vec<String> = order.iter().map(i64::to_string).collect();
                    format!("[{}]", places.join(", "))
                });
                fields.push(("also", format!("[{}]", orders.collect::<Vec<_>>().join(", "))));
            }
        }
        DraftBody::Match { ask, pairs } => {
            fields.push(("ask", text(ask)));
            let pairs =
                pairs.iter().map(|(left, right)| format!("({}, {})", text(left), text(right)));
            fields.push(("pairs", list(pairs)));
        }
    }
}

fn notes(notes: &DraftNotes, fields: &mut Vec<(&'static str, String)>) {
    let mut optional = |name, value: &str| {
        if !value.trim().is_empty() {
            fields.push((name, text(value)));
        }
    };
    optional("why", &notes.why);
    optional("source", &notes.source);
    optional("point", &notes.point);
    if !notes.tags.is_empty() {
        fields.push(("tags", texts(&notes.tags)));
    }
    if let Some(level) = notes.level {
        fields.push(("level", level.to_string()));
    }
    if !notes.hints.is_empty() {
        fields.push(("hints", list(notes.hints.iter().map(|hint| text(hint)))));
    }
    if !notes.group.trim().is_empty() {
        fields.push(("group", text(&notes.group)));
    }
    if let Some(proof) = &notes.proof {
        fields.push(("proof", self::proof(proof)));
    }
    if !notes.was.is_empty() {
        fields.push(("was", texts(&notes.was)));
    }
}

fn proof(proof: &Proof) -> String {
    let mut out = format!("(\n{STEP}{STEP}on: {},\n", bare(&proof.on));
    let parts = [
        ("setup", &proof.setup),
        ("code", &proof.code),
        ("prints", &proof.prints),
        ("fails", &proof.fails),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            let _ = writeln!(out, "{STEP}{STEP}{name}: {},", text(value));
        }
    }
    let _ = write!(out, "{STEP})");
    out
}

/// A list on one line.
fn texts(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A list with an item a line, when there is more than one.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if let [] | [_] = items.as_slice() {
        return format!("[{}]", items.concat());
    }
    let mut out = "[\n".to_owned();
    for item in items {
        let _ = writeln!(out, "{STEP}{STEP}{item},");
    }
    let _ = write!(out, "{STEP}]");
    out
}

fn options(options: &[Choice]) -> String {
    list(options.iter().map(|option| match &option.why {
        Some(why) if !why.trim().is_empty() => format!("({}, {})", text(&option.text), text(why)),
        _ => text(&option.text),
    }))
}

/// A language: a bare name where it can be one.
fn bare(language: &str) -> String {
    match name(language) {
        Some(known) if known == language => language.to_owned(),
        _ => text(language),
    }
}

/// A text between quotes: raw where a backslash, a quote or a line end would
/// have to be escaped.
pub(super) fn text(text: &str) -> String {
    let is_plain = |c: char| !c.is_control() && c != '\\' && c != '"';
    if text.chars().all(is_plain) {
        return format!("\"{text}\"");
    }
    // What a raw text can't hold, or would hold unseen, is written as an escape.
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return escaped(text);
    }
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
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
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
