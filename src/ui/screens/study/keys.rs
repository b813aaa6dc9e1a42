//! The keys of the study screen that its content decides on. All others are in
//! the table of actions.

use egui::{Event, InputState, Key, Modifiers, Ui};

use super::State;
use crate::scheduler::Rating;
use crate::session::{QuestionForm, Stage};
use crate::ui::action::Action;
use crate::ui::app::Command;

/// Takes a key that went down in this frame. A key held down counts once: what
/// repeats is thrown away, so that nobody races through cards.
fn taken(input: &mut InputState, modifiers: Modifiers, wanted: Key) -> bool {
    let mut is_hit = false;
    input.events.retain(|event| match event {
        Event::Key { key, pressed: true, repeat, modifiers: held, .. }
            if *key == wanted && *held == modifiers =>
        {
            is_hit |= !*repeat;
            false
        }
        _ => true,
    });
    is_hit
}

/// The keys of a numbered list, `0` being the tenth.
const DIGITS: [Key; 10] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
    Key::Num0,
];

/// What is printed on the cap of a numbered row.
pub fn digit_name(position: usize) -> String {
    match position {
        9 => "0".to_owned(),
        _ => (position + 1).to_string(),
    }
}

fn digit(input: &mut InputState) -> Option<usize> {
    DIGITS.iter().position(|&key| taken(input, Modifiers::NONE, key))
}

/// Handles the keys of one frame.
pub fn handle(
    ui: &Ui,
    state: &mut State,
    stage: Stage<'_>,
    records: bool,
    commands: &mut Vec<Command>,
) {
    // Below a modal or a menu keys are not ours.
    let is_covered = !ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    if is_covered || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    if ui.input_mut(|input| taken(input, Modifiers::NONE, Key::Escape)) {
        commands.push(Command::Do(Action::Leave));
        return;
    }
    let is_typing = ui.ctx().text_edit_focused();
    let focused = ui.memory(egui::Memory::focused);
    // Enter commits from within the answer; a button that was reached with Tab
    // has its own idea of Enter and Space.
    let on_row = focused.is_some_and(|id| state.rows.contains(&id));
    let is_free = focused.is_none() || is_typing || on_row;
    let go = ui.input_mut(|input| {
        if !is_free {
            drop_repeats(input);
            return false;
        }
        let enter = taken(input, Modifiers::NONE, Key::Enter);
        let space = !is_typing && !on_row && taken(input, Modifiers::NONE, Key::Space);
        if !is_typing {
            drop_repeats(input);
        }
        enter || space
    });
    match stage {
        Stage::Asking(question) => {
            if go && is_typing && State::next_field(question, ui) {
                return;
            }
            if go {
                state.commit(question, commands);
            } else if !is_typing {
                answer_keys(ui, state, &question.form);
            }
        }
        Stage::Turned(..) => grade_keys(ui, commands),
        Stage::Answered(..) => {
            if go {
                commands.push(Command::Proceed);
            } else if records {
                grade_keys(ui, commands);
            }
            scroll_keys(ui, state);
        }
        Stage::Done => {}
    }
}

/// A focused button is pressed by egui itself: not while the key is held.
fn drop_repeats(input: &mut InputState) {
    input.events.retain(|event| {
        !matches!(event, Event::Key { key: Key::Enter | Key::Space, repeat: true, .. })
    });
}

fn grade_keys(ui: &Ui, commands: &mut Vec<Command>) {
    let rating = ui.input_mut(|input| {
        Rating::ALL
            .into_iter()
            .zip(DIGITS)
            .find_map(|(rating, key)| taken(input, Modifiers::NONE, key).then_some(rating))
    });
    commands.extend(rating.map(Command::Grade));
}

fn answer_keys(ui: &Ui, state: &mut State, form: &QuestionForm) {
    let (digit, back) =
        ui.input_mut(|input| (digit(input), taken(input, Modifiers::NONE, Key::Backspace)));
    match form {
        QuestionForm::Options { options, several, .. } => {
            if let Some(option) = digit.filter(|&option| option < options.len()) {
                state.pick(option, *several);
            }
            move_among_options(ui, state, options.len(), *several);
        }
        QuestionForm::Sequence { lines, .. } => {
            if let Some(line) = digit.filter(|&line| line < lines.len()) {
                state.draft.place(line);
            }
            if back {
                state.draft.take_back();
            }
        }
        QuestionForm::Pairs { left, right } => {
            if let Some(side) = digit.filter(|&side| side < right.len()) {
                state.draft.join(side, left.len());
            }
            if back {
                state.draft.take_back();
            }
        }
        QuestionForm::Recall | QuestionForm::Gaps(_) | QuestionForm::Text { .. } => {}
    }
    scroll_keys(ui, state);
}

/// Up and Down: of one choice they pick, of several they move the focus.
fn move_among_options(ui: &Ui, state: &mut State, count: usize, is_several: bool) {
    let (up, down) = ui.input_mut(|input| {
        let up = taken(input, Modifiers::NONE, Key::ArrowUp);
        (up, taken(input, Modifiers::NONE, Key::ArrowDown))
    });
    if up == down || count == 0 {
        return;
    }
    // egui would move the focus as well.
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    let focused = ui.memory(egui::Memory::focused);
    let focused = state.rows.iter().position(|&row| Some(row) == focused);
    let at = if is_several { focused } else { state.draft.picked.first().copied().or(focused) };
    let mut next = match at {
        Some(at) => step(at, count, down),
        None if down => 0,
        None => count - 1,
    };
    for _ in 0..count {
        if !state.struck.contains(&next) {
            break;
        }
        next = step(next, count, down);
    }
    if !is_several {
        state.pick(next, false);
    }
    state.reveal = Some(next);
    if (is_several || focused.is_some())
        && let Some(row) = state.rows.get(next)
    {
        ui.memory_mut(|memory| memory.request_focus(*row));
    }
}

fn step(at: usize, count: usize, down: bool) -> usize {
    if down { (at + 1) % count } else { (at + count - 1) % count }
}

/// What does not fit is reached by keys as well.
fn scroll_keys(ui: &Ui, state: &mut State) {
    let line = 48.0;
    let page = 360.0;
    state.scroll_by += ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        let mut by = 0.0;
        for (key, distance) in [
            (Key::ArrowDown, line),
            (Key::ArrowUp, -line),
            (Key::PageDown, page),
            (Key::PageUp, -page),
        ] {
            if pressed(key) {
                by += distance;
            }
        }
        by
    });
}
