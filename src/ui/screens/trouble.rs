//! The screen when the collection can't be opened.

use crate::paths::Paths;
use crate::ui::app::Command;
use crate::ui::boot::Failure;
use crate::ui::tokens::Tokens;

/// Draws it.
pub fn show(
    _ui: &mut egui::Ui,
    _t: &Tokens,
    _failure: &Failure,
    _paths: &Paths,
    _commands: &mut Vec<Command>,
) {
}
