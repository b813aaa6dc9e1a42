//! Bad input of every kind: a clear message, an exit status, and nothing lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failing setup should fail the test")]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use common::{Home, of, text};
use serde_json::Value;

const DECK: &str = r#"Deck(format: 1, id: "d", title: "D", cards: [
    Typed(id: "a", ask: "Say a", accept: ["a"]),
    Typed(id: "b", ask: "Say b", accept: ["b"]),
])"#;

const STUDY: [&str; 5] = ["study", "--terminal", "--json", "--deck", "d"];

fn progress(home: &Home) -> PathBuf {
    home.path().join("data").join(hippocache::store::FILE)
}

/// One answered card.
fn begun() -> Home {
    let home = Home::new();
    home.deck("d.ron", DECK);
    let events = home.events(&STUDY, "x\nq\n");
    assert_eq!(of(&events, "saved").len(), 1);
    home
}

/// The command fails with exit status 2, one line of words, and the file as it was.
fn refuses(home: &Home, words: &[&str]) {
    let before = std::fs::read(progress(home)).ok();
    let output = home.run(&STUDY, "x\n\nq\n");
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    for word in words {
        assert!(message.contains(word), "`{word}` is missing in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
    assert_eq!(std::fs::read(progress(home)).ok(), before, "nothing was changed");
}

#[test]
fn a_file_from_a_newer_version_is_left_alone() {
    let home = begun();
    let db = rusqlite::Connection::open(progress(&home)).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    db.close().unwrap();
    refuses(&home, &["newer", "update Hippocache"]);
}

#[test]
fn a_corrupt_file_is_left_alone_and_a_backup_is_named() {
    let home = begun();
    let backups = home.json(&["backups", "--json"]);
    assert_eq!(backups.as_array().unwrap().len(), 1, "the day's backup was taken");
    let name = backups[0]["name"].as_str().unwrap().to_owned();
    std::fs::write(progress(&home), b"this is no database at all, and never was").unwrap();
    refuses(&home, &["damaged", &name, "hippocache backups restore"]);

    let output = home.run(&["backups", "restore", &name], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let stats = home.json(&["stats", "--json"]);
    assert_eq!(stats["reviews"]["all"], 1, "the progress is back");
    let aside = std::fs::read_dir(home.path().join("data")).unwrap().any(|entry| {
        std::fs::read(entry.unwrap().path()).is_ok_and(|bytes| bytes.starts_with(b"this is no"))
    });
    assert!(aside, "even the damaged file is kept");
}

#[test]
fn an_empty_file_is_not_taken_for_a_fresh_start() {
    let home = begun();
    std::fs::write(progress(&home), b"").unwrap();
    refuses(&home, &["damaged"]);
}

#[test]
fn a_second_instance_is_told_of_the_first() {
    let home = begun();
    let mut first = home.spawn(&STUDY);
    // Once it asks, it holds the folder.
    let mut line = String::new();
    let mut events = std::io::BufReader::new(first.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut events, &mut line).unwrap();
    assert!(line.contains("question"), "{line}");
    refuses(&home, &["Another Hippocache", &first.id().to_string()]);
    // Looking is allowed meanwhile.
    assert_eq!(home.json(&["stats", "--json"])["reviews"]["all"], 1);
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(home.run(&STUDY, "q\n").status.success(), "a killed holder locks nobody out");
}

#[test]
fn a_clock_set_back_is_told() {
    let home = begun();
    let mut args = STUDY.to_vec();
    args.extend(["--now", "2020-01-01T00:00:00Z"]);
    let output = home.run(&args, "x\nq\n");
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("clock") && message.contains("2020"), "{message}");
    args.push("--trust-clock");
    assert!(home.run(&args, "q\n").status.success());
    assert_eq!(home.json(&["verify", "--json"])["proven"], true);
}

#[test]
fn a_read_only_folder_is_told() {
    let home = begun();
    let data = home.path().join("data");
    // Root may write anywhere: then the folder's place is taken by a file.
    let mode = |mode| std::fs::set_permissions(&data, std::fs::Permissions::from_mode(mode));
    mode(0o555).unwrap();
    let probe = data.join("probe");
    if std::fs::write(&probe, b"").is_err() {
        refuses(&home, &["can't be written"]);
        mode(0o755).unwrap();
    } else {
        std::fs::remove_file(&probe).unwrap();
        mode(0o755).unwrap();
        std::fs::rename(&data, home.path().join("kept")).unwrap();
        std::fs::write(&data, b"a file in the way").unwrap();
        refuses(&home, &["data"]);
    }
}

#[test]
fn a_broken_deck_costs_only_itself_and_is_told() {
    let home = Home::new();
    home.deck("d.ron", DECK);
    home.deck(
        "broken.ron",
        "Deck(format: 1, id: \"broken\", title: \"B\", cards: [\n  Typd(ask: \"x\")\n])",
    );
    home.deck("noise.ron", "\u{0}\u{1}\u{2} nothing");
    let output = home.run(&STUDY, "x\nq\n");
    assert!(output.status.success());
    let message = text(&output.stderr);
    assert!(message.contains("broken.ron:2:"), "{message}");
    assert!(message.contains("noise.ron"), "{message}");
}

#[test]
fn check_tells_every_fault_by_its_place() {
    let home = Home::new();
    let good = home.deck("good.ron", DECK);
    let bad = home.deck(
        "bad.ron",
        "Deck(format: 1, id: \"bad\", title: \"B\", cards: [\n    Typed(id: \"a\", aks: \"x\", accept: [\"a\"]),\n    Typed(id: \"b\", ask: \"Say b\", accept: [\"b\"]),\n])",
    );
    let check = |paths: &[&str]| {
        let mut args = vec!["check", "--json"];
        args.extend(paths);
        let output = home.run(&args, "");
        (output.status.code(), serde_json::from_slice::<Value>(&output.stdout).unwrap_or_default())
    };
    let (code, faults) = check(&[good.to_str().unwrap()]);
    let errors = |faults: &Value| {
        faults
            .as_array()
            .unwrap()
            .iter()
            .filter(|fault| fault["severity"] == "error")
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!((code, errors(&faults).len()), (Some(0), 0));
    let (code, faults) = check(&[bad.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    let errors = errors(&faults);
    assert_eq!((&errors[0]["line"], &errors[0]["col"]), (&2.into(), &20.into()), "{errors:?}");
    assert!(
        errors[0]["help"].to_string().contains("ask")
            || errors[0]["message"].to_string().contains("ask")
    );
    assert_eq!(check(&["/nowhere/at/all.ron"]).0, Some(2));
    let output = home.run(&["check", bad.to_str().unwrap()], "");
    let shown = text(&output.stdout);
    assert!(shown.contains("bad.ron:2:20") && shown.contains('^'), "a code frame: {shown}");
}

#[test]
fn the_built_in_decks_are_clean() {
    let home = Home::new();
    let output = home.run(&["check"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let cards = home.json(&["cards", "--json"]);
    let cards = cards.as_array().unwrap();
    assert!(cards.len() >= 1_300, "{}", cards.len());
    for card in cards {
        assert!(card["why"].is_string() && card["source"].is_string(), "{card}");
    }
}

#[test]
fn broken_settings_are_told_and_kept() {
    let home = begun();
    std::fs::write(home.path().join("settings.ron"), "(new_per_day: lots)").unwrap();
    let output = home.run(&STUDY, "q\n");
    assert!(output.status.success());
    assert!(text(&output.stderr).contains("settings.ron:1:"), "{}", text(&output.stderr));
    let kept = std::fs::read_to_string(home.path().join("settings.ron")).unwrap();
    assert_eq!(kept, "(new_per_day: lots)");
}
