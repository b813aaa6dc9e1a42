//! The identity of cards whose author gave no id.

use xxhash_rust::xxh3::Xxh3;

use super::model::{Body, Choice, ClozePart, Form};

/// An id made of what the card asks and answers: `~` and twelve hexadecimal
/// digits. Explanations, tags and the order of options don't count, so that
/// adding a reason keeps the progress; the words do.
pub(super) fn derived_id(body: &Body) -> String {
    format!("~{:012x}", content_number(body))
}

/// The number in that id, which a card has whether or not it has a written one.
pub(super) fn content_number(body: &Body) -> u64 {
    let mut hash = Content::default();
    hash.body(body);
    hash.0.digest() & 0xFFFF_FFFF_FFFF
}

/// The number in a derived id; `None` when the id was written.
pub(super) fn number_of(id: &str) -> Option<u64> {
    u64::from_str_radix(id.strip_prefix('~')?, 16).ok()
}

/// Feeds texts so that no two different cards give the same bytes.
#[derive(Default)]
pub(super) struct Content(pub Xxh3);

impl Content {
    fn text(&mut self, text: &str) {
        // Trailing blanks are no difference that an author means.
        for line in text.trim().lines() {
            self.0.update(line.trim_end().as_bytes());
            self.0.update(b"\n");
        }
        self.0.update(&[0]);
    }

    pub fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        for text in texts {
            self.text(text);
        }
        self.0.update(&[1]);
    }

    fn options(&mut self, options: &[Choice]) {
        let mut texts: Vec<&str> = options.iter().map(|option| option.text.as_str()).collect();
        texts.sort_unstable();
        self.texts(texts);
    }

    /// The reasons of options, which identity leaves out.
    pub fn reasons(&mut self, body: &Body) {
        let options: Vec<&Choice> = match body {
            Body::Choice { right, wrong, .. } => right.iter().chain(wrong).collect(),
            Body::Output { wrong, .. } => wrong.iter().collect(),
            _ => Vec::new(),
        };
        self.texts(options.iter().map(|option| option.why.as_deref().unwrap_or_default()));
    }

    pub fn body(&mut self, body: &Body) {
        match body {
            Body::Choice { ask, right, wrong } => {
                self.texts(["choice", ask]);
                self.options(right);
                self.options(wrong);
            }
            Body::Flip { front, back, .. } => self.texts(["flip", front, back]),
            Body::Cloze { parts } => {
                self.text("cloze");
                for part in parts {
                    match part {
                        ClozePart::Text(text) => self.texts(["text", text]),
                        ClozePart::Gap { answer, .. } => self.texts(["gap", answer]),
                    }
                }
            }
            Body::Typed { ask, accept, form } => {
                let form = match form {
                    Form::Text => "text",
                    Form::Command => "command",
                    Form::Code(language) => language,
                    Form::Number => "number",
                };
                self.texts(["typed", ask, form]);
                self.texts(accept.iter().map(String::as_str));
            }
            Body::Output { ask, code, prints, wrong } => {
                self.texts(["output", ask, &code.language, &code.text, prints]);
                self.options(wrong);
            }
            Body::Order { ask, steps, decoys, .. } => {
                self.texts(["order", ask]);
                self.texts(steps.iter().map(String::as_str));
                self.texts(decoys.iter().map(String::as_str));
            }
            Body::Match { ask, pairs } => {
                self.texts(["match", ask]);
                for (left, right) in pairs {
                    self.texts([left.as_str(), right]);
                }
            }
        }
    }
}
