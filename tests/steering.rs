//! A learner of sixty days, by the clock: what steering, balance and a pile do to
//! a real collection.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "tests: what goes wrong shall fail"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::paths::Paths;
use hippocache::plan::{CatchUp, CatchUpWay, Plan, Plans, Subject, Week, Weekday};
use hippocache::scheduler::{Due, Evidence, Model, Phase, day, interval};
use hippocache::session::{CandidateKind, Queue, Scope};
use hippocache::settings::Settings;
use hippocache::store::Durability;
use jiff::civil::date;
use jiff::tz::TimeZone;

const DAY_MS: i64 = 86_400_000;
/// Noon on Monday, 2 March 2026.
const START_MS: i64 = 1_772_452_800_000;

/// A deck of flip cards, some of them with siblings.
fn deck(id: &str, cards: u32) -> String {
    use std::fmt::Write as _;
    let mut text = format!(
        "#![enable(implicit_some)]\nDeck(format: 1, id: \"{id}\", title: \"{id}\", area: \"Own\", cards: [\n"
    );
    for card in 0..cards {
        let group = card / 2;
        // Those of `alone` have no siblings.
        let group = if id == "alone" { String::new() } else { format!("group: \"g{group}\"") };
        writeln!(
            text,
            "Typed(id: \"c{card}\", ask: \"What is number {card} of {id}?\", \
             accept: [\"n{card}\"], {group}),"
        )
        .unwrap();
    }
    text.push_str("])\n");
    text
}

struct Learner {
    folder: tempfile::TempDir,
    paths: Paths,
    clock: FixedClock,
    collection: Collection,
    model: Model,
}

impl Learner {
    fn new(decks: &[(&str, u32)], settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        std::fs::create_dir_all(&paths.decks).unwrap();
        for (id, cards) in decks {
            std::fs::write(paths.decks.join(format!("{id}.ron")), deck(id, *cards)).unwrap();
        }
        let clock = FixedClock::new(START_MS);
        let mut collection = open(&paths, &clock);
        collection.set_settings(settings);
        Self { folder, paths, clock, collection, model: Model::default() }
    }

    /// Whether a card is recalled: by the model's own prediction and luck that
    /// depends on card and repetition alone.
    fn recalls(&self, item: usize) -> bool {
        let state = self.collection.state(item);
        let luck = {
            let mut z = (item as u64) << 20 | u64::from(state.reps);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        };
        let today = self.collection.day();
        match state.memory {
            None => luck < 0.6,
            Some(memory) => {
                let elapsed = day::elapsed_days(state.last_day.unwrap_or(today), today);
                elapsed == 0 || luck < self.model.retrievability(memory, elapsed)
            }
        }
    }

    /// A day's session of at most so many seconds; 20 for a new card, 10 for any
    /// other answer. Gives what it took.
    fn study(&mut self, secs: f64) -> f64 {
        let mut spent = 0.0;
        let candidates = self.collection.candidates(&Scope::default()).unwrap();
        let (families, _) = self.collection.today_limits();
        let limits = self.collection.limits(&Scope::default());
        let mut queue = Queue::new(candidates, families, limits);
        while spent < secs {
            let Some(candidate) = queue.next(self.collection.now_ms()) else { break };
            let is_new = candidate.kind == CandidateKind::New;
            let took = if is_new { 20.0 } else { 10.0 };
            spent += took;
            let item = candidate.item;
            let evidence = Evidence {
                kind: self.collection.library().items()[item].kind,
                correct: self.recalls(item),
                chance: 0.0,
                latency_ms: (took * 1000.0) as u32,
                confidence: None,
                hints: 0,
                stated: None,
            };
            self.clock.advance_ms(1_000);
            let recorded = self.collection.record(item, &evidence).unwrap();
            if let Due::At(at_ms) = recorded.review.due {
                queue.learn_again(candidate, at_ms);
            }
        }
        spent
    }

    fn go_to_day(&self, number: i64) {
        self.clock.set_ms(START_MS + number * DAY_MS);
    }

    /// The share of a deck's cards that would be recalled today.
    fn known(&mut self, deck: &str) -> f64 {
        let _ = self.collection.overview();
        let items = self.collection.library().deck(deck).unwrap().items.clone();
        let total = f64::from(items.end - items.start);
        let recall = items.map(|item| self.collection.retrievability(item as usize).unwrap_or(0.0));
        recall.sum::<f64>() / total
    }
}

