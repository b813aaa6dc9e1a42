//! Fitting to a learner, going back, presets and predictions: on real files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a failing setup should fail the test"
)]

mod common;

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use common::{Home, text};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions, When};
use hippocache::deck::Kind;
use hippocache::paths::Paths;
use hippocache::predict::Watch;
use hippocache::predict::generate::{Learner, answers};
use hippocache::scheduler::{Evidence, Params, Rating};
use hippocache::session::Scope;
use hippocache::settings::{Preset, Settings};
use hippocache::store::Durability;
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
        let decks = desk.paths().decks;
        std::fs::create_dir_all(&decks).unwrap();
        for id in ["one", "two"] {
            let mut cards = String::new();
            for card in 0..30 {
                let _ =
                    write!(cards, "Flip(id: \"c{card}\", front: \"Q{card}?\", back: \"A{card}\"),");
            }
            let text = format!("Deck(format: 1, id: \"{id}\", title: \"{id}\", cards: [{cards}])");
            std::fs::write(decks.join(format!("{id}.ron")), text).unwrap();
        }
        desk
    }

    fn paths(&self) -> Paths {
        Paths::under(self.folder.path())
    }

    fn open(&self) -> Collection {
        let options = OpenOptions {
            zone: TimeZone::UTC,
            builtin: false,
            entropy: 7,
            durability: Durability::None,
            ..OpenOptions::new(Arc::new(self.clock.clone()))
        };
        let opened = Collection::open(&self.paths(), options).unwrap();
        assert!(opened.notices.is_empty(), "{:?}", opened.notices);
        opened.collection
    }

    /// Answers every card every few days.
    fn study(&self, collection: &mut Collection, days: std::ops::Range<i64>) {
        let items = collection.library().items().len();
        for day in days {
            self.clock.set_ms(START_MS + day * DAY_MS);
            for item in (0..items).filter(|item| (item + usize::try_from(day).unwrap()) % 4 == 0) {
                let rating = match (item * 31 + usize::try_from(day * day).unwrap() * 7) % 11 {
                    0 | 5 => Rating::Again,
                    1 => Rating::Hard,
                    2 => Rating::Easy,
                    _ => Rating::Good,
                };
                answer(collection, item, rating);
                self.clock.set_ms(collection.now_ms() + 9_000);
            }
        }
    }
}

fn answer(collection: &mut Collection, item: usize, rating: Rating) {
    let evidence = Evidence {
        kind: Kind::Flip,
        correct: rating != Rating::Again,
        chance: 0.0,
        latency_ms: 5_000,
        confidence: None,
        hints: 0,
        stated: Some(rating),
    };
    collection.record(item, &evidence).unwrap();
}

fn is_proven(collection: &Collection) -> bool {
    let report = collection.store().verify(&mut |_, _| ControlFlow::Continue(())).unwrap();
    report.is_good()
}

#[test]
fn parameters_are_found_kept_and_gone_back_to() {
    let desk = Desk::new();
    let mut collection = desk.open();
    desk.study(&mut collection, 0..40);
    let before = collection.model().params().version();
    let foreseen = collection.fit_source(When::Due).run(&Watch::none()).unwrap();
    let [fitted] = foreseen.fitted.as_slice() else { panic!("one preset") };
    assert!(fitted.outcome.held_out > 100, "{:?}", fitted.outcome);
    // Taken over or not, it is kept and the log stays provable.
    let mut taken = fitted.clone();
    taken.outcome.six.get_or_insert_with(|| {
        let mut six = Params::default().weights().to_vec();
        six[8] += 0.1;
        six
    });
    assert!(collection.adopt(&taken).unwrap());
    assert_eq!(collection.model().params().version(), before + 1);
    desk.study(&mut collection, 40..44);
    assert!(is_proven(&collection));
    for _ in 0..70 {
        collection.undo(None).unwrap();
    }
    assert!(is_proven(&collection), "undone across the change");
    let last = collection.last_fit("").unwrap().unwrap();
    assert_eq!(last.outcome.items, fitted.outcome.items);
    assert!(collection.has_previous_params("").unwrap());
    assert!(collection.go_back_to_previous_params("").unwrap());
    assert_eq!(collection.model().params().weights(), Params::default().weights());
    assert_eq!(collection.model().params().version(), before + 2, "nothing is taken away");
    desk.study(&mut collection, 44..46);
    assert!(is_proven(&collection));
    // Another look right after finds nothing due.
    let again = collection.fit_source(When::Due).run(&Watch::none()).unwrap();
    assert!(again.fitted.is_empty());
    drop(collection);
    let reopened = desk.open();
    assert_eq!(reopened.model().params().version(), before + 2);
}

