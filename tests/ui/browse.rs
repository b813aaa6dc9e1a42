//! The table of all cards.

use std::fmt::Write as _;
use std::sync::OnceLock;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hippocache::deck::ItemKey;
use hippocache::scheduler::{CardState, Due};
use hippocache::session::ScopeMode;
use hippocache::store::{Options, Store};
use hippocache::ui::app::Route;

use crate::support::THEMES;
use crate::support::opened::{Desk, NOW_MS, Opened, WIDTHS, window};

const OWN: &str = r#"// Mine.
#![enable(implicit_some)]
Deck(format: 1, id: "own", title: "My own cards about distributed systems at work", area: "Messaging", cards: [
    Flip(id: "raft", front: "Who may become the *leader* in Raft?", back: "A server whose log is at least as up to date as those of a majority.", tags: ["consensus"]),
    Flip(id: "quorum", front: "How many of five nodes make a quorum?", back: "3"),
])
"#;

const OTHER: &str = "Deck(format: 1, id: \"other\", title: \"Other\", cards: [\n    Flip(id: \"x\", front: \"X?\", back: \"x\"),\n])\n";

/// Somebody who has studied for some weeks, and writes decks.
fn studied() -> Desk {
    static KEPT: OnceLock<tempfile::TempDir> = OnceLock::new();
    let mut desk = Desk::copied(&KEPT, || Desk::new().studied(40, 12));
    desk.add("own.ron", OWN);
    desk.add("other.ron", OTHER);
    desk
}

fn browse(desk: Desk, width: f32) -> Opened {
    let mut opened = desk.open(window(width));
    opened.press_with(Modifiers::COMMAND, Key::B);
    assert_eq!(opened.app.borrow().route(), Route::Browse);
    opened.settle_until(|opened| says(opened, "Who may") || says(opened, "cards"));
    // The texts are read by a thread.
    ask(&mut opened, "\"in raft?\"");
    opened.settle_until(|opened| status(opened).starts_with("1 card"));
    ask(&mut opened, "");
    opened.settle_until(|opened| status(opened).len() > "1 card".len());
    opened
}

#[test]
fn what_is_typed_at_once_is_the_query() {
    let mut opened = studied().open(window(1400.0));
    opened.press_with(Modifiers::COMMAND, Key::B);
    opened.settle();
    opened.press(Key::S);
    opened.type_text("id:own/raft");
    opened.settle_until(|opened| status(opened) == "1 card");
    assert!(!state(&opened, "own/raft").suspended);
}

fn says(opened: &Opened, text: &str) -> bool {
    opened.harness.query_all_by_label_contains(text).next().is_some()
}

/// What stands before the deeds.
fn status(opened: &Opened) -> String {
    let all = opened
        .harness
        .query_all_by_label_contains("card")
        .chain(opened.harness.query_all_by_label_contains("selected"));
    let labels = all.filter_map(|node| {
        let node = node.accesskit_node();
        (node.role() == egui::Role::Status).then(|| node.label()).flatten()
    });
    labels.fold(String::new(), |_, label| label)
}

/// Another query; focus goes back to the table.
fn ask(opened: &mut Opened, query: &str) {
    opened.press(Key::Slash);
    opened.press_with(Modifiers::COMMAND, Key::A);
    if query.is_empty() {
        opened.press(Key::Backspace);
    } else {
        opened.type_text(query);
    }
    opened.press(Key::Escape);
    if opened.harness.ctx.text_edit_focused() {
        opened.press(Key::Escape);
    }
    opened.settle();
}

fn rows(opened: &Opened) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = opened
        .harness
        .query_all(
            egui_kittest::kittest::By::new().predicate(|node| node.role() == egui::Role::Row),
        )
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

fn state(opened: &Opened, name: &str) -> CardState {
    let key: ItemKey = name.parse().expect("a name");
    let app = opened.app.borrow();
    let collection = &app.ready().expect("it is open").collection;
    let item = collection.find(&key).expect("it is there");
    collection.state(item)
}

