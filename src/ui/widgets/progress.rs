//! How far, how well: bars and rings.

use std::f32::consts::TAU;

use egui::{
    Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2,
};

use super::paint;
use crate::ui::fonts::Face;
use crate::ui::tokens::{Tokens, Type};

/// How far a session is. `name` says what it measures (`"Session progress"`);
/// `fraction` is 0 to 1.
pub fn progress_bar(ui: &mut Ui, name: &str, fraction: f32) -> Response {
    let t = Tokens::of(ui);
    let size = vec2(ui.available_width(), 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let target = fraction.clamp(0.0, 1.0);
    let shown = ui.animate_value_with_time(response.id, target, ui.style().animation_time * 2.0);
    describe(&response, name, target);
    bar(ui, rect, shown, t.accent_fill, t.raised_hover);
    response
}

/// How much is remembered now, as a thin bar. `recall` is 0 to 1, `None` when
/// nothing has been learned yet.
pub fn recall_bar(ui: &mut Ui, recall: Option<f32>, width: f32) -> Response {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 4.0), Sense::hover());
    if let Some(recall) = recall {
        let recall = recall.clamp(0.0, 1.0);
        describe(&response, "Remembered now", recall);
        bar(ui, rect, recall, recall_colour(t, recall), t.raised_hover);
    } else {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Not started"));
        bar(ui, rect, 0.0, t.accent_fill, t.raised_hover);
    }
    response
}

/// Paints the bar of [`recall_bar`] into `rect`, for what says it in words.
pub fn recall_line(ui: &Ui, rect: Rect, recall: Option<f32>) {
    let t = Tokens::of(ui);
    let recall = recall.unwrap_or(0.0).clamp(0.0, 1.0);
    bar(ui, rect, recall, recall_colour(t, recall), t.raised_hover);
}

/// How much is remembered now, as a ring with the figure in it.
pub fn recall_ring(ui: &mut Ui, recall: Option<f32>, diameter: f32) -> Response {
    let t = Tokens::of(ui);
    let size = vec2(diameter, diameter);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let thickness = (diameter * 0.09).clamp(3.0, 8.0);
    let radius = (diameter - thickness) / 2.0;
    arc(ui, rect.center(), radius, 1.0, Stroke::new(thickness, t.raised_hover));
    let Some(recall) = recall.map(|recall| recall.clamp(0.0, 1.0)) else {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Not started"));
        let text = paint::line(ui, "–", Type::Body, t.quiet, diameter);
        paint::galley_centred(ui, rect, text);
        return response;
    };
    describe(&response, "Remembered now", recall);
    let colour = recall_colour(t, recall);
    arc(ui, rect.center(), radius, recall, Stroke::new(thickness, colour));
    let percent = format!("{:.0}", f64::from(recall) * 100.0);
    let font = egui::FontId::new((diameter * 0.3).round(), Face::Semibold.family());
    let text = ui.painter().layout_no_wrap(percent, font, t.strong);
    paint::galley_centred(ui, rect, text);
    response
}

/// The sea, or amber when more is fading than is good.
fn recall_colour(t: &Tokens, recall: f32) -> Color32 {
    if recall < 0.7 { t.warning.ink } else { t.accent_fill }
}

fn describe(response: &Response, name: &str, fraction: f32) {
    let percent = (f64::from(fraction) * 100.0).round();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(percent);
        info
    });
}

fn bar(ui: &Ui, rect: Rect, fraction: f32, ink: Color32, track: Color32) {
    let rounding = CornerRadius::same(4);
    ui.painter().rect_filled(rect, rounding, track);
    if fraction > 0.0 {
        let mut filled = rect;
        // Never thinner than its own rounding, or it looks broken.
        filled.set_width((rect.width() * fraction).max(rect.height()));
        ui.painter().rect_filled(filled, rounding, ink);
    }
}

fn arc(ui: &Ui, centre: Pos2, radius: f32, fraction: f32, stroke: Stroke) {
    const STEPS: u16 = 64;
    let end = (f32::from(STEPS) * fraction).ceil().max(1.0);
    let mut points = Vec::with_capacity(usize::from(STEPS) + 1);
    let mut step = 0.0;
    while step <= end {
        let turn = (step / end) * fraction * TAU - TAU / 4.0;
        points.push(centre + radius * vec2(turn.cos(), turn.sin()));
        step += 1.0;
    }
    let caps = [points.first().copied(), points.last().copied()];
    ui.painter().add(Shape::line(points, stroke));
    for cap in caps.into_iter().flatten() {
        // A hair smaller, or its soft edge makes it bulge.
        ui.painter().circle_filled(cap, stroke.width / 2.0 - 0.25, stroke.color);
    }
}

/// A figure with what it counts beneath: for summaries.
pub fn figure(ui: &mut Ui, value: &str, what: &str) {
    let t = Tokens::of(ui);
    let value_text = paint::line(ui, value, Type::Title, t.strong, f32::INFINITY);
    let what_text = paint::line(ui, what, Type::Small, t.quiet, f32::INFINITY);
    let width = value_text.size().x.max(what_text.size().x);
    let height = value_text.size().y + what_text.size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{value} {what}")));
    let below = vec2(0.0, value_text.size().y);
    paint::galley(ui, rect.min, value_text);
    paint::galley(ui, rect.min + below, what_text);
}
