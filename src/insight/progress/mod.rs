//! The progress screen as data: its figures in graphs, and what the learner
//! mixes up with the words of the cards. Made beside the window.

mod activity;
mod coming;
mod honesty;
mod memory;
mod mistakes;

pub use mistakes::{Mistake, words};

use super::chart::Chart;
use super::figures::{Figures, Unit};
use crate::deck::Library;

/// The parts of the screen, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// What was done.
    Activity,
    /// What is known.
    Memory,
    /// Where learner and scheduler misjudge.
    Honesty,
    /// What comes.
    Coming,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Activity, Self::Memory, Self::Honesty, Self::Coming];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::Memory => "Memory",
            Self::Honesty => "Honesty",
            Self::Coming => "What comes",
        }
    }
}

/// A graph and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Its part of the screen.
    pub section: Section,
    /// Of the sums that can be had by day, week and month: which these are.
    pub by: Option<Unit>,
    /// As wide as the page, whatever stands beside.
    pub is_wide: bool,
    /// The graph.
    pub chart: Chart,
}

/// What matters most, above all graphs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Essentials {
    /// True retention in the period, 0 to 1; `None` without recalls.
    pub retention: Option<f64>,
    /// What the learner aims for, 0 to 1.
    pub aim: f64,
    /// Recalls that `retention` is made of.
    pub recalls: u64,
    /// Answers in the period.
    pub reviews: u64,
    /// What they took, milliseconds.
    pub time_ms: u64,
    /// Days of the period with answers.
    pub days: u64,
    /// How many of the cards met would be recalled now, were all asked.
    pub known: f64,
    /// Cards met.
    pub met: u64,
    /// Cards that are not suspended.
    pub cards: u64,
}

/// The whole screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// The figures it was made of.
    pub figures: Figures,
    /// What matters most.
    pub essentials: Essentials,
    /// The graphs, section by section.
    pub graphs: Vec<Graph>,
    /// What is mixed up, worst first.
    pub mistakes: Vec<Mistake>,
    /// By what sums can be had, finest first; never empty.
    pub units: Vec<Unit>,
    /// The one to begin with.
    pub unit: Unit,
}

impl Progress {
    /// Makes all of it. Reads the cards of the mistakes: not for the window's
    /// thread.
    #[must_use]
    pub fn new(figures: Figures, library: &Library) -> Self {
        let mistakes = mistakes::told(&figures.misconceptions, library);
        let (units, unit) = activity::units(&figures);
        let mut graphs = activity::graphs(&figures, &units);
        graphs.extend(memory::graphs(&figures));
        graphs.extend(honesty::graphs(&figures, &mistakes));
        graphs.extend(coming::graphs(&figures));
        let essentials = Essentials::new(&figures);
        Self { figures, essentials, graphs, mistakes, units, unit }
    }

    /// The graphs of a section, sums by `unit`.
    pub fn section(&self, section: Section, unit: Unit) -> impl Iterator<Item = &Graph> {
        self.graphs
            .iter()
            .filter(move |graph| graph.section == section)
            .filter(move |graph| graph.by.is_none_or(|by| by == unit))
    }
}

impl Essentials {
    fn new(figures: &Figures) -> Self {
        let mut sum = Self { aim: figures.retention.desired, ..Self::default() };
        let mut recalled = 0_u64;
        for bucket in &figures.days.buckets {
            sum.recalls += u64::from(bucket.recalls);
            recalled += u64::from(bucket.recalled);
            sum.reviews += u64::from(bucket.reviews);
            sum.time_ms += bucket.time_ms;
            sum.days += u64::from(bucket.reviews > 0);
        }
        #[expect(clippy::cast_precision_loss, reason = "answers of a life")]
        let [recalled, recalls] = [recalled, sum.recalls].map(|count| count as f64);
        sum.retention = (recalls > 0.0).then(|| recalled / recalls);
        let counts = &figures.counts;
        sum.cards = counts.total.saturating_sub(counts.suspended) as u64;
        sum.met = u64::from(figures.retrievability.cards);
        let recall = figures.retrievability.mean.unwrap_or(0.0) / 100.0;
        sum.known = recall * f64::from(figures.retrievability.cards);
        sum
    }
}

fn graph(section: Section, chart: Chart) -> Graph {
    Graph { section, by: None, is_wide: false, chart }
}

#[cfg(test)]
mod tests;
