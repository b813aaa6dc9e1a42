//! Fitting to a learner, and deciding what is taken over: only what would have
//! predicted them at least as well on answers it had not seen.

use serde::{Deserialize, Serialize};

use super::blend::{Blend, Pair};
use super::fsrs6::{self, Weights};
use super::log::Log;
use super::measure::loss;
use super::{PredictError, Watch, blended, chain, fsrs7};
use crate::scheduler::{Memory, Model, Params};

/// Fewer answers after a day or more than this say too little of a learner.
pub const LEAST_TO_FIT: usize = 200;

/// Where the held-out answers begin, and where is fitted again: shares of all.
const CUTS: [f64; 5] = [0.5, 0.6, 0.7, 0.8, 0.9];

/// A difference of mean log loss that is no difference.
const SAME: f64 = 1e-4;

/// Both models and the deciding cost several fits; the last ones this share of
/// the time.
const LAST_SHARE: f64 = 0.25;

/// Mean log loss on the held-out answers; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// FSRS-6 as it comes.
    pub default: f64,
    /// FSRS-6 fitted to what came before.
    pub six: f64,
    /// FSRS-7 fitted to what came before.
    pub seven: f64,
    /// The two blended.
    pub blend: f64,
}

/// What came of a fit: kept in the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Answers after a day or more.
    pub items: usize,
    /// Of those, predicted without having been seen; 0 when there were too few
    /// to fit.
    pub held_out: usize,
    /// How the models did on them; `None` when there were too few.
    pub losses: Option<Losses>,
    /// FSRS-6's new parameters; `None` when the present ones stay.
    pub six: Option<Vec<f32>>,
    /// How much longer memory lasts than by the default parameters: 1.12 is
    /// 12 % longer. Of the parameters in force after the fit.
    pub reach: f64,
    /// FSRS-7's parameters; empty when it was not fitted.
    pub seven: Vec<f64>,
    /// How the two are blended.
    pub blend: Blend,
    /// Whether the blend predicts better than FSRS-6 alone, and is used.
    pub uses_blend: bool,
}

impl Outcome {
    fn too_few(items: usize) -> Self {
        Self {
            items,
            held_out: 0,
            losses: None,
            six: None,
            reach: 1.0,
            seven: Vec::new(),
            blend: Blend::SIX,
            uses_blend: false,
        }
    }

    /// FSRS-7 and how it is blended, when that is used.
    #[must_use]
    pub fn blended(&self) -> Option<(fsrs7::Fsrs7, Blend)> {
        let params = fsrs7::Params::from_slice(&self.seven).filter(|_| self.uses_blend)?;
        Some((fsrs7::Fsrs7::new(&params), self.blend))
    }
}

/// What is in force before a fit.
#[derive(Debug, Clone, Copy)]
pub struct InForce {
    /// FSRS-6's parameters.
    pub six: Weights,
    /// How many of the items they were fitted to; 0 for the defaults.
    pub seen: usize,
}

/// Fits both models to a log and decides what is taken over.
///
/// # Errors
/// [`PredictError::Stopped`] when it is broken off.
pub fn optimise(log: &Log, now: &InForce, watch: &Watch<'_>) -> Result<Outcome, PredictError> {
    let items = log.items().len();
    if items < LEAST_TO_FIT {
        return Ok(Outcome::too_few(items));
    }
    let cuts = cuts(items, now.seen);
    let first = cuts.get(1).copied().unwrap_or(items / 2);
    let start = cuts.first().copied().unwrap_or(0);
    let told = |share: f64| watch.tell(share * (1.0 - LAST_SHARE));
    let pairs = chain::predict(log, &cuts, items, &Watch::new(watch.cancel(), &told))?;
    let held_out = pairs.get(first - start..).unwrap_or_default();
    let blend = blended(&pairs, start, &cuts, first);
    let of = |predict: &dyn Fn(usize, &Pair) -> f64| mean_loss(held_out, predict);
    let default = fsrs6::predict(log, &Model::default(), first..items);
    let losses = Losses {
        default: of(&|at, _| default.get(at).copied().unwrap_or(0.5)),
        six: of(&|_, pair| pair.six),
        seven: of(&|_, pair| pair.seven),
        blend: of(&|at, _| blend.get(at).copied().unwrap_or(0.5)),
    };
    let is_no_worse = losses.six <= losses.default + SAME && no_worse_than(now, log, &pairs, start);
    let told = |share: f64| watch.tell(1.0 - LAST_SHARE + share * LAST_SHARE);
    let last = Watch::new(watch.cancel(), &told);
    let six = if is_no_worse { fsrs6::fit(log, items, &last)? } else { None };
    let seven = fsrs7::fit(log, items, &last)?;
    let in_force = six.unwrap_or(now.six);
    Ok(Outcome {
        items,
        held_out: held_out.len(),
        losses: Some(losses),
        six: six
            .filter(|six| six.map(f32::to_bits) != now.six.map(f32::to_bits))
            .map(|six| six.to_vec()),
        reach: reach(&in_force),
        seven: seven.weights().to_vec(),
        blend: Blend::learn(&pairs),
        // Beside FSRS-6 as the app would have used it: fitted or not.
        uses_blend: losses.blend
            < if six.is_some() { losses.six } else { losses.six.min(losses.default) },
    })
}

/// Sizes to fit at. One of them is what the present parameters were fitted to,
/// so that old and new are judged by the same answers, seen by neither.
fn cuts(items: usize, seen: usize) -> Vec<usize> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    let mut cuts: Vec<usize> = CUTS.iter().map(|share| (items as f64 * share) as usize).collect();
    let first = cuts.first().copied().unwrap_or(0);
    if seen > first && seen < items {
        cuts.push(seen);
        cuts.sort_unstable();
        cuts.dedup();
    }
    cuts
}

/// Whether fitting anew would have predicted no worse than the present
/// parameters, on what those had not seen either.
fn no_worse_than(now: &InForce, log: &Log, pairs: &[Pair], start: usize) -> bool {
    let items = log.items().len();
    let from = now.seen.clamp(start, items);
    let Ok(params) = Params::new(0, &now.six) else { return true };
    let present = fsrs6::predict(log, &Model::new(&params), from..items);
    let fresh = pairs.get(from - start..).unwrap_or_default();
    let old = mean_loss(fresh, &|at, _| present.get(at).copied().unwrap_or(0.5));
    mean_loss(fresh, &|_, pair| pair.six) <= old + SAME
}

fn mean_loss(pairs: &[Pair], predict: &dyn Fn(usize, &Pair) -> f64) -> f64 {
    let sum: f64 =
        pairs.iter().enumerate().map(|(at, pair)| loss(predict(at, pair), pair.recalled)).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let count = pairs.len().max(1) as f64;
    sum / count
}

/// How long memory lasts with these parameters, as a multiple of the default
/// ones': the days that a card is safe for after being recalled four times,
/// each time when its recall has fallen to 0.9.
#[must_use]
pub fn reach(weights: &Weights) -> f64 {
    let Ok(params) = Params::new(0, weights) else { return 1.0 };
    days_of(&Model::new(&params)) / days_of(&Model::default())
}

fn days_of(model: &Model) -> f64 {
    let mut memory: Option<Memory> = None;
    let (mut days, mut elapsed) = (0.0, 0);
    for _ in 0..4 {
        let [_, _, good, _] = model.next(memory, elapsed);
        memory = Some(good);
        let interval = model.interval(good, 0.9).max(1.0);
        days += interval;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days")]
        let whole = interval.round() as u32;
        elapsed = whole;
    }
    days
}
