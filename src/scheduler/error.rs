//! What can be wrong with what the scheduler is given.

use thiserror::Error;

/// The scheduler's faults: all of them lie in a set of FSRS parameters.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum SchedulerError {
    /// FSRS-6 has 21 parameters; sets of its forerunners (17 or 19) can be
    /// filled up, others can't.
    #[error(
        "a set of FSRS parameters has 21 numbers (17 or 19 in older versions), but this one has \
         {found}; restore the default parameters or fit them anew"
    )]
    ParameterCount {
        /// How many there were.
        found: usize,
    },
    /// A parameter is NaN or infinite.
    #[error(
        "FSRS parameter w{index} is {value}, which is no finite number; restore the default \
         parameters or fit them anew"
    )]
    ParameterNotFinite {
        /// Position, from 0.
        index: usize,
        /// What stood there.
        value: f32,
    },
    /// A parameter lies outside the range in which FSRS-6 makes sense.
    #[error(
        "FSRS parameter w{index} is {value}, outside {low} to {high}; restore the default \
         parameters or fit them anew"
    )]
    ParameterOutOfRange {
        /// Position, from 0.
        index: usize,
        /// What stood there.
        value: f32,
        /// The least that is allowed.
        low: f32,
        /// The most that is allowed.
        high: f32,
    },
}
