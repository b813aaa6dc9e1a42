//! The settings, saved at once.

use crate::paths::Paths;
use crate::settings::Settings;
use crate::ui::app::Command;
use crate::ui::tokens::Tokens;

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {}

/// Draws it.
pub fn show(
    _ui: &mut egui::Ui,
    _t: &Tokens,
    _state: &mut State,
    _settings: &Settings,
    _paths: &Paths,
    _commands: &mut Vec<Command>,
) {
}
