//! The scheduler: evidence becomes a grade, a grade a memory state, a state an
//! interval. Pure: no clock, no disk, no randomness but what is handed in.

mod apply;
pub mod chance;
pub mod clock;
pub mod day;
mod decide;
mod error;
mod grade;
mod habits;
pub mod interval;
pub mod memory;
mod types;

pub use apply::{Change, apply, is_confident_error, is_lapse};
pub use decide::{AnswerInput, Decision, answer, decide, is_leech, predicted};
pub use error::SchedulerError;
pub use grade::{AGAIN_BELOW, FIRST_SIGHT, HARD_BELOW, Pace, grade};
pub use habits::Habits;
pub use memory::{Model, Params};
pub use types::*;

#[cfg(test)]
mod tests;
