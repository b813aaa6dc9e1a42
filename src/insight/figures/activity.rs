//! What was done: the calendar, and sums by day, week and month.

use serde::Serialize;

use super::say::{self, count, number, percent};
use super::sums::DaySums;
use crate::scheduler::day::date_of;

/// One day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DayCell {
    /// The study day.
    #[serde(serialize_with = "say::as_date")]
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
    pub(super) fn of(sums: &DaySums, today: i32) -> Self {
        let (first, last) = sums.span().unwrap_or((today, today));
        let days = first.min(today.saturating_sub(364))..=last.max(today);
        let cell = |day| {
            let sum = sums.get(day);
            DayCell { day, reviews: sum.reviews, time_ms: sum.time_ms }
        };
        Self { days: days.map(cell).collect() }
    }

    /// The calendar years that there are days of, latest first.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        let year = |cell: Option<&DayCell>| cell.map(|cell| date_of(cell.day).year());
        match (year(self.days.first()), year(self.days.last())) {
            (Some(first), Some(last)) => (first..=last).rev().collect(),
            _ => Vec::new(),
        }
    }

    /// Every day of a calendar year up to today; empty for years without.
    #[must_use]
    pub fn year(&self, year: i16) -> &[DayCell] {
        let from = self.days.partition_point(|cell| date_of(cell.day).year() < year);
        let to = self.days.partition_point(|cell| date_of(cell.day).year() <= year);
        self.days.get(from..to).unwrap_or_default()
    }

    /// The last 365 days.
    #[must_use]
    pub fn last_year(&self) -> &[DayCell] {
        self.days.get(self.days.len().saturating_sub(365)..).unwrap_or_default()
    }

    /// One sentence on the last year.
    #[must_use]
    pub fn sentence(&self) -> String {
        let year = self.last_year();
        let Some(first) = year.iter().position(|cell| cell.reviews > 0) else {
            return "Nothing was answered in the last year.".to_owned();
        };
        let days = year.get(first..).unwrap_or_default();
        let studied = days.iter().filter(|cell| cell.reviews > 0).count();
        let runs = days.split(|cell| cell.reviews == 0);
        let longest = runs.map(<[DayCell]>::len).max().unwrap_or(0);
        let of = match days.len() {
            1 => return "You studied today for the first time in a year.".to_owned(),
            length => count(length, "day"),
        };
        format!("You studied on {studied} of {of}, at most {longest} in a row.")
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
    #[serde(serialize_with = "say::as_date")]
    pub first_day: i32,
    /// Its last study day (within the period).
    #[serde(serialize_with = "say::as_date")]
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
        (self.recalls > 0).then(|| say::share(self.recalled, self.recalls))
    }

    /// These and other days' answers; the days stay as they are.
    fn plus(self, other: &Self) -> Self {
        Self {
            reviews: self.reviews.saturating_add(other.reviews),
            correct: self.correct.saturating_add(other.correct),
            met: self.met.saturating_add(other.met),
            recalls: self.recalls.saturating_add(other.recalls),
            recalled: self.recalled.saturating_add(other.recalled),
            time_ms: self.time_ms.saturating_add(other.time_ms),
            ..self
        }
    }
}

/// Buckets of one size that fill the period without gaps, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Series {
    /// What a bucket spans.
    pub unit: Unit,
    /// The buckets.
    pub buckets: Vec<Bucket>,
    /// Days of the period with answers.
    pub studied: u32,
}

/// Fewer recalls say nothing about retention.
const RECALLS: u32 = 50;

