//! Tables: columns as wide as their text, scrolled sideways when they don't fit.

use std::sync::Arc;

use egui::{
    CornerRadius, Galley, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2,
};
use pulldown_cmark::Alignment;

use super::Look;
use super::inline::Inline;
use super::parse::Table;
use super::view::paint_inline;
use crate::ui::tokens::radius;

const PAD_X: f32 = 12.0;
const PAD_Y: f32 = 7.0;
/// No column is wider than this; its text wraps.
const WIDEST: f32 = 360.0;

pub(super) fn show(ui: &mut Ui, table: &Table, look: Look) {
    ScrollArea::horizontal().auto_shrink([true, true]).show(ui, |ui| {
        show_cells(ui, table, look);
    });
}

fn show_cells(ui: &mut Ui, table: &Table, look: Look) {
    let t = look.tokens();
    let columns = table.head.len().max(1);
    let rows: Vec<Vec<(&Inline, Arc<Galley>)>> = std::iter::once(&table.head)
        .chain(&table.rows)
        .map(|row| row.iter().take(columns).map(|cell| (cell, cell.lay_out(ui, WIDEST))).collect())
        .collect();
    let mut widths = vec![0.0_f32; columns];
    for row in &rows {
        for (width, (_, galley)) in widths.iter_mut().zip(row) {
            *width = width.max(galley.size().x.ceil());
        }
    }
    let heights: Vec<f32> = rows
        .iter()
        .map(|row| {
            let tallest = row.iter().map(|(_, galley)| galley.size().y).fold(0.0, f32::max);
            tallest.max(look.role.line_height().min(24.0)) + 2.0 * PAD_Y
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
    let width = widths.iter().sum::<f32>() + 2.0 * PAD_X * columns as f32;
    let (whole, _) = ui.allocate_exact_size(vec2(width, heights.iter().sum()), Sense::hover());

    let rounding = CornerRadius::same(radius::CONTROL);
    let head_height = heights.first().copied().unwrap_or_default();
    let head = Rect::from_min_size(whole.min, vec2(width, head_height));
    let top = CornerRadius { sw: 0, se: 0, ..rounding };
    ui.painter().rect_filled(head, top, t.raised);
    let mut y = whole.top();
    for (number, (row, height)) in rows.iter().zip(&heights).enumerate() {
        if number > 0 {
            ui.painter().hline(whole.x_range(), y, Stroke::new(1.0, t.line));
        }
        let mut x = whole.left();
        for (column, (cell, galley)) in row.iter().enumerate() {
            let room = widths.get(column).copied().unwrap_or_default();
            let free = (room - galley.size().x).max(0.0);
            let shift = match table.aligns.get(column) {
                Some(Alignment::Right) => free,
                Some(Alignment::Center) => free / 2.0,
                _ => 0.0,
            };
            let at = pos2(x + PAD_X + shift, y + PAD_Y);
            let sense = if look.is_live {
                Sense::click_and_drag() - Sense::FOCUSABLE
            } else {
                Sense::hover()
            };
            let id = ui.scope_id().with((number, column));
            let response = ui.interact(Rect::from_min_size(at, galley.size()), id, sense);
            let role = if number == 0 { Role::ColumnHeader } else { Role::Label };
            paint_inline(ui, at, galley, &response, cell, look, role);
            x += room + 2.0 * PAD_X;
        }
        y += height;
    }
    ui.painter().rect_stroke(whole, rounding, Stroke::new(1.0, t.line), StrokeKind::Inside);
}
