//! The figures of progress: what was done, what is remembered, what is coming,
//! and where the learner or the scheduler misjudges. Pure functions over the
//! answers, the states and a selection of cards; each figure says in one
//! sentence what it means.

mod activity;
mod answers;
mod calibration;
mod filter;
mod forecast;
mod misconceptions;
mod retention;
mod spread;

pub use activity::{Bucket, DayCell, Heat, Series, Unit};
pub use answers::{Grades, HourRow, Hours, KindRow, Kinds, Pace};
pub use calibration::{Bin, Calibration, ConfidenceRow, Confidences};
pub use filter::{Filter, Period, Selection};
pub use forecast::{Forecast, ForecastDay};
pub use misconceptions::{Misconception, Misconceptions};
pub use retention::{Retention, RetentionRow, Span, Tally};
pub use spread::{Histogram, HistogramBucket, Quantity};

use serde::Serialize;

use super::{Counts, History};
use crate::scheduler::CardState;

/// What the figures are made of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// All reviews that count.
    pub history: &'a History,
    /// The states by the library's item positions.
    pub states: &'a [CardState],
    /// Predicted recall of an item now, 0 to 1; `None` when never answered.
    pub recall: &'a (dyn Fn(usize) -> Option<f64> + Sync),
    /// Which cards count.
    pub selection: &'a Selection,
    /// How far back to look.
    pub period: Period,
    /// The present study day.
    pub today: i32,
    /// The present instant, milliseconds since 1970, UTC.
    pub now_ms: i64,
    /// The retention that the learner aims for, 0 to 1.
    pub desired_retention: f64,
}

/// Every figure of the progress screen, for one selection and one period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figures {
    /// How far back the figures look that depend on it.
    pub period: Period,
    /// The first study day of the period; for 'all' the first with an answer.
    pub first_day: i32,
    /// The present study day: the last of the period.
    pub today: i32,
    /// Answers of the selection in the period.
    pub reviews: u32,
    /// Answers of the selection ever.
    pub reviews_ever: u32,
    /// Every day since the first answer, whatever the period.
    pub heat: Heat,
    /// The period day by day.
    pub days: Series,
    /// The period week by week, from Monday on.
    pub weeks: Series,
    /// The period month by month.
    pub months: Series,
    /// True retention over several spans, whatever the period.
    pub retention: Retention,
    /// What is coming, by the cards' states.
    pub forecast: Forecast,
    /// Cards by state.
    pub counts: Counts,
    /// Stability of the cards met, days.
    pub stability: Histogram,
    /// Difficulty of the cards met, 1 to 10.
    pub difficulty: Histogram,
    /// Predicted recall now of the cards met, percent.
    pub retrievability: Histogram,
    /// Intervals of the cards that are known, days.
    pub interval: Histogram,
    /// Answers by kind of card.
    pub kinds: Kinds,
    /// Answers by grade.
    pub grades: Grades,
    /// Answers by hour of day.
    pub hours: Hours,
    /// How well the learner knows what they know.
    pub confidence: Confidences,
    /// How well the scheduler predicts recall.
    pub calibration: Calibration,
    /// Wrong options that were picked.
    pub misconceptions: Misconceptions,
    /// How long answers take.
    pub pace: Pace,
}

impl Figures {
    /// All figures in one pass.
    #[must_use]
    pub fn all(input: &Input<'_>) -> Self {
        Self { period: input.period, today: input.today, ..Self::default() }
    }

    /// Whether there is nothing to show: no answer of the selection ever.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reviews_ever == 0
    }

    /// One sentence on the cards by state.
    #[must_use]
    pub fn counts_sentence(&self) -> String {
        String::new()
    }
}
