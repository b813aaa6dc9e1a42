//! True retention: how many answers after at least one night were right.

use serde::Serialize;

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
    /// One sentence on whether the aim is met.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
