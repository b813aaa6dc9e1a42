//! What a simulation starts from, and the rules it goes by.

use super::learner::Learner;
use super::steer::Wish;
use super::week::Week;
use crate::scheduler::{Memory, Model};

/// The subject of a card that belongs to none.
pub const NO_SUBJECT: u16 = u16::MAX;

/// One card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimCard {
    /// `None` when it was never answered.
    pub memory: Option<Memory>,
    /// The study day of the last answer; meaningless for a new card.
    pub last_day: i32,
    /// The study day it is due on; meaningless for a new card.
    pub due: i32,
    /// The interval it was given, days.
    pub interval: u32,
    /// Its subject, below [`World::subjects`], or [`NO_SUBJECT`].
    pub subject: u16,
}

/// The cards of today, and how their learner answers.
#[derive(Debug, Clone)]
pub struct World {
    /// The study day that everything begins on.
    pub today: i32,
    /// All cards but the suspended ones.
    pub cards: Vec<SimCard>,
    /// How many subjects there are.
    pub subjects: usize,
    /// New cards in the order in which they would be met: positions in `cards`.
    pub new_order: Vec<u32>,
    /// Times and shares of answers.
    pub learner: Learner,
    /// The memory model.
    pub model: Model,
}

/// What is asked first when not everything fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What is most at risk: the order of every session.
    #[default]
    Risk,
    /// Where a minute saves most: see [`super::triage`].
    Value,
    /// What has waited longest.
    DueDate,
}

/// How new cards come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NewCards {
    /// So many a day, as far as time allows.
    Daily(u32),
    /// None until nothing is left waiting, then so many a day.
    AfterBacklog(u32),
    /// As a plan steers.
    Steered(Wish),
}

/// The rules of a simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Days to go through, today being the first.
    pub days: u32,
    /// Minutes of each study day; `None` for as many as it takes.
    pub minutes: Option<f64>,
    /// Weekdays without study, Monday first.
    pub rest: [bool; 7],
    /// New cards.
    pub new: NewCards,
    /// Reviews a day at most.
    pub reviews_per_day: usize,
    /// 0.70 to 0.99.
    pub retention: f64,
    /// Intervals in days, least and most.
    pub intervals: (u32, u32),
    /// Whether intervals are fuzzed.
    pub fuzz: bool,
    /// Whether fuzz evens out the load, and how the week carries it.
    pub balance: Option<Week>,
    /// What comes first.
    pub order: Order,
    /// Days ahead on whose morning recall is measured, in rising order.
    pub probes: Vec<u32>,
    /// For chance.
    pub seed: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            days: 30,
            minutes: None,
            rest: [false; 7],
            new: NewCards::Daily(20),
            reviews_per_day: usize::MAX,
            retention: 0.90,
            intervals: (1, 36_500),
            fuzz: true,
            balance: Some(Week::default()),
            order: Order::Risk,
            probes: Vec::new(),
            seed: 1,
        }
    }
}

/// What happened on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SimDay {
    /// Due cards answered, last looks included.
    pub reviews: u32,
    /// Of those, recalled.
    pub recalled: u32,
    /// Cards met for the first time.
    pub new: u32,
    /// Returns within the session.
    pub returns: u32,
    /// Time it took, seconds.
    pub secs: f64,
    /// Cards still due when the day was over.
    pub waiting: u32,
}

/// What one subject has come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// All cards.
    pub total: u32,
    /// Met at least once.
    pub met: u32,
    /// How many would be recalled, expected.
    pub known: f64,
    /// The variance of that, the cards being independent.
    pub variance: f64,
}

impl Score {
    /// Adds another.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            met: self.met + other.met,
            known: self.known + other.known,
            variance: self.variance + other.variance,
        }
    }

    /// The share of all cards that would be recalled, 0 to 1; 0 without cards.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.total == 0 { 0.0 } else { self.known / f64::from(self.total) }
    }
}

/// Recall on the morning of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Days ahead.
    pub ahead: u32,
    /// By subject; the last one holds the cards of none.
    pub subjects: Vec<Score>,
}

impl Probe {
    /// All subjects together.
    #[must_use]
    pub fn total(&self) -> Score {
        self.subjects.iter().fold(Score::default(), |sum, score| sum.plus(*score))
    }
}

/// What a simulation came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SimResult {
    /// Day by day, today first.
    pub days: Vec<SimDay>,
    /// In the order of [`Rules::probes`].
    pub probes: Vec<Probe>,
}
