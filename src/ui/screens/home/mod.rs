//! What to do now, in one glance.

mod ahead;
mod hero;
mod tile;
pub(super) mod track;
mod view;

use egui::{Id, Key, Modifiers, ScrollArea, Ui, vec2};

use crate::session::Scope;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::mark::mark;
use crate::ui::markdown::{self, Look};
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{
    Level, Notice, NoticeAnswer, TextField, column, empty_state, icon_button, key_cap, paint,
};

use tile::tiles;
use view::{Hero, Tile, View};

/// What the screen remembers between frames.
#[expect(clippy::struct_excessive_bools, reason = "what was opened and sent away")]
#[derive(Debug, Default)]
pub struct State {
    /// The search field should take the focus.
    wants_focus: bool,
    /// What is searched for.
    query: String,
    /// The list of what was left out is open.
    is_list_open: bool,
    /// The bar about what was left out was sent away.
    is_notice_closed: bool,
    /// The word about a pile was sent away.
    is_pile_closed: bool,
    /// The week before, told in this run: title, text.
    week: Option<(String, String)>,
    view: Option<View>,
}

impl State {
    /// The decks are others now.
    pub fn forget(&mut self) {
        self.view = None;
    }

    /// Gives the focus to the search field.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    fn search_id() -> Id {
        Id::unique("home::search")
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    // Comparing the figures costs a few dozen numbers; what is made of them is
    // made only when they have changed.
    let view = match state.view.take() {
        Some(view) if view.of == ready.overview && !view.is_stale(ready) => view,
        _ => View::new(ready),
    };
    keys(ui, state, &view, commands);
    ui.add_space(space::L);
    column(ui, size::PAGE, |ui| top_bar(ui, t, state, &view, commands));
    ui.add_space(space::M);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::PAGE, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(space::S);
            if state.query.trim().is_empty() {
                page(ui, t, state, (&view, ready), commands);
            } else {
                results(ui, t, state, &view, commands);
            }
            ui.add_space(space::XXXL);
        });
    });
    state.view = Some(view);
}

/// Enter studies, Escape clears the search, an arrow key enters the decks.
fn keys(ui: &mut Ui, state: &mut State, view: &View, commands: &mut Vec<Command>) {
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        state.query.clear();
    }
    if !is_free {
        return;
    }
    if matches!(view.hero, Hero::Waiting { .. }) && state.query.is_empty() && pressed(Key::Enter) {
        commands.push(Command::Study(Scope::default()));
    }
    if pressed(Key::ArrowDown) || pressed(Key::ArrowRight) {
        ui.memory_mut(|memory| {
            memory.request_focus(tile::first_id());
            // The arrow has done its work: it must not move on from there.
            memory.move_focus(egui::FocusDirection::None);
        });
    }
}

fn top_bar(ui: &mut Ui, t: &Tokens, state: &mut State, view: &View, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        mark(ui, 26.0);
        ui.add_space(2.0);
        ui.label(Type::BodyStrong.text("Hippocache", t.strong));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            // The icons' ink, not their ground, ends where the page does.
            ui.add_space(-9.0);
            for (icon, action, name) in [
                (icons::SETTINGS, Action::Settings, "Settings"),
                (icons::COMMAND, Action::Palette, "All commands"),
                (icons::PENCIL, Action::Write, "Write cards"),
                (icons::LIST, Action::Browse, "Browse cards"),
                (icons::CHART, Action::Progress, "Progress"),
            ] {
                if icon_button(ui, icon, name, Some(&action.key_text())).clicked() {
                    commands.push(Command::Do(action));
                }
            }
            ui.add_space(space::XS);
            search(ui, state, view, commands);
        });
    });
}

