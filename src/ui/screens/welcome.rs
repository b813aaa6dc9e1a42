//! The first run: a short welcome that leads into the first card.

use std::collections::BTreeSet;

use egui::{Align, Key, Layout, Modifiers, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use crate::paths::Paths;
use crate::session::Scope;
use crate::settings::Settings;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::mark::mark;
use crate::ui::screens::home::track;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, column, empty_state, filter_chip, paint};
use crate::ui::words;

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// Positions of decks that were picked instead of the path.
    picked: BTreeSet<usize>,
    /// The decks are shown to pick from.
    is_picking: bool,
}

const POINTS: [(&str, &str, &str); 3] = [
    (
        icons::BRAIN,
        "Answer before you look",
        "Recalling is what makes it stay; reading again doesn't.",
    ),
    (
        icons::CALENDAR_CLOCK,
        "Each card returns in time",
        "Just before you would forget it, and later each time.",
    ),
    (
        icons::TARGET,
        "Say when you guess",
        "A lucky hit counts for little, so the schedule stays honest.",
    ),
];

const WIDTH: f32 = 460.0;

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    paths: &Paths,
    commands: &mut Vec<Command>,
) {
    let decks = ready.collection.library().decks();
    let picked = state.picked.iter().filter_map(|at| decks.get(*at));
    let scope =
        Scope { decks: picked.map(|deck| deck.head.id.clone()).collect(), ..Scope::default() };
    let can_start = !decks.is_empty();
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if can_start && is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
    {
        commands.push(Command::Study(scope.clone()));
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let height = ui.available_height();
        let id = egui::Id::unique("welcome::height");
        let content = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(height);
        ui.add_space(((height - content) / 2.0).max(space::XXL).floor());
        let top = ui.cursor().top();
        column(ui, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            page(ui, t, state, ready, paths, (can_start, scope), commands);
        });
        let used = ui.cursor().top() - top;
        ui.data_mut(|data| data.insert_temp(id, used));
        if (used - content).abs() > 0.5 {
            ui.request_discard("the welcome is centred by its height");
        }
        ui.add_space(space::XXL);
    });
}

fn page(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    paths: &Paths,
    (can_start, scope): (bool, Scope),
    commands: &mut Vec<Command>,
) {
    ui.vertical_centered(|ui| {
        mark(ui, 104.0);
        ui.add_space(space::M);
        ui.label(Type::Display.text("Hippocache", t.strong));
        ui.add_space(space::XS);
        let what = "A few minutes a day keep your backend knowledge warm.";
        ui.label(Type::Body.text(what, t.quiet));
    });
    ui.add_space(space::XXL);
    for (icon, title, text) in POINTS {
        point(ui, t, icon, title, text);
    }
    let decks = ready.collection.library().decks();
    if decks.is_empty() {
        let text = "Write your first, or drop a deck's file onto this window.";
        if empty_state(ui, icons::LAYERS, "No decks yet", text, Some("Write a deck")) {
            commands.push(Command::Do(Action::Write));
        }
        return;
    }
    ui.add_space(space::L);
    choice(ui, t, state, ready, commands);
    ui.add_space(space::XL);
    let start = Button::primary("Start").key("Enter").large().full_width();
    if ui.add_enabled(can_start, start).clicked() {
        commands.push(Command::Study(scope));
    }
    ui.add_space(space::S);
    let key = Action::Write.key_text();
    if ui.add(Button::plain("Write your own cards").key(&key).full_width()).clicked() {
        commands.push(Command::Do(Action::Write));
    }
    ui.add_space(space::L);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 28.0),
        Layout::top_down(Align::Center),
        |ui| {
            let kept = format!("Your progress stays on this computer, in {}", paths.data.display());
            let text = paint::line(ui, &kept, Type::Caption, t.quiet, ui.available_width());
            let (rect, response) = ui.allocate_exact_size(text.size(), Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &kept));
            paint::galley(ui, rect.min, text);
            response.on_hover_text(paths.data.display().to_string());
        },
    );
}

/// The path's language, or decks of one's own choice.
fn choice(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready, commands: &mut Vec<Command>) {
    let decks = ready.collection.library().decks();
    let settings = ready.collection.settings();
    let titles: Vec<&str> = ready
        .overview
        .track
        .iter()
        .filter_map(|step| Some(decks.get(step.deck)?.head.title.as_str()))
        .collect();
    let has_path = !titles.is_empty();
    let is_picking = state.is_picking || !has_path;
    let (question, other) = if is_picking {
        ("What would you like to start with?", "Follow a path")
    } else {
        ("Which language do you work in?", "Pick decks")
    };
    ui.horizontal(|ui| {
        ui.label(Type::SmallStrong.text(question, t.body));
        if has_path {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(Button::plain(other)).clicked() {
                    state.is_picking = !is_picking;
                    state.picked.clear();
                }
            });
        }
    });
    ui.add_space(space::S);
    if !is_picking {
        if let Some(track) = track::language(ui, settings.track) {
            let settings = Settings { track, ..settings.clone() };
            commands.push(Command::Settings(Box::new(settings)));
        }
        ui.add_space(space::S + 2.0);
        let way = format!("You start with {}.", words::in_turn(&titles));
        ui.label(Type::Small.text(way, t.quiet));
        return;
    }
    ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        for (at, deck) in decks.iter().enumerate() {
            let is_on = state.picked.contains(&at);
            if filter_chip(ui, &deck.head.title, is_on).clicked() {
                if is_on {
                    state.picked.remove(&at);
                } else {
                    state.picked.insert(at);
                }
            }
        }
    });
}

fn point(ui: &mut Ui, t: &Tokens, icon: &str, title: &str, text: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{title}. {text}"))
    });
    let badge = Rect::from_min_size(rect.min, vec2(40.0, 40.0));
    ui.painter().rect_filled(badge, 10.0, t.accent.soft);
    paint::icon(ui, badge.center(), icon, 20.0, t.accent.ink);
    let left = rect.left() + 40.0 + space::L;
    let room = rect.right() - left;
    let title = paint::line(ui, title, Type::BodyStrong, t.strong, room);
    paint::galley(ui, pos2(left, rect.top() - 3.0), title);
    let text = paint::line(ui, text, Type::Small, t.quiet, room);
    paint::galley(ui, pos2(left, rect.top() + 20.0), text);
}
