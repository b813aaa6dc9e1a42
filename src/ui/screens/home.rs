//! What to do now, in one glance.

use crate::ui::app::{Command, Ready};
use crate::ui::tokens::Tokens;

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The search field should take the focus.
    wants_focus: bool,
}

impl State {
    /// Gives the focus to the search field.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }
}

/// Draws it.
pub fn show(
    _ui: &mut egui::Ui,
    _t: &Tokens,
    _state: &mut State,
    _ready: &Ready,
    _commands: &mut Vec<Command>,
) {
}
