//! The command palette.

use egui::accesskit::Toggled;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use hippocache::settings::Theme;
use hippocache::ui::app::Route;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

fn opened(width: f32) -> Opened {
    let mut opened = Desk::new().open(window(width));
    opened.press_with(Modifiers::COMMAND, Key::K);
    opened
}

fn is_open(opened: &Opened) -> bool {
    opened.harness.query_by_label("Search commands and decks").is_some()
}

#[test]
fn typing_finds_an_action_and_enter_does_it() {
    let mut opened = opened(1400.0);
    opened.type_text("light");
    opened.press(Key::Enter);
    assert_eq!(opened.app.borrow().settings().theme, Theme::Light);
    assert!(!is_open(&opened));
}

#[test]
fn a_deck_is_studied_from_it() {
    let mut opened = opened(1400.0);
    opened.type_text("redis");
    opened.press(Key::Enter);
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!(session.scope().decks, ["redis"]);
}

#[test]
fn arrows_choose_and_the_mouse_does_too() {
    let mut opened = opened(1400.0);
    opened.type_text("se");
    let selected = |opened: &Opened| {
        let rows = opened.harness.query_all_by_role(egui::Role::Button);
        let mut rows = rows.map(|row| row.accesskit_node());
        rows.find(|row| row.toggled() == Some(Toggled::True)).and_then(|row| row.label())
    };
    let first = selected(&opened).expect("the first is chosen");
    opened.press(Key::ArrowDown);
    let second = selected(&opened).expect("another is chosen");
    assert_ne!(first, second);
    opened.press(Key::ArrowUp);
    assert_eq!(selected(&opened), Some(first));
    opened.harness.get_by_role_and_label(egui::Role::Button, "Settings").click();
    opened.settle();
    assert!(!is_open(&opened));
    assert_eq!(opened.app.borrow().route(), Route::Settings);
}

#[test]
fn escape_closes_it_and_nothing_beneath_takes_a_key() {
    let mut opened = opened(1400.0);
    assert!(is_open(&opened));
    // Enter would start the first session from the welcome beneath.
    opened.type_text("zzz");
    assert!(opened.harness.query_by_label("Nothing called ‘zzz’").is_some());
    opened.press(Key::Enter);
    assert!(opened.app.borrow().ready().is_some_and(|ready| ready.session.is_none()));
    for _ in 0..3 {
        opened.press(Key::Tab);
    }
    opened.type_text("z");
    assert!(
        opened.harness.query_by_label("Nothing called ‘zzzz’").is_some(),
        "the focus stays in the field"
    );
    opened.press(Key::Escape);
    assert!(!is_open(&opened));
    assert_eq!(opened.app.borrow().route(), Route::Home);
}

#[test]
fn the_palette_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = Desk::new().pictured().settings(|settings| settings.theme = theme);
            let mut opened = desk.open(window(width));
            opened.press_with(Modifiers::COMMAND, Key::K);
            opened.assert_snapshot(&format!("palette_{name}_{width}"));
            opened.type_text("st");
            opened.press(Key::ArrowDown);
            opened.assert_snapshot(&format!("palette_found_{name}_{width}"));
            opened.type_text("ops");
            opened.assert_snapshot(&format!("palette_nothing_{name}_{width}"));
        }
    }
}
