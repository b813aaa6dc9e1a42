//! What FSRS-7 knows of each card at hand, kept in memory: made from the log in
//! the background, brought up to date after each answer.

use super::blend::Blend;
use super::fsrs7::{Fsrs7, State};
use crate::insight::{History, NOWHERE};

/// A day, milliseconds.
const DAY_MS: f64 = 86_400_000.0;

/// FSRS-7's states, and by which models to go.
#[derive(Debug, Clone, Default)]
pub struct Foresight {
    /// By preset; the first is that of decks without one. `None` where FSRS-6
    /// predicts no worse.
    models: Vec<Option<(Fsrs7, Blend)>>,
    /// By the library's item positions.
    states: Vec<Option<State>>,
}

impl Foresight {
    /// From the whole history. `models` are by preset, and `preset` tells which
    /// an item of the library goes by.
    #[must_use]
    pub fn new(
        models: Vec<Option<(Fsrs7, Blend)>>,
        items: usize,
        history: &History,
        preset: impl Fn(usize) -> usize,
    ) -> Self {
        let mut foresight = Self { models, states: vec![None; items] };
        if foresight.is_idle() {
            return foresight;
        }
        let mut last_ms = vec![0_i64; items];
        for answer in history.answers() {
            if answer.item == NOWHERE {
                continue;
            }
            let item = answer.item as usize;
            let Some(last_ms) = last_ms.get_mut(item) else { continue };
            let days = days_between(*last_ms, answer.at_ms);
            foresight.answered(item, preset(item), answer.is_first, days, answer.rating.number());
            *last_ms = answer.at_ms;
        }
        foresight
    }

    /// Positions have changed: `moved` tells for each of now where it was.
    pub fn moved(&mut self, moved: &[Option<u32>]) {
        let was = |was: &Option<u32>| was.and_then(|was| *self.states.get(was as usize)?);
        self.states = moved.iter().map(was).collect();
    }

    /// Whether no preset has a use for it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.models.iter().all(Option::is_none)
    }

    /// Whether it predicts cards of this preset.
    #[must_use]
    pub fn is_used(&self, preset: usize) -> bool {
        self.model(preset).is_some()
    }

    fn model(&self, preset: usize) -> Option<&(Fsrs7, Blend)> {
        self.models.get(preset)?.as_ref()
    }

    /// An item was answered, `days` (fractional) after the answer before.
    pub fn answered(&mut self, item: usize, preset: usize, is_first: bool, days: f64, rating: u8) {
        let Some(Some((model, _))) = self.models.get(preset) else { return };
        let Some(slot) = self.states.get_mut(item) else { return };
        *slot = match slot {
            _ if is_first => Some(model.first(rating)),
            Some(state) => Some(model.next(*state, days, rating)),
            // What came before isn't known, so FSRS-6 goes on predicting.
            None => None,
        };
    }

    /// Takes an item's state from all of its answers: days since the one before
    /// (fractional), and grade.
    pub fn replay(&mut self, item: usize, preset: usize, answers: impl Iterator<Item = (f64, u8)>) {
        let Some(Some((model, _))) = self.models.get(preset) else { return };
        if let Some(slot) = self.states.get_mut(item) {
            *slot = model.fold(answers);
        }
    }

    /// The recall of an item, 0 to 1, `days` (fractional) after its last answer,
    /// where FSRS-6 says `six`; `None` when FSRS-6 is all there is.
    /// `is_same_day`: no night has passed, of which FSRS-6 knows nothing.
    #[must_use]
    pub fn recall(
        &self,
        item: usize,
        preset: usize,
        days: f64,
        is_same_day: bool,
        six: f64,
    ) -> Option<f64> {
        let (model, blend) = self.model(preset)?;
        let state = (*self.states.get(item)?)?;
        let seven = model.recall(state, days);
        Some(if is_same_day { seven } else { blend.recall(six, seven) })
    }
}

/// Days between two instants (milliseconds since 1970), fractional, at least 0.
#[must_use]
pub fn days_between(from_ms: i64, to_ms: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 ms")]
    let days = to_ms.saturating_sub(from_ms) as f64 / DAY_MS;
    days.max(0.0)
}
