//! The home screen.

use std::sync::OnceLock;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use hippocache::session::{ScopeMode, Track};
use hippocache::ui::app::Route;
use tempfile::TempDir;

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// A deck of one's own, with an area, a tag and two broken cards.
const KAFKA: &str = r#"#![enable(implicit_some)]
Deck(
    format: 1,
    id: "kafka",
    title: "Kafka at work",
    area: "Messaging",
    version: "3.9",
    cards: [
        Typed(
            id: "log",
            ask: "What is a topic's partition?",
            accept: ["An ordered log"],
            tags: ["partitions"],
        ),
        Typed(id: "offset", ask: "What counts a consumer's place?", accept: ["Its offset"]),
        Typed(id: "broken", ask: "What is missing here?"),
        Choice(id: "empty", ask: "Which?", right: [], wrong: []),
    ],
)
"#;

fn studied() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    Desk::copied(&MADE, || Desk::new().studied(60, 18))
}

/// Everything due is answered, and no new cards are wanted.
fn all_done() -> Desk {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let desk = Desk::copied(&MADE, || {
        let desk = studied().settings(|settings| settings.new_per_day = 0);
        let mut collection = desk.collection();
        for _ in 0..6 {
            desk.answer(&mut collection, 200, |_| true);
            desk.clock.advance_ms(700_000);
        }
        drop(collection);
        desk
    });
    desk.clock.advance_ms(6 * 700_000);
    desk.settings(|settings| settings.new_per_day = 0)
}

fn scope(opened: &Opened) -> Option<(ScopeMode, Vec<String>)> {
    let app = opened.app.borrow();
    let session = app.ready()?.session.as_ref()?;
    Some((session.scope().mode, session.scope().decks.clone()))
}

fn route(opened: &Opened) -> Route {
    opened.app.borrow().route()
}

/// A window in which all decks are seen.
fn tall() -> egui::Vec2 {
    egui::vec2(1400.0, 2600.0)
}

#[test]
fn enter_studies_what_is_due() {
    let mut opened = studied().open(window(1400.0));
    opened.press(Key::Enter);
    assert_eq!(route(&opened), Route::Study);
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec![])));
}

#[test]
fn the_button_studies_what_is_due() {
    let mut opened = studied().open(window(700.0));
    opened.harness.get_by_label("Study").click();
    opened.settle();
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec![])));
}

#[test]
fn a_tile_opens_its_deck_by_mouse_and_by_keyboard() {
    let mut opened = studied().open(tall());
    opened.harness.get_by_label_contains("Redis, ").click();
    opened.settle();
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec!["redis".to_owned()])));

    let mut opened = studied().open(tall());
    // Into the first tile (foundations), down to the languages, to the right.
    opened.press(Key::ArrowDown);
    opened.press(Key::ArrowDown);
    opened.press(Key::ArrowRight);
    opened.press(Key::Enter);
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec!["java".to_owned()])));
}

#[test]
fn search_finds_by_title_area_and_tag_and_enter_opens_the_first() {
    let mut opened = studied().open(tall());
    opened.press(Key::Slash);
    opened.type_text("red");
    assert!(opened.harness.query_by_label_contains("Redis, ").is_some());
    assert!(opened.harness.query_by_label_contains("Python, ").is_none());
    opened.press(Key::Escape);
    assert!(opened.harness.query_by_label_contains("Python, ").is_some(), "Esc clears");

    opened.press(Key::Slash);
    opened.type_text("frameworks");
    assert!(opened.harness.query_by_label_contains("Spring, ").is_some());
    assert!(opened.harness.query_by_label_contains("Python, ").is_none(), "no framework");
    opened.press(Key::Escape);

    opened.press(Key::Slash);
    opened.type_text("sql");
    opened.press(Key::Enter);
    assert_eq!(
        scope(&opened),
        Some((ScopeMode::Due, vec!["sql".to_owned()])),
        "a title that starts with it comes first"
    );
}

#[test]
fn an_unknown_deck_is_said_to_be_none() {
    let mut opened = studied().open(tall());
    opened.press(Key::Slash);
    opened.type_text("cobol");
    assert!(opened.harness.query_by_label("No deck called ‘cobol’").is_some());
    opened.harness.get_by_label("Show all decks").click();
    opened.settle();
    assert!(opened.harness.query_by_label_contains("Python, ").is_some());
}

