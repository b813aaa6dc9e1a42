//! When the collection can't be opened, and while it is being opened.

use std::sync::mpsc::channel;

use egui::Key;
use egui_kittest::kittest::Queryable;
use hippocache::collection::{Collection, CollectionError};
use hippocache::store::{Holder, StoreError};
use hippocache::ui::boot::{Boot, Failure};

use crate::support::THEMES;
use crate::support::opened::{DAY_MS, Desk, NOW_MS, WIDTHS, window};

fn file() -> std::path::PathBuf {
    "/home/ada/.local/share/hippocache/progress.sqlite3".into()
}

/// Each kind of trouble, with a name for its picture.
fn troubles() -> Vec<(&'static str, CollectionError)> {
    let holder = Holder { pid: Some(4242), host: Some("ada-laptop".to_owned()) };
    let newest = Some("progress-20260304-081502.sqlite3".to_owned());
    vec![
        ("newer", StoreError::Newer { path: file(), found: 9, known: 1 }.into()),
        (
            "damaged",
            StoreError::Damaged {
                path: file(),
                doing: "opening it",
                detail: "database disk image is malformed".to_owned(),
                newest_good: newest.clone(),
            }
            .into(),
        ),
        ("missing", StoreError::Missing { path: file(), newest_good: newest }.into()),
        ("read_only", StoreError::ReadOnly { path: file() }.into()),
        ("full", StoreError::Full { path: file() }.into()),
        (
            "in_use",
            StoreError::InUse { path: "/home/ada/.local/share/hippocache".into(), holder }.into(),
        ),
        ("foreign", StoreError::Foreign { path: file() }.into()),
        (
            "clock",
            CollectionError::ClockBehind {
                now: "5 March 2024, 12:00".to_owned(),
                last: "4 March 2026, 21:14".to_owned(),
            },
        ),
    ]
}

fn backups() -> Vec<(String, String)> {
    [
        ("4 March 2026, 08:15 · checked, good", "20260304-081502"),
        ("3 March 2026, 07:58", "20260303-075811"),
    ]
    .map(|(when, stamp)| {
        let command = format!("hippocache backups restore progress-{stamp}.sqlite3");
        (when.to_owned(), command)
    })
    .into()
}

#[test]
fn each_trouble_has_a_title_and_says_what_to_do() {
    let mut titles = Vec::new();
    for (name, error) in troubles() {
        let desk = Desk::new();
        let failure = Failure::new(&error, &desk.paths());
        titles.push(failure.title.clone());
        assert!(failure.message.ends_with('.') && !failure.message.contains("--"), "{name}");
        let opened = desk.fail(failure.clone(), window(700.0));
        assert!(opened.harness.query_by_label(&failure.title).is_some(), "{name}");
        assert!(opened.harness.query_by_label("Try again").is_some(), "{name}");
        let can_go_on = opened.harness.query_by_label("Study anyway").is_some();
        assert_eq!(can_go_on, name == "clock", "{name}");
    }
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), troubles().len());
}

#[test]
fn try_again_opens_what_was_mended() {
    let (_, error) = troubles().remove(4);
    let desk = Desk::new();
    let failure = Failure::new(&error, &desk.paths());
    let mut opened = desk.fail(failure, window(700.0));
    assert!(opened.app.borrow().ready().is_none());
    opened.press(Key::Enter);
    opened.settle_until(|opened| opened.app.borrow().ready().is_some());
}

#[test]
fn a_second_instance_is_refused_until_the_first_is_closed() {
    let desk = Desk::new();
    let first = desk.collection();
    let error = Collection::open(&desk.paths(), desk.options()).expect_err("it is locked");
    let failure = Failure::new(&error, &desk.paths());
    assert_eq!(failure.title, "Hippocache is open already");
    let mut opened = desk.fail(failure, window(700.0));
    opened.press(Key::Enter);
    opened.settle_until(|opened| {
        opened.harness.query_by_label("Hippocache is open already").is_some()
    });
    drop(first);
    opened.harness.get_by_label("Try again").click();
    opened.settle_until(|opened| opened.app.borrow().ready().is_some());
}