impl Series {
    pub(super) fn of(sums: &DaySums, unit: Unit, first: i32, last: i32) -> Self {
        let mut series = Self { unit, ..Self::default() };
        let mut present = None;
        for day in first..=last {
            let key = match unit {
                Unit::Day => i64::from(day),
                // Day 0, 1970-01-01, was a Thursday: three days into its week.
                Unit::Week => (i64::from(day) + 3).div_euclid(7),
                Unit::Month => {
                    let date = date_of(day);
                    i64::from(date.year()) * 12 + i64::from(date.month())
                }
            };
            if present != Some(key) {
                present = Some(key);
                series.buckets.push(Bucket { first_day: day, ..Bucket::default() });
            }
            let sum = sums.get(day);
            series.studied += u32::from(sum.reviews > 0);
            let both = sum.young.plus(sum.mature);
            let added = Bucket {
                reviews: sum.reviews,
                correct: sum.correct,
                met: sum.met,
                recalls: both.total(),
                recalled: both.passed,
                time_ms: sum.time_ms,
                ..Bucket::default()
            };
            if let Some(bucket) = series.buckets.last_mut() {
                *bucket = Bucket { last_day: day, ..bucket.plus(&added) };
            }
        }
        series
    }

    /// All buckets together.
    #[must_use]
    pub fn total(&self) -> Bucket {
        let first_day = self.buckets.first().map_or(0, |bucket| bucket.first_day);
        let last_day = self.buckets.last().map_or(0, |bucket| bucket.last_day);
        let start = Bucket { first_day, last_day, ..Bucket::default() };
        self.buckets.iter().fold(start, Bucket::plus)
    }

    /// Days from the first to the last.
    fn days(&self) -> u32 {
        let total = self.total();
        if self.buckets.is_empty() { 0 } else { total.last_day.abs_diff(total.first_day) + 1 }
    }

    /// One sentence on how much was done.
    #[must_use]
    pub fn reviews_sentence(&self) -> String {
        let total = self.total();
        if total.reviews == 0 {
            return "Nothing was answered in this time.".to_owned();
        }
        let answers = count(number(total.reviews), "answer");
        let each = total.reviews.div_ceil(self.studied.max(1));
        let met = match total.met {
            0 => "no new card".to_owned(),
            met => count(number(met), "new card"),
        };
        match self.studied {
            1 => format!("{answers} on one day, {met} among them."),
            studied => format!(
                "{answers} on {studied} of {}, about {} a day you study, {met} among them.",
                count(number(self.days()), "day"),
                say::grouped(number(each)),
            ),
        }
    }

    /// One sentence on the time it took.
    #[must_use]
    pub fn time_sentence(&self) -> String {
        let total = self.total();
        if total.reviews == 0 {
            return "No time was spent on cards.".to_owned();
        }
        format!(
            "{} in all: {} a day you study, {} an answer.",
            say::duration(total.time_ms),
            say::duration(total.time_ms / u64::from(self.studied.max(1))),
            say::duration(total.time_ms / u64::from(total.reviews)),
        )
    }

    /// One sentence on how true retention went.
    #[must_use]
    pub fn retention_sentence(&self) -> String {
        let total = self.total();
        let half = total.recalls / 2;
        // Halves by recalls, not by days: both can be believed alike.
        let mut before = Bucket::default();
        let mut after = Bucket::default();
        for bucket in &self.buckets {
            let part = if before.recalls < half { &mut before } else { &mut after };
            *part = part.plus(bucket);
        }
        let (Some(was), Some(is)) = (before.retention(), after.retention()) else {
            return say::TOO_FEW.to_owned();
        };
        if before.recalls.min(after.recalls) < RECALLS {
            return say::TOO_FEW.to_owned();
        }
        let z = say::difference((after.recalled, after.recalls), (before.recalled, before.recalls));
        let (was, is) = (percent(was), percent(is));
        if z > 2.0 && was != is {
            format!(
                "You remember more than before: {is} right after at least a night, {was} earlier."
            )
        } else if z < -2.0 && was != is {
            format!(
                "You forget more than before: {is} right after at least a night, {was} earlier."
            )
        } else {
            let all = percent(total.retention().unwrap_or_default());
            format!("Retention holds at {all}: no change that is more than chance.")
        }
    }
}
