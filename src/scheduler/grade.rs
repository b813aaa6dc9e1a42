//! From evidence to a grade: the one place that judges an answer.
//!
//! A right answer among four options may be a lucky guess. Rated Good all the
//! same, it lengthens an interval that nothing was proved for. So a right
//! answer is weighed: π is the probability that it was known (Bayes' rule, with
//! the predicted recall as the prior), and the memory moves only as far as π
//! carries (see [`Model::remember`](super::Model::remember)).

use super::habits::Habits;
use super::{Confidence, Evidence, Grade, Rating};

/// The prior that an item is known when it is asked for the first time.
pub const FIRST_SIGHT: f64 = 0.3;

/// Below this π the stored rating is Again.
pub const AGAIN_BELOW: f64 = 0.5;

/// Below this π the stored rating is at best Hard.
pub const HARD_BELOW: f64 = 0.9;

/// How the answer's time compares with the learner's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Among the learner's fastest fifth for this kind of card.
    Fast,
    /// Any slower, or too little is known. Slow alone says nothing: in real
    /// logs it predicts forgetting for only half of the learners.
    Usual,
}

/// Grades an answer.
///
/// - `retrievability`: the predicted probability of recall at the moment of
///   asking, 0 to 1; `None` on first sight, which counts as [`FIRST_SIGHT`].
/// - `habits`: how this learner's stated confidence is to be read.
/// - `pace`: see [`Habits::pace`].
///
/// The rules, in order:
/// 1. A stated rating (self-graded, or overruling) is taken as it is.
/// 2. Wrong is Again, with π = 0.
/// 3. Right: π = k·a / (k·a + (1−k)·g·b), with k the retrievability, g the
///    chance of being right by luck, and a, b how likely the stated confidence
///    is for what is known and for what is not. Unstated: a = b.
/// 4. The base rating is Good. It is Hard after a hint, or when the learner was
///    unsure or guessing (else a typed guess, which can't be luck, would count
///    for more than a typed 'unsure'); it is Easy when the answer was fast.
/// 5. The stored rating is the base, but Again when π < 0.5, and at best Hard
///    when π < 0.9.
#[must_use]
pub fn grade(
    evidence: &Evidence,
    retrievability: Option<f64>,
    habits: &Habits,
    pace: Pace,
) -> Grade {
    if let Some(stated) = evidence.stated {
        let known = if stated == Rating::Again { 0.0 } else { 1.0 };
        return Grade { rating: stated, base: stated, known };
    }
    if !evidence.correct {
        return Grade { rating: Rating::Again, base: Rating::Again, known: 0.0 };
    }
    let ratio = evidence.confidence.map_or(1.0, |said| habits.ratio(said));
    let known = known(retrievability.unwrap_or(FIRST_SIGHT), evidence.chance, ratio);
    let doubted = matches!(evidence.confidence, Some(Confidence::Guess | Confidence::Unsure));
    let base = if doubted || evidence.hints > 0 {
        Rating::Hard
    } else if pace == Pace::Fast {
        Rating::Easy
    } else {
        Rating::Good
    };
    let rating = if known < AGAIN_BELOW {
        Rating::Again
    } else if known < HARD_BELOW {
        base.min(Rating::Hard)
    } else {
        base
    };
    Grade { rating, base, known }
}

/// π for a right answer: k·r / (k·r + (1−k)·g), with r = a/b. What can't be
/// read (NaN) counts against the answer.
fn known(retrievability: f64, chance: f64, ratio: f64) -> f64 {
    let k = if retrievability.is_nan() { 0.0 } else { retrievability.clamp(0.0, 1.0) };
    let g = if chance.is_nan() { 1.0 } else { chance.clamp(0.0, 1.0) };
    let lucky = (1.0 - k) * g;
    // Where luck plays no part, a right answer was known, however unlikely.
    if lucky <= 0.0 {
        return 1.0;
    }
    let knew = k * ratio;
    knew / (knew + lucky)
}
