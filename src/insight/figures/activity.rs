//! What was done: the calendar, and sums by day, week and month.

use serde::Serialize;

/// One day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DayCell {
    /// The study day.
    pub day: i32,
    /// Answers on it.
    pub reviews: u32,
    /// From questions to answers, milliseconds.
    pub time_ms: u64,
}

impl DayCell {
    /// The time in whole minutes, begun ones too.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        u32::try_from(self.time_ms.div_ceil(60_000)).unwrap_or(u32::MAX)
    }
}

/// Every day from the first answer (at least the last year) to today, without
/// gaps, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Heat {
    /// The days.
    pub days: Vec<DayCell>,
}

impl Heat {
    /// The calendar years that there are days of, latest first.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        Vec::new()
    }

    /// Every day of a calendar year up to today; empty for years without.
    #[must_use]
    pub fn year(&self, year: i16) -> &[DayCell] {
        let _ = year;
        &self.days
    }

    /// The last 365 days.
    #[must_use]
    pub fn last_year(&self) -> &[DayCell] {
        self.days.get(self.days.len().saturating_sub(365)..).unwrap_or_default()
    }

    /// One sentence on the last year.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}

/// What a bucket of a [`Series`] spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A study day.
    #[default]
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// The answers of some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Bucket {
    /// Its first study day (within the period).
    pub first_day: i32,
    /// Its last study day (within the period).
    pub last_day: i32,
    /// Answers in all.
    pub reviews: u32,
    /// Right ones among them.
    pub correct: u32,
    /// Cards met for the first time, or again after starting over.
    pub met: u32,
    /// Answers that tested memory over at least one night.
    pub recalls: u32,
    /// Right ones among the recalls.
    pub recalled: u32,
    /// From questions to answers, milliseconds.
    pub time_ms: u64,
}

impl Bucket {
    /// True retention, 0 to 1; `None` without recalls.
    #[must_use]
    pub fn retention(&self) -> Option<f64> {
        (self.recalls > 0).then(|| f64::from(self.recalled) / f64::from(self.recalls))
    }
}

/// Buckets of one size that fill the period without gaps, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Series {
    /// What a bucket spans.
    pub unit: Unit,
    /// The buckets.
    pub buckets: Vec<Bucket>,
}

impl Series {
    /// One sentence on how much was done.
    #[must_use]
    pub fn reviews_sentence(&self) -> String {
        String::new()
    }

    /// One sentence on the time it took.
    #[must_use]
    pub fn time_sentence(&self) -> String {
        String::new()
    }

    /// One sentence on how true retention went.
    #[must_use]
    pub fn retention_sentence(&self) -> String {
        String::new()
    }
}
