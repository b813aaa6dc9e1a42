//! A card while its author edits it: every field as written, right or not.

use crate::deck::model::{Card, Choice, Code, Form, Kind, Proof};
use crate::deck::parse::parse_card;
use crate::deck::raw::{RON, RawCard, RawNotes, RawOption};
use crate::deck::rules::{form_of, proof_of};

/// A card as it is being written. A field may be empty or wrong; an empty
/// optional field is left out of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The written id; `None` leaves it to the card's content.
    pub id: Option<String>,
    /// What its kind asks for.
    pub body: DraftBody,
    /// What all kinds share.
    pub notes: DraftNotes,
}

/// The fields of each kind, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftBody {
    /// Tick the right option, or all the right ones.
    Choice {
        /// The stem (Markdown).
        ask: String,
        /// The right options.
        right: Vec<Choice>,
        /// The wrong options.
        wrong: Vec<Choice>,
    },
    /// Recall, turn over, grade yourself.
    Flip {
        /// Markdown.
        front: String,
        /// Markdown.
        back: String,
        /// Whether it is asked from back to front as well.
        reversed: bool,
    },
    /// Fill the gaps of a text.
    Cloze {
        /// With its gaps, such as `{{answer::hint}}` (Markdown).
        text: String,
    },
    /// Type the answer.
    Typed {
        /// The stem (Markdown).
        ask: String,
        /// Every accepted form, the shown one first (plain text).
        accept: Vec<String>,
        /// How typed text is compared.
        form: Form,
    },
    /// Predict what a program prints.
    Output {
        /// The stem (Markdown); empty for the usual one.
        ask: String,
        /// The program.
        code: Code,
        /// What comes out (plain text).
        prints: String,
        /// Empty: the learner types it.
        wrong: Vec<Choice>,
    },
    /// Put lines into order.
    Order {
        /// The stem (Markdown).
        ask: String,
        /// In their right order (Markdown).
        steps: Vec<String>,
        /// Lines that do not belong.
        decoys: Vec<String>,
        /// Further right orders: the steps' numbers, from 1.
        also: Vec<Vec<i64>>,
    },
    /// Join the pairs.
    Match {
        /// The stem (Markdown).
        ask: String,
        /// Left and right (Markdown).
        pairs: Vec<(String, String)>,
    },
}

/// What a card of any kind may carry, as written; empty means absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftNotes {
    /// What makes the right answer right (Markdown).
    pub why: String,
    /// The documentation's address.
    pub source: String,
    /// In the author's order; the point is not among them.
    pub tags: Vec<String>,
    /// 1 to 3.
    pub level: Option<i64>,
    /// Staged hints (Markdown).
    pub hints: Vec<String>,
    /// Siblings share it.
    pub group: String,
    /// The point of the syllabus.
    pub point: String,
    /// How the card's claim is executed.
    pub proof: Option<Proof>,
    /// Names that the card had before.
    pub was: Vec<String>,
}

