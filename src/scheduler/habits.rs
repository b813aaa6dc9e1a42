//! What a learner's own words and pace mean: learned by counting.
//!
//! Everything is held in whole numbers, so that counting an answer and
//! discounting it again (undo) leaves exactly what was there before, and the
//! order of counting doesn't matter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::grade::Pace;
use super::{Confidence, Evidence, Grade};
use crate::deck::Kind;

/// How often each confidence is stated for what is known, before any counting:
/// guess, unsure, sure.
const KNOWN_START: [f64; 3] = [0.07, 0.23, 0.70];

/// The same for what is not known.
const GUESSED_START: [f64; 3] = [0.70, 0.22, 0.08];

/// How many answers the start values weigh.
const START_WEIGHT: f64 = 20.0;

/// An answer is shared out between 'known' and 'not known' in thousandths.
const WHOLE: u64 = 1000;

/// Right answers of a kind before their pace says anything.
const PACE_NEEDS: u64 = 30;

/// The learner's habits. The default knows nothing of them yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habits {
    /// Thousandths of answers that were known, by stated confidence.
    known: [u64; 3],
    /// Thousandths of answers that were not, by stated confidence.
    guessed: [u64; 3],
    /// How long right answers took, by kind of card.
    pace: BTreeMap<Kind, Times>,
}

impl Habits {
    /// Counts an answer. `grade` is what was stored with it.
    pub fn record(&mut self, evidence: &Evidence, grade: &Grade) {
        self.count(evidence, grade, u64::saturating_add);
    }

    /// Takes back what [`Habits::record`] counted for the same answer.
    pub fn unrecord(&mut self, evidence: &Evidence, grade: &Grade) {
        self.count(evidence, grade, u64::saturating_sub);
    }

    fn count(&mut self, evidence: &Evidence, grade: &Grade, change: fn(u64, u64) -> u64) {
        if let Some(said) = evidence.confidence {
            // A right answer counts as known as far as it probably was.
            let known = thousandths(grade.known);
            add(&mut self.known, said, known, change);
            add(&mut self.guessed, said, WHOLE - known, change);
        }
        if evidence.correct {
            let times = self.pace.entry(evidence.kind).or_default();
            times.change(evidence.latency_ms, change);
            if times.is_empty() {
                self.pace.remove(&evidence.kind);
            }
        }
    }

    /// a/b: how much more likely this confidence is for what is known than for
    /// what is not. Above 0; never falling from guess over unsure to sure, with
    /// 'guess' at most 1 and 'sure' at least 1, whatever was counted.
    #[must_use]
    pub fn ratio(&self, said: Confidence) -> f64 {
        let known = shares(self.known, KNOWN_START);
        let guessed = shares(self.guessed, GUESSED_START);
        let raw = |said: Confidence| pick(known, said) / pick(guessed, said);
        let (low, high) = (raw(Confidence::Guess).min(1.0), raw(Confidence::Sure).max(1.0));
        match said {
            Confidence::Guess => low,
            Confidence::Unsure => raw(Confidence::Unsure).clamp(low, high),
            Confidence::Sure => high,
        }
    }

    /// Whether an answer of this length is among the fastest fifth of the
    /// learner's right answers to this kind of card. Needs 30 of them.
    #[must_use]
    pub fn pace(&self, kind: Kind, latency_ms: u32) -> Pace {
        match self.pace.get(&kind) {
            Some(times) if times.is_fast(latency_ms) => Pace::Fast,
            _ => Pace::Usual,
        }
    }
}

fn thousandths(known: f64) -> u64 {
    if known.is_nan() {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000 before"
    )]
    let share = (known.clamp(0.0, 1.0) * 1000.0).round() as u64;
    share
}

fn add(counts: &mut [u64; 3], said: Confidence, amount: u64, change: fn(u64, u64) -> u64) {
    let [guess, unsure, sure] = counts;
    let count = match said {
        Confidence::Guess => guess,
        Confidence::Unsure => unsure,
        Confidence::Sure => sure,
    };
    *count = change(*count, amount);
}

fn pick(shares: [f64; 3], said: Confidence) -> f64 {
    let [guess, unsure, sure] = shares;
    match said {
        Confidence::Guess => guess,
        Confidence::Unsure => unsure,
        Confidence::Sure => sure,
    }
}

/// Counts as shares of 1, with the start values as so many answers.
fn shares(counts: [u64; 3], start: [f64; 3]) -> [f64; 3] {
    #[expect(clippy::cast_precision_loss, reason = "counts of answers stay far below 2^53")]
    let counts = counts.map(|count| count as f64 / 1000.0);
    let total: f64 = counts.iter().sum::<f64>() + START_WEIGHT;
    let [g, u, s] = counts;
    let [g0, u0, s0] = start;
    [(g, g0), (u, u0), (s, s0)].map(|(count, share)| (count + share * START_WEIGHT) / total)
}

/// How many answers took how long: counts by length, in steps of an eighth of
/// a doubling (about 9 %).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Times {
    counts: BTreeMap<u32, u64>,
}

impl Times {
    /// 0, 1, 2 … for ever longer answers.
    fn step(latency_ms: u32) -> u32 {
        let latency = latency_ms.clamp(8, Evidence::MAX_LATENCY_MS);
        let octave = latency.ilog2();
        octave * 8 + ((latency >> (octave - 3)) & 7)
    }

    fn change(&mut self, latency_ms: u32, change: fn(u64, u64) -> u64) {
        let step = Self::step(latency_ms);
        let count = self.counts.entry(step).or_default();
        *count = change(*count, 1);
        if *count == 0 {
            self.counts.remove(&step);
        }
    }

    fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn is_fast(&self, latency_ms: u32) -> bool {
        let all: u64 = self.counts.values().sum();
        let as_fast: u64 = self.counts.range(..=Self::step(latency_ms)).map(|(_, n)| n).sum();
        all >= PACE_NEEDS && as_fast * 5 <= all
    }
}
