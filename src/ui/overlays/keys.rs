//! The key sheet.

use crate::ui::app::Route;

/// The key sheet.
#[derive(Debug)]
pub struct KeySheet;

impl KeySheet {
    /// Draws it; `false` when it was closed.
    pub fn show(&mut self, _ctx: &egui::Context, _route: Route) -> bool {
        false
    }
}
