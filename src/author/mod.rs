//! Decks as files that people write: saving without losing anybody's change, new
//! decks, cards from pasted text, the author's own editor.

mod bulk;
mod desk;
mod editor;
mod quick;
mod save;
mod template;

pub use bulk::{BulkError, Rewritten, TagEdit, move_cards, put_back, retag};
pub use desk::{Desk, Row, Sides};
pub use editor::{Editor, OpenError, editor_command};
pub use quick::{Quick, QuickForm, Skipped, quick};
pub use save::{SaveError, Saved, create, read, write};
pub use template::{bare, template};
