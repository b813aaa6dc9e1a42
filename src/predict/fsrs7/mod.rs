//! FSRS-7 as a predictor: two stabilities (one for the long run, one for the
//! short), a difficulty, and a mixture of two power curves over fractional days.
//!
//! The model, its default parameters, bounds and the way of fitting are by
//! [Open Spaced Repetition](https://github.com/open-spaced-repetition/srs-benchmark),
//! published with their benchmark. The gradient is our own.

mod fit;
mod grad;
mod params;

use std::ops::Range;

use super::log::Log;

pub use fit::{LEAST_ITEMS, MOST_ITEMS, fit};
pub use grad::{Tape, gradient};
pub use params::{BOUNDS, COUNT, DEFAULTS, Params};

/// The bounds of both stabilities, days.
pub const STABILITY: (f64, f64) = (1e-4, 36_500.0);

/// The bounds of difficulty.
pub const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// The factor of the short stability after a first review, and its cap after a
/// lapse, as a share of the long one.
const SHORT_SHARE: f64 = 0.8;

/// What FSRS-7 knows of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The stability in the long run, days.
    pub long: f64,
    /// The stability in the short run, days.
    pub short: f64,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f64,
}

/// FSRS-7 with one set of parameters, and what needs to be computed only once.
#[derive(Debug, Clone)]
pub struct Fsrs7 {
    params: Params,
    pub(super) w: [f64; COUNT],
    /// The exponent of the long curve, k.
    pub(super) k: f64,
    /// F: makes the long curve pass through w26 at one stability.
    pub(super) factor: f64,
    pub(super) ln_w25: f64,
    /// D₀(4), to which difficulty reverts.
    pub(super) easy_difficulty: f64,
}

impl Default for Fsrs7 {
    fn default() -> Self {
        Self::new(&Params::default())
    }
}

/// What the curves give at one moment, with what their gradient needs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Curve {
    pub ln_long: f64,
    pub ln_short: f64,
    /// The short curve's exponent before and after its bounds.
    pub m_raw: f64,
    pub m: f64,
    pub f: f64,
    pub u1: f64,
    pub r1: f64,
    pub u2: f64,
    pub r2: f64,
    pub a: f64,
    pub b: f64,
    pub mixed: f64,
    pub recall: f64,
}

pub(super) const M_BOUNDS: (f64, f64) = (0.01, 0.95);
pub(super) const F_EXPONENT_MOST: f64 = 60.0;
pub(super) const RECALL_SCALE: f64 = 1.0 - 2e-5;
pub(super) const RECALL_FLOOR: f64 = 1e-5;

impl Fsrs7 {
    /// A model with these parameters.
    #[must_use]
    pub fn new(params: &Params) -> Self {
        let w = *params.weights();
        let k = w[24].clamp(M_BOUNDS.0, M_BOUNDS.1);
        Self {
            params: *params,
            w,
            k,
            factor: (-w[26].ln() / k).exp() - 1.0,
            ln_w25: w[25].ln(),
            easy_difficulty: w[4] - (3.0 * w[5]).exp() + 1.0,
        }
    }

    /// The parameters in use.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The state after a first review with this grade, 1 to 4.
    #[must_use]
    pub fn first(&self, rating: u8) -> State {
        let grade = usize::from(rating.clamp(1, 4)) - 1;
        let long = self.w[grade];
        #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
        let difficulty = self.w[4] - (self.w[5] * grade as f64).exp() + 1.0;
        State {
            long: bound(long, STABILITY),
            short: bound(SHORT_SHARE * long, STABILITY),
            difficulty: bound(difficulty, DIFFICULTY),
        }
    }

    /// The probability of recall after `days` (0 and more, fractional); above 0
    /// and below 1.
    #[must_use]
    pub fn recall(&self, state: State, days: f64) -> f64 {
        self.curve(state, days).recall
    }

    /// The state after a review with this grade (1 to 4), `days` after the one
    /// before.
    #[must_use]
    pub fn next(&self, state: State, days: f64, rating: u8) -> State {
        self.step(state, &self.curve(state, days), rating)
    }

    /// The state after a whole sequence of reviews: days since the one before
    /// (of the first: not used), and grade. `None` without any.
    #[must_use]
    pub fn fold(&self, reviews: impl IntoIterator<Item = (f64, u8)>) -> Option<State> {
        reviews.into_iter().fold(None, |state, (days, rating)| {
            Some(match state {
                None => self.first(rating),
                Some(state) => self.next(state, days, rating),
            })
        })
    }

