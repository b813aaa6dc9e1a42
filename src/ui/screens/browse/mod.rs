//! All cards in a table: found by a query, looked at beside it, changed many at
//! once.

mod cells;
mod detail;
mod dialogs;
mod head;
mod pane;
mod search;
mod select;
mod table;

use std::path::PathBuf;

use egui::{Align, Context, Key, Layout, Modifiers, Rect, Ui, UiBuilder, vec2};

use super::nav;
use crate::author::TagEdit;
use crate::paths::Paths;
use crate::query::Column;
use crate::store::Setting;
use crate::ui::action::Action;
use crate::ui::app::{Command as AppCommand, Ready, Route};
use crate::ui::tokens::{Tokens, space};

pub use head::DEEDS;

use detail::Details;
use dialogs::Dialog;
use search::Search;
use select::{Pick, Selection};

/// What the screen asks the app to do. Cards are positions in the library.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Set something about these cards.
    Set(Vec<usize>, Setting),
    /// Add or take away a tag.
    Retag(Vec<usize>, TagEdit),
    /// Move these into the deck of this file.
    Move(Vec<usize>, PathBuf),
    /// A session over these.
    Study(Vec<usize>),
    /// Write in this card.
    Edit(usize),
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
}

/// From this width on the card stands beside the table, points.
const WIDE: f32 = 1080.0;

/// What the screen remembers between frames.
#[derive(Debug)]
pub struct State {
    query: String,
    /// The cursor's place in the query, bytes; `None` while nobody writes.
    cursor: Option<usize>,
    completion: head::Popup,
    search: Search,
    selection: Selection,
    sort: Option<(Column, bool)>,
    columns: Vec<Column>,
    dialog: Option<Dialog>,
    details: Details,
    /// How far down the table is, points.
    scroll_at: f32,
    /// A row that is to be seen.
    scroll_to: Option<usize>,
    /// How high the rows' place was, points.
    height: f32,
    /// Rows that the window has room for.
    page: usize,
    /// Whether there is a change to take back, and one to make again.
    can_undo_redo: (bool, bool),
    /// A change of files is under way.
    is_writing: bool,
    /// The author's screen was opened from here.
    is_away: bool,
    wants_focus: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            query: String::new(),
            cursor: None,
            completion: head::Popup::default(),
            search: Search::default(),
            selection: Selection::default(),
            sort: None,
            columns: vec![
                Column::Question,
                Column::Deck,
                Column::Due,
                Column::Interval,
                Column::Recall,
            ],
            dialog: None,
            details: Details::default(),
            scroll_at: 0.0,
            scroll_to: None,
            height: 0.0,
            page: 10,
            can_undo_redo: (false, false),
            is_writing: false,
            is_away: false,
            wants_focus: false,
        }
    }
}

impl State {
    /// Takes what other threads have found, and asks what is to be known.
    pub fn poll(&mut self, ctx: &Context, ready: &Ready, paths: &Paths) {
        let before = self.search.rows().map(|rows| std::sync::Arc::clone(&rows.facts.library));
        let at_cursor = self.cursor_item();
        if self.search.poll(ctx, ready, paths, &self.query, self.sort)
            && let Some(rows) = self.search.rows()
        {
            let len = rows.facts.len();
            let library = &rows.facts.library;
            let mut item = at_cursor;
            if let Some(before) = before.filter(|before| !std::sync::Arc::ptr_eq(before, library)) {
                let follow = |old: usize| library.find(&before.key(old)?);
                let moved: Vec<usize> =
                    self.selection.items().into_iter().filter_map(follow).collect();
                self.selection.moved(moved.into_iter(), len);
                item = at_cursor
                    .and_then(|old| follow(old as usize))
                    .and_then(|item| u32::try_from(item).ok());
            }
            self.selection.follow(item, &rows.items, len);
        }
        let item = self.cursor_item().map(|item| item as usize);
        self.details.poll(ctx, ready, item.filter(|_| self.search.is_of(ready)));
    }

    /// Whoever comes to find a card begins to write what it is; whoever comes
    /// back to some goes on with them.
    pub fn enter(&mut self) {
        self.wants_focus = self.query.is_empty();
    }

    /// Begins with this query, as other screens send their readers here.
    pub fn ask(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.selection.clear();
    }

    /// What can be taken back and made again, and whether files are being
    /// written.
    pub fn note(&mut self, can_undo_redo: (bool, bool), is_writing: bool) {
        self.can_undo_redo = can_undo_redo;
        self.is_writing = is_writing;
    }

    /// Off to the author's screen: leaving that leads back here.
    pub fn go_away(&mut self) {
        self.is_away = true;
    }

    /// Whether the author's screen was opened from here; asked when it is left.
    pub fn comes_back(&mut self) -> bool {
        std::mem::take(&mut self.is_away)
    }

    fn cursor_item(&self) -> Option<u32> {
        self.search.rows()?.items.get(self.selection.cursor()?).copied()
    }

