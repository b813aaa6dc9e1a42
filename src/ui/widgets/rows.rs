//! Rows of the settings: what it is and what it does at the left, the control at
//! the right.

use egui::{
    Align, CornerRadius, Key, Layout, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::button::icon_button;
use super::choice::segmented;
use super::paint;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, size, space};

/// A row with any control, `control_width` points wide. `add` draws from right to
/// left, or from left to right beneath the text where there is no room beside it.
pub fn setting_row<R>(
    ui: &mut Ui,
    title: &str,
    about: &str,
    control_width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    const PAD: f32 = 14.0;
    let t = Tokens::of(ui);
    let width = ui.available_width();
    let is_narrow = width < control_width + 220.0;
    let text_width = if is_narrow { width } else { width - control_width - space::XL };
    let title_text = paint::paragraph(ui, title, Type::Label, t.strong, text_width);
    let about_text =
        (!about.is_empty()).then(|| paint::paragraph(ui, about, Type::Small, t.quiet, text_width));
    let text_height = title_text.size().y + about_text.as_ref().map_or(0.0, |text| text.size().y);
    let height = if is_narrow {
        text_height + space::S + size::CONTROL
    } else {
        text_height.max(size::CONTROL)
    };
    let (row, response) = ui.allocate_exact_size(vec2(width, height + 2.0 * PAD), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{title} {about}").trim()));
    let row = row.shrink2(vec2(0.0, PAD));

    let top = if is_narrow { row.top() } else { row.center().y - text_height / 2.0 };
    let below = title_text.size().y;
    paint::galley(ui, pos2(row.left(), top), title_text);
    if let Some(text) = about_text {
        paint::galley(ui, pos2(row.left(), top + below), text);
    }
    let (control, layout) = if is_narrow {
        let at = pos2(row.left(), row.bottom() - size::CONTROL);
        (Rect::from_min_size(at, vec2(width, size::CONTROL)), Layout::left_to_right(Align::Center))
    } else {
        let at = pos2(row.right() - control_width, row.center().y - size::CONTROL / 2.0);
        let rect = Rect::from_min_size(at, vec2(control_width, size::CONTROL));
        (rect, Layout::right_to_left(Align::Center))
    };
    add(&mut ui.new_child(UiBuilder::new().id_salt(title).max_rect(control).layout(layout)))
}

/// On or off. `true` when it changed.
pub fn toggle_row(ui: &mut Ui, title: &str, about: &str, is_on: &mut bool) -> bool {
    setting_row(ui, title, about, 44.0, |ui| {
        let response = toggle(ui, title, *is_on);
        let has_changed = response.clicked();
        if has_changed {
            *is_on = !*is_on;
        }
        has_changed
    })
}

/// A switch on its own.
pub fn toggle(ui: &mut Ui, name: &str, is_on: bool) -> Response {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(40.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), is_on, name));
    let on = ui.animate_bool_with_time(response.id, is_on, ui.style().animation_time);
    let off_fill = Tokens::mix(t.raised_hover, t.line, paint::hover(ui, &response));
    let rounding = CornerRadius::same(12);
    ui.painter().rect_filled(rect, rounding, Tokens::mix(off_fill, t.accent_fill, on));
    if on < 1.0 {
        let border = Stroke::new(1.0, Tokens::fade(t.line_strong, 1.0 - on));
        ui.painter().rect_stroke(rect, rounding, border, StrokeKind::Inside);
    }
    let x = egui::lerp(rect.left() + 12.0..=rect.right() - 12.0, on);
    let knob = Tokens::mix(t.quiet, t.on_accent, on);
    ui.painter().circle_filled(pos2(x, rect.center().y), 8.0, knob);
    paint::focus_ring(ui, &response, rect, 12);
    paint::hand(ui, &response);
    response
}