/// The store replays to what it holds.
fn verify(opened: &Opened) {
    let store = Store::open_to_read(&opened.paths().data, &Options::new(NOW_MS, 0)).expect("opens");
    let report = store.verify(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("verified");
    assert!(report.is_good(), "{report:?}");
}

fn states(opened: &Opened) -> Vec<CardState> {
    let app = opened.app.borrow();
    let collection = &app.ready().expect("it is open").collection;
    (0..collection.library().items().len()).map(|item| collection.state(item)).collect()
}

fn press(opened: &mut Opened, label: &str) {
    opened.harness.get_by_label(label).click();
    opened.settle();
}

#[test]
fn a_query_finds_and_says_how_many() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:own");
    assert_eq!(status(&opened), "2 cards");
    assert_eq!(rows(&opened).len(), 2);
    assert!(rows(&opened)[0].starts_with("Who may become the leader in Raft?, My own"));
    ask(&mut opened, "deck:own -tag:consensus or id:x");
    assert_eq!(status(&opened), "2 cards");
    ask(&mut opened, "rated:3");
    opened.settle_until(|opened| !says(opened, "Reading your answers"));
    assert!(!rows(&opened).is_empty());
    ask(&mut opened, "deck:own is:suspended");
    assert!(says(&opened, "Nothing found"));
    press(&mut opened, "Show all cards");
    assert!(rows(&opened).len() > 10);
}

#[test]
fn what_is_wrong_is_told_at_its_word_and_old_rows_stay() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:own");
    ask(&mut opened, "deck:own prop:x");
    assert!(says(&opened, "there is no property `x`"));
    assert_eq!(rows(&opened).len(), 2, "the rows of before stay");
    ask(&mut opened, "deck:own");
    assert!(!says(&opened, "there is no property"));
}

#[test]
fn completion_writes_what_is_chosen() {
    let mut opened = browse(studied(), 1400.0);
    opened.press(Key::Slash);
    opened.type_text("-de");
    assert!(says(&opened, "deck:, a deck, by id or title"));
    opened.press(Key::Tab);
    opened.type_text("ow");
    assert!(says(&opened, "own, My own cards about distributed systems at work, 2 cards"));
    assert!(!says(&opened, "needs something behind it"), "it is still being written");
    opened.press(Key::ArrowDown);
    opened.press(Key::Enter);
    opened.type_text("is:n");
    opened.press(Key::Tab);
    let typed = opened.harness.get_by_label("Query").value().unwrap_or_default();
    assert_eq!(typed, "-deck:own is:new ");
    // Without suggestions Enter leads to the table.
    opened.press(Key::Enter);
    assert!(!opened.harness.ctx.text_edit_focused());
    assert!(status(&opened).starts_with("1 of"), "{}", status(&opened));
}

#[test]
fn columns_sort_and_are_chosen() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:own or id:x");
    press(&mut opened, "Sort by Question");
    assert!(rows(&opened)[0].starts_with("How many"), "{:?}", rows(&opened));
    press(&mut opened, "Sort by Question, rising");
    assert!(rows(&opened)[0].starts_with("X?"), "{:?}", rows(&opened));
    press(&mut opened, "Sort by Question, falling");
    assert!(rows(&opened)[0].starts_with("X?") || rows(&opened)[0].starts_with("Who"));
    assert!(!says(&opened, "Sort by Tags"));
    press(&mut opened, "Columns");
    for name in ["Recall", "Tags"] {
        opened.harness.get_by_role_and_label(egui::Role::Switch, name).scroll_to_me();
        opened.harness.run_steps(20);
        opened.harness.get_by_role_and_label(egui::Role::Switch, name).click();
        opened.settle();
    }
    press(&mut opened, "Done");
    assert!(says(&opened, "Sort by Tags"), "Tags");
    assert!(!says(&opened, "Sort by Recall"), "Recall");
}

