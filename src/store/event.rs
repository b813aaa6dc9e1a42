//! What the log holds. Events are only ever appended; a state is what the
//! effective ones (those not undone) add up to.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::deck::ItemKey;
use crate::scheduler::{Due, Evidence, Grade, Memory, Phase};

/// When something happens, as the caller's clock and calendar have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The learner's study day (see [`crate::scheduler::day`]).
    pub day: i32,
    /// The learner's clock, minutes east of UTC: gives the hour of day later.
    pub zone_min: i16,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// A `UUIDv7`: sorts by time, merges across machines.
    pub id: Uuid,
    /// The machine that wrote it.
    pub device: Uuid,
    /// When, by the learner's clock.
    pub moment: Moment,
    /// What happened.
    pub body: EventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum EventBody {
    /// An item was answered.
    Review(ItemKey, Box<Review>),
    /// The learner set something about an item.
    Set(ItemKey, Setting),
    /// Whether the first item goes on with the progress of the second, which was
    /// its name before, or was found to be it.
    Follow(ItemKey, ItemKey, bool),
    /// An earlier event no longer counts.
    Undo(Uuid),
    /// An undone event counts again.
    Redo(Uuid),
}

/// One answer and what it led to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// What the answer showed.
    pub evidence: Evidence,
    /// What was made of it.
    pub grade: Grade,
    /// Whole study days since the review before; 0 on the same day or first.
    pub elapsed_days: u32,
    /// Before the answer.
    pub before: Option<Memory>,
    /// After the answer.
    pub after: Memory,
    /// The phase it moved to.
    pub phase: Phase,
    /// When it comes back: a decision (fuzz, balance, limits), so recorded.
    pub due: Due,
    /// Days; 0 while learning.
    pub interval_days: u32,
    /// Whether this lapse made it a leech.
    pub leech: bool,
    /// Which FSRS parameters were used: row of the parameters table.
    pub params: u32,
}

/// A change that the learner made by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// Set aside, or bring back (which also clears the leech mark).
    Suspended(bool),
    /// Rest until this study day.
    BuriedUntil(Option<i32>),
    /// 0 clears; 1 to 7.
    Flag(u8),
    /// Start over as a new card.
    Forget,
    /// Come back on this study day, whatever was planned. What is known of the
    /// card stays as it is; a card that was never answered has no day to come
    /// back on, and stays new.
    Due(i32),
    /// The right answer has become another: what that means, and the answer it
    /// was decided for (see [`crate::deck::Wording::answer`]).
    Reworded(Verdict, u64),
}

/// What a changed answer means to what is known of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// The same fact: nothing changes.
    Keep,
    /// Nearly the same: trusted half as long, and asked today.
    Ease,
    /// A new fact: the card starts over.
    StartOver,
}
