//! Decks that are dropped onto the window.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use hippocache::deck::{Library, Sources};
use hippocache::exchange;
use hippocache::settings::Theme;
use hippocache::ui::app::App;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// A deck of somebody else's, with a card that has a problem.
const GO: &str = r#"Deck(format: 1, id: "go-errors", title: "Errors in Go, from panics to wrapped chains that callers can ask about",
    about: "What `errors.Is`, `errors.As` and `%w` do, and when a panic is right.",
    area: Language, version: "1.24", license: "CC-BY-SA-4.0", authors: ["Ada Byron", "Grace H."],
    cards: [
        Typed(id: "wrap", ask: "Which verb wraps an error?", accept: ["%w"]),
        Flip(id: "is", front: "What does `errors.Is` compare?", back: "Each error of the chain with the target."),
        Choice(id: "as", ask: "What does errors.As need?", right: ["A pointer"], wrong: ["A pointer"]),
    ],
)
"#;

const MINE: &str = r#"Deck(format: 1, id: "mine", title: "Mine", license: "CC0-1.0", cards: [Flip(id: "a", front: "A?", back: "a")])"#;

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn open(theme: Theme, width: f32) -> Opened {
    desk(theme).open(window(width))
}

fn desk(theme: Theme) -> Desk {
    let mut desk = Desk::new().settings(|settings| settings.theme = theme);
    desk.is_builtin = false;
    desk.add("mine.ron", MINE);
    desk
}

/// Somebody lets go of these files over the window.
fn drop_files(opened: &mut Opened, files: &[(&str, &[u8])]) {
    let folder = opened.folder.path().join("downloads");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a file");
        opened.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    }
    opened.settle();
}

fn has(opened: &Opened, label: &str) -> bool {
    opened.harness.query_all_by_label_contains(label).next().is_some()
}

fn press(opened: &mut Opened, label: &str) {
    opened.harness.get_by_label(label).click();
    opened.settle();
}

fn decks(opened: &Opened) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(opened.paths().decks)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_dropped_deck_is_shown_first_and_then_taken_in() {
    let mut opened = open(Theme::Dark, 1400.0);
    drop_files(&mut opened, &[("go.ron", GO.as_bytes())]);
    opened.settle_until(|opened| has(opened, "Errors in Go"));
    for said in ["2 cards", "CC-BY-SA-4.0", "By Ada Byron, Grace H.", "1 problem"] {
        assert!(has(&opened, said), "{said}");
    }
    // Looking at it has written nothing.
    assert_eq!(decks(&opened).len(), 1);
    opened.press(Key::Escape);
    assert!(!has(&opened, "Errors in Go"));
    assert_eq!(decks(&opened).len(), 1);

    drop_files(&mut opened, &[("go.ron", GO.as_bytes())]);
    opened.settle_until(|opened| has(opened, "Errors in Go"));
    opened.press(Key::Enter);
    opened.settle_until(|opened| has(opened, "is yours now"));
    let taken = decks(&opened).into_iter().find(|file| file.ends_with("go-errors.ron"));
    assert_eq!(fs::read_to_string(taken.expect("it is there")).expect("it is read"), GO);
    // It can be studied at once.
    let is_known = |opened: &Opened| {
        let app = opened.app.borrow();
        app.ready().expect("it is open").collection.library().deck("go-errors").is_some()
    };
    opened.settle_until(is_known);
}

#[test]
fn a_deck_of_yours_is_replaced_only_when_you_say_so() {
    let mut opened = open(Theme::Dark, 700.0);
    let newer = MINE.replace("A?", "What is A?");
    drop_files(&mut opened, &[("newer.ron", newer.as_bytes())]);
    opened.settle_until(|opened| has(opened, "You have a deck of this id"));
    opened.press(Key::Enter);
    let mine = opened.paths().decks.join("mine.ron");
    assert_eq!(fs::read_to_string(&mine).expect("it is read"), MINE);
    press(&mut opened, "Replace your own deck");
    press(&mut opened, "Take in");
    opened.settle_until(|opened| has(opened, "is yours now"));
    let now: Vec<String> =
        decks(&opened).iter().map(|file| fs::read_to_string(file).expect("it is read")).collect();
    assert_eq!(now, [newer]);
}

#[test]
fn what_is_no_deck_is_refused_with_a_reason() {
    let mut opened = open(Theme::Dark, 700.0);
    drop_files(&mut opened, &[("holiday.hippocache", b"\x89PNG")]);
    opened.settle_until(|opened| has(opened, "Nothing was written"));
    assert!(has(&opened, "holiday.hippocache is not taken: this is no pack"));
    press(&mut opened, "Close");
    assert!(!has(&opened, "Nothing was written"));
    assert_eq!(decks(&opened).len(), 1);
}

#[test]
fn a_file_named_when_the_window_opens_is_shown() {
    let mut opened = open(Theme::Dark, 700.0);
    let file = opened.folder.path().join("go.ron");
    fs::write(&file, GO).expect("a file");
    opened.change(|app: App| app.bringing(Some(file)));
    opened.settle_until(|opened| has(opened, "Errors in Go"));
}

#[test]
fn screens_of_bringing() {
    let source = tempfile::tempdir().expect("a folder");
    fs::write(source.path().join("mine.ron"), MINE).expect("a deck");
    let sources = Sources { folders: vec![source.path().to_owned()], ..Sources::default() };
    let library = Library::open(&sources, &AtomicBool::new(false));
    let pack = exchange::pack(&library, 0).expect("it is packed");
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let name = |what: &str| format!("install_{what}_{name}_{width}");
            let mut opened = desk(theme).pictured().open(window(width));
            drop_files(&mut opened, &[("go.ron", GO.as_bytes()), ("mine.hippocache", &pack)]);
            opened.settle_until(|opened| has(opened, "Errors in Go"));
            opened.assert_snapshot(&name("preview"));
            let mut opened = desk(theme).pictured().open(window(width));
            drop_files(&mut opened, &[("holiday.hippocache", b"\x89PNG")]);
            opened.settle_until(|opened| has(opened, "Nothing was written"));
            opened.assert_snapshot(&name("refused"));
            let mut opened = desk(theme).pictured().open(window(width));
            let hovered = egui::HoveredFile { path: Some("go.ron".into()), ..Default::default() };
            opened.harness.input_mut().hovered_files.push(hovered);
            opened.harness.step();
            opened.harness.step();
            opened.assert_snapshot(&name("hovered"));
        }
    }
}
