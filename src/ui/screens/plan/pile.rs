//! A pile after a break: how much it is, how long it takes, what can be done.
//! Nothing is moved without the learner's word, and no date is rewritten.

use egui::{Ui, vec2};

use super::{Command, State, say};
use crate::collection::Collection;
use crate::plan::{CATCH_UP_DAYS, CatchUp, CatchUpWay, MOST_DAYS, Triage};
use crate::scheduler::day::date_of;
use crate::ui::app::{Command as AppCommand, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, card, rule, setting_row};
use crate::ui::words;

/// Draws it when there is a pile; whether it did.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) -> bool {
    let collection = &ready.collection;
    let backlog = collection.backlog();
    let way = collection.plans().catch_up.map(|it| it.way).filter(|_| backlog.overdue > 0);
    if !backlog.is_pile() && way.is_none() {
        return false;
    }
    let triage = state.outlook.as_ref().and_then(|outlook| outlook.triage.as_ref());
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        let waiting = words::count(backlog.waiting as usize, "card");
        let title = format!("{waiting} have waited for you");
        ui.label(Type::Title.text(title, t.strong));
        ui.add_space(space::XS);
        ui.label(Type::Body.text(sentence(backlog.minutes, triage), t.body));
        ui.add_space(space::S);
        if let Some(way) = way {
            rule(ui);
            let title = match way {
                CatchUpWay::PauseNew => "New cards are paused",
                CatchUpWay::InDays(_) => "You are catching up",
                CatchUpWay::OnlyPlan => "Only your plan’s cards come",
            };
            let about = "Until nothing is overdue; then your days are as ever.";
            setting_row(ui, title, about, 150.0, |ui| {
                if ui.add(Button::quiet("As usual again").small()).clicked() {
                    put(collection, None, commands);
                }
            });
            return;
        }
        for (way, title, about, is_best) in options(triage, collection) {
            rule(ui);
            setting_row(ui, title, &about, 130.0, |ui| {
                let word = if is_best { "Do this" } else { "Choose" };
                let name = format!("{word}: {title}");
                let button = if is_best {
                    Button::primary(word).icon(icons::CHECK)
                } else {
                    Button::quiet(word)
                };
                if ui.add(button.accessible_name(&name)).clicked() {
                    put(collection, Some(way), commands);
                }
            });
        }
        rule(ui);
        ui.add_space(space::M);
        let text = "Whichever you choose, no date is rewritten. The cards come by what a minute \
                    saves: what is still within reach first, what keeps by itself last.";
        ui.label(Type::Small.text(text, t.quiet));
    });
    true
}

fn sentence(minutes: f64, triage: Option<&Triage>) -> String {
    let about = format!("All of them take about {}.", say::minutes(minutes));
    match triage {
        Some(triage) if triage.waiting > 0 => format!(
            "{about} You still know about {} of them, so this is less lost than it looks.",
            words::percent(f64::from(triage.savable) / f64::from(triage.waiting))
        ),
        _ => about,
    }
}

fn options(
    triage: Option<&Triage>,
    collection: &Collection,
) -> Vec<(CatchUpWay, &'static str, String, bool)> {
    let days = |days: Option<u32>| match days {
        Some(days) => words::count(days as usize, "day"),
        None => format!("more than {MOST_DAYS} days"),
    };
    let pause = match triage {
        Some(triage) if triage.days_paused == triage.days_with_new => format!(
            "Recommended. Nothing waits after {} of {}.",
            days(triage.days_paused),
            say::minutes(triage.a_day),
        ),
        Some(triage) => format!(
            "Recommended. Nothing waits after {} of {}; with new cards as ever it takes {}.",
            days(triage.days_paused),
            say::minutes(triage.a_day),
            days(triage.days_with_new),
        ),
        None => "Recommended. Nothing new until nothing waits.".to_owned(),
    };
    let fast = triage.map_or_else(
        || "An equal share each day, and no new cards.".to_owned(),
        |triage| {
            format!("About {} a day, and no new cards.", say::minutes(triage.minutes_for_five))
        },
    );
    let mut options = vec![
        (CatchUpWay::PauseNew, "Pause new cards until it’s clear", pause, true),
        (CatchUpWay::InDays(CATCH_UP_DAYS), "Catch up in 5 days", fast, false),
    ];
    let today = collection.day();
    if collection.plans().plans.iter().any(|plan| plan.is_steering(today)) {
        let about = triage.filter(|triage| triage.of_plan > 0).map_or_else(
            || "Everything else waits until the day.".to_owned(),
            |triage| {
                let cards = words::count(triage.of_plan as usize, "card");
                format!(
                    "{cards}, clear after {}. Everything else waits.",
                    days(triage.days_of_plan)
                )
            },
        );
        options.push((CatchUpWay::OnlyPlan, "Only what matters for the plan", about, false));
    }
    options
}

fn put(collection: &Collection, way: Option<CatchUpWay>, commands: &mut Vec<AppCommand>) {
    let mut plans = collection.plans().clone();
    plans.catch_up = way.map(|way| CatchUp { from: date_of(collection.day()), way });
    commands.push(AppCommand::Plan(Command::Put(Box::new(plans))));
}
