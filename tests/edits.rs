//! Progress through edits of the decks, on real files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::deck::{ItemKey, Wording};
use hippocache::paths::Paths;
use hippocache::scheduler::{CardState, Due, Evidence, Phase};
use hippocache::session::{Answer, Scope, Session, Stage};
use hippocache::store::Verdict;
use jiff::tz::TimeZone;

/// 2026-03-01T09:00:00Z
const START_MS: i64 = 1_772_355_600_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

struct Desk {
    folder: tempfile::TempDir,
    clock: FixedClock,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), clock: FixedClock::new(START_MS) };
        std::fs::create_dir_all(desk.paths().decks).unwrap();
        desk
    }

    fn paths(&self) -> Paths {
        Paths::under(self.folder.path())
    }

    /// Writes a deck of these cards; `head` stands before them.
    fn deck(&self, id: &str, head: &str, cards: &str) {
        let text =
            format!("Deck(format: 1, id: \"{id}\", title: \"{id}\", {head} cards: [{cards}])");
        std::fs::write(self.paths().decks.join(format!("{id}.ron")), text).unwrap();
    }

    fn remove(&self, id: &str) {
        std::fs::remove_file(self.paths().decks.join(format!("{id}.ron"))).unwrap();
    }

    fn open(&self) -> Collection {
        let clock = Arc::new(self.clock.clone());
        let options = OpenOptions {
            zone: TimeZone::UTC,
            builtin: false,
            entropy: 7,
            ..OpenOptions::new(clock)
        };
        let opened = Collection::open(&self.paths(), options).unwrap();
        assert!(opened.notices.is_empty(), "{:?}", opened.notices);
        opened.collection
    }
}

fn item(collection: &Collection, key: &str) -> usize {
    collection.library().find_str(key).unwrap_or_else(|| panic!("no card {key}"))
}

fn state(collection: &Collection, key: &str) -> CardState {
    collection.state(item(collection, key))
}

/// The only card of a deck, whatever its id.
fn only(collection: &Collection, deck: &str) -> ItemKey {
    let deck = collection.library().deck(deck).unwrap();
    assert_eq!(deck.items.len(), 1);
    collection.library().key(deck.items.start as usize).unwrap()
}

/// Studies all that is due, each card with the answer it accepts first.
fn study(collection: &mut Collection) {
    let mut session = Session::start(collection, Scope::default(), 1).unwrap();
    while session.stage() != Stage::Done {
        let item = session.item().unwrap();
        let card = collection.library().card(item).unwrap();
        let hippocache::deck::Body::Typed { accept, .. } = &card.body else { panic!() };
        session.answer(collection, Answer::Text(accept[0].clone()), None).unwrap();
        session.proceed(collection);
    }
}

fn is_proven(collection: &Collection) -> bool {
    collection.store().verify(&mut |_, _| ControlFlow::Continue(())).unwrap().is_good()
}

const TTL: &str = r#"Typed(id: "ttl", ask: "Which command tells what is left?", accept: ["TTL"])"#;

#[test]
fn a_renamed_card_goes_on_whatever_its_deck_says_later() {
    let desk = Desk::new();
    desk.deck("old", "", TTL);
    let mut collection = desk.open();
    study(&mut collection);
    let before = state(&collection, "old/ttl");
    assert_eq!(before.phase, Phase::Review);
    drop(collection);

    let renamed = TTL.replace("id: \"ttl\"", "id: \"left\", was: [\"old/ttl\"]");
    desk.remove("old");
    desk.deck("new", "", &renamed);
    let collection = desk.open();
    assert_eq!(state(&collection, "new/left"), before);
    drop(collection);

    // The note has done its work: it may go.
    desk.deck("new", "", &TTL.replace("\"ttl\"", "\"left\""));
    desk.clock.set_ms(START_MS + 40 * DAY_MS);
    let mut collection = desk.open();
    assert_eq!(state(&collection, "new/left"), before);
    study(&mut collection);
    assert_eq!(state(&collection, "new/left").reps, 2);
    assert!(is_proven(&collection));
    drop(collection);
    assert_eq!(state(&desk.open(), "new/left").reps, 2);
}

