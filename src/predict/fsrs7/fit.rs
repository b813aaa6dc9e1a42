//! Fitting FSRS-7 to a learner, by the recipe that its authors publish: Adam
//! with a rate that falls along a cosine, recent reviews counting more, and a
//! pull to the defaults by how much each parameter differs between learners.

use std::ops::Range;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

use super::grad::{Tape, gradient};
use super::params::{DEFAULTS, SPREAD};
use super::{COUNT, Fsrs7, Params};
use crate::predict::log::{Item, Log, Step};
use crate::predict::{PredictError, Watch};

/// Fewer items than this leave the defaults as they are.
pub const LEAST_ITEMS: usize = 64;

/// Only as many of the latest items are fitted to: more take time, and tell of
/// the learner as they were.
pub const MOST_ITEMS: usize = 300_000;

const EPOCHS: usize = 9;
const BATCH: usize = 512;
const RATE: f64 = 0.0118;
const BETAS: (f64, f64) = (0.70, 0.98);
const EPSILON: f64 = 1e-8;
const PULL: f64 = 1.0 / 3.0;

/// Items with a longer history are not fitted to.
const LONGEST: usize = 64;

/// With more steps than this in all their histories, items of a card are
/// gone through together.
const APART: usize = 150_000;

/// For the order of the batches: any number, but always the same.
const SEED: u64 = 2023;

/// Fits FSRS-7 to the first `until` items of a log.
///
/// # Errors
/// [`PredictError::Stopped`] when it is broken off.
pub fn fit(log: &Log, until: usize, watch: &Watch<'_>) -> Result<Params, PredictError> {
    let until = until.min(log.items().len());
    if until < LEAST_ITEMS {
        watch.check()?;
        return Ok(Params::default());
    }
    let from = until.saturating_sub(MOST_ITEMS);
    let mut batches = Batches::new(log, from..until);
    let count = batches.items();
    if count == 0 {
        return Ok(Params::default());
    }
    let mut params = Params::default();
    let mut adam = Adam::new();
    let mut rng = ChaCha12Rng::seed_from_u64(SEED);
    let mut tape = Tape::default();
    let (mut step, steps) = (0_usize, EPOCHS * batches.len());
    for _ in 0..EPOCHS {
        batches.shuffle(&mut rng);
        for batch in 0..batches.len() {
            watch.check()?;
            let model = Fsrs7::new(&params);
            let mut slope = [0.0; COUNT];
            let in_batch = batches.gradient(batch, &model, &mut tape, &mut slope);
            let share = PULL * real(in_batch) / real(count);
            for (((slope, weight), default), spread) in
                slope.iter_mut().zip(params.weights()).zip(DEFAULTS).zip(SPREAD)
            {
                *slope += 2.0 * share * (weight - default) / (spread * spread);
            }
            let rate = RATE * (1.0 + (std::f64::consts::PI * real(step) / real(steps)).cos()) / 2.0;
            params.shift(&adam.step(&slope, rate));
            step += 1;
        }
        watch.tell(real(step) / real(steps));
    }
    Ok(params)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn real(count: usize) -> f64 {
    count as f64
}

/// What is fitted to, in batches.
struct Batches<'a> {
    log: &'a Log,
    range: Range<usize>,
    kind: Kind<'a>,
    bounds: Vec<Range<usize>>,
}

