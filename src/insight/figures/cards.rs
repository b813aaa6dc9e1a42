//! One pass over the answers for what depends on the answers of the same card
//! before: the scheduler's predictions, and misconceptions.

use super::Input;
use super::calibration::{Alike, Calibration, Predictions};
use super::misconceptions::Misconceptions;
use crate::scheduler::Rating;

/// What is known of a card when an answer comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Card {
    /// Reviews after at least a night.
    reviews: u16,
    /// Of those, forgotten.
    lapses: u16,
    /// Answers in the period.
    pub asked: u32,
    /// Whether the last answer was right.
    pub was_right: bool,
}

/// Rows of items have no gaps: beyond this many for each answer a number is no
/// row but damage.
const ROWS_AN_ANSWER: usize = 64;

/// Both figures.
pub(super) fn figures(input: &Input<'_>) -> (Calibration, Misconceptions) {
    let answers = input.history.answers();
    let first_day = input.period.first_day(input.today);
    let alike = Alike::new();
    let mut predictions = Predictions::new(&alike);
    let most = answers.len().saturating_mul(ROWS_AN_ANSWER).saturating_add(1024);
    let mut cards: Vec<Card> = Vec::new();
    for answered in answers {
        if !input.selection.has(answered.item) {
            continue;
        }
        let at = answered.card as usize;
        if at >= cards.len() && at < most {
            cards.resize(at + 1, Card::default());
        }
        let Some(card) = cards.get_mut(at) else { continue };
        if answered.is_first {
            card.reviews = 0;
            card.lapses = 0;
        }
        let counts = answered.day >= first_day;
        card.asked += u32::from(counts);
        card.was_right = answered.is_right;
        // Its answers after a night, this one among them, and one for the first.
        let is_later = answered.elapsed_days > 0 && !answered.is_first;
        if is_later {
            card.reviews = card.reviews.saturating_add(1);
        }
        let recall = f64::from(answered.recall);
        if counts && answered.is_recall() && recall.is_finite() {
            let reviews = u32::from(card.reviews) + 1;
            let group = alike.group(answered.elapsed_days, reviews, u32::from(card.lapses));
            predictions.add(recall, answered.is_right, group);
        }
        if is_later && answered.rating == Rating::Again {
            card.lapses = card.lapses.saturating_add(1);
        }
    }
    (predictions.figure(), Misconceptions::of(input, &cards))
}