#[test]
fn a_renamed_deck_says_so_once_for_all_its_cards() {
    let desk = Desk::new();
    let cards = format!("{TTL}, {}", TTL.replace("\"ttl\"", "\"pttl\"").replace("what", "more"));
    desk.deck("redis", "", &cards);
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    desk.remove("redis");
    desk.deck("valkey", "was: [\"redis\"],", &cards);
    let collection = desk.open();
    assert_eq!(state(&collection, "valkey/ttl").reps, 1);
    assert_eq!(state(&collection, "valkey/pttl").reps, 1);
}

#[test]
fn a_card_that_stays_where_it_was_gives_its_progress_to_nobody() {
    let desk = Desk::new();
    desk.deck("old", "", TTL);
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    desk.deck("new", "", &TTL.replace("id: \"ttl\"", "id: \"left\", was: [\"old/ttl\"]"));
    let collection = desk.open();
    assert_eq!(state(&collection, "old/ttl").reps, 1);
    assert_eq!(state(&collection, "new/left"), CardState::default());
}

#[test]
fn a_card_that_gets_an_id_or_another_deck_is_the_same_card() {
    let desk = Desk::new();
    desk.deck("a", "", &TTL.replace("id: \"ttl\", ", ""));
    let mut collection = desk.open();
    study(&mut collection);
    assert!(only(&collection, "a").card.starts_with('~'));
    drop(collection);
    desk.deck("a", "", TTL);
    assert_eq!(state(&desk.open(), "a/ttl").reps, 1);
    // Its first name is still the one that it goes by.
    desk.remove("a");
    desk.deck("b", "", &TTL.replace("id: \"ttl\", ", ""));
    let collection = desk.open();
    assert_eq!(state(&collection, &only(&collection, "b").to_string()).reps, 1);
}

#[test]
fn a_word_changed_in_a_card_without_an_id_is_shown_and_can_be_taken_back() {
    let desk = Desk::new();
    desk.deck("a", "", &TTL.replace("id: \"ttl\", ", ""));
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    let edited = TTL.replace("id: \"ttl\", ", "").replace("what is left", "what's left");
    desk.deck("a", "", &edited);
    let mut collection = desk.open();
    let key = only(&collection, "a").to_string();
    assert_eq!(state(&collection, &key), CardState::default());

    let search = collection.lookalikes().unwrap().unwrap();
    let found = search.run(&AtomicBool::new(false));
    let [pair] = found.as_slice() else { panic!("{found:?}") };
    assert!(pair.is_sure(), "{pair:?}");
    let since = collection.last_event().unwrap();
    let adopted = collection.follow(&[(pair.clone(), true)]).unwrap();
    assert_eq!(adopted.len(), 1);
    assert_eq!(state(&collection, &key).reps, 1);
    assert!(collection.lookalikes().unwrap().is_none());

    assert!(collection.undo_decision(since).unwrap().is_some());
    assert_eq!(state(&collection, &key), CardState::default());
    collection.follow(&[(pair.clone(), false)]).unwrap();
    let search = collection.lookalikes().unwrap().unwrap();
    assert_eq!(search.run(&AtomicBool::new(false)), [], "it was said to be another card");
    drop(collection);
    let collection = desk.open();
    assert_eq!(state(&collection, &key), CardState::default());
    assert!(is_proven(&collection));
}

#[test]
fn cards_that_share_a_phrase_are_no_lookalikes() {
    let desk = Desk::new();
    desk.deck("a", "", &TTL.replace("id: \"ttl\", ", ""));
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    let other = r#"Typed(ask: "Which command removes a key at once?", accept: ["DEL"])"#;
    desk.deck("a", "", other);
    let collection = desk.open();
    let search = collection.lookalikes().unwrap().unwrap();
    assert_eq!(search.run(&AtomicBool::new(false)), []);
}

/// A card that was answered, and then says something else is right.
fn reworded() -> (Desk, Collection) {
    let desk = Desk::new();
    desk.deck("a", "", TTL);
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    desk.deck("a", "", &TTL.replace("[\"TTL\"]", "[\"PTTL\"]"));
    let collection = desk.open();
    (desk, collection)
}

#[test]
fn a_changed_answer_is_asked_about_once() {
    let (desk, mut collection) = reworded();
    let card = item(&collection, "a/ttl");
    let changed = collection.reworded(card).unwrap().unwrap();
    assert!(changed.was.answered.contains("TTL") && changed.is.answered.contains("PTTL"));
    let found = collection.rewordings().run(collection.store()).unwrap();
    assert_eq!(found, [card]);
    let before = collection.state(card);
    collection.settle(card, Verdict::Keep).unwrap();
    assert_eq!(collection.state(card), before);
    assert_eq!(collection.reworded(card).unwrap(), None);
    drop(collection);
    let collection = desk.open();
    assert_eq!(collection.reworded(item(&collection, "a/ttl")).unwrap(), None);
    assert!(is_proven(&collection));
}

