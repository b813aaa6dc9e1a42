//! The deck text: what a deck is, how it is read, what is wrong with it.

mod answer_key;
mod balance;
mod check;
mod cloze;
mod damage;
mod diagnose;
mod edit;
mod error;
mod fault;
mod figures;
mod head;
mod history;
mod identity;
mod library;
mod lint;
mod media;
mod model;
mod parse;
mod proof;
mod raw;
mod rules;
mod scan;
mod schema;
mod source;
mod split;
mod texts;
mod tree;
mod wording;
mod words;

pub use check::{CheckScope, Report, check};
pub use edit::{
    Draft, DraftBody, DraftNotes, Edit, EditError, Fix, HeadEdit, Manuscript, Remark, Slot,
    free_slug, quoted_text as quoted, slug,
};
pub use error::DeckError;
pub use fault::{Fault, FaultCode, Loss, Severity};
pub use figures::{Figure, Figures};
pub use history::{CardChange, DeckChange, Fate, What, changes};
pub use library::{DeckInfo, Held, Item, Library, Media, Origin, Reloaded, Sources};
pub use lint::NearCards;
pub use media::{picture_file, pictures_of};
pub use model::*;
pub use parse::{Parsed, parse};
pub use proof::{NO_RUNNER, PROOFS_FILE, Proofs, Proven, Runner};
pub use schema::{json_schema, rust_types, snippets};
pub use source::read as read_deck_file;
pub use texts::{DeckText, builtin_proofs, texts};
pub use wording::Wording;
pub use words::plain;
