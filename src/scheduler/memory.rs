//! Memory states: FSRS-6 behind fences, and the blend for answers that may
//! have been guessed.
//!
//! The formulas are those of the `fsrs` crate (FSRS-6,
//! <https://github.com/open-spaced-repetition/fsrs-rs>). The fences are ours:
//! the crate clips parameters silently and takes any desired retention, even
//! those that make an interval infinite or negative.

use fsrs::{DEFAULT_PARAMETERS, FSRS, MemoryState, check_and_fill_parameters};

use super::{Grade, Memory, Rating, SchedulerError};

/// How many numbers make up a set of FSRS-6 parameters.
pub const PARAMETER_COUNT: usize = 21;

/// The least and the most desired retention that intervals are made for.
pub const RETENTION_RANGE: (f64, f64) = (0.70, 0.99);

/// The retention used when none can be read out of what was given.
const DEFAULT_RETENTION: f64 = 0.90;

/// The bounds of stability (days) and difficulty in FSRS-6.
const STABILITY_RANGE: (f32, f32) = (0.001, 36_500.0);
const DIFFICULTY_RANGE: (f32, f32) = (1.0, 10.0);

/// The ranges in which FSRS-6 keeps its parameters: those the crate clips to.
const PARAMETER_RANGES: [(f32, f32); PARAMETER_COUNT] = [
    (0.001, 100.0),
    (0.001, 100.0),
    (0.001, 100.0),
    (0.001, 100.0),
    (1.0, 10.0),
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5),
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0),
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0),
    (1.0, 6.0),
    (0.0, 2.0),
    (0.0, 2.0),
    (0.0, 0.8),
    (0.1, 0.8),
];

/// A set of FSRS-6 parameters that is known to be sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    version: u32,
    weights: [f32; PARAMETER_COUNT],
}

impl Default for Params {
    /// What FSRS-6 starts with (fitted on many learners), as version 0.
    fn default() -> Self {
        Self { version: 0, weights: DEFAULT_PARAMETERS }
    }
}

impl Params {
    /// Checks a set of parameters. Sets of FSRS-4.5 (17) and FSRS-5 (19) are
    /// filled up to FSRS-6 as the reference does it.
    ///
    /// # Errors
    /// When the count is none of these, or a number isn't finite, or lies
    /// outside the range FSRS-6 gives it.
    pub fn new(version: u32, weights: &[f32]) -> Result<Self, SchedulerError> {
        let count = SchedulerError::ParameterCount { found: weights.len() };
        if !matches!(weights.len(), 17 | 19 | PARAMETER_COUNT) {
            return Err(count);
        }
        if let Some((index, value)) = weights.iter().enumerate().find(|(_, w)| !w.is_finite()) {
            return Err(SchedulerError::ParameterNotFinite { index, value: *value });
        }
        let filled = check_and_fill_parameters(weights).map_err(|_| count)?;
        let filled: [f32; PARAMETER_COUNT] = filled.try_into().map_err(|_| count)?;
        for (index, (value, (low, high))) in filled.into_iter().zip(PARAMETER_RANGES).enumerate() {
            // Written so that a NaN which filling up may have made is refused too.
            if !(low..=high).contains(&value) {
                return Err(SchedulerError::ParameterOutOfRange { index, value, low, high });
            }
        }
        Ok(Self { version, weights: filled })
    }

    /// The row of the parameters table this set came from; 0 for the default.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The 21 numbers, w0 to w20.
    #[must_use]
    pub fn weights(&self) -> &[f32; PARAMETER_COUNT] {
        &self.weights
    }
}

/// FSRS-6 with one set of parameters. Cheap to keep, and to ask.
#[derive(Debug, Clone)]
pub struct Model {
    params: Params,
    fsrs: FSRS,
    /// What each first rating leads to.
    first: [Memory; 4],
    /// `-w20`: the exponent of the forgetting curve.
    decay: f32,
    /// Makes the curve pass through 0.9 at one stability.
    factor: f32,
}

impl Default for Model {
    fn default() -> Self {
        Self::new(&Params::default())
    }
}

impl Model {
    /// A model with these parameters.
    #[must_use]
    pub fn new(params: &Params) -> Self {
        // `Params` holds nothing the crate refuses, so the default never stands in.
        let fsrs = FSRS::new(&params.weights).unwrap_or_default();
        let [.., w20] = params.weights;
        let decay = -w20;
        let factor = (0.9_f32.ln() / decay).exp() - 1.0;
        let first = first_states(&params.weights);
        Self { params: *params, fsrs, first, decay, factor }
    }

    /// The parameters in use.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Factor and exponent of the forgetting curve
    /// `(1 + factor·t/S)^exponent`.
    #[must_use]
    pub fn curve(&self) -> (f32, f32) {
        (self.factor, self.decay)
    }

    /// The memory each rating leads to, in the order of [`Rating::ALL`].
    ///
    /// `before` is `None` for a first answer; `elapsed_days` are whole study
    /// days since the answer before (0: the same day, which FSRS treats apart).
    /// A state that no memory can have (not finite) counts as none.
    #[must_use]
    pub fn next(&self, before: Option<Memory>, elapsed_days: u32) -> [Memory; 4] {
        let Some(before) = before.filter(|m| m.stability.is_finite() && m.difficulty.is_finite())
        else {
            return self.first;
        };
        let before = MemoryState {
            stability: before.stability.clamp(STABILITY_RANGE.0, STABILITY_RANGE.1),
            difficulty: before.difficulty.clamp(DIFFICULTY_RANGE.0, DIFFICULTY_RANGE.1),
        };
        // The retention only makes the crate's own intervals, which we don't use.
        match self.fsrs.next_states(Some(before), 0.9, elapsed_days) {
            Ok(next) => [next.again, next.hard, next.good, next.easy].map(|state| Memory {
                stability: state.memory.stability,
                difficulty: state.memory.difficulty,
            }),
            // Only states that aren't finite make it fail, and they can't come
            // from sound parameters and a sound state.
            Err(_) => self.first,
        }
    }

