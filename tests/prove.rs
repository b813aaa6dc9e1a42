//! Proving from the command line: for each runner a right answer is proven and
//! the same answer made wrong is not.
//!
//! What is not installed on this machine is skipped, and said so. With
//! `HIPPOCACHE_PROVE_ALL` set nothing may be skipped.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use common::{Home, text};
use hippocache::deck::Runner;
use serde_json::Value;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/prove");

/// Whether all runners must be there.
fn all() -> bool {
    std::env::var_os("HIPPOCACHE_PROVE_ALL").is_some()
}

/// Runs `prove`; `None` when there is no sandbox on this machine.
fn prove(home: &Home, args: &[&str]) -> Option<Output> {
    let mut words = vec!["prove"];
    words.extend(args);
    let output = home.run(&words, "");
    let err = text(&output.stderr);
    if output.status.code() == Some(2) && err.contains("the sandbox can't be used") {
        assert!(!all(), "{err}");
        eprintln!("skipped: {err}");
        return None;
    }
    Some(output)
}

/// The results of `prove --json`, by card.
fn results(home: &Home, args: &[&str]) -> Option<BTreeMap<String, Value>> {
    let mut words = vec!["--json"];
    words.extend(args);
    let output = prove(home, &words)?;
    let list: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    let name = |one: &Value| one["card"].as_str().unwrap().to_owned();
    Some(list.into_iter().map(|one| (name(&one), one)).collect())
}

/// Whether the card was run at all; else it says why not.
fn was_run(result: &Value) -> bool {
    if result["status"] == "not-run" {
        let message = result["message"].as_str().unwrap();
        assert!(!all(), "{message}");
        eprintln!("skipped: {}: {message}", result["card"]);
        return false;
    }
    true
}

fn fixture(name: &str) -> String {
    format!("{FIXTURES}/{name}")
}

#[test]
fn every_runner_proves_what_is_right() {
    let Some(results) = results(&Home::new(), &[&fixture("right.ron")]) else { return };
    for runner in Runner::ALL {
        assert!(results.contains_key(&runner.name().to_lowercase()), "{runner:?} has no card");
    }
    for result in results.values().filter(|result| was_run(result)) {
        assert_eq!(result["status"], "proven", "{result:#}");
        let version = result["version"].as_str().unwrap();
        assert!(version.contains(|c: char| c.is_ascii_digit()), "{result:#}");
    }
}

#[test]
fn every_runner_finds_what_is_wrong() {
    let path = fixture("wrong.ron");
    let Some(results) = results(&Home::new(), &[&path]) else { return };
    let deck = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = deck.lines().collect();
    for runner in Runner::ALL {
        assert!(results.contains_key(&runner.name().to_lowercase()), "{runner:?} has no card");
    }
    for (id, result) in results.iter().filter(|(_, result)| was_run(result)) {
        assert_eq!(result["status"], "failed", "{result:#}");
        let names = Runner::ALL.iter().map(|runner| runner.name().to_lowercase());
        if names.into_iter().any(|name| name == *id) {
            assert_ne!(result["expected"], result["got"], "{result:#}");
        } else {
            // What comes out is right, but the program ends badly.
            let message = match id.as_str() {
                "mongo-disagree" => "the emulators disagree",
                _ => "the program failed",
            };
            assert_eq!(result["message"], message, "{result:#}");
        }
        // The card itself is where it says.
        let line = usize::try_from(result["line"].as_u64().unwrap()).unwrap();
        assert_eq!((lines[line - 1].trim(), &result["col"]), ("Typed(", &Value::from(9)), "{id}");
        assert!(lines[line].contains(&format!("id: \"{id}\"")), "{id}");
    }
}

#[test]
fn what_failed_is_told_with_place_and_difference() {
    let path = fixture("wrong.ron");
    let args = [path.as_str(), "--card", "wrong/sqlite"];
    let Some(output) = prove(&Home::new(), &args) else { return };
    let out = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{out}");
    let first = out.lines().next().unwrap();
    assert!(first.starts_with(&format!("{path}:")), "{out}");
    assert!(first.contains(":9: error[proof-failed]: `wrong/sqlite` on Sqlite"), "{out}");
    assert!(out.contains("\n  - 0|\n  + 1|\n"), "{out}");
    assert!(out.ends_with("0 proven, 1 failed, 0 not run\n"), "{out}");
}