fn search(ui: &mut Ui, state: &mut State, view: &View, commands: &mut Vec<Command>) {
    let width = (ui.available_width() - space::S).clamp(120.0, 260.0);
    let id = State::search_id();
    let response = TextField::new("Search decks", &mut state.query)
        .hint("Search decks")
        .hide_label()
        .icon(icons::SEARCH)
        .width(width)
        .id(id)
        .show(ui);
    if std::mem::take(&mut state.wants_focus) {
        response.request_focus();
    }
    if state.query.is_empty() && !response.has_focus() {
        let t = Tokens::of(ui);
        let cap = paint::KeyCap::new(ui, "/", t.quiet, t.card, t.line);
        let x = response.rect.right() - cap.size().x - 8.0;
        cap.paint(ui, x, response.rect.center().y);
    }
    let is_sent = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_sent
        && !state.query.trim().is_empty()
        && let Some(first) = view.found(&state.query).first()
    {
        open(first, commands);
    }
}

/// Studies a deck; when nothing of it is due, asks what else to do with it.
fn open(tile: &Tile, commands: &mut Vec<Command>) {
    commands.push(if tile.is_waiting() {
        Command::Study(Scope::deck(&tile.id))
    } else {
        Command::Customise(vec![tile.id.clone()])
    });
}

fn page(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    (view, ready): (&View, &Ready),
    commands: &mut Vec<Command>,
) {
    hero::show(ui, t, view, commands);
    ahead::notices(ui, state, &view.ahead, ready, commands);
    if !view.left_out.list.is_empty() && !state.is_notice_closed {
        ui.add_space(space::L);
        left_out(ui, t, state, view);
    }
    if let Some(track) = &view.track {
        ui.add_space(space::XXL);
        let (pressed, chosen) = track::show(ui, t, track);
        commands.extend(pressed.map(|id| Command::Study(Scope::deck(&id))));
        commands.extend(chosen.map(|track| {
            let settings = ready.collection.settings().clone();
            Command::Settings(Box::new(crate::settings::Settings { track, ..settings }))
        }));
    }
    let mut number = 0;
    for (area, decks) in &view.areas {
        heading(ui, t, area);
        let decks: Vec<&Tile> = decks.iter().collect();
        if let Some(tile) = tiles(ui, &decks, &mut number) {
            open(tile, commands);
        }
    }
}

fn heading(ui: &mut Ui, t: &Tokens, words: &str) {
    ui.add_space(space::XXL);
    ui.label(Type::SmallStrong.text(words, t.quiet));
    ui.add_space(space::M);
}

fn results(ui: &mut Ui, t: &Tokens, state: &mut State, view: &View, commands: &mut Vec<Command>) {
    let found = view.found(&state.query);
    if found.is_empty() {
        let title = format!("No deck called ‘{}’", state.query.trim());
        let text = "Search looks at titles, areas and tags. Try a shorter word.";
        ui.add_space(space::XXL);
        if empty_state(ui, icons::SEARCH, &title, text, Some("Show all decks")) {
            state.query.clear();
        }
        return;
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(Type::SmallStrong.text(crate::ui::words::count(found.len(), "deck"), t.quiet));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(Type::Small.text("opens the first", t.quiet));
            key_cap(ui, "Enter");
        });
    });
    ui.add_space(space::M);
    if let Some(tile) = tiles(ui, &found, &mut 0) {
        open(tile, commands);
    }
}

/// One quiet bar; its list opens on demand.
fn left_out(ui: &mut Ui, t: &Tokens, state: &mut State, view: &View) {
    let action = if state.is_list_open { "Hide" } else { "Show why" };
    let notice =
        Notice::new(Level::Warning, &view.left_out.title).action(action).closable().show(ui);
    match notice {
        NoticeAnswer::Action => state.is_list_open = !state.is_list_open,
        NoticeAnswer::Closed => state.is_notice_closed = true,
        NoticeAnswer::None => {}
    }
    if !state.is_list_open {
        return;
    }
    let most = 6;
    ui.add_space(space::S);
    let height = if view.left_out.list.len() > most { 260.0 } else { f32::INFINITY };
    ScrollArea::vertical().id_salt("left out").max_height(height).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for (place, sentence) in &view.left_out.list {
                ui.add_space(space::S);
                ui.horizontal_top(|ui| {
                    ui.add_space(44.0);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
                        if !place.is_empty() {
                            ui.label(Type::Code.text(place, t.warning.ink).size(12.5));
                        }
                        markdown::show(ui, sentence, Look::small(t).ink(t.body));
                    });
                });
            }
            ui.add_space(space::XS);
        },
    );
}
