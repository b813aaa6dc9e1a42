//! Lines to be put into order. Placed lines gather at the top, the others wait
//! below: the list is always as high, and reads as the program it becomes.

use egui::Ui;

use super::State;
use super::keys::digit_name;
use super::row::{Row, RowState};
use super::top::words;
use crate::session::Answer;
use crate::ui::markdown;
use crate::ui::tokens::{Tokens, Type, space};

fn caption(ui: &mut Ui, t: &Tokens, text: &str) {
    let width = ui.available_width();
    words(ui, text, Type::Small, t.quiet, width);
    ui.add_space(space::S);
}

/// While it is being answered.
pub fn show(ui: &mut Ui, t: &Tokens, state: &mut State, lines: &[String], decoys: bool) {
    let text = if decoys {
        "Press a line's number to place it. Not every line belongs."
    } else {
        "Press a line's number to place it."
    };
    caption(ui, t, text);
    ui.spacing_mut().item_spacing.y = 6.0;
    state.rows.clear();
    let waiting = (0..lines.len()).filter(|line| !state.draft.placed.contains(line));
    let order: Vec<(usize, Option<usize>)> = state
        .draft
        .placed
        .iter()
        .enumerate()
        .map(|(place, &line)| (line, Some(place)))
        .chain(waiting.map(|line| (line, None)))
        .collect();
    for (line, place) in order {
        let Some(text) = lines.get(line) else { continue };
        let id = ui.scope_id().with(("line", line));
        state.rows.push(id);
        let plain = markdown::plain(text);
        let number = place.map(|place| format!("{}.", place + 1));
        let key = digit_name(line);
        let row = Row {
            marker: number.as_deref().unwrap_or(&key),
            text,
            name: match place {
                Some(place) => format!("{plain}, placed {}, take back", place + 1),
                None => format!("{key}, {plain}, place"),
            },
            state: if place.is_some() { RowState::Taken } else { RowState::Idle },
            chip: place.is_some().then_some(key.as_str()),
            remark: None,
            is_open: true,
            height: 24.0,
        };
        if row.show(ui, id).clicked() {
            state.draft.place(line);
        }
    }
}

/// After the answer: the right order, and what was made of it.
pub fn show_solution(
    ui: &mut Ui,
    t: &Tokens,
    lines: &[String],
    (right, decoys, placed): (&[usize], &[usize], &[bool]),
    answer: &Answer,
) {
    let given: &[usize] = match answer {
        Answer::Sequence(given) => given,
        _ => &[],
    };
    caption(ui, t, "The right order");
    ui.spacing_mut().item_spacing.y = 6.0;
    let was_given = |line: usize| given.iter().position(|&given| given == line);
    for (place, &line) in right.iter().enumerate() {
        let Some(text) = lines.get(line) else { continue };
        let is_right = placed.get(place).copied().unwrap_or(false);
        let number = format!("{}.", place + 1);
        let chip = match was_given(line) {
            _ if is_right || given.is_empty() => None,
            Some(yours) => Some(format!("yours: {}", yours + 1)),
            None => Some("left out".to_owned()),
        };
        let state = match (given.is_empty(), is_right) {
            (true, _) => RowState::Passed,
            (_, true) => RowState::Right,
            _ => RowState::Wrong,
        };
        let said = chip.as_deref().unwrap_or(if is_right { "right" } else { "" });
        let row = Row {
            marker: &number,
            text,
            name: format!("{number} {}, {said}", markdown::plain(text)),
            state,
            chip: chip.as_deref(),
            remark: None,
            is_open: false,
            height: 24.0,
        };
        row.show(ui, ui.scope_id().with(("line", line)));
    }
    for &line in decoys {
        let Some(text) = lines.get(line) else { continue };
        let is_taken = was_given(line).is_some();
        let row = Row {
            marker: "–",
            text,
            name: format!("{}, doesn't belong", markdown::plain(text)),
            state: if is_taken { RowState::Wrong } else { RowState::Passed },
            chip: Some("doesn't belong"),
            remark: None,
            is_open: false,
            height: 24.0,
        };
        row.show(ui, ui.scope_id().with(("line", line)));
    }
}
