//! Who misjudges: the learner their own knowledge, the scheduler their memory.

use serde::Serialize;

use super::say::{self, percent};
use crate::scheduler::Confidence;

/// Answers given with one confidence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ConfidenceRow {
    /// What was said; `None`: nothing.
    pub said: Option<Confidence>,
    /// Answers.
    pub answers: u32,
    /// Right ones among them.
    pub right: u32,
    /// Where the true share lies with 95 % certainty (see [`say::wilson`]), 0 to
    /// 1; `None` without answers.
    pub interval: Option<(f64, f64)>,
}

impl ConfidenceRow {
    /// Right among all, 0 to 1; `None` without answers.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| say::share(self.right, self.answers))
    }
}

/// Stated confidence against right.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Confidences {
    /// Guess, unsure, sure, and nothing said.
    pub rows: [ConfidenceRow; 4],
}

/// Fewer answers say nothing about a confidence.
const ENOUGH: u32 = 30;

impl Confidences {
    /// The row of what was said.
    #[must_use]
    pub fn row(&self, said: Option<Confidence>) -> ConfidenceRow {
        self.rows.iter().find(|row| row.said == said).copied().unwrap_or_default()
    }

    /// One sentence on how well the learner knows what they know.
    #[must_use]
    pub fn sentence(&self) -> String {
        let sure = self.row(Some(Confidence::Sure));
        let unsure = self.row(Some(Confidence::Unsure));
        let guess = self.row(Some(Confidence::Guess));
        if sure.answers + unsure.answers + guess.answers == 0 {
            return "Say how sure you are before you answer, and this shows how often you are right."
                .to_owned();
        }
        let share = |row: &ConfidenceRow| percent(row.share().unwrap_or_default());
        if sure.answers < ENOUGH {
            return say::TOO_FEW.to_owned();
        }
        if unsure.answers >= ENOUGH {
            let z = say::difference((sure.right, sure.answers), (unsure.right, unsure.answers));
            if z < 2.0 {
                return format!(
                    "Sure or not makes no difference: {} right when sure, {} when unsure.",
                    share(&sure),
                    share(&unsure)
                );
            }
        }
        // Being sure should mean being right nearly always.
        let fooled = sure.interval.is_some_and(|(_, high)| high < 0.9);
        if fooled {
            let wrong = 1.0 - sure.share().unwrap_or_default();
            return format!(
                "You fool yourself at times: of the answers you were sure of, {} were wrong.",
                percent(wrong)
            );
        }
        let modest = unsure.answers >= ENOUGH && unsure.interval.is_some_and(|(low, _)| low > 0.85);
        if modest {
            return format!(
                "You know more than you think: {} right even when unsure.",
                share(&unsure)
            );
        }
        format!("You know what you know: {} right when you are sure.", share(&sure))
    }
}

/// Answers whose predicted recall was alike.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Bin {
    /// Predicted recall from here, 0 to 1.
    pub from: f64,
    /// Up to here.
    pub to: f64,
    /// Answers.
    pub answers: u32,
    /// Right ones among them.
    pub right: u32,
    /// Mean predicted recall, 0 to 1; `None` without answers.
    pub predicted: Option<f64>,
    /// Share that was right, 0 to 1; `None` without answers.
    pub actual: Option<f64>,
}

/// Predicted against actual recall, over answers after at least one night.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Calibration {
    /// 20 bins of equal width from 0 to 1, empty ones too.
    pub bins: Vec<Bin>,
    /// Answers in all.
    pub answers: u32,
    /// Mean predicted recall, 0 to 1.
    pub predicted: Option<f64>,
    /// Share that was right, 0 to 1.
    pub actual: Option<f64>,
    /// Mean of −ln(probability given to what happened); lower is better.
    pub log_loss: Option<f64>,
    /// Root of the mean squared difference of predicted and actual recall over
    /// bins of like cards (interval, reviews, lapses, as the `fsrs` crate makes
    /// them), weighted by answers; lower is better.
    pub rmse_bins: Option<f64>,
}

impl Calibration {
    /// Fewer answers say nothing about the scheduler.
    const ENOUGH: u32 = 100;

    /// One sentence on whether intervals can be trusted.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (Some(predicted), Some(actual)) = (self.predicted, self.actual) else {
            return say::TOO_FEW.to_owned();
        };
        if self.answers < Self::ENOUGH {
            return say::TOO_FEW.to_owned();
        }
        let error = (predicted * (1.0 - predicted) / f64::from(self.answers)).sqrt();
        let (expected, was) = (percent(predicted), percent(actual));
        let gap = actual - predicted;
        // A point is nothing to act on, however sure.
        if gap.abs() < 0.01 || gap.abs() < 2.0 * error || expected == was {
            format!("The schedule can be trusted: {was} right, {expected} was expected.")
        } else if gap > 0.0 {
            format!(
                "You remember more than expected, {was} instead of {expected}: intervals could \
                 be longer."
            )
        } else {
            format!(
                "You remember less than expected, {was} instead of {expected}: intervals should \
                 be shorter."
            )
        }
    }
}

/// How many bins of predicted recall there are.
const BINS: u32 = 20;

