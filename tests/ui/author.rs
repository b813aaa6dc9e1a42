//! Writing decks in the window.

use std::fs;
use std::path::PathBuf;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use hippocache::deck::{Kind, Side, Wording};
use hippocache::scheduler::{Evidence, Rating};
use hippocache::settings::Theme;
use hippocache::ui::action::Action;
use hippocache::ui::app::{App, Route};

use crate::support::THEMES;
use crate::support::opened::{Desk, Opened, WIDTHS, window};

/// A deck as an author's hand has left it.
const KAFKA: &str = r#"// Written by hand; the layout is mine.
#![enable(implicit_some)]
Deck(
    format: 1, id: "kafka",
    title: "Kafka at work",
    area: "Messaging",
    version: "3.9",
    license: "CC-BY-4.0",
    syllabus: [("log", "What a log is"), ("offsets", "Who has read how far")],
    cards: [
        // The basics.
        Choice(id: "partition",
            ask: "What does Kafka keep in order?",
            right: [("The records of one partition", "Each partition is a log of its own.")],
            wrong: [("The records of a topic", "Partitions of a topic are read side by side."),
                    "All records of a broker that were ever written to any of its disks, in the order of their arrival"],
            why: "A **partition** is an append-only log; `offset` counts within it.",
            tags: ["ordering"], point: "log",
        ), // keep this
        Cloze( id: "offset",  text: "A consumer commits its {{offset::a number}} to {{`__consumer_offsets`}}." ),
        Output(id: "hash", code: (Python, "print(hash((1, 2)) % 3 in range(3))"), prints: "True",
            why: "Tuples of numbers hash the same everywhere."),
        Flip(front: "What is a *consumer group*?", back: "Consumers that share the partitions of a topic."),
    ],
)
"#;

const REDIS: &str = "#![enable(implicit_some)]\nDeck(\n    format: 1,\n    id: \"mine\",\n    title: \"Mine\",\n    cards: [\n        Flip(id: \"a\", front: \"A?\", back: \"a\"),\n    ],\n)\n";

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.is_builtin = false;
    desk.add("kafka.ron", KAFKA);
    desk.add("mine.ron", REDIS);
    desk
}

fn file(opened: &Opened) -> PathBuf {
    opened.paths().decks.join("kafka.ron")
}

fn text(opened: &Opened) -> String {
    fs::read_to_string(file(opened)).expect("the deck is there")
}

/// At the list of decks.
fn writing(desk: Desk, width: f32) -> Opened {
    let mut opened = desk.open(window(width));
    do_action(&mut opened, Action::Write);
    opened
}

fn do_action(opened: &mut Opened, action: Action) {
    opened.press_with(Modifiers::COMMAND, Key::K);
    opened.type_text(action.entry().name);
    opened.press(Key::Enter);
}

/// In a deck, with its first card at hand.
fn at_desk(desk: Desk, width: f32) -> Opened {
    let mut opened = writing(desk, width);
    press(&mut opened, "Write in Kafka at work");
    opened.settle_until(|opened| opened.harness.query_by_label("About the deck").is_some());
    opened
}

fn press(opened: &mut Opened, label: &str) {
    opened.harness.get_by_label(label).scroll_to_me();
    opened.settle();
    opened.harness.get_by_label(label).click();
    opened.settle();
}

#[test]
fn screens_of_writing() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let name = |what: &str| format!("author_{what}_{name}_{width}");
            let desk = || desk().settings(|settings| settings.theme = theme).pictured();
            let mut opened = writing(desk(), width);
            opened.assert_snapshot(&name("decks"));
            do_action(&mut opened, Action::NewDeck);
            opened.type_text("Rabbit MQ");
            press(&mut opened, "Area, Other");
            opened.assert_snapshot(&name("new_deck"));
            let mut opened = at_desk(desk(), width);
            if width < 1000.0 {
                opened.assert_snapshot(&name("cards"));
                press(&mut opened, "What is shown, Write");
            }
            opened.assert_snapshot(&name("card"));
            do_action(&mut opened, Action::QuickAdd);
            opened.type_text(
                "| Term | Meaning |\n|---|---|\n| Leader | takes the writes |\n| ISR | |",
            );
            opened.assert_snapshot(&name("many"));
        }
    }
}

