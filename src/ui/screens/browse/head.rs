//! The query's field with what could be written in it, what is wrong with it,
//! and what can be done with the selected cards.

use egui::{
    Area, CornerRadius, Id, Key, Modifiers, Order, Rect, Role, Sense, Stroke, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use super::dialogs::Dialog;
use super::{Command, State};
use crate::query::{Completion, Missing, complete};
use crate::store::Setting;
use crate::ui::app::{Command as AppCommand, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{Button, FieldState, TextField, card_frame, icon_button, paint};
use crate::ui::words;

/// What could be written at the cursor.
#[derive(Debug, Default)]
pub struct Popup {
    completion: Completion,
    selected: Option<usize>,
    /// The query and cursor for which it was sent away.
    closed_for: Option<(String, usize)>,
    /// Where it hangs.
    at: egui::Pos2,
}

/// What can be done with the selected cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A session over them.
    Study,
    /// Write in the one at the cursor.
    Edit,
    /// Set aside, or bring back.
    Suspend,
    /// Rest until tomorrow.
    Bury,
    /// A flag.
    Flag,
    /// Another due day.
    Due,
    /// Tags.
    Tag,
    /// Another deck.
    Move,
    /// Start over.
    Forget,
}

/// A deed: its word, its key, its icon.
#[derive(Debug, Clone, Copy)]
pub struct Deed {
    /// Which.
    pub what: What,
    /// In a word.
    pub word: &'static str,
    /// Its key while nobody writes.
    pub key: Key,
    /// As it is printed on the cap.
    pub cap: &'static str,
    icon: &'static str,
}

const fn deed(
    what: What,
    word: &'static str,
    key: Key,
    cap: &'static str,
    icon: &'static str,
) -> Deed {
    Deed { what, word, key, cap, icon }
}

/// In the order of the bar.
pub const DEEDS: [Deed; 9] = [
    deed(What::Study, "Study these", Key::Enter, "Enter", icons::PLAY),
    deed(What::Edit, "Edit", Key::E, "E", icons::PENCIL),
    deed(What::Suspend, "Suspend", Key::S, "S", icons::BAN),
    deed(What::Bury, "Bury", Key::B, "B", icons::CALENDAR_CLOCK),
    deed(What::Flag, "Flag…", Key::F, "F", icons::FLAG),
    deed(What::Due, "Reschedule…", Key::R, "R", icons::CALENDAR_DAYS),
    deed(What::Tag, "Tags…", Key::T, "T", icons::TAG),
    deed(What::Move, "Move…", Key::M, "M", icons::FOLDER),
    deed(What::Forget, "Start over…", Key::X, "X", icons::ROTATE_CCW),
];

fn field_id() -> Id {
    Id::unique("browse query")
}

/// Left of the letters: the field's margin with its icon.
const TEXT_LEFT: f32 = 36.0;

/// Keys of the completion, before the field can take them.
pub fn take_keys(ui: &Ui, state: &mut State) {
    let has_focus = ui.memory(|memory| memory.has_focus(field_id()));
    let count = state.completion.completion.suggestions.len();
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // With Escape the focus is gone already when this frame begins.
    if state.cursor.is_some() && !has_focus && pressed(Key::Escape) && count > 0 {
        close(state);
        state.wants_focus = true;
    }
    if !has_focus {
        return;
    }
    if count == 0 {
        // On to the table.
        if pressed(Key::ArrowDown) || pressed(Key::Enter) {
            ui.memory_mut(|memory| memory.surrender_focus(field_id()));
            if let Some(rows) = state.search.rows()
                && state.selection.cursor().is_none()
            {
                let len = rows.facts.len();
                state.selection.pick(0, super::Pick::Only, &rows.items, len);
                state.scroll_to = Some(0);
            }
        }
        return;
    }
    let selected = state.completion.selected;
    if pressed(Key::ArrowDown) {
        state.completion.selected = Some(selected.map_or(0, |at| (at + 1) % count));
    } else if pressed(Key::ArrowUp) {
        state.completion.selected = Some(selected.map_or(count - 1, |at| (at + count - 1) % count));
    } else if pressed(Key::Tab) {
        accept(ui, state, selected.unwrap_or(0));
    } else if pressed(Key::Enter) {
        match selected {
            Some(at) => accept(ui, state, at),
            None => close(state),
        }
    } else if pressed(Key::Escape) {
        close(state);
    }
}

fn close(state: &mut State) {
    state.completion.closed_for = Some((state.query.clone(), state.cursor.unwrap_or(0)));
    state.completion.completion = Completion::default();
}

/// Takes a suggestion over, and puts the cursor behind it.
fn accept(ui: &Ui, state: &mut State, at: usize) {
    let completion = std::mem::take(&mut state.completion.completion);
    let Some(suggestion) = completion.suggestions.get(at) else { return };
    let range = completion.replaces;
    if state.query.get(range.clone()).is_none() {
        return;
    }
    let mut text = suggestion.text.clone();
    let is_last = range.end == state.query.len();
    if !suggestion.is_open && is_last {
        text.push(' ');
    }
    state.query.replace_range(range.clone(), &text);
    let cursor = range.start + text.len();
    let letters = state.query.get(..cursor).map_or(0, |before| before.chars().count());
    let mut edit = TextEdit::load_state(ui.ctx(), field_id()).unwrap_or_default();
    let place = egui::text::CCursor::new(letters);
    edit.cursor.set_char_range(Some(egui::text::CCursorRange::one(place)));
    edit.store(ui.ctx(), field_id());
    state.cursor = Some(cursor);
    state.completion.selected = None;
}

/// Draws field, error, and the bar of deeds.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    ui.spacing_mut().item_spacing.y = space::S;
    let whole = ui.available_rect_before_wrap();
    let (undo, redo) = state.can_undo_redo;
    let buttons = 1.0 + f32::from(u8::from(undo)) + f32::from(u8::from(redo));
    let side = buttons * size::CONTROL + space::S;
    let mut place = whole;
    place.max.x -= side;
    let used = super::within(ui, "field", place, egui::Layout::top_down(egui::Align::Min), |ui| {
        field(ui, t, state);
        ui.min_rect().height()
    });
    let corner = Rect::from_min_size(
        pos2(place.right() + space::S, whole.top()),
        vec2(side - space::S, size::CONTROL),
    );
    let row = egui::Layout::left_to_right(egui::Align::Center);
    super::within(ui, "corner", corner, row, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (is_on, icon, name, key, command) in [
            (undo, icons::UNDO, "Undo the change", "Ctrl+Z", Command::Undo),
            (redo, icons::REDO, "Redo the change", "Ctrl+Shift+Z", Command::Redo),
        ] {
            if is_on && icon_button(ui, icon, name, Some(key)).clicked() {
                commands.push(AppCommand::Browse(command));
            }
        }
        if icon_button(ui, icons::SLIDERS, "Columns", None).clicked() {
            state.dialog = Some(Dialog::Columns);
        }
    });
    ui.allocate_space(vec2(whole.width(), used));
    bar(ui, t, state, ready, commands);
}

