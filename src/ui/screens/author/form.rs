//! One card's form, kind by kind.

use std::collections::BTreeSet;

use egui::{Ui, vec2};

use super::State;
use super::fields::{As, Fields, heading, paragraph};
use super::parts;
use crate::author::Desk;
use crate::deck::{Draft, DraftBody, Form, Kind};
use crate::ui::action::Action;
use crate::ui::app::Ready;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{
    Level, Notice, NoticeAnswer, TextField, filter_chip, segmented, toggle_row,
};

/// The kinds as authors know them.
pub(super) const KINDS: [(Kind, &str); 7] = [
    (Kind::Choice, "Choice"),
    (Kind::Flip, "Flip"),
    (Kind::Cloze, "Gaps"),
    (Kind::Typed, "Typed"),
    (Kind::Output, "Output"),
    (Kind::Order, "Order"),
    (Kind::Match, "Match"),
];

/// What a kind is called.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(other, _)| *other == kind).map_or("Card", |(_, name)| name)
}

/// Draws it; `true` when something was written.
pub(super) fn show(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready) -> bool {
    let State { desk, tag, near, wants_focus, reveal, .. } = state;
    let Some(desk) = desk else { return false };
    if desk.at().is_none() {
        return false;
    }
    if desk.draft().is_none() {
        return as_text(ui, t, desk);
    }
    let remarks = desk.remarks().to_vec();
    let syllabus = desk.manuscript().head().map(|head| head.syllabus.clone()).unwrap_or_default();
    let is_quiet = desk.is_fresh();
    let mut fields = Fields { t, remarks: &remarks, is_quiet, fix: None, is_changed: false };
    let mut kind = desk.draft().map_or(Kind::Choice, Draft::kind);
    if kinds(ui, &mut kind) {
        desk.change_kind(kind);
        return true;
    }
    ui.add_space(space::L);
    let other = near.and_then(|near| desk.rows().get(near)).map(|row| row.title.clone());
    let Some(draft) = desk.draft_mut() else { return false };
    body(ui, &mut fields, &mut draft.body);
    if let Some(other) = other {
        let said = format!("‘{other}’ says nearly the same.");
        let notice = Notice::new(Level::Info, "Is this card there already?").text(&said);
        let answer = notice.action("Show it").closable().show(ui);
        match answer {
            NoticeAnswer::Action => {
                let to = near.take();
                // What was written stays in the deck, to be deleted there.
                let _ = desk.go_to(to);
                *reveal = true;
                return true;
            }
            NoticeAnswer::Closed => *near = None,
            NoticeAnswer::None => {}
        }
        ui.add_space(space::L);
    }
    let Some(draft) = desk.draft_mut() else { return false };
    parts::notes(ui, &mut fields, draft, (&syllabus, ready, tag));
    rest(ui, &mut fields);
    let (fix, mut is_changed) = (fields.fix, fields.is_changed);
    if let Some(fix) = fix {
        fix.apply(draft);
        is_changed = true;
    }
    if std::mem::take(wants_focus) {
        let first = super::fields::id(draft.first_field(), None, 0);
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    if is_changed {
        desk.touched();
    }
    is_changed
}

/// Which kind it is; `true` when another was chosen.
fn kinds(ui: &mut Ui, kind: &mut Kind) -> bool {
    let before = *kind;
    // Seven words need room; a narrow window has two rows of chips.
    if ui.available_width() < 520.0 {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            for (other, name) in KINDS {
                if filter_chip(ui, name, *kind == other).clicked() {
                    *kind = other;
                }
            }
        });
    } else {
        segmented(ui, "Kind of card", &KINDS, kind);
    }
    *kind != before
}

/// Remarks whose field the form does not show, such as those on a proof.
fn rest(ui: &mut Ui, fields: &mut Fields<'_>) {
    const SHOWN: [&str; 21] = [
        "ask", "right", "wrong", "front", "back", "reversed", "text", "accept", "as", "code",
        "prints", "steps", "decoys", "also", "pairs", "why", "source", "tags", "level", "hints",
        "point",
    ];
    let is_other = |field: &str| !SHOWN.contains(&field) && field != "id" && field != "group";
    notes_of(ui, fields, &is_other);
}

