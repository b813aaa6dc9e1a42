//! Decks for reading: Markdown, and HTML that prints well.

mod html;
mod markdown;

use crate::deck::{Body, Card, Choice, ClozePart};

pub use html::html;
pub use markdown::markdown;

/// A card as it is laid out on paper.
struct Sheet<'card> {
    /// The question (Markdown); gaps are lines to write on.
    ask: String,
    code: Option<&'card crate::deck::Code>,
    /// What belongs under the question.
    answer: Answer<'card>,
    card: &'card Card,
}

/// The answer's shape.
enum Answer<'card> {
    /// Options, right ones first, and whether each is right.
    Options(Vec<(&'card Choice, bool)>),
    /// Markdown.
    Text(String),
    /// What is printed or typed: verbatim, the shown form first.
    Verbatim(Vec<&'card str>),
    /// In order; then what doesn't belong (Markdown).
    Steps(&'card [String], &'card [String]),
    /// Left and right (Markdown).
    Pairs(&'card [(String, String)]),
    /// Words that fill the gaps, in order.
    Gaps(Vec<&'card str>),
}

impl<'card> Sheet<'card> {
    fn of(card: &'card Card) -> Self {
        let options = |right: &'card [Choice], wrong: &'card [Choice]| {
            let right = right.iter().map(|choice| (choice, true));
            right.chain(wrong.iter().map(|choice| (choice, false))).collect()
        };
        let (ask, code, answer) = match &card.body {
            Body::Choice { ask, right, wrong } => {
                (ask.clone(), None, Answer::Options(options(right, wrong)))
            }
            Body::Flip { front, back, .. } => (front.clone(), None, Answer::Text(back.clone())),
            Body::Cloze { parts } => {
                let mut text = String::new();
                let mut gaps = Vec::new();
                for part in parts {
                    match part {
                        ClozePart::Text(plain) => text.push_str(plain),
                        ClozePart::Gap { answer, hint } => {
                            text.push_str("\\_\\_\\_\\_");
                            if let Some(hint) = hint {
                                text.push_str(" (");
                                text.push_str(hint);
                                text.push(')');
                            }
                            gaps.push(answer.as_str());
                        }
                    }
                }
                (text, None, Answer::Gaps(gaps))
            }
            Body::Typed { ask, accept, .. } => {
                (ask.clone(), None, Answer::Verbatim(accept.iter().map(String::as_str).collect()))
            }
            Body::Output { ask, code, prints, .. } => {
                (ask.clone(), Some(code), Answer::Verbatim(vec![prints]))
            }
            Body::Order { ask, steps, decoys, .. } => {
                (ask.clone(), None, Answer::Steps(steps, decoys))
            }
            Body::Match { ask, pairs } => (ask.clone(), None, Answer::Pairs(pairs)),
        };
        Self { ask, code, answer, card }
    }
}