/// One of few words. `true` when it changed.
pub fn choice_row<T: PartialEq + Copy>(
    ui: &mut Ui,
    title: &str,
    about: &str,
    options: &[(T, &str)],
    chosen: &mut T,
) -> bool {
    let letters: usize = options.iter().map(|(_, words)| words.chars().count()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few dozen letters")]
    let width = letters as f32 * 8.0 + options.len() as f32 * 30.0;
    setting_row(ui, title, about, width, |ui| segmented(ui, title, options, chosen))
}

/// A whole number with minus and plus. `show` writes it (`"20 cards"`). `true`
/// when it changed.
pub fn stepper_row(
    ui: &mut Ui,
    title: &str,
    about: &str,
    value: &mut u32,
    (least, most, step): (u32, u32, u32),
    show: impl Fn(u32) -> String,
) -> bool {
    let before = *value;
    setting_row(ui, title, about, 200.0, |ui| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.x = space::XS;
        // Right to left when there is room, left to right when not.
        let is_reversed = ui.layout().prefer_right_to_left();
        let mut keys = [(icons::MINUS, false), (icons::PLUS, true)];
        if is_reversed {
            keys.reverse();
        }
        for (number, (icon, is_more)) in keys.into_iter().enumerate() {
            let name = format!("{} {title}", if is_more { "More" } else { "Less" });
            let can = if is_more { *value < most } else { *value > least };
            let pressed = ui.add_enabled_ui(can, |ui| icon_button(ui, icon, &name, None)).inner;
            if pressed.clicked() {
                *value = if is_more {
                    value.saturating_add(step).min(most)
                } else {
                    value.saturating_sub(step).max(least)
                };
            }
            if number == 0 {
                let words = show(*value);
                let (rect, said) =
                    ui.allocate_exact_size(vec2(112.0, size::CONTROL), Sense::hover());
                said.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
                let rounding = CornerRadius::same(radius::CONTROL);
                ui.painter().rect_filled(rect, rounding, t.raised);
                let text = paint::line(ui, &words, Type::Label, t.strong, 104.0);
                paint::galley_centred(ui, rect, text);
            }
        }
    });
    *value != before
}

/// A quantity on a line. `show` writes it (`"90 %"`). Arrow keys move it by
/// `step`. `true` when it changed.
pub fn slider_row(
    ui: &mut Ui,
    title: &str,
    about: &str,
    value: &mut f64,
    (least, most, step): (f64, f64, f64),
    show: impl Fn(f64) -> String,
) -> bool {
    let before = *value;
    setting_row(ui, title, about, 280.0, |ui| {
        let t = Tokens::of(ui);
        let words = show(*value);
        let draw_words = |ui: &mut Ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(60.0, size::CONTROL), Sense::hover());
            let text = paint::line(ui, &words, Type::Label, t.strong, 60.0);
            let x = rect.right() - text.size().x;
            paint::galley_left(ui, x, rect.center().y, text);
        };
        if ui.layout().prefer_right_to_left() {
            draw_words(ui);
            slider(ui, title, value, (least, most, step));
        } else {
            slider(ui, title, value, (least, most, step));
            draw_words(ui);
        }
    });
    (*value - before).abs() > f64::EPSILON
}

/// A quantity on a line, 200 points wide.
pub fn slider(
    ui: &mut Ui,
    name: &str,
    value: &mut f64,
    (least, most, step): (f64, f64, f64),
) -> Response {
    const KNOB: f32 = 9.0;
    let t = Tokens::of(ui);
    let size = vec2(200.0, size::CONTROL);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let track = rect.shrink2(vec2(KNOB, 0.0));
    let mut wanted = *value;
    if let Some(Pos2 { x, .. }) = response.interact_pointer_pos() {
        let share = f64::from(((x - track.left()) / track.width()).clamp(0.0, 1.0));
        wanted = least + share * (most - least);
    }
    if response.has_focus() {
        ui.memory_mut(|memory| {
            let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
            memory.set_focus_lock_filter(response.id, filter);
        });
        let (more, less) = ui
            .input(|input| (input.num_presses(Key::ArrowRight), input.num_presses(Key::ArrowLeft)));
        #[expect(clippy::cast_precision_loss, reason = "key presses within one frame")]
        let steps = more as f64 - less as f64;
        wanted += steps * step;
    }
    let rounded = (least + ((wanted - least) / step).round() * step).clamp(least, most);
    if (rounded - *value).abs() > f64::EPSILON {
        *value = rounded;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), *value, name));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(least);
        node.set_max_numeric_value(most);
        node.set_numeric_value_step(step);
    });

    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let share = ((*value - least) / (most - least)) as f32;
    let x = track.left() + track.width() * share;
    let y = rect.center().y;
    let line = |from: f32, to: f32| Rect::from_min_max(pos2(from, y - 2.0), pos2(to, y + 2.0));
    let rounding = CornerRadius::same(2);
    ui.painter().rect_filled(line(track.left(), track.right()), rounding, t.raised_hover);
    ui.painter().rect_filled(line(track.left(), x), rounding, t.accent_fill);
    let knob = pos2(x, y);
    let lift = paint::hover(ui, &response);
    ui.painter().circle_filled(knob, KNOB + 4.0 * lift, Tokens::fade(t.accent_fill, 0.18 * lift));
    let fill = if t.dark { t.strong } else { t.card };
    ui.painter().circle(knob, KNOB - 1.0, fill, Stroke::new(2.0, t.accent_fill));
    let knob_rect = Rect::from_center_size(knob, vec2(2.0 * KNOB, 2.0 * KNOB));
    paint::focus_ring(ui, &response, knob_rect, 9);
    paint::hand(ui, &response);
    response
}
