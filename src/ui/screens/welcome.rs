//! The first run: a short welcome that leads into the first card.

use crate::ui::app::{Command, Ready};
use crate::ui::tokens::Tokens;

/// Draws it.
pub fn show(_ui: &mut egui::Ui, _t: &Tokens, _ready: &Ready, _commands: &mut Vec<Command>) {}
