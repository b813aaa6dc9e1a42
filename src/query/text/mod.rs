//! The text of every card, folded for searching: what words of a query are
//! looked for in. One block a deck, so that a changed deck is read alone.
//!
//! Memory: the cards' texts once in lower case, their questions once as they
//! are shown, and eight bytes a card. About 600 bytes a card in all.

mod build;
mod cache;

use std::sync::Arc;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::bits::Bits;
use super::pattern::Pattern;
use crate::deck::Library;

pub use build::{Building, question};

/// The texts of one deck, card by card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct DeckTexts {
    /// Of the deck's text.
    hash: u64,
    /// All fields of all cards, folded; each field ends in a line break, which
    /// no searched text holds.
    folded: String,
    /// Where each card's text ends in `folded`.
    ends: Vec<u32>,
    /// The questions, in plain text and by their beginnings.
    asked: String,
    /// Where each question ends in `asked`.
    asked_ends: Vec<u32>,
}

/// The texts of all decks of a library.
#[derive(Debug, Clone, Default)]
pub struct TextIndex {
    /// By the library's deck positions.
    decks: Vec<Arc<DeckTexts>>,
}

/// Below this much text a second thread costs more than it brings.
const WORTH_A_THREAD: usize = 4 << 20;

impl TextIndex {
    /// The question of an item in plain text; empty when it is not known. The
    /// second side of a flip card has the question of the first.
    #[must_use]
    pub fn question(&self, item: usize, library: &Library) -> &str {
        let place = library.items().get(item);
        let found = place.and_then(|item| {
            let deck = self.decks.get(item.deck as usize)?;
            slice(&deck.asked, &deck.asked_ends, item.card as usize)
        });
        found.unwrap_or_default()
    }

    /// The question of an item in lower case, for sorting.
    pub(super) fn folded_question(&self, item: usize, library: &Library) -> &str {
        let place = library.items().get(item);
        let found = place.and_then(|item| {
            let deck = self.decks.get(item.deck as usize)?;
            let text = slice(&deck.folded, &deck.ends, item.card as usize)?;
            // It is the first of the card's fields.
            text.split_once('\n').map(|(question, _)| question)
        });
        found.unwrap_or_default()
    }

    /// Whether it is of these decks: another library has other places.
    #[must_use]
    pub fn fits(&self, library: &Library) -> bool {
        let decks = library.decks();
        decks.len() == self.decks.len()
            && decks.iter().zip(&self.decks).all(|(deck, texts)| {
                deck.cards as usize == texts.ends.len()
                    && (texts.hash == deck.text_hash() || texts.hash == 0)
            })
    }

    /// How much memory it takes, bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let of = |deck: &Arc<DeckTexts>| {
            deck.folded.capacity()
                + deck.asked.capacity()
                + 4 * (deck.ends.capacity() + deck.asked_ends.capacity())
        };
        self.decks.iter().map(of).sum()
    }

    /// The items whose card holds this.
    #[must_use]
    pub fn search(&self, pattern: &Pattern, library: &Library) -> Bits {
        let mut bits = Bits::none(library.items().len());
        let found = self.search_cards(pattern);
        for (deck, cards) in library.decks().iter().zip(&found) {
            if cards.is_empty() {
                continue;
            }
            for item in deck.items.clone() {
                let card = library.items().get(item as usize).map(|item| item.card as usize);
                if card.and_then(|card| cards.get(card)).copied().unwrap_or(false) {
                    bits.add(item as usize);
                }
            }
        }
        bits
    }

    /// For each deck, which of its cards; empty for none.
    fn search_cards(&self, pattern: &Pattern) -> Vec<Vec<bool>> {
        let total: usize = self.decks.iter().map(|deck| deck.folded.len()).sum();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = (total / WORTH_A_THREAD).clamp(1, cores.min(4));
        if threads == 1 {
            return self.decks.iter().map(|deck| deck.search(pattern)).collect();
        }
        let each = self.decks.len().div_ceil(threads);
        std::thread::scope(|scope| {
            let search = |decks: &[Arc<DeckTexts>]| -> Vec<Vec<bool>> {
                decks.iter().map(|deck| deck.search(pattern)).collect()
            };
            let mut parts = self.decks.chunks(each);
            // This thread has its share as well.
            let first = parts.next().unwrap_or_default();
            let others: Vec<_> = parts.map(|part| scope.spawn(move || search(part))).collect();
            let mut found = search(first);
            for other in others {
                found.extend(other.join().unwrap_or_default());
            }
            found
        })
    }
}

impl DeckTexts {
    /// Which cards hold it; empty for none.
    fn search(&self, pattern: &Pattern) -> Vec<bool> {
        let pieces = || pattern.pieces().iter().filter(|piece| !piece.is_empty());
        // The longest is the rarest, as a rule.
        let Some(rarest) = pieces().max_by_key(|piece| piece.len()) else {
            return vec![true; self.ends.len()];
        };
        let is_whole = pieces().count() == 1;
        let finder = Finder::new(rarest.as_bytes());
        let text = self.folded.as_bytes();
        let mut found = Vec::new();
        let (mut card, mut from) = (0, 0);
        while let Some(at) = text.get(from..).and_then(|rest| finder.find(rest)) {
            card = self.card_at(from + at, card);
            let Some(end) = self.ends.get(card) else { break };
            let fits = is_whole
                || slice(&self.folded, &self.ends, card).is_some_and(|text| pattern.is_in(text));
            if fits {
                if found.is_empty() {
                    found.resize(self.ends.len(), false);
                }
                if let Some(slot) = found.get_mut(card) {
                    *slot = true;
                }
            }
            // One hit is enough: on to the next card.
            from = *end as usize;
            card += 1;
        }
        found
    }

    /// The card that holds this byte, known to be at or after `from`: in leaps
    /// that double, since hits stand close together or far apart.
    fn card_at(&self, byte: usize, from: usize) -> usize {
        let is_before = |end: &u32| *end as usize <= byte;
        let mut leap = 1;
        let mut low = from;
        while self.ends.get(low + leap - 1).is_some_and(is_before) {
            low += leap;
            leap *= 2;
        }
        let high = (low + leap).min(self.ends.len());
        low + self.ends.get(low..high).unwrap_or_default().partition_point(is_before)
    }

    /// Whether every place lies within its text.
    fn is_sound(&self, hash: u64, cards: usize) -> bool {
        let fits = |text: &str, ends: &[u32]| {
            ends.len() == cards
                && ends.is_sorted()
                && ends.last().is_none_or(|end| *end as usize == text.len())
                && ends.iter().all(|end| text.is_char_boundary(*end as usize))
        };
        self.hash == hash && fits(&self.folded, &self.ends) && fits(&self.asked, &self.asked_ends)
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], at: usize) -> Option<&'a str> {
    let end = *ends.get(at)? as usize;
    let start =
        at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
    text.get(start..end)
}
