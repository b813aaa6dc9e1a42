//! The progress screen.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hippocache::session::ScopeMode;
use hippocache::settings::Theme;
use hippocache::ui::app::Route;
use tempfile::TempDir;

use crate::support::THEMES;
use crate::support::learner::{huge, learner};
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// Somebody who has studied for five months.
fn studied() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    Desk::copied(&MADE, || learner(Desk::new(), 150))
}

/// A window in which all graphs are seen.
fn tall() -> Vec2 {
    vec2(1400.0, 5_400.0)
}

/// Opens the screen and waits for its figures.
fn open(desk: Desk, size: Vec2) -> Opened {
    let mut opened = desk.open(size);
    go(&mut opened);
    opened
}

fn go(opened: &mut Opened) {
    opened.press_with(Modifiers::COMMAND, Key::I);
    settled(opened);
}

/// The figures that were asked for are shown.
fn settled(opened: &mut Opened) {
    opened.settle_until(|opened| {
        let harness = &opened.harness;
        let is_shown = harness.query_by_label_contains("True retention: ").is_some()
            || harness.query_by_label_contains("Nothing answered yet").is_some();
        is_shown && harness.query_by_label("Working it out…").is_none()
    });
    opened.settle();
}

/// `Reviews: 386 , 51 min on 22 days`.
fn said(opened: &Opened, begin: &str) -> String {
    let node = opened.harness.get_by_label_contains(begin);
    node.accesskit_node().value().unwrap_or_default()
}

fn route(opened: &Opened) -> Route {
    opened.app.borrow().route()
}

fn choose(opened: &mut Opened, query: &str) {
    opened.press(Key::Slash);
    opened.type_text(query);
    opened.press(Key::Enter);
    settled(opened);
}

#[test]
fn pictures_of_a_small_history() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = studied().settings(|settings| settings.theme = theme).pictured();
            let mut opened = open(desk, window(width));
            opened.assert_snapshot(&format!("progress_{name}_{width}"));
        }
    }
}

#[test]
fn pictures_of_every_graph() {
    let mut opened = open(studied().pictured(), vec2(1400.0, 4_960.0));
    opened.assert_snapshot("progress_all_dark_1400");
    let desk = studied().settings(|settings| settings.theme = Theme::Light).pictured();
    let mut opened = open(desk, vec2(700.0, 7_060.0));
    opened.assert_snapshot("progress_all_light_700");
}

#[test]
fn pictures_of_a_huge_history() {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let mut desk = Desk::copied(&MADE, huge);
    desk.is_builtin = false;
    let mut opened = open(desk.pictured(), vec2(1400.0, 1_700.0));
    opened.harness.get_by_label("Period, All").click();
    opened.settle();
    settled(&mut opened);
    opened.assert_snapshot("progress_huge_dark_1400");
}

#[test]
fn a_newcomer_sees_what_will_be_here_and_begins() {
    let desk = Desk::new().settings(|settings| settings.theme = Theme::Light).pictured();
    let mut opened = desk.open(window(700.0));
    opened.press_with(Modifiers::COMMAND, Key::I);
    opened.settle();
    opened.assert_snapshot("progress_newcomer_light_700");
    opened.harness.get_by_label("Study the first cards").click();
    opened.settle();
    assert_eq!(route(&opened), Route::Study);
}

#[test]
fn the_period_and_the_cards_narrow_what_is_shown() {
    let mut opened = open(studied(), window(1400.0));
    let month = said(&opened, "Reviews: ");
    opened.harness.get_by_label("Period, All").click();
    opened.settle();
    settled(&mut opened);
    let all = said(&opened, "Reviews: ");
    assert_ne!(month, all);

    choose(&mut opened, "redis");
    assert!(opened.harness.query_by_label("Show progress of: Redis").is_some());
    let redis = said(&opened, "Reviews: ");
    assert_ne!(redis, all);
    choose(&mut opened, "databases");
    assert!(opened.harness.query_by_label("Show progress of: Databases").is_some());
    let databases = said(&opened, "Reviews: ");
    assert_ne!(databases, redis);
    choose(&mut opened, "all cards");
    assert_eq!(said(&opened, "Reviews: "), all);
}

#[test]
fn cards_without_answers_can_be_begun_or_left() {
    let mut opened = open(studied(), window(700.0));
    choose(&mut opened, "laravel");
    assert!(opened.harness.query_by_label("Nothing answered yet of ‘Laravel’").is_some());
    opened.harness.get_by_label("Show all cards").click();
    opened.settle();
    settled(&mut opened);
    assert!(opened.harness.query_by_label("Show progress of: All cards").is_some());
    choose(&mut opened, "laravel");
    opened.harness.get_by_label("Study it").click();
    opened.settle();
    assert_eq!(route(&opened), Route::Study);
}

#[test]
fn escape_closes_the_choice_first_then_leaves() {
    let mut opened = open(studied(), window(1400.0));
    opened.press(Key::Slash);
    opened.type_text("no such thing at all");
    assert!(opened.harness.query_by_label_contains("Nothing called").is_some());
    opened.press(Key::Escape);
    assert!(opened.harness.query_by_label("Search decks, areas and tags").is_none());
    assert_eq!(route(&opened), Route::Progress);
    opened.press(Key::Escape);
    assert_eq!(route(&opened), Route::Home);
}