/// All remarks.
fn every_note(ui: &mut Ui, fields: &mut Fields<'_>) {
    notes_of(ui, fields, &|_| true);
}

fn notes_of(ui: &mut Ui, fields: &mut Fields<'_>, is_shown: &dyn Fn(&str) -> bool) {
    let places = fields.remarks.iter().map(|remark| (remark.field, remark.index));
    let places: BTreeSet<_> = places.filter(|(field, _)| is_shown(field)).collect();
    for (field, index) in places {
        fields.notes(ui, field, index);
    }
}

const PROSE: As<'_> =
    As { rows: 2, hint: "", language: None, is_multiline: true, is_label_hidden: false, part: 0 };

fn body(ui: &mut Ui, fields: &mut Fields<'_>, body: &mut DraftBody) {
    ui.spacing_mut().item_spacing.y = 0.0;
    match body {
        DraftBody::Choice { ask, right, wrong } => {
            question(ui, fields, ask, "What shall they know?");
            heading(ui, fields.t, "Right");
            parts::options(ui, fields, ("right option", "right"), right, 1);
            ui.add_space(space::L);
            heading(ui, fields.t, "Wrong");
            parts::options(ui, fields, ("wrong option", "wrong"), wrong, 1);
        }
        DraftBody::Flip { front, back, reversed } => {
            fields.text(ui, "Front side", ("front", None), front, PROSE);
            ui.add_space(space::L);
            fields.text(ui, "Back side", ("back", None), back, PROSE);
            ui.add_space(space::M);
            let about = "The back is asked as well, as a card of its own.";
            fields.is_changed |= toggle_row(ui, "Ask both ways", about, reversed);
        }
        DraftBody::Cloze { text } => {
            let look = As { rows: 4, ..PROSE };
            fields.text(ui, "Text with gaps", ("text", None), text, look);
            ui.add_space(space::XS);
            let help = "Select words and press Ctrl+G to make a gap: {{answer}} or \
                        {{answer::hint}}.";
            paragraph(ui, help, Type::Small, fields.t.quiet);
        }
        DraftBody::Typed { ask, accept, form } => {
            question(ui, fields, ask, "What shall they type?");
            heading(ui, fields.t, "Accepted answers, the one that is shown first");
            parts::texts(ui, fields, ("answer", "accept"), accept, 1);
            ui.add_space(space::L);
            typed_form(ui, fields, form);
        }
        DraftBody::Output { ask, code, prints, wrong } => {
            language(ui, fields, &mut code.language);
            let tongue = code.language.clone();
            let look = As { rows: 5, language: Some(&tongue), ..PROSE };
            fields.text(ui, "Program", ("code", None), &mut code.text, look);
            ui.add_space(space::L);
            let look = As { language: Some(""), ..PROSE };
            fields.text(ui, "It prints", ("prints", None), prints, look);
            ui.add_space(space::L);
            let look = As { hint: "What does this print?", ..PROSE };
            fields.text(ui, "Question, if it is another", ("ask", None), ask, look);
            ui.add_space(space::L);
            heading(ui, fields.t, "Wrong outputs; without any it is typed");
            parts::options(ui, fields, ("wrong output", "wrong"), wrong, 0);
        }
        DraftBody::Order { ask, steps, decoys, also } => {
            question(ui, fields, ask, "What comes first?");
            heading(ui, fields.t, "Steps in their right order");
            parts::texts(ui, fields, ("step", "steps"), steps, 2);
            ui.add_space(space::L);
            heading(ui, fields.t, "Lines that don't belong");
            parts::texts(ui, fields, ("decoy", "decoys"), decoys, 0);
            if !also.is_empty() {
                let said = "Further right orders are written in the file.";
                paragraph(ui, said, Type::Small, fields.t.quiet);
                fields.notes(ui, "also", None);
            }
        }
        DraftBody::Match { ask, pairs } => {
            question(ui, fields, ask, "What belongs together?");
            heading(ui, fields.t, "Pairs");
            parts::pairs(ui, fields, pairs);
        }
    }
    ui.add_space(space::XL);
}

