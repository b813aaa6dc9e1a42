//! The room's parts, each by itself; `tests/prove.rs` runs them together.
#![expect(clippy::unwrap_used, reason = "a test that can't go on shall say so")]

mod claims;
mod filling;
mod judging;
mod picking;
mod sandboxes;
mod sources;
mod sqlites;

use std::path::Path;

use super::claim::{Run, claim};
use crate::deck::{Card, Runner, parse};

/// A card from its text in a deck.
fn card(text: &str) -> Card {
    let deck = format!(
        "#![enable(implicit_some)]\nDeck(format: 1, id: \"d\", title: \"D\", cards: [{text}])"
    );
    let mut parsed = parse(&deck, Path::new("d.ron"));
    assert_eq!(parsed.cards.len(), 1, "{:?}", parsed.faults);
    parsed.cards.remove(0)
}

/// The runs that a card asks for.
fn runs(text: &str) -> Vec<Run> {
    claim(&card(text), Runner::Python).unwrap()
}

/// Why a card's proof proves nothing.
fn empty(text: &str) -> String {
    claim(&card(text), Runner::Python).unwrap_err()
}