fn field(ui: &mut Ui, t: &Tokens, state: &mut State) {
    // While a word is being written, it is not yet wrong.
    let error = state.search.error().cloned();
    let is_writing = state.cursor.is_some();
    let is_open = error.as_ref().is_some_and(|error| {
        is_writing
            && state.cursor == Some(error.span.end)
            && !state.completion.completion.suggestions.is_empty()
    });
    let error = error.filter(|_| !is_open);
    let said = error.as_ref().map(|error| error.message.as_str());
    let field = TextField::new("Query", &mut state.query)
        .hint("deck:redis is:due \"for update\" -is:suspended")
        .icon(icons::SEARCH)
        .hide_label()
        .id(field_id())
        .state(if error.is_some() { FieldState::Invalid } else { FieldState::Open })
        .message(said);
    let response = field.show(ui);
    if state.wants_focus {
        state.wants_focus = false;
        response.request_focus();
    }
    let rect = response.rect;
    let room = rect.width() - TEXT_LEFT - 40.0;
    let before = |byte: usize| {
        let text = state.query.get(..byte).unwrap_or_default();
        paint::line(ui, text, Type::Body, t.strong, f32::INFINITY).size().x
    };
    if let Some(error) = &error {
        let (from, to) = (before(error.span.start), before(error.span.end));
        if to <= room {
            wave(ui, t, rect.left() + TEXT_LEFT + from, rect.left() + TEXT_LEFT + to, rect);
        }
    }
    state.cursor = cursor(ui, state, response.has_focus());
    if response.has_focus() {
        // Keys that the completion takes shall not move the focus.
        let filter = egui::EventFilter {
            tab: !state.completion.completion.suggestions.is_empty(),
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field_id(), filter));
    }
    let here = (state.query.clone(), state.cursor.unwrap_or(0));
    let is_closed = state.completion.closed_for.as_ref() == Some(&here);
    let completion = match (state.cursor, state.search.words()) {
        (Some(cursor), Some(words)) if !is_closed && !state.query.is_empty() => {
            let completion = complete(&state.query, cursor, words);
            let written = state.query.get(completion.replaces.clone()).unwrap_or_default();
            // What is written already needs no suggestion.
            let is_done = completion.suggestions.first().is_some_and(|first| {
                !first.is_open && first.text.trim_matches('"') == written.trim_matches('"')
            });
            let is_fresh = completion.replaces.is_empty()
                && !state.query.get(..cursor).unwrap_or_default().ends_with(':');
            if is_done || is_fresh { Completion::default() } else { completion }
        }
        _ => Completion::default(),
    };
    if completion != state.completion.completion {
        state.completion.selected = None;
        let at = rect.left() + TEXT_LEFT + before(completion.replaces.start).min(room);
        state.completion.at = pos2(at - 14.0, rect.bottom() + 6.0);
        state.completion.completion = completion;
    }
}

