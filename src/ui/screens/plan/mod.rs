//! Towards a day that counts: the plan, what it will come to, and the pile.

mod calendar;
mod charts;
mod chips;
mod form;
mod over;
mod pile;
mod results;
mod say;
mod subjects;

pub use say::{minutes, track};

use egui::{ScrollArea, Ui, vec2};

use super::nav;
use crate::collection::Collection;
use crate::plan::{Plan, Plans, Projection, SimDay, Triage, Watch};
use crate::ui::app::{Command as AppCommand, Ready, Route};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, card, column, progress_bar, skeleton};
use chips::Chip;

/// What the screen asks the app to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Put these plans in force and keep them.
    Put(Box<Plans>),
    /// Stop working it out.
    Stop,
    /// Work it out after all.
    Again,
}

/// Something that is being worked out.
#[derive(Debug)]
pub struct Work {
    /// How far it is.
    pub watch: Watch,
}

/// What was worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// For this plan; `None` for the load alone.
    pub plan: Option<Plan>,
    /// The study day that it begins on.
    pub today: i32,
    /// The load of everything, without a plan.
    pub forecast: Vec<SimDay>,
    /// What the plan will come to.
    pub projection: Option<Projection>,
    /// What to do about a pile.
    pub triage: Option<Triage>,
}

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The plan that is shown: its position in the file.
    chosen: Option<usize>,
    /// A plan that was not begun yet, or one that is being changed.
    draft: Option<(Option<usize>, Plan)>,
    /// The calendar is open, at this month (its first day).
    calendar: Option<jiff::civil::Date>,
    /// The list of subjects is open.
    is_picking: bool,
    /// A tag that is being written.
    tag: String,
    /// What was worked out last.
    pub outlook: Option<Outlook>,
    /// What is being worked out.
    pub work: Option<Work>,
    /// The learner has stopped it.
    pub is_stopped: bool,
}

impl State {
    /// The plan whose outlook is wanted.
    #[must_use]
    pub fn wanted<'a>(&'a self, collection: &'a Collection) -> Option<&'a Plan> {
        if let Some((_, draft)) = &self.draft {
            return Some(draft);
        }
        let today = collection.day();
        let at = self.shown(collection.plans(), today)?;
        collection.plans().plans.get(at).filter(|plan| plan.is_open(today))
    }

    /// The plan that is shown: the chosen one, else the nearest.
    fn shown(&self, plans: &Plans, today: i32) -> Option<usize> {
        let is_there = |at: &usize| plans.plans.get(*at).is_some_and(|plan| plan.felt.is_none());
        self.chosen.filter(is_there).or_else(|| {
            let open = (0..plans.plans.len()).filter(is_there);
            open.min_by_key(|at| {
                let day = plans.plans.get(*at).map_or(0, Plan::study_day);
                // One that asks how it went comes after those to come.
                (day <= today, day)
            })
        })
    }

    /// A plan got a prediction: what was worked out is still its.
    pub fn rename(&mut self, of: &Plan, to: &Plan) {
        if let Some(outlook) = self.outlook.as_mut().filter(|it| it.plan.as_ref() == Some(of)) {
            outlook.plan = Some(to.clone());
        }
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
    ui.add_space(space::L);
    column(ui, size::PAGE, |ui| nav::show(ui, t, Route::Plan, commands));
    ui.add_space(space::M);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::PAGE, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            ui.add_space(space::S);
            page(ui, t, state, ready, commands);
            ui.add_space(space::XXXL);
        });
    });
}

/// From this width on the form stands beside the results.
const WIDE: f32 = 900.0;
const FORM: f32 = 348.0;

