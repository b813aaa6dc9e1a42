//! One calm card: question, commit, feedback.

use crate::collection::Collection;
use crate::scheduler::Confidence;
use crate::session::{Hint, Session};
use crate::ui::app::Command;
use crate::ui::tokens::Tokens;

/// What the learner has put together for the card on screen.
#[derive(Debug, Default)]
pub struct State {
    /// Hints taken.
    pub hints: Vec<Hint>,
    /// Said before the answer.
    confidence: Option<Confidence>,
}

impl State {
    /// The learner says how sure they are; saying it again takes it back.
    pub fn confidence(&mut self, confidence: Confidence) {
        self.confidence = (self.confidence != Some(confidence)).then_some(confidence);
    }

    /// How sure the learner said to be.
    #[must_use]
    pub fn stated(&self) -> Option<Confidence> {
        self.confidence
    }
}

/// Draws it.
pub fn show(
    _ui: &mut egui::Ui,
    _t: &Tokens,
    _state: &mut State,
    _session: &Session,
    _collection: &Collection,
    _commands: &mut Vec<Command>,
) {
}
