//! Goal, rest days, the load of each weekday.

use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::plan::Weekday;
use crate::settings::Settings;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{paint, rule, setting_row, stepper_row, toggle_row};
use crate::ui::words;

/// Goal and streak.
pub fn habit(ui: &mut Ui, draft: &mut Settings) {
    stepper_row(
        ui,
        "Minutes a day",
        "A goal for the home screen. Nothing happens when a day misses it.",
        &mut draft.goal_minutes,
        (0, 600, 5),
        |minutes| if minutes == 0 { "No goal".to_owned() } else { format!("{minutes}\u{a0}min") },
    );
    rule(ui);
    let about = "A streak goes on over these weekdays.";
    setting_row(ui, "Rest days", about, 7.0 * CELL, |ui| {
        weekdays(ui, |weekday| {
            let is_rest = draft.rest_days.contains(&weekday);
            let name = format!("Rest on {}", weekday.name());
            (name, if is_rest { Look::On } else { Look::Off })
        })
        .inspect(|weekday| {
            if draft.rest_days.contains(weekday) {
                draft.rest_days.retain(|day| day != weekday);
            } else {
                draft.rest_days.push(*weekday);
                draft.rest_days.sort_unstable();
            }
        });
    });
    rule(ui);
    stepper_row(
        ui,
        "Free days a week",
        "Other days that may be missed without ending the streak.",
        &mut draft.free_days,
        (0, 6, 1),
        |days| if days == 0 { "None".to_owned() } else { words::count(days as usize, "day") },
    );
}

/// How the load is spread.
pub fn load(ui: &mut Ui, draft: &mut Settings) {
    let about = "Among the days that spreading allows, the one with the least to do.";
    toggle_row(ui, "Even out the load", about, &mut draft.balance_load);
    rule(ui);
    let about = "Press a weekday for less: as usual, half, as little as can be.";
    let is_on = draft.balance_load && draft.fuzz;
    setting_row(ui, "Easy days", about, 7.0 * CELL, |ui| {
        ui.add_enabled_ui(is_on, |ui| {
            let share =
                |weekday: Weekday| draft.easy_days.get(weekday.index()).copied().unwrap_or(1.0);
            let pressed = weekdays(ui, |weekday| {
                let (words, look) = match share(weekday) {
                    share if share <= 0.0 => ("as little as can be", Look::Level(0.12)),
                    share if share < 1.0 => ("half", Look::Level(0.5)),
                    _ => ("as usual", Look::Level(1.0)),
                };
                (format!("{}: {words}", weekday.name()), look)
            });
            if let Some(weekday) = pressed {
                let next = match share(weekday) {
                    share if share >= 1.0 => 0.5,
                    share if share > 0.0 => 0.0,
                    _ => 1.0,
                };
                draft.easy_days.resize(7, 1.0);
                if let Some(slot) = draft.easy_days.get_mut(weekday.index()) {
                    *slot = next;
                }
            }
        });
    });
    rule(ui);
    let about = "When the coming seven days are fuller than your goal, or else your limit of \
                 reviews, a day brings fewer new cards.";
    toggle_row(ui, "Slow down new cards", about, &mut draft.slow_new);
}

const CELL: f32 = 40.0;

enum Look {
    On,
    Off,
    /// Filled so far from below, 0 to 1.
    Level(f32),
}

/// A cell for each weekday; gives the one that was pressed.
fn weekdays(ui: &mut Ui, look: impl Fn(Weekday) -> (String, Look)) -> Option<Weekday> {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.x = space::XS;
    let is_reversed = ui.layout().prefer_right_to_left();
    let mut order = Weekday::ALL;
    if is_reversed {
        order.reverse();
    }
    let mut pressed = None;
    for weekday in order {
        let (name, look) = look(weekday);
        let size = vec2(CELL - space::XS, size::CONTROL);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let is_on = matches!(look, Look::On);
        response.widget_info(|| match look {
            Look::Level(_) => WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name),
            _ => WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), is_on, &name),
        });
        let rounding = CornerRadius::same(radius::CONTROL);
        let lift = paint::hover(ui, &response);
        let (fill, line, ink) = match look {
            Look::On => (t.accent.soft, t.accent.line, t.accent.ink),
            _ => (Tokens::mix(t.control, t.control_hover, lift), t.control_line, t.body),
        };
        ui.painter().rect(rect, rounding, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        if let Look::Level(level) = look {
            let inner = rect.shrink(1.0);
            let top = inner.bottom() - inner.height() * level;
            let part = Rect::from_min_max(pos2(inner.left(), top), inner.max);
            let ground = if ui.is_enabled() { t.accent.soft } else { t.raised };
            ui.painter().rect_filled(part, CornerRadius::same(radius::CONTROL - 1), ground);
        }
        let ink = if ui.is_enabled() { ink } else { t.faint };
        let text = paint::line(ui, weekday.short(), Type::Small, ink, size.x);
        paint::galley_centred(ui, rect, text);
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
        paint::hand(ui, &response);
        if response.clicked() {
            pressed = Some(weekday);
        }
    }
    pressed
}
