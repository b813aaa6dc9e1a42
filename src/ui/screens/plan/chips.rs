//! Chips in rows: one that has no room goes to the next row.

use egui::{Ui, vec2};

use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{filter_chip, paint};

/// One chip.
pub struct Chip {
    /// What is on it.
    pub text: String,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether it can be pressed.
    pub can: bool,
}

impl Chip {
    /// One that can be pressed.
    pub fn new(text: impl Into<String>, is_on: bool) -> Self {
        Self { text: text.into(), is_on, can: true }
    }
}

const GAP: f32 = space::XS + 2.0;

/// Draws them; gives the one that was pressed, by its place.
pub fn rows(ui: &mut Ui, chips: &[Chip]) -> Option<usize> {
    let room = ui.available_width();
    let ink = Tokens::of(ui).body;
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut left = 0.0;
    for (at, chip) in chips.iter().enumerate() {
        let text = paint::line(ui, &chip.text, Type::Small, ink, f32::INFINITY);
        let width = text.size().x + 24.0;
        match rows.last_mut() {
            Some(row) if width <= left => row.push(at),
            _ => {
                rows.push(vec![at]);
                left = room;
            }
        }
        left -= width + GAP;
    }
    let mut pressed = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
        for row in rows {
            ui.horizontal(|ui| {
                for at in row {
                    let Some(chip) = chips.get(at) else { continue };
                    let draw = |ui: &mut Ui| filter_chip(ui, &chip.text, chip.is_on);
                    if ui.add_enabled_ui(chip.can, draw).inner.clicked() {
                        pressed = Some(at);
                    }
                }
            });
        }
    });
    pressed
}
