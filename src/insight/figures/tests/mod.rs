//! The figures against what can be reckoned by hand, and against the log.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that can't go on has failed; shares of small counts are exact"
)]

mod cards;
mod days;
mod props;
mod sentences;

use super::*;
use crate::deck::Kind;
use crate::insight::{Answered, NOWHERE, Picked};
use crate::scheduler::{Confidence, Due, Memory, Rating};

/// 2026-05-27, a Wednesday.
const TODAY: i32 = 20_600;
const HOUR: i64 = 3_600_000;

/// A right answer of a card known for ten days, at nine in the morning.
fn answer(item: u32, day: i32) -> Answered {
    Answered {
        at_ms: i64::from(day) * 24 * HOUR + 9 * HOUR,
        item,
        card: item + 1,
        day,
        latency_ms: 5_000,
        elapsed_days: 10,
        previous_days: 10,
        interval_days: 20,
        recall: 0.9,
        zone_min: 0,
        kind: Kind::Choice,
        rating: Rating::Good,
        confidence: None,
        is_right: true,
        is_first: false,
        phase: Phase::Review,
    }
}

fn wrong(answered: Answered) -> Answered {
    Answered {
        rating: Rating::Again,
        is_right: false,
        interval_days: 0,
        phase: Phase::Relearning,
        ..answered
    }
}

fn first(answered: Answered) -> Answered {
    Answered { elapsed_days: 0, previous_days: 0, recall: f32::NAN, is_first: true, ..answered }
}

/// The figures of some answers, for all cards.
fn figures(answers: Vec<Answered>, period: Period) -> Figures {
    all(&History::new(answers), &[], &Selection::All, period)
}

fn all(history: &History, states: &[CardState], selection: &Selection, period: Period) -> Figures {
    Figures::all(&Input {
        history,
        states,
        recall: &|item| states.get(item)?.memory.map(|_| 0.8),
        selection,
        period,
        today: TODAY,
        now_ms: i64::from(TODAY) * 24 * HOUR + 12 * HOUR,
        desired_retention: 0.9,
    })
}

fn known(due: i32, interval_days: u32, stability: f32) -> CardState {
    CardState {
        phase: Phase::Review,
        memory: Some(Memory { stability, difficulty: 5.0 }),
        due: Due::Day(due),
        interval_days,
        last_day: Some(due - i32::try_from(interval_days).unwrap()),
        reps: 3,
        ..CardState::default()
    }
}
