//! Decks as their authors edit them: one card's fields, one deck's cards, and
//! the surgery that puts a change into the file's text and leaves all else byte
//! for byte.

mod draft;
mod manuscript;
mod write;

pub use draft::{Draft, DraftBody, DraftNotes};
pub use manuscript::{Edit, EditError, Manuscript, Slot};
