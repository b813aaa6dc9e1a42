//! How good predictions were.

use std::collections::HashMap;

use serde::Serialize;

use super::log::{Item, Log, Step};

/// Probabilities are held this far from certainty, so that one surprise does
/// not cost infinitely much.
const EDGE: f64 = 1e-6;

/// What predictions are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    /// Mean of −ln(probability given to what happened); less is better.
    pub log_loss: f64,
    /// Root mean square of how far predicted and actual recall are apart, over
    /// bins of alike reviews; less is better.
    pub rmse_bins: f64,
    /// How likely a recalled item was given a higher probability than a
    /// forgotten one, 0.5 (blind) to 1; `None` when all went one way.
    pub auc: Option<f64>,
    /// Predictions.
    pub n: usize,
}

/// Measures predictions of items; both of one length.
#[must_use]
pub fn measure(log: &Log, items: &[Item], predicted: &[f64]) -> Measure {
    let outcomes: Vec<bool> = items.iter().map(|item| log.recalled(*item)).collect();
    Measure {
        log_loss: log_loss(predicted, &outcomes),
        rmse_bins: rmse_bins(log, items, predicted, &outcomes),
        auc: auc(predicted, &outcomes),
        n: items.len(),
    }
}

/// The loss of one prediction.
#[must_use]
pub fn loss(predicted: f64, recalled: bool) -> f64 {
    let chance = predicted.clamp(EDGE, 1.0 - EDGE);
    -(if recalled { chance } else { 1.0 - chance }).ln()
}

/// The mean loss; 0 without predictions.
#[must_use]
pub fn log_loss(predicted: &[f64], outcomes: &[bool]) -> f64 {
    let sum: f64 = predicted.iter().zip(outcomes).map(|(p, y)| loss(*p, *y)).sum();
    mean(sum, predicted.len())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn mean(sum: f64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// The area under the curve of hits against false alarms, by ranks; ties count
/// half.
#[must_use]
pub fn auc(predicted: &[f64], outcomes: &[bool]) -> Option<f64> {
    let mut ranked: Vec<(f64, bool)> =
        predicted.iter().copied().zip(outcomes.iter().copied()).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0_f64, 0.0_f64);
    let (mut hits, mut misses) = (0.0_f64, 0.0_f64);
    for tied in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let count = |wanted: bool| mean_free(tied.iter().filter(|(_, y)| *y == wanted).count());
        let (hit, missed) = (count(true), count(false));
        won += hit * (below + missed / 2.0);
        below += missed;
        hits += hit;
        misses += missed;
    }
    (hits > 0.0 && misses > 0.0).then(|| won / (hits * misses))
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn mean_free(count: usize) -> f64 {
    count as f64
}

/// What alike reviews have in common.
type Bin = (u64, u64, u64);

/// RMSE(bins) as the public benchmark defines it: bins of alike interval,
/// number of reviews, and lapses; each counts by its reviews.
fn rmse_bins(log: &Log, items: &[Item], predicted: &[f64], outcomes: &[bool]) -> f64 {
    let mut bins: HashMap<Bin, (f64, f64, f64)> = HashMap::new();
    for ((item, predicted), recalled) in items.iter().zip(predicted).zip(outcomes) {
        let bin = bins.entry(bin(log.sequence(*item))).or_default();
        bin.0 += 1.0;
        bin.1 += predicted;
        bin.2 += f64::from(u8::from(*recalled));
    }
    let sum: f64 = bins
        .values()
        .map(|(count, predicted, recalled)| count * ((predicted - recalled) / count).powi(2))
        .sum();
    mean(sum, items.len()).sqrt()
}

/// The bin of a sequence's last review. Reviews and lapses on the day of the
/// review before don't count, nor does the last one's outcome.
fn bin(steps: &[Step]) -> Bin {
    let Some((last, before)) = steps.split_last() else { return (0, 0, 0) };
    let reviews = steps.iter().filter(|step| step.days > 0).count() + 1;
    let lapses = before.iter().filter(|step| step.days > 0 && step.rating == 1).count();
    let scaled =
        |value: f64, first: f64, base: f64| first * base.powf((value.ln() / base.ln()).floor());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small, rounded, and not negative"
    )]
    let whole = |value: f64| value.round() as u64;
    (
        whole(scaled(f64::from(last.days.max(1)), 2.48, 3.62) * 100.0),
        whole(scaled(mean_free(reviews), 1.99, 1.89)),
        if lapses == 0 { 0 } else { whole(scaled(mean_free(lapses), 1.65, 1.73)) },
    )
}