/// Each of the rules by which a card's answer is tied to its proof, with cards
/// that keep it and cards that break it.
#[test]
fn each_rule_proves_and_each_break_of_it_fails() {
    let Some(results) = results(&Home::new(), &[&fixture("rules.ron")]) else { return };
    assert!(results.len() > 20, "{}", results.len());
    for (id, result) in &results {
        let expected = if id.starts_with("bad-") { "failed" } else { "proven" };
        assert_eq!(result["status"], expected, "{result:#}");
    }
    let message = |id: &str| results[id]["message"].as_str().unwrap();
    assert!(message("bad-wrong-option-fits").contains("wrong option `abs(2)`"));
    assert!(message("bad-right-option").contains("right option `abs(1)`"));
    assert!(message("bad-accepted-form").contains("accepted form `1 + 2`"));
    assert!(message("bad-pair").contains("pair `lower('B')`"));
    assert!(message("bad-also").contains("order 1 of `also`"));
    assert!(message("bad-flip").contains("proves nothing"));
}

const DECK: &str = r#"#![enable(implicit_some)]
Deck(format: 1, id: "kept", title: "Kept", cards: [
    Flip(id: "one", front: "1?", back: "1", proof: (on: Sqlite, code: "SELECT 1", prints: "1")),
    Flip(id: "two", front: "2?", back: "2", proof: (on: Sqlite, code: "SELECT 2", prints: "2")),
    Flip(id: "three", front: "3?", back: "3", proof: (on: Sqlite, code: "SELECT 3", prints: "3")),
    Flip(id: "unproven", front: "4?", back: "4"),
])
"#;

/// The cards that a run has proven.
fn proven(home: &Home, args: &[&str]) -> Option<Vec<String>> {
    Some(results(home, args)?.into_keys().collect())
}

#[test]
fn results_are_kept_and_what_changed_is_run_again() {
    let home = Home::new();
    let deck = home.deck("kept.ron", DECK);
    let deck = deck.to_str().unwrap();
    let record = |day: &str| {
        let now = format!("2026-03-{day}T09:00:00Z");
        prove(&home, &[deck, "--record", "--now", &now]).map(|output| output.status.code())
    };
    let kept = || std::fs::read_to_string(home.path().join("decks/proofs.ron")).unwrap();
    let Some(code) = record("01") else { return };
    assert_eq!(code, Some(0));
    let first = kept();
    assert_eq!(first.matches("on: \"Sqlite\"").count(), 3, "{first}");
    assert!(first.contains("date: \"2026-03-01\"") && first.contains("SQLite 3."), "{first}");

    // Nothing has changed: nothing is run, nothing is written.
    assert_eq!(proven(&home, &[deck, "--changed"]).unwrap(), Vec::<String>::new());
    record("02");
    assert_eq!(kept(), first);
    // Unless a share of it is asked for.
    let all = proven(&home, &[deck, "--changed", "--sample", "1", "--seed", "7"]).unwrap();
    assert_eq!(all, ["one", "three", "two"]);
    let some = |seed: &str| {
        proven(&home, &[deck, "--changed", "--sample", "0.5", "--seed", seed]).unwrap()
    };
    assert_eq!(some("7"), some("7"));
    let drawn: Vec<usize> = (0..12).map(|seed| some(&seed.to_string()).len()).collect();
    assert!(drawn.iter().any(|&n| n != drawn[0]), "{drawn:?}");

    // One is edited, one is wrong now, one is gone.
    let edited = DECK.replace("\"1?\"", "\"One?\"").replace("prints: \"2\"", "prints: \"9\"");
    let gone: String = edited
        .lines()
        .filter(|line| !line.contains("three"))
        .fold(String::new(), |text, line| text + line + "\n");
    std::fs::write(deck, gone).unwrap();
    assert_eq!(proven(&home, &[deck, "--changed"]).unwrap(), ["one", "two"]);
    assert_eq!(record("03"), Some(Some(1)));
    let last = kept();
    assert!(last.contains("kept/one") && last.contains("date: \"2026-03-03\""), "{last}");
    assert!(!last.contains("kept/two") && !last.contains("kept/three"), "{last}");
}

