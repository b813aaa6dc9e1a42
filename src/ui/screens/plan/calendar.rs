//! A month to pick a day from. Each day is a button with its whole date as its
//! name; arrow keys go from one to the next, Page Up and Page Down from month to
//! month.

use egui::{
    CornerRadius, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::say;
use crate::plan::{Weekday, study_day};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{icon_button, paint};

const CELL: f32 = 36.0;

/// Draws the month that begins with `month`; days up to and with `today` can't be
/// picked. Gives the day that was.
pub fn show(ui: &mut Ui, month: &mut Date, chosen: Date, today: Date) -> Option<Date> {
    let t = Tokens::of(ui);
    let first = month.first_of_month();
    let step = |by: i64| first.checked_add(Span::new().months(by)).unwrap_or(first);
    let pressed = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut moved = 0;
    if pressed(ui, Key::PageDown) {
        moved += 1;
    }
    if pressed(ui, Key::PageUp) {
        moved -= 1;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let title = first.strftime("%B %Y").to_string();
        ui.label(Type::BodyStrong.text(title, t.strong));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, icons::CHEVRON_RIGHT, "Next month", Some("PgDn")).clicked() {
                moved += 1;
            }
            let can = first > today.first_of_month();
            let back = ui.add_enabled_ui(can, |ui| {
                icon_button(ui, icons::CHEVRON_LEFT, "Month before", Some("PgUp"))
            });
            if back.inner.clicked() {
                moved -= 1;
            }
        });
    });
    let shown = if moved < 0 && first <= today.first_of_month() { first } else { step(moved) };
    *month = shown;
    grid(ui, t, first, chosen, today)
}

fn grid(ui: &mut Ui, t: &Tokens, first: Date, chosen: Date, today: Date) -> Option<Date> {
    let pitch = (ui.available_width() / 7.0).min(CELL + 8.0).floor();
    let lead = Weekday::of(study_day(first)).index();
    let days = usize::try_from(first.days_in_month()).unwrap_or(30);
    let rows = (lead + days).div_ceil(7);
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let size = vec2(pitch * 7.0, 24.0 + rows as f32 * CELL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Days of the month"));
    for (column, weekday) in (0_u8..).zip(Weekday::ALL) {
        let text = paint::line(ui, weekday.short(), Type::Caption, t.quiet, pitch);
        let x = rect.left() + f32::from(column) * pitch;
        let cell = Rect::from_min_size(pos2(x, rect.top()), vec2(pitch, 20.0));
        paint::galley_centred(ui, cell, text);
    }
    let mut picked = None;
    for number in 0..days {
        let at = lead + number;
        #[expect(clippy::cast_precision_loss, reason = "42 cells")]
        let (column, row) = ((at % 7) as f32, (at / 7) as f32);
        let day = i64::try_from(number).unwrap_or(0);
        let Ok(date) = first.checked_add(day.days()) else { continue };
        let corner = pos2(rect.left() + column * pitch, rect.top() + 24.0 + row * CELL);
        let cell = Rect::from_min_size(corner, vec2(pitch, CELL)).shrink(1.5);
        let can = date > today;
        let sense = if can { Sense::click() } else { Sense::hover() };
        let response = ui.interact(cell, response.id.with(number), sense);
        let is_chosen = date == chosen;
        response.widget_info(|| {
            let mut name = say::date(date);
            if date == today {
                name.push_str(", today");
            }
            WidgetInfo::selected(Role::Button, ui.is_enabled() && can, is_chosen, name)
        });
        let rounding = CornerRadius::same(radius::CONTROL);
        let ink = match (is_chosen, can) {
            (true, _) => t.on_accent,
            (_, true) => t.body,
            (_, false) => t.faint,
        };
        if is_chosen {
            ui.painter().rect_filled(cell, rounding, t.accent_fill);
        } else if can {
            let lift = Tokens::fade(t.raised_hover, paint::hover(ui, &response));
            ui.painter().rect_filled(cell, rounding, lift);
        }
        if date == today {
            let border = Stroke::new(1.0, t.line_strong);
            ui.painter().rect_stroke(cell, rounding, border, StrokeKind::Inside);
        }
        let text = paint::line(ui, &date.day().to_string(), Type::Label, ink, pitch);
        paint::galley_centred(ui, cell, text);
        paint::focus_ring(ui, &response, cell, radius::CONTROL);
        if can {
            paint::hand(ui, &response);
        }
        if response.clicked() {
            picked = Some(date);
        }
    }
    picked
}