#[test]
fn rows_are_selected_by_mouse_and_keys() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:redis");
    let all = status(&opened);
    let name = |opened: &Opened, row: usize| rows(opened)[row].clone();
    let third = name(&opened, 2);
    press(&mut opened, &third);
    assert!(status(&opened).starts_with("1 of"));
    opened.press_with(Modifiers::SHIFT, Key::ArrowDown);
    opened.press_with(Modifiers::SHIFT, Key::ArrowDown);
    assert!(status(&opened).starts_with("3 of"), "{}", status(&opened));
    let first = name(&opened, 0);
    opened.harness.get_by_label(&first).click_modifiers(Modifiers::COMMAND);
    opened.settle();
    assert!(status(&opened).starts_with("4 of"), "{}", status(&opened));
    opened.harness.get_by_label(&third).click_modifiers(Modifiers::SHIFT);
    opened.settle();
    assert!(status(&opened).starts_with("3 of"), "{}", status(&opened));
    opened.press_with(Modifiers::COMMAND, Key::A);
    let count = all.split(' ').next().expect("a number").to_owned();
    assert_eq!(status(&opened), format!("{count} of {count} selected"));
    opened.press(Key::Escape);
    assert_eq!(status(&opened), all);
    opened.press(Key::End);
    let last = rows(&opened).len();
    assert!(last > 5 && status(&opened).starts_with("1 of"));
    opened.press(Key::Escape);
    assert_eq!(opened.app.borrow().route(), Route::Home);
}

#[test]
fn each_deed_is_done_and_undone_as_one_step() {
    type Finish<'a> = &'a dyn Fn(&mut Opened);
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:redis -is:new");
    opened.settle();
    opened.press_with(Modifiers::COMMAND, Key::A);
    let before = states(&opened);
    let changed = |opened: &Opened| {
        states(opened).iter().zip(&before).filter(|(now, was)| now != was).count()
    };
    let selected: usize =
        status(&opened).split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    assert!(selected > 3);

    let deeds: [(Key, Finish<'_>); 5] = [
        (Key::S, &|_| {}),
        (Key::B, &|_| {}),
        (Key::F, &|opened| opened.press(Key::Num3)),
        (Key::R, &|opened| {
            press(opened, "When, In a month");
            opened.press(Key::Enter);
        }),
        (Key::X, &|opened| {
            let label = format!("Start {} over", status_count(opened));
            press(opened, &label);
        }),
    ];
    for (key, finish) in deeds {
        opened.press(key);
        finish(&mut opened);
        opened.settle();
        assert_eq!(changed(&opened), selected, "{key:?}");
        verify(&opened);
        opened.press_with(Modifiers::COMMAND, Key::Z);
        assert_eq!(changed(&opened), 0, "{key:?} is undone");
        verify(&opened);
        opened.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        assert_eq!(changed(&opened), selected, "{key:?} is done again");
        verify(&opened);
        opened.press_with(Modifiers::COMMAND, Key::Z);
        assert_eq!(changed(&opened), 0);
        // The query may have lost them meanwhile.
        opened.press_with(Modifiers::COMMAND, Key::A);
    }
}

/// How the dialogue counts what is selected.
fn status_count(opened: &Opened) -> String {
    let status = status(opened);
    let count = status.split(' ').next().unwrap_or_default();
    format!("{count} cards")
}

#[test]
fn the_toast_takes_it_back_too() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "id:own/raft");
    opened.press(Key::ArrowDown);
    opened.press(Key::S);
    assert!(state(&opened, "own/raft").suspended);
    assert!(says(&opened, "Suspended 1 card"));
    press(&mut opened, "Undo");
    assert!(!state(&opened, "own/raft").suspended);
    assert!(says(&opened, "Undone: suspended 1 card"));
}

#[test]
fn what_was_answered_since_is_not_undone() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "id:own/raft");
    opened.press(Key::ArrowDown);
    opened.press(Key::F);
    opened.press(Key::Num1);
    assert_eq!(state(&opened, "own/raft").flag, 1);
    // A session over it, and an answer.
    opened.press(Key::Enter);
    assert_eq!(opened.app.borrow().route(), Route::Study);
    opened.press(Key::Space);
    opened.press(Key::Num3);
    let answered = state(&opened, "own/raft");
    assert_eq!(answered.reps, 1);
    opened.press_with(Modifiers::COMMAND, Key::B);
    opened.press_with(Modifiers::COMMAND, Key::Z);
    assert!(says(&opened, "Something was answered or changed since"));
    assert_eq!(state(&opened, "own/raft"), answered);
}