impl Draft {
    /// An empty card: with as many empty options, steps or pairs as its kind
    /// needs at least.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let empty = String::new;
        let option = || Choice { text: String::new(), why: None };
        let body = match kind {
            Kind::Choice => DraftBody::Choice {
                ask: empty(),
                right: vec![option()],
                wrong: vec![option(), option()],
            },
            Kind::Flip => DraftBody::Flip { front: empty(), back: empty(), reversed: false },
            Kind::Cloze => DraftBody::Cloze { text: empty() },
            Kind::Typed => {
                DraftBody::Typed { ask: empty(), accept: vec![empty()], form: Form::Text }
            }
            Kind::Output => DraftBody::Output {
                ask: empty(),
                code: Code { language: "Python".to_owned(), text: empty() },
                prints: empty(),
                wrong: Vec::new(),
            },
            Kind::Order => DraftBody::Order {
                ask: empty(),
                steps: vec![empty(), empty(), empty()],
                decoys: Vec::new(),
                also: Vec::new(),
            },
            Kind::Match => DraftBody::Match {
                ask: empty(),
                pairs: vec![(empty(), empty()), (empty(), empty())],
            },
        };
        Self { id: None, body, notes: DraftNotes::default() }
    }

    /// The card's kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.body {
            DraftBody::Choice { .. } => Kind::Choice,
            DraftBody::Flip { .. } => Kind::Flip,
            DraftBody::Cloze { .. } => Kind::Cloze,
            DraftBody::Typed { .. } => Kind::Typed,
            DraftBody::Output { .. } => Kind::Output,
            DraftBody::Order { .. } => Kind::Order,
            DraftBody::Match { .. } => Kind::Match,
        }
    }

    /// Reads a card's text; `None` when RON can't read it as a card.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut raw: RawCard = RON.from_str(text).ok()?;
        let notes = raw.take_notes();
        let id = notes.id.clone();
        let mut draft = Self { id, body: body_of(raw), notes: notes_of(notes) };
        draft.each_text(&mut |text| {
            // As the deck is read: it says the same wherever it was saved.
            if text.contains("\r\n") {
                *text = text.replace("\r\n", "\n");
            }
        });
        Some(draft)
    }

    /// Shows every text of the card but its id.
    pub fn each_text(&mut self, visit: &mut impl FnMut(&mut String)) {
        let choices = |choices: &mut Vec<Choice>, visit: &mut dyn FnMut(&mut String)| {
            for choice in choices {
                visit(&mut choice.text);
                choice.why.iter_mut().for_each(&mut *visit);
            }
        };
        match &mut self.body {
            DraftBody::Choice { ask, right, wrong } => {
                visit(ask);
                choices(right, visit);
                choices(wrong, visit);
            }
            DraftBody::Flip { front, back, .. } => {
                visit(front);
                visit(back);
            }
            DraftBody::Cloze { text } => visit(text),
            DraftBody::Typed { ask, accept, .. } => {
                visit(ask);
                accept.iter_mut().for_each(&mut *visit);
            }
            DraftBody::Output { ask, code, prints, wrong } => {
                visit(ask);
                visit(&mut code.text);
                visit(prints);
                choices(wrong, visit);
            }
            DraftBody::Order { ask, steps, decoys, .. } => {
                visit(ask);
                steps.iter_mut().chain(decoys).for_each(&mut *visit);
            }
            DraftBody::Match { ask, pairs } => {
                visit(ask);
                for (left, right) in pairs {
                    visit(left);
                    visit(right);
                }
            }
        }
        let notes = &mut self.notes;
        let single = [&mut notes.why, &mut notes.source, &mut notes.group, &mut notes.point];
        single.into_iter().for_each(&mut *visit);
        notes.tags.iter_mut().chain(&mut notes.hints).for_each(&mut *visit);
        if let Some(proof) = &mut notes.proof {
            let parts = [&mut proof.setup, &mut proof.code, &mut proof.prints, &mut proof.fails];
            parts.into_iter().flatten().for_each(&mut *visit);
        }
    }

    /// The card as it would be studied; `None` while something is wrong that
    /// would keep it out.
    #[must_use]
    pub fn card(&self) -> Option<Card> {
        parse_card(&self.write())
    }
}

fn notes_of(raw: RawNotes) -> DraftNotes {
    DraftNotes {
        why: raw.why.unwrap_or_default(),
        source: raw.source.unwrap_or_default(),
        tags: raw.tags,
        level: raw.level,
        hints: raw.hints,
        group: raw.group.unwrap_or_default(),
        point: raw.point.unwrap_or_default(),
        proof: raw.proof.map(proof_of),
        was: raw.was,
    }
}

fn options(raw: Vec<RawOption>) -> Vec<Choice> {
    raw.into_iter().map(|option| Choice { text: option.text, why: option.why }).collect()
}

fn body_of(raw: RawCard) -> DraftBody {
    match raw {
        RawCard::Choice { ask, right, wrong, .. } => {
            DraftBody::Choice { ask, right: options(right), wrong: options(wrong) }
        }
        RawCard::Flip { front, back, reversed, .. } => DraftBody::Flip { front, back, reversed },
        RawCard::Cloze { text, .. } => DraftBody::Cloze { text },
        RawCard::Typed { ask, accept, form, .. } => {
            DraftBody::Typed { ask, accept, form: form_of(form) }
        }
        RawCard::Output { ask, code: (language, text), prints, wrong, .. } => DraftBody::Output {
            ask: ask.unwrap_or_default(),
            code: Code { language: language.0, text },
            prints,
            wrong: options(wrong),
        },
        RawCard::Order { ask, steps, decoys, also, .. } => {
            DraftBody::Order { ask, steps, decoys, also }
        }
        RawCard::Match { ask, pairs, .. } => DraftBody::Match { ask, pairs },
    }
}