#[test]
fn a_fit_that_was_overtaken_is_not_put_in_force() {
    let desk = Desk::new();
    let mut collection = desk.open();
    desk.study(&mut collection, 0..30);
    let foreseen = collection.fit_source(When::Now).run(&Watch::none()).unwrap();
    let mut stale = foreseen.fitted[0].clone();
    stale.outcome.six = Some(Params::default().weights().iter().map(|w| w * 1.01).collect());
    let mut first = stale.clone();
    first.outcome.six = Some(Params::default().weights().iter().map(|w| w * 1.02).collect());
    assert!(collection.adopt(&first).unwrap());
    assert!(!collection.adopt(&stale).unwrap(), "it was compared with other parameters");
}

#[test]
fn what_fsrs7_knows_follows_each_answer_and_each_undoing() {
    let desk = Desk::new();
    let mut collection = desk.open();
    desk.study(&mut collection, 0..40);
    let mut foreseen = collection.fit_source(When::Now).run(&Watch::none()).unwrap();
    let mut fitted = foreseen.fitted.remove(0);
    fitted.outcome.uses_blend = true;
    collection.adopt(&fitted).unwrap();
    let all = |collection: &Collection| -> Vec<Option<f64>> {
        // Right after an answer all are certain.
        (0..60).map(|item| collection.recall_on(item, collection.day() + 10)).collect()
    };
    let without = all(&collection);
    // An answer while the log is being read is not lost.
    let source = collection.fit_source(When::Never);
    let anew = source.run(&Watch::none()).unwrap();
    answer(&mut collection, 3, Rating::Again);
    collection.set_foresight(anew.foresight).unwrap();
    let late = all(&collection);
    let anew = collection.fit_source(When::Never).run(&Watch::none()).unwrap();
    collection.set_foresight(anew.foresight).unwrap();
    assert_eq!(late, all(&collection));
    desk.study(&mut collection, 40..43);
    collection.undo(None).unwrap();
    collection.undo(None).unwrap();
    let kept_up = all(&collection);
    assert_ne!(kept_up, without, "FSRS-7 has its say");
    let anew = collection.fit_source(When::Never).run(&Watch::none()).unwrap();
    collection.set_foresight(anew.foresight).unwrap();
    for (kept_up, anew) in kept_up.iter().zip(all(&collection)) {
        assert!((kept_up.unwrap() - anew.unwrap()).abs() < 1e-12, "{kept_up:?} {anew:?}");
    }
    let day = collection.day();
    for item in 0..60 {
        let (soon, late) =
            (collection.recall_on(item, day + 5), collection.recall_on(item, day + 50));
        let (soon, late) = (soon.unwrap(), late.unwrap());
        assert!(soon > late && late > 0.0 && soon < 1.0, "{soon} {late}");
    }
}

#[test]
fn decks_go_by_their_presets() {
    let desk = Desk::new();
    let mut collection = desk.open();
    let exam = Preset {
        name: "Exam".to_owned(),
        decks: vec!["two".to_owned()],
        desired_retention: 0.97,
        new_per_day: 2,
        reviews_per_day: 3,
    };
    let settings = Settings { presets: vec![exam], new_per_day: 5, ..Settings::default() };
    collection.set_settings(settings.clone());
    let deck = |collection: &Collection, id: &str| {
        collection.library().decks().iter().position(|deck| deck.head.id == id).unwrap()
    };
    let (one, two) = (deck(&collection, "one"), deck(&collection, "two"));
    let of = |collection: &mut Collection, deck: usize| {
        let all = collection.candidates(&Scope::default()).unwrap();
        all.iter().filter(|candidate| candidate.deck == deck).count()
    };
    assert_eq!((of(&mut collection, one), of(&mut collection, two)), (5, 2));
    let overview = collection.overview();
    assert_eq!((overview.new, overview.decks[one].new, overview.decks[two].new), (7, 5, 2));
    let first = |deck: usize| collection.library().decks()[deck].items.start as usize;
    let (in_one, in_two) = (first(one), first(two));
    assert_eq!((collection.retention_of(in_one), collection.retention_of(in_two)), (0.90, 0.97));
    answer(&mut collection, in_two, Rating::Good);
    assert_eq!(of(&mut collection, two), 1, "what was met today counts");
    assert_eq!(of(&mut collection, one), 5, "for its own preset only");
    // A higher goal gives a shorter interval from the same state.
    answer(&mut collection, in_one, Rating::Easy);
    answer(&mut collection, in_two + 1, Rating::Easy);
    let days = |item| collection.state(item).interval_days;
    assert!(days(in_two + 1) < days(in_one), "{} {}", days(in_two + 1), days(in_one));
    // After the next start it is as it was.
    drop(collection);
    let mut collection = desk.open();
    collection.set_settings(settings);
    assert_eq!(of(&mut collection, two), 0);
    assert!(is_proven(&collection));
}

