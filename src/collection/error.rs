//! What can go wrong with a collection.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use thiserror::Error;

use crate::scheduler::SchedulerError;
use crate::store::StoreError;

/// A failure of the collection; the room that failed says what to do.
#[derive(Debug, Error)]
pub enum CollectionError {
    /// The progress can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scheduler can't work with what it was given.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
    /// Nothing was fitted.
    #[error(transparent)]
    Predict(#[from] crate::predict::PredictError),
    /// Something was done after the answer, so its grade stands.
    #[error("the grade stands, since something was done after the answer: undo that first")]
    TooLateToOverrule,
    /// The clock stands before the last answer.
    #[error(
        "the clock says {now}, but your last answer was on {last}: set the clock, or go on with \
         --trust-clock if it is right now"
    )]
    ClockBehind {
        /// What the clock says.
        now: String,
        /// When the last answer was.
        last: String,
    },
}

impl CollectionError {
    pub(super) fn clock_behind(now_ms: i64, last_ms: i64, zone: &TimeZone) -> Self {
        let local = |at_ms| {
            Timestamp::from_millisecond(at_ms).map_or_else(
                |_| "an unknown time".to_owned(),
                |at| at.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M").to_string(),
            )
        };
        Self::ClockBehind { now: local(now_ms), last: local(last_ms) }
    }
}
