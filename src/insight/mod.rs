//! Insight: what the progress adds up to, honestly.

pub mod chart;
pub mod date;
pub mod figures;
mod habit;
mod history;
mod overview;
pub mod progress;
pub mod subjects;
pub mod treemap;
mod why;
mod workload;

pub use habit::{HeatDay, heat, streak, streak_with_rest};
pub(crate) use history::Texts;
pub use history::{Answered, History, NOWHERE, Picked};
pub use overview::{Counts, DeckOverview, Overview, Totals, counts, is_due};
pub use why::{Curve, Reason, Spacing, Standing, Why, WhyInput, why};
pub use workload::{reviews_per_card, workload};