#[test]
fn kinds_and_states_of_writing() {
    for ((theme, name), width) in THEMES.into_iter().zip(WIDTHS) {
        let name = |what: &str| format!("author_{what}_{name}_{width}");
        let desk = || desk().settings(|settings| settings.theme = theme).pictured();
        let tab = |opened: &mut Opened, tab: &str| {
            if width < 1000.0 {
                press(opened, &format!("What is shown, {tab}"));
            }
        };
        let mut opened = at_desk(desk(), width);
        tab(&mut opened, "Preview");
        press(&mut opened, "Preview, Feedback");
        press(
            &mut opened,
            if theme == Theme::Dark { "Preview in light" } else { "Preview in dark" },
        );
        opened.assert_snapshot(&name("feedback"));
        for (card, what) in [("Card 2", "gaps"), ("Card 3", "output"), ("Card 4", "flip")] {
            let mut opened = at_desk(desk(), width);
            let label = opened.harness.get_by_label_contains(card);
            label.click();
            opened.settle();
            opened.assert_snapshot(&name(what));
        }
        for kind in ["Typed", "Order", "Match"] {
            let mut opened = at_desk(desk(), width);
            tab(&mut opened, "Write");
            press(&mut opened, &format!("Kind of card, {kind}"));
            opened.assert_snapshot(&name(&kind.to_lowercase()));
        }
        let mut opened = at_desk(desk(), width);
        press(&mut opened, "About the deck");
        tab(&mut opened, "Write");
        opened.assert_snapshot(&name("head"));
        let mut opened = at_desk(desk(), width);
        tab(&mut opened, "Write");
        write(&mut opened, "Question", "Which is an");
        write(&mut opened, "Source", "http://kafka.apache.org/");
        // A pause has passed: what the file's state is called is settled, too.
        opened.settle_until(|opened| has(opened, "Saved"));
        opened.assert_snapshot(&name("remarks"));
        write(&mut opened, "Question", " ");
        opened.press(Key::Escape);
        opened.press(Key::Escape);
        opened.settle_until(|opened| has(opened, "Not whole yet"));
        opened.assert_snapshot(&name("not_whole"));
        let mut opened = at_desk(desk(), width);
        tab(&mut opened, "Write");
        press(&mut opened, "Card as text or form");
        opened.assert_snapshot(&name("as_text"));
        let mut opened = at_desk(desk(), width);
        tab(&mut opened, "Write");
        write(&mut opened, "Question", "What is kept in order?");
        let theirs = KAFKA.replace("What does Kafka keep in order?", "What is sorted?");
        fs::write(file(&opened), &theirs).expect("it is written");
        opened.press_with(Modifiers::COMMAND, Key::S);
        opened.settle_until(|opened| has(opened, "Two versions of one card"));
        // However many frames that took: what moves into its place is there.
        opened.wait_secs(3.0);
        opened.assert_snapshot(&name("conflict"));
        let mut opened = at_desk(desk(), width);
        do_action(&mut opened, Action::MoveToDeck);
        opened.assert_snapshot(&name("move"));
        let mut empty = Desk::new().settings(|settings| settings.theme = theme).pictured();
        empty.is_builtin = false;
        let mut opened = writing(empty, width);
        opened.assert_snapshot(&name("no_deck"));
    }
}

/// A deck that was learned, and then edited: one answer is another, one card
/// without an id was put in other words.
fn edited(theme: Theme) -> Desk {
    let mut desk = desk().settings(|settings| settings.theme = theme);
    let mut collection = desk.collection();
    for item in 0..collection.library().items().len() {
        let card = collection.card(item).expect("a card").2;
        let evidence = Evidence {
            kind: card.body.kind(),
            correct: true,
            chance: 0.0,
            latency_ms: 5_000,
            confidence: None,
            hints: 0,
            stated: (card.body.kind() == Kind::Flip).then_some(Rating::Good),
        };
        let seen = Wording::of(&card, Side::Forward);
        collection.record_seen(item, &evidence, Some(&seen)).expect("it is kept");
        desk.clock.advance_ms(60_000);
    }
    drop(collection);
    let changed = KAFKA
        .replace(
            "right: [(\"The records of one partition\"",
            "right: [(\"The records of a partition's segment\"",
        )
        .replace("What is a *consumer group*?", "What, in Kafka, is a group of consumers?")
        .replace("that share the partitions of a topic", "sharing the partitions of one topic");
    desk.add("kafka.ron", &changed);
    desk
}

