//! A study session over a real collection on real files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

use std::ops::ControlFlow;
use std::sync::Arc;

use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, CollectionError, OpenOptions};
use hippocache::paths::Paths;
use hippocache::scheduler::{Confidence, Phase, Rating};
use hippocache::session::{
    Answer, CandidateKind, QuestionForm, Returns, Scope, ScopeMode, Session, Stage, Track,
};
use hippocache::settings::Settings;
use hippocache::store::Setting;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// 2026-03-01T09:00:00Z
const START_MS: i64 = 1_772_355_600_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

struct Desk {
    folder: tempfile::TempDir,
    clock: FixedClock,
}

impl Desk {
    fn new(decks: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        std::fs::create_dir_all(&paths.decks).unwrap();
        for (name, text) in decks {
            std::fs::write(paths.decks.join(format!("{name}.ron")), text).unwrap();
        }
        Self { folder, clock: FixedClock::new(START_MS) }
    }

    fn settings(&self, ron: &str) {
        std::fs::write(Paths::under(self.folder.path()).settings, ron).unwrap();
    }

    fn try_open(&self) -> Result<Collection, CollectionError> {
        self.open_with(false)
    }

    fn open_with(&self, builtin: bool) -> Result<Collection, CollectionError> {
        let clock = Arc::new(self.clock.clone());
        let options =
            OpenOptions { zone: TimeZone::UTC, builtin, entropy: 7, ..OpenOptions::new(clock) };
        let opened = Collection::open(&Paths::under(self.folder.path()), options)?;
        assert!(opened.notices.is_empty(), "{:?}", opened.notices);
        Ok(opened.collection)
    }

    fn open(&self) -> Collection {
        self.try_open().unwrap()
    }
}

fn typed(id: &str, cards: usize) -> (&str, String) {
    let cards: Vec<String> = (0..cards)
        .map(|n| format!("Typed(id: \"c{n}\", ask: \"{id} {n}\", accept: [\"word{n}\"]),"))
        .collect();
    (id, format!("Deck(format: 1, id: \"{id}\", title: \"{id}\", cards: [{}])", cards.concat()))
}

fn start(collection: &mut Collection) -> Session {
    Session::start(collection, Scope::default(), 1).unwrap()
}

fn key(session: &Session) -> String {
    session.key().map(ToString::to_string).unwrap_or_default()
}

/// Answers the card on screen rightly or wrongly.
fn answer(session: &mut Session, collection: &mut Collection, right: bool) {
    let card = session.key().unwrap().card.clone();
    let text = if right { card.replace('c', "word") } else { "no".to_owned() };
    session.answer(collection, Answer::Text(text), None).unwrap();
}

fn proven(collection: &Collection) -> bool {
    collection.store().verify(&mut |_, _| ControlFlow::Continue(())).unwrap().is_good()
}