fn question(ui: &mut Ui, fields: &mut Fields<'_>, ask: &mut String, hint: &str) {
    fields.text(ui, "Question", ("ask", None), ask, As { hint, ..PROSE });
    ui.add_space(space::L);
}

#[derive(Clone, Copy, PartialEq)]
enum TypedAs {
    Text,
    Command,
    Number,
    Code,
}

fn typed_form(ui: &mut Ui, fields: &mut Fields<'_>, form: &mut Form) {
    heading(ui, fields.t, "Compared as");
    let before = match form {
        Form::Text => TypedAs::Text,
        Form::Command => TypedAs::Command,
        Form::Number => TypedAs::Number,
        Form::Code(_) => TypedAs::Code,
    };
    let mut chosen = before;
    let options = [
        (TypedAs::Text, "Words"),
        (TypedAs::Command, "Command"),
        (TypedAs::Number, "Number"),
        (TypedAs::Code, "Code"),
    ];
    segmented(ui, "Compared as", &options, &mut chosen);
    if chosen != before {
        *form = match chosen {
            TypedAs::Text => Form::Text,
            TypedAs::Command => Form::Command,
            TypedAs::Number => Form::Number,
            TypedAs::Code => Form::Code("Python".to_owned()),
        };
        fields.is_changed = true;
    }
    if let Form::Code(name) = form {
        ui.add_space(space::M);
        language(ui, fields, name);
    }
    fields.notes(ui, "as", None);
}

fn language(ui: &mut Ui, fields: &mut Fields<'_>, name: &mut String) {
    let look = As { part: 1, hint: "Python, Rust, Sql …", ..As::default() };
    fields.text(ui, "Language", ("code", None), name, look);
    ui.add_space(space::L);
}

/// A card as its file has it: one that RON can't read, or whose author wants it.
fn as_text(ui: &mut Ui, t: &Tokens, desk: &mut Desk) -> bool {
    let is_wanted = desk.is_as_text();
    if !is_wanted {
        unreadable(ui, desk);
    }
    // A fix would write the card anew, and not as its author has laid it out.
    let mut remarks = desk.remarks().to_vec();
    for remark in &mut remarks {
        remark.fix = None;
    }
    let is_no_card = is_wanted && desk.seen().is_none();
    let Some(raw) = desk.raw_mut() else { return false };
    let response = TextField::new("The card as it is written", raw)
        .id(super::fields::id("raw", None, 0))
        .rows(if is_wanted { 16 } else { 8 })
        .code(true)
        .show(ui);
    ui.add_space(space::S);
    if is_wanted {
        let said = if is_no_card {
            "This is no card yet: check its quotes, brackets and fields.".to_owned()
        } else {
            format!("{} brings the form back.", Action::AsText.key_text())
        };
        let ink = if is_no_card { t.warning.ink } else { t.quiet };
        paragraph(ui, &said, Type::Small, ink);
        let mut fields =
            Fields { t, remarks: &remarks, is_quiet: false, fix: None, is_changed: false };
        every_note(ui, &mut fields);
    } else {
        paragraph(ui, "Its form comes back once it can be read.", Type::Small, t.quiet);
    }
    let is_left = response.lost_focus() && !is_wanted;
    if is_left {
        // What still can't be read stays as it is.
        let _ = desk.commit();
    }
    if response.changed() && is_wanted {
        desk.touched();
    }
    response.changed() || is_left
}

fn unreadable(ui: &mut Ui, desk: &Desk) {
    let line = desk.at().map_or(1, |at| super::line_of(desk, at));
    let fault = desk
        .manuscript()
        .faults()
        .iter()
        .filter(|fault| fault.line >= line)
        .min_by_key(|fault| fault.line)
        .or_else(|| desk.manuscript().faults().first());
    let said = fault.map_or_else(String::new, |fault| {
        let help = fault.help.as_deref().map(super::fields::sentence).unwrap_or_default();
        format!("Line {}: {} {help}", fault.line, super::fields::sentence(&fault.message))
    });
    Notice::new(Level::Warning, "This card can't be read").text(&said).show(ui);
    ui.add_space(space::L);
}
