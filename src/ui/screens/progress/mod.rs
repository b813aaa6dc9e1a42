//! What you know and how you came to it, in graphs that say what they mean.

mod essentials;
mod mistakes;
mod page;
mod picker;

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use egui::{Align, Key, Layout, Modifiers, Popup, ScrollArea, Ui, vec2};

use super::nav;
use crate::insight::History;
use crate::insight::chart::Chart;
use crate::insight::figures::{Filter, Period, Unit};
use crate::insight::progress::Progress;
use crate::ui::action::Action;
use crate::ui::app::{Command as AppCommand, Ready, Route};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, Charts, Format, column, segmented};

use picker::Picker;

/// What the screen asks the app to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Save a graph.
    Save {
        /// The graph.
        chart: Box<Chart>,
        /// As what.
        format: Format,
        /// What stands small beneath it.
        caption: String,
    },
    /// Read the history anew.
    Again,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Which cards.
    pub filter: Filter,
    /// In words, `All cards` when empty.
    pub name: String,
    /// How far back.
    pub period: Period,
}

/// All that the figures depend on.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is looked at.
    pub wanted: Wanted,
    /// In what.
    pub history: Arc<History>,
    /// On which study day.
    pub day: i32,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.wanted == other.wanted
            && self.day == other.day
            && Arc::ptr_eq(&self.history, &other.history)
    }
}

/// Figures in the making.
#[derive(Debug)]
pub struct Work {
    /// What was asked.
    pub asked: Asked,
    /// Where they come.
    pub receiver: Receiver<Progress>,
}

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// What is looked at.
    pub wanted: Wanted,
    /// Figures in the making.
    pub work: Option<Work>,
    /// What is shown, and what it was made of: it stays while new figures come.
    shown: Option<(Asked, Box<Progress>)>,
    /// By what sums are shown, once that was chosen.
    unit: Option<Unit>,
    charts: Charts,
    picker: Option<Picker>,
}

impl State {
    /// Whether these figures are shown, or are being made.
    #[must_use]
    pub fn is_under_way(&self, asked: &Asked) -> bool {
        match &self.work {
            Some(work) => work.asked == *asked,
            None => self.shown.as_ref().is_some_and(|(of, _)| of == asked),
        }
    }

    /// Shows what was made.
    pub fn show(&mut self, asked: Asked, progress: Progress) {
        if let Some((before, _)) = &self.shown
            && before.wanted.period != asked.wanted.period
        {
            self.unit = None;
        }
        self.shown = Some((asked, Box::new(progress)));
        self.work = None;
        self.charts.forget();
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
    keys(ui, state, commands);
    ui.add_space(space::L);
    column(ui, size::PAGE, |ui| {
        nav::show(ui, t, Route::Progress, commands);
    });
    ui.add_space(space::M);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::PAGE, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            ui.add_space(space::S);
            if page::is_newcomer(ready) {
                page::newcomer(ui, ready, commands);
            } else {
                head(ui, t, state);
                ui.add_space(space::L);
                page::show(ui, t, state, ready, commands);
            }
            ui.add_space(space::XXXL);
        });
    });
    if let Some(picker) = &mut state.picker {
        let (chosen, is_open) = picker.show(ui.ctx(), ready);
        if let Some((name, filter)) = chosen {
            state.wanted.filter = filter;
            state.wanted.name = name;
        }
        if !is_open {
            state.picker = None;
        }
    }
}

/// `/` chooses cards, Escape leaves; what lies over the screen comes first.
fn keys(ui: &mut Ui, state: &mut State, commands: &mut Vec<AppCommand>) {
    if state.picker.is_some() || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        commands.push(AppCommand::Do(Action::Leave));
    }
    if pressed(Key::Slash) {
        state.picker = Some(Picker::default());
    }
}

/// Which cards, how far back.
fn head(ui: &mut Ui, t: &Tokens, state: &mut State) {
    let periods = [
        (Period::Month, "Month"),
        (Period::Quarter, "Quarter"),
        (Period::Year, "Year"),
        (Period::All, "All"),
    ];
    let is_narrow = ui.available_width() < 560.0;
    let name = if state.wanted.name.is_empty() { "All cards" } else { &state.wanted.name };
    let mut is_asked = false;
    let mut choose = |ui: &mut Ui| {
        let full = format!("Show progress of: {name}");
        let button = Button::quiet(name).icon(icons::LIST_FILTER).key("/").accessible_name(&full);
        is_asked |= ui.add(button).clicked();
    };
    let period = &mut state.wanted.period;
    let is_working = state.work.is_some() && state.shown.is_some();
    let working = |ui: &mut Ui| {
        if is_working {
            ui.label(Type::Small.text("Working it out…", t.quiet));
        }
    };
    if is_narrow {
        ui.horizontal(|ui| {
            choose(ui);
            working(ui);
        });
        ui.add_space(space::S);
        segmented(ui, "Period", &periods, period);
    } else {
        let row = vec2(ui.available_width(), size::CONTROL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let room = ui.available_width() - 340.0;
            let place = vec2(room, size::CONTROL);
            ui.allocate_ui_with_layout(place, Layout::left_to_right(Align::Center), |ui| {
                ui.set_max_width(room);
                choose(ui);
                working(ui);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                segmented(ui, "Period", &periods, period);
            });
        });
    }
    if is_asked {
        state.picker = Some(Picker::default());
    }
}
