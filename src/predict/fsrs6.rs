//! FSRS-6 fitted to a learner by the `fsrs` crate, behind fences: it panics on
//! items without a night in between, calls data of one outcome an error, and
//! can't be broken off without a second thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRSItem, FSRSReview};

use super::log::{Log, Step};
use super::{PredictError, Watch};
use crate::scheduler::memory::PARAMETER_COUNT;
use crate::scheduler::{Memory, Model, Params, Rating};

/// With more steps than this in all their histories, items of a card are fitted
/// together: many times faster, and hardly worse with so many.
const APART: usize = 300_000;

/// Only as many of the latest items are fitted to.
pub const MOST_ITEMS: usize = 1_500_000;

/// How often a fit is looked at: what it has done, whether to break it off.
const LOOK: Duration = Duration::from_millis(30);

/// FSRS-6's weights w0 to w20.
pub type Weights = [f32; PARAMETER_COUNT];

/// Fits FSRS-6 to the first `until` items of a log. `None` when they don't tell
/// enough: too few, all recalled or all forgotten.
///
/// # Errors
/// [`PredictError::Stopped`] when it is broken off.
pub fn fit(log: &Log, until: usize, watch: &Watch<'_>) -> Result<Option<Weights>, PredictError> {
    watch.check()?;
    let until = until.min(log.items().len());
    let from = until.saturating_sub(MOST_ITEMS);
    let items = log.items().get(from..until).unwrap_or_default();
    // Where all went one way the crate may take it for certainty.
    let recalled = items.iter().filter(|item| log.recalled(**item)).count();
    if recalled == 0 || recalled == items.len() {
        return Ok(None);
    }
    let train_set = items.iter().map(|item| training(log.sequence(*item))).collect();
    let steps: usize = items.iter().map(|item| log.sequence(*item).len()).sum();
    let card_ids = (steps > APART).then(|| items.iter().map(|item| i64::from(item.card)).collect());
    let progress = CombinedProgressState::new_shared();
    let input = ComputeParametersInput {
        train_set,
        card_ids,
        progress: Some(Arc::clone(&progress)),
        ..ComputeParametersInput::default()
    };
    let done = AtomicBool::new(false);
    let fitted = std::thread::scope(|scope| {
        let follower = scope.spawn(|| follow(&progress, &done, watch));
        // The crate's own checks panic; none is known to be left, but a fit that
        // fails must never cost more than itself.
        let fitted = catch_unwind(AssertUnwindSafe(|| fsrs::compute_parameters(input)));
        done.store(true, Ordering::Relaxed);
        follower.thread().unpark();
        fitted
    });
    watch.check()?;
    let Ok(Ok(weights)) = fitted else { return Ok(None) };
    let Ok(weights) = Weights::try_from(weights) else { return Ok(None) };
    // Rounding may leave a weight a hair outside its range.
    Ok(Params::new(0, &weights).ok().map(|params| *params.weights()))
}

/// Tells how far a fit has come, and breaks it off.
fn follow(progress: &Mutex<CombinedProgressState>, done: &AtomicBool, watch: &Watch<'_>) {
    while !done.load(Ordering::Relaxed) {
        std::thread::park_timeout(LOOK);
        let Ok(mut state) = progress.lock() else { return };
        if watch.is_cancelled() {
            state.want_abort = true;
        }
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        if state.total() > 0 {
            watch.tell(state.current() as f64 / state.total() as f64);
        }
    }
}

fn training(steps: &[Step]) -> FSRSItem {
    let review = |step: &Step| FSRSReview { rating: u32::from(step.rating), delta_t: step.days };
    FSRSItem { reviews: steps.iter().map(review).collect() }
}

/// Predicts items of a log; gives each its recall, 0 to 1, in the order of
/// `items`.
#[must_use]
pub fn predict(log: &Log, model: &Model, items: std::ops::Range<usize>) -> Vec<f64> {
    let mut found = vec![f64::NAN; items.len()];
    for steps in log.sequences(items.clone()) {
        let mut memory: Option<Memory> = None;
        for step in steps {
            if let Some(before) = memory
                && let Some(slot) =
                    (step.item as usize).checked_sub(items.start).and_then(|at| found.get_mut(at))
            {
                *slot = model.retrievability(before, step.days);
            }
            let rating = Rating::from_number(step.rating).unwrap_or(Rating::Good);
            let [again, hard, good, easy] = model.next(memory, step.days);
            memory = Some(match rating {
                Rating::Again => again,
                Rating::Hard => hard,
                Rating::Good => good,
                Rating::Easy => easy,
            });
        }
    }
    found
}
