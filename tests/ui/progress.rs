//! The progress screen.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hippocache::session::ScopeMode;
use hippocache::ui::app::Route;
use tempfile::TempDir;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// Somebody who has studied for four months.
fn studied() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    Desk::copied(&MADE, || Desk::new().studied(120, 24))
}

/// Opens the screen and waits for its figures.
fn open(desk: Desk, size: egui::Vec2) -> Opened {
    let mut opened = desk.open(size);
    opened.press_with(Modifiers::COMMAND, Key::I);
    opened.settle_until(|opened| {
        opened.harness.query_by_label_contains("True retention: ").is_some()
    });
    opened.settle();
    opened
}

#[test]
fn pictures_of_a_small_history() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = studied().settings(|settings| settings.theme = theme).pictured();
            let height = if width > 1000.0 { 3_000.0 } else { 6_400.0 };
            let mut opened = open(desk, egui::vec2(width, height));
            opened.assert_snapshot(&format!("progress_{name}_{width}"));
        }
    }
}
