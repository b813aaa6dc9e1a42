//! A card as its learner will see it, for its author: the question, then what is
//! shown after the answer.

use egui::Ui;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{State, body};
use crate::deck::{Card, DeckHead, ItemKey, Side};
use crate::scheduler::{Grade, Rating};
use crate::session::{Answer, Answered, Asked, Feedback, Outlook, Returns, Stage, Turned, judge};
use crate::ui::markdown::ImageSource;
use crate::ui::tokens::Tokens;

/// The card that is shown, laid out once for each change.
#[derive(Default)]
pub struct Preview {
    card: Option<Card>,
    asked: Option<Asked>,
    answered: Option<Answered>,
    state: State,
}

impl Preview {
    /// Lays a card out; nothing when it is the one that is shown.
    pub fn set(&mut self, head: &DeckHead, card: Option<Card>) {
        if card.is_some() && card == self.card {
            return;
        }
        // The focus belongs to the one who writes.
        self.state = State { wants_focus: false, ..State::default() };
        self.card.clone_from(&card);
        let Some(card) = card else {
            (self.asked, self.answered) = (None, None);
            return;
        };
        let key = ItemKey { deck: head.id.clone(), card: card.id.clone(), side: Side::Forward };
        // The same order at every letter: what is shuffled must not dance.
        let asked = Asked::new(key, head, card, &mut ChaCha8Rng::seed_from_u64(7));
        self.answered = Some(revealed(&asked));
        self.asked = Some(asked);
    }

    /// Whether there is a card to show.
    #[must_use]
    pub fn has_card(&self) -> bool {
        self.asked.is_some()
    }

    /// Draws it: the question, or with `is_answered` what follows it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        t: &Tokens,
        is_answered: bool,
        images: &dyn Fn(&str) -> Option<ImageSource>,
    ) {
        let (Some(asked), Some(answered)) = (&self.asked, &self.answered) else { return };
        let question = asked.question();
        self.state.draft.fit(question);
        let is_flip = matches!(question.form, crate::session::QuestionForm::Recall);
        let turned;
        let stage = match (is_answered, is_flip) {
            (false, _) => Stage::Asking(question),
            (true, true) => {
                turned = Turned {
                    solution: answered.feedback.solution.clone(),
                    outlook: answered.feedback.outlook,
                };
                Stage::Turned(question, &turned)
            }
            (true, false) => Stage::Answered(question, answered),
        };
        // A preview is looked at: nothing in it can be pressed, nor looks so.
        ui.visuals_mut().disabled_alpha = 1.0;
        ui.disable();
        body::show(ui, t, &mut self.state, stage, images, &mut Vec::new());
    }
}

/// What a learner sees who said 'I don't know': right and why.
fn revealed(asked: &Asked) -> Answered {
    let judged = judge(asked, &Answer::DontKnow);
    let outlook = |rating| Outlook { rating, returns: Returns::Days(1) };
    Answered {
        answer: Answer::DontKnow,
        feedback: Feedback {
            correct: judged.correct,
            confident_error: false,
            solution: judged.solution,
            grade: Grade { rating: Rating::Again, base: Rating::Again, known: 0.0 },
            outlook: Rating::ALL.map(outlook),
            leech: false,
        },
        review: None,
        reworded: None,
        verdict: None,
    }
}
