//! Decks as their authors edit them: one card's fields, one deck's cards, and
//! the surgery that puts a change into the file's text and leaves all else byte
//! for byte.

mod draft;
mod ids;
mod manuscript;
mod over;
mod remarks;
mod sequence;
mod slug;
#[cfg(test)]
mod tests;
mod write;

pub use draft::{Draft, DraftBody, DraftNotes};
pub use manuscript::{Edit, EditError, HeadEdit, Manuscript, Slot};
pub use remarks::{Fix, Remark};
pub use slug::{free_slug, slug};
pub use write::quoted_text;