#[test]
fn a_right_answer_moves_on_for_days_and_a_wrong_one_comes_back() {
    let desk = Desk::new(&[typed("a", 2)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    let first = key(&session);
    answer(&mut session, &mut collection, false);
    session.proceed(&collection);
    let second = key(&session);
    assert_ne!(first, second);
    answer(&mut session, &mut collection, true);
    let Stage::Answered(_, answered) = session.stage() else { panic!() };
    assert_eq!(answered.feedback.grade.rating, Rating::Good);
    assert!(matches!(answered.feedback.outlook[2].returns, Returns::Days(1..)));
    session.proceed(&collection);
    assert_eq!(key(&session), first, "it is learned within the session");
    answer(&mut session, &mut collection, true);
    session.proceed(&collection);
    assert_eq!(session.stage(), Stage::Done);
    let summary = session.summary(&collection);
    assert_eq!((summary.answered, summary.correct, summary.cards, summary.learned), (3, 2, 2, 2));
    assert_eq!(summary.missed.len(), 1);
    assert!(summary.next_due.unwrap().in_days >= 1);
    assert!(proven(&collection));
}

#[test]
fn sure_but_wrong_stands_first() {
    let desk = Desk::new(&[typed("a", 2)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    answer(&mut session, &mut collection, false);
    session.proceed(&collection);
    let sure = key(&session);
    session.answer(&mut collection, Answer::Text("no".into()), Some(Confidence::Sure)).unwrap();
    let Stage::Answered(_, answered) = session.stage() else { panic!() };
    assert!(answered.feedback.confident_error);
    let summary = session.summary(&collection);
    assert_eq!(summary.missed[0].key.to_string(), sure);
    assert!(summary.missed[0].confident_error() && !summary.missed[1].confident_error());
}

#[test]
fn one_key_overrules_and_undo_takes_all_of_it_back() {
    let desk = Desk::new(&[typed("a", 3)]);
    let mut collection = desk.open();
    let before = collection.overview();
    let mut session = start(&mut collection);
    let item = session.item().unwrap();
    answer(&mut session, &mut collection, false);
    session.overrule(&mut collection, Rating::Good).unwrap();
    assert_eq!(collection.state(item).phase, Phase::Review);
    assert_eq!(collection.state(item).reps, 1, "the first grade does not count any more");
    assert_eq!(collection.overview().totals.correct_today, 1, "the learner has the last word");
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(collection.state(item).phase, Phase::New);
    assert_eq!(collection.overview(), before);
    assert!(session.redo(&mut collection).unwrap());
    assert_eq!(collection.state(item).phase, Phase::Review);
    assert!(proven(&collection));
}

#[test]
fn the_wrong_option_that_was_picked_is_kept_until_the_answer_is_undone() {
    let cards = "Choice(id: \"c\", ask: \"Which?\", right: [\"yes\"], wrong: [\"no\", \"never\"]),\
                 Output(id: \"o\", code: (Python, \"print(1 + 1)\"), prints: \"2\", wrong: [\"11\"]),";
    let text = format!("Deck(format: 1, id: \"a\", title: \"a\", cards: [{cards}])");
    let desk = Desk::new(&[("a", text)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    for _ in 0..2 {
        let item = session.item().unwrap();
        let Stage::Asking(question) = session.stage() else { panic!() };
        let QuestionForm::Options { options, .. } = &question.form else { panic!() };
        let wrong = options.iter().position(|text| text == "never" || text == "11").unwrap();
        let text = options[wrong].clone();
        let name = collection.log_key(item).unwrap();
        let picked = |collection: &Collection| collection.store().picked(&name).unwrap();
        session.answer(&mut collection, Answer::Options(vec![wrong]), None).unwrap();
        assert_eq!(picked(&collection), std::slice::from_ref(&text));
        session.overrule(&mut collection, Rating::Good).unwrap();
        assert_eq!(picked(&collection), std::slice::from_ref(&text));
        session.undo(&mut collection).unwrap();
        assert_eq!(picked(&collection), [""; 0]);
        session.redo(&mut collection).unwrap();
        assert_eq!(picked(&collection), [text]);
        session.proceed(&collection);
    }
    assert!(proven(&collection));
}

#[test]
fn a_missed_card_that_is_taken_back_does_not_wait_twice() {
    let desk = Desk::new(&[typed("a", 3)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    answer(&mut session, &mut collection, false);
    assert_eq!(session.progress(&collection).remaining.learning, 1);
    session.undo(&mut collection).unwrap();
    assert_eq!(session.progress(&collection).remaining.learning, 0);
    assert_eq!(session.progress(&collection).remaining.total(), 3);
}

#[test]
fn a_flag_set_after_the_answer_does_not_stand_in_the_way() {
    let desk = Desk::new(&[typed("a", 2)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    let item = session.item().unwrap();
    answer(&mut session, &mut collection, false);
    session.flag(&mut collection, 1).unwrap();
    session.overrule(&mut collection, Rating::Good).unwrap();
    assert_eq!(collection.state(item).phase, Phase::Review);
    assert_eq!(collection.state(item).flag, 1, "the flag stays");
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(collection.state(item).flag, 0);
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(collection.state(item).phase, Phase::New);
    assert!(proven(&collection));
}

#[test]
fn what_is_set_aside_stays_away_and_comes_back_by_undo() {
    let desk = Desk::new(&[typed("a", 3)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    let suspended = key(&session);
    session.set_aside(&mut collection, Setting::Suspended(true)).unwrap();
    let buried = key(&session);
    let tomorrow = collection.day() + 1;
    session.set_aside(&mut collection, Setting::BuriedUntil(Some(tomorrow))).unwrap();
    assert_ne!(key(&session), buried);
    let mut again = start(&mut collection);
    assert_eq!(again.progress(&collection).remaining.total(), 1);
    assert!(!again.undo(&mut collection).unwrap(), "a session takes back only what is its own");
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(key(&session), buried);
    assert!(session.undo(&mut collection).unwrap());
    assert_eq!(key(&session), suspended);
    assert!(!session.undo(&mut collection).unwrap());
    desk.clock.advance_ms(DAY_MS);
    assert_eq!(start(&mut collection).progress(&collection).remaining.total(), 3);
}

#[test]
fn limits_hold_over_sessions_of_one_day() {
    let desk = Desk::new(&[typed("a", 30), typed("b", 30)]);
    desk.settings("(new_per_day: 5)");
    let mut collection = desk.open();
    assert_eq!(collection.overview().new, 5);
    let mut session = start(&mut collection);
    for _ in 0..3 {
        answer(&mut session, &mut collection, true);
        session.proceed(&collection);
    }
    drop(collection);
    let mut collection = desk.open();
    assert_eq!(collection.overview().new, 2, "also after a restart");
    desk.clock.advance_ms(DAY_MS);
    assert_eq!(collection.overview().new, 5, "a new day");
}

#[test]
fn siblings_rest_until_tomorrow() {
    const CARDS: &str = r#"Deck(format: 1, id: "s", title: "S", cards: [
        Flip(id: "f", front: "Front", back: "Back", reversed: true),
        Typed(id: "g1", ask: "One", accept: ["1"], group: "g"),
        Typed(id: "g2", ask: "Two", accept: ["2"], group: "g"),
    ])"#;
    let desk = Desk::new(&[("s", CARDS.to_owned())]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    let mut asked = Vec::new();
    while let Some(key) = session.key().cloned() {
        asked.push(key.to_string());
        let answer = match key.card.as_str() {
            "f" => Answer::Recalled(Rating::Good),
            "g1" => Answer::Text("1".into()),
            _ => Answer::Text("2".into()),
        };
        session.answer(&mut collection, answer, None).unwrap();
        session.proceed(&collection);
    }
    assert_eq!(asked, ["s/f", "s/g1"]);
    assert_eq!(start(&mut collection).stage(), Stage::Done, "not in a second session either");
    desk.clock.advance_ms(DAY_MS);
    let tomorrow = start(&mut collection);
    assert_eq!(key(&tomorrow), "s/f#reversed");
}

#[test]
fn a_leech_is_set_aside_with_a_notice() {
    let desk = Desk::new(&[typed("a", 1)]);
    desk.settings("(leech_lapses: 2, learning_minutes: 1)");
    let mut collection = desk.open();
    let mut leech = false;
    for _ in 0..2 {
        // Known, then forgotten when it is due.
        let mut session = start(&mut collection);
        answer(&mut session, &mut collection, true);
        desk.clock.advance_ms(400 * DAY_MS);
        let mut session = start(&mut collection);
        answer(&mut session, &mut collection, false);
        let Stage::Answered(_, answered) = session.stage() else { panic!() };
        leech = answered.feedback.leech;
        desk.clock.advance_ms(DAY_MS);
    }
    assert!(leech);
    assert_eq!(collection.counts().suspended, 1);
    assert_eq!(start(&mut collection).stage(), Stage::Done);
}

#[test]
fn weak_takes_what_is_forgotten_most_and_cram_leaves_no_trace() {
    let desk = Desk::new(&[typed("a", 4)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    for _ in 0..2 {
        answer(&mut session, &mut collection, true);
        session.proceed(&collection);
    }
    let scope = |mode| Scope { mode, ..Scope::default() };
    let weak = Session::start(&mut collection, scope(ScopeMode::Weak), 1).unwrap();
    assert_eq!(weak.stage(), Stage::Done, "what was just learned is not weak");
    desk.clock.advance_ms(60 * DAY_MS);
    let weak = Session::start(&mut collection, scope(ScopeMode::Weak), 1).unwrap();
    assert_eq!(weak.progress(&collection).remaining.total(), 2, "new cards are not weak");

    let events = collection.store().counts().unwrap();
    let mut cram = Session::start(&mut collection, scope(ScopeMode::Cram), 1).unwrap();
    assert_eq!(cram.progress(&collection).remaining.total(), 4);
    answer(&mut cram, &mut collection, true);
    cram.overrule(&mut collection, Rating::Easy).unwrap();
    cram.proceed(&collection);
    assert!(cram.undo(&mut collection).unwrap());
    assert_eq!(collection.store().counts().unwrap(), events);
}

#[test]
fn a_clock_set_back_is_told_and_changes_nothing() {
    let desk = Desk::new(&[typed("a", 3)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    answer(&mut session, &mut collection, true);
    let events = collection.store().counts().unwrap();
    drop(collection);
    desk.clock.set_ms(START_MS - 30 * DAY_MS);
    let error = desk.try_open().unwrap_err();
    assert!(matches!(error, CollectionError::ClockBehind { .. }));
    assert!(
        error.to_string().contains("30 January 2026") && error.to_string().contains("1 March 2026")
    );
    let options = OpenOptions {
        zone: TimeZone::UTC,
        builtin: false,
        trust_clock: true,
        ..OpenOptions::new(Arc::new(desk.clock.clone()))
    };
    let mut collection =
        Collection::open(&Paths::under(desk.folder.path()), options).unwrap().collection;
    assert_eq!(collection.store().counts().unwrap(), events);
    let mut session = start(&mut collection);
    answer(&mut session, &mut collection, true);
    assert!(proven(&collection));
}

#[test]
fn an_edited_card_keeps_its_progress_and_a_removed_one_is_kept_for_its_return() {
    let desk = Desk::new(&[typed("a", 2)]);
    let mut collection = desk.open();
    let mut session = start(&mut collection);
    let learned = key(&session);
    answer(&mut session, &mut collection, true);
    drop(collection);
    let path = Paths::under(desk.folder.path()).decks.join("a.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("ask: \"a", "ask: \"A typo mended: a")).unwrap();
    let collection = desk.open();
    let item = collection.library().find_str(&learned).unwrap();
    assert_eq!(collection.state(item).phase, Phase::Review);
}

#[derive(Debug, Clone)]
enum Act {
    Answer(bool, Option<Confidence>),
    Overrule(u8),
    Proceed,
    Undo,
    Redo,
    Hint,
    Suspend,
    Bury,
    Flag(u8),
    Wait(i64),
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    let confidence = proptest::option::of(prop_oneof![
        Just(Confidence::Guess),
        Just(Confidence::Unsure),
        Just(Confidence::Sure)
    ]);
    prop_oneof![
        6 => (any::<bool>(), confidence).prop_map(|(right, said)| Act::Answer(right, said)),
        6 => Just(Act::Proceed),
        1 => (1..=4_u8).prop_map(Act::Overrule),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => Just(Act::Hint),
        1 => Just(Act::Suspend),
        1 => Just(Act::Bury),
        1 => (0..=7_u8).prop_map(Act::Flag),
        2 => (0..3 * DAY_MS).prop_map(Act::Wait),
        1 => Just(Act::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the learner does, replaying the log gives the same states, and
    /// taking everything back gives the state before.
    #[test]
    fn any_session_can_be_proven_and_taken_back(acts in proptest::collection::vec(act(), 1..60)) {
        let desk = Desk::new(&[typed("a", 4), typed("b", 4)]);
        let mut collection = desk.open();
        let mut session = start(&mut collection);
        for act in acts {
            match act {
                Act::Answer(right, said) => {
                    if let Some(key) = session.key().cloned() {
                        let text = if right { key.card.replace('c', "word") } else { "no".to_owned() };
                        session.answer(&mut collection, Answer::Text(text), said).unwrap();
                    }
                }
                Act::Overrule(rating) => {
                    let rating = Rating::from_number(rating).unwrap();
                    match session.overrule(&mut collection, rating) {
                        Ok(()) | Err(CollectionError::TooLateToOverrule) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                Act::Proceed => session.proceed(&collection),
                Act::Undo => { session.undo(&mut collection).unwrap(); }
                Act::Redo => { session.redo(&mut collection).unwrap(); }
                Act::Hint => { session.hint(); }
                Act::Suspend => session.set_aside(&mut collection, Setting::Suspended(true)).unwrap(),
                Act::Bury => {
                    let until = collection.day() + 1;
                    session.set_aside(&mut collection, Setting::BuriedUntil(Some(until))).unwrap();
                }
                Act::Flag(flag) => session.flag(&mut collection, flag).unwrap(),
                Act::Wait(ms) => desk.clock.advance_ms(ms),
                Act::Restart => {
                    drop(collection);
                    collection = desk.open();
                    session = start(&mut collection);
                }
            }
            // What is in memory is what is on disk.
            for item in 0..collection.library().items().len() {
                let key = collection.library().key(item).unwrap();
                prop_assert_eq!(collection.state(item), collection.store().state(&key).unwrap());
            }
        }
        prop_assert!(proven(&collection));
        while collection.undo(None).unwrap().is_some() {}
        prop_assert!(collection.store().counts().unwrap().reviews == 0);
        for item in 0..collection.library().items().len() {
            prop_assert_eq!(collection.state(item), hippocache::scheduler::CardState::default());
        }
        prop_assert!(proven(&collection));
    }
}

/// The decks whose new cards a day brings.
fn fresh(collection: &mut Collection) -> Vec<String> {
    let candidates = collection.candidates(&Scope::default()).unwrap();
    let mut decks: Vec<String> = candidates
        .iter()
        .filter(|candidate| matches!(candidate.kind, CandidateKind::New))
        .map(|candidate| collection.library().decks()[candidate.deck].head.id.clone())
        .collect();
    decks.dedup();
    decks
}

#[test]
fn a_day_brings_new_cards_of_started_decks_and_of_the_paths_next() {
    let desk = Desk::new(&[typed("mine", 2)]);
    let mut collection = desk.open_with(true).unwrap();
    assert_eq!(
        fresh(&mut collection),
        ["backend", "mine"],
        "the first step, and decks of one's own"
    );

    // A card of Redis is met: from now on Redis belongs to the day.
    let mut session = Session::start(&mut collection, Scope::deck("redis"), 1).unwrap();
    session.answer(&mut collection, Answer::DontKnow, None).unwrap();
    assert_eq!(fresh(&mut collection), ["backend", "redis", "mine"]);
    let overview = collection.overview();
    assert_eq!(overview.new, 19, "twenty a day, one of them met");
    let java = collection.library().decks().iter().position(|deck| deck.head.id == "java").unwrap();
    assert_eq!(overview.decks[java].new, 19, "a deck's own session asks it all the same");

    // Taken back, it is as before.
    session.undo(&mut collection).unwrap();
    assert_eq!(fresh(&mut collection), ["backend", "mine"]);
}

#[test]
fn the_path_goes_on_where_everything_was_met_and_can_be_put_away() {
    let desk = Desk::new(&[]);
    desk.settings("(track: Java, new_per_day: 500)");
    let mut collection = desk.open_with(true).unwrap();
    let mut session = Session::start(&mut collection, Scope::deck("backend"), 1).unwrap();
    // Siblings rest until the next day.
    for _ in 0..4 {
        for _ in 0..200 {
            if !matches!(session.stage(), Stage::Asking(_)) || collection.track()[0].is_done() {
                break;
            }
            session.answer(&mut collection, Answer::DontKnow, None).unwrap();
            session.proceed(&collection);
        }
        desk.clock.advance_ms(DAY_MS);
        session = Session::start(&mut collection, Scope::deck("backend"), 1).unwrap();
    }
    assert!(collection.track()[0].is_done(), "{:?}", collection.track());
    assert_eq!(fresh(&mut collection), ["java"]);

    let off = Settings { track: Track::Off, ..collection.settings().clone() };
    collection.set_settings(off);
    assert!(fresh(&mut collection).is_empty());
    assert!(collection.overview().track.is_empty());
}