fn open(paths: &Paths, clock: &FixedClock) -> Collection {
    let options = OpenOptions {
        zone: TimeZone::UTC,
        entropy: 3,
        builtin: false,
        durability: Durability::None,
        ..OpenOptions::new(Arc::new(clock.clone()))
    };
    let opened = Collection::open(paths, options).unwrap();
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    opened.collection
}

fn plan(steers: bool) -> Plan {
    Plan {
        name: "Interview".to_owned(),
        // Day 60.
        day: date(2026, 5, 1),
        subjects: vec![Subject::Deck("kafka".to_owned())],
        minutes: 20,
        rest: Vec::new(),
        retention: None,
        steers,
        from: date(2026, 3, 2),
        unmet: 160,
        predicted: None,
        felt: None,
    }
}

#[test]
fn sixty_days_with_the_plan_end_higher_than_without_at_equal_minutes() {
    let run = |steers| {
        let decks = [("aaa", 200), ("kafka", 160), ("zzz", 100)];
        let mut learner = Learner::new(&decks, Settings { new_per_day: 5, ..Settings::default() });
        let plans = Plans { plans: vec![plan(steers)], ..Plans::default() };
        learner.collection.set_plans(plans);
        let mut spent = 0.0;
        for day in 0..60 {
            learner.go_to_day(day);
            spent += learner.study(20.0 * 60.0);
        }
        learner.go_to_day(60);
        (learner.known("kafka"), spent / 60.0, learner)
    };
    let (with, with_minutes, learner) = run(true);
    let (without, without_minutes, _) = run(false);
    println!(
        "with {with:.4} in {with_minutes:.0} min, without {without:.4} in {without_minutes:.0}"
    );
    assert!(with > without + 0.1, "{with:.4} against {without:.4}");
    assert!(with_minutes < without_minutes * 1.02, "{with_minutes} against {without_minutes}");
    assert!(with > 0.95, "peak on the day: {with:.4}");
    // Every card was met, some days before, and seen once more within reach of it.
    let collection = &learner.collection;
    let items = collection.library().deck("kafka").unwrap().items.clone();
    let today = collection.day();
    let mut shaky = 0;
    for item in items {
        let state = collection.state(item as usize);
        assert_ne!(state.phase, Phase::New, "{item}");
        // What will not stay in memory comes nearly every day anyway.
        shaky += u32::from(collection.retrievability(item as usize).unwrap() < 0.88);
    }
    assert!(shaky <= 4, "{shaky} cards are shaky on the day");
    // After the day all goes on as before.
    assert!(!learner.collection.plans().plans[0].is_steering(today));
    assert_eq!(learner.collection.limits(&Scope::default()).new, 5);
    // What was decided is in the log: it replays to the same.
    let report = learner.collection.store().verify(&mut |_, _| std::ops::ControlFlow::Continue(()));
    assert!(report.unwrap().is_good());
}

#[test]
fn a_steered_interval_does_not_leap_over_the_day_and_shows_it_before_the_answer() {
    let decks = [("kafka", 40), ("zzz", 40)];
    let mut learner = Learner::new(&decks, Settings::default());
    // Known so well that any interval leaps.
    for day in [0, 3, 12, 40] {
        learner.go_to_day(day);
        learner.study(3_600.0);
    }
    let mut plans = Plans { plans: vec![plan(true)], ..Plans::default() };
    plans.plans[0].day = date(2026, 6, 1);
    learner.go_to_day(80);
    let _ = learner.collection.overview();
    learner.collection.set_plans(plans);
    let day_of_plan = learner.collection.plans().plans[0].study_day();
    let today = learner.collection.day();
    let evidence = |item: usize| Evidence {
        kind: learner.collection.library().items()[item].kind,
        correct: true,
        chance: 0.0,
        latency_ms: 4_000,
        confidence: None,
        hints: 0,
        stated: None,
    };
    let (mut leaps, mut kept) = (0, 0);
    for item in 0..80 {
        if learner.collection.state(item).phase != Phase::Review {
            continue;
        }
        let outlook = learner.collection.outlook(item, &evidence(item));
        let longest = outlook.iter().filter_map(|it| match it.returns {
            hippocache::session::Returns::Days(days) => Some(days.cast_signed()),
            hippocache::session::Returns::Minutes(_) => None,
        });
        let due = today + longest.max().unwrap();
        let is_planned = learner.collection.is_planned(item);
        if is_planned && due < day_of_plan {
            kept += 1;
        } else if !is_planned && due >= day_of_plan {
            leaps += 1;
        } else {
            // Sure enough already to need no last look.
            assert!(!is_planned || due >= day_of_plan);
        }
    }
    assert!(kept >= 6, "{kept} of the plan's are seen before the day");
    assert!(leaps >= 6, "{leaps} of the others go their way");
}

