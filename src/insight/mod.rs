//! Insight: what the progress adds up to, honestly.

mod habit;
mod history;
mod overview;
mod why;
mod workload;

pub use habit::{HeatDay, heat, streak};
pub use history::{Answered, History, NOWHERE};
pub use overview::{Counts, DeckOverview, Overview, Totals, counts, is_due};
pub use why::{Curve, Reason, Spacing, Standing, Why, WhyInput, why};
pub use workload::{reviews_per_card, workload};
