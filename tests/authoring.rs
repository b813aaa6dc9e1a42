//! Writing, sharing and comparing decks from the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing setup should fail the test"
)]

mod common;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use common::{Home, of, text};

/// As a person writes: comments, columns, a card on one line.
const BY_HAND: &str = r#"// Our own.
Deck(format: 1, id: "own", title: "Own",
  license: "CC0-1.0", about: "What we use.",
  cards: [
    // The first one.
    Flip( front: "What is a lease?",   back: "A lock that ends by itself." ),

    Typed(id: "port", ask: "Redis' port?", accept: ["6379"]), // known by heart
    Flip(front: "What is a fence?", back: "A number that grows with each lock."),
  ],
)
"#;

#[test]
fn a_new_deck_holds_every_kind_and_is_sound() {
    let home = Home::new();
    let made = home.run(&["new", "Kafka at work", "--area", "database"], "");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let file = text(&made.stdout).trim().to_owned();
    assert!(file.ends_with("kafka-work.ron"), "{file}");
    let written = fs::read_to_string(&file).unwrap();
    for kind in ["Choice", "Flip", "Cloze", "Typed", "Output", "Order", "Match"] {
        assert!(written.contains(&format!("{kind}(")), "{kind}");
    }
    let checked = home.run(&["check", &file], "");
    assert!(checked.status.success(), "{}", text(&checked.stdout));

    // A second of that name is refused; the first is as it was.
    let again = home.run(&["new", "Kafka at work"], "");
    assert_eq!(again.status.code(), Some(2), "{}", text(&again.stdout));
    assert!(text(&again.stderr).contains(&file), "{}", text(&again.stderr));
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    assert_eq!(home.run(&["new", "?!"], "").status.code(), Some(2));
}

#[test]
fn added_text_is_shown_first_and_changes_nothing_else() {
    let home = Home::new();
    let file = home.deck("own.ron", BY_HAND);
    let notes = "What is a quorum? :: More than half.\nno card at all\n";

    let shown = home.run(&["add", "own"], notes);
    assert_eq!(shown.status.code(), Some(1));
    let said = text(&shown.stdout);
    assert!(said.contains("What is a quorum? → More than half."), "{said}");
    assert!(said.contains("line 2: no card at all"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), BY_HAND);

    let added = home.run(&["add", "own", "--yes"], notes);
    assert!(added.status.success(), "{}", text(&added.stderr));
    let now = fs::read_to_string(&file).unwrap();
    let end = BY_HAND.rfind("  ],").unwrap();
    assert!(now.starts_with(&BY_HAND[..end]) && now.ends_with(&BY_HAND[end..]), "{now}");
    assert!(now.contains("What is a quorum?"));
    assert_eq!(home.json(&["cards", "--deck", "own", "--json"]).as_array().unwrap().len(), 4);
}

#[test]
fn a_built_in_deck_is_not_written_to() {
    let home = Home::new();
    let refused = home.run(&["add", "redis", "--yes"], "a? :: b");
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stdout));
}

#[test]
fn fix_writes_ids_and_nothing_else() {
    let home = Home::new();
    let file = home.deck("own.ron", BY_HAND);
    let fixed = home.run(&["check", "--fix", file.to_str().unwrap()], "");
    assert!(text(&fixed.stdout).contains("2 ids written"), "{}", text(&fixed.stdout));
    let expected = BY_HAND
        .replace("Flip( front: \"What", "Flip( id: \"lease\", front: \"What")
        .replace("Flip(front:", "Flip(id: \"fence\", front:");
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    // Nothing is left to do.
    let again = home.run(&["check", "--fix", file.to_str().unwrap()], "");
    assert!(text(&again.stdout).contains("0 ids written"), "{}", text(&again.stdout));
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
}

#[test]
fn progress_follows_a_card_that_gets_its_id() {
    let home = Home::new();
    let file = home.deck("own.ron", BY_HAND);
    let study = ["study", "--terminal", "--json", "--deck", "own", "--now=2026-03-01T09:00:00Z"];
    home.events(&study, "\n3\n\n\n3\n\n");
    let seen = |home: &Home| {
        let decks = home.json(&["decks", "--json"]);
        let own = decks.as_array().unwrap().iter().find(|deck| deck["id"] == "own").cloned();
        own.unwrap()
    };
    let before = seen(&home);
    home.run(&["check", "--fix", file.to_str().unwrap()], "");
    assert_eq!(seen(&home), before);
}

