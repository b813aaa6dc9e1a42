//! Answers by kind, grade and hour, and how long they take.

use serde::Serialize;

use crate::deck::Kind;

/// The answers to one kind of card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KindRow {
    /// The kind.
    pub kind: Kind,
    /// Answers by grade: again, hard, good, easy.
    pub grades: [u32; 4],
    /// Answers.
    pub reviews: u32,
    /// Right ones among them.
    pub right: u32,
    /// From questions to answers, milliseconds.
    pub time_ms: u64,
}

/// A row for each kind that was answered in the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Kinds {
    /// The rows, in the order of [`Kind`].
    pub rows: Vec<KindRow>,
}

impl Kinds {
    /// One sentence on which kind is hardest.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}

/// Answers by grade (again, hard, good, easy) and by what the card was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Grades {
    /// New cards, and cards being learned (again).
    pub learning: [u32; 4],
    /// Known, with an interval under 21 days.
    pub young: [u32; 4],
    /// Known, with an interval of 21 days or more.
    pub mature: [u32; 4],
}

impl Grades {
    /// One sentence on how the grades are spread.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}

/// The answers within one hour of the learner's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HourRow {
    /// 0 to 23, by the learner's clock at the time.
    pub hour: u8,
    /// Answers.
    pub reviews: u32,
    /// Right ones among them.
    pub right: u32,
    /// Answers that tested memory over at least one night.
    pub recalls: u32,
    /// Right ones among the recalls.
    pub recalled: u32,
}

impl HourRow {
    /// True retention in this hour, 0 to 1; `None` without recalls.
    #[must_use]
    pub fn retention(&self) -> Option<f64> {
        (self.recalls > 0).then(|| f64::from(self.recalled) / f64::from(self.recalls))
    }
}

/// The 24 hours from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hours {
    /// The hours.
    pub rows: [HourRow; 24],
}

impl Hours {
    /// One sentence on when memory is best.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}

/// How long answers take. Times from question to answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Pace {
    /// Bars of seconds: 0–2, 2–4, 4–6, … up to 60, and longer.
    pub buckets: Vec<super::HistogramBucket>,
    /// Answers.
    pub reviews: u32,
    /// All together, milliseconds.
    pub time_ms: u64,
    /// Half of the answers take less, milliseconds; `None` without any.
    pub median_ms: Option<u32>,
    /// Mean of right answers, milliseconds.
    pub right_ms: Option<f64>,
    /// Mean of wrong answers, milliseconds.
    pub wrong_ms: Option<f64>,
}

impl Pace {
    /// One sentence on what answering takes.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
