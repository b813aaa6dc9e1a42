//! How stability, difficulty, recall and intervals are spread over the cards.

use serde::Serialize;

use super::say::{self, count, number, percent};

/// What a histogram counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Quantity {
    /// Days until recall has fallen to 90 %; buckets like a logarithm.
    #[default]
    Stability,
    /// 1 (easy) to 10 (hard).
    Difficulty,
    /// Percent.
    Retrievability,
    /// Days; buckets like a logarithm.
    Interval,
}

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct HistogramBucket {
    /// From here on.
    pub from: f64,
    /// Up to here, itself not included; infinite for the last of days.
    pub to: f64,
    /// Cards.
    pub cards: u32,
}

/// Bars without gaps, lowest first; empty ones too.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Histogram {
    /// What is counted.
    pub quantity: Quantity,
    /// The bars.
    pub buckets: Vec<HistogramBucket>,
    /// Cards in all bars.
    pub cards: u32,
    /// `None` without cards.
    pub mean: Option<f64>,
    /// `None` without cards.
    pub median: Option<f64>,
}

/// Edges of days: finer where cards change, coarser where they last.
const DAYS: [f64; 14] =
    [0.0, 1.0, 2.0, 4.0, 7.0, 14.0, 21.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0, 1825.0];

/// Fewer cards have no spread worth a sentence.
const ENOUGH: u32 = 10;

impl Quantity {
    /// The lower edges of the buckets, and the upper edge of the last.
    fn edges(self) -> (Vec<f64>, f64) {
        let steps = |from: f64, step: f64, count: u32| -> Vec<f64> {
            (0..count).map(|at| from + f64::from(at) * step).collect()
        };
        match self {
            Self::Stability => (DAYS.to_vec(), f64::INFINITY),
            Self::Interval => (DAYS.get(1..).unwrap_or_default().to_vec(), f64::INFINITY),
            Self::Difficulty => (steps(1.0, 0.5, 18), 10.0),
            Self::Retrievability => (steps(0.0, 5.0, 20), 100.0),
        }
    }
}

impl Histogram {
    /// Puts values into buckets; what lies beyond them counts for the nearest,
    /// and what is no number not at all.
    pub(super) fn of(quantity: Quantity, mut values: Vec<f32>) -> Self {
        values.retain(|value| value.is_finite());
        let (edges, end) = quantity.edges();
        let ends = edges.iter().skip(1).copied().chain([end]);
        let mut buckets: Vec<HistogramBucket> = edges
            .iter()
            .zip(ends)
            .map(|(&from, to)| HistogramBucket { from, to, cards: 0 })
            .collect();
        let mut sum = 0.0;
        for &value in &values {
            let value = f64::from(value);
            sum += value;
            let at = edges.partition_point(|edge| *edge <= value).saturating_sub(1);
            if let Some(bucket) = buckets.get_mut(at) {
                bucket.cards += 1;
            }
        }
        let cards = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let mean = (cards > 0).then(|| sum / f64::from(cards));
        Self { quantity, buckets, cards, mean, median: median(&mut values) }
    }

    /// Cards in buckets from this edge on.
    fn from(&self, edge: f64) -> u32 {
        self.buckets.iter().filter(|bucket| bucket.from >= edge).map(|bucket| bucket.cards).sum()
    }

    /// One sentence on what the spread means.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (Some(median), Some(mean)) = (self.median, self.mean) else {
            return "No card has been met yet.".to_owned();
        };
        let cards = count(number(self.cards), "card");
        match self.quantity {
            Quantity::Retrievability if self.cards < ENOUGH => {
                format!("Only {cards} met yet; about {mean:.0}\u{a0}% would be known now.")
            }
            Quantity::Interval if self.cards < ENOUGH => {
                format!("Only {cards} known yet: too few to say.")
            }
            _ if self.cards < ENOUGH => format!("Only {cards} met yet: too few to say."),
            Quantity::Stability => format!(
                "Half of the {cards} met stay above 90\u{a0}% recall for {}.",
                match say::days(median) {
                    short if median < 0.95 => short,
                    days => format!("{days} or longer"),
                }
            ),
            Quantity::Difficulty => format!(
                "Half of the {cards} met have a difficulty of {median:.1} or more; {} are hard \
                 for you (8 and up).",
                percent(say::share(self.from(8.0), self.cards))
            ),
            Quantity::Retrievability => format!(
                "Asked now, you would know about {} of the {cards} met.",
                say::grouped(rounded(mean / 100.0 * f64::from(self.cards)))
            ),
            Quantity::Interval => format!(
                "Half of the {cards} you know come back after {} or later.",
                say::days(median)
            ),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of cards")]
fn rounded(cards: f64) -> usize {
    cards.round().max(0.0) as usize
}

/// The mean of the two in the middle when they are even.
fn median(values: &mut [f32]) -> Option<f64> {
    let middle = values.len() / 2;
    let is_even = values.len().is_multiple_of(2);
    if values.is_empty() {
        return None;
    }
    let (lower, upper, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    let upper = f64::from(*upper);
    let below = lower.iter().copied().max_by(f32::total_cmp).filter(|_| is_even);
    Some(below.map_or(upper, |below| f64::midpoint(f64::from(below), upper)))
}
