//! The key sheet.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use hippocache::ui::action::ACTIONS;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

fn is_open(opened: &Opened) -> bool {
    opened.harness.query_by_label("Turn the card, go on Space").is_some()
}

#[test]
fn shift_and_question_mark_open_it_with_every_action() {
    let mut opened = Desk::new().open(window(1400.0));
    // As a keyboard sends it: the key with shift, and the letter.
    opened.harness.key_press_modifiers(Modifiers::SHIFT, Key::Questionmark);
    opened.type_text("?");
    assert!(is_open(&opened));
    for entry in &ACTIONS {
        let row = format!("{} {}", entry.name, entry.action.key_text());
        assert!(opened.harness.query_by_label(&row).is_some(), "{row}");
    }
    opened.press(Key::Escape);
    assert!(!is_open(&opened));
}

#[test]
fn it_closes_by_the_same_key_and_by_its_button() {
    let mut opened = Desk::new().open(window(700.0));
    opened.press(Key::Questionmark);
    assert!(is_open(&opened));
    opened.press_with(Modifiers::SHIFT, Key::Questionmark);
    assert!(!is_open(&opened));
    opened.press(Key::Questionmark);
    opened.harness.get_by_label("Close").click();
    opened.settle();
    assert!(!is_open(&opened));
}

#[test]
fn keys_beneath_are_out_of_reach() {
    let mut opened = Desk::new().open(window(1400.0));
    opened.press(Key::Questionmark);
    opened.press(Key::Enter);
    assert!(is_open(&opened));
    assert!(opened.app.borrow().ready().is_some_and(|ready| ready.session.is_none()));
}

#[test]
fn the_key_sheet_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = Desk::new().pictured().settings(|settings| settings.theme = theme);
            let mut opened = desk.open(window(width));
            opened.press(Key::Questionmark);
            opened.assert_snapshot(&format!("keys_{name}_{width}"));
        }
    }
}