#[test]
fn arrows_walk_a_graph_and_tell_its_points() {
    let mut opened = open(studied(), tall());
    let value = |opened: &Opened, name: &str| {
        let node = opened.harness.get_by_label_contains(name);
        node.accesskit_node().value().unwrap_or_default()
    };
    opened.harness.get_by_label_contains("The last year. ").focus();
    opened.settle();
    assert_eq!(value(&opened, "The last year. "), "", "nothing is told before a key");
    opened.press(Key::ArrowLeft);
    let today = value(&opened, "The last year. ");
    assert!(today.starts_with("Thursday, 5 March 2026: "), "{today}");
    opened.press(Key::ArrowLeft);
    let before = value(&opened, "The last year. ");
    assert!(before.starts_with("Thursday, 26 February 2026: "), "{before}");
    opened.press(Key::ArrowUp);
    let before = value(&opened, "The last year. ");
    assert!(before.starts_with("Wednesday, 25 February 2026: "), "{before}");

    opened.harness.get_by_label_contains("Cards by state. ").focus();
    opened.settle();
    opened.press(Key::ArrowRight);
    let new = value(&opened, "Cards by state. ");
    assert!(new.starts_with("New: Cards "), "{new}");
    opened.press(Key::End);
    let last = value(&opened, "Cards by state. ");
    assert!(last.starts_with("Suspended: Cards "), "{last}");
    assert_eq!(value(&opened, "The last year. "), "", "it was left");
    opened.press(Key::Tab);
    assert_eq!(value(&opened, "Cards by state. "), "", "Tab leads on");
}

#[test]
fn the_pointer_is_told_exact_values() {
    let mut opened = open(studied(), tall());
    let rect = opened.harness.get_by_label_contains("Cards by state. ").rect();
    opened.harness.hover_at(rect.center());
    opened.settle();
    assert!(opened.harness.query_by_label_contains("Young: Cards ").is_some());
}

/// Saves a graph as the row of its menu says, into this place.
fn save(opened: &mut Opened, graph: &str, row: &str, to: &Path, told: &str) {
    let path = to.to_owned();
    opened.change(|app| {
        app.with_save_dialogue(Arc::new(move |name: &str| {
            assert!(name.starts_with("hippocache-") && name.contains("-2026-03-05."), "{name}");
            Some(path.join(name))
        }))
    });
    opened.harness.get_by_label(&format!("Save ‘{graph}’")).click();
    opened.settle();
    opened.harness.get_by_label(row).click();
    opened.settle_until(|opened| opened.harness.query_by_label_contains(told).is_some());
}

#[test]
fn graphs_are_saved_as_picture_drawing_and_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| -> PathBuf { folder.path().join(name) };
    let mut opened = open(studied(), tall());
    save(&mut opened, "Reviews", "Save as picture (PNG)…", folder.path(), "Saved as ");
    let picture = image::open(file("hippocache-reviews-2026-03-05.png")).expect("it decodes");
    assert_eq!(picture.width(), 1_440);

    save(&mut opened, "Due cards", "Save as drawing (SVG)…", folder.path(), "forecast");
    let drawing = std::fs::read_to_string(file("hippocache-forecast-2026-03-05.svg")).expect("it");
    assert!(
        drawing.starts_with("<svg ") && drawing.contains("All cards · 30 days to 5 March 2026")
    );

    save(&mut opened, "Cards by state", "Save the figures (CSV)…", folder.path(), "states");
    let figures = std::fs::read_to_string(file("hippocache-states-2026-03-05.csv")).expect("it");
    assert!(figures.starts_with("State,Cards,Note\r\nNew,"), "{figures}");

    save(
        &mut opened,
        "What you mix up",
        "Save the figures (CSV)…",
        folder.path(),
        "misconceptions",
    );
    let figures =
        std::fs::read_to_string(file("hippocache-misconceptions-2026-03-05.csv")).expect("it");
    assert!(figures.starts_with("Question,You pick,It is,Times\r\n"), "{figures}");
}

#[test]
fn what_can_not_be_saved_is_said() {
    let mut opened = open(studied(), tall());
    let nowhere = Path::new("/no/such/folder");
    save(&mut opened, "Reviews", "Save the figures (CSV)…", nowhere, "can't be written");
}

#[test]
fn what_is_mixed_up_can_be_studied_and_browsed() {
    let mut opened = open(studied(), tall());
    assert!(opened.harness.query_all_by_label_contains("You pick ").count() > 2);
    opened.harness.get_by_label("Study these").click();
    opened.settle();
    {
        let app = opened.app.borrow();
        let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
        assert_eq!(session.scope().mode, ScopeMode::Weak);
        assert!(!session.scope().items.is_empty());
        assert_eq!(app.route(), Route::Study);
    }
    go(&mut opened);
    opened.harness.get_by_label("Show in Browse").click();
    opened.settle();
    assert_eq!(route(&opened), Route::Browse);
}

#[test]
fn a_history_that_can_not_be_read_is_said_and_tried_again() {
    let mut opened = studied().open(window(700.0));
    let data = opened.paths().data;
    let away = data.with_extension("away");
    std::fs::rename(&data, &away).expect("it is moved");
    opened.press_with(Modifiers::COMMAND, Key::I);
    opened.settle_until(|opened| {
        opened.harness.query_by_label("Your history can’t be read").is_some()
    });
    std::fs::rename(&away, &data).expect("it is moved back");
    opened.harness.get_by_label("Try again").click();
    settled(&mut opened);
}
