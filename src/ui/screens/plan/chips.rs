//! Chips in rows: one that has no room goes to the next row.

use egui::{Response, Ui};

use crate::ui::tokens::{Tokens, Type};
use crate::ui::widgets::{filter_chip, paint};

/// A chip that can be switched on, in `horizontal_wrapped`.
pub fn wrapped(ui: &mut Ui, text: &str, is_on: bool) -> Response {
    let ink = Tokens::of(ui).body;
    let width = paint::line(ui, text, Type::Small, ink, f32::INFINITY).size().x + 24.0;
    if width > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    filter_chip(ui, text, is_on)
}
