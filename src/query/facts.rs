//! What is known of every card at one moment, column by column: a query goes
//! over one column at a time, in whatever thread.

use std::sync::Arc;

use crate::collection::Collection;
use crate::deck::Library;
use crate::insight::is_due;
use crate::scheduler::{Due, Phase};

/// Days that stand for none.
pub(super) const NO_DAY: i32 = i32::MIN;

/// All cards at one moment. 41 bytes a card.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The decks.
    pub library: Arc<Library>,
    /// The study day.
    pub today: i32,
    /// Milliseconds since 1970, UTC.
    pub now_ms: i64,
    pub(super) standing: Vec<u16>,
    pub(super) flag: Vec<u8>,
    pub(super) stability: Vec<f32>,
    pub(super) difficulty: Vec<f32>,
    pub(super) recall: Vec<f32>,
    pub(super) interval: Vec<u32>,
    pub(super) due: Vec<i32>,
    pub(super) reps: Vec<u32>,
    pub(super) lapses: Vec<u32>,
    pub(super) last_day: Vec<i32>,
}

/// What is known of one card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardFacts {
    /// Set aside.
    pub is_suspended: bool,
    /// Rests until another day.
    pub is_buried: bool,
    /// Never answered.
    pub is_new: bool,
    /// 0: none; 1 to 7.
    pub flag: u8,
    /// Days.
    pub stability: Option<f32>,
    /// 1 to 10.
    pub difficulty: Option<f32>,
    /// Predicted recall now, 0 to 1.
    pub recall: Option<f32>,
    /// Days; 0 while learning; `None` for a new card.
    pub interval: Option<u32>,
    /// The study day it comes back on.
    pub due: Option<i32>,
    /// Answers.
    pub reps: u32,
    /// Times forgotten.
    pub lapses: u32,
    /// The study day of the last answer.
    pub last_day: Option<i32>,
}

/// Bits of the standing.
pub(super) mod bit {
    pub const DUE: u16 = 1;
    pub const NEW: u16 = 1 << 1;
    pub const LEARNING: u16 = 1 << 2;
    pub const REVIEW: u16 = 1 << 3;
    pub const MATURE: u16 = 1 << 4;
    pub const SUSPENDED: u16 = 1 << 5;
    pub const BURIED: u16 = 1 << 6;
    pub const LEECH: u16 = 1 << 7;
}

/// From this interval on a card counts as mature, days.
const MATURE_DAYS: u32 = 21;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Facts {
    /// One pass over all states: some milliseconds for 100,000 cards.
    #[must_use]
    pub fn of(collection: &Collection) -> Self {
        let library = Arc::clone(collection.library());
        let len = library.items().len();
        let (today, now_ms) = (collection.day(), collection.now_ms());
        let mut facts = Self {
            library,
            today,
            now_ms,
            standing: Vec::with_capacity(len),
            flag: Vec::with_capacity(len),
            stability: Vec::with_capacity(len),
            difficulty: Vec::with_capacity(len),
            recall: Vec::with_capacity(len),
            interval: Vec::with_capacity(len),
            due: Vec::with_capacity(len),
            reps: Vec::with_capacity(len),
            lapses: Vec::with_capacity(len),
            last_day: Vec::with_capacity(len),
        };
        for item in 0..len {
            let state = collection.state(item);
            let recall = collection.recall_on(item, today);
            let is_mature = state.phase == Phase::Review && state.interval_days >= MATURE_DAYS;
            let is_buried = state.buried_until.is_some_and(|until| until > today);
            let set = |is: bool, bit: u16| if is { bit } else { 0 };
            facts.standing.push(
                set(is_due(&state, today, now_ms), bit::DUE)
                    | set(is_mature, bit::MATURE)
                    | set(state.suspended, bit::SUSPENDED)
                    | set(is_buried, bit::BURIED)
                    | set(state.leech, bit::LEECH)
                    | match state.phase {
                        Phase::New => bit::NEW,
                        Phase::Learning | Phase::Relearning => bit::LEARNING,
                        Phase::Review => bit::REVIEW,
                    },
            );
            facts.flag.push(state.flag);
            let memory = state.memory;
            facts.stability.push(memory.map_or(f32::NAN, |memory| memory.stability));
            facts.difficulty.push(memory.map_or(f32::NAN, |memory| memory.difficulty));
            #[expect(clippy::cast_possible_truncation, reason = "a share, reckoned in f32")]
            facts.recall.push(recall.map_or(f32::NAN, |recall| recall as f32));
            facts.interval.push(state.interval_days);
            facts.due.push(match state.due {
                Due::Never => NO_DAY,
                Due::Day(day) => day,
                // Within the session; a day more for each day that it waits.
                Due::At(at_ms) => {
                    let days = (at_ms - now_ms).max(0) / DAY_MS;
                    today.saturating_add(i32::try_from(days).unwrap_or(i32::MAX))
                }
            });
            facts.reps.push(state.reps);
            facts.lapses.push(state.lapses);
            facts.last_day.push(state.last_day.unwrap_or(NO_DAY));
        }
        facts
    }

    /// How many cards there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.standing.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// What is known of one card.
    #[must_use]
    pub fn card(&self, item: usize) -> CardFacts {
        let real = |values: &[f32]| values.get(item).copied().filter(|value| !value.is_nan());
        let day = |days: &[i32]| days.get(item).copied().filter(|day| *day != NO_DAY);
        CardFacts {
            is_suspended: self.stands(item, bit::SUSPENDED),
            is_buried: self.stands(item, bit::BURIED),
            is_new: self.stands(item, bit::NEW),
            flag: self.flag.get(item).copied().unwrap_or(0),
            stability: real(&self.stability),
            difficulty: real(&self.difficulty),
            recall: real(&self.recall),
            interval: self.interval.get(item).copied().filter(|_| !self.stands(item, bit::NEW)),
            due: day(&self.due),
            reps: self.reps.get(item).copied().unwrap_or(0),
            lapses: self.lapses.get(item).copied().unwrap_or(0),
            last_day: day(&self.last_day),
        }
    }

    pub(super) fn stands(&self, item: usize, bits: u16) -> bool {
        self.standing.get(item).is_some_and(|standing| standing & bits != 0)
    }
}