#[test]
fn a_typo_asks_nothing() {
    let desk = Desk::new();
    desk.deck("a", "", TTL);
    let mut collection = desk.open();
    study(&mut collection);
    drop(collection);
    desk.deck("a", "", &TTL.replace("tells what", "says what"));
    let collection = desk.open();
    let card = item(&collection, "a/ttl");
    assert_eq!(collection.reworded(card).unwrap(), None);
    assert_eq!(collection.state(card).reps, 1);
}

#[test]
fn nearly_the_same_is_trusted_half_and_asked_today() {
    let (_desk, mut collection) = reworded();
    let card = item(&collection, "a/ttl");
    let before = collection.state(card);
    let since = collection.last_event().unwrap();
    collection.settle(card, Verdict::Ease).unwrap();
    let eased = collection.state(card);
    assert_eq!(eased.due, Due::Day(collection.day()));
    assert!(matches!(before.due, Due::Day(day) if day > collection.day()));
    let (was, is) = (before.memory.unwrap(), eased.memory.unwrap());
    assert!((is.stability - was.stability / 2.0).abs() < f32::EPSILON);
    assert!((is.difficulty - was.difficulty).abs() < f32::EPSILON);
    assert!(is_proven(&collection));
    collection.undo_decision(since).unwrap();
    assert_eq!(collection.state(card), before);
    assert!(collection.reworded(card).unwrap().is_some(), "it is open again");
}

#[test]
fn a_new_fact_starts_over() {
    let (_desk, mut collection) = reworded();
    let card = item(&collection, "a/ttl");
    collection.settle(card, Verdict::StartOver).unwrap();
    assert_eq!(collection.state(card), CardState::default());
    assert_eq!(collection.reworded(card).unwrap(), None);
    assert!(is_proven(&collection));
}

#[test]
fn a_session_asks_after_the_answer_and_can_take_the_decision_back() {
    let (desk, collection) = reworded();
    drop(collection);
    desk.clock.set_ms(START_MS + 60 * DAY_MS);
    let mut collection = desk.open();
    let card = item(&collection, "a/ttl");
    let mut session = Session::start(&mut collection, Scope::default(), 1).unwrap();
    session.answer(&mut collection, Answer::Text("TTL".into()), None).unwrap();
    let Stage::Answered(_, answered) = session.stage() else { panic!() };
    assert!(!answered.feedback.correct);
    assert!(answered.reworded.is_some(), "the old answer was right the last time");
    let after = collection.state(card);
    session.settle(&mut collection, Verdict::StartOver).unwrap();
    assert_eq!(collection.state(card).phase, Phase::New);
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(collection.state(card), after);
    assert!(session.redo(&mut collection).unwrap());
    assert_eq!(collection.state(card).phase, Phase::New);
    session.proceed(&collection);
    assert_eq!(session.stage(), Stage::Done, "a new fact waits for its own time");
    assert!(session.undo(&mut collection).unwrap());
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(collection.state(card).reps, 1);
    assert!(is_proven(&collection));
}

#[test]
fn what_was_asked_is_kept_with_the_answer() {
    let desk = Desk::new();
    desk.deck("a", "", TTL);
    let mut collection = desk.open();
    let card = item(&collection, "a/ttl");
    let text = collection.library().card(card).unwrap();
    let key = collection.library().key(card).unwrap();
    let seen = Wording::of(&text, key.side);
    let evidence = Evidence {
        kind: text.body.kind(),
        correct: true,
        chance: 0.0,
        latency_ms: 3_000,
        confidence: None,
        hints: 0,
        stated: None,
    };
    collection.record_seen(card, &evidence, Some(&seen)).unwrap();
    assert_eq!(collection.store().wording(&key).unwrap(), Some(seen.clone()));
    assert!(seen.asked.contains("what is left"));
    // The same again is no news.
    collection.record_seen(card, &evidence, Some(&seen)).unwrap();
    assert_eq!(collection.store().wordings().unwrap(), [(key, seen)]);
}