#[test]
fn the_last_look_comes_once_and_leaves_the_dates_alone_until_then() {
    let mut learner = Learner::new(&[("alone", 40)], Settings::default());
    for day in [0, 3, 12, 40] {
        learner.go_to_day(day);
        learner.study(3_600.0);
    }
    // Most are due long after the day, which is the day after tomorrow.
    learner.go_to_day(58);
    let _ = learner.collection.overview();
    learner.study(f64::INFINITY);
    learner.go_to_day(59);
    let _ = learner.collection.overview();
    let dates = |learner: &Learner| -> Vec<Due> {
        (0..40).map(|item| learner.collection.state(item).due).collect()
    };
    let before = dates(&learner);
    let mut plan = plan(true);
    plan.subjects = vec![Subject::Deck("alone".to_owned())];
    plan.minutes = 60;
    learner.collection.set_plans(Plans { plans: vec![plan], ..Plans::default() });
    assert_eq!(dates(&learner), before, "a plan rewrites no date");
    let looks = learner.collection.overview().ahead.looks;
    assert!(looks > 0, "some want a last look");
    let reviews = |learner: &mut Learner| {
        let candidates = learner.collection.candidates(&Scope::default()).unwrap();
        candidates.iter().filter(|it| matches!(it.kind, CandidateKind::Review(_))).count()
    };
    assert!(reviews(&mut learner) >= looks as usize);
    learner.study(f64::INFINITY);
    assert_eq!(reviews(&mut learner), 0, "each of them once");
}

#[test]
fn balance_stays_within_the_fuzz_keeps_the_order_and_the_easy_days() {
    let easy = vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0];
    let settings = Settings { easy_days: easy.clone(), new_per_day: 10, ..Settings::default() };
    let mut learner = Learner::new(&[("kafka", 300)], settings);
    let (mut by_weekday, mut free, mut apart, mut together) = ([0_u32; 7], 0, 0, 0);
    for number in 0..60 {
        learner.go_to_day(number);
        let before: BTreeMap<usize, _> =
            (0..300).map(|item| (item, learner.collection.state(item))).collect();
        learner.study(40.0 * 60.0);
        let today = learner.collection.day();
        for (item, before) in before {
            let after = learner.collection.state(item);
            let (Due::Day(due), true) = (after.due, after.reps > before.reps) else { continue };
            let memory = after.memory.unwrap();
            let raw = learner.model.interval(memory, 0.9);
            let range = interval::fuzz_range(raw);
            let days = (due - today).unsigned_abs();
            let high = (*range.end()).max(*range.start() + 2);
            assert!(days >= *range.start() && days <= high, "{days} of {range:?}");
            let choice: Vec<i32> = range.clone().map(|days| today + days.cast_signed()).collect();
            let week = Week::new(&easy);
            if choice.iter().any(|day| week.share(*day) > 0.0) && choice.len() > 2 {
                free += 1;
                by_weekday[Weekday::of(due).index()] += 1;
            }
            let sibling = learner.collection.state(item ^ 1).due;
            if choice.len() > 2 {
                if sibling == after.due { together += 1 } else { apart += 1 }
            }
        }
    }
    let usual: u32 = by_weekday[..5].iter().sum::<u32>() / 5;
    println!("{by_weekday:?} of {free}, siblings {together} of {}", together + apart);
    assert!(free > 300, "{free}");
    // Where the order of the grades leaves one day, it may be a Sunday.
    assert!(by_weekday[6] * 10 < usual, "Sunday: {by_weekday:?}");
    assert!(f64::from(by_weekday[5]) < 0.75 * f64::from(usual), "Saturday: {by_weekday:?}");
    assert!(together * 20 < apart, "siblings part: {together} of {}", together + apart);
}

