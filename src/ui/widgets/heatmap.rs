//! The last weeks at a glance: a column per week, a square per day.

use egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::paint;
use crate::ui::tokens::{Tokens, Type};

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatDay {
    /// How many reviews.
    pub count: u32,
    /// For the tooltip: `"Tuesday, 3 March"`.
    pub label: String,
    /// `"Mar"` on the first day of a month, else empty.
    pub month: &'static str,
}

const GAP: f32 = 3.0;
const MONTHS: f32 = 18.0;
const WEEKDAYS: f32 = 34.0;

/// The days, oldest first; the first is a Monday and the last is today. As many
/// weeks as there is room for are shown, the latest at the right. `summary` is
/// what those hear who can't see it (`"312 reviews on 40 of 84 days"`).
pub fn heatmap(ui: &mut Ui, days: &[HeatDay], summary: &str, cell: f32) -> Response {
    let t = Tokens::of(ui);
    let pitch = cell + GAP;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a width in points divided by some points"
    )]
    let room = ((ui.available_width() - WEEKDAYS + GAP) / pitch).floor().max(1.0) as usize;
    let weeks = days.len().div_ceil(7);
    let shown = weeks.min(room);
    let days = days.get((weeks - shown) * 7..).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "some dozens of weeks")]
    let width = WEEKDAYS + shown as f32 * pitch - GAP;
    let size = vec2(width, MONTHS + 7.0 * pitch - GAP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, summary));

    for (row, name) in [(0.0, "Mon"), (2.0, "Wed"), (4.0, "Fri")] {
        let text = paint::line(ui, name, Type::Caption, t.quiet, WEEKDAYS);
        let y = rect.top() + MONTHS + row * pitch + cell / 2.0;
        paint::galley_left(ui, rect.left(), y, text);
    }
    let most = days.iter().map(|day| day.count).max().unwrap_or_default();
    let at = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.hovered());
    let mut hovered_day = None;
    let mut last_month_x = f32::NEG_INFINITY;
    for (number, day) in days.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "some hundreds of days")]
        let (week, weekday) = ((number / 7) as f32, (number % 7) as f32);
        let x = rect.left() + WEEKDAYS + week * pitch;
        let y = rect.top() + MONTHS + weekday * pitch;
        if !day.month.is_empty() && x - last_month_x > 34.0 && x + 24.0 <= rect.right() {
            let text = paint::line(ui, day.month, Type::Caption, t.quiet, 60.0);
            paint::galley(ui, pos2(x, rect.top() - 1.0), text);
            last_month_x = x;
        }
        let square = Rect::from_min_size(pos2(x, y), vec2(cell, cell));
        let rounding = CornerRadius::same(3);
        ui.painter().rect_filled(square, rounding, colour(t, day.count, most));
        if number + 1 == days.len() {
            let today = Stroke::new(1.0, t.line_strong);
            ui.painter().rect_stroke(square, rounding, today, StrokeKind::Outside);
        }
        if at.is_some_and(|at| square.expand(GAP / 2.0).contains(at)) {
            hovered_day = Some(day);
        }
    }
    match hovered_day {
        Some(day) => response.on_hover_ui_at_pointer(|ui| {
            let reviews = match day.count {
                0 => "No reviews".to_owned(),
                1 => "1 review".to_owned(),
                many => format!("{many} reviews"),
            };
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(Type::SmallStrong.text(reviews, t.strong));
            ui.label(Type::Small.text(&day.label, t.quiet));
        }),
        None => response,
    }
}

/// Steps are quarters of the busiest day, so that a quiet month still shows its
/// shape.
fn colour(t: &Tokens, count: u32, most: u32) -> Color32 {
    let [none, first, second, third, fourth] = t.heat;
    if count == 0 || most == 0 {
        return none;
    }
    match u64::from(count) * 4 / u64::from(most) {
        0 => first,
        1 => second,
        2 => third,
        _ => fourth,
    }
}
