//! How well each model would have predicted a learner: fitted to the past only,
//! measured on what came after.

use serde::Serialize;

use super::blend::{Blend, Pair};
use super::chain;
use super::fsrs6;
use super::log::Log;
use super::measure::{Measure, measure};
use super::{PredictError, Watch};
use crate::scheduler::Model;

/// Segments that the items are cut into; all but the first are predicted.
pub const SEGMENTS: usize = 6;

/// The least items of a segment.
pub const LEAST: usize = 30;

/// What each model is measured at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evaluation {
    /// The learner's average so far, later answers counting more: no model of
    /// memory at all.
    pub moving_average: Measure,
    /// FSRS-6 as it is before it knows the learner.
    pub fsrs6_default: Measure,
    /// FSRS-6 fitted to the segments before.
    pub fsrs6_fitted: Measure,
    /// What the app predicts by: see [`super::Blend`].
    pub app: Measure,
}

impl Evaluation {
    /// The models by the names that they are printed under.
    #[must_use]
    pub fn models(&self) -> [(&'static str, Measure); 4] {
        [
            ("moving_average", self.moving_average),
            ("fsrs6_default", self.fsrs6_default),
            ("fsrs6_fitted", self.fsrs6_fitted),
            ("app", self.app),
        ]
    }
}

/// Where the segments after the first begin, and where the last one ends. What
/// doesn't divide is in the first.
fn segments(items: usize) -> Vec<usize> {
    let size = items / SEGMENTS;
    (0..SEGMENTS).map(|left| items - size * (SEGMENTS - 1 - left)).collect()
}

/// Measures all models on a log: the items in the order of time, in six equal
/// segments, the first k of them predicting the next.
///
/// # Errors
/// [`PredictError::TooFew`] when segments have fewer than [`LEAST`] items;
/// [`PredictError::Stopped`] when it is broken off.
pub fn evaluate(log: &Log, watch: &Watch<'_>) -> Result<Evaluation, PredictError> {
    let items = log.items().len();
    if items / SEGMENTS < LEAST {
        return Err(PredictError::TooFew { found: items, least: LEAST });
    }
    let bounds = segments(items);
    let first = bounds.first().copied().unwrap_or(0);
    let predicted = log.items().get(first..).unwrap_or_default();
    let of = |predictions: &[f64]| measure(log, predicted, predictions);

    let fitted = fitted(log, &bounds, watch)?;
    let app = app(log, first, watch)?;
    Ok(Evaluation {
        moving_average: of(moving_average(log).get(first..).unwrap_or_default()),
        fsrs6_default: of(&fsrs6::predict(log, &Model::default(), first..items)),
        fsrs6_fitted: of(&fitted),
        app: of(&app),
    })
}

fn fitted(log: &Log, bounds: &[usize], watch: &Watch<'_>) -> Result<Vec<f64>, PredictError> {
    let mut found = Vec::new();
    let quiet = |_: f64| {};
    let inner = Watch::new(watch.cancel(), &quiet);
    for pair in bounds.windows(2) {
        let &[at, end] = pair else { continue };
        let model = chain::fitted_six(log, at, &inner)?;
        found.extend(fsrs6::predict(log, &model, at..end));
    }
    Ok(found)
}

/// The first fits, whose predictions only teach how to blend, begin at this
/// share of what comes before the first prediction that is measured.
const WARM_UP: f64 = 0.4;
const WARM_UP_GROWTH: f64 = 0.2;

/// What the app would have predicted: both models fitted again with each growth
/// by 5 %, blended by how both did until then.
fn app(log: &Log, first: usize, watch: &Watch<'_>) -> Result<Vec<f64>, PredictError> {
    let items = log.items().len();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of items"
    )]
    let warm = (first as f64 * WARM_UP) as usize;
    let mut cuts = chain::cuts(warm.max(8), first, WARM_UP_GROWTH);
    cuts.extend(chain::cuts(first, items, chain::GROWTH));
    let start = cuts.first().copied().unwrap_or(first);
    let pairs = chain::predict(log, &cuts, items, watch)?;
    Ok(blended(&pairs, start, &cuts, first))
}

/// Blends pairs, the first of which is item `start`, by weights learned at each
/// cut from the pairs before it; gives predictions from item `first` on.
#[must_use]
pub fn blended(pairs: &[Pair], start: usize, cuts: &[usize], first: usize) -> Vec<f64> {
    let mut found = Vec::with_capacity(pairs.len());
    let ends = cuts.iter().skip(1).copied().chain([start + pairs.len()]);
    for (at, end) in cuts.iter().copied().zip(ends).filter(|(at, _)| *at >= first) {
        let past = pairs.get(..at - start).unwrap_or_default();
        let blend = Blend::learn(past);
        let next = pairs.get(at - start..end - start).unwrap_or_default();
        found.extend(next.iter().map(|pair| blend.recall(pair.six, pair.seven)));
    }
    found
}

/// Each item's prediction by the average so far: log odds that move after each
/// answer by a share of the surprise.
#[must_use]
pub fn moving_average(log: &Log) -> Vec<f64> {
    const START: f64 = 1.2;
    const SHARE: f64 = 0.3;
    let mut odds = START;
    let items = log.items().iter().map(|item| {
        let predicted = 1.0 / (1.0 + (-odds).exp());
        let came = f64::from(u8::from(log.recalled(*item)));
        odds += SHARE * (came - predicted);
        predicted
    });
    items.collect()
}
