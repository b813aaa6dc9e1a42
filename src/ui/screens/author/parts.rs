//! The parts that forms share: options with their reasons, lists of texts,
//! pairs, and what a card of any kind may carry.

use egui::{Key, Ui, vec2};

use super::fields::{As, Fields, heading};
use crate::deck::{Choice, Draft, Point};
use crate::ui::app::Ready;
use crate::ui::icons;
use crate::ui::tokens::{Type, size, space};
use crate::ui::widgets::{Button, TextField, filter_chip, segmented};

const LINE: As<'_> =
    As { rows: 1, hint: "", language: None, is_multiline: true, is_label_hidden: true, part: 0 };

/// Options, each with the reason why it is right or wrong.
pub(super) fn options(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    (name, field): (&str, &'static str),
    items: &mut Vec<Choice>,
    least: usize,
) {
    let new = || Choice { text: String::new(), why: None };
    fields.list(ui, (name, field), items, least, new, |fields, ui, at, option| {
        let label = format!("{} {}", capital(name), at + 1);
        fields.text(ui, &label, (field, Some(at)), &mut option.text, LINE);
        let mut why = option.why.clone().unwrap_or_default();
        let label = format!("Reason of {name} {}", at + 1);
        let look = As { hint: "Why? Shown after the answer", part: 1, ..LINE };
        if fields.text(ui, &label, (field, Some(at)), &mut why, look).changed() {
            option.why = (!why.is_empty()).then_some(why);
        }
    });
    fields.notes(ui, field, None);
}

/// A list of texts.
pub(super) fn texts(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    (name, field): (&str, &'static str),
    items: &mut Vec<String>,
    least: usize,
) {
    fields.list(ui, (name, field), items, least, String::new, |fields, ui, at, text| {
        let label = format!("{} {}", capital(name), at + 1);
        fields.text(ui, &label, (field, Some(at)), text, LINE);
    });
    fields.notes(ui, field, None);
}

/// What belongs together.
pub(super) fn pairs(ui: &mut Ui, fields: &mut Fields<'_>, items: &mut Vec<(String, String)>) {
    let new = || (String::new(), String::new());
    fields.list(ui, ("pair", "pairs"), items, 2, new, |fields, ui, at, (left, right)| {
        let sides = [("Left", left), ("Right", right)];
        let half = ((ui.available_width() - space::S) / 2.0).max(60.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for (part, (side, text)) in sides.into_iter().enumerate() {
                ui.vertical(|ui| {
                    ui.set_width(half);
                    let label = format!("{side} {}", at + 1);
                    // The remarks on a pair stand under both.
                    let look = As { part: if part == 0 { 2 } else { 1 }, hint: side, ..LINE };
                    fields.text(ui, &label, ("pairs", Some(at)), text, look);
                });
            }
        });
        fields.notes(ui, "pairs", Some(at));
    });
    fields.notes(ui, "pairs", None);
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What a card of any kind may carry.
pub(super) fn notes(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    draft: &mut Draft,
    (syllabus, ready, typed): (&[Point], &Ready, &mut String),
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let prose = As { rows: 2, is_label_hidden: false, ..LINE };
    let look = As { hint: "What makes the right answer right", ..prose };
    fields.text(ui, "Why", ("why", None), &mut draft.notes.why, look);
    ui.add_space(space::L);
    let look = As {
        rows: 1,
        is_multiline: false,
        hint: "https://… where the documentation says so",
        ..prose
    };
    fields.text(ui, "Source", ("source", None), &mut draft.notes.source, look);
    ui.add_space(space::L);
    level(ui, fields, draft);
    ui.add_space(space::L);
    if !syllabus.is_empty() {
        point(ui, fields, draft, syllabus);
        ui.add_space(space::L);
    }
    tags(ui, fields, draft, ready, typed);
    ui.add_space(space::L);
    heading(ui, fields.t, "Hints, taken one after another");
    texts(ui, fields, ("hint", "hints"), &mut draft.notes.hints, 0);
    ui.add_space(space::L);
    let look = As { rows: 1, is_multiline: false, hint: "made of the question", ..prose };
    let mut id = draft.id.clone().unwrap_or_default();
    if fields.text(ui, "Id, which progress is kept under", ("id", None), &mut id, look).changed() {
        draft.id = (!id.is_empty()).then_some(id);
    }
    ui.add_space(space::L);
    let look = As { hint: "cards that give each other away share it", ..look };
    fields.text(ui, "Group", ("group", None), &mut draft.notes.group, look);
}

fn level(ui: &mut Ui, fields: &mut Fields<'_>, draft: &mut Draft) {
    heading(ui, fields.t, "Level");
    let mut level = draft.notes.level;
    let options =
        [(None, "None"), (Some(1), "First steps"), (Some(2), "Practice"), (Some(3), "Traps")];
    segmented(ui, "Level", &options, &mut level);
    if level != draft.notes.level {
        draft.notes.level = level;
        fields.is_changed = true;
    }
    fields.notes(ui, "level", None);
}

fn chips(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        add(ui);
    });
}