#[test]
fn when_all_is_done_enter_does_nothing_and_the_weak_are_a_key_away() {
    let mut opened = all_done().open(window(1400.0));
    assert!(opened.harness.query_by_label("All done for today").is_some());
    opened.press(Key::Enter);
    assert_eq!(route(&opened), Route::Home);
    opened.press(Key::C);
    assert_eq!(scope(&opened), Some((ScopeMode::Cram, vec![])));
}

#[test]
fn a_deck_with_nothing_due_asks_what_else() {
    let mut opened = all_done().open(window(1400.0));
    opened.press(Key::Slash);
    opened.type_text("redis");
    opened.press(Key::Enter);
    assert!(opened.harness.query_by_label("How many cards, All").is_some());
    opened.harness.get_by_label("What to study, Cram").click();
    opened.settle();
    opened.press(Key::Enter);
    assert_eq!(scope(&opened), Some((ScopeMode::Cram, vec!["redis".to_owned()])));
}

#[test]
fn a_session_of_ones_own_by_keyboard() {
    let mut opened = studied().open(window(1400.0));
    opened.press(Key::S);
    assert!(opened.harness.query_by_label("How many cards, All").is_some());
    opened.press(Key::Enter);
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec![])));
}

#[test]
fn a_session_of_ones_own_by_deck_tag_and_number() {
    let mut opened = studied().open(egui::vec2(1400.0, 1100.0));
    opened.harness.get_by_label("Custom session…").click();
    opened.harness.run_steps(12);
    for label in ["Redis", "What to study, Cram", "How many cards, 10", "locks"] {
        opened.harness.get_by_label(label).click();
        opened.settle();
    }
    opened.harness.get_by_label("Start").click();
    opened.settle();
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    let scope = session.scope();
    assert_eq!(scope.mode, ScopeMode::Cram);
    assert_eq!(
        (scope.decks.as_slice(), scope.tags.as_slice()),
        (&["redis".to_owned()][..], &["locks".to_owned()][..])
    );
    assert_eq!(scope.limit, Some(10));
}

#[test]
fn what_was_left_out_is_told_with_its_place() {
    let mut desk = studied();
    desk.add("kafka.ron", KAFKA);
    let mut opened = desk.open(tall());
    assert!(opened.harness.query_by_label_contains("Two cards were left out").is_some());
    opened.harness.get_by_label("Show why").click();
    opened.settle();
    assert!(opened.harness.query_all_by_label_contains("kafka.ron:17:51").next().is_some());
    let tile = opened.harness.get_by_label_contains("Kafka at work, ");
    assert!(format!("{tile:?}").contains("Your deck"), "{tile:?}");
}

#[test]
fn the_path_leads_on_by_key_and_by_mouse_and_changes_its_language() {
    let mut opened = studied().open(tall());
    assert!(
        opened.harness.query_by_label_contains("Step 1 of 5, Backend foundations").is_some(),
        "the first step"
    );
    opened.press(Key::P);
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec!["backend".to_owned()])));

    let mut opened = studied().open(tall());
    opened.harness.get_by_label_contains("Step 3 of 5, Django").click();
    opened.settle();
    assert_eq!(scope(&opened), Some((ScopeMode::Due, vec!["django".to_owned()])));

    let mut opened = studied().open(tall());
    opened.harness.get_by_label("Language of the path, Java").click();
    opened.settle();
    assert!(opened.harness.query_by_label_contains("Step 3 of 5, Spring").is_some());
    assert_eq!(opened.app.borrow().settings().track, Track::Java);
    let kept = std::fs::read_to_string(opened.paths().settings).expect("settings");
    assert!(kept.contains("track: Java"), "{kept}");
}

#[test]
fn the_path_can_be_put_away() {
    let mut opened = studied().open(tall());
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened.harness.get_by_label("Show the path for newcomers").click();
    opened.settle();
    opened.press(Key::Escape);
    assert!(opened.harness.query_by_label_contains("Step 1 of").is_none());
    opened.press(Key::P);
    assert_eq!(route(&opened), Route::Home);
}

