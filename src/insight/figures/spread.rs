//! How stability, difficulty, recall and intervals are spread over the cards.

use serde::Serialize;

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

impl Histogram {
    /// One sentence on what the spread means.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
