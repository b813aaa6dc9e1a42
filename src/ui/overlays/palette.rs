//! The command palette.

use crate::ui::app::{Command, Ready, Route};

/// The command palette.
#[derive(Debug, Default)]
pub struct Palette {}

impl Palette {
    /// Draws it; `false` when it was closed.
    pub fn show(
        &mut self,
        _ctx: &egui::Context,
        _route: Route,
        _ready: Option<&Ready>,
        _commands: &mut Vec<Command>,
    ) -> bool {
        false
    }
}