fn page(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready, commands: &mut Vec<AppCommand>) {
    let collection = &ready.collection;
    let today = collection.day();
    let shown = state.shown(collection.plans(), today);
    let over = shown
        .filter(|_| state.draft.is_none())
        .and_then(|at| Some((at, collection.plans().plans.get(at)?)))
        .filter(|(_, plan)| plan.asks_how_it_went(today));
    if pile::show(ui, t, state, ready, commands) {
        ui.add_space(space::L);
    }
    if let Some((at, plan)) = over {
        several(ui, t, state, ready, shown);
        over::show(ui, t, (at, plan), collection, commands);
        return;
    }
    if shown.is_none() && state.draft.is_none() {
        empty(ui, t, state, ready, commands);
        return;
    }
    several(ui, t, state, ready, shown);
    let editing = match state.draft.take() {
        Some(draft) => draft,
        None => match shown.and_then(|at| Some((Some(at), collection.plans().plans.get(at)?))) {
            Some((at, plan)) => (at, plan.clone()),
            None => return,
        },
    };
    let (at, mut plan) = editing;
    let before = plan.clone();
    let mut done = form::Done::default();
    if ui.available_width() >= WIDE {
        let room = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let side = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui)| {
                let layout = egui::Layout::top_down(egui::Align::Min);
                ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
                    add(ui);
                });
            };
            side(ui, FORM, &mut |ui| done = form::show(ui, t, state, &mut plan, at, ready));
            side(ui, room - FORM - space::L, &mut |ui| {
                outcome(ui, t, state, &mut plan, at, ready, commands);
            });
        });
    } else {
        // What it comes to is what one came for; a plan in the making is written
        // first.
        if at.is_some() {
            outcome(ui, t, state, &mut plan, at, ready, commands);
            ui.add_space(space::L);
        }
        done = form::show(ui, t, state, &mut plan, at, ready);
        if at.is_none() {
            ui.add_space(space::L);
            outcome(ui, t, state, &mut plan, at, ready, commands);
        }
    }
    finish(ui, state, (at, plan, before), &done, collection, commands);
}

/// Puts what was changed in force: at once, but not while a slider is dragged or
/// a name written; a new plan when its learner begins it.
fn finish(
    ui: &Ui,
    state: &mut State,
    (at, plan, before): (Option<usize>, Plan, Plan),
    done: &form::Done,
    collection: &Collection,
    commands: &mut Vec<AppCommand>,
) {
    let mut plans = collection.plans().clone();
    if done.ended {
        if let Some(at) = at.filter(|at| *at < plans.plans.len()) {
            plans.plans.remove(at);
            commands.push(AppCommand::Plan(Command::Put(Box::new(plans))));
        }
        (state.draft, state.chosen) = (None, None);
        return;
    }
    let Some(at) = at else {
        if done.begun {
            let unmet: u32 =
                collection.subject_counts(&plan.subjects).iter().map(|(_, unmet)| unmet).sum();
            state.chosen = Some(plans.plans.len());
            plans.plans.push(Plan { unmet, ..plan });
            commands.push(AppCommand::Plan(Command::Put(Box::new(plans))));
        } else {
            state.draft = Some((None, plan));
        }
        return;
    };
    let kept = plans.plans.get(at);
    if kept == Some(&plan) {
        return;
    }
    let is_under_way = ui.input(|input| input.pointer.any_down()) || ui.ctx().text_edit_focused();
    if is_under_way {
        state.draft = Some((Some(at), plan));
        return;
    }
    let is_other =
        plan.subjects != before.subjects || kept.is_some_and(|it| it.subjects != plan.subjects);
    if let Some(slot) = plans.plans.get_mut(at) {
        *slot = plan;
        if is_other {
            // The pace is counted anew from today on.
            slot.from = crate::scheduler::day::date_of(collection.day());
            let counts = collection.subject_counts(&slot.subjects);
            slot.unmet = counts.iter().map(|(_, unmet)| unmet).sum();
        }
    }
    commands.push(AppCommand::Plan(Command::Put(Box::new(plans))));
}