/// Where the cursor stands, bytes; `None` while the field has no focus.
fn cursor(ui: &Ui, state: &State, has_focus: bool) -> Option<usize> {
    let edit = TextEdit::load_state(ui.ctx(), field_id()).filter(|_| has_focus)?;
    let letters: usize = edit.cursor.char_range()?.primary.index.into();
    let place = state.query.char_indices().nth(letters);
    Some(place.map_or(state.query.len(), |(at, _)| at))
}

/// A wavy line under what is wrong.
fn wave(ui: &Ui, t: &Tokens, from: f32, to: f32, field: Rect) {
    let y = field.center().y + 10.0;
    let stroke = Stroke::new(1.5, t.danger.ink);
    let mut points = vec![pos2(from, y)];
    let mut x = from;
    let mut is_up = true;
    while x < to.max(from + 6.0) {
        x += 3.0;
        points.push(pos2(x, if is_up { y - 2.5 } else { y }));
        is_up = !is_up;
    }
    ui.painter().add(egui::Shape::line(points, stroke));
}

const ROW: f32 = 34.0;

/// What could be written, below the field.
pub fn popup(ui: &mut Ui, t: &Tokens, state: &mut State) {
    let suggestions = state.completion.completion.suggestions.clone();
    if suggestions.is_empty() || state.cursor.is_none() {
        return;
    }
    let width = 380.0_f32.min(ui.ctx().content_rect().width() - 2.0 * space::L);
    let right = ui.ctx().content_rect().right() - space::L - width;
    let at = pos2(state.completion.at.x.min(right), state.completion.at.y);
    let mut pressed = None;
    let frame = card_frame(t)
        .shadow(t.shadow_mid)
        .corner_radius(CornerRadius::same(radius::CONTROL + 2))
        .inner_margin(egui::Margin::same(6));
    Area::new(Id::unique("browse completion")).order(Order::Foreground).fixed_pos(at).show(
        ui.ctx(),
        |ui| {
            frame.show(ui, |ui| {
                ui.set_width(width - 12.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                for (number, suggestion) in suggestions.iter().enumerate() {
                    let (rect, row) =
                        ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
                    let is_selected = state.completion.selected == Some(number);
                    let count = suggestion
                        .count
                        .map(|count| words::count(count, "card"))
                        .unwrap_or_default();
                    let name = [&suggestion.text, &suggestion.about, &count]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(", ");
                    row.widget_info(|| {
                        WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name)
                    });
                    let ground = if is_selected || row.hovered() { t.raised_hover } else { t.card };
                    ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), ground);
                    let text =
                        paint::line(ui, &suggestion.text, Type::Label, t.strong, width * 0.5);
                    let x = rect.left() + 10.0;
                    let after = x + text.size().x + space::M;
                    paint::galley_left(ui, x, rect.center().y, text);
                    let count = paint::line(ui, &count, Type::Caption, t.quiet, 110.0);
                    let right = rect.right() - 10.0 - count.size().x;
                    paint::galley_left(ui, right, rect.center().y, count);
                    let room = (right - after - space::S).max(0.0);
                    let about = paint::line(ui, &suggestion.about, Type::Small, t.quiet, room);
                    paint::galley_left(ui, after, rect.center().y, about);
                    paint::hand(ui, &row);
                    if row.clicked() {
                        pressed = Some(number);
                    }
                }
            });
        },
    );
    if let Some(number) = pressed {
        accept(ui, state, number);
        state.wants_focus = true;
    }
}

