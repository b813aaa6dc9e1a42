//! From memory states to intervals: the one place that decides when an item
//! comes back. Bounds, order, fuzz and the rules of learning are all here.
//!
//! The rules of learning:
//! - A new or (re)learning item rated Again or Hard returns within the session;
//!   Good or Easy make it known (Review).
//! - A known item rated Again lapses: it is relearned within the session. Hard,
//!   Good and Easy keep it known.
//! - There is one learning step. FSRS holds states of whole days only, so more
//!   steps would be guesswork; an item that is still shaky simply gets Hard.
//! - A return within the session that falls past the rollover is just due.
//! - After a confident error the first interval is at most a week.

use std::ops::RangeInclusive;

use super::memory::{fence_retention, of};
use super::{Grade, Memory, Model, Phase, Rating};
use crate::settings::Settings;

/// No interval is longer, whatever the settings say: a hundred years.
pub const LONGEST_DAYS: u32 = 36_500;

/// The first interval after a confident error, at most.
pub const RECHECK_DAYS: u32 = 7;

/// Intervals below this many days are not fuzzed.
const FUZZ_FROM: f64 = 2.5;

/// How much each day within a range adds to the fuzz: (from, to, share).
const FUZZ_RANGES: [(f64, f64, f64); 3] =
    [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];

/// What the intervals are made under: the learner's limits and wishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// 0.70 to 0.99; held to that.
    pub desired_retention: f64,
    /// Days, at least 1 and at most `max_days`.
    pub min_days: u32,
    /// Days, 1 to [`LONGEST_DAYS`].
    pub max_days: u32,
    /// Minutes until a return within the session.
    pub learning_minutes: u32,
}

impl Limits {
    /// The settings' limits, held within what makes sense.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let max_days = settings.max_interval_days.clamp(1, LONGEST_DAYS);
        Self {
            desired_retention: fence_retention(settings.desired_retention),
            min_days: settings.min_interval_days.clamp(1, max_days),
            max_days,
            learning_minutes: settings.learning_minutes,
        }
    }

    /// The same with at most [`RECHECK_DAYS`].
    fn recheck(self) -> Self {
        let max_days = self.max_days.min(RECHECK_DAYS.max(self.min_days));
        Self { max_days, min_days: self.min_days.min(max_days), ..self }
    }
}

/// How one day is chosen out of those that fuzz allows.
#[derive(Clone, Copy)]
pub enum Spread<'a> {
    /// No fuzz: the interval itself.
    Off,
    /// By a seed: the same seed, the same day.
    Seeded(u64),
    /// By the caller (to even out the load, say): gets the rating and the range
    /// of intervals, in days; an answer outside of it is moved to its edge.
    Chosen(&'a dyn Fn(Rating, RangeInclusive<u32>) -> u32),
}

/// What [`plan`] goes by.
#[derive(Clone, Copy)]
pub struct PlanInput<'a> {
    /// Makes intervals out of memories.
    pub model: &'a Model,
    /// The memory each rating leads to, in the order of [`Rating::ALL`].
    pub states: &'a [Memory; 4],
    /// The automatic grade and its blended memory, when there is one. Its
    /// rating's place in the plan is then made from this memory.
    pub automatic: Option<(Grade, Memory)>,
    /// The phase before the answer.
    pub phase: Phase,
    /// The interval before, days; 0 while learning.
    pub previous_days: u32,
    /// The item was missed with confidence, and not checked since.
    pub confident_error: bool,
    /// Bounds and wishes.
    pub limits: Limits,
    /// How fuzz is spread.
    pub spread: Spread<'a>,
}

/// When an item comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Within the session, after this many minutes.
    Minutes(u32),
    /// After this many days, 1 to [`LONGEST_DAYS`].
    Days(u32),
}

/// What a rating leads to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Which rating.
    pub rating: Rating,
    /// The phase after it.
    pub phase: Phase,
    /// The memory after it.
    pub memory: Memory,
    /// When the item comes back.
    pub wait: Wait,
}

/// The phase a rating leads to.
#[must_use]
pub fn next_phase(phase: Phase, rating: Rating) -> Phase {
    match (phase, rating) {
        (_, Rating::Good | Rating::Easy) | (Phase::Review, Rating::Hard) => Phase::Review,
        (Phase::Review | Phase::Relearning, _) => Phase::Relearning,
        (Phase::New | Phase::Learning, _) => Phase::Learning,
    }
}

