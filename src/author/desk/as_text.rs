//! The card at hand as its author would see it in any editor: for what the form
//! has no field for, and for cards that can't be read.

use super::Desk;
use crate::deck::{Card, Draft, EditError};

impl Desk {
    /// Whether the card at hand is written in as text.
    #[must_use]
    pub fn is_as_text(&self) -> bool {
        self.is_as_text
    }

    /// Shows the card at hand as text. One that can't be read is text anyway.
    ///
    /// # Errors
    /// When what was written in the form can't be put into the deck's text.
    pub fn as_text(&mut self) -> Result<(), EditError> {
        self.commit()?;
        self.show_text();
        Ok(())
    }

    /// Shows the form again.
    ///
    /// # Errors
    /// When the text can't be read as a card: it stays at hand.
    pub fn as_form(&mut self) -> Result<(), EditError> {
        self.commit()?;
        self.hold(self.at);
        Ok(())
    }

    /// In place of its form, if it has one.
    pub(super) fn show_text(&mut self) {
        let text = self.at.and_then(|at| self.manuscript.card_text(at)).map(str::to_owned);
        if self.draft.is_some() && text.is_some() {
            (self.draft, self.raw, self.is_as_text) = (None, text, true);
            self.touched();
        }
    }

    /// The card at hand as it would be studied now; `None` while it isn't whole.
    #[must_use]
    pub fn seen(&self) -> Option<Card> {
        match (&self.draft, &self.raw) {
            (Some(draft), _) => draft.card(),
            (None, Some(raw)) => Draft::read(raw)?.card(),
            (None, None) => None,
        }
    }

    /// Whether what is being written as text is no card. Put into the deck it
    /// might swallow those after it, so it waits.
    pub(super) fn is_no_card(&self) -> bool {
        self.is_as_text && self.raw.as_ref().is_some_and(|raw| Draft::read(raw).is_none())
    }
}
