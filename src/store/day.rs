//! What a study day adds up to: a cache, and a plain sum over the log.

use super::event::Review;

/// The answers of one study day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayStat {
    /// Answers in all.
    pub reviews: u32,
    /// Right ones among them.
    pub correct: u32,
    /// Cards met for the first time (or again after being forgotten on purpose).
    pub met: u32,
    /// Answers that tested memory over at least one night: the ground of true
    /// retention. Returns within the session don't count.
    pub recalls: u32,
    /// Right ones among the recalls.
    pub recalled: u32,
    /// Time from questions to answers, milliseconds.
    pub time_ms: u64,
}

impl DayStat {
    /// What one answer adds to its day.
    #[must_use]
    pub fn of(review: &Review) -> Self {
        let recall = review.before.is_some() && review.elapsed_days > 0;
        let correct = review.evidence.recalled();
        Self {
            reviews: 1,
            correct: u32::from(correct),
            met: u32::from(review.before.is_none()),
            recalls: u32::from(recall),
            recalled: u32::from(recall && correct),
            time_ms: u64::from(review.evidence.latency_ms),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            reviews: self.reviews.saturating_add(other.reviews),
            correct: self.correct.saturating_add(other.correct),
            met: self.met.saturating_add(other.met),
            recalls: self.recalls.saturating_add(other.recalls),
            recalled: self.recalled.saturating_add(other.recalled),
            time_ms: self.time_ms.saturating_add(other.time_ms),
        }
    }

    /// This without the other, which it contains.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self {
            reviews: self.reviews.saturating_sub(other.reviews),
            correct: self.correct.saturating_sub(other.correct),
            met: self.met.saturating_sub(other.met),
            recalls: self.recalls.saturating_sub(other.recalls),
            recalled: self.recalled.saturating_sub(other.recalled),
            time_ms: self.time_ms.saturating_sub(other.time_ms),
        }
    }
}
