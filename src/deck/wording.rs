//! What a card asks and what is right, in plain words: kept with each answer, so
//! that a later edit is noticed and an edited card is found again.

use super::lint::near;
use super::model::{Card, Side};
use super::words::{jaccard, plain, trigrams};

/// What an item asked, and what was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Stands for the right answer: another one is another answer, however it
    /// is written.
    pub answer: u64,
    /// The question, plain text.
    pub asked: String,
    /// The right answer, plain text.
    pub answered: String,
}

/// Longer texts are kept by their beginning: it is what people recognise.
const LONGEST: usize = 600;

impl Wording {
    /// What this side of a card asks.
    #[must_use]
    pub fn of(card: &Card, side: Side) -> Self {
        let (asked, answered) = match (&card.body, side) {
            (super::Body::Flip { front, back, .. }, Side::Reversed) => (plain(back), plain(front)),
            _ => (near::stem(&card.body), card.answer_text(side)),
        };
        Self { answer: card.answer_key(side), asked: cut(&asked), answered: cut(&answered) }
    }

    /// How much two wordings have in common, 0 to 1: their trigrams, question
    /// and answer together.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let text = |wording: &Self| trigrams(&format!("{}\n{}", wording.asked, wording.answered));
        jaccard(&text(self), &text(other))
    }
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
