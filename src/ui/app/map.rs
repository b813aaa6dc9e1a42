//! What the app does for the screen of the same name.

use super::App;
use crate::ui::screens::map::Command;

impl App {
    /// Takes what other threads have found out.
    #[expect(clippy::unused_self, reason = "not made yet")]
    pub(super) fn poll_map(&mut self, _ctx: &egui::Context) {}

    /// Does what the screen asks for.
    #[expect(clippy::unused_self, reason = "not made yet")]
    pub(super) fn run_map(&mut self, _ctx: &egui::Context, command: Command) {
        match command {}
    }
}
