//! Cards, tiles, the page's column, hairlines.

use egui::{
    Align, CornerRadius, Frame, InnerResponse, Layout, Margin, Rect, Response, Role, Sense, Shape,
    Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::paint;
use crate::ui::tokens::{Tokens, radius, space};

/// A column in the middle of the page, at most `width` points wide, with the
/// page's margins.
pub fn column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_width();
    let margin = if room < 800.0 { space::XL } else { space::XXXL };
    let inner = (room - 2.0 * margin).min(width).max(0.0);
    let left = ((room - inner) / 2.0).floor();
    let mut rect = ui.available_rect_before_wrap();
    rect.min.x += left;
    rect.max.x = rect.min.x + inner;
    let response = ui.scope_builder(
        UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)),
        |ui| {
            ui.set_width(inner);
            add(ui)
        },
    );
    response.inner
}

/// The frame of a card.
pub fn card_frame(t: &Tokens) -> Frame {
    Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(24))
        .shadow(t.shadow)
}

/// A card as wide as there is room.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    card_frame(Tokens::of(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui)
    })
}

/// A card of rows that keep their own distance, such as settings.
pub fn row_card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let frame = card_frame(Tokens::of(ui)).inner_margin(Margin::symmetric(24, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui)
    })
}

/// A card that is a button as a whole: `name` says what pressing it does. What
/// `add` draws in it must not be pressable itself.
pub fn tile(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) -> Response {
    let t = Tokens::of(ui);
    let id = ui.next_auto_id().with("tile");
    let lift = ui.read_response(id).map_or(0.0, |before| paint::hover(ui, &before));
    let mut frame = card_frame(t).inner_margin(Margin::symmetric(20, 18));
    frame.fill = Tokens::mix(t.card, t.raised, lift);
    frame.stroke.color = Tokens::mix(t.line, t.accent.line, lift);
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    let response = ui.interact(inner.response.rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    paint::focus_ring(ui, &response, response.rect, radius::CARD);
    paint::hand(ui, &response);
    response
}

/// A hairline across the column.
pub fn rule(ui: &mut Ui) {
    let t = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, t.line));
}

/// Draws `add` with a ground behind it that is chosen after its size is known;
/// gives the rectangle of the whole.
pub(crate) fn with_ground(
    ui: &mut Ui,
    margin: Margin,
    add: impl FnOnce(&mut Ui),
) -> (Rect, egui::layers::ShapeIdx) {
    let ground = ui.painter().add(Shape::Noop);
    let inner = Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    (inner.response.rect, ground)
}

/// Cards side by side: as many columns of at least `min_width` as fit. `add` is
/// called once for each of `count` cells.
pub fn grid(ui: &mut Ui, count: usize, min_width: f32, mut add: impl FnMut(&mut Ui, usize)) {
    let gap = space::L;
    let room = ui.available_width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a handful of columns"
    )]
    let columns = (((room + gap) / (min_width + gap)).floor() as usize).clamp(1, 4);
    #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
    let width = ((room - gap * (columns - 1) as f32) / columns as f32).floor();
    let mut next = 0;
    while next < count {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for cell in next..(next + columns).min(count) {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    ui.push_id(cell, |ui| add(ui, cell));
                });
            }
        });
        next += columns;
        if next < count {
            ui.add_space(gap - ui.spacing().item_spacing.y);
        }
    }
}
