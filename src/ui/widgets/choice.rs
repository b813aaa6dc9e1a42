//! One of few: segmented control, chips.

use egui::{
    CornerRadius, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::paint;
use crate::ui::tokens::{Tokens, Tone, Type, radius, size};

/// A choice among a few words that exclude each other. `name` says what is
/// chosen. Arrow keys move within it. `true` when the choice changed.
pub fn segmented<T: PartialEq + Copy>(
    ui: &mut Ui,
    name: &str,
    options: &[(T, &str)],
    chosen: &mut T,
) -> bool {
    let t = Tokens::of(ui);
    let pad = 14.0;
    let words: Vec<_> = options
        .iter()
        .map(|(value, words)| {
            let ink = if value == chosen { t.strong } else { t.quiet };
            paint::line(ui, words, Type::Label, ink, f32::INFINITY)
        })
        .collect();
    let width: f32 = words.iter().map(|text| text.size().x + 2.0 * pad).sum::<f32>() + 6.0;
    let (rect, group) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, name));
    let rounding = CornerRadius::same(radius::CONTROL);
    ui.painter().rect_filled(rect, rounding, t.raised);
    ui.painter().rect_stroke(rect, rounding, Stroke::new(1.0, t.line), StrokeKind::Inside);

    let mut x = rect.left() + 3.0;
    let mut picked = None;
    for (number, ((value, words), text)) in options.iter().zip(words).enumerate() {
        let cell = Rect::from_min_size(
            pos2(x, rect.top() + 3.0),
            vec2(text.size().x + 2.0 * pad, rect.height() - 6.0),
        );
        x = cell.right();
        let is_chosen = value == chosen;
        let response = ui.interact(cell, group.id.with(number), Sense::click());
        response.widget_info(|| {
            let name = format!("{name}, {words}");
            WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, name)
        });
        let inner = CornerRadius::same(radius::CONTROL - 2);
        if is_chosen {
            let fill = if t.dark { t.line } else { t.card };
            ui.painter().add(t.shadow.as_shape(cell, inner));
            ui.painter().rect_filled(cell, inner, fill);
        } else {
            let fill = Tokens::fade(t.raised_hover, paint::hover(ui, &response));
            ui.painter().rect_filled(cell, inner, fill);
        }
        paint::galley_centred(ui, cell, text);
        paint::focus_ring(ui, &response, cell, radius::CONTROL - 2);
        paint::hand(ui, &response);
        if response.clicked() {
            picked = Some(*value);
        }
        if response.has_focus() {
            let step = ui.input(|input| {
                i32::from(input.key_pressed(Key::ArrowRight))
                    - i32::from(input.key_pressed(Key::ArrowLeft))
            });
            if let (1, Some((next, _))) = (step, options.get(number + 1)) {
                picked = Some(*next);
            } else if let (-1, Some((last, _))) =
                (step, number.checked_sub(1).and_then(|before| options.get(before)))
            {
                picked = Some(*last);
            }
        }
    }
    match picked {
        Some(value) if value != *chosen => {
            *chosen = value;
            true
        }
        _ => false,
    }
}

/// A small fact about something: a tag, a level, a count.
pub fn chip(ui: &mut Ui, text: &str) -> Response {
    let t = Tokens::of(ui);
    paint_chip(ui, text, Tone { ink: t.quiet, soft: t.raised, line: t.line })
}

/// A chip in a colour that means something: `tokens.warning`, `tokens.danger`, …
pub fn chip_toned(ui: &mut Ui, text: &str, tone: Tone) -> Response {
    paint_chip(ui, text, tone)
}

fn paint_chip(ui: &mut Ui, text: &str, tone: Tone) -> Response {
    let galley = paint::line(ui, text, Type::Caption, tone.ink, ui.available_width() - 18.0);
    let size = vec2(galley.size().x + 16.0, 22.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let rounding = CornerRadius::same(11);
    let border = Stroke::new(1.0, tone.line);
    ui.painter().rect(rect, rounding, tone.soft, border, StrokeKind::Inside);
    paint::galley_centred(ui, rect, galley);
    response
}

/// A chip that can be switched on, for filters.
pub fn filter_chip(ui: &mut Ui, text: &str, is_on: bool) -> Response {
    let t = Tokens::of(ui);
    let ink = if is_on { t.accent.ink } else { t.body };
    let galley = paint::line(ui, text, Type::Small, ink, ui.available_width() - 24.0);
    let size = vec2(galley.size().x + 24.0, size::CONTROL_SMALL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), is_on, text));
    let lift = paint::hover(ui, &response);
    let (fill, border) = if is_on {
        (t.accent.soft, t.accent.line)
    } else {
        (Tokens::mix(t.control, t.control_hover, lift), t.control_line)
    };
    let border = Stroke::new(1.0, border);
    ui.painter().rect(rect, CornerRadius::same(14), fill, border, StrokeKind::Inside);
    paint::galley_centred(ui, rect, galley);
    paint::focus_ring(ui, &response, rect, 14);
    paint::hand(ui, &response);
    response
}
