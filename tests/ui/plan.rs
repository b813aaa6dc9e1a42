//! The planner: a plan made and changed by mouse and by keyboard, what it says,
//! the pile, the day after.

use std::sync::OnceLock;

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use hippocache::plan::{CatchUpWay, Felt, Plan, Plans, Subject, Weekday};
use hippocache::settings::Theme;
use hippocache::ui::app::Route;
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::support::opened::{DAY_MS, Desk, NOW_MS, Opened, window};

fn studied() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    Desk::copied(&MADE, || Desk::new().studied(60, 18))
}

/// Thursday, 5 March 2026 is today.
fn plan(name: &str, day: Date, subjects: &[&str]) -> Plan {
    Plan {
        name: name.to_owned(),
        day,
        subjects: subjects.iter().map(|id| Subject::Deck((*id).to_owned())).collect(),
        minutes: 10,
        rest: vec![Weekday::Sun],
        retention: None,
        steers: true,
        from: date(2026, 2, 20),
        unmet: 150,
        predicted: None,
        felt: None,
    }
}

fn with(desk: Desk, plans: Vec<Plan>) -> Desk {
    let week_told = Some(date(2026, 2, 23));
    let plans = Plans { plans, week_told, ..Plans::default() };
    plans.save(&Plans::file(&desk.paths().settings)).expect("plans are saved");
    desk
}

fn open(desk: Desk, width: f32, height: f32) -> Opened {
    let mut opened = desk.open(vec2(width, height));
    opened.press_with(Modifiers::COMMAND, Key::L);
    assert_eq!(opened.app.borrow().route(), Route::Plan);
    settle(&mut opened);
    opened
}

/// Until everything is worked out.
fn settle(opened: &mut Opened) {
    opened.wait_secs(1.0);
    opened.settle_until(|opened| {
        opened.harness.query_by_label("Stop").is_none()
            && opened.harness.query_by_label("Work it out").is_none()
    });
}

fn in_force(opened: &Opened) -> Plans {
    let app = opened.app.borrow();
    app.ready().expect("it is open").collection.plans().clone()
}

/// What is on disk, as soon as it is what is in force.
fn on_disk(opened: &mut Opened) -> Plans {
    let path = Plans::file(&opened.paths().settings);
    opened.settle_until(|opened| Plans::load(&path).0 == in_force(opened));
    Plans::load(&path).0
}

#[test]
fn without_a_plan_the_screen_says_what_one_does_and_shows_the_load() {
    let mut opened = open(studied(), 1400.0, 800.0);
    assert!(opened.harness.query_by_label("A day that counts?").is_some());
    assert!(opened.harness.query_by_label_contains("in the next two weeks").is_some());
    opened.assert_snapshot("plan_empty_dark_1400");
}

#[test]
fn a_plan_is_made_by_keyboard_and_kept() {
    let mut opened = open(studied(), 1400.0, 1500.0);
    opened.press(Key::N);
    settle(&mut opened);
    assert!(in_force(&opened).plans.is_empty(), "nothing is kept before it begins");
    assert!(opened.harness.query_by_label_contains("You will know about").is_some());
    // The day: open the calendar, to the next month, pick.
    opened.harness.get_by_label_contains("The day, Saturday, 4 April").click();
    opened.settle();
    opened.press(Key::PageDown);
    opened.harness.get_by_label("Friday, 15 May 2026").focus();
    opened.settle();
    opened.press(Key::Enter);
    assert!(opened.harness.query_by_label_contains("The day, Friday, 15 May").is_some());
    opened.harness.get_by_label("Begin the plan").focus();
    opened.settle();
    opened.press(Key::Enter);
    settle(&mut opened);
    let plans = on_disk(&mut opened);
    let plan = plans.plans.first().expect("it is kept");
    assert_eq!((plan.day, plan.minutes, plan.from), (date(2026, 5, 15), 20, date(2026, 3, 5)));
    assert!(plan.unmet > 0 && plan.predicted.is_some(), "{plan:?}");
    assert!(plan.subjects.contains(&Subject::Deck("redis".to_owned())), "what was started");
    assert!(opened.harness.query_by_label("On track").is_some());
}