    #[expect(clippy::many_single_char_names, reason = "the names of the published formulas")]
    pub(super) fn curve(&self, state: State, days: f64) -> Curve {
        let w = &self.w;
        let t = days.max(0.0);
        let (ln_long, ln_short) = (state.long.ln(), state.short.ln());
        let m_raw = w[23] * ((w[33] - 0.3) * ln_short).exp();
        let m = m_raw.clamp(M_BOUNDS.0, M_BOUNDS.1);
        let f = (-self.ln_w25 / m).min(F_EXPONENT_MOST).exp() - 1.0;
        let u1 = 1.0 + f * t / state.short;
        let r1 = (-m * u1.ln()).exp();
        let off = state.difficulty - 5.0;
        let u2 = 1.0 + self.factor * (t / state.long) * (off * (w[32] - 0.3)).exp();
        let r2 = (-self.k * u2.ln()).exp();
        let a = w[27] * (-w[29] * ln_short).exp();
        let b = w[28] * (w[30] * ln_long + off * (w[31] - 0.5)).exp();
        let mixed = (a * r1 + b * r2) / (a + b);
        let recall = RECALL_SCALE * mixed + RECALL_FLOOR;
        Curve { ln_long, ln_short, m_raw, m, f, u1, r1, u2, r2, a, b, mixed, recall }
    }

    pub(super) fn step(&self, state: State, curve: &Curve, rating: u8) -> State {
        let d = state.difficulty;
        let long = self.stability(state.long, curve.ln_long, d, curve.recall, rating, 7);
        let mut short = self.stability(state.short, curve.ln_short, d, curve.r1, rating, 15);
        if rating <= 1 {
            short = short.min(SHORT_SHARE * long);
        }
        State {
            long: bound(long, STABILITY),
            short: bound(short, STABILITY),
            difficulty: self.next_difficulty(d, curve.recall, rating),
        }
    }

    /// N(x, r; i): what becomes of a stability that was recalled with
    /// probability `r`.
    #[expect(clippy::many_single_char_names, reason = "the names of the published formulas")]
    fn stability(&self, x: f64, ln_x: f64, d: f64, r: f64, rating: u8, i: usize) -> f64 {
        let w = &self.w;
        if rating <= 1 {
            let lapsed = w[i + 3] * ((x + 1.0).powf(w[i + 4]) - 1.0) * ((1.0 - r) * w[i + 5]).exp();
            return x.min(lapsed);
        }
        // A success never leaves less than there was, so the lapse's stability,
        // which is at most that, can't be the larger one.
        let grade = match rating {
            2 => w[i + 6],
            4.. => w[i + 7],
            _ => 1.0,
        };
        let gain = (w[i] - 1.5 - w[i + 1] * ln_x).exp()
            * (11.0 - d)
            * (((1.0 - r) * w[i + 2]).exp() - 1.0)
            * grade;
        x * (1.0 + gain)
    }

    fn next_difficulty(&self, d: f64, recall: f64, rating: u8) -> f64 {
        let mut change = -self.w[6] * (f64::from(rating) - 3.0);
        if rating <= 1 {
            change *= recall + 0.1;
        }
        let moved = d + change * (10.0 - d) / 9.0;
        bound(0.01 * self.easy_difficulty + 0.99 * moved, DIFFICULTY)
    }
}

/// Predicts items of a log; gives each its recall, 0 to 1, in the order of
/// `items`.
#[must_use]
pub fn predict(log: &Log, model: &Fsrs7, items: Range<usize>) -> Vec<f64> {
    let mut found = vec![f64::NAN; items.len()];
    for steps in log.sequences(items.clone()) {
        let mut state: Option<State> = None;
        for step in steps {
            state = Some(match state {
                None => model.first(step.rating),
                Some(state) => {
                    let curve = model.curve(state, step.elapsed);
                    let at = (step.item as usize).checked_sub(items.start);
                    if let Some(slot) = at.and_then(|at| found.get_mut(at)) {
                        *slot = curve.recall;
                    }
                    model.step(state, &curve, step.rating)
                }
            });
        }
    }
    found
}

fn bound(value: f64, (least, most): (f64, f64)) -> f64 {
    value.clamp(least, most)
}

#[cfg(test)]
mod tests;
