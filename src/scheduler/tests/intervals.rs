use std::ops::RangeInclusive;

use super::interval::{
    Limits, PlanInput, RECHECK_DAYS, Spread, Step, Wait, fuzz_range, next_phase, plan, whole_days,
};
use super::*;
use crate::settings::Settings;

fn any_limits() -> impl Strategy<Value = Limits> {
    (any::<f64>(), any::<u32>(), any::<u32>(), 0_u32..2000, 0_u32..100, 0.6_f64..1.1, any::<bool>())
        .prop_map(|(odd, most, least, max, min, retention, wild)| {
            let settings = if wild {
                Settings {
                    desired_retention: odd,
                    max_interval_days: most,
                    min_interval_days: least,
                    ..Settings::default()
                }
            } else {
                Settings {
                    desired_retention: retention,
                    max_interval_days: max,
                    min_interval_days: min,
                    ..Settings::default()
                }
            };
            Limits::new(&settings)
        })
}

#[derive(Debug, Clone)]
struct Situation {
    memory: Option<Memory>,
    elapsed: u32,
    phase: Phase,
    previous_days: u32,
    confident_error: bool,
    limits: Limits,
    seed: Option<u64>,
    grade: Option<Grade>,
}

/// Grades as [`grade`] gives them, those in doubt more often.
fn any_grade() -> impl Strategy<Value = Grade> {
    (any_rating(), prop_oneof![3 => 0.3_f64..1.0, 1 => Just(1.0)]).prop_map(|(base, known)| {
        let rating = match known {
            _ if base == Rating::Again || known < AGAIN_BELOW => Rating::Again,
            _ if known < HARD_BELOW => Rating::Hard,
            _ => base,
        };
        Grade { rating, base, known }
    })
}

prop_compose! {
    fn any_situation()(
        memory in prop::option::of(any_memory()),
        elapsed in 0_u32..500,
        phase in any_phase(),
        previous_days in 0_u32..500,
        confident_error in any::<bool>(),
        limits in any_limits(),
        seed in prop::option::of(any::<u64>()),
        grade in prop::option::of(any_grade()),
    ) -> Situation {
        Situation { memory, elapsed, phase, previous_days, confident_error, limits, seed, grade }
    }
}

impl Situation {
    fn plan(&self) -> [Step; 4] {
        self.plan_by(self.seed.map_or(Spread::Off, Spread::Seeded))
    }

    fn plan_by(&self, spread: Spread<'_>) -> [Step; 4] {
        let model = Model::default();
        let states = model.next(self.memory, self.elapsed);
        let automatic =
            self.grade.map(|grade| (grade, model.remember(self.memory, self.elapsed, &grade)));
        plan(&PlanInput {
            model: &model,
            states: &states,
            automatic,
            phase: self.phase,
            previous_days: self.previous_days,
            confident_error: self.confident_error,
            limits: self.limits,
            spread,
        })
    }
}

