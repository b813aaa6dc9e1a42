use super::interval::Wait;
use super::*;
use crate::deck::ItemKey;
use crate::settings::Settings;

fn key() -> ItemKey {
    "redis/expiry".parse().unwrap()
}

/// A learner's world: everything an answer depends on but the answer.
struct World {
    key: ItemKey,
    model: Model,
    settings: Settings,
    habits: Habits,
}

impl World {
    fn new() -> Self {
        Self {
            key: key(),
            model: Model::default(),
            settings: Settings::default(),
            habits: Habits::default(),
        }
    }

    fn decide(&self, state: &CardState, evidence: Evidence, now_ms: i64, day: i32) -> Decision {
        decide(&AnswerInput {
            key: &self.key,
            state,
            evidence,
            model: &self.model,
            settings: &self.settings,
            habits: &self.habits,
            now_ms,
            day,
            choose: None,
        })
    }
}

fn stated(rating: Rating) -> Evidence {
    Evidence { correct: rating != Rating::Again, chance: 0.0, stated: Some(rating), ..plain() }
}

/// Answers in turn, each when the item is due.
fn study(world: &World, answers: &[Rating]) -> CardState {
    let mut state = CardState::default();
    let mut day = 100;
    for rating in answers {
        if let Due::Day(due) = state.due {
            day = due;
        }
        let now_ms = i64::from(day) * 86_400_000;
        let review = world.decide(&state, stated(*rating), now_ms, day).review;
        state = apply(&state, Change::Review(&review), now_ms, day);
    }
    state
}

#[test]
fn a_card_goes_from_new_to_known_to_lapsed_and_back() {
    let world = World::new();
    let learning = study(&world, &[Rating::Again]);
    assert_eq!(learning.phase, Phase::Learning);
    assert_eq!(learning.due, Due::At(100 * 86_400_000 + 10 * 60_000));
    assert_eq!((learning.interval_days, learning.lapses), (0, 0));
    let known = study(&world, &[Rating::Again, Rating::Good]);
    assert_eq!(known.phase, Phase::Review);
    assert!(matches!(known.due, Due::Day(day) if day > 100));
    assert!(known.interval_days >= 1);
    let lapsed = study(&world, &[Rating::Good, Rating::Good, Rating::Again]);
    assert_eq!((lapsed.phase, lapsed.lapses), (Phase::Relearning, 1));
    assert!(matches!(lapsed.due, Due::At(_)));
    let again = study(&world, &[Rating::Good, Rating::Good, Rating::Again, Rating::Good]);
    assert_eq!((again.phase, again.lapses, again.reps), (Phase::Review, 1, 4));
}

#[test]
fn the_record_says_what_was_known_before() {
    let world = World::new();
    let state = study(&world, &[Rating::Good]);
    let day = 100 + 30;
    let review = world.decide(&state, plain(), 1, day).review;
    assert_eq!(review.elapsed_days, 30);
    assert_eq!(review.before, state.memory);
    let memory = state.memory.unwrap();
    let recall = world.model.retrievability(memory, 30);
    let expected = grade(&plain(), Some(recall), &world.habits, Pace::Usual);
    assert_eq!(review.grade, expected);
    assert_eq!(review.after, world.model.remember(state.memory, 30, &expected));
    assert_eq!(review.params, 0);
    let long = Evidence { latency_ms: u32::MAX, ..plain() };
    let review = world.decide(&state, long, 1, day).review;
    assert_eq!(review.evidence.latency_ms, Evidence::MAX_LATENCY_MS);
}

#[test]
fn a_guess_on_the_same_day_is_still_a_guess() {
    let world = World::new();
    let state = study(&world, &[Rating::Good]);
    assert!(predicted(&state, &world.model, 100).unwrap() < 1.0);
    let guess = Evidence { confidence: Some(Confidence::Guess), ..plain() };
    assert!(world.decide(&state, guess, 1, 100).review.grade.known < HARD_BELOW);
    assert_eq!(predicted(&CardState::default(), &world.model, 100), None);
}

#[test]
fn leeches_are_found_at_the_threshold_and_each_half_of_it_after() {
    let found: Vec<u32> = (0..=20).filter(|lapses| is_leech(*lapses, 8)).collect();
    assert_eq!(found, [8, 12, 16, 20]);
    let found: Vec<u32> = (0..=11).filter(|lapses| is_leech(*lapses, 5)).collect();
    assert_eq!(found, [5, 8, 11]);
    assert!((0..100).all(|lapses| !is_leech(lapses, 0)), "0 means never");
    assert!(is_leech(1, 1) && is_leech(2, 1));

    let world = World::new();
    let mut answers = vec![Rating::Good];
    for lapse in 1..=8 {
        answers.push(Rating::Again);
        let state = study(&world, &answers);
        assert_eq!((state.lapses, state.leech), (lapse, lapse == 8));
        assert_eq!(state.suspended, lapse == 8);
        answers.push(Rating::Good);
    }
}