/// With what was found in the background.
fn found(theme: Theme, width: f32) -> Opened {
    let mut opened = edited(theme).open(window(width));
    opened.change(App::watching);
    opened.settle_until(|opened| has(opened, "that you know has changed"));
    opened
}

#[test]
fn a_card_is_written_in_as_text_and_the_preview_follows() {
    let mut opened = at_desk(desk(), 1400.0);
    press(&mut opened, "Card as text or form");
    let label = "The card as it is written";
    let raw = opened.harness.get_by_label(label).value().expect("its text");
    let typed = raw.replace("What does Kafka keep in order?", "What is sorted?").replace(
        "point: \"log\",",
        "point: \"log\", proof: (on: Python, code: \"print(1)\", prints: \"1\"),",
    );
    assert_ne!(typed, raw);
    // Half of it is no card, which changes nothing.
    write(&mut opened, label, &typed[..typed.len() / 2]);
    assert!(has(&opened, "This is no card yet"));
    opened.wait_secs(3.0);
    assert_same(&text(&opened), KAFKA);
    write(&mut opened, label, &typed);
    assert!(has(&opened, "What is sorted?"), "the preview shows it");
    opened.wait_secs(3.0);
    opened.settle_until(|opened| text(opened) != KAFKA);
    assert_same(&text(&opened), &KAFKA.replace(&raw, &typed));
    press(&mut opened, "Card as text or form");
    assert_eq!(opened.harness.get_by_label("Question").value().as_deref(), Some("What is sorted?"));
    // Leaving with half a card asks first.
    press(&mut opened, "Card as text or form");
    write(&mut opened, label, "Choice(");
    opened.press(Key::Escape);
    opened.press(Key::Escape);
    assert!(has(&opened, "This card isn't whole yet"));
    press(&mut opened, "Throw it away");
    opened.settle_until(|opened| has(opened, "Your decks"));
    assert_same(&text(&opened), &KAFKA.replace(&raw, &typed));
}

#[test]
fn the_key_sheet_begins_with_the_keys_of_writing() {
    let mut opened = at_desk(desk(), 1400.0);
    do_action(&mut opened, Action::Keys);
    let top = |label: &str| opened.harness.get_by_label(label).rect().top();
    assert!(top("Duplicate the card Ctrl+D") < top("Study what is due Enter"));
    assert!(top("Home Ctrl+H") < top("Take a hint H"));
}

#[test]
fn edited_cards_are_decided_on_and_it_is_undone() {
    let mut opened = found(Theme::Dark, 1400.0);
    let state = |opened: &Opened, item: usize| {
        opened.app.borrow().ready().expect("it is open").collection.state(item)
    };
    let before = state(&opened, 0);
    press(&mut opened, "Look");
    assert!(has(&opened, "2 cards to go"), "{:?}", opened.harness.root());
    press(&mut opened, "New fact");
    assert!(has(&opened, "Learned from the start"));
    assert_eq!(state(&opened, 0).memory, None);
    press(&mut opened, "Undo");
    assert_eq!(state(&opened, 0), before);
    press(&mut opened, "Same fact");
    press(&mut opened, "Same card");
    assert!(has(&opened, "All decided"));
    assert!(state(&opened, 3).reps > 0);
    opened.press(Key::Escape);
    assert!(!has(&opened, "Look"));
}

#[test]
fn what_waits_for_a_decision_is_shown() {
    for (theme, name) in THEMES {
        for width in WIDTHS {
            let mut opened = found(theme, width);
            opened.assert_snapshot(&format!("edits_bar_{name}_{width}"));
            press(&mut opened, "Look");
            press(&mut opened, "Ask sooner");
            opened.assert_snapshot(&format!("edits_{name}_{width}"));
        }
    }
}