fn point(ui: &mut Ui, fields: &mut Fields<'_>, draft: &mut Draft, syllabus: &[Point]) {
    heading(ui, fields.t, "Point of the syllabus");
    let chosen = &mut draft.notes.point;
    let mut is_changed = false;
    chips(ui, |ui| {
        for point in syllabus {
            let is_on = *chosen == point.id;
            let chip = filter_chip(ui, &point.id, is_on).on_hover_text(&point.title);
            if chip.clicked() {
                *chosen = if is_on { String::new() } else { point.id.clone() };
                is_changed = true;
            }
        }
    });
    fields.is_changed |= is_changed;
    fields.notes(ui, "point", None);
}

/// Tags that the library knows and that begin with what is typed, or hold it.
fn completions<'a>(ready: &'a Ready, typed: &str, has: &[String]) -> Vec<&'a str> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let names = ready.collection.library().tag_names().iter().map(String::as_str);
    let free = names.filter(|name| !has.iter().any(|tag| tag == name));
    let mut found: Vec<&str> = free.filter(|name| name.to_lowercase().contains(&typed)).collect();
    found.sort_by_key(|name| (!name.to_lowercase().starts_with(&typed), *name));
    found.truncate(6);
    found
}

fn tags(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    draft: &mut Draft,
    ready: &Ready,
    typed: &mut String,
) {
    heading(ui, fields.t, "Tags");
    let tags = &mut draft.notes.tags;
    let mut removed = None;
    if !tags.is_empty() {
        chips(ui, |ui| {
            for (at, tag) in tags.iter().enumerate() {
                let name = format!("Remove tag {tag}");
                let button = Button::quiet(tag).icon(icons::X).small().accessible_name(&name);
                if ui.add(button).clicked() {
                    removed = Some(at);
                }
            }
        });
        ui.add_space(space::S);
    }
    let field = super::fields::id("tags", None, 9);
    let response = TextField::new("Add a tag", typed)
        .hide_label()
        .hint("Add a tag")
        .icon(icons::TAG)
        .id(field)
        .show(ui);
    let found = completions(ready, typed, tags);
    let mut chosen = None;
    if !found.is_empty() {
        ui.add_space(space::S);
        chips(ui, |ui| {
            for name in &found {
                if filter_chip(ui, name, false).clicked() {
                    chosen = Some((*name).to_owned());
                }
            }
            ui.label(Type::Caption.text("Enter adds what is typed", fields.t.quiet));
        });
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let is_parted = typed.ends_with([',', ' ']);
    if is_entered || is_parted {
        let name = typed.trim_end_matches(',').trim();
        // The library's own spelling, so that there are not two.
        let known = found.iter().find(|known| known.eq_ignore_ascii_case(name));
        chosen = Some(known.map_or(name, |known| known).to_owned()).filter(|name| !name.is_empty());
        if is_entered {
            response.request_focus();
        }
    }
    if let Some(name) = chosen {
        if !tags.contains(&name) {
            tags.push(name);
        }
        typed.clear();
        fields.is_changed = true;
    } else if let Some(at) = removed {
        tags.remove(at);
        fields.is_changed = true;
    }
    let marks: Vec<Option<usize>> = fields
        .remarks
        .iter()
        .filter(|remark| remark.field == "tags")
        .map(|remark| remark.index)
        .collect();
    for index in marks {
        fields.notes(ui, "tags", index);
    }
}