#[test]
fn hard_good_and_easy_keep_their_order_and_no_interval_shrinks() {
    let mut learner = Learner::new(&[("kafka", 60)], Settings::default());
    for number in [0, 2, 6, 14, 30, 70] {
        learner.go_to_day(number);
        learner.study(3_600.0);
    }
    learner.go_to_day(150);
    let _ = learner.collection.overview();
    for item in 0..60 {
        let state = learner.collection.state(item);
        if state.phase != Phase::Review {
            continue;
        }
        let evidence = Evidence {
            kind: learner.collection.library().items()[item].kind,
            correct: true,
            chance: 0.0,
            latency_ms: 4_000,
            confidence: None,
            hints: 0,
            stated: None,
        };
        let outlook = learner.collection.outlook(item, &evidence);
        let days: Vec<u32> = outlook
            .iter()
            .filter_map(|it| match it.returns {
                hippocache::session::Returns::Days(days) => Some(days),
                hippocache::session::Returns::Minutes(_) => None,
            })
            .collect();
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{days:?}");
        let good = days[1];
        let raw = interval::whole_days(learner.model.interval(
            learner.model.next(
                state.memory,
                day::elapsed_days(state.last_day.unwrap(), learner.collection.day()),
            )[2],
            0.9,
        ));
        assert!(good >= state.interval_days.min(raw), "{good} after {}", state.interval_days);
        assert_eq!(learner.collection.outlook(item, &evidence), outlook, "the same every time");
    }
}

#[test]
fn the_counts_of_due_days_are_those_of_a_fresh_start_after_anything() {
    let mut learner = Learner::new(&[("kafka", 80)], Settings::default());
    for number in 0..12 {
        learner.go_to_day(number);
        learner.study(900.0);
        if number % 3 == 0 {
            learner.collection.undo(None).unwrap();
        }
        if number == 7 {
            learner.collection.redo().unwrap();
            learner.collection.set(3, hippocache::store::Setting::Suspended(true)).unwrap();
            learner.collection.set(4, hippocache::store::Setting::Forget).unwrap();
        }
    }
    let today = learner.collection.day();
    let days: Vec<u32> =
        (today..today + 400).map(|day| learner.collection.load().on(day)).collect();
    let overdue = learner.collection.load().overdue(today);
    let Learner { folder, paths, clock, collection, .. } = learner;
    drop(collection);
    let fresh = open(&paths, &clock);
    let again: Vec<u32> = (today..today + 400).map(|day| fresh.load().on(day)).collect();
    assert_eq!((days, overdue), (again, fresh.load().overdue(today)));
    assert!(fresh.load().over(today..=today + 399) > 20);
    drop(folder);
}

#[test]
fn a_pile_in_five_days_is_gone_in_five_days() {
    let settings = Settings { new_per_day: 15, ..Settings::default() };
    let mut learner = Learner::new(&[("alone", 200)], settings);
    for number in 0..14 {
        learner.go_to_day(number);
        learner.study(3_600.0);
    }
    learner.go_to_day(60);
    let _ = learner.collection.overview();
    let pile = learner.collection.backlog();
    assert!(pile.is_pile(), "{pile:?}");
    let catch_up = Some(CatchUp { from: date(2026, 5, 1), way: CatchUpWay::InDays(5) });
    learner.collection.set_plans(Plans { catch_up, ..Plans::default() });
    let mut reviews = Vec::new();
    for number in 60..65 {
        learner.go_to_day(number);
        let _ = learner.collection.overview();
        let limits = learner.collection.limits(&Scope::default());
        assert_eq!(limits.new, 0, "no new cards");
        reviews.push(limits.reviews);
        learner.study(f64::INFINITY);
    }
    learner.go_to_day(65);
    let _ = learner.collection.overview();
    let left = learner.collection.backlog();
    assert_eq!(left.overdue, 0, "{left:?} after {reviews:?}");
    let share = pile.waiting / 5;
    assert!(reviews[0] < (share + 20) as usize, "a share a day: {reviews:?} of {pile:?}");
}

#[test]
fn new_cards_slow_down_only_when_wished_and_say_so() {
    let settings = Settings { new_per_day: 20, goal_minutes: 2, ..Settings::default() };
    let mut learner = Learner::new(&[("kafka", 400)], settings.clone());
    for number in 0..6 {
        learner.go_to_day(number);
        learner.study(3_600.0);
    }
    learner.go_to_day(6);
    assert_eq!(learner.collection.overview().ahead.held_back, 0);
    assert_eq!(learner.collection.limits(&Scope::default()).new, 20);
    learner.collection.set_settings(Settings { slow_new: true, ..settings });
    let ahead = learner.collection.overview().ahead;
    assert!(ahead.held_back > 0, "{ahead:?}");
    let left = learner.collection.limits(&Scope::default()).new;
    assert_eq!(left, 20 - ahead.held_back as usize);
}
