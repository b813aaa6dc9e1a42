//! The screen while decks and progress are opened.

use egui::Ui;

use crate::ui::tokens::{Tokens, size, space};
use crate::ui::widgets::{card, column, skeleton};

/// A start faster than this shows nothing in between, seconds.
const PATIENCE_SECS: f64 = 0.12;

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// On egui's clock.
    since_secs: Option<f64>,
}

/// Draws it.
pub fn show(ui: &mut Ui, _t: &Tokens, state: &mut State) {
    let now = ui.input(|input| input.time);
    let since = *state.since_secs.get_or_insert(now);
    if now - since < PATIENCE_SECS {
        ui.request_repaint_after(std::time::Duration::from_secs_f64(PATIENCE_SECS));
        return;
    }
    column(ui, size::PAGE, |ui| {
        ui.add_space(84.0);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            skeleton(ui, &[0.16, 0.42, 0.3]);
            ui.add_space(space::XL);
        });
    });
}
