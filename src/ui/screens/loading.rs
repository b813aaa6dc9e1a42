//! The screen while decks and progress are opened.

use crate::ui::tokens::Tokens;

/// Draws it.
pub fn show(_ui: &mut egui::Ui, _t: &Tokens) {}
