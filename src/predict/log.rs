//! Reviews as predictors need them: by card, with what is to be predicted in
//! the order of time.

use std::collections::HashMap;
use std::ops::Range;

use crate::insight::History;
use crate::scheduler::Rating;

/// Reviews of a card beyond this many are not predicted: the public benchmark's
/// measure, which keeps one much repeated card from outweighing others.
pub const DEEPEST: usize = 128;

/// A day, seconds.
const DAY_SECS: f64 = 86_400.0;

/// One review as it was logged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// When, milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Tells cards apart.
    pub card: i64,
    /// The grade.
    pub rating: Rating,
    /// Whole study days since the card's review before; 0 for the first.
    pub days: u32,
    /// Seconds since the card's review before; 0 for the first.
    pub secs: f64,
}

/// A review in its card's sequence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// 1 (again) to 4 (easy).
    pub rating: u8,
    /// Whole study days since the review before; 0 on the same day or first.
    pub days: u32,
    /// Days since the review before, fractional; 0 when first.
    pub elapsed: f64,
    /// The number of the item that this review is; [`Step::NO_ITEM`] when it is
    /// not predicted.
    pub item: u32,
}

impl Step {
    /// Marks a review that is history only.
    pub const NO_ITEM: u32 = u32::MAX;

    /// Whether it was recalled.
    #[must_use]
    pub fn recalled(&self) -> bool {
        self.rating > 1
    }
}

/// A review that is to be predicted from the reviews of its card before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The card's position in [`Log::cards`].
    pub card: u32,
    /// The review's position in [`Log::steps`].
    pub step: u32,
}

/// A learner's reviews.
#[derive(Debug, Clone, Default)]
pub struct Log {
    steps: Vec<Step>,
    cards: Vec<Range<u32>>,
    items: Vec<Item>,
}

impl Log {
    /// From reviews in any order. Those of the same instant keep their order.
    #[must_use]
    pub fn new(answers: &[Answer]) -> Self {
        let mut order: Vec<u32> = (0..u32::try_from(answers.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|&at| answers.get(at as usize).map_or(0, |answer| answer.at_ms));
        let mut numbers: HashMap<i64, usize> = HashMap::new();
        let mut sequences: Vec<Vec<u32>> = Vec::new();
        for &at in &order {
            let Some(answer) = answers.get(at as usize) else { continue };
            let number = *numbers.entry(answer.card).or_insert(sequences.len());
            match sequences.get_mut(number) {
                Some(sequence) => sequence.push(at),
                None => sequences.push(vec![at]),
            }
        }
        let mut log = Self::default();
        // By position of the answer: where its step is, and in which card.
        let mut places = vec![(0_u32, 0_u32, 0_usize); answers.len()];
        for sequence in &sequences {
            let start = position(log.steps.len());
            let card = position(log.cards.len());
            for (depth, &at) in sequence.iter().enumerate() {
                let Some(answer) = answers.get(at as usize) else { continue };
                if let Some(place) = places.get_mut(at as usize) {
                    *place = (position(log.steps.len()), card, depth);
                }
                let is_first = depth == 0;
                log.steps.push(Step {
                    rating: answer.rating.number(),
                    days: if is_first { 0 } else { answer.days },
                    elapsed: if is_first { 0.0 } else { (answer.secs / DAY_SECS).max(0.0) },
                    item: Step::NO_ITEM,
                });
            }
            log.cards.push(start..position(log.steps.len()));
        }
        for at in order {
            let Some(&(step, card, depth)) = places.get(at as usize) else { continue };
            let number = position(log.items.len());
            let Some(found) = log.steps.get_mut(step as usize) else { continue };
            if found.days > 0 && (1..DEEPEST).contains(&depth) {
                found.item = number;
                log.items.push(Item { card, step });
            }
        }
        log
    }

    /// The learner's own reviews of items for which `wanted` is true. An item
    /// that started over counts as another card.
    #[must_use]
    pub fn of_history(history: &History, wanted: impl Fn(u32) -> bool) -> Self {
        let mut lives: HashMap<u32, (i64, i64)> = HashMap::new();
        let mut answers = Vec::with_capacity(history.answers().len());
        for answer in history.answers() {
            if !wanted(answer.item) {
                continue;
            }
            let (life, last_ms) = lives.entry(answer.card).or_insert((0, answer.at_ms));
            if answer.is_first {
                *life += 1;
                *last_ms = answer.at_ms;
            }
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52 ms")]
            let secs = answer.at_ms.saturating_sub(*last_ms) as f64 / 1000.0;
            *last_ms = answer.at_ms;
            answers.push(Answer {
                at_ms: answer.at_ms,
                card: (*life << 32) | i64::from(answer.card),
                rating: answer.rating,
                days: answer.elapsed_days,
                secs,
            });
        }
        Self::new(&answers)
    }

    /// All reviews, card by card.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Where each card's reviews are.
    #[must_use]
    pub fn cards(&self) -> &[Range<u32>] {
        &self.cards
    }

    /// What is predicted, in the order of time.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// A card's reviews from the first up to and including the item.
    #[must_use]
    pub fn sequence(&self, item: Item) -> &[Step] {
        let start = self.cards.get(item.card as usize).map_or(item.step, |range| range.start);
        self.steps.get(start as usize..=item.step as usize).unwrap_or_default()
    }

    /// Whether the item was recalled.
    #[must_use]
    pub fn recalled(&self, item: Item) -> bool {
        self.steps.get(item.step as usize).is_some_and(Step::recalled)
    }

    /// For each card, the steps up to its last item with a number in `wanted`;
    /// cards without such an item are left out.
    pub fn sequences(&self, wanted: Range<usize>) -> impl Iterator<Item = &[Step]> {
        let mut chosen = self.items.get(wanted).unwrap_or_default().to_vec();
        chosen.sort_unstable_by_key(|item| (item.card, std::cmp::Reverse(item.step)));
        chosen.dedup_by_key(|item| item.card);
        chosen.into_iter().map(|item| self.sequence(item))
    }
}

/// Positions are 32-bit: 4,000,000,000 reviews are more than a life holds.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