    /// The probability of recall `elapsed_days` after the last answer, 0 to 1:
    /// `(1 + factor·t/S)^(−w20)`, FSRS-6's power curve.
    #[must_use]
    pub fn retrievability(&self, memory: Memory, elapsed_days: u32) -> f64 {
        let stability = sound_stability(memory.stability);
        #[expect(clippy::cast_precision_loss, reason = "FSRS reckons in f32, days stay below 2^24")]
        let days = elapsed_days as f32;
        f64::from((days / stability * self.factor + 1.0).powf(self.decay))
    }

    /// Days until retrievability has fallen to `desired_retention`: unrounded,
    /// unbounded, above 0. The retention is held within [`RETENTION_RANGE`].
    #[must_use]
    pub fn interval(&self, memory: Memory, desired_retention: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, reason = "FSRS reckons in f32")]
        let retention = fence_retention(desired_retention) as f32;
        // The rating only matters to the crate when there is no stability.
        f64::from(self.fsrs.next_interval(Some(sound_stability(memory.stability)), retention, 3))
    }

    /// The memory after an answer of which it is not certain that it was known.
    ///
    /// With π = `grade.known`, `ln S = π·ln S(base) + (1−π)·ln S(again)`, and D
    /// likewise but linearly: had the answer been known, the item would stand
    /// where `grade.base` leads to; had it been guessed, where a miss leads to.
    /// π = 1 is exactly the one, π = 0 (and a base of Again) exactly the other.
    ///
    /// `grade.rating` plays no part here: it stands for the blend only where
    /// one of four words must be said (phase, statistics, fitting).
    #[must_use]
    pub fn remember(&self, before: Option<Memory>, elapsed_days: u32, grade: &Grade) -> Memory {
        blend(&self.next(before, elapsed_days), grade)
    }

    /// A memory made from what SM-2 left behind: an ease factor (2.5 = 250 %),
    /// the interval in days, and the retention that SM-2 is taken to have kept
    /// (usually 0.9). `None` when no finite memory comes of it.
    #[must_use]
    pub fn from_sm2(&self, ease: f32, interval_days: f32, retention: f32) -> Option<Memory> {
        let state = self.fsrs.memory_state_from_sm2(ease, interval_days, retention).ok()?;
        Some(Memory {
            stability: state.stability.clamp(STABILITY_RANGE.0, STABILITY_RANGE.1),
            difficulty: state.difficulty,
        })
    }
}

/// The blend of [`Model::remember`] out of the four states of [`Model::next`].
pub(super) fn blend(next: &[Memory; 4], grade: &Grade) -> Memory {
    let [again, ..] = *next;
    let base = of(next, grade.base);
    if grade.base == Rating::Again || grade.known.is_nan() || grade.known <= 0.0 {
        return again;
    }
    if grade.known >= 1.0 {
        return base;
    }
    let mix = |known: f64, guessed: f64| grade.known * known + (1.0 - grade.known) * guessed;
    let ln_stability = mix(f64::from(base.stability).ln(), f64::from(again.stability).ln());
    let difficulty = mix(f64::from(base.difficulty), f64::from(again.difficulty));
    #[expect(clippy::cast_possible_truncation, reason = "FSRS keeps its states in f32")]
    Memory {
        stability: (ln_stability.exp() as f32).clamp(STABILITY_RANGE.0, STABILITY_RANGE.1),
        difficulty: (difficulty as f32).clamp(DIFFICULTY_RANGE.0, DIFFICULTY_RANGE.1),
    }
}

/// The element that belongs to a rating.
pub(crate) fn of<T: Copy>(four: &[T; 4], rating: Rating) -> T {
    let [again, hard, good, easy] = *four;
    match rating {
        Rating::Again => again,
        Rating::Hard => hard,
        Rating::Good => good,
        Rating::Easy => easy,
    }
}

/// Holds a desired retention within [`RETENTION_RANGE`]; NaN becomes 0.90.
#[must_use]
pub fn fence_retention(desired: f64) -> f64 {
    if desired.is_nan() {
        DEFAULT_RETENTION
    } else {
        desired.clamp(RETENTION_RANGE.0, RETENTION_RANGE.1)
    }
}

/// What the first answer leads to, by FSRS-6's formulas: `S₀(g) = w(g−1)` and
/// `D₀(g) = w4 − e^(w5·(g−1)) + 1`.
fn first_states(weights: &[f32; PARAMETER_COUNT]) -> [Memory; 4] {
    let [again, hard, good, easy, w4, w5, ..] = *weights;
    let first = |stability: f32, step: f32| Memory {
        stability: stability.clamp(STABILITY_RANGE.0, STABILITY_RANGE.1),
        difficulty: (w4 - (w5 * step).exp() + 1.0).clamp(DIFFICULTY_RANGE.0, DIFFICULTY_RANGE.1),
    };
    [first(again, 0.0), first(hard, 1.0), first(good, 2.0), first(easy, 3.0)]
}

fn sound_stability(stability: f32) -> f32 {
    if stability.is_nan() {
        STABILITY_RANGE.0
    } else {
        stability.clamp(STABILITY_RANGE.0, STABILITY_RANGE.1)
    }
}
