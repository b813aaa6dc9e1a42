//! The map of subjects.

use std::sync::OnceLock;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hippocache::session::ScopeMode;
use hippocache::ui::app::Route;
use tempfile::TempDir;

use crate::support::THEMES;
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
            opened.harness.get_by_label_contains("Redis, ").click();
            opened.settle();
            opened.assert_snapshot(&format!("map_subject_{name}_{width}"));
        }
    }
}

#[test]
fn pictures_of_nothing() {
    let mut desk = Desk::new().pictured();
    desk.is_builtin = false;
    let mut opened = open(desk, window(700.0));
    opened.assert_snapshot("map_empty_dark_700");
}