#[test]
fn days_gone_by_cannot_be_picked() {
    let mut opened =
        open(with(studied(), vec![plan("A", date(2026, 3, 20), &["redis"])]), 1400.0, 1500.0);
    opened.harness.get_by_label_contains("The day, Friday, 20 March").click();
    opened.settle();
    opened.harness.get_by_label("Thursday, 5 March 2026, today").click();
    opened.harness.get_by_label("Wednesday, 4 March 2026").click();
    opened.settle();
    assert_eq!(in_force(&opened).plans[0].day, date(2026, 3, 20));
    opened.press(Key::PageUp);
    assert!(opened.harness.query_by_label("March 2026").is_some(), "no month before this one");
}

#[test]
fn every_control_of_the_form_is_in_force_and_on_disk() {
    let mut opened =
        open(with(studied(), vec![plan("A", date(2026, 3, 20), &["redis"])]), 1400.0, 2000.0);
    let click = |opened: &mut Opened, label: &str| {
        opened.harness.get_by_label(label).click();
        opened.settle();
    };
    click(&mut opened, "Sat");
    assert_eq!(on_disk(&mut opened).plans[0].rest, [Weekday::Sat, Weekday::Sun]);
    opened.harness.get_by_role_and_label(egui::Role::Switch, "Steer my days").click();
    opened.settle();
    assert!(!on_disk(&mut opened).plans[0].steers);
    click(&mut opened, "Change… subjects");
    click(&mut opened, "All databases");
    let subjects = on_disk(&mut opened).plans[0].subjects.clone();
    assert!(subjects.contains(&Subject::Area("Databases".to_owned())), "{subjects:?}");
    assert_eq!(in_force(&opened).plans[0].from, date(2026, 3, 5), "the pace begins anew");
    opened.harness.get_by_label("Tag").focus();
    opened.settle();
    opened.type_text("no such tag");
    assert!(opened.harness.query_by_label("No card has this tag").is_some());
    // The curve's point by arrow keys, and so the minutes.
    settle(&mut opened);
    opened.harness.get_by_label("Minutes a day, on the curve").focus();
    opened.settle();
    opened.press(Key::ArrowRight);
    assert_eq!(on_disk(&mut opened).plans[0].minutes, 15);
    settle(&mut opened);
    opened
        .harness
        .get_by_role_and_label(egui::Role::Slider, "Desired retention until the day")
        .focus();
    opened.settle();
    opened.press(Key::ArrowLeft);
    assert_eq!(on_disk(&mut opened).plans[0].retention, Some(0.89));
    click(&mut opened, "As in the settings");
    assert_eq!(on_disk(&mut opened).plans[0].retention, None);
    click(&mut opened, "End this plan");
    assert!(on_disk(&mut opened).plans.is_empty());
    assert!(opened.harness.query_by_label("A day that counts?").is_some());
}

#[test]
fn what_is_worked_out_can_be_stopped() {
    let desk = with(studied(), vec![plan("A", date(2027, 3, 1), &["redis", "sql", "python"])]);
    let mut opened = desk.open(window(1400.0));
    opened.press_with(Modifiers::COMMAND, Key::L);
    opened.harness.get_by_label("Stop").click();
    opened.settle_until(|opened| opened.harness.query_by_label("Work it out").is_some());
    opened.harness.get_by_label("Work it out").click();
    opened.settle();
    assert!(opened.harness.query_by_label("Stop").is_some());
}

#[test]
fn a_pile_is_worked_off_as_the_learner_says_and_no_date_is_rewritten() {
    let desk = with(studied(), Vec::new());
    desk.clock.set_ms(NOW_MS + 45 * DAY_MS);
    let mut opened = open(desk, 1400.0, 1200.0);
    let dates = |opened: &Opened| {
        let app = opened.app.borrow();
        let collection = &app.ready().expect("it is open").collection;
        (0..collection.library().items().len())
            .map(|it| collection.state(it).due)
            .collect::<Vec<_>>()
    };
    let before = dates(&opened);
    assert!(opened.harness.query_by_label_contains("have waited for you").is_some());
    opened.harness.get_by_label("Do this: Pause new cards until it’s clear").click();
    opened.settle();
    assert_eq!(on_disk(&mut opened).catch_up.map(|it| it.way), Some(CatchUpWay::PauseNew));
    assert_eq!(dates(&opened), before);
    let new = |opened: &Opened| opened.app.borrow().ready().map(|ready| ready.overview.new);
    assert_eq!(new(&opened), Some(0));
    opened.harness.get_by_label("As usual again").click();
    opened.settle();
    assert_eq!(on_disk(&mut opened).catch_up, None);
    assert!(new(&opened).is_some_and(|new| new > 0));
}

