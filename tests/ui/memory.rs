//! Settings: the memory model fitted to the learner, and presets.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use hippocache::settings::{Preset, Settings};

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

fn settings_of(desk: Desk, width: f32) -> Opened {
    // High enough for all of it.
    let mut opened = desk.open(vec2(width, 3600.0));
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened
}

fn on_disk(opened: &Opened) -> Settings {
    Settings::load(&opened.paths().settings).0
}

fn presets(opened: &Opened) -> Vec<Preset> {
    on_disk(opened).presets
}

fn is_shown(opened: &Opened, text: &str) -> bool {
    opened.harness.query_all_by_label_contains(text).next().is_some()
}

/// Enough answers after a night to fit to.
fn learner() -> Desk {
    Desk::new().studied(70, 18)
}

#[test]
fn a_newcomer_is_told_what_it_takes() {
    let mut opened = settings_of(Desk::new(), 1400.0);
    opened.settle_until(|opened| is_shown(opened, "taken for the average learner's"));
    assert!(is_shown(&opened, "From 200 answers"));
    opened.harness.get_by_label("Fit my memory now").click();
    opened.settle_until(|opened| is_shown(opened, "Too early to tell: 0 of the 200"));
}

#[test]
fn a_fit_by_button_tells_what_it_found() {
    let mut opened = settings_of(learner(), 1400.0);
    opened.harness.get_by_label("Fit my memory now").click();
    opened.settle_until(|opened| is_shown(opened, "FSRS-6, fitted to you"));
    assert!(is_shown(&opened, "the average learner: log loss"));
    assert!(is_shown(&opened, "in use: log loss"));
    assert!(is_shown(&opened, "Tried on"));
    let app = opened.app.borrow();
    let ready = app.ready().expect("it is open");
    let last = ready.collection.last_fit("").expect("it is read").expect("a fit");
    assert!(last.outcome.held_out > 0);
    assert_eq!(ready.collection.is_foresighted(), last.outcome.uses_blend);
}

#[test]
fn a_fit_can_be_cancelled() {
    let mut opened = settings_of(learner(), 700.0);
    opened.harness.get_by_label("Fit my memory now").click();
    opened.harness.run_steps(1);
    if let Some(cancel) = opened.harness.query_by_label("Cancel the fit") {
        cancel.click();
        opened.settle();
        opened.settle_until(|opened| {
            !opened.app.borrow().ready().expect("open").fitting.is_running()
        });
        assert!(is_shown(&opened, "Fit my memory now") || is_shown(&opened, "Fit now"));
    }
}

#[test]
fn the_app_fits_by_itself_when_it_is_due() {
    let desk = learner().settings(|settings| settings.auto_fit = true);
    let mut opened = desk.open(vec2(1400.0, 900.0));
    opened.settle_until(|opened| {
        let app = opened.app.borrow();
        let last = app.ready().map(|ready| ready.collection.last_fit("").expect("it is read"));
        last.flatten().is_some()
    });
    // And not when that is switched off.
    let mut opened = learner().open(vec2(1400.0, 900.0));
    opened.settle_until(|opened| !opened.app.borrow().ready().expect("open").fitting.is_running());
    let app = opened.app.borrow();
    let ready = app.ready().expect("it is open");
    assert_eq!(ready.collection.last_fit("").expect("it is read"), None);
}

#[test]
fn the_switch_is_saved() {
    let mut opened = settings_of(Desk::new(), 1400.0);
    opened.harness.get_by_label("Fit by itself").click();
    opened.settle();
    assert!(on_disk(&opened).auto_fit);
}

#[test]
fn a_preset_is_made_named_given_decks_and_deleted() {
    let mut opened = settings_of(Desk::new(), 1400.0);
    opened.harness.get_by_label("New preset").click();
    opened.settle();
    assert_eq!(presets(&opened)[0].name, "Preset");
    opened.harness.get_by_label("More New cards a day here").click();
    opened.settle();
    assert_eq!(presets(&opened)[0].new_per_day, 25);
    let deck = {
        let app = opened.app.borrow();
        let ready = app.ready().expect("it is open");
        let head = &ready.collection.library().decks()[0].head;
        (head.id.clone(), head.title.clone())
    };
    opened.harness.get_by_label(&deck.1).click();
    opened.settle();
    assert_eq!(presets(&opened)[0].decks, std::slice::from_ref(&deck.0));
    opened.harness.get_by_label(&deck.1).click();
    opened.settle();
    assert!(presets(&opened)[0].decks.is_empty());
    // Written letter by letter, named once.
    opened.harness.get_by_label("Name").focus();
    opened.settle();
    opened.harness.event(egui::Event::Text(" for work".to_owned()));
    opened.settle();
    assert_eq!(presets(&opened)[0].name, "Preset");
    opened.press(Key::Enter);
    opened.settle();
    assert_eq!(presets(&opened)[0].name, "Preset for work");
    opened.harness.get_by_label("Close preset Preset for work").click();
    opened.settle();
    assert!(!is_shown(&opened, "New cards a day here"));
    opened.harness.get_by_label("Delete preset Preset for work").click();
    opened.settle();
    assert!(presets(&opened).is_empty());
}

#[test]
fn memory_and_presets_in_pictures() {
    // The other two corners look as the rest of the screen does, which has pictures of all.
    for ((theme, name), width) in THEMES.into_iter().zip(WIDTHS) {
        let desk = learner().pictured().settings(|settings| {
            settings.theme = theme;
            settings.presets = vec![
                Preset {
                    name: "Interview in January with a name that is long".to_owned(),
                    decks: vec!["sql".to_owned(), "postgresql".to_owned()],
                    desired_retention: 0.95,
                    ..Preset::default()
                },
                Preset { name: "At leisure".to_owned(), ..Preset::default() },
            ];
        });
        let mut opened = desk.open(window(width));
        opened.press_with(Modifiers::COMMAND, Key::Comma);
        opened.scroll(520.0);
        opened.harness.get_by_label("Fit my memory now").click();
        opened.settle_until(|opened| is_shown(opened, "fitted to you"));
        opened.wait_secs(8.0);
        opened.assert_snapshot(&format!("settings_memory_{name}_{width}"));
        opened.scroll(760.0);
        let open = "Open preset Interview in January with a name that is long";
        opened.harness.get_by_label(open).click();
        opened.settle();
        opened.scroll(320.0);
        opened.assert_snapshot(&format!("settings_presets_{name}_{width}"));
    }
}