/// The plans, when there are several, and the way to one more.
fn several(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready, shown: Option<usize>) {
    let collection = &ready.collection;
    let plans = &collection.plans().plans;
    ui.horizontal(|ui| {
        let title = match &state.draft {
            Some((None, _)) => "A new plan",
            _ => "Your plan",
        };
        ui.label(Type::Title.text(title, t.strong));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let is_new = matches!(state.draft, Some((None, _)));
            if !is_new && ui.add(Button::plain("New plan").icon(icons::PLUS).key("N")).clicked() {
                state.draft = Some((None, form::fresh(collection)));
            }
        });
    });
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let is_new = matches!(state.draft, Some((None, _)));
    if !is_new && is_free && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::N)) {
        state.draft = Some((None, form::fresh(collection)));
    }
    let open: Vec<usize> = (0..plans.len())
        .filter(|at| plans.get(*at).is_some_and(|plan| plan.felt.is_none()))
        .collect();
    if open.len() > 1 {
        ui.add_space(space::S);
        let chip = |at: &usize| {
            let name = plans.get(*at).map_or("", |plan| plan.name.as_str());
            Chip::new(name, shown == Some(*at) && !is_new)
        };
        let chips: Vec<Chip> = open.iter().map(chip).collect();
        if let Some(at) = chips::rows(ui, &chips).and_then(|at| open.get(at).copied()) {
            state.chosen = Some(at);
            state.draft = None;
        }
    }
    ui.add_space(space::L);
}

/// What a plan comes to, or how far that is.
fn outcome(
    ui: &mut Ui,
    t: &Tokens,
    state: &State,
    plan: &mut Plan,
    at: Option<usize>,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    if plan.subjects.is_empty() {
        card(ui, |ui| {
            ui.label(Type::Heading.text("What will be asked?", t.strong));
            ui.add_space(space::XS);
            let text = "Choose subjects, and you will see what you will know on the day.";
            ui.label(Type::Body.text(text, t.quiet));
        });
        return;
    }
    working(ui, t, state, commands);
    let outlook = state.outlook.as_ref();
    let found = outlook.and_then(|outlook| Some((outlook, outlook.projection.as_ref()?)));
    match found {
        Some((outlook, projection)) => {
            results::show(ui, t, (plan, outlook, projection), at, ready);
        }
        None => {
            card(ui, |ui| skeleton(ui, &[0.3, 0.8, 0.6, 0.7, 0.5]));
        }
    }
}

/// How far the simulation is; it can be stopped.
fn working(ui: &mut Ui, t: &Tokens, state: &State, commands: &mut Vec<AppCommand>) {
    if let Some(work) = &state.work {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
        ui.horizontal(|ui| {
            ui.label(Type::Small.text("Working it out", t.quiet));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(Button::plain("Stop").small()).clicked() {
                    commands.push(AppCommand::Plan(Command::Stop));
                }
                progress_bar(ui, "How far it is", work.watch.done());
            });
        });
        ui.add_space(space::M);
    } else if state.is_stopped {
        ui.horizontal(|ui| {
            ui.label(Type::Small.text("Stopped before it was worked out.", t.quiet));
            if ui.add(Button::quiet("Work it out").small()).clicked() {
                commands.push(AppCommand::Plan(Command::Again));
            }
        });
        ui.add_space(space::M);
    }
}

/// Without a plan: what one would do, and the load as it is.
fn empty(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    let mut wants_one = false;
    card(ui, |ui| {
        ui.add_space(space::S);
        ui.label(Type::Title.text("A day that counts?", t.strong));
        ui.add_space(space::S);
        let text = "An interview, an exam, a new job: say when it is, what will be asked and how \
                    many minutes a day you have. You see what you will know on the day, what \
                    doesn’t fit, and what more time would give. Until then the plan paces your \
                    new cards and brings each card once more before the day.";
        ui.vertical(|ui| {
            ui.set_max_width(640.0);
            ui.label(Type::Body.text(text, t.body));
        });
        ui.add_space(space::XL);
        let button = Button::primary("Make a plan").icon(icons::TARGET).key("N").large();
        wants_one = ui.add(button).clicked();
        ui.add_space(space::S);
    });
    let is_free = ui.memory(|memory| memory.focused().is_none());
    wants_one |= is_free && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::N));
    if wants_one {
        state.draft = Some((None, form::fresh(&ready.collection)));
    }
    ui.add_space(space::L);
    working(ui, t, state, commands);
    card(ui, |ui| match &state.outlook {
        Some(outlook) => results::forecast(ui, t, outlook, ready),
        None => skeleton(ui, &[0.4, 0.9, 0.9, 0.6]),
    });
}
