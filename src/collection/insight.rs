//! What the figures of progress need of the collection, for another thread.

use std::sync::Arc;

use super::Collection;
use crate::deck::Library;
use crate::insight::History;
use crate::insight::figures::{Figures, Filter, Input, Period};
use crate::insight::subjects::{Subject, subjects};
use crate::scheduler::{CardState, Model, day};

/// Makes figures in another thread: a picture of the present states.
#[derive(Debug, Clone)]
pub struct FiguresSource {
    library: Arc<Library>,
    states: Vec<CardState>,
    model: Model,
    desired_retention: f64,
    today: i32,
    now_ms: i64,
}

impl Collection {
    /// What is needed to make figures elsewhere.
    #[must_use]
    pub fn figures_source(&self) -> FiguresSource {
        FiguresSource {
            library: Arc::clone(&self.library),
            states: self.states.clone(),
            model: self.model.clone(),
            desired_retention: self.settings.desired_retention,
            today: self.day(),
            now_ms: self.now_ms(),
        }
    }
}

impl FiguresSource {
    /// Every figure for a choice of cards and a period. Takes some tens of
    /// milliseconds for a million answers: not for the window's thread.
    #[must_use]
    pub fn figures(&self, history: &History, filter: &Filter, period: Period) -> Figures {
        let recall = |item: usize| {
            let state = self.states.get(item)?;
            let elapsed = day::elapsed_days(state.last_day.unwrap_or(self.today), self.today);
            Some(self.model.retrievability(state.memory?, elapsed))
        };
        Figures::all(&Input {
            history,
            states: &self.states,
            recall: &recall,
            selection: &filter.select(&self.library),
            period,
            today: self.today,
            now_ms: self.now_ms,
            desired_retention: self.desired_retention,
        })
    }
}

impl FiguresSource {
    /// Every deck as a subject: what is remembered of it now. One pass over all
    /// cards: not for the window's thread.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        let recall = |item: usize| {
            let state = self.states.get(item)?;
            let elapsed = day::elapsed_days(state.last_day.unwrap_or(self.today), self.today);
            Some(self.model.retrievability(state.memory?, elapsed))
        };
        subjects(&self.library, &self.states, recall)
    }
}