fn days(step: &Step) -> Option<u32> {
    match step.wait {
        Wait::Days(days) => Some(days),
        Wait::Minutes(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn intervals_keep_their_bounds_and_their_order(situation in any_situation()) {
        let Limits { min_days, max_days, .. } = situation.limits;
        let steps = situation.plan();
        prop_assert!(steps.iter().map(|step| step.rating).eq(Rating::ALL));
        let mut below = 0;
        for step in &steps {
            prop_assert_eq!(step.phase == Phase::Review, days(step).is_some());
            let Some(days) = days(step) else { continue };
            prop_assert!((min_days..=max_days).contains(&days), "{:?}", steps);
            prop_assert!((1..=36_500).contains(&days));
            let recheck = situation.confident_error && situation.phase != Phase::Review;
            let most = if recheck { max_days.min(RECHECK_DAYS.max(min_days)) } else { max_days };
            prop_assert!(days <= most, "{:?}", steps);
            prop_assert!(days > below || (days == most && below == most), "{:?}", steps);
            below = days;
        }
    }

    #[test]
    fn a_doubted_answer_comes_back_between_its_ratings_neighbours(
        (stability, elapsed) in (0.1_f32..30.0, 0_u32..30),
        base in any_rating(),
        known in 0.5_f64..1.0,
        seed in prop::option::of(any::<u64>()),
    ) {
        let rating = if known < HARD_BELOW { base.min(Rating::Hard) } else { base };
        let [_, hard, good, easy] = Situation {
            memory: Some(Memory { stability, difficulty: 5.0 }),
            elapsed,
            phase: Phase::Review,
            previous_days: 0,
            confident_error: false,
            limits: Limits::new(&Settings::default()),
            seed,
            grade: Some(Grade { rating, base, known }),
        }
        .plan();
        prop_assert!(days(&hard) < days(&good) && days(&good) < days(&easy));
    }

    #[test]
    fn overruling_leads_to_what_was_shown(situation in any_situation(), stated in any_rating()) {
        let shown = memory::of(&situation.plan(), stated);
        let grade = Grade {
            rating: stated, base: stated, known: f64::from(u8::from(stated != Rating::Again)),
        };
        let overruled = Situation { grade: Some(grade), ..situation.clone() };
        let follows = memory::of(&overruled.plan(), stated);
        if situation.grade.is_none_or(|grade| grade.rating != stated) {
            prop_assert_eq!(shown, follows);
        }
    }

    #[test]
    fn fuzz_stays_near_and_never_shortens_below_the_interval_before(situation in any_situation()) {
        let model = Model::default();
        let steps = situation.plan();
        let mut floor = situation.limits.min_days;
        for step in &steps {
            let Some(days) = days(step) else { continue };
            let raw = model.interval(step.memory, situation.limits.desired_retention);
            let range = fuzz_range(raw);
            // Order, limits and doubt may move an interval; fuzz only within its range.
            if situation.seed.is_none() || raw < 2.5 {
                let plain = whole_days(raw).clamp(floor, situation.limits.max_days);
                let capped = situation.confident_error && situation.phase != Phase::Review;
                if !capped && situation.grade.is_none() {
                    prop_assert_eq!(days, plain);
                }
            } else if situation.grade.is_none() {
                prop_assert!(days <= (*range.end()).max(floor));
                let kept = whole_days(raw)
                    .min(situation.previous_days)
                    .min(situation.limits.max_days);
                let capped = situation.confident_error && situation.phase != Phase::Review;
                prop_assert!(capped || days >= kept, "{} before, {:?}", situation.previous_days, steps);
                prop_assert!(capped || days >= (*range.start()).min(situation.limits.max_days));
            }
            floor = days.saturating_add(1).min(situation.limits.max_days);
        }
    }

    #[test]
    fn the_same_seed_always_gives_the_same_plan(situation in any_situation()) {
        prop_assert_eq!(situation.plan(), situation.plan());
    }

    #[test]
    fn a_chooser_is_asked_and_held_to_the_range(situation in any_situation(), wish in any::<u32>()) {
        let choose = |_: Rating, range: RangeInclusive<u32>| {
            assert!(range.start() <= range.end());
            wish
        };
        let steps = situation.plan_by(Spread::Chosen(&choose));
        for step in &steps {
            if let Some(days) = days(step) {
                let Limits { min_days, max_days, .. } = situation.limits;
                prop_assert!((min_days..=max_days).contains(&days));
            }
        }
    }

    #[test]
    fn fuzz_reaches_as_far_as_documented(interval in 0.0_f64..40_000.0) {
        let range = fuzz_range(interval);
        let (low, high) = (f64::from(*range.start()), f64::from(*range.end()));
        if interval < 2.5 {
            prop_assert!(low.to_bits() == high.to_bits());
        } else {
            let interval = interval.min(36_500.0);
            let reach = 1.0
                + 0.15 * (interval.min(7.0) - 2.5)
                + 0.10 * (interval.min(20.0) - 7.0).max(0.0)
                + 0.05 * (interval - 20.0).max(0.0);
            prop_assert!(low >= interval - reach && high <= interval + reach, "{:?}", range);
            prop_assert!(low < interval - reach + 1.0, "all that is allowed can be had");
            prop_assert!(high > interval + reach - 1.0 || high >= 36_500.0);
        }
    }
}

#[test]
fn fuzz_uses_its_whole_range() {
    let model = Model::default();
    let memory = Memory { stability: 30.0, difficulty: 5.0 };
    let states = [memory; 4];
    let mut seen = std::collections::BTreeSet::new();
    for n in 0..2000_u64 {
        let steps = plan(&PlanInput {
            model: &model,
            states: &states,
            automatic: None,
            phase: Phase::Review,
            previous_days: 0,
            confident_error: false,
            limits: Limits::new(&Settings::default()),
            spread: Spread::Seeded(n.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        });
        seen.extend(days(&steps[1]));
    }
    let all: Vec<u32> = fuzz_range(model.interval(memory, 0.9)).collect();
    assert!(all.len() > 6);
    assert!(seen.into_iter().eq(all));
}

#[test]
fn learning_goes_by_one_step() {
    use Phase::{Learning, New, Relearning, Review};
    for (phase, [again, hard, good, easy]) in [
        (New, [Learning, Learning, Review, Review]),
        (Learning, [Learning, Learning, Review, Review]),
        (Review, [Relearning, Review, Review, Review]),
        (Relearning, [Relearning, Relearning, Review, Review]),
    ] {
        let found = Rating::ALL.map(|rating| next_phase(phase, rating));
        assert_eq!(found, [again, hard, good, easy], "{phase:?}");
    }
    let situation = Situation {
        memory: None,
        elapsed: 0,
        phase: New,
        previous_days: 0,
        confident_error: false,
        limits: Limits::new(&Settings { learning_minutes: 12, ..Settings::default() }),
        seed: None,
        grade: None,
    };
    let waits = situation.plan().map(|step| step.wait);
    assert_eq!(waits, [Wait::Minutes(12), Wait::Minutes(12), Wait::Days(2), Wait::Days(8)]);
    let recheck = Situation { confident_error: true, phase: Relearning, ..situation };
    let waits = recheck.plan().map(|step| step.wait);
    assert_eq!(waits, [Wait::Minutes(12), Wait::Minutes(12), Wait::Days(2), Wait::Days(7)]);
}

#[test]
fn rounding_is_half_away_and_bounded() {
    for (raw, days) in [
        (0.0, 1),
        (0.4, 1),
        (1.49, 1),
        (1.5, 2),
        (2.5, 3),
        (3.49, 3),
        (1e9, 36_500),
        (-4.0, 1),
        (f64::NAN, 1),
        (f64::INFINITY, 36_500),
    ] {
        assert_eq!(whole_days(raw), days, "{raw}");
    }
}
