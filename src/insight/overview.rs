//! What to do now and how much is remembered: the home screen's figures.

use super::HeatDay;
use crate::plan::Ahead;
use crate::scheduler::{CardState, Due, Phase};
use crate::session::Step;

/// Items by state; they add up to `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// All items.
    pub total: usize,
    /// Never answered.
    pub new: usize,
    /// Met, not known yet, or forgotten and being learned again.
    pub learning: usize,
    /// Known, with an interval under 21 days.
    pub young: usize,
    /// Known, with an interval of 21 days or more.
    pub mature: usize,
    /// Set aside.
    pub suspended: usize,
    /// Due now, whatever the limits: reviews and learning cards.
    pub due: usize,
}

/// From this interval on a card counts as mature, days: the field's habit.
pub(crate) const MATURE_DAYS: u32 = 21;

impl Counts {
    /// Counts one item.
    pub fn add(&mut self, state: &CardState, today: i32, now_ms: i64) {
        self.total += 1;
        if state.suspended {
            self.suspended += 1;
            return;
        }
        match state.phase {
            Phase::New => self.new += 1,
            Phase::Learning | Phase::Relearning => self.learning += 1,
            Phase::Review if state.interval_days < MATURE_DAYS => self.young += 1,
            Phase::Review => self.mature += 1,
        }
        self.due += usize::from(is_due(state, today, now_ms));
    }
}

/// Whether an item should be asked again now.
#[must_use]
pub fn is_due(state: &CardState, today: i32, now_ms: i64) -> bool {
    if state.suspended || state.buried_until.is_some_and(|until| until > today) {
        return false;
    }
    match state.due {
        Due::Never => false,
        Due::At(at_ms) => at_ms <= now_ms || state.last_day.is_some_and(|day| day < today),
        Due::Day(day) => day <= today,
    }
}

/// Counts many items.
#[must_use]
pub fn counts<'a>(
    states: impl IntoIterator<Item = &'a CardState>,
    today: i32,
    now_ms: i64,
) -> Counts {
    let mut counts = Counts::default();
    for state in states {
        counts.add(state, today, now_ms);
    }
    counts
}

/// One deck on the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DeckOverview {
    /// By state.
    pub counts: Counts,
    /// Due reviews and learning cards that a session over this deck would ask.
    pub due: usize,
    /// New cards that it would ask.
    pub new: usize,
    /// Mean predicted recall now of the items met, 0 to 1; `None` before the
    /// first.
    pub remembered: Option<f64>,
}

/// What the log adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
    /// Reviews on this study day.
    pub reviews_today: usize,
    /// Of those, right.
    pub correct_today: usize,
    /// Reviews in all.
    pub reviews: u64,
    /// Cards met today for the first time.
    pub met_today: usize,
}

/// The home screen in figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview {
    /// Due reviews and learning cards that a session would ask now.
    pub due: usize,
    /// New cards that it would ask.
    pub new: usize,
    /// About how long that takes, seconds.
    pub seconds: u64,
    /// By the library's deck positions.
    pub decks: Vec<DeckOverview>,
    /// What was done.
    pub totals: Totals,
    /// Study days in a row.
    pub streak: u32,
    /// The last weeks, oldest first.
    pub heat: Vec<HeatDay>,
    /// Whether anything was ever answered.
    pub started: bool,
    /// Plans, what waits, the week before.
    pub ahead: Ahead,
    /// The track's decks and how far the learner has come.
    pub track: Vec<Step>,
}
