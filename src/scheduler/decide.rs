//! From an answer to the whole record of a review.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::apply::is_lapse;
use super::day::elapsed_days;
use super::grade::grade;
use super::habits::Habits;
use super::interval::{Limits, PlanInput, Spread, Step, Wait, plan};
use super::memory::{blend, of};
use super::{CardState, Due, Evidence, Grade, Model};
use crate::deck::ItemKey;
use crate::settings::Settings;
use crate::store::Review;

/// On the day of an answer FSRS predicts certain recall: its days are whole.
/// Taken at its word, no later guess that day could be told from knowledge.
const SAME_DAY_RETRIEVABILITY: f64 = 0.95;

/// An answer, and all that its consequences depend on.
#[derive(Clone, Copy)]
pub struct AnswerInput<'a> {
    /// The item.
    pub key: &'a ItemKey,
    /// Its state before the answer.
    pub state: &'a CardState,
    /// What the answer showed. Too long a latency is cut to
    /// [`Evidence::MAX_LATENCY_MS`].
    pub evidence: Evidence,
    /// The learner's FSRS model.
    pub model: &'a Model,
    /// Retention, limits, fuzz, leeches.
    pub settings: &'a Settings,
    /// The learner's habits before the answer.
    pub habits: &'a Habits,
    /// Milliseconds since 1970, UTC.
    pub now_ms: i64,
    /// The study day ([`super::day::today`]).
    pub day: i32,
    /// Chooses a day within the fuzz (to even out the load), in place of the
    /// item's own seed. Not asked when fuzz is off.
    pub choose: Option<&'a dyn Fn(super::Rating, std::ops::RangeInclusive<u32>) -> u32>,
}

/// What an answer leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The record to be logged.
    pub review: Review,
    /// What each rating leads to; that of `review.grade.rating` is the review.
    pub outlook: [Step; 4],
}

/// The probability that the item is recalled now, 0 to 1: what its grade goes
/// by. `None` when it was never answered.
#[must_use]
pub fn predicted(state: &CardState, model: &Model, day: i32) -> Option<f64> {
    let elapsed = state.last_day.map_or(0, |last| elapsed_days(last, day));
    let recall = model.retrievability(state.memory?, elapsed);
    Some(if elapsed == 0 { recall.min(SAME_DAY_RETRIEVABILITY) } else { recall })
}

/// Judges an answer and decides what follows. The same input always leads to
/// the same decision.
#[must_use]
pub fn decide(input: &AnswerInput<'_>) -> Decision {
    let AnswerInput { state, model, settings, day, .. } = *input;
    let evidence = Evidence {
        latency_ms: input.evidence.latency_ms.min(Evidence::MAX_LATENCY_MS),
        ..input.evidence
    };
    let elapsed = state.last_day.map_or(0, |last| elapsed_days(last, day));
    let pace = input.habits.pace(evidence.kind, evidence.latency_ms);
    let grade = grade(&evidence, predicted(state, model, day), input.habits, pace);
    let states = model.next(state.memory, elapsed);
    let after = blend(&states, &grade);
    let spread = match input.choose {
        _ if !settings.fuzz => Spread::Off,
        Some(choose) => Spread::Chosen(choose),
        None => Spread::Seeded(seed(input.key, state.reps)),
    };
    let outlook = plan(&PlanInput {
        model,
        states: &states,
        automatic: Some((grade, after)),
        phase: state.phase,
        previous_days: state.interval_days,
        // Only a miss of before: one of now returns within the session anyhow,
        // and once overruled it was none.
        confident_error: state.confident_error,
        limits: Limits::new(settings),
        spread,
    });
    let review = record(input, evidence, grade, elapsed, of(&outlook, grade.rating));
    Decision { review, outlook }
}

/// The record of a review for an answer: [`decide`] without the outlook.
#[must_use]
pub fn answer(input: &AnswerInput<'_>) -> Review {
    decide(input).review
}

fn record(
    input: &AnswerInput<'_>,
    evidence: Evidence,
    grade: Grade,
    elapsed_days: u32,
    step: Step,
) -> Review {
    let (due, interval_days) = match step.wait {
        Wait::Minutes(minutes) => {
            let wait_ms = i64::from(minutes) * 60_000;
            (Due::At(input.now_ms.saturating_add(wait_ms)), 0)
        }
        Wait::Days(days) => {
            let days_ahead = i32::try_from(days).unwrap_or(i32::MAX);
            (Due::Day(input.day.saturating_add(days_ahead)), days)
        }
    };
    let lapse = is_lapse(input.state.phase, step.phase);
    let lapses = input.state.lapses.saturating_add(u32::from(lapse));
    Review {
        evidence,
        grade,
        elapsed_days,
        before: input.state.memory,
        after: step.memory,
        phase: step.phase,
        due,
        interval_days,
        leech: lapse && is_leech(lapses, input.settings.leech_lapses),
        params: input.model.params().version(),
    }
}

/// Whether the lapse with this number makes a leech: at the threshold, and
/// again at each half of it beyond (as Anki does), so that an item brought back
/// gets its chance. A threshold of 0 means never.
#[must_use]
pub fn is_leech(lapses: u32, threshold: u32) -> bool {
    threshold > 0
        && lapses >= threshold
        && (lapses - threshold).is_multiple_of(threshold.div_ceil(2))
}

/// What fuzz goes by: the item and how often it was answered, so that the plan
/// shown before an answer is the one that follows.
fn seed(key: &ItemKey, reps: u32) -> u64 {
    xxh3_64_with_seed(key.to_string().as_bytes(), u64::from(reps))
}
