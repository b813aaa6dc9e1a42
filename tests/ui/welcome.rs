//! From a fresh start to the first card.

use egui::Key;
use egui_kittest::kittest::Queryable;
use hippocache::ui::app::Route;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

fn is_asking(opened: &Opened) -> bool {
    let app = opened.app.borrow();
    app.route() == Route::Study && app.ready().is_some_and(|ready| ready.session.is_some())
}

#[test]
fn one_enter_leads_from_a_fresh_start_into_a_card() {
    let mut opened = Desk::new().open(window(1400.0));
    opened.press(Key::Enter);
    assert!(is_asking(&opened));
}

#[test]
fn one_click_leads_from_a_fresh_start_into_a_card() {
    let mut opened = Desk::new().open(window(700.0));
    opened.harness.get_by_label("Start").click();
    opened.settle();
    assert!(is_asking(&opened));
}

#[test]
fn only_the_chosen_decks_are_asked() {
    let mut opened = Desk::new().open(window(1400.0));
    for deck in ["JavaScript", "PostgreSQL", "Python", "SQL"] {
        opened.harness.get_by_label(deck).click();
        opened.settle();
    }
    opened.press(Key::Enter);
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!(session.scope().decks, ["redis"]);
}

#[test]
fn without_a_deck_there_is_nothing_to_start() {
    let mut opened = Desk::new().open(window(1400.0));
    for deck in ["JavaScript", "PostgreSQL", "Python", "Redis", "SQL"] {
        opened.harness.get_by_label(deck).click();
        opened.settle();
    }
    opened.press(Key::Enter);
    opened.harness.get_by_label("Start").click();
    opened.settle();
    assert!(!is_asking(&opened));
}

#[test]
fn the_welcome_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = Desk::new().settings(|settings| settings.theme = theme);
            let mut opened = desk.pictured().open(window(width));
            opened.assert_snapshot(&format!("welcome_{name}_{width}"));
        }
    }
}