#[test]
fn a_clock_set_back_can_be_trusted() {
    // Answers of the far future, as the real clock sees it.
    let desk = Desk::new();
    desk.clock.set_ms(NOW_MS + 36_500 * DAY_MS);
    let mut collection = desk.collection();
    desk.answer(&mut collection, 1, |_| true);
    drop(collection);
    desk.clock.set_ms(NOW_MS);
    let error = Collection::open(&desk.paths(), desk.options()).expect_err("the clock is behind");
    let failure = Failure::new(&error, &desk.paths());
    let mut opened = desk.fail(failure, window(700.0));
    opened.harness.get_by_label("Study anyway").click();
    opened.settle_until(|opened| opened.app.borrow().ready().is_some());
}

#[test]
fn a_damaged_file_offers_its_backups_and_copies_the_command() {
    let desk = Desk::new().studied(3, 6);
    let backup = hippocache::store::backup::run(&desk.paths().data, NOW_MS, &mut |_, _| {
        std::ops::ControlFlow::Continue(())
    })
    .expect("a backup");
    std::fs::write(desk.paths().data.join(hippocache::store::FILE), "rubbish").expect("written");
    let error = Collection::open(&desk.paths(), desk.options()).expect_err("it is damaged");
    let failure = Failure::new(&error, &desk.paths());
    let command = format!("hippocache backups restore {}", backup.name);
    assert!(failure.backups.iter().any(|(_, said)| *said == command), "{failure:?}");
    let (when, _) = failure.backups.first().cloned().expect("a backup");
    assert!(when.ends_with("checked, good"), "{when}");
    let mut opened = desk.fail(failure, window(1400.0));
    opened.harness.get_by_label(&format!("Copy the command for {when}")).click();
    opened.harness.step();
    let copied = opened
        .harness
        .output()
        .platform_output
        .commands
        .iter()
        .any(|done| matches!(done, egui::OutputCommand::CopyText(text) if *text == command));
    assert!(copied);
}

#[test]
fn a_slow_start_shows_a_skeleton() {
    let (sender, receiver) = channel();
    let mut opened = Desk::new().with(Boot::Loading(receiver), window(1400.0));
    opened.wait_secs(0.3);
    assert!(opened.harness.query_by_label("Loading").is_some());
    drop(sender);
    opened.settle();
    assert!(opened.harness.query_by_label("Opening ended early").is_some());
}

#[test]
fn troubles_in_pictures() {
    for (name, error) in troubles() {
        let desk = Desk::new().pictured();
        let mut failure = Failure::new(&error, &desk.paths());
        if ["damaged", "missing", "foreign"].contains(&name) {
            failure.backups = backups();
            let shorter = failure.message.split_once(" The newest good backup is ");
            failure.message = shorter.map_or(failure.message.clone(), |(what, _)| what.to_owned());
        }
        for (theme, theme_name) in THEMES {
            for width in WIDTHS {
                // One of them in all ways, the others to read them.
                let is_all = name == "damaged" || name == "clock";
                if !is_all && (theme_name, width) != ("dark", 700.0) {
                    continue;
                }
                let desk = Desk::new().pictured().settings(|settings| settings.theme = theme);
                let mut opened = desk.fail(failure.clone(), window(width));
                opened.assert_snapshot(&format!("trouble_{name}_{theme_name}_{width}"));
            }
        }
    }
}

#[test]
fn loading_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let (_sender, receiver) = channel();
            let desk = Desk::new().settings(|settings| settings.theme = theme);
            let mut opened = desk.with(Boot::Loading(receiver), window(width));
            opened.wait_secs(0.3);
            opened.assert_snapshot(&format!("loading_{name}_{width}"));
        }
    }
}
