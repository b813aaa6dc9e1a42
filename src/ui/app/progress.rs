//! What the app does for the screen of the same name.

use super::App;
use crate::ui::screens::progress::Command;

impl App {
    /// Takes what other threads have found out.
    #[expect(clippy::unused_self, reason = "not made yet")]
    pub(super) fn poll_progress(&mut self, _ctx: &egui::Context) {}

    /// Does what the screen asks for.
    #[expect(clippy::unused_self, reason = "not made yet")]
    pub(super) fn run_progress(&mut self, _ctx: &egui::Context, command: Command) {
        match command {}
    }
}
