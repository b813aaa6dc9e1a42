//! True retention: how many answers after at least one night were right.

use serde::Serialize;

use super::say::{self, percent};
use super::sums::DaySums;

/// Recalls that passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Right.
    pub passed: u32,
    /// Wrong.
    pub failed: u32,
}

impl Tally {
    /// Both.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.passed.saturating_add(self.failed)
    }

    /// Passed among all, 0 to 1; `None` without any.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| f64::from(self.passed) / f64::from(total))
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
        }
    }
}

/// A span of study days that ends today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// Today.
    #[default]
    Today,
    /// Only the day before.
    Yesterday,
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
    /// The last 365 days.
    Year,
    /// From the first answer on.
    All,
}

impl Span {
    const ALL: [Self; 6] =
        [Self::Today, Self::Yesterday, Self::Week, Self::Month, Self::Year, Self::All];

    /// Its first and last day.
    fn days(self, today: i32) -> (i32, i32) {
        match self {
            Self::Today => (today, i32::MAX),
            Self::Yesterday => (today.saturating_sub(1), today.saturating_sub(1)),
            Self::Week => (today.saturating_sub(6), i32::MAX),
            Self::Month => (today.saturating_sub(29), i32::MAX),
            Self::Year => (today.saturating_sub(364), i32::MAX),
            Self::All => (i32::MIN, i32::MAX),
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RetentionRow {
    /// Which days.
    pub span: Span,
    /// Cards whose interval was under 21 days.
    pub young: Tally,
    /// Cards whose interval was 21 days or more.
    pub mature: Tally,
}

impl RetentionRow {
    /// Young and mature.
    #[must_use]
    pub fn both(&self) -> Tally {
        self.young.plus(self.mature)
    }
}

/// The table: one row for each [`Span`], in its order.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Retention {
    /// The rows.
    pub rows: [RetentionRow; 6],
    /// What the learner aims for, 0 to 1.
    pub desired: f64,
}

impl Retention {
    pub(super) fn of(sums: &DaySums, today: i32, desired: f64) -> Self {
        let rows = Span::ALL.map(|span| {
            let (from, to) = span.days(today);
            let (first, last) = sums.span().unwrap_or((0, -1));
            let days = (from.max(first)..=to.min(last)).map(|day| sums.get(day));
            days.fold(RetentionRow { span, ..RetentionRow::default() }, |row, sum| RetentionRow {
                span,
                young: row.young.plus(sum.young),
                mature: row.mature.plus(sum.mature),
            })
        });
        Self { rows, desired }
    }

    /// The row of a span.
    #[must_use]
    pub fn row(&self, span: Span) -> RetentionRow {
        self.rows.iter().find(|row| row.span == span).copied().unwrap_or_default()
    }

    /// One sentence on whether the aim is met.
    #[must_use]
    pub fn sentence(&self) -> String {
        // The month if it says enough, else the year, else all.
        let spans = [(Span::Month, "in the last 30 days"), (Span::Year, "in the last year")];
        let spans = spans.into_iter().chain([(Span::All, "in all")]);
        let found = spans
            .map(|(span, when)| (self.row(span).both(), when))
            .find(|(tally, _)| tally.total() >= ENOUGH);
        let Some((tally, when)) = found else { return say::TOO_FEW.to_owned() };
        let (Some(share), Some((low, high))) =
            (tally.share(), say::wilson(tally.passed, tally.total()))
        else {
            return say::TOO_FEW.to_owned();
        };
        let (is, aim) = (percent(share), percent(self.desired));
        if self.desired > high {
            format!("Below your aim: {is} right after at least a night {when}, {aim} is the aim.")
        } else if self.desired < low {
            format!("Above your aim: {is} right after at least a night {when}, {aim} is the aim.")
        } else {
            format!("On your aim of {aim}: {is} right after at least a night {when}.")
        }
    }
}

/// Fewer recalls say nothing: the interval around a share is wider than 10 points.
const ENOUGH: u32 = 50;
