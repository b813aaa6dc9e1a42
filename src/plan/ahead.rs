//! What lies ahead today, in figures: for the home screen.

use super::goals::WeekSummary;
use super::plans::CatchUpWay;
use super::project::Track;

/// A pile: what waits, compared with an ordinary day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Backlog {
    /// Cards due today or before.
    pub waiting: u32,
    /// Of those, due before today.
    pub overdue: u32,
    /// Cards due on a mean day of the next two weeks.
    pub a_day: f64,
    /// About how long what waits takes, minutes.
    pub minutes: f64,
}

impl Backlog {
    /// Whether it is more than two days bring: worth a word.
    #[must_use]
    pub fn is_pile(&self) -> bool {
        self.overdue >= 20 && f64::from(self.waiting) > 2.0 * self.a_day.max(10.0)
    }
}

/// Where a plan stands today.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanNow {
    /// Its position in [`Plans::plans`](super::Plans::plans).
    pub plan: usize,
    /// What the day is.
    pub name: String,
    /// Days until its day; 0 or less when it has come.
    pub days_left: i32,
    /// Ahead or behind.
    pub track: Track,
    /// Its cards.
    pub total: u32,
    /// Of those, never answered.
    pub unmet: u32,
    /// Whether it steers.
    pub steers: bool,
    /// What was predicted last, 0 to 1.
    pub predicted: Option<f64>,
}

/// What lies ahead, for the home screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ahead {
    /// Plans whose day is to come, or that ask how it went; the nearest first.
    pub plans: Vec<PlanNow>,
    /// New cards that the plans bring today, when one steers.
    pub plan_new: Option<u32>,
    /// Cards that are looked at once more today before a plan's day.
    pub looks: u32,
    /// What waits.
    pub backlog: Backlog,
    /// How it is being worked off.
    pub catch_up: Option<CatchUpWay>,
    /// New cards of the day's limit that are held back, since the coming week is
    /// full.
    pub held_back: u32,
    /// Minutes of answering today.
    pub minutes_today: f64,
    /// The week before, unless it was told already.
    pub week: Option<WeekSummary>,
}