#[test]
fn the_format_is_described_for_editors() {
    let home = Home::new();
    let schema = home.json(&["schema"]);
    assert!(schema.to_string().contains("Cloze"));
    let snippets = home.json(&["schema", "--snippets"]);
    assert_eq!(snippets.as_object().unwrap().len(), 8, "a deck, and each kind of card");
    let types = home.run(&["schema", "--rust"], "");
    assert!(text(&types.stdout).contains("pub struct Deck"));
}

/// A picture that is one: 1 × 1 point.
const SVG: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0"/></svg>"#;

#[test]
fn a_pack_goes_from_one_home_to_another() {
    let from = Home::new();
    let with_picture =
        BY_HAND.replace("What is a fence?", "What is a fence? ![a gate](images/gate.svg)");
    let file = from.deck("own.ron", &with_picture);
    fs::create_dir_all(file.parent().unwrap().join("images")).unwrap();
    fs::write(file.parent().unwrap().join("images/gate.svg"), SVG).unwrap();
    let pack = from.path().join("own.hippocache");
    let pack = pack.to_str().unwrap();
    let packed = from.run(&["pack", "own", "-o", pack], "");
    assert!(packed.status.success(), "{}", text(&packed.stderr));

    let to = Home::new();
    let preview = to.json(&["install", pack, "--json"]);
    assert_eq!(preview[0]["cards"], 3);
    assert_eq!(preview[0]["license"], "CC0-1.0");
    assert_eq!(preview[0]["pictures"], 1);
    // Without a word nothing is taken in.
    assert_eq!(to.run(&["install", pack], "").status.code(), Some(1));
    assert!(!to.path().join("decks").exists() || names(&to.path().join("decks")).is_empty());

    let taken = to.run(&["install", pack, "--yes"], "");
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    let installed = text(&taken.stdout).lines().last().unwrap().to_owned();
    assert_eq!(fs::read_to_string(&installed).unwrap(), with_picture);
    let beside = Path::new(&installed).parent().unwrap().join("images/gate.svg");
    assert_eq!(fs::read_to_string(beside).unwrap(), SVG);

    // A second time only when it is meant, and the old one is kept.
    let again = to.run(&["install", pack, "--yes"], "");
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("--replace"), "{}", text(&again.stderr));
    fs::write(&installed, BY_HAND).unwrap();
    let replaced = to.run(&["install", pack, "--yes", "--replace"], "");
    assert!(replaced.status.success(), "{}", text(&replaced.stderr));
    let before = text(&replaced.stdout);
    let before = before.lines().find_map(|line| line.trim().strip_prefix("the one before: "));
    let before = Path::new(before.unwrap());
    let old = if before.is_dir() { before.join("own.ron") } else { before.to_owned() };
    let kept = fs::read_to_string(old).unwrap();
    assert_eq!(kept, BY_HAND);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_hostile_pack_is_refused_and_leaves_nothing() {
    let zip = |files: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        for (name, bytes) in files {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let deck = ("own.ron", BY_HAND.as_bytes());
    let bomb = vec![b' '; 40 << 20];
    for (bytes, reason) in [
        (zip(&[deck, ("../evil.ron", b"x")]), "../evil.ron"),
        (zip(&[deck, ("/etc/evil", b"x")]), "/etc/evil"),
        (zip(&[deck, ("a.png", b"x"), ("A.png", b"y")]), "would be one file"),
        (zip(&[deck, ("bomb.png", &bomb)]), "bomb.png"),
        (b"PK\x03\x04 not a zip".to_vec(), "no pack"),
    ] {
        let home = Home::new();
        let pack = home.path().join("bad.hippocache");
        fs::write(&pack, bytes).unwrap();
        let refused = home.run(&["install", pack.to_str().unwrap(), "--yes"], "");
        assert_eq!(refused.status.code(), Some(2), "{reason}: {}", text(&refused.stdout));
        let said = text(&refused.stderr);
        assert!(said.contains(reason), "{reason}: {said}");
        let decks = home.path().join("decks");
        assert!(!decks.exists() || names(&decks).is_empty(), "{reason}");
        assert!(!home.path().parent().unwrap().join("evil.ron").exists());
    }
}

#[test]
fn a_deck_is_written_out_for_reading() {
    let home = Home::new();
    home.deck("own.ron", &BY_HAND.replace("A lock that", "A <b>lock</b> & that"));
    let markdown = text(&home.run(&["export", "own", "--markdown"], "").stdout);
    assert!(markdown.starts_with("# Own"), "{markdown}");
    assert!(markdown.contains("6379"));
    let page = home.path().join("own.html");
    assert!(
        home.run(&["export", "own", "--html", "-o", page.to_str().unwrap()], "").status.success()
    );
    let html = fs::read_to_string(page).unwrap();
    assert!(html.contains("What is a lease?") && !html.contains("<b>lock"), "{html}");
    assert!(!html.contains("http://") && !html.contains("<script"), "{html}");
}

#[test]
fn changes_are_told_in_words() {
    let home = Home::new();
    let file = home.deck("own.ron", BY_HAND);
    let folder = file.parent().unwrap();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-C"])
            .arg(folder)
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", text(&done.stderr));
    };
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    home.run(&["check", "--fix", file.to_str().unwrap()], "");
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "one"]);
    let same = home.run(&["diff"], "");
    assert!(text(&same.stdout).contains("Nothing has changed"), "{}", text(&same.stdout));

    let before = fs::read_to_string(&file).unwrap();
    let after = before
        .replace("\"6379\"", "\"6380\"")
        .replace("ends by itself.", "ends by itself")
        .replace("  ],\n)", "    Flip(id: \"new\", front: \"New?\", back: \"Yes.\"),\n  ],\n)");
    assert_ne!(before, after);
    fs::write(&file, after).unwrap();
    let told = home.run(&["diff"], "");
    let said = text(&told.stdout);
    assert!(said.contains("! port: answer changed"), "{said}");
    assert!(said.contains("was: 6379") && said.contains("is:  6380"), "{said}");
    assert!(said.contains("+ new: new"), "{said}");
    let json = home.json(&["diff", "HEAD", "--json"]);
    assert_eq!(json[0]["id"], "own");
    assert_eq!(json[0]["cards"].as_array().unwrap().len(), 3, "{json}");

    let unknown = home.run(&["diff", "--upload-pack=touch"], "");
    assert_eq!(unknown.status.code(), Some(2));
    let unknown = home.run(&["diff", "nowhere"], "");
    assert!(text(&unknown.stderr).contains("no version `nowhere`"), "{}", text(&unknown.stderr));
}

