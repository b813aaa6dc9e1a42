//! Typed answers: one field, or one for each gap of a text.

use egui::{Id, Role, Sense, Stroke, Ui, WidgetInfo, text::LayoutJob};

use super::State;
use super::feedback::small_heading;
use crate::deck::Form;
use crate::session::{DiffPart, GapPart, TypedResult};
use crate::ui::code::Code;
use crate::ui::fonts::Face;
use crate::ui::markdown::{self, GapMark, ImageSource, Look, gap, without_gaps};
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{FieldState, TextField, paint};

/// The identity of the field of a typed answer or a gap.
pub fn field_id(number: usize) -> Id {
    Id::unique(("study-field", number))
}

/// Whether an answer of this form is written in the code font.
fn is_code(form: &Form, has_program: bool) -> bool {
    has_program || matches!(form, Form::Command | Form::Code(_))
}

/// Rows of the field: several wherever several lines can be meant, so that the
/// field tells nothing of this very answer.
fn rows(form: &Form, has_program: bool) -> usize {
    if has_program || matches!(form, Form::Code(_)) { 3 } else { 1 }
}

/// The field while it is being written in.
pub fn show_field(ui: &mut Ui, state: &mut State, form: &Form, has_program: bool) {
    let rows = rows(form, has_program);
    let hint = if rows > 1 { "Shift+Enter starts a new line" } else { "" };
    let response = TextField::new("Your answer", &mut state.draft.text)
        .large()
        .code(is_code(form, has_program))
        .rows(rows)
        .hint(hint)
        .id(field_id(0))
        .show(ui);
    if state.wants_focus {
        response.request_focus();
        state.wants_focus = false;
    }
}

/// The field after the answer, and how the answer compares.
pub fn show_result(
    ui: &mut Ui,
    t: &Tokens,
    form: &Form,
    program: bool,
    result: &TypedResult,
    also: &[String],
) {
    let state = if result.right { FieldState::Right } else { FieldState::Wrong };
    let mut given = result.given.clone();
    TextField::new("Your answer", &mut given)
        .large()
        .code(is_code(form, program))
        .rows(rows(form, program))
        .hint("Nothing typed")
        .state(state)
        .id(field_id(0))
        .show(ui);
    show_comparison(ui, t, result);
    if !also.is_empty() {
        let forms: Vec<String> = also.iter().map(|form| format!("`` {form} ``")).collect();
        ui.add_space(space::S);
        let text = format!("Also accepted: {}", forms.join(", "));
        markdown::show(ui, &text, Look::small(t));
    }
}

fn show_comparison(ui: &mut Ui, t: &Tokens, result: &TypedResult) {
    let is_same = result.given.trim() == result.expected.trim();
    if is_same {
        return;
    }
    ui.add_space(space::M);
    small_heading(ui, t, if result.right { "The usual form" } else { "Expected" });
    Code::verbatim(&result.expected).show(ui);
    if !result.right && result.near {
        ui.add_space(space::M);
        small_heading(ui, t, "Very close: mind the difference");
        show_diff(ui, t, &result.diff);
    }
}

/// The way from what was typed to what was expected. Struck: too much.
/// Underlined: missing.
fn show_diff(ui: &mut Ui, t: &Tokens, diff: &[DiffPart]) {
    let mut job = LayoutJob::default();
    let mut spoken = String::new();
    for part in diff {
        let mut format = Type::Body.format(t.body);
        format.font_id = egui::FontId::new(15.0, Face::Mono.family());
        let (text, said) = match part {
            DiffPart::Same(text) => (text, ""),
            DiffPart::Extra(text) => {
                format.color = t.danger.ink;
                format.background = t.danger.soft;
                format.strikethrough = Stroke::new(1.5, t.danger.ink);
                (text, "too much: ")
            }
            DiffPart::Missing(text) => {
                format.color = t.success.ink;
                format.background = t.success.soft;
                format.underline = Stroke::new(1.5, t.success.ink);
                (text, "missing: ")
            }
        };
        // A space or a line break that is wrong must be seen.
        let shown = match part {
            DiffPart::Same(_) => text.clone(),
            _ => text.replace(' ', "␣").replace('\n', "↵\n"),
        };
        if said.is_empty() {
            spoken.push_str(text);
        } else {
            spoken = format!("{spoken} [{said}{text}] ");
        }
        job.append(&shown, 0.0, format);
    }
    job.wrap.max_width = ui.available_width();
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.trim()));
    paint::galley(ui, rect.min, galley);
}