#[test]
fn a_new_card_has_no_day_to_come_back_on() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "id:own/raft");
    opened.press(Key::ArrowDown);
    opened.press(Key::R);
    opened.press(Key::Enter);
    assert!(says(&opened, "New cards have no day to come back on"));
    assert_eq!(state(&opened, "own/raft").due, Due::Never);
}

#[test]
fn tags_go_into_the_files_and_out_again() {
    let mut opened = browse(studied(), 1400.0);
    let file = opened.paths().decks.join("own.ron");
    let text = || std::fs::read_to_string(&file).expect("the deck");
    ask(&mut opened, "deck:own or deck:redis");
    opened.press_with(Modifiers::COMMAND, Key::A);
    opened.press(Key::T);
    opened.type_text("to-read");
    opened.press(Key::Enter);
    opened.settle_until(|opened| says(opened, "of built-in decks stayed as they are"));
    assert_eq!(text().matches("to-read").count(), 2, "{}", text());
    assert!(text().starts_with("// Mine.\n"));
    opened.press_with(Modifiers::COMMAND, Key::Z);
    opened.settle_until(|opened| says(opened, "Undone: tagged 2 cards"));
    assert_eq!(text(), OWN);
    opened.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    opened.settle_until(|opened| says(opened, "Done again"));
    // The table knows it at once.
    ask(&mut opened, "tag:to-read");
    opened.settle_until(|opened| status(opened) == "2 of 2 selected");
    assert_eq!(text().matches("to-read").count(), 2);
    // Somebody else writes in it: that is not undone.
    std::fs::write(&file, format!("{}// by hand\n", text())).expect("written");
    opened.press_with(Modifiers::COMMAND, Key::Z);
    opened.settle_until(|opened| says(opened, "was changed since, so it was left as it is"));
    assert!(text().ends_with("// by hand\n"));
}

#[test]
fn cards_move_into_another_deck_with_their_progress() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "id:own/raft");
    opened.press(Key::ArrowDown);
    opened.press(Key::F);
    opened.press(Key::Num2);
    opened.press(Key::M);
    press(&mut opened, "Other");
    opened.settle_until(|opened| says(opened, "Moved 1 card"));
    let text = std::fs::read_to_string(opened.paths().decks.join("other.ron")).expect("the deck");
    assert!(text.contains("was: [\"own/raft\"]"), "{text}");
    ask(&mut opened, "id:other/raft flag:2");
    opened.settle_until(|opened| status(opened) == "1 card");
    opened.press_with(Modifiers::COMMAND, Key::Z);
    opened.settle_until(|opened| says(opened, "Undone: moved 1 card"));
    assert_eq!(std::fs::read_to_string(opened.paths().decks.join("own.ron")).expect("deck"), OWN);
    assert_eq!(
        std::fs::read_to_string(opened.paths().decks.join("other.ron")).expect("deck"),
        OTHER
    );
}

#[test]
fn the_card_is_seen_with_the_arithmetic_of_its_schedule() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:redis prop:due>0");
    opened.press(Key::ArrowDown);
    opened.settle_until(|opened| says(opened, "Preview, Answer"));
    press(&mut opened, "What is shown of the card, History");
    opened.settle_until(|opened| says(opened, "Why is this"));
    assert!(says(&opened, "R = (1 + f·t/S)^c"), "the curve");
    assert!(says(&opened, "You aim at 90"), "the aim");
    assert!(says(&opened, "Its past"));
    // A new card has none.
    ask(&mut opened, "id:own/raft");
    opened.press(Key::ArrowDown);
    opened.settle_until(|opened| says(opened, "You have not met this card yet."));
}