#[test]
fn sections_follow_the_areas() {
    let opened = studied().open(tall());
    let top = |label: &str| opened.harness.get_by_label(label).rect().top();
    let tops = ["Foundations", "Languages", "Frameworks", "Databases"].map(top);
    assert!(tops.is_sorted(), "{tops:?}");
    let tile = |label: &str| opened.harness.get_by_label_contains(label).rect().top();
    let spring = tile("Spring, ");
    assert!(tops[2] < spring && spring < tops[3]);
}

#[test]
fn keys_of_the_shell() {
    let mut opened = studied().open(window(1400.0));
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    assert_eq!(route(&opened), Route::Settings);
    opened.press(Key::Escape);
    assert_eq!(route(&opened), Route::Home);
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened.press_with(Modifiers::COMMAND, Key::H);
    assert_eq!(route(&opened), Route::Home);
    let text_size = |opened: &Opened| opened.app.borrow().settings().text_size;
    opened.press_with(Modifiers::COMMAND, Key::Plus);
    assert_eq!(text_size(&opened), 1.1);
    opened.press_with(Modifiers::COMMAND, Key::Equals);
    assert_eq!(text_size(&opened), 1.2);
    opened.press_with(Modifiers::COMMAND, Key::Minus);
    assert_eq!(text_size(&opened), 1.1);
    let theme = |opened: &Opened| opened.app.borrow().settings().theme;
    opened.press_with(Modifiers::COMMAND, Key::T);
    assert_eq!(theme(&opened), hippocache::settings::Theme::Light);
}

#[test]
fn the_settings_lead_back_to_the_card() {
    let mut opened = studied().open(window(1400.0));
    opened.press(Key::Enter);
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    assert_eq!(route(&opened), Route::Settings);
    opened.press(Key::Escape);
    assert_eq!(route(&opened), Route::Study);
    assert!(scope(&opened).is_some());
}

#[test]
fn home_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let themed = |desk: Desk| desk.settings(|settings| settings.theme = theme).pictured();
            let mut opened = themed(studied()).open(window(width));
            opened.assert_snapshot(&format!("home_due_{name}_{width}"));
            opened.press(Key::S);
            opened.assert_snapshot(&format!("home_custom_{name}_{width}"));

            let mut opened = themed(all_done()).open(window(width));
            opened.press(Key::ArrowDown);
            opened.assert_snapshot(&format!("home_done_{name}_{width}"));
            opened.press(Key::Slash);
            opened.type_text("cobol");
            opened.assert_snapshot(&format!("home_no_deck_{name}_{width}"));

            let mut desk = themed(studied());
            desk.add("kafka.ron", KAFKA);
            let mut opened = desk.open(window(width));
            opened.harness.get_by_label("Show why").click();
            opened.settle();
            opened.assert_snapshot(&format!("home_left_out_{name}_{width}"));
        }
    }
}

#[test]
fn what_is_due_is_counted_anew_over_night() {
    let mut opened = all_done().open(window(1400.0));
    assert!(opened.harness.query_by_label("Study").is_none());
    opened.clock.advance_ms(crate::support::opened::DAY_MS);
    opened.settle();
    assert!(opened.harness.query_by_label("Study").is_some());
    assert!(opened.harness.query_by_label("Friday, 6 March").is_some());
}

#[test]
fn large_text_in_pictures() {
    let desk = || {
        let large = |settings: &mut hippocache::settings::Settings| settings.text_size = 1.6;
        studied().settings(large).pictured()
    };
    let mut opened = desk().open(window(700.0));
    opened.assert_snapshot("home_large_text_dark_700");
    opened.press_with(Modifiers::COMMAND, Key::Comma);
    opened.assert_snapshot("settings_large_text_dark_700");
    opened.press(Key::Questionmark);
    opened.assert_snapshot("keys_large_text_dark_700");
    opened.press(Key::Escape);
    opened.press(Key::Escape);
    opened.press(Key::S);
    opened.assert_snapshot("home_custom_large_text_dark_700");
    // So narrow that the path's steps stand below each other.
    let mut opened = desk().open(egui::vec2(700.0, 2000.0));
    opened.assert_snapshot("home_path_large_text_dark_700");
}
