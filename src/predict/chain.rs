//! Fitting again and again as a log grows, each time predicting what comes next:
//! how the app would have predicted this learner.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::blend::Pair;
use super::log::Log;
use super::{PredictError, Watch, fsrs6, fsrs7};
use crate::scheduler::{Model, Params};

/// A log is fitted to again when it has grown by this share.
pub const GROWTH: f64 = 0.05;

/// Sizes to fit at: from `from` on, each larger by `growth` (at least one item),
/// below `until`.
#[must_use]
pub fn cuts(from: usize, until: usize, growth: f64) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut at = from.max(1);
    while at < until {
        cuts.push(at);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of items, not negative"
        )]
        let next = (at as f64 * (1.0 + growth)).ceil() as usize;
        at = next.max(at + 1);
    }
    cuts
}

/// FSRS-6 fitted to the first items; the default when they don't tell enough.
///
/// # Errors
/// [`PredictError::Stopped`] when it is broken off.
pub fn fitted_six(log: &Log, until: usize, watch: &Watch<'_>) -> Result<Model, PredictError> {
    let weights = fsrs6::fit(log, until, watch)?;
    let params = weights.and_then(|weights| Params::new(0, &weights).ok());
    Ok(Model::new(&params.unwrap_or_default()))
}

/// At each cut, fits both models to the items before it and predicts those up
/// to the next cut (the last: up to `until`). Gives all predictions in the
/// order of the items, beginning with the first cut. Works on all cores.
///
/// # Errors
/// [`PredictError::Stopped`] when it is broken off.
pub fn predict(
    log: &Log,
    cuts: &[usize],
    until: usize,
    watch: &Watch<'_>,
) -> Result<Vec<Pair>, PredictError> {
    let until = until.min(log.items().len());
    let ends = cuts.iter().skip(1).copied().chain([until]);
    let jobs: Vec<(usize, usize)> = cuts.iter().copied().zip(ends).collect();
    let found: Mutex<Vec<Vec<Pair>>> = Mutex::new(vec![Vec::new(); jobs.len()]);
    // The largest first: the last one to end should be a small one.
    let next = AtomicUsize::new(jobs.len());
    let work: usize = cuts.iter().sum::<usize>().max(1);
    let done = AtomicUsize::new(0);
    let quiet = |_: f64| {};
    let inner = Watch::new(watch.cancel(), &quiet);
    let run = || -> Result<(), PredictError> {
        loop {
            let taken =
                next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |at| at.checked_sub(1));
            let Ok(taken) = taken else { return Ok(()) };
            let job = taken - 1;
            let Some(&(at, end)) = jobs.get(job) else { return Ok(()) };
            let pairs = predict_next(log, at, end, &inner)?;
            if let Ok(mut found) = found.lock()
                && let Some(slot) = found.get_mut(job)
            {
                *slot = pairs;
            }
            let done = done.fetch_add(at, Ordering::Relaxed) + at;
            #[expect(clippy::cast_precision_loss, reason = "a share")]
            watch.tell(done as f64 / work as f64);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mine = run();
        // A thread that panicked has left its part out: see below.
        others.into_iter().filter_map(|thread| thread.join().ok()).fold(mine, Result::and)
    })?;
    let found = found.into_inner().unwrap_or_default();
    Ok(found.into_iter().flatten().collect())
}

fn predict_next(
    log: &Log,
    at: usize,
    end: usize,
    watch: &Watch<'_>,
) -> Result<Vec<Pair>, PredictError> {
    let six = fsrs6::predict(log, &fitted_six(log, at, watch)?, at..end);
    let seven = fsrs7::Fsrs7::new(&fsrs7::fit(log, at, watch)?);
    let seven = fsrs7::predict(log, &seven, at..end);
    Ok(pairs(log, at, &six, &seven))
}

/// Two models' predictions of the items from `at` on, joined.
#[must_use]
pub fn pairs(log: &Log, at: usize, six: &[f64], seven: &[f64]) -> Vec<Pair> {
    let items = log.items().get(at..).unwrap_or_default();
    let joined = six.iter().zip(seven).zip(items);
    joined
        .map(|((six, seven), item)| Pair {
            six: *six,
            seven: *seven,
            recalled: log.recalled(*item),
        })
        .collect()
}
