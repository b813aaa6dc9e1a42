//! The figures of progress: what was done, what is remembered, what is coming,
//! and where the learner or the scheduler misjudges. Pure functions over the
//! answers, the states and a selection of cards; each figure says in one
//! sentence what it means.

mod activity;
mod answers;
mod calibration;
mod cards;
mod filter;
mod forecast;
mod misconceptions;
mod retention;
pub mod say;
mod spread;
mod sums;
#[cfg(test)]
mod tests;

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
use crate::scheduler::{CardState, Phase};
use sums::Sums;

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
    #[serde(serialize_with = "say::as_date")]
    pub first_day: i32,
    /// The present study day: the last of the period.
    #[serde(serialize_with = "say::as_date")]
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
    /// All figures: one pass for what is a plain sum, and beside it one for what
    /// depends on the card.
    #[must_use]
    pub fn all(input: &Input<'_>) -> Self {
        let (sums, states, (calibration, misconceptions)) = std::thread::scope(|scope| {
            let other = scope.spawn(|| cards::figures(input));
            let (sums, states) = (Sums::of(input), States::of(input));
            // A panic there would be a fault of ours: figures without it.
            (sums, states, other.join().unwrap_or_default())
        });
        let today = input.today;
        let span = sums.days.span();
        let last_day = span.map_or(today, |(_, last)| last.max(today));
        let first_day = match input.period {
            Period::All => span.map_or(today, |(first, _)| first.min(today)),
            period => period.first_day(today),
        };
        let series = |unit| Series::of(&sums.days, unit, first_day, last_day);
        Self {
            period: input.period,
            first_day,
            today,
            reviews: sums.reviews,
            reviews_ever: sums.reviews_ever,
            heat: Heat::of(&sums.days, today),
            days: series(Unit::Day),
            weeks: series(Unit::Week),
            months: series(Unit::Month),
            retention: Retention::of(&sums.days, today, input.desired_retention),
            forecast: Forecast::of(input),
            counts: states.counts,
            stability: states.stability,
            difficulty: states.difficulty,
            retrievability: states.retrievability,
            interval: states.interval,
            kinds: sums.kinds(),
            grades: sums.grades,
            hours: sums.hours,
            confidence: sums.confidence,
            calibration,
            misconceptions,
            pace: sums.pace(),
        }
    }

    /// Every figure in words.
    #[must_use]
    pub fn sentences(&self) -> Sentences {
        Sentences {
            heat: self.heat.sentence(),
            reviews: self.days.reviews_sentence(),
            time: self.days.time_sentence(),
            retention_over_time: self.days.retention_sentence(),
            retention: self.retention.sentence(),
            forecast: self.forecast.sentence(),
            counts: self.counts_sentence(),
            stability: self.stability.sentence(),
            difficulty: self.difficulty.sentence(),
            retrievability: self.retrievability.sentence(),
            interval: self.interval.sentence(),
            kinds: self.kinds.sentence(),
            grades: self.grades.sentence(),
            hours: self.hours.sentence(),
            confidence: self.confidence.sentence(),
            calibration: self.calibration.sentence(),
            misconceptions: self.misconceptions.sentence(),
            pace: self.pace.sentence(),
        }
    }

    /// Whether there is nothing to show: no answer of the selection ever.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reviews_ever == 0
    }

    /// One sentence on the cards by state.
    #[must_use]
    pub fn counts_sentence(&self) -> String {
        let counts = &self.counts;
        let known = counts.young + counts.mature;
        if counts.total == 0 {
            return "No card is chosen.".to_owned();
        }
        let cards = say::count(counts.total, "card");
        match (known, counts.learning) {
            (0, 0) => format!("None of {cards} met yet."),
            (0, learning) => format!("Of {cards} you are learning {}.", say::grouped(learning)),
            (known, learning) => {
                let mature = match counts.mature {
                    0 => "none for three weeks yet".to_owned(),
                    mature => format!("{} of them for three weeks or longer", say::grouped(mature)),
                };
                let also = match learning {
                    0 => String::new(),
                    learning => format!(", and are learning {}", say::grouped(learning)),
                };
                let known = say::grouped(known);
                format!("Of {cards} you know {known}, {mature}{also}.")
            }
        }
    }
}

/// What each figure means, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each is named like its figure")]
pub struct Sentences {
    pub heat: String,
    pub reviews: String,
    pub time: String,
    pub retention_over_time: String,
    pub retention: String,
    pub forecast: String,
    pub counts: String,
    pub stability: String,
    pub difficulty: String,
    pub retrievability: String,
    pub interval: String,
    pub kinds: String,
    pub grades: String,
    pub hours: String,
    pub confidence: String,
    pub calibration: String,
    pub misconceptions: String,
    pub pace: String,
}

/// What the present states add up to.
#[derive(Default)]
struct States {
    counts: Counts,
    stability: Histogram,
    difficulty: Histogram,
    retrievability: Histogram,
    interval: Histogram,
}

impl States {
    /// Cards that are set aside are counted, and that is all.
    fn of(input: &Input<'_>) -> Self {
        let mut counts = Counts::default();
        let [mut stability, mut difficulty, mut recalls, mut intervals] = [const { Vec::new() }; 4];
        for (item, state) in input.states.iter().enumerate() {
            if !u32::try_from(item).is_ok_and(|item| input.selection.has(item)) {
                continue;
            }
            counts.add(state, input.today, input.now_ms);
            let Some(memory) = state.memory.filter(|_| !state.suspended) else { continue };
            stability.push(memory.stability);
            difficulty.push(memory.difficulty);
            #[expect(clippy::cast_possible_truncation, reason = "a share; FSRS reckons in f32")]
            recalls.extend((input.recall)(item).map(|recall| (recall * 100.0) as f32));
            if state.phase == Phase::Review {
                #[expect(clippy::cast_precision_loss, reason = "days of a century")]
                intervals.push(state.interval_days as f32);
            }
        }
        Self {
            counts,
            stability: Histogram::of(Quantity::Stability, stability),
            difficulty: Histogram::of(Quantity::Difficulty, difficulty),
            retrievability: Histogram::of(Quantity::Retrievability, recalls),
            interval: Histogram::of(Quantity::Interval, intervals),
        }
    }
}
