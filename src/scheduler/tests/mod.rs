#![expect(clippy::unwrap_used, clippy::panic, reason = "a fault in a test is its failure")]

mod days;
mod deciding;
mod folding;
mod grading;
mod guessing;
mod intervals;
mod memories;

use crate::deck::Kind;
use proptest::prelude::*;

use super::*;

/// Any memory FSRS can hold, small and large stabilities alike.
fn any_memory() -> impl Strategy<Value = Memory> {
    (-3.0_f32..4.56, 1.0_f32..=10.0)
        .prop_map(|(power, difficulty)| Memory { stability: 10.0_f32.powf(power), difficulty })
}

fn any_rating() -> impl Strategy<Value = Rating> {
    prop::sample::select(Rating::ALL.to_vec())
}

fn any_confidence() -> impl Strategy<Value = Option<Confidence>> {
    prop::sample::select(vec![
        None,
        Some(Confidence::Guess),
        Some(Confidence::Unsure),
        Some(Confidence::Sure),
    ])
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    (
        any::<bool>(),
        0.0_f64..=1.0,
        0_u32..700_000,
        any_confidence(),
        0_u8..4,
        prop::option::weighted(0.2, any_rating()),
    )
        .prop_map(|(correct, chance, latency_ms, confidence, hints, stated)| Evidence {
            kind: Kind::Choice,
            correct,
            chance,
            latency_ms,
            confidence,
            hints,
            stated,
        })
}

/// A right answer, one of four options, nothing said.
fn plain() -> Evidence {
    Evidence {
        kind: Kind::Choice,
        correct: true,
        chance: 0.25,
        latency_ms: 5000,
        confidence: None,
        hints: 0,
        stated: None,
    }
}

fn any_phase() -> impl Strategy<Value = Phase> {
    prop::sample::select(vec![Phase::New, Phase::Learning, Phase::Review, Phase::Relearning])
}

/// Habits after some answers, sensible or not.
fn any_habits() -> impl Strategy<Value = Habits> {
    prop::collection::vec((any_evidence(), 0.0_f64..=1.0, 1_u32..40), 0..12).prop_map(|answers| {
        let mut habits = Habits::default();
        for (evidence, known, times) in answers {
            let grade = Grade { rating: Rating::Good, base: Rating::Good, known };
            for _ in 0..times {
                habits.record(&evidence, &grade);
            }
        }
        habits
    })
}
