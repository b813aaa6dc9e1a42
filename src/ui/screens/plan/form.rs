//! The plan itself: name, day, subjects, minutes, rest days.

use egui::{Ui, vec2};

use super::chips::{self, Chip};
use super::{State, calendar, say, subjects};
use crate::collection::Collection;
use crate::plan::{Plan, Subject, Weekday};
use crate::scheduler::Phase;
use crate::scheduler::day::date_of;
use crate::session::present;
use crate::ui::app::Ready;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, TextField, card, slider, toggle};

/// What was decided in the form.
#[derive(Debug, Default)]
pub struct Done {
    /// The new plan begins.
    pub begun: bool,
    /// The plan ends, or its draft is thrown away.
    pub ended: bool,
}

/// A month is what people mostly have.
const DAYS: i32 = 30;

/// A plan to begin with: what the learner is at.
pub fn fresh(collection: &Collection) -> Plan {
    let today = collection.day();
    let decks = collection.library().decks();
    let is_started = |items: std::ops::Range<u32>| {
        items.clone().any(|item| collection.state(item as usize).phase != Phase::New)
    };
    let mut subjects: Vec<Subject> = decks
        .iter()
        .filter(|deck| is_started(deck.items.clone()))
        .map(|deck| Subject::Deck(deck.head.id.clone()))
        .collect();
    if subjects.is_empty() {
        let steps = collection.track();
        let step = present(&steps).and_then(|at| steps.get(at));
        let deck = step.and_then(|step| decks.get(step.deck));
        subjects.extend(deck.map(|deck| Subject::Deck(deck.head.id.clone())));
    }
    let goal = collection.settings().goal_minutes;
    Plan {
        name: "Interview".to_owned(),
        day: date_of(today.saturating_add(DAYS)),
        subjects,
        minutes: if goal == 0 { 20 } else { goal },
        rest: collection.settings().rest_days.clone(),
        retention: None,
        steers: true,
        from: date_of(today),
        unmet: 0,
        predicted: None,
        felt: None,
    }
}

/// Draws it; `at` is its place in the file, `None` for a new one.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    plan: &mut Plan,
    at: Option<usize>,
    ready: &Ready,
) -> Done {
    let mut done = Done::default();
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        TextField::new("The day is for", &mut plan.name).hint("Interview at Acme").show(ui);
        ui.add_space(space::L);
        day(ui, t, state, plan, ready);
        ui.add_space(space::L);
        subjects::show(ui, t, state, &mut plan.subjects, &ready.collection);
        ui.add_space(space::L);
        time(ui, t, plan);
        ui.add_space(space::L);
        steering(ui, t, plan);
        ui.add_space(space::XL);
        ui.horizontal(|ui| {
            if at.is_some() {
                let end = Button::plain("End this plan").icon(icons::X);
                done.ended = ui.add(end).clicked();
            } else {
                let can = !plan.subjects.is_empty() && !plan.name.trim().is_empty();
                let begin = ui.add_enabled(can, Button::primary("Begin the plan"));
                done.begun = begin.clicked();
                done.ended = ui.add(Button::plain("Never mind")).clicked();
            }
        });
    });
    done
}

fn day(ui: &mut Ui, t: &Tokens, state: &mut State, plan: &mut Plan, ready: &Ready) {
    let today = ready.collection.day();
    ui.label(Type::Label.text("The day", t.body));
    ui.add_space(space::XS + 2.0);
    let words = say::date(plan.day);
    let name = format!("The day, {words}");
    let button =
        Button::quiet(&words).icon(icons::CALENDAR_DAYS).accessible_name(&name).full_width();
    if ui.add(button).clicked() {
        state.calendar = match state.calendar {
            Some(_) => None,
            None => Some(plan.day.first_of_month()),
        };
    }
    ui.add_space(space::XS);
    let left = plan.study_day().saturating_sub(today);
    let study = plan.wish().study_days(today, plan.study_day());
    let text = format!(
        "{}, {} for study",
        capital(&say::days_left(left)),
        crate::ui::words::count(study as usize, "day")
    );
    ui.label(Type::Small.text(text, t.quiet));
    if let Some(month) = &mut state.calendar {
        ui.add_space(space::S);
        if let Some(day) = calendar::show(ui, month, plan.day, date_of(today)) {
            plan.day = day;
            state.calendar = None;
        }
    }
}

fn time(ui: &mut Ui, t: &Tokens, plan: &mut Plan) {
    ui.horizontal(|ui| {
        ui.label(Type::Label.text("Minutes a day", t.body));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(Type::Label.text(say::minutes(f64::from(plan.minutes)), t.strong));
        });
    });
    let mut minutes = f64::from(plan.minutes);
    let most = if minutes > 120.0 { 600.0 } else { 120.0 };
    if slider(ui, "Minutes a day", &mut minutes, (5.0, most, 5.0)).changed() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "5 to 600")]
        let whole = minutes as u32;
        plan.minutes = whole.clamp(1, 600);
    }
    ui.add_space(space::S);
    ui.label(Type::Label.text("Rest days", t.body));
    ui.add_space(space::XS + 2.0);
    let chips = Weekday::ALL.map(|weekday| {
        let is_on = plan.rest.contains(&weekday);
        // One day at least is for study.
        Chip { can: is_on || plan.rest.len() < 6, ..Chip::new(weekday.short(), is_on) }
    });
    let pressed = chips::rows(ui, &chips).and_then(|at| Weekday::ALL.get(at).copied());
    if let Some(weekday) = pressed {
        if plan.rest.contains(&weekday) {
            plan.rest.retain(|day| *day != weekday);
        } else {
            plan.rest.push(weekday);
            plan.rest.sort_unstable();
        }
    }
}

fn steering(ui: &mut Ui, t: &Tokens, plan: &mut Plan) {
    ui.horizontal(|ui| {
        ui.label(Type::Label.text("Steer my days", t.body));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if toggle(ui, "Steer my days", plan.steers).clicked() {
                plan.steers = !plan.steers;
            }
        });
    });
    let text = if plan.steers {
        "New cards come from these subjects at an even pace, and no card leaps over the day \
         without a last look, as far as time allows. Each date is kept in your log."
    } else {
        "The plan only watches: your days are as ever."
    };
    ui.label(Type::Small.text(text, t.quiet));
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}