enum Kind<'a> {
    /// Each item with its own history: batches are a fair sample, but a card's
    /// history is gone through once for each of its items.
    Apart(Vec<Item>),
    /// Cards with all of their items: one way through each.
    Together(Vec<(&'a [Step], usize)>),
}

impl<'a> Batches<'a> {
    fn new(log: &'a Log, range: Range<usize>) -> Self {
        let items = log.items().get(range.clone()).unwrap_or_default();
        let short = |item: &&Item| log.sequence(**item).len() <= LONGEST + 1;
        let kept: Vec<Item> = items.iter().filter(short).copied().collect();
        let steps: usize = kept.iter().map(|item| log.sequence(*item).len()).sum();
        if steps <= APART {
            let bounds = (0..kept.len())
                .step_by(BATCH)
                .map(|start| start..(start + BATCH).min(kept.len()))
                .collect();
            return Self { log, range, kind: Kind::Apart(kept), bounds };
        }
        let cards = log.sequences(range.clone()).map(|steps| {
            let steps = steps.get(..steps.len().min(LONGEST + 1)).unwrap_or_default();
            let wanted = |step: &&Step| range.contains(&(step.item as usize));
            (steps, steps.iter().filter(wanted).count())
        });
        let cards: Vec<_> = cards.filter(|(_, items)| *items > 0).collect();
        let kind = Kind::Together(cards);
        let mut batches = Self { log, range: range.clone(), kind, bounds: Vec::new() };
        batches.cut();
        batches
    }

    fn items(&self) -> usize {
        match &self.kind {
            Kind::Apart(items) => items.len(),
            Kind::Together(cards) => cards.iter().map(|(_, items)| items).sum(),
        }
    }

    fn len(&self) -> usize {
        self.bounds.len()
    }

    fn shuffle(&mut self, rng: &mut ChaCha12Rng) {
        match &mut self.kind {
            Kind::Apart(items) => items.shuffle(rng),
            Kind::Together(cards) => {
                cards.shuffle(rng);
                self.cut();
            }
        }
    }

    /// Cuts the cards into batches of about [`BATCH`] items.
    fn cut(&mut self) {
        let Kind::Together(cards) = &self.kind else { return };
        // Always as many, however the cards lie: the rate falls by their number.
        let mut bounds = vec![0..0; self.items().div_ceil(BATCH)];
        let mut before = 0;
        for (at, (_, items)) in cards.iter().enumerate() {
            if let Some(batch) = bounds.get_mut(before / BATCH) {
                *batch = if batch.start == batch.end { at..at + 1 } else { batch.start..at + 1 };
            }
            before += items;
        }
        self.bounds = bounds;
    }

    /// Adds a batch's gradient, and tells how many items it has.
    fn gradient(
        &self,
        batch: usize,
        model: &Fsrs7,
        tape: &mut Tape,
        into: &mut [f64; COUNT],
    ) -> usize {
        let Some(bounds) = self.bounds.get(batch).cloned() else { return 0 };
        let weigh = |step: &Step| self.weight(step.item as usize);
        match &self.kind {
            Kind::Apart(items) => {
                let items = items.get(bounds).unwrap_or_default();
                for item in items {
                    let steps = self.log.sequence(*item);
                    let number = steps.last().map_or(Step::NO_ITEM, |step| step.item);
                    let only = |step: &Step| if step.item == number { weigh(step) } else { 0.0 };
                    gradient(model, tape, steps, only, into);
                }
                items.len()
            }
            Kind::Together(cards) => {
                let cards = cards.get(bounds).unwrap_or_default();
                for (steps, _) in cards {
                    gradient(model, tape, steps, weigh, into);
                }
                cards.iter().map(|(_, items)| items).sum()
            }
        }
    }

    /// 0.25 for the oldest to 1 for the latest; 0 for what isn't fitted to.
    fn weight(&self, item: usize) -> f64 {
        if !self.range.contains(&item) {
            return 0.0;
        }
        let last = (self.range.len() - 1).max(1);
        0.25 + 0.75 * (real(item - self.range.start) / real(last)).powi(3)
    }
}

struct Adam {
    mean: [f64; COUNT],
    square: [f64; COUNT],
    steps: i32,
}

impl Adam {
    fn new() -> Self {
        Self { mean: [0.0; COUNT], square: [0.0; COUNT], steps: 0 }
    }

    /// By how much each parameter moves.
    fn step(&mut self, slope: &[f64; COUNT], rate: f64) -> [f64; COUNT] {
        self.steps += 1;
        let unbias = (1.0 - BETAS.0.powi(self.steps), 1.0 - BETAS.1.powi(self.steps));
        let mut by = [0.0; COUNT];
        for (at, by) in by.iter_mut().enumerate() {
            self.mean[at] = BETAS.0 * self.mean[at] + (1.0 - BETAS.0) * slope[at];
            self.square[at] = BETAS.1 * self.square[at] + (1.0 - BETAS.1) * slope[at] * slope[at];
            let root = (self.square[at] / unbias.1).sqrt();
            *by = -rate * (self.mean[at] / unbias.0) / (root + EPSILON);
        }
        by
    }
}