#[test]
fn after_the_day_it_asks_once_how_it_went() {
    let over = Plan { predicted: Some(0.82), ..plan("Interview", date(2026, 3, 4), &["redis"]) };
    let mut opened = open(with(studied(), vec![over]), 700.0, 800.0);
    assert!(opened.harness.query_by_label("How did it go?").is_some());
    opened.assert_snapshot("plan_over_dark_700");
    opened.harness.get_by_label("As predicted").click();
    opened.settle();
    assert_eq!(on_disk(&mut opened).plans[0].felt, Some(Felt::AsPredicted));
    assert!(opened.harness.query_by_label("A day that counts?").is_some());
}

#[test]
fn the_home_screen_tells_of_goal_plan_pile_and_week_once() {
    let desk = studied().settings(|settings| settings.goal_minutes = 20);
    let plans = vec![Plan {
        predicted: Some(0.82),
        ..plan("Interview at Acme", date(2026, 5, 15), &["redis"])
    }];
    Plans { plans, ..Plans::default() }.save(&Plans::file(&desk.paths().settings)).expect("saved");
    // The Monday after.
    desk.clock.set_ms(NOW_MS + 4 * DAY_MS);
    let mut opened = desk.open(window(1400.0));
    for words in ["0 of 20\u{a0}min today", "Plan: 67 days to Interview at Acme", "Last week:"] {
        assert!(opened.harness.query_by_label_contains(words).is_some(), "{words}");
    }
    opened.assert_snapshot("home_ahead_dark_1400");
    opened.harness.get_by_label_contains("Plan: 67 days").click();
    opened.settle();
    assert_eq!(opened.app.borrow().route(), Route::Plan);
    assert_eq!(on_disk(&mut opened).week_told, Some(date(2026, 3, 2)));
    opened.press_with(Modifiers::COMMAND, Key::H);
    assert!(opened.harness.query_by_label_contains("Last week:").is_some(), "still there");
    let folder = opened.folder;
    let mut again = Desk::new();
    again.folder = folder;
    again.clock.set_ms(NOW_MS + 4 * DAY_MS);
    drop(opened.app);
    drop(opened.harness);
    let again = again.open(window(1400.0));
    assert!(again.harness.query_by_label_contains("Last week:").is_none(), "told once");
}

#[test]
fn a_pile_on_the_home_screen_leads_to_what_can_be_done() {
    let desk = with(studied(), Vec::new());
    desk.clock.set_ms(NOW_MS + 45 * DAY_MS);
    let mut opened = desk.open(window(1400.0));
    assert!(opened.harness.query_by_label_contains("have waited for you").is_some());
    opened.harness.get_by_label("See how").click();
    opened.settle();
    assert_eq!(opened.app.borrow().route(), Route::Plan);
}

#[test]
fn pictures() {
    let plans = || {
        vec![
            plan("Interview at Acme", date(2026, 3, 27), &["redis", "sql", "python", "postgresql"]),
            plan("Exam", date(2026, 6, 1), &["java"]),
        ]
    };
    open(with(studied(), plans()), 1400.0, 1500.0).assert_snapshot("plan_dark_1400");
    let long = "Second interview for the position of staff engineer, platform and data, at Acme";
    let mut one = plan(long, date(2026, 3, 27), &["redis", "sql"]);
    one.subjects.push(Subject::Tag("a-tag-that-no-card-has-but-is-very-long-indeed".to_owned()));
    let light = |desk: Desk| desk.settings(|settings| settings.theme = Theme::Light);
    open(with(light(studied()), vec![one]), 700.0, 2400.0).assert_snapshot("plan_long_light_700");
    let mut opened = open(with(light(studied()), plans()), 1400.0, 1700.0);
    opened.press(Key::N);
    opened.harness.get_by_label("Change… subjects").click();
    opened.settle();
    opened.harness.get_by_label_contains("The day, Saturday").click();
    settle(&mut opened);
    opened.assert_snapshot("plan_new_light_1400");
    let desk = with(light(studied()), plans());
    desk.clock.set_ms(NOW_MS + 20 * DAY_MS);
    open(desk, 700.0, 1000.0).assert_snapshot("plan_pile_light_700");
}
