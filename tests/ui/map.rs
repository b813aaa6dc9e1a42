//! The map of subjects.

use std::sync::OnceLock;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use hippocache::session::ScopeMode;
use hippocache::settings::Theme;
use hippocache::ui::app::Route;
use tempfile::TempDir;

use crate::support::THEMES;
use crate::support::learner::huge;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// Somebody who has studied for two months.
fn studied() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    Desk::copied(&MADE, || Desk::new().studied(60, 24))
}

/// Opens the map and waits for it.
fn open(desk: Desk, size: egui::Vec2) -> Opened {
    let mut opened = desk.open(size);
    opened.press_with(Modifiers::COMMAND, Key::J);
    opened.settle_until(|opened| {
        let harness = &opened.harness;
        harness.query_by_label_contains("of everything remembered now").is_some()
            || harness.query_by_label("No subjects yet").is_some()
    });
    opened
}

#[test]
fn pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = studied().settings(|settings| settings.theme = theme).pictured();
            let mut opened = open(desk, window(width));
            opened.assert_snapshot(&format!("map_{name}_{width}"));
            if (name == "dark") == (width < 1000.0) {
                opened.harness.get_by_label_contains("Redis, ").click();
                opened.settle();
                opened.assert_snapshot(&format!("map_subject_{name}_{width}"));
            }
        }
    }
}

#[test]
fn pictures_of_nothing_and_of_a_huge_history() {
    let mut desk = Desk::new().pictured();
    desk.is_builtin = false;
    let mut opened = open(desk, window(700.0));
    opened.assert_snapshot("map_empty_dark_700");
    let mut desk = huge().settings(|it| it.theme = Theme::Light).pictured();
    desk.is_builtin = false;
    let mut opened = open(desk, window(1400.0));
    opened.assert_snapshot("map_huge_light_1400");
}

fn route(opened: &Opened) -> Route {
    opened.app.borrow().route()
}

#[test]
fn arrows_lead_from_subject_to_subject_enter_opens_and_escape_returns() {
    let mut opened = open(studied(), window(1400.0));
    opened.press(Key::ArrowDown);
    let focused = |opened: &Opened| {
        let node = opened.harness.query_all(By::new()).find(egui_kittest::Node::is_focused);
        node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    assert!(focused(&opened).starts_with("Ruby on Rails, 0\u{a0}% remembered, "), "the largest");
    opened.press(Key::ArrowRight);
    assert!(focused(&opened).starts_with("Laravel, "), "{}", focused(&opened));
    opened.press(Key::Enter);
    assert!(opened.harness.query_by_label("All subjects").is_some());
    assert!(opened.harness.query_by_label_contains("Laravel, ").is_none());
    opened.press(Key::Escape);
    assert!(focused(&opened).starts_with("Laravel, "), "back where it was");
    assert_eq!(route(&opened), Route::Map);
    opened.press(Key::Escape);
    assert_eq!(route(&opened), Route::Home);
}

#[test]
fn points_and_weakest_cards_are_studied_and_browsed() {
    let mut opened = open(studied(), egui::vec2(1400.0, 1_400.0));
    opened.harness.get_by_label_contains("Redis, ").click();
    opened.settle();
    opened.harness.get_by_label("Study these").click();
    opened.settle();
    {
        let app = opened.app.borrow();
        let ready = app.ready().expect("it is open");
        let session = ready.session.as_ref().expect("a session");
        let left = session.progress(&ready.collection).remaining.total();
        assert!((11..=12).contains(&left), "these and no others, well known or not: {left}");
        assert_eq!(session.scope().mode, ScopeMode::Weak);
        assert_eq!(session.scope().items.len(), 12, "the weakest dozen");
        assert!(session.scope().items.iter().all(|key| key.deck == "redis"));
    }
    opened.press_with(Modifiers::COMMAND, Key::J);
    opened.settle();
    opened.harness.get_by_label_contains("Locks, counters and rate limits: ").click();
    opened.settle();
    {
        let app = opened.app.borrow();
        let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
        assert_eq!(session.scope().decks, ["redis"]);
        assert_eq!(session.scope().tags.len(), 1);
        assert_eq!(app.route(), Route::Study);
    }
    opened.press_with(Modifiers::COMMAND, Key::J);
    opened.settle();
    opened.harness.get_by_label("Show in Browse").click();
    opened.settle();
    assert_eq!(route(&opened), Route::Browse);
}