#[test]
fn edit_leads_to_the_author_and_back() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "id:own/quorum");
    opened.press(Key::ArrowDown);
    opened.press(Key::E);
    assert_eq!(opened.app.borrow().route(), Route::Author);
    opened.settle_until(|opened| says(opened, "About the deck"));
    opened.press(Key::Escape);
    if opened.app.borrow().route() == Route::Author {
        // The first one left the field that had the focus.
        opened.press(Key::Escape);
    }
    opened.settle_until(|opened| opened.app.borrow().route() != Route::Author);
    assert_eq!(opened.app.borrow().route(), Route::Browse);
}

#[test]
fn study_these_asks_what_is_selected_whenever_it_is_due() {
    let mut opened = browse(studied(), 1400.0);
    ask(&mut opened, "deck:redis prop:due>0");
    opened.press_with(Modifiers::COMMAND, Key::A);
    let count: usize =
        status(&opened).split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    assert!(count > 0, "{}", status(&opened));
    press(&mut opened, "Study these");
    let app = opened.app.borrow();
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!((session.scope().mode, session.scope().items.len()), (ScopeMode::Due, count));
}

#[test]
fn browsing_in_pictures() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let desk = || studied().settings(|settings| settings.theme = theme);
            let mut opened = browse(desk(), width);
            ask(&mut opened, "-is:new");
            opened.press(Key::ArrowDown);
            opened.press_with(Modifiers::SHIFT, Key::ArrowDown);
            opened.press_with(Modifiers::SHIFT, Key::ArrowDown);
            opened.settle_until(|opened| !says(opened, "Loading"));
            if name == "dark" {
                press(&mut opened, "What is shown of the card, History");
                opened.settle_until(|opened| says(opened, "Its past"));
            }
            opened.assert_snapshot(&format!("browse_rows_{name}_{width}"));
        }
    }
    let ((light, dark), desk) = ((THEMES[1].0, THEMES[0].0), studied);
    let mut opened = browse(desk().settings(|settings| settings.theme = light), 1400.0);
    opened.press(Key::Slash);
    opened.type_text("deck:redis is:");
    opened.press(Key::ArrowDown);
    opened.assert_snapshot("browse_completion_light_1400");
    let mut opened = browse(desk().settings(|settings| settings.theme = dark), 700.0);
    ask(&mut opened, "deck:redis prop:stablity>30 is:due");
    opened.assert_snapshot("browse_error_dark_700");
    let mut opened = browse(desk().settings(|settings| settings.theme = light), 700.0);
    ask(&mut opened, "tag:nothing-of-the-kind");
    opened.assert_snapshot("browse_nothing_light_700");
}

#[test]
fn a_hundred_thousand_cards_in_a_picture() {
    let mut desk = Desk::new();
    desk.is_builtin = false;
    for deck in 0..50 {
        let mut text =
            format!("Deck(format: 1, id: \"d{deck}\", title: \"Deck {deck}\", cards: [\n");
        for card in 0..2_000 {
            let _ = writeln!(
                text,
                "Flip(id: \"c{card}\", front: \"What does part {card} of system {deck} do?\", \
                 back: \"It waits.\"),"
            );
        }
        text.push_str("])\n");
        desk.add(&format!("d{deck}.ron"), &text);
    }
    let mut opened = desk.open(window(1400.0));
    opened.press_with(Modifiers::COMMAND, Key::B);
    assert_eq!(opened.app.borrow().route(), Route::Browse);
    opened.settle_until(|opened| says(opened, "What does part 0 of system 0 do?"));
    assert_eq!(status(&opened), "100\u{a0}000 cards");
    // Only what is seen is there.
    assert!(rows(&opened).len() < 40, "{}", rows(&opened).len());
    // From the query's field into the table.
    opened.press(Key::ArrowDown);
    opened.press(Key::End);
    opened.settle_until(|opened| says(opened, "What does part 1999 of system 9"));
    ask(&mut opened, "\"part 77 of system 4\"");
    opened.settle_until(|opened| status(opened) == "11 cards");
    ask(&mut opened, "part");
    opened.settle_until(|opened| status(opened).starts_with("100"));
    opened.press(Key::End);
    opened.settle_until(|opened| !says(opened, "Loading"));
    opened.assert_snapshot("browse_huge_dark_1400");
}
