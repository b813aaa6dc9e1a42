//! 'You pick X for Y', in the words of the cards.

use crate::deck::{Body, Card, ClozePart, ItemKey, Library, Side, plain};
use crate::insight::figures::Misconceptions;

/// So many are told.
const TOLD: usize = 12;
/// Letters of a text that are told.
const LETTERS: usize = 140;

/// A wrong option that is picked again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The card.
    pub key: ItemKey,
    /// Its deck's title.
    pub deck: String,
    /// What is asked, plain, in one line.
    pub ask: String,
    /// What was picked, plain, in one line.
    pub picked: String,
    /// What is right, plain, in one line; empty when the card can't be read.
    pub answer: String,
    /// Times it was picked.
    pub times: u32,
    /// Of so many answers.
    pub asked: u32,
    /// The card was right on its last answer.
    pub is_overcome: bool,
}

/// The worst ones that are still at hand.
pub(super) fn told(found: &Misconceptions, library: &Library) -> Vec<Mistake> {
    let rows = found.rows.iter().filter_map(|row| {
        let item = row.item as usize;
        let key = library.key(item)?;
        let deck = library.deck(&key.deck)?.head.title.clone();
        let (ask, answer) =
            library.card(item).ok().map(|card| words(&card, key.side)).unwrap_or_default();
        let ask = if ask.is_empty() { key.card.clone() } else { ask };
        Some(Mistake {
            deck,
            ask,
            picked: line(&row.option),
            answer,
            times: row.picked,
            asked: row.asked,
            is_overcome: row.is_overcome,
            key,
        })
    });
    rows.take(TOLD).collect()
}

/// Markdown as one line of plain words.
#[must_use]
pub fn line(markdown: &str) -> String {
    let text = plain(markdown);
    let mut line = String::with_capacity(text.len().min(LETTERS));
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LETTERS {
            line = line.chars().take(LETTERS).collect();
            line.push('…');
            break;
        }
    }
    line
}

/// What a card asks and what is right, each in one line.
#[must_use]
pub fn words(card: &Card, side: Side) -> (String, String) {
    let joined = |texts: &mut dyn Iterator<Item = &str>| texts.collect::<Vec<_>>().join(", ");
    let (ask, answer) = match &card.body {
        Body::Choice { ask, right, .. } => {
            (ask.clone(), joined(&mut right.iter().map(|choice| choice.text.as_str())))
        }
        Body::Flip { front, back, .. } if side == Side::Reversed => (back.clone(), front.clone()),
        Body::Flip { front, back, .. } => (front.clone(), back.clone()),
        Body::Cloze { parts } => {
            let mut ask = String::new();
            let mut gaps = Vec::new();
            for part in parts {
                match part {
                    ClozePart::Text(text) => ask.push_str(text),
                    ClozePart::Gap { answer, .. } => {
                        ask.push_str(" … ");
                        gaps.push(answer.as_str());
                    }
                }
            }
            (ask, gaps.join(", "))
        }
        Body::Typed { ask, accept, .. } => {
            (ask.clone(), accept.first().cloned().unwrap_or_default())
        }
        Body::Output { ask, code, prints, .. } => (format!("{ask} {}", code.text), prints.clone()),
        Body::Order { ask, steps, .. } => (ask.clone(), steps.join(", ")),
        Body::Match { ask, .. } => (ask.clone(), String::new()),
    };
    (line(&ask), line(&answer))
}
