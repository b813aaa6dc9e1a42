//! Insight: what the progress adds up to, honestly.

mod habit;
mod overview;

pub use habit::{HeatDay, heat, streak};
pub use overview::{Counts, DeckOverview, Overview, Totals, counts};
