//! Every subject as an area of the whole: as large as it has cards, coloured by
//! what is remembered now.

mod subject;
mod tiles;
mod view;

use std::sync::mpsc::Receiver;

use egui::{FocusDirection, Key, Modifiers, Popup, Sense, Ui, vec2};

use super::nav;
use crate::insight::chart::Unit;
use crate::ui::action::Action;
use crate::ui::app::{Command as AppCommand, Ready, Route};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{card, column, empty_state, paint, skeleton};

pub use view::{SubjectView, View};

/// What the screen asks the app to do: nothing that others don't ask for too.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {}

/// All that the map depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The log's last event.
    pub last: Option<uuid::Uuid>,
    /// Which library.
    pub library: usize,
    /// The study day.
    pub day: i32,
}

/// A map in the making.
#[derive(Debug)]
pub struct Work {
    /// What it is made of.
    pub of: Known,
    /// Where it comes.
    pub receiver: Receiver<View>,
}

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// A map in the making.
    pub work: Option<Work>,
    /// What is shown, and what it was made of.
    shown: Option<(Known, View)>,
    /// The tiles of the map, laid out for a size.
    laid: Option<tiles::Laid>,
    /// The subject that is open, by its deck's id.
    opened: Option<String>,
    /// The tile that has the focus when the map comes back.
    returning: Option<String>,
}

impl State {
    /// Whether this map is shown, or is being made.
    #[must_use]
    pub fn is_under_way(&self, of: &Known) -> bool {
        match &self.work {
            Some(work) => work.of == *of,
            None => self.shown.as_ref().is_some_and(|(shown, _)| shown == of),
        }
    }

    /// Shows what was made.
    pub fn show(&mut self, of: Known, view: View) {
        self.shown = Some((of, view));
        self.work = None;
        self.laid = None;
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    _ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    keys(ui, state, commands);
    ui.add_space(space::L);
    column(ui, size::PAGE, |ui| nav::show(ui, t, Route::Map, commands));
    ui.add_space(space::L);
    let Some((of, view)) = state.shown.take() else {
        column(ui, size::PAGE, |ui| card(ui, |ui| skeleton(ui, &[0.3, 0.9, 0.9, 0.8, 0.9, 0.6])));
        return;
    };
    if view.groups.is_empty() {
        column(ui, size::PAGE, |ui| {
            card(ui, |ui| {
                let text = "Put deck files into your decks folder, or write cards of your own: each \
                            deck becomes an area of this map.";
                if empty_state(ui, icons::LAYERS, "No subjects yet", text, Some("Write cards")) {
                    commands.push(AppCommand::Do(Action::Write));
                }
            });
        });
    } else if let Some(subject) = state.opened.as_ref().and_then(|id| view.subject(id)) {
        if subject::show(ui, t, subject, commands) {
            state.returning = state.opened.take();
        }
    } else {
        state.opened = None;
        column(ui, size::PAGE, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            head(ui, t, &view);
            ui.add_space(space::M);
            let height = (ui.ctx().content_rect().bottom() - ui.cursor().top() - 76.0).max(320.0);
            let frame = vec2(ui.available_width(), height);
            let returning = state.returning.take();
            if let Some(id) = tiles::show(ui, t, &view, &mut state.laid, frame, returning) {
                state.opened = Some(id);
            }
            ui.add_space(space::M);
            legend(ui, t);
        });
    }
    state.shown = Some((of, view));
}

/// Escape leads out: of the subject, then of the map.
fn keys(ui: &mut Ui, state: &mut State, commands: &mut Vec<AppCommand>) {
    if Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        match state.opened.take() {
            Some(id) => state.returning = Some(id),
            None => commands.push(AppCommand::Do(Action::Leave)),
        }
    }
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if is_free
        && state.opened.is_none()
        && let Some(first) = state.laid.as_ref().and_then(tiles::Laid::first)
        && (pressed(Key::ArrowDown) || pressed(Key::ArrowRight))
    {
        ui.memory_mut(|memory| {
            memory.request_focus(first);
            // The arrow has done its work: it must not move on from there.
            memory.move_focus(FocusDirection::None);
        });
    }
}

/// The whole in one sentence.
fn head(ui: &mut Ui, t: &Tokens, view: &View) {
    let held = view.whole;
    let percent = Unit::Percent.text((held.remembered() * 100.0).round() / 100.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(Type::Title.text(percent, t.strong));
        let room = ui.available_width();
        let words = format!(
            "of everything remembered now · {} of {} cards met",
            crate::insight::chart::grouped(u64::from(held.met)),
            crate::insight::chart::grouped(u64::from(held.cards)),
        );
        let line = paint::line(ui, &words, Type::Body, t.quiet, room);
        let (rect, response) = ui.allocate_exact_size(line.size(), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
        paint::galley(ui, rect.min + vec2(0.0, 3.0), line);
    });
}

/// What colour and bar say, and the keys.
fn legend(ui: &mut Ui, t: &Tokens) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        ui.label(Type::Small.text("0 %", t.quiet));
        let (rect, _) = ui.allocate_exact_size(vec2(120.0, 20.0), Sense::hover());
        tiles::scale(ui, t, rect.shrink2(vec2(0.0, 5.0)));
        ui.label(Type::Small.text("100 %  remembered now; cards not met count as 0", t.quiet));
        ui.add_space(space::L);
        let (rect, _) = ui.allocate_exact_size(vec2(28.0, 20.0), Sense::hover());
        tiles::met_bar(ui, t, t.card, rect.shrink2(vec2(0.0, 8.5)), 0.6);
        ui.label(Type::Small.text("share met", t.quiet));
    });
}