/// Keeps the logarithm of a prediction that could not be more wrong finite.
const CERTAIN: f64 = 1e-6;

/// A sum of predictions and of what happened.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    answers: u32,
    right: u32,
    predicted: f64,
}

/// Adds up predictions one by one.
#[derive(Debug)]
pub(super) struct Predictions {
    bins: [Sum; BINS as usize],
    /// By like cards: see [`Alike`].
    alike: Vec<Sum>,
    /// The product of the probabilities given to what happened, and the
    /// logarithm of what was taken out of it.
    product: f64,
    loss: f64,
}

/// Which cards are alike, as the `fsrs` crate has it (`r_matrix_index` in its
/// `dataset.rs`): powers of 3.62 days, of 1.89 reviews, of 1.73 lapses.
#[derive(Debug)]
pub(super) struct Alike {
    days: Powers,
    reviews: Powers,
    lapses: Powers,
}

/// How many powers of a base, the first among them, a number has reached:
/// looked up, since logarithms of a million answers take their time.
#[derive(Debug)]
struct Powers {
    reached: Vec<u8>,
}

impl Powers {
    /// For numbers up to `most`; greater ones count like it.
    fn new(base: f64, most: u32) -> Self {
        let mut next = base;
        let mut reached = 0;
        let step = |number: u32| {
            while next <= f64::from(number) {
                reached += 1;
                next *= base;
            }
            reached
        };
        Self { reached: (0..=most).map(step).collect() }
    }

    #[inline]
    fn of(&self, number: u32) -> usize {
        let at = (number as usize).min(self.reached.len().saturating_sub(1));
        usize::from(self.reached.get(at).copied().unwrap_or(0))
    }

    fn most(&self) -> usize {
        self.of(u32::MAX)
    }
}

impl Alike {
    pub fn new() -> Self {
        Self {
            // A century; no card is reviewed or forgotten more often than daily
            // for years.
            days: Powers::new(3.62, 36_525),
            reviews: Powers::new(1.89, 4_096),
            lapses: Powers::new(1.73, 4_096),
        }
    }

    /// The number of a group of like cards: `reviews` counts from 1, `lapses`
    /// from 0.
    #[inline]
    pub fn group(&self, days: u32, reviews: u32, lapses: u32) -> usize {
        let lapses = if lapses == 0 { 0 } else { 1 + self.lapses.of(lapses) };
        let (reviews, days) = (self.reviews.of(reviews), self.days.of(days));
        (lapses * (self.reviews.most() + 1) + reviews) * (self.days.most() + 1) + days
    }

    fn groups(&self) -> usize {
        (self.lapses.most() + 2) * (self.reviews.most() + 1) * (self.days.most() + 1)
    }
}

impl Predictions {
    pub fn new(alike: &Alike) -> Self {
        let alike = vec![Sum::default(); alike.groups()];
        Self { bins: [Sum::default(); BINS as usize], alike, product: 1.0, loss: 0.0 }
    }

    /// Adds an answer whose recall was predicted, 0 to 1.
    #[inline]
    pub fn add(&mut self, predicted: f64, is_right: bool, group: usize) {
        let predicted = predicted.clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
        let bin = (predicted * f64::from(BINS)) as usize;
        let bin = self.bins.get_mut(bin.min(BINS as usize - 1));
        for sum in bin.into_iter().chain(self.alike.get_mut(group)) {
            sum.answers += 1;
            sum.right += u32::from(is_right);
            sum.predicted += predicted;
        }
        let given = if is_right { predicted } else { 1.0 - predicted };
        // One logarithm for many answers.
        self.product *= given.max(CERTAIN);
        if self.product < 1e-280 {
            self.loss -= self.product.ln();
            self.product = 1.0;
        }
    }

    /// What they add up to.
    pub fn figure(&self) -> Calibration {
        let bin = |(at, sum): (u32, &Sum)| Bin {
            from: f64::from(at) / f64::from(BINS),
            to: f64::from(at + 1) / f64::from(BINS),
            answers: sum.answers,
            right: sum.right,
            predicted: sum.mean(),
            actual: (sum.answers > 0).then(|| say::share(sum.right, sum.answers)),
        };
        let all = self.bins.iter().fold(Sum::default(), |all, sum| Sum {
            answers: all.answers + sum.answers,
            right: all.right + sum.right,
            predicted: all.predicted + sum.predicted,
        });
        let any = |value: f64| (all.answers > 0).then(|| value / f64::from(all.answers));
        let squares: f64 = self
            .alike
            .iter()
            .filter_map(|sum| {
                let gap = sum.mean()? - say::share(sum.right, sum.answers);
                Some(gap * gap * f64::from(sum.answers))
            })
            .sum();
        Calibration {
            bins: (0..).zip(&self.bins).map(bin).collect(),
            answers: all.answers,
            predicted: any(all.predicted),
            actual: any(f64::from(all.right)),
            log_loss: any(self.loss - self.product.ln()),
            rmse_bins: any(squares).map(f64::sqrt),
        }
    }
}

impl Sum {
    fn mean(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.predicted / f64::from(self.answers))
    }
}
