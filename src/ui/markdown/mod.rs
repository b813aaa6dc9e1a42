//! Markdown as decks use it: parsed once, kept while it is shown, drawn as real
//! text that can be selected. HTML is shown as the text it is, links lead only
//! to http and https.

mod gaps;
mod inline;
mod parse;
mod table;
mod view;

use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{Color32, Ui};

use crate::ui::tokens::{Tokens, Type};

pub use crate::deck::plain;
pub use gaps::{GapMark, gap, without_gaps};
pub(crate) use gaps::{Stretch, stretches};
pub use view::{ImageSource, show, show_with_images};
pub(crate) use view::{gap_format, gap_pad, paint_gaps};

use parse::Block;

/// How Markdown looks in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// The role of its paragraphs.
    pub role: Type,
    /// The colour of its paragraphs.
    pub ink: Color32,
    /// Whether all of it is struck out.
    pub is_struck: bool,
    /// Whether it can be selected and its links pressed. Not within buttons.
    pub is_live: bool,
    dark: bool,
}

impl Look {
    /// Running text.
    #[must_use]
    pub fn body(t: &Tokens) -> Self {
        Self { role: Type::Body, ink: t.body, is_struck: false, is_live: true, dark: t.dark }
    }

    /// A question.
    #[must_use]
    pub fn question(t: &Tokens) -> Self {
        Self { role: Type::Lead, ink: t.strong, ..Self::body(t) }
    }

    /// A remark beside something else.
    #[must_use]
    pub fn small(t: &Tokens) -> Self {
        Self { role: Type::Small, ink: t.quiet, ..Self::body(t) }
    }

    /// The text of something that is pressed as a whole.
    #[must_use]
    pub fn inert(self) -> Self {
        Self { is_live: false, ..self }
    }

    /// In another colour.
    #[must_use]
    pub fn ink(self, ink: Color32) -> Self {
        Self { ink, ..self }
    }

    /// Struck out.
    #[must_use]
    pub fn struck(self, is_struck: bool) -> Self {
        Self { is_struck, ..self }
    }

    fn tokens(self) -> &'static Tokens {
        Tokens::theme(self.dark)
    }
}

/// Parsing costs some microseconds; what is on the screen is parsed once.
#[derive(Default)]
struct Parser;

impl ComputerMut<(&str, Look), Arc<Vec<Block>>> for Parser {
    fn compute(&mut self, (text, look): (&str, Look)) -> Arc<Vec<Block>> {
        Arc::new(parse::parse(text, look))
    }
}

fn blocks(ui: &Ui, text: &str, look: Look) -> Arc<Vec<Block>> {
    ui.memory_mut(|memory| {
        Arc::clone(memory.caches.cache::<FrameCache<Arc<Vec<Block>>, Parser>>().get((text, look)))
    })
}
