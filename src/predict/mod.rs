//! Predicting recall: FSRS-6 and FSRS-7 fitted to a learner, the two blended,
//! and what each is worth, measured on answers it had not seen.
//!
//! Intervals are FSRS-6's alone (see [`crate::scheduler`]); what is made here
//! tells how likely a card is remembered, and in which order to ask.

mod blend;
pub mod chain;
mod csv;
mod error;
mod evaluate;
mod foresight;
pub mod fsrs6;
pub mod fsrs7;
pub mod generate;
mod log;
mod measure;
mod optimise;
mod watch;

pub use blend::{Blend, Pair, logit};
pub use csv::{COLUMNS, parse as parse_csv, read as read_csv};
pub use error::PredictError;
pub use evaluate::{Evaluation, LEAST, SEGMENTS, blended, evaluate, moving_average};
pub use foresight::{Foresight, days_between};
pub use log::{Answer, DEEPEST, Item, Log, Step};
pub use measure::{Measure, auc, log_loss, loss, measure};
pub use optimise::{InForce, LEAST_TO_FIT, Losses, Outcome, optimise, reach};
pub use watch::Watch;

#[cfg(test)]
mod tests;
