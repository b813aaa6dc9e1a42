//! All cards of a deck at once: one reading of its file instead of one for each
//! card.

use xxhash_rust::xxh3::xxh3_64;

use super::{DeckInfo, Library};
use crate::deck::error::DeckError;
use crate::deck::model::{Card, Side};
use crate::deck::parse::parse_card;

impl DeckInfo {
    /// Tells the text of this deck from any other.
    #[must_use]
    pub fn text_hash(&self) -> u64 {
        self.hash
    }
}

impl Library {
    /// The cards of a deck (a position in [`Library::decks`]), by their number;
    /// `None` for one whose text is no longer what it was. Reads and parses: not
    /// for the window's thread.
    ///
    /// # Errors
    /// When the deck's file can't be read any more.
    pub fn cards_of(&self, deck: usize) -> Result<Vec<Option<Card>>, DeckError> {
        let text = self.deck_text(deck)?;
        let info = self.decks.get(deck).ok_or(DeckError::NoSuchDeck(deck))?;
        let mut cards = vec![None; info.cards as usize];
        for item in info.items.clone() {
            let item = item as usize;
            let Some(found) = self.items.get(item).filter(|found| found.side == Side::Forward)
            else {
                continue;
            };
            let start = found.start as usize;
            let slice = text.get(start..start + found.length as usize);
            let slice = slice.filter(|slice| xxh3_64(slice.as_bytes()) == found.hash);
            if let Some(slot) = cards.get_mut(found.card as usize) {
                *slot = slice.and_then(parse_card);
            }
        }
        Ok(cards)
    }
}