#[test]
fn fuzz_goes_by_item_and_repetition() {
    let world = World::new();
    let known = Memory { stability: 400.0, difficulty: 5.0 };
    let state = CardState {
        phase: Phase::Review,
        memory: Some(known),
        last_day: Some(0),
        last_at_ms: Some(0),
        interval_days: 100,
        reps: 3,
        ..CardState::default()
    };
    let interval = |world: &World, state: &CardState| {
        world.decide(state, stated(Rating::Good), 1, 400).review.interval_days
    };
    assert_eq!(interval(&world, &state), interval(&world, &state));
    let by_reps: std::collections::BTreeSet<u32> =
        (0..40).map(|reps| interval(&world, &CardState { reps, ..state })).collect();
    assert!(by_reps.len() > 10, "{by_reps:?}");
    let by_item: std::collections::BTreeSet<u32> = (0..40)
        .map(|n| {
            let key = format!("redis/card-{n}").parse().unwrap();
            interval(&World { key, ..World::new() }, &state)
        })
        .collect();
    assert!(by_item.len() > 10, "{by_item:?}");
    let plain = World { settings: Settings { fuzz: false, ..Settings::default() }, ..World::new() };
    let exact = interval(&plain, &state);
    assert_eq!(exact, interval(&plain, &CardState { reps: 9, ..state }));
}

fn any_state() -> impl Strategy<Value = CardState> {
    (
        prop::option::of((any_memory(), 0_i32..1000)),
        any_phase(),
        0_u32..2000,
        0_u32..30,
        0_u32..30,
        any::<bool>(),
    )
        .prop_map(|(past, phase, interval_days, reps, lapses, confident_error)| CardState {
            phase: if past.is_some() { phase } else { Phase::New },
            memory: past.map(|(memory, _)| memory),
            last_day: past.map(|(_, day)| day),
            last_at_ms: past.map(|(_, day)| i64::from(day) * 86_400_000),
            interval_days,
            reps,
            lapses,
            confident_error,
            ..CardState::default()
        })
}

proptest! {
    #[test]
    fn the_outlook_of_the_grade_is_the_review(
        state in any_state(), evidence in any_evidence(), day in 0_i32..3000,
    ) {
        let world = World::new();
        let Decision { review, outlook } = world.decide(&state, evidence, 5, day);
        let step = memory::of(&outlook, review.grade.rating);
        prop_assert_eq!(step.phase, review.phase);
        prop_assert_eq!(step.memory, review.after);
        match step.wait {
            Wait::Days(days) => {
                prop_assert_eq!(review.interval_days, days);
                prop_assert_eq!(review.due, Due::Day(day + i32::try_from(days).unwrap()));
            }
            Wait::Minutes(minutes) => {
                prop_assert_eq!(review.interval_days, 0);
                prop_assert_eq!(review.due, Due::At(5 + i64::from(minutes) * 60_000));
            }
        }
        prop_assert_eq!(review.after.stability.to_bits(), {
            let elapsed = review.elapsed_days;
            world.model.remember(state.memory, elapsed, &review.grade).stability.to_bits()
        });
    }

    #[test]
    fn overruling_an_answer_leads_to_what_its_outlook_showed(
        state in any_state(), evidence in any_evidence(), day in 0_i32..3000, own in any_rating(),
    ) {
        let world = World::new();
        let evidence = Evidence { stated: None, ..evidence };
        let first = world.decide(&state, evidence, 5, day);
        prop_assume!(first.review.grade.rating != own);
        let overruled = world.decide(&state, Evidence { stated: Some(own), ..evidence }, 5, day);
        prop_assert_eq!(memory::of(&overruled.outlook, own), memory::of(&first.outlook, own));
    }

    #[test]
    fn the_first_interval_after_a_confident_error_is_a_week_at_most(
        memory in any_memory(), evidence in any_evidence(), day in 10_i32..3000,
    ) {
        let world = World::new();
        let state = CardState {
            phase: Phase::Relearning, memory: Some(memory), last_day: Some(10),
            confident_error: true, ..CardState::default()
        };
        prop_assert!(world.decide(&state, evidence, 5, day).review.interval_days <= 7);
    }
}