/// What each rating would lead to, in the order of [`Rating::ALL`].
///
/// Intervals in days always keep within the limits, and Hard < Good < Easy by
/// at least a day, up to where the longest interval makes them equal. The place
/// of the automatic grade lies between its neighbours likewise, and leaves them
/// where they are: what the other places show is what overruling leads to.
#[must_use]
pub fn plan(input: &PlanInput<'_>) -> [Step; 4] {
    let stated = plan_stated(input);
    let Some((grade, memory)) = input.automatic else { return stated };
    stated.map(|step| {
        if step.rating != grade.rating {
            return step;
        }
        let wait = match step.wait {
            Wait::Minutes(_) => step.wait,
            Wait::Days(_) => Wait::Days(between_neighbours(input, &stated, step.rating, memory)),
        };
        Step { memory, wait, ..step }
    })
}

fn plan_stated(input: &PlanInput<'_>) -> [Step; 4] {
    let limits = limits(input);
    let mut floor = limits.min_days;
    Rating::ALL.map(|rating| {
        let phase = next_phase(input.phase, rating);
        let memory = of(input.states, rating);
        let wait = if phase == Phase::Review {
            let days = days(input, limits, rating, memory, floor);
            floor = days.saturating_add(1).min(limits.max_days);
            Wait::Days(days)
        } else {
            Wait::Minutes(limits.learning_minutes)
        };
        Step { rating, phase, memory, wait }
    })
}

/// The interval of a blended memory, kept between those of the ratings beside.
fn between_neighbours(
    input: &PlanInput<'_>,
    stated: &[Step; 4],
    rating: Rating,
    memory: Memory,
) -> u32 {
    let limits = limits(input);
    let beside = |other: Option<Rating>| match other.map(|other| of(stated, other).wait) {
        Some(Wait::Days(days)) => Some(days),
        _ => None,
    };
    let below = beside(Rating::from_number(rating.number() - 1));
    let above = beside(Rating::from_number(rating.number() + 1));
    let floor = below.map_or(limits.min_days, |days| (days + 1).min(limits.max_days));
    let ceiling = match above {
        Some(days) if days < limits.max_days => days.saturating_sub(1).max(floor),
        _ => limits.max_days,
    };
    days(input, limits, rating, memory, floor).min(ceiling)
}

fn limits(input: &PlanInput<'_>) -> Limits {
    // The check itself ends the confident error: it is taken from a known item.
    if input.confident_error && input.phase != Phase::Review {
        input.limits.recheck()
    } else {
        input.limits
    }
}

/// One interval: rounded, fuzzed, and at least `floor`.
fn days(input: &PlanInput<'_>, limits: Limits, rating: Rating, memory: Memory, floor: u32) -> u32 {
    let raw = input.model.interval(memory, limits.desired_retention);
    let floor = floor.clamp(1, limits.max_days);
    let plain = whole_days(raw).clamp(floor, limits.max_days);
    if matches!(input.spread, Spread::Off) {
        return plain;
    }
    let range = fuzz_range(raw);
    // Fuzz must not be what makes an interval shorter than the one before.
    let kept = input.previous_days.min(whole_days(raw));
    let low = (*range.start()).max(kept).clamp(floor, limits.max_days);
    let high = (*range.end()).clamp(low, limits.max_days);
    match input.spread {
        Spread::Off => plain,
        Spread::Seeded(seed) => low + share_of(seed, high - low + 1),
        Spread::Chosen(choose) => choose(rating, low..=high).clamp(low, high),
    }
}

/// The intervals, in days, that fuzz allows around an unrounded one: within
/// `± (1 + 0.15·days in [2.5, 7] + 0.10·days in [7, 20] + 0.05·days beyond)`,
/// or none but itself below 2.5 days.
#[must_use]
pub fn fuzz_range(interval_days: f64) -> RangeInclusive<u32> {
    let plain = whole_days(interval_days);
    if interval_days.is_nan() || interval_days < FUZZ_FROM {
        return plain..=plain;
    }
    let interval = interval_days.min(f64::from(LONGEST_DAYS));
    let reach = FUZZ_RANGES
        .into_iter()
        .map(|(from, to, share)| share * (interval.min(to) - from).max(0.0))
        .sum::<f64>()
        + 1.0;
    whole_days((interval - reach).ceil())..=whole_days((interval + reach).floor())
}

/// Rounded half away from zero, 1 to [`LONGEST_DAYS`].
#[must_use]
pub fn whole_days(interval_days: f64) -> u32 {
    if interval_days.is_nan() {
        return 1;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1..=36500"
    )]
    let days = interval_days.round().clamp(1.0, f64::from(LONGEST_DAYS)) as u32;
    days
}

/// A number below `count` (at least 1), evenly over seeds.
fn share_of(seed: u64, count: u32) -> u32 {
    let share = (u128::from(seed) * u128::from(count)) >> 64;
    u32::try_from(share).unwrap_or(0)
}