/// The text of a cloze with what stands in its gaps.
fn text_with_gaps(
    parts: &[GapPart],
    mut in_gap: impl FnMut(usize, Option<&str>) -> String,
) -> String {
    let mut text = String::new();
    let mut number = 0;
    for part in parts {
        match part {
            GapPart::Text(words) => text.push_str(&without_gaps(words)),
            GapPart::Gap { hint } => {
                text.push_str(&in_gap(number, hint.as_deref()));
                number += 1;
            }
        }
    }
    text
}

fn hints(parts: &[GapPart]) -> Vec<Option<&str>> {
    parts
        .iter()
        .filter_map(|part| match part {
            GapPart::Gap { hint } => Some(hint.as_deref()),
            GapPart::Text(_) => None,
        })
        .collect()
}

fn label(number: usize, count: usize, hint: Option<&str>) -> String {
    let mut label =
        if count == 1 { "The gap".to_owned() } else { format!("Gap {} of {count}", number + 1) };
    if let Some(hint) = hint {
        label.push_str(" · ");
        label.push_str(hint);
    }
    label
}

/// The text with its gaps, and a field for each, while it is being answered.
pub fn show_gaps(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    parts: &[GapPart],
    images: &dyn Fn(&str) -> Option<ImageSource>,
) {
    let text = text_with_gaps(parts, |number, hint| {
        let typed = state.draft.gaps.get(number).map_or("", String::as_str);
        match (typed, hint) {
            ("", Some(hint)) => gap(GapMark::Open, &format!("{} {hint}", number + 1)),
            ("", None) => gap(GapMark::Open, &(number + 1).to_string()),
            (typed, _) => gap(GapMark::Filled, typed),
        }
    });
    markdown::show_with_images(ui, &text, Look::question(t), images);
    ui.add_space(space::XL);
    ui.spacing_mut().item_spacing.y = space::M;
    let hints = hints(parts);
    for (number, text) in state.draft.gaps.iter_mut().enumerate() {
        let label = label(number, hints.len(), hints.get(number).copied().flatten());
        let response = TextField::new(&label, text).code(true).id(field_id(number)).show(ui);
        if number == 0 && state.wants_focus {
            response.request_focus();
            state.wants_focus = false;
        }
    }
}

/// The same after the answer.
pub fn show_gap_results(
    ui: &mut Ui,
    t: &Tokens,
    parts: &[GapPart],
    results: &[TypedResult],
    images: &dyn Fn(&str) -> Option<ImageSource>,
) {
    let text = text_with_gaps(parts, |number, _| match results.get(number) {
        Some(result) if result.right => gap(GapMark::Right, &result.expected),
        Some(result) => gap(GapMark::Missed, &result.expected),
        None => String::new(),
    });
    markdown::show_with_images(ui, &text, Look::question(t), images);
    ui.add_space(space::XL);
    ui.spacing_mut().item_spacing.y = space::M;
    let hints = hints(parts);
    for (number, result) in results.iter().enumerate() {
        let label = label(number, hints.len(), hints.get(number).copied().flatten());
        let state = if result.right { FieldState::Right } else { FieldState::Wrong };
        let mut given = result.given.clone();
        TextField::new(&label, &mut given)
            .code(true)
            .hint("Nothing typed")
            .state(state)
            .id(field_id(number))
            .show(ui);
        if !result.right && result.near {
            show_diff(ui, t, &result.diff);
        }
    }
}