    /// The selected cards of the library as it is; none while the rows are of
    /// another one.
    fn chosen(&self, ready: &Ready) -> Vec<usize> {
        if self.search.is_of(ready) { self.selection.items() } else { Vec::new() }
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    // The cursor's place in the query is asked before keys are taken.
    head::take_keys(ui, state);
    if state.dialog.is_none() {
        keys(ui, state, ready, commands);
    }
    let window = ui.available_rect_before_wrap().intersect(ui.clip_rect());
    let pad = if window.width() < 800.0 { space::L } else { space::XL };
    let inner = window.shrink2(vec2(pad, space::L));
    let column = Layout::top_down(Align::Min);
    let mut rest = inner;
    // Each in a place of its own: the first reaches out of its column.
    let used = within(ui, "nav", rest, column, |ui| {
        nav::show(ui, t, Route::Browse, commands);
        ui.min_rect().height()
    });
    rest.min.y += used + space::M;
    let used = within(ui, "head", rest, column, |ui| {
        head::show(ui, t, state, ready, commands);
        ui.min_rect().height()
    });
    rest.min.y += used + space::M;
    let has_pane = state.selection.cursor().is_some();
    if window.width() >= WIDE {
        let pane = (rest.width() * 0.36).clamp(380.0, 520.0);
        let left = Rect::from_min_max(rest.min, rest.max - vec2(pane + space::L, 0.0));
        let right = Rect::from_min_max(left.right_top() + vec2(space::L, 0.0), rest.max);
        within(ui, "table", left, column, |ui| table::show(ui, t, state, ready));
        within(ui, "pane", right, column, |ui| pane::show(ui, t, state, ready, commands));
    } else if has_pane {
        let height = (rest.height() * 0.5).floor();
        let above = Rect::from_min_size(rest.min, vec2(rest.width(), height));
        let below = Rect::from_min_max(above.left_bottom() + vec2(0.0, space::M), rest.max);
        within(ui, "table", above, column, |ui| table::show(ui, t, state, ready));
        within(ui, "pane", below, column, |ui| pane::show(ui, t, state, ready, commands));
    } else {
        within(ui, "table", rest, column, |ui| table::show(ui, t, state, ready));
    }
    head::popup(ui, t, state);
    if let Some(dialog) = state.dialog.take() {
        state.dialog = dialogs::show(ui.ctx(), dialog, state, ready, commands);
    }
}

fn within<R>(
    ui: &mut Ui,
    name: &str,
    rect: Rect,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(layout));
    child.set_clip_rect(rect.expand2(vec2(8.0, 8.0)).intersect(ui.clip_rect()));
    add(&mut child)
}

/// What a key asks for while nobody writes.
fn keys(ui: &Ui, state: &mut State, ready: &Ready, commands: &mut Vec<AppCommand>) {
    let is_writing = ui.ctx().text_edit_focused();
    let pressed =
        |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Escape) {
        if is_writing {
            ui.memory_mut(egui::Memory::stop_text_input);
        } else if state.selection.count() > 1 {
            state.selection.clear();
        } else {
            commands.push(AppCommand::Do(Action::Leave));
        }
    }
    if is_writing {
        return;
    }
    if pressed(Modifiers::NONE, Key::Slash) {
        state.wants_focus = true;
        // The letter itself would be written into the field.
        ui.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
    }
    if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) {
        commands.push(AppCommand::Browse(Command::Redo));
    } else if pressed(Modifiers::COMMAND, Key::Z) {
        commands.push(AppCommand::Browse(Command::Undo));
    }
    move_cursor(ui, state);
    for deed in head::DEEDS {
        // A button that has the focus takes Enter itself.
        let is_taken = deed.key == Key::Enter && ui.memory(|memory| memory.focused().is_some());
        if !is_taken && pressed(Modifiers::NONE, deed.key) {
            head::act(state, ready, deed.what, commands);
        }
    }
}

fn move_cursor(ui: &Ui, state: &mut State) {
    let Some(rows) = state.search.rows() else { return };
    let len = rows.facts.len();
    let last = rows.items.len().saturating_sub(1);
    let all = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A));
    if all {
        return state.selection.all(&rows.items, len);
    }
    let page = state.page.max(1);
    let to = |at: Option<usize>, key: Key| match (key, at) {
        (Key::ArrowDown, None) | (Key::Home, _) => 0,
        (Key::ArrowDown, Some(at)) => at + 1,
        (Key::ArrowUp, Some(at)) => at.saturating_sub(1),
        (Key::PageDown, at) => at.unwrap_or(0) + page,
        (Key::PageUp, at) => at.unwrap_or(0).saturating_sub(page),
        _ => last,
    };
    let keys = [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp, Key::Home, Key::End];
    for (key, with) in
        keys.into_iter().flat_map(|key| [(key, Modifiers::SHIFT), (key, Modifiers::NONE)])
    {
        let times = ui.input_mut(|input| input.count_and_consume_key(with, key));
        for _ in 0..times {
            let row = to(state.selection.cursor(), key).min(last);
            let pick = if with.shift { Pick::Range } else { Pick::Only };
            state.selection.pick(row, pick, &rows.items, len);
            state.scroll_to = Some(row);
        }
    }
}
