//! Which cards are to be proven, and where they stand.

use super::report::{Status, Verdict};
use crate::deck::{Card, DeckHead, DeckText, Runner};

/// A card that has a runner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub deck: &'a DeckText,
    /// One-based, of the card's first character.
    pub line: usize,
    /// One-based, in characters.
    pub col: usize,
    pub head: &'a DeckHead,
    pub card: &'a Card,
    pub runner: Runner,
}

impl Subject<'_> {
    /// The card's name, `deck/card`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.head.id, self.card.id)
    }

    /// A verdict on this card.
    pub fn verdict(&self, status: Status, message: String) -> Verdict {
        Verdict {
            file: self.deck.file.clone(),
            line: self.line,
            col: self.col,
            deck: self.head.id.clone(),
            card: self.card.id.clone(),
            runner: self.runner,
            version: None,
            status,
            message,
            expected: None,
            got: None,
            stderr: String::new(),
            difference: String::new(),
            ms: 0,
        }
    }
}

/// Line and column (in characters) of a byte, both one-based.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}