fn bar(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready, commands: &mut Vec<AppCommand>) {
    let found = state.search.rows().map_or(0, |rows| rows.items.len());
    let selected = state.selection.count();
    let said = match (selected, state.search.missing(), state.search.reading()) {
        (0, Some(Missing::Text), share) => {
            let share = words::percent(f64::from(share.unwrap_or(0.0)));
            format!("Reading the cards’ texts, {share}…")
        }
        (0, Some(Missing::History), _) => "Reading your answers…".to_owned(),
        (0, None, _) => words::count(found, "card"),
        (selected, ..) => {
            format!("{} of {} selected", words::grouped(selected), words::grouped(found))
        }
    };
    // With room for words, or with pictures alone: never in two lines, so that
    // the table stays where it is.
    let is_wide = ui.available_width() > 1180.0;
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let place = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(place, layout, |ui| {
        ui.set_min_height(size::CONTROL);
        ui.spacing_mut().item_spacing = vec2(space::XS + 2.0, 0.0);
        let text = paint::line(ui, &said, Type::SmallStrong, t.strong, 320.0);
        let (rect, label) =
            ui.allocate_exact_size(vec2(text.size().x, size::CONTROL_SMALL), Sense::hover());
        label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
        paint::galley_left(ui, rect.left(), rect.center().y, text);
        ui.add_space(space::S);
        if selected == 0 {
            let hint = if is_wide {
                "Select cards to act on them: click, Shift, Ctrl+A, or the arrows"
            } else {
                "Click, Shift, Ctrl+A or the arrows select"
            };
            if found > 0 {
                ui.label(Type::Small.text(hint, t.quiet));
            }
            return;
        }
        for deed in DEEDS {
            let word = match deed.what {
                What::Suspend if all_suspended(state) => "Bring back",
                _ => deed.word,
            };
            let is_on = deed.what != What::Edit || selected == 1;
            let response = ui.add_enabled_ui(is_on, |ui| {
                if is_wide {
                    ui.add(Button::quiet(word).small().icon(deed.icon).key(deed.cap))
                } else {
                    icon_button(ui, deed.icon, word, Some(deed.cap))
                }
            });
            if response.inner.clicked() {
                act(state, ready, deed.what, commands);
            }
        }
    });
}

fn all_suspended(state: &State) -> bool {
    let Some(rows) = state.search.rows() else { return false };
    let mut items = state.selection.items().into_iter();
    items.all(|item| rows.facts.card(item).is_suspended)
}

/// Does a deed, or asks what it takes first.
pub fn act(state: &mut State, ready: &Ready, what: What, commands: &mut Vec<AppCommand>) {
    let items = state.chosen(ready);
    if items.is_empty() || state.is_writing {
        return;
    }
    let tomorrow = ready.collection.day().saturating_add(1);
    let command = match what {
        What::Study => Command::Study(items),
        What::Edit => match items.as_slice() {
            [item] => Command::Edit(*item),
            _ => return,
        },
        What::Suspend => {
            let is_on = !all_suspended(state);
            Command::Set(items, Setting::Suspended(is_on))
        }
        What::Bury => Command::Set(items, Setting::BuriedUntil(Some(tomorrow))),
        What::Flag => return state.dialog = Some(Dialog::Flag),
        What::Due => return state.dialog = Some(Dialog::Due(0)),
        What::Tag => return state.dialog = Some(Dialog::tag()),
        What::Move => return state.dialog = Some(Dialog::Move),
        What::Forget => return state.dialog = Some(Dialog::Forget),
    };
    commands.push(AppCommand::Browse(command));
}