#[test]
fn a_changed_answer_is_told_and_settled_in_the_terminal() {
    let home = Home::new();
    let one = |answer: &str| {
        format!(
            "Deck(format: 1, id: \"own\", title: \"Own\", cards: [Typed(id: \"port\", ask: \
             \"Port?\", accept: [\"{answer}\"])])"
        )
    };
    home.deck("own.ron", &one("6379"));
    let at = |time: &'static str| ["study", "--terminal", "--json", "--deck", "own", time];
    home.events(&at("--now=2026-03-01T09:00:00Z"), "6379\n\n6379\n\n");
    home.deck("own.ron", &one("6380"));
    let later = home.events(&at("--now=2026-06-01T09:00:00Z"), "6380\n:new\n:same\n\n");
    let feedback = of(&later, "feedback");
    assert_eq!(feedback[0]["was"], "6379", "{later:?}");
    let notices: Vec<String> = of(&later, "notice").iter().map(ToString::to_string).collect();
    assert!(notices[0].contains("learned from the start"), "{notices:?}");
    assert!(notices[1].contains("has not changed"), "only once: {notices:?}");
    // It is never asked again.
    let after = home.events(&at("--now=2026-06-03T09:00:00Z"), "6380\n\n");
    assert!(of(&after, "feedback").iter().all(|event| event.get("was").is_none()), "{after:?}");
}
