//! FSRS-6's formulas for one rating at a time: the scheduler's [`Model`] makes all
//! four through the `fsrs` crate, which is too much work for millions of simulated
//! answers. Tests hold both to the same numbers.
//!
//! The formulas are those of <https://github.com/open-spaced-repetition/fsrs-rs>.

use crate::scheduler::memory::of;
use crate::scheduler::{Memory, Model, Rating};

const STABILITY: (f32, f32) = (0.001, 36_500.0);
const DIFFICULTY: (f32, f32) = (1.0, 10.0);

/// One set of parameters, with what can be worked out beforehand.
#[derive(Debug, Clone, Copy)]
pub struct Curve {
    w: [f32; 21],
    decay: f32,
    factor: f32,
    /// e^w8.
    grow: f32,
    /// The difficulty that all tend to: that of a first Easy.
    goal: f32,
    first: [Memory; 4],
}

impl Curve {
    /// The curve of a model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let w = *model.params().weights();
        let [.., w4, w5, _, _, w8, _, _, _, _, _, _, _, _, _, _, _, w20] = w;
        let decay = -w20;
        let factor = (0.9_f32.ln() / decay).exp() - 1.0;
        let goal = w4 - (w5 * 3.0).exp() + 1.0;
        Self { w, decay, factor, grow: w8.exp(), goal, first: model.next(None, 0) }
    }

    /// The memory after a first answer.
    #[must_use]
    pub fn first(&self, rating: Rating) -> Memory {
        of(&self.first, rating)
    }

    /// Predicted recall so many days after the last answer, 0 to 1.
    #[must_use]
    pub fn recall(&self, stability: f32, days: f32) -> f32 {
        (days / stability * self.factor + 1.0).powf(self.decay)
    }

    /// Days until recall has fallen to this: unrounded.
    #[must_use]
    pub fn interval(&self, stability: f32, retention: f32) -> f32 {
        stability * self.reach(retention)
    }

    /// Days until recall has fallen to this, for a stability of one day: others
    /// are in proportion.
    #[must_use]
    pub fn reach(&self, retention: f32) -> f32 {
        (retention.powf(1.0 / self.decay) - 1.0) / self.factor
    }

    /// The memory after an answer on a later day, `recall` being what was
    /// predicted then.
    #[must_use]
    pub fn later(&self, before: Memory, recall: f32, rating: Rating) -> Memory {
        let Memory { stability: s, difficulty: d } = before;
        let [.., w9, w10, w11, w12, w13, w14, w15, w16, w17, w18, _, _] = self.w;
        let stability = if rating == Rating::Again {
            let least = s / (w17 * w18).exp();
            let lost =
                w11 * d.powf(-w12) * ((s + 1.0).powf(w13) - 1.0) * ((1.0 - recall) * w14).exp();
            lost.min(least)
        } else {
            let hard = if rating == Rating::Hard { w15 } else { 1.0 };
            let easy = if rating == Rating::Easy { w16 } else { 1.0 };
            let gain = self.grow
                * (11.0 - d)
                * s.powf(-w9)
                * (((1.0 - recall) * w10).exp() - 1.0)
                * hard
                * easy;
            s * (gain + 1.0)
        };
        self.fenced(stability, self.harder(d, rating))
    }

    /// The memory after an answer on the same day.
    #[must_use]
    pub fn same_day(&self, before: Memory, rating: Rating) -> Memory {
        let Memory { stability: s, difficulty: d } = before;
        let [.., w17, w18, w19, _] = self.w;
        let by = (w17 * (f32::from(rating.number()) - 3.0 + w18)).exp() * s.powf(-w19);
        let by = if rating >= Rating::Good { by.max(1.0) } else { by };
        self.fenced(s * by, self.harder(d, rating))
    }

    fn harder(&self, d: f32, rating: Rating) -> f32 {
        let [_, _, _, _, _, _, w6, w7, ..] = self.w;
        let change = -w6 * (f32::from(rating.number()) - 3.0);
        let damped = d + (10.0 - d) / 9.0 * change;
        w7 * self.goal + (1.0 - w7) * damped
    }

    #[expect(clippy::unused_self, reason = "belongs to the formulas")]
    fn fenced(&self, stability: f32, difficulty: f32) -> Memory {
        Memory {
            stability: stability.clamp(STABILITY.0, STABILITY.1),
            difficulty: difficulty.clamp(DIFFICULTY.0, DIFFICULTY.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_step_is_the_models_own(
            ln_s in -3.0_f32..8.0, d in 1.0_f32..10.0, elapsed in 0_u32..2000, rating in 0_usize..4,
            retention in 0.7_f64..0.99,
        ) {
            let model = Model::default();
            let curve = Curve::new(&model);
            let before = Memory { stability: ln_s.exp(), difficulty: d };
            let rating = Rating::ALL[rating];
            let theirs = model.next(Some(before), elapsed)[usize::from(rating.number()) - 1];
            #[expect(clippy::cast_precision_loss, reason = "days")]
            let recall = curve.recall(before.stability, elapsed as f32);
            let ours = if elapsed == 0 {
                curve.same_day(before, rating)
            } else {
                curve.later(before, recall, rating)
            };
            let near = |a: f32, b: f32| (a / b - 1.0).abs() < 1e-3;
            prop_assert!(near(ours.stability, theirs.stability), "{ours:?} {theirs:?}");
            prop_assert!(near(ours.difficulty, theirs.difficulty), "{ours:?} {theirs:?}");
            let model_recall = model.retrievability(before, elapsed);
            prop_assert!((f64::from(recall) - model_recall).abs() < 1e-5);
            #[expect(clippy::cast_possible_truncation, reason = "a share")]
            let interval = curve.interval(before.stability, retention as f32);
            prop_assert!((f64::from(interval) / model.interval(before, retention) - 1.0).abs() < 1e-3);
        }
    }
}
