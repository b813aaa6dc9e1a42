//! Who misjudges: the learner their own knowledge, the scheduler their memory.

use serde::Serialize;

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
    /// Where the true share lies with 95 % certainty (Wilson 1927), 0 to 1;
    /// `None` without answers.
    pub interval: Option<(f64, f64)>,
}

impl ConfidenceRow {
    /// Right among all, 0 to 1; `None` without answers.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| f64::from(self.right) / f64::from(self.answers))
    }
}

/// Stated confidence against right.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Confidences {
    /// Guess, unsure, sure, and nothing said.
    pub rows: [ConfidenceRow; 4],
}

impl Confidences {
    /// One sentence on how well the learner knows what they know.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
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
    /// bins of like cards (interval, reviews, lapses, as the field's benchmark
    /// makes them), weighted by answers; lower is better.
    pub rmse_bins: Option<f64>,
}

impl Calibration {
    /// One sentence on whether intervals can be trusted.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
