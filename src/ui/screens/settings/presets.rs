//! Presets: goals and limits that some decks share.

use egui::{Key, Ui, vec2};

use crate::settings::{Preset, Settings};
use crate::ui::app::{Command, FitCommand, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{
    Button, TextField, filter_chip, icon_button, rule, setting_row, slider_row, stepper_row,
};
use crate::ui::words;

/// What is open, and what is being written.
#[derive(Debug, Default)]
pub struct State {
    /// The preset that is open, by its position.
    open: Option<usize>,
    /// Its name while it is being written.
    name: String,
}

/// Draws them.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    draft: &mut Settings,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    let about = "Decks that need other goals than the rest, such as for an interview. Each preset \
                 has limits and memory parameters of its own; all other decks go by the settings \
                 above.";
    setting_row(ui, "Other goals for some decks", about, 150.0, |ui| {
        if ui.add(Button::quiet("New preset").icon(icons::PLUS)).clicked() {
            let preset = Preset {
                name: draft.free_preset_name("Preset"),
                desired_retention: draft.desired_retention,
                new_per_day: draft.new_per_day,
                reviews_per_day: draft.reviews_per_day,
                ..Preset::default()
            };
            state.open = Some(draft.presets.len());
            state.name.clone_from(&preset.name);
            draft.presets.push(preset);
        }
    });
    let mut deleted = None;
    for at in 0..draft.presets.len() {
        rule(ui);
        head(ui, state, draft, at, &mut deleted);
        if state.open == Some(at) {
            ui.push_id(("preset", at), |ui| {
                body(ui, t, state, draft, at, ready, commands);
            });
        }
    }
    if let Some(at) = deleted {
        draft.presets.remove(at);
        state.open = None;
    }
}

fn head(ui: &mut Ui, state: &mut State, draft: &Settings, at: usize, deleted: &mut Option<usize>) {
    let Some(preset) = draft.presets.get(at) else { return };
    let decks = words::count(preset.decks.len(), "deck");
    let about = format!(
        "{decks} · {} · {} new and {} a day",
        words::percent(preset.desired_retention),
        preset.new_per_day,
        words::count(preset.reviews_per_day as usize, "review"),
    );
    setting_row(ui, &preset.name, &about, 90.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let is_open = state.open == Some(at);
        let (icon, what) =
            if is_open { (icons::CHEVRON_UP, "Close") } else { (icons::CHEVRON_DOWN, "Open") };
        if icon_button(ui, icon, &format!("{what} preset {}", preset.name), None).clicked() {
            state.open = (!is_open).then_some(at);
            state.name.clone_from(&preset.name);
        }
        let name = format!("Delete preset {}", preset.name);
        if icon_button(ui, icons::TRASH, &name, None).clicked() {
            *deleted = Some(at);
        }
    });
}

fn body(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    draft: &mut Settings,
    at: usize,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    let response = TextField::new("Name", &mut state.name).width(320.0).show(ui);
    let is_done = response.lost_focus()
        || (response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
    let present = draft.presets.get(at).map(|preset| preset.name.clone()).unwrap_or_default();
    // The store knows parameters by this name: it changes once, not with each
    // letter.
    if is_done && state.name.trim() != present {
        if state.name.trim().is_empty() {
            state.name.clone_from(&present);
        } else {
            commands.push(Command::Fit(FitCommand::Rename(at, state.name.clone())));
        }
    }
    ui.add_space(space::S);
    let Some(preset) = draft.presets.get_mut(at) else { return };
    slider_row(
        ui,
        "Desired retention here",
        "The share of these decks' due cards that you want to recall.",
        &mut preset.desired_retention,
        (0.70, 0.99, 0.01),
        words::percent,
    );
    let step = if preset.new_per_day < 20 { 1 } else { 5 };
    stepper_row(ui, "New cards a day here", "", &mut preset.new_per_day, (0, 500, step), |cards| {
        words::count(cards as usize, "card")
    });
    stepper_row(
        ui,
        "Reviews a day here",
        "",
        &mut preset.reviews_per_day,
        (0, 9_990, 10),
        |cards| words::count(cards as usize, "review"),
    );
    ui.add_space(space::S);
    ui.label(Type::Label.text("Decks", t.strong));
    ui.add_space(space::S);
    let mut moved = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        for deck in ready.collection.library().decks() {
            let here = draft.preset_of(&deck.head.id) == Some(at);
            if filter_chip(ui, &deck.head.title, here).clicked() {
                moved = Some((deck.head.id.clone(), (!here).then_some(at)));
            }
        }
    });
    if let Some((deck, preset)) = moved {
        draft.assign(&deck, preset);
    }
    ui.add_space(space::L);
}
