//! A deck's file while its author edits it: its exact text, and where its cards
//! stand.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::draft::Draft;
use crate::deck::fault::Fault;
use crate::deck::model::DeckHead;
use crate::deck::parse::parse_in;
use crate::deck::split;

/// A deck's file as its author edits it.
#[derive(Debug, Clone)]
pub struct Manuscript {
    file: PathBuf,
    text: String,
    head: Option<DeckHead>,
    slots: Vec<Slot>,
    faults: Vec<Fault>,
}

/// One card of a manuscript, whole or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The bytes of the card's text.
    pub span: Range<usize>,
    /// The card; `None` when RON can't read it.
    pub draft: Option<Draft>,
}

/// A change of a deck's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Another card in the place of this one.
    Replace(usize, Box<Draft>),
    /// A card before this position (the number of cards puts it last).
    Insert(usize, Box<Draft>),
    /// The card at the first position before the one at the second, as both
    /// were counted before the move.
    Move(usize, usize),
    /// Takes a card out.
    Remove(usize),
}

/// Why an edit can't be made; the text is untouched then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such card.
    #[error("there is no card number {0} in this deck any more")]
    NoSuchCard(usize),
    /// The file has no list of cards to add to.
    #[error("this file has no `cards: [ … ]` to add a card to: mend it as text first")]
    NoList,
    /// What would be written can't be read back.
    #[error("the change would break the file, so it was not made: mend the text first")]
    Unreadable,
}

impl Manuscript {
    /// Reads a deck's text. Never fails: what is broken is in the faults.
    #[must_use]
    pub fn new(file: &Path, text: String) -> Self {
        let parsed = parse_in(&text, file, file.parent(), true);
        let slots = split::plan(&text).cards.into_iter().map(|span| {
            let draft = text.get(span.clone()).and_then(Draft::read);
            Slot { span, draft }
        });
        let slots = slots.collect();
        Self { file: file.to_owned(), text, head: parsed.head, slots, faults: parsed.faults }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The deck's head; `None` when it can't be used.
    #[must_use]
    pub fn head(&self) -> Option<&DeckHead> {
        self.head.as_ref()
    }

    /// Every card that the file holds, broken ones too.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// What is wrong with the file, warnings and notes included.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Makes a change: the text is another then, and the cards are found anew.
    ///
    /// # Errors
    /// When the change can't be made; all is as before then.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        let (at, draft) = match edit {
            Edit::Replace(at, draft) => (*at, draft),
            Edit::Insert(at, _) | Edit::Move(at, _) | Edit::Remove(at) => {
                return Err(EditError::NoSuchCard(*at));
            }
        };
        let slot = self.slots.get(at).ok_or(EditError::NoSuchCard(at))?;
        let mut text = self.text.clone();
        text.replace_range(slot.span.clone(), &draft.write());
        *self = Self::new(&self.file, text);
        Ok(())
    }
}
