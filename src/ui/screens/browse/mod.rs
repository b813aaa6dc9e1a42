//! Not made yet.

use egui::Ui;

use super::nav;
use crate::ui::app::{Command as AppCommand, Ready, Route};
use crate::ui::tokens::{Tokens, size, space};
use crate::ui::widgets::column;

/// What the screen asks the app to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {}

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {}

impl State {
    /// Shows what a query finds.
    pub fn find(&mut self, _query: String) {}
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    _state: &mut State,
    _ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    ui.add_space(space::L);
    column(ui, size::PAGE, |ui| nav::show(ui, t, Route::Browse, commands));
}