#[test]
fn a_broken_deck_keeps_its_results() {
    let home = Home::new();
    let deck = home.deck("kept.ron", DECK);
    let deck = deck.to_str().unwrap();
    let Some(output) = prove(&home, &[deck, "--record"]) else { return };
    assert_eq!(output.status.code(), Some(0));
    let proofs = home.path().join("decks/proofs.ron");
    let before = std::fs::read_to_string(&proofs).unwrap();
    std::fs::write(deck, DECK.replace("back: \"3\",", "bakc: \"3\",")).unwrap();
    let output = prove(&home, &[deck, "--record"]).unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("bakc"), "{}", text(&output.stdout));
    assert_eq!(std::fs::read_to_string(&proofs).unwrap(), before);
}

#[test]
fn what_can_not_be_run_is_said() {
    let home = Home::new();
    let path = fixture("right.ron");
    for (args, words) in [
        (vec![path.as_str(), "--runner", "Cobol"], "there is no runner `Cobol`"),
        (vec![path.as_str(), "--card", "right/none"], "`right/none`"),
        (vec!["/nowhere.ron"], "no such file"),
        (vec![path.as_str(), "--changed", "--sample", "7"], "no share"),
    ] {
        let Some(output) = prove(&home, &args) else { return };
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
}

#[test]
fn without_a_sandbox_nothing_runs_unless_it_is_allowed() {
    let home = Home::new();
    let path = fixture("right.ron");
    let run = |args: &[&str]| {
        let mut command = home.command(&["prove", &path, "--runner", "Sqlite"]);
        command.args(args).env("PATH", "/nowhere").output().unwrap()
    };
    let output = run(&[]);
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("sandbox") && err.contains("apt-get install bubblewrap"), "{err}");
    // `prlimit` and `timeout` are still needed, so it is tried where they are.
    let words = ["prove", &path, "--runner", "Sqlite", "--no-sandbox"];
    if Path::new("/usr/bin/prlimit").exists() && Path::new("/usr/bin/timeout").exists() {
        let output = home.run(&words, "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn a_missing_runner_is_no_failure_unless_strict() {
    let home = Home::new();
    let path = fixture("right.ron");
    let run = |args: &[&str]| {
        let mut words = vec![path.as_str(), "--runner", "Express"];
        words.extend(args);
        let mut all = vec!["prove"];
        all.extend(words);
        home.command(&all).env("HIPPOCACHE_RUNNERS", home.path()).output().unwrap()
    };
    let output = run(&[]);
    if text(&output.stderr).contains("the sandbox can't be used") {
        return;
    }
    let out = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("1 card not run on Express") && out.contains("install"), "{out}");
    assert_eq!(run(&["--strict"]).status.code(), Some(1));
}

/// Ctrl-C: the run ends at once, and nothing of it is left.
#[test]
fn a_stopped_run_leaves_nothing_behind() {
    let home = Home::new();
    let slow = r#"#![enable(implicit_some)]
Deck(format: 1, id: "slow", title: "Slow", cards: [
    Flip(id: "slow", front: "?", back: "!", proof: (on: Sqlite, prints: "1",
        code: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")),
])"#;
    let deck = home.deck("slow.ron", slow);
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = home.command(&["prove", deck.to_str().unwrap()]);
    command.env("TMPDIR", &temporary).stderr(std::process::Stdio::piped());
    let child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let pid = child.id().to_string();
    let folders = || std::fs::read_dir(&temporary).unwrap().count();
    let has_case = |folder: std::path::PathBuf| folder.join("case.sql").exists();
    let inside = |folder: std::path::PathBuf| std::fs::read_dir(folder).into_iter().flatten();
    // The card's file is there as long as it runs.
    let running = || {
        let mut cases = inside(temporary.clone()).flatten().flat_map(|run| inside(run.path()));
        cases.any(|case| case.is_ok_and(|case| has_case(case.path())))
    };
    let mut child = child;
    while !running() {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(!all(), "{status}");
            eprintln!("skipped: no sandbox here");
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(folders(), 1);
    let sent = std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("stopped"), "{}", text(&output.stderr));
    assert_eq!(folders(), 0);
    // The sandbox has its files on its command line.
    let left =
        std::process::Command::new("pgrep").args(["-f", temporary.to_str().unwrap()]).output();
    assert!(left.is_err() || left.is_ok_and(|left| left.stdout.is_empty()));
}
