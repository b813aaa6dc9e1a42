//! The words of the scheduler: ratings, evidence, memory, phases.

use serde::{Deserialize, Serialize};

use crate::deck::Kind;

/// How well an item was recalled. FSRS's four grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Rating {
    /// Not recalled.
    Again = 1,
    /// Recalled with doubt or effort.
    Hard = 2,
    /// Recalled.
    Good = 3,
    /// Recalled at once.
    Easy = 4,
}

impl Rating {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// 1 for [`Rating::Again`] to 4 for [`Rating::Easy`].
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The inverse of [`Rating::number`].
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.number() == number)
    }
}

/// What the learner said of their own certainty before the answer was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Picked blindly.
    Guess,
    /// Leaning one way.
    Unsure,
    /// Knew it.
    Sure,
}

/// What an answer showed, before any judgement: stored in the log so that
/// grades can be derived anew.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The kind of the card then: speed is judged against answers of its kind.
    pub kind: Kind,
    /// Whether the answer was right. For a self-graded card: not `Again`.
    pub correct: bool,
    /// The chance of being right by blind guessing, 0 (typed, self-graded) to 1.
    pub chance: f64,
    /// From question to answer, milliseconds, at most [`Evidence::MAX_LATENCY_MS`].
    pub latency_ms: u32,
    /// Said before the answer was shown; `None` when skipped.
    pub confidence: Option<Confidence>,
    /// Hints taken.
    pub hints: u8,
    /// The learner's own grade: of a flip card, or overruling an automatic one.
    pub stated: Option<Rating>,
}

impl Evidence {
    /// Longer answers are stored as this: the learner was elsewhere.
    pub const MAX_LATENCY_MS: u32 = 10 * 60 * 1000;

    /// Whether the item was recalled, the learner having the last word.
    #[must_use]
    pub fn recalled(&self) -> bool {
        self.stated.map_or(self.correct, |rating| rating != Rating::Again)
    }
}

/// A grade with the doubt that is in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Grade {
    /// Stored with the review, and shown.
    pub rating: Rating,
    /// The rating had the answer been known for certain.
    pub base: Rating,
    /// π: the probability that a right answer was known, not guessed, 0 to 1.
    /// 0 for a wrong answer, 1 for a self-graded one.
    pub known: f64,
}

/// FSRS's memory state of one item.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until retrievability has fallen to 0.9; above 0.
    pub stability: f32,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f32,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Never answered.
    #[default]
    New,
    /// Met, not yet known: returns within the session.
    Learning,
    /// Known: returns after days.
    Review,
    /// Lapsed: returns within the session.
    Relearning,
}

/// When an item comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// Not scheduled (never answered).
    Never,
    /// Within the session, at this instant (milliseconds since 1970, UTC).
    At(i64),
    /// On a study day (see [`crate::scheduler::day`]).
    Day(i32),
}

/// All that the past tells of one item: a cache, rebuilt by replaying the log.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// New, learning, review or relearning.
    pub phase: Phase,
    /// `None` until first answered.
    pub memory: Option<Memory>,
    /// When it comes back.
    pub due: Due,
    /// The interval given at the last review, days; 0 while learning.
    pub interval_days: u32,
    /// The last review's instant (milliseconds since 1970, UTC).
    pub last_at_ms: Option<i64>,
    /// The last review's study day.
    pub last_day: Option<i32>,
    /// Reviews in all.
    pub reps: u32,
    /// Times forgotten after having been known.
    pub lapses: u32,
    /// Set aside until the learner brings it back.
    pub suspended: bool,
    /// Set aside because of its lapses (then `suspended` too).
    pub leech: bool,
    /// Rests through the day before this study day.
    pub buried_until: Option<i32>,
    /// 0: none; 1 to 7: the learner's flags. 1 is 'edit later'.
    pub flag: u8,
    /// The learner was sure and wrong, and has not passed a check since: the
    /// first interval after relearning is at most a week.
    #[serde(default)]
    pub confident_error: bool,
}

impl Default for CardState {
    fn default() -> Self {
        Self {
            phase: Phase::New,
            memory: None,
            due: Due::Never,
            interval_days: 0,
            last_at_ms: None,
            last_day: None,
            reps: 0,
            lapses: 0,
            suspended: false,
            leech: false,
            buried_until: None,
            flag: 0,
            confident_error: false,
        }
    }
}
