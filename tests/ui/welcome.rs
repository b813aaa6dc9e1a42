//! From a fresh start to the first card.

use egui::Key;
use egui_kittest::kittest::Queryable;
use hippocache::session::Track;
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
fn the_path_begins_with_its_foundations_and_keeps_the_chosen_language() {
    let mut opened = Desk::new().open(window(1400.0));
    opened.harness.get_by_label("Language of the path, Ruby").click();
    opened.settle();
    let way = "You start with Backend foundations, then Ruby, Ruby on Rails, SQL and PostgreSQL.";
    assert!(opened.harness.query_by_label(way).is_some());
    assert_eq!(opened.app.borrow().settings().track, Track::Ruby);
    opened.press(Key::Enter);
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!(session.key().map(|key| key.deck.as_str()), Some("backend"));
}

#[test]
fn only_the_picked_decks_are_asked() {
    let mut opened = Desk::new().open(window(1400.0));
    opened.harness.get_by_label("Pick decks").click();
    opened.settle();
    opened.harness.get_by_label("Redis").click();
    opened.settle();
    opened.press(Key::Enter);
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!(session.scope().decks, ["redis"]);
}

#[test]
fn who_has_just_their_own_decks_is_asked_those() {
    let mut desk = Desk::new();
    desk.is_builtin = false;
    let deck =
        "Deck(format: 1, id: \"own\", title: \"Own\", cards: [Flip(front: \"f\", back: \"b\")])";
    desk.add("own.ron", deck);
    let mut opened = desk.open(window(1400.0));
    assert!(opened.harness.query_by_label("Pick decks").is_none());
    assert!(opened.harness.query_by_label("Own").is_some());
    opened.press(Key::Enter);
    assert!(is_asking(&opened));
}

#[test]
fn the_welcome_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = Desk::new().settings(|settings| settings.theme = theme);
            let mut opened = desk.pictured().open(window(width));
            opened.assert_snapshot(&format!("welcome_{name}_{width}"));
            opened.harness.get_by_label("Pick decks").click();
            opened.settle();
            opened.assert_snapshot(&format!("welcome_pick_{name}_{width}"));
        }
    }
}
