//! The scheduler: evidence becomes a grade, a grade a memory state, a state an
//! interval. Pure: no clock, no disk, no randomness but what is handed in.

mod types;

pub use types::*;