#[test]
fn a_preset_that_is_renamed_keeps_its_parameters() {
    let desk = Desk::new();
    let mut collection = desk.open();
    let preset = |name: &str| Preset {
        name: name.to_owned(),
        decks: vec!["two".to_owned()],
        ..Preset::default()
    };
    collection.set_settings(Settings { presets: vec![preset("a")], ..Settings::default() });
    desk.study(&mut collection, 0..32);
    let foreseen = collection.fit_source(When::Now).run(&Watch::none()).unwrap();
    assert_eq!(foreseen.fitted.len(), 2);
    for mut fitted in foreseen.fitted {
        let by = if fitted.preset.is_empty() { 1.01 } else { 1.02 };
        fitted.outcome.six = Some(Params::default().weights().iter().map(|w| w * by).collect());
        assert!(collection.adopt(&fitted).unwrap());
    }
    let own = *collection.model_of(45).params().weights();
    assert_ne!(own, *collection.model().params().weights());
    collection.rename_preset("a", "b").unwrap();
    collection.set_settings(Settings { presets: vec![preset("b")], ..Settings::default() });
    assert_eq!(*collection.model_of(45).params().weights(), own);
    assert!(collection.last_fit("b").unwrap().is_some());
    desk.study(&mut collection, 32..34);
    assert!(is_proven(&collection));
    // Back, to the defaults that were before its first own ones.
    assert!(collection.go_back_to_previous_params("b").unwrap());
    assert_eq!(collection.model_of(45).params().weights(), Params::default().weights());
}

fn csv(reviews: usize) -> String {
    let mut text = String::from("ts_ms,card,rating,delta_days,delta_secs,taken_ms,day\n");
    for answer in answers(&Learner::new(2, reviews)) {
        let day = answer.at_ms.div_euclid(DAY_MS);
        let (secs, rating) = (answer.secs.round(), answer.rating.number());
        let _ = writeln!(
            text,
            "{},{},{rating},{},{secs},5000,{day}",
            answer.at_ms, answer.card, answer.days
        );
    }
    text
}

#[test]
fn a_log_is_evaluated() {
    let home = Home::new();
    let file = home.path().join("log.csv");
    std::fs::write(&file, csv(600)).unwrap();
    let file = file.to_str().unwrap();
    let found = home.json(&["evaluate", "--log", file, "--json"]);
    for model in ["moving_average", "fsrs6_default", "fsrs6_fitted", "app"] {
        let model = &found[model];
        for figure in ["log_loss", "rmse_bins", "auc"] {
            let value = model[figure].as_f64().unwrap();
            assert!(value > 0.0 && value < 2.0, "{figure}: {value}");
        }
        assert_eq!(model["n"], found["app"]["n"]);
    }
    let shown = home.run(&["evaluate", "--log", file], "");
    assert!(text(&shown.stdout).contains("FSRS-6, fitted"), "{}", text(&shown.stdout));
}

#[test]
fn what_can_t_be_evaluated_is_told_with_status_2() {
    let home = Home::new();
    let told = |content: &str| {
        let file = home.path().join("log.csv");
        std::fs::write(&file, content).unwrap();
        let output = home.run(&["evaluate", "--log", file.to_str().unwrap(), "--json"], "");
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
        text(&output.stderr)
    };
    let bad = csv(40).replacen(",3,", ",x,", 1);
    let line = bad.lines().position(|line| line.contains(",x,")).unwrap() + 1;
    assert!(told(&bad).contains(&format!("log.csv:{line}:")), "{}", told(&bad));
    assert!(told(&csv(60)).contains("too few"));
    assert!(told("").contains("empty"));
    let missing = home.run(&["evaluate", "--log", "/nowhere.csv"], "");
    assert_eq!(missing.status.code(), Some(2));
    // The learner's own history, which is empty.
    let own = home.run(&["evaluate"], "");
    assert_eq!(own.status.code(), Some(2));
    assert!(text(&own.stderr).contains("too few"), "{}", text(&own.stderr));
}
