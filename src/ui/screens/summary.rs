//! What the session came to.

use crate::session::{Session, Summary};
use crate::ui::app::Command;
use crate::ui::tokens::Tokens;

/// Draws it.
pub fn show(
    _ui: &mut egui::Ui,
    _t: &Tokens,
    _summary: &Summary,
    _session: &Session,
    _commands: &mut Vec<Command>,
) {
}
