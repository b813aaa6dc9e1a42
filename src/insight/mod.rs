//! Insight: what the progress adds up to, honestly.

mod habit;
mod history;
mod overview;
mod workload;

pub use habit::{HeatDay, heat, streak, streak_with_rest};
pub use history::{Answered, History, NOWHERE};
pub use overview::{Counts, DeckOverview, Overview, Totals, counts};
pub use workload::{reviews_per_card, workload};
