//! The settings: in force and on disk at once, by mouse and by keyboard.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use hippocache::settings::{Settings, Theme};
use hippocache::ui::app::Route;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

fn opened(width: f32) -> Opened {
    // High enough for all of it.
    let mut opened = Desk::new().open(vec2(width, 2400.0));
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened
}

fn on_disk(opened: &Opened) -> Settings {
    let (settings, errors) = Settings::load(&opened.paths().settings);
    assert!(errors.is_empty(), "{errors:?}");
    settings
}

fn in_force(opened: &Opened) -> Settings {
    let app = opened.app.borrow();
    let ready = app.ready().expect("it is open");
    assert_eq!(ready.collection.settings(), app.settings(), "the collection has them too");
    app.settings().clone()
}

#[test]
fn every_control_saves_at_once() {
    let mut opened = opened(1400.0);
    for (label, check) in [
        ("More New cards a day", (|s| s.new_per_day == 25) as fn(&Settings) -> bool),
        ("Less Reviews a day", |s| s.reviews_per_day == 190),
        ("More A new day starts at", |s| s.rollover_hour == 5),
        ("Longest interval, 1 year", |s| s.max_interval_days == 365),
        ("Spread due dates", |s| !s.fuzz),
        ("Less A card you missed returns", |s| s.learning_minutes == 5),
        ("More Set aside as a leech", |s| s.leech_lapses == 9),
        ("Theme, Light", |s| s.theme == Theme::Light),
        ("Reduced motion", |s| !s.reduced_motion),
        ("More Text size", |s| s.text_size == 1.1),
    ] {
        opened.harness.get_by_label(label).click();
        opened.settle();
        assert!(check(&in_force(&opened)), "{label} is in force");
        assert!(check(&on_disk(&opened)), "{label} is on disk");
    }
}

#[test]
fn the_retention_moves_by_arrow_keys_within_its_range() {
    let mut opened = opened(1400.0);
    let slider = |opened: &Opened| opened.harness.get_by_role(egui::Role::Slider).focus();
    slider(&opened);
    opened.settle();
    opened.press(Key::ArrowRight);
    assert!((on_disk(&opened).desired_retention - 0.91).abs() < 1e-9);
    for _ in 0..12 {
        opened.press(Key::ArrowRight);
    }
    assert!((on_disk(&opened).desired_retention - 0.99).abs() < 1e-9);
    assert!(opened.harness.query_by_label_contains("times the reviews a day").is_some());
}

#[test]
fn a_dragged_slider_is_saved_where_it_is_let_go() {
    let mut opened = opened(1400.0);
    let before = on_disk(&opened);
    let rect = opened.harness.get_by_role(egui::Role::Slider).rect();
    opened.harness.drag_at(rect.center());
    opened.settle();
    opened.harness.hover_at(rect.left_center());
    opened.settle();
    assert_eq!(on_disk(&opened), before, "nothing is written on the way");
    opened.harness.drop_at(rect.left_center());
    opened.settle();
    assert!((on_disk(&opened).desired_retention - 0.70).abs() < 1e-9);
}

#[test]
fn tab_and_space_reach_every_control() {
    let mut opened = opened(1400.0);
    for _ in 0..60 {
        opened.press(Key::Tab);
        let is_there =
            opened.harness.query_by_label("Spread due dates").is_some_and(|node| node.is_focused());
        if is_there {
            opened.press(Key::Space);
            assert!(!on_disk(&opened).fuzz);
            return;
        }
    }
    panic!("Tab never came there");
}

#[test]
fn escape_leads_back() {
    let mut opened = opened(700.0);
    opened.press(Key::Escape);
    assert_eq!(opened.app.borrow().route(), Route::Home);
}

#[test]
fn a_folder_is_added_and_removed() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("elsewhere");
    std::fs::create_dir_all(&folder).expect("a folder");
    let answer: PathBuf = folder.clone();
    let mut opened = desk.open(vec2(1400.0, 2400.0));
    opened.change(|app| app.with_folder_dialogue(Arc::new(move || Some(answer.clone()))));
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened.harness.get_by_label("Add folder…").click();
    opened.settle_until(|opened| on_disk(opened).deck_folders == std::slice::from_ref(&folder));
    // The library is read anew.
    opened.settle_until(|opened| opened.app.borrow().ready().is_some());
    opened.harness.get_by_label(&format!("Remove {}", folder.display())).click();
    opened.settle_until(|opened| on_disk(opened).deck_folders.is_empty());
}

#[test]
fn what_can_t_be_saved_is_said() {
    let mut opened = opened(1400.0);
    // A folder where the file should be: no user may write that.
    let file = opened.paths().settings;
    std::fs::remove_file(&file).expect("it is there");
    std::fs::create_dir_all(file.join("in the way")).expect("a folder");
    opened.harness.get_by_label("Spread due dates").click();
    opened.settle();
    assert!(opened.harness.query_by_label_contains("can't be saved").is_some());
    assert!(!in_force(&opened).fuzz, "it holds until the app closes");
}

#[test]
fn settings_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = Desk::new().pictured().settings(|settings| {
                settings.theme = theme;
                settings.desired_retention = 0.93;
            });
            let mut opened = desk.open(window(width));
            opened.press_with(Modifiers::COMMAND, Key::Comma);
            opened.assert_snapshot(&format!("settings_{name}_{width}"));
            opened.scroll(500.0);
            opened.assert_snapshot(&format!("settings_day_{name}_{width}"));
            opened.scroll(3000.0);
            opened.assert_snapshot(&format!("settings_end_{name}_{width}"));
        }
    }
}