/// Writes into a field in place of what it holds.
fn write(opened: &mut Opened, label: &str, text: &str) {
    opened.harness.get_by_label(label).focus();
    opened.settle();
    opened.press_with(Modifiers::COMMAND, Key::A);
    opened.type_text(text);
}

fn save(opened: &mut Opened) {
    opened.press_with(Modifiers::COMMAND, Key::S);
    opened.settle_until(|opened| opened.harness.query_by_label("Saved").is_some());
}

/// Compares two texts and shows where they part.
#[track_caller]
fn assert_same(text: &str, wanted: &str) {
    let at = text.bytes().zip(wanted.bytes()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| {
        text.get(at.saturating_sub(60)..).map(|rest| rest.chars().take(160).collect::<String>())
    };
    assert!(text == wanted, "{:?}\nwanted: {:?}", part(text), part(wanted));
}

/// The cards of a deck's text, for messages.
fn tail(text: &str) -> &str {
    text.find("cards: [").map_or(text, |at| &text[at..])
}

fn has(opened: &Opened, label: &str) -> bool {
    opened.harness.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn writing_in_a_card_rewrites_that_cards_text_and_nothing_else() {
    let mut opened = at_desk(desk(), 1400.0);
    write(&mut opened, "Question", "What is kept in order?");
    write(&mut opened, "Reason of right option 1", "A log of its own.");
    // Or the pause between the two has passed, and the first is being written.
    assert!(has(&opened, "Not saved yet") || has(&opened, "Saving"));
    save(&mut opened);
    let wanted = KAFKA
        .replace("What does Kafka keep in order?", "What is kept in order?")
        .replace("Each partition is a log of its own.", "A log of its own.");
    assert_same(&text(&opened), &wanted);
    // Back and forth, as often as there was a pause.
    opened.press(Key::Escape);
    for (modifiers, wanted) in
        [(Modifiers::COMMAND, KAFKA), (Modifiers::COMMAND | Modifiers::SHIFT, &wanted)]
    {
        for _ in 0..3 {
            opened.press_with(modifiers, Key::Z);
        }
        save(&mut opened);
        assert_same(&text(&opened), wanted);
    }
}

#[test]
fn what_is_written_is_saved_at_a_pause() {
    let mut opened = at_desk(desk(), 1400.0);
    write(&mut opened, "Question", "What is kept in order?");
    opened.wait_secs(2.0);
    opened.settle_until(|opened| text(opened) != KAFKA);
    assert!(text(&opened).contains("What is kept in order?"));
}

#[test]
fn a_card_that_is_not_whole_is_saved_only_when_its_author_says_so() {
    let mut opened = at_desk(desk(), 1400.0);
    write(&mut opened, "Question", " ");
    assert!(has(&opened, "Not whole yet"));
    opened.wait_secs(3.0);
    assert_same(&text(&opened), KAFKA);
    for _ in 0..2 {
        opened.press(Key::Escape);
    }
    assert!(has(&opened, "This card isn't whole yet"));
    press(&mut opened, "Write on");
    assert!(has(&opened, "About the deck"));
    opened.press(Key::Escape);
    press(&mut opened, "Throw it away");
    opened.settle_until(|opened| has(opened, "Your decks"));
    assert_same(&text(&opened), KAFKA);
}

#[test]
fn cards_are_made_doubled_moved_and_deleted() {
    let mut opened = at_desk(desk(), 1400.0);
    // A new one after the first; one that stays empty leaves no trace.
    do_action(&mut opened, Action::NewCard);
    press(&mut opened, "Kind of card, Flip");
    write(&mut opened, "Front side", "What is a broker?");
    write(&mut opened, "Back side", "A server of the cluster.");
    save(&mut opened);
    let new = "\n        Flip(\n            id: \"broker\",\n            front: \"What is a \
               broker?\",\n            back: \"A server of the cluster.\",\n        ),\n        \
               Cloze(";
    let with_new = KAFKA.replace("\n        Cloze(", new);
    assert_same(&text(&opened), &with_new);
    do_action(&mut opened, Action::Duplicate);
    save(&mut opened);
    assert!(text(&opened).contains("id: \"broker-2\""), "{}", tail(&text(&opened)));
    do_action(&mut opened, Action::Delete);
    save(&mut opened);
    assert_same(&text(&opened), &with_new);
    // Down, then up again.
    press(&mut opened, "Card 2: What is a broker?");
    do_action(&mut opened, Action::MoveDown);
    save(&mut opened);
    let at = |text: &str, what: &str| text.find(what).expect("it is there");
    assert!(at(&text(&opened), "broker?") > at(&text(&opened), "Cloze("));
    do_action(&mut opened, Action::MoveUp);
    save(&mut opened);
    assert_same(&text(&opened), &with_new);
    do_action(&mut opened, Action::Delete);
    do_action(&mut opened, Action::NewCard);
    opened.press(Key::Escape);
    opened.press(Key::Escape);
    opened.settle_until(|opened| has(opened, "Your decks"));
    assert_same(&text(&opened), KAFKA);
}

#[test]
fn a_card_is_dragged_to_another_place() {
    let mut opened = at_desk(desk(), 1400.0);
    let from = opened.harness.get_by_label_contains("Card 4: ").rect().center();
    let to = opened.harness.get_by_label_contains("Card 2: ").rect().center_top();
    opened.harness.drag_at(from);
    opened.settle();
    for share in [0.5, 1.0] {
        opened.harness.hover_at(from + (to - from) * share);
        opened.settle();
    }
    opened.harness.drop_at(to);
    opened.settle();
    assert!(has(&opened, "Card 2: What is a consumer group?"));
    save(&mut opened);
    let flip = "        Flip(front: \"What is a *consumer group*?\", back: \"Consumers that share \
                the partitions of a topic.\"),\n";
    let wanted =
        KAFKA.replace(flip, "").replace("        Cloze(", &format!("{flip}        Cloze("));
    assert_same(&text(&opened), &wanted);
}

#[test]
fn a_card_moves_to_another_deck_and_says_where_its_progress_is() {
    let mut opened = at_desk(desk(), 1400.0);
    press(&mut opened, "Card 2: A consumer commits its offset to __consumer_offsets.");
    do_action(&mut opened, Action::MoveToDeck);
    press(&mut opened, "Move to Mine");
    opened.settle_until(|opened| text(opened) != KAFKA);
    let cloze = "        Cloze( id: \"offset\",  text: \"A consumer commits its {{offset::a \
                 number}} to {{`__consumer_offsets`}}.\" ),\n";
    assert_same(&text(&opened), &KAFKA.replace(cloze, ""));
    let mine = fs::read_to_string(opened.paths().decks.join("mine.ron")).expect("it is there");
    assert!(mine.starts_with(REDIS.trim_end_matches("    ],\n)\n")), "{mine}");
    assert!(mine.contains("was: [\"kafka/offset\"]"), "{mine}");
}

#[test]
fn many_cards_come_from_pasted_text_after_they_were_seen() {
    let mut opened = at_desk(desk(), 1400.0);
    do_action(&mut opened, Action::QuickAdd);
    opened.type_text("Leader :: takes the writes\nlonely\nFollower :: copies them");
    assert!(has(&opened, "Leader") & has(&opened, "Line 2: lonely"));
    assert_same(&text(&opened), KAFKA);
    press(&mut opened, "Add 2 cards");
    opened.settle_until(|opened| text(opened) != KAFKA);
    let added = "        Flip(\n            id: \"leader\",\n            front: \"Leader\",\n            \
                 back: \"takes the writes\",\n        ),\n        Flip(\n            id: \
                 \"follower\",\n            front: \"Follower\",\n            back: \"copies \
                 them\",\n        ),\n";
    assert_same(
        &text(&opened),
        &KAFKA.replace("        Cloze(", &format!("{added}        Cloze(")),
    );
}

#[test]
fn a_deck_is_made_in_the_window_with_its_first_card() {
    let mut opened = writing(desk(), 1400.0);
    opened.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    opened.type_text("Rabbit MQ");
    press(&mut opened, "Area, Framework");
    press(&mut opened, "Write the first card");
    opened.settle_until(|opened| has(opened, "About the deck"));
    press(&mut opened, "Kind of card, Flip");
    write(&mut opened, "Front side", "Who routes?");
    write(&mut opened, "Back side", "An exchange.");
    save(&mut opened);
    let made = fs::read_to_string(opened.paths().decks.join("rabbit-mq.ron")).expect("it is made");
    assert!(made.contains("title: \"Rabbit MQ\",\n    area: Framework,"), "{made}");
    assert!(made.contains("front: \"Who routes?\""), "{made}");
    // It is part of the library now.
    opened.press(Key::Escape);
    opened.press(Key::Escape);
    opened.settle_until(|opened| has(opened, "Write in Rabbit MQ"));
}

#[test]
fn a_built_in_deck_is_copied_before_it_is_written_in() {
    let mut desk = Desk::new();
    desk.add("mine.ron", REDIS);
    let mut opened = writing(desk, 1400.0);
    opened.harness.get_by_label("Copy Redis").scroll_to_me();
    opened.settle();
    press(&mut opened, "Copy Redis");
    press(&mut opened, "Copy and write");
    opened.settle_until(|opened| has(opened, "About the deck"));
    let copy = fs::read_to_string(opened.paths().decks.join("redis.ron")).expect("it is there");
    assert_eq!(copy, include_str!("../../decks/redis.ron"));
}

#[test]
fn a_change_of_another_card_by_another_program_is_merged() {
    let mut opened = at_desk(desk(), 1400.0);
    write(&mut opened, "Question", "What is kept in order?");
    let theirs = KAFKA.replace("What is a *consumer group*?", "What is a group?");
    fs::write(file(&opened), &theirs).expect("it is written");
    save(&mut opened);
    let both = theirs.replace("What does Kafka keep in order?", "What is kept in order?");
    assert_same(&text(&opened), &both);
}

#[test]
fn two_versions_of_one_card_are_shown_and_neither_is_overwritten() {
    let theirs = KAFKA.replace("What does Kafka keep in order?", "What is sorted?");
    let mine = KAFKA.replace("What does Kafka keep in order?", "What is kept in order?");
    for (choice, wanted) in
        [("Keep mine", &mine), ("Take theirs", &theirs), ("My card into theirs", &mine)]
    {
        let mut opened = at_desk(desk(), 1400.0);
        write(&mut opened, "Question", "What is kept in order?");
        fs::write(file(&opened), &theirs).expect("it is written");
        opened.press_with(Modifiers::COMMAND, Key::S);
        opened.settle_until(|opened| has(opened, "Two versions of one card"));
        assert_same(&text(&opened), &theirs);
        press(&mut opened, "Decide later");
        assert_same(&text(&opened), &theirs);
        press(&mut opened, "Compare");
        press(&mut opened, choice);
        opened.settle_until(|opened| opened.harness.query_by_label("Saved").is_some());
        assert_eq!(&text(&opened), wanted, "{choice}");
    }
}

#[test]
fn another_programs_change_is_shown_at_once() {
    let mut opened = at_desk(desk(), 1400.0);
    let theirs = KAFKA.replace("What does Kafka keep in order?", "What is sorted?");
    fs::write(file(&opened), &theirs).expect("it is written");
    opened.app.borrow().look_for_changes();
    opened.settle_until(|opened| has(opened, "Card 1: What is sorted?"));
    let shown = opened.harness.get_by_label("Question").value();
    assert_eq!(shown.as_deref(), Some("What is sorted?"));
}

#[test]
fn remarks_stand_at_their_fields_and_one_click_mends() {
    let with = |scheme: &str| {
        KAFKA.replace("point: \"log\"", &format!("source: \"{scheme}://kafka.apache.org/a\""))
    };
    let mut desk = desk();
    desk.add("kafka.ron", &with("http"));
    let mut opened = at_desk(desk, 1400.0);
    assert!(has(&opened, "words such as 'always' or 'only'"));
    opened.harness.get_by_label("Use https").scroll_to_me();
    opened.settle();
    press(&mut opened, "Use https");
    save(&mut opened);
    assert_same(&text(&opened), &with("https"));
}

#[test]
fn tags_are_completed_from_the_library() {
    let mut opened = at_desk(desk(), 1400.0);
    press(&mut opened, "Card 4: What is a consumer group?");
    opened.harness.get_by_label("Add a tag").focus();
    opened.settle();
    opened.type_text("ord");
    press(&mut opened, "ordering");
    opened.harness.get_by_label("Add a tag").focus();
    opened.settle();
    opened.type_text("groups,");
    save(&mut opened);
    assert!(text(&opened).contains("tags: [\"ordering\", \"groups\"]"), "{}", tail(&text(&opened)));
}

#[test]
fn selected_words_become_a_gap() {
    let mut opened = at_desk(desk(), 1400.0);
    press(&mut opened, "Card 2: A consumer commits its offset to __consumer_offsets.");
    write(&mut opened, "Text with gaps", "An {{offset}} counts within a partition");
    for _ in 0.."partition".len() {
        opened.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    }
    opened.press_with(Modifiers::COMMAND, Key::G);
    save(&mut opened);
    let wanted = "text: \"An {{offset}} counts within a {{partition}}\"";
    assert!(text(&opened).contains(wanted), "{}", tail(&text(&opened)));
}

#[test]
fn the_preview_shows_question_and_feedback_in_both_themes() {
    let mut opened = at_desk(desk(), 1400.0);
    assert!(has(&opened, "1, The records of one partition"));
    opened.press_with(Modifiers::COMMAND, Key::P);
    assert!(has(&opened, "Partitions of a topic are read side by side."));
    press(&mut opened, "Preview in light");
    assert!(has(&opened, "Preview in dark"));
    // What is written is seen at once.
    write(&mut opened, "Right option 1", "Records of a partition");
    assert!(has(&opened, "Records of a partition, "), "{:?}", opened.harness.root());
}

#[test]
fn the_decks_own_words_are_written_too() {
    let mut opened = at_desk(desk(), 1400.0);
    press(&mut opened, "About the deck");
    write(&mut opened, "What it teaches", "Logs and offsets.");
    press(&mut opened, "Area, Foundations");
    save(&mut opened);
    let wanted = KAFKA.replace("area: \"Messaging\"", "area: Foundations");
    let text = text(&opened);
    assert!(text.contains("about: \"Logs and offsets.\""), "{text}");
    assert_eq!(text.replace("    about: \"Logs and offsets.\",\n", ""), wanted);
}

#[test]
fn leaving_saves_first() {
    let mut opened = at_desk(desk(), 1400.0);
    write(&mut opened, "Question", "What is kept in order?");
    opened.press_with(Modifiers::COMMAND, Key::H);
    opened.settle_until(|opened| opened.app.borrow().route() == Route::Home);
    assert!(text(&opened).contains("What is kept in order?"));
}

#[test]
fn a_deck_that_breaks_keeps_its_last_good_version_and_says_where() {
    let mut opened = desk().open(window(1400.0));
    let broken = KAFKA.replace("prints: \"True\"", "prints: True");
    opened.change(App::watching);
    // So that there is a good version to fall back on.
    opened.settle_until(|opened| {
        opened
            .paths()
            .good_decks()
            .join("x")
            .parent()
            .is_some_and(|dir| fs::read_dir(dir).is_ok_and(|mut files| files.next().is_some()))
    });
    fs::write(file(&opened), &broken).expect("it is written");
    opened.settle_until(|opened| has(opened, "kafka.ron:21:"));
    let app = opened.app.borrow();
    let library = app.ready().expect("it is open").collection.library();
    assert_eq!(library.deck("kafka").map(|deck| deck.cards), Some(4));
    drop(app);
    press(&mut opened, "Edit here");
    opened.settle_until(|opened| has(opened, "About the deck"));
    assert!(has(&opened, "This card can't be read"));
    let label = "The card as it is written";
    let raw = opened.harness.get_by_label(label).value().expect("its text");
    write(&mut opened, label, &raw.replace("prints: True", "prints: \"True\""));
    save(&mut opened);
    assert_same(&text(&opened), KAFKA);
    opened.settle_until(|opened| !has(opened, "kafka.ron:21:"));
}
