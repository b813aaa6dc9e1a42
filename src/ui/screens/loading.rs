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

impl State {
    /// Whether it takes long enough to be worth a word; `now` in seconds.
    fn is_slow(&mut self, now: f64) -> bool {
        now - *self.since_secs.get_or_insert(now) >= PATIENCE_SECS
    }
}

/// Draws it.
pub fn show(ui: &mut Ui, _t: &Tokens, state: &mut State) {
    if !state.is_slow(ui.input(|input| input.time)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_start_shows_nothing() {
        let mut state = State::default();
        assert!(!state.is_slow(7.0));
        assert!(!state.is_slow(7.1));
        assert!(state.is_slow(7.13));
        assert!(!State::default().is_slow(9.0));
    }
}
