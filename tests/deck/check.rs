//! `check`: what is looked at, what is said, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};

use hippocache::deck::{CheckScope, FaultCode, check};

fn scope(paths: &[&Path]) -> CheckScope {
    CheckScope {
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        ..CheckScope::default()
    }
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

const CARD: &str = "Flip(id: \"a\", front: \"f\", back: \"b\", why: \"w\", source: \"s\")";

fn deck(id: &str, cards: &str) -> String {
    format!("Deck(format: 1, id: \"{id}\", title: \"D\", cards: [\n{cards}\n])\n")
}

#[test]
fn clean_faulty_and_missing() {
    let home = tempfile::tempdir().unwrap();
    let clean = write(home.path(), "clean.ron", &deck("clean", CARD));
    let bare =
        write(home.path(), "bare.ron", &deck("bare", "Flip(id: \"a\", front: \"f\", back: \"b\")"));
    let broken =
        write(home.path(), "sub/broken.ron", &deck("broken", "Flip(id: \"x\", front: 1),"));

    let report = check(&scope(&[&clean]));
    assert_eq!((report.exit_code(), report.files, report.cards), (0, 1, 1));
    assert_eq!(report.text(), "1 card in 1 file: no faults\n");
    assert_eq!(report.to_json(), serde_json::json!([]));

    // Warnings are shown, and nothing more.
    let report = check(&scope(&[&bare]));
    assert_eq!(report.exit_code(), 0);
    assert!(
        report.text().contains("warning[missing-why]: 1 of 1 cards has no `why`: `a`"),
        "{}",
        report.text()
    );
    assert!(report.summary().ends_with("2 warnings"), "{}", report.summary());

    let report = check(&scope(&[home.path()]));
    assert_eq!((report.exit_code(), report.files, report.cards), (1, 3, 2));
    let text = report.text();
    assert!(
        text.contains("broken.ron:2:22: error[wrong-type]: `front` is a text, not a number\n"),
        "{text}"
    );
    assert!(text.contains("  2 | Flip(id: \"x\", front: 1),\n    |                      ^\n  = help: write `front: \"…\"`\n"), "{text}");
    let json = report.to_json();
    let codes: Vec<_> =
        json.as_array().unwrap().iter().map(|fault| fault["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["missing-why", "missing-source", "no-cards", "missing-field", "wrong-type"]);
    assert_eq!(json[4]["file"], broken.display().to_string());
    assert_eq!(json[4]["card"], "x");

    let report = check(&scope(&[&clean, &home.path().join("gone.ron")]));
    assert_eq!((report.exit_code(), report.cards), (2, 1));
    assert_eq!(report.faults.first().unwrap().code, FaultCode::NotFound);

    let folders = CheckScope { folders: vec![home.path().join("gone")], ..CheckScope::default() };
    assert_eq!(check(&folders).exit_code(), 0);
    assert!(check(&CheckScope { builtin: true, ..folders }).exit_code() == 0);
}

#[test]
fn decks_with_the_same_id_are_found_where_they_stand() {
    let home = tempfile::tempdir().unwrap();
    let one = write(home.path(), "one.ron", &deck("same", CARD));
    let two = write(home.path(), "two.ron", &format!("// Comment\n{}", deck("same", CARD)));
    let report = check(&scope(&[&one, &two, &one]));
    let [fault] = report.faults.as_slice() else { unreachable!("{:?}", report.faults) };
    assert_eq!((fault.code, fault.line, fault.col), (FaultCode::DuplicateDeck, 2, 21));
    assert_eq!(fault.file, two);
    assert_eq!((report.exit_code(), report.files, report.cards), (1, 2, 1));
}

#[test]
fn near_duplicates_are_found_across_decks_and_other_cards_are_not() {
    let home = tempfile::tempdir().unwrap();
    let card = |id: &str, ask: &str, right: &str| {
        format!(
            "Choice(id: \"{id}\", ask: \"{ask}\", right: [\"{right}\"], wrong: [\"`GET` reads it\", \"`DEL` drops it\"], why: \"w\", source: \"s\"),"
        )
    };
    let first =
        card("lock", "Which command takes a lock with an expiry?", "`SET` with `NX` and `PX`");
    let copy =
        card("locks", "Which command takes a lock with an expiry?", "`SET` with `PX` and `NX`");
    // The same question with another answer is another card, and so is the
    // same answer to another question.
    let other = card(
        "else",
        "Which command takes a lock with an expiry?",
        "A Lua script that checks the token and sets a fence",
    );
    let asked = card(
        "asked",
        "How does a worker claim a job so that no other does?",
        "`SET` with `NX` and `PX`",
    );
    let one = write(home.path(), "one.ron", &deck("one", &first));
    let two = write(home.path(), "two.ron", &deck("two", &format!("{other}\n{copy}\n{asked}")));
    let report = check(&scope(&[&one, &two])).without_notes();
    let found: Vec<_> = report.faults.iter().map(|f| (f.line, f.code, f.card.as_deref())).collect();
    assert_eq!(found, [(3, FaultCode::NearDuplicate, Some("locks"))], "{}", report.text());
    assert!(report.text().contains("two.ron:3:1: warning[near-duplicate]: `one/lock` asks nearly"));
    assert_eq!(report.exit_code(), 0);
    let near = |report: &hippocache::deck::Report, deck: usize| {
        let figures = &report.decks[deck].figures;
        !figures.iter().find(|figure| figure.name == "near-duplicates").unwrap().is_met()
    };
    assert!(!near(&report, 0) && near(&report, 1));
    assert!(!report.figures_met());
    assert!(!near(&check(&scope(&[&one])), 0));
}

#[test]
fn notes_are_counted_and_listed_only_when_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let card = "Flip(id: \"a\", front: \"Which of these is not atomic?\", back: \"b\", why: \"w\", source: \"s\")";
    let path = write(home.path(), "noted.ron", &deck("noted", card));
    let report = check(&scope(&[&path]));
    assert!(report.text().contains("note[negated-stem]"), "{}", report.text());
    assert_eq!(report.exit_code(), 0);
    let text = report.without_notes().text();
    assert_eq!(text, "1 card in 1 file: no faults; 1 note on the writing (--notes lists them)\n");
}

#[test]
fn one_deck_is_held_to_the_bars_of_a_deck() {
    let home = tempfile::tempdir().unwrap();
    let one = write(home.path(), "one.ron", &deck("one", CARD));
    let two = write(home.path(), "two.ron", &deck("two", CARD));
    assert!(check(&scope(&[&one])).pooled.is_none());
    let both = check(&scope(&[&one, &two]));
    assert_eq!(
        both.pooled.map(|pooled| (pooled.deck, pooled.cards)),
        Some(("all decks".to_owned(), 2))
    );
}
