//! How this learner answers: seconds for each kind of answer, and how often it
//! comes to which rating. Learned from their own reviews, with plain defaults
//! until there are enough.

use crate::scheduler::Rating;

/// Seconds from question to answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// A card met for the first time.
    pub first_secs: f64,
    /// A due card that was recalled.
    pub pass_secs: f64,
    /// A due card that was not.
    pub fail_secs: f64,
    /// A card that comes back the same day.
    pub again_secs: f64,
}

impl Default for Costs {
    fn default() -> Self {
        Self { first_secs: 24.0, pass_secs: 10.0, fail_secs: 18.0, again_secs: 10.0 }
    }
}

/// One answer, as far as costs and ratings go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The card had never been answered.
    pub is_first: bool,
    /// It was answered on the same day before.
    pub is_same_day: bool,
    /// The stored rating.
    pub rating: Rating,
    /// From question to answer, milliseconds.
    pub latency_ms: u32,
}

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learner {
    /// How long it takes.
    pub costs: Costs,
    /// Shares of Again, Hard, Good, Easy at the first answer; they add up to 1.
    pub first: [f32; 4],
    /// Shares of Hard, Good, Easy among recalled reviews; they add up to 1.
    pub recalled: [f32; 3],
    /// The share of returns within the session that go well (Good or Easy).
    pub returns: f32,
}

/// The crate's own defaults for a first answer, and for recalled reviews.
const FIRST: [f32; 4] = [0.24, 0.094, 0.495, 0.171];
const RECALLED: [f32; 3] = [0.224, 0.631, 0.145];
const RETURNS: f32 = 0.70;

/// How many answers the defaults weigh.
const WEIGHT: f32 = 20.0;

impl Default for Learner {
    fn default() -> Self {
        Self { costs: Costs::default(), first: FIRST, recalled: RECALLED, returns: RETURNS }
    }
}

impl Learner {
    /// Learns from answers, in any order.
    ///
    /// A budget of minutes is a sum, so the mean counts, not the median: answers
    /// are skewed, and the median would promise too much. But an answer counts
    /// at most three medians, since then the learner was elsewhere.
    #[must_use]
    pub fn learn(samples: impl IntoIterator<Item = Sample>) -> Self {
        let mut times: [Vec<u32>; 4] = Default::default();
        let mut first = FIRST.map(|share| share * WEIGHT);
        let mut recalled = RECALLED.map(|share| share * WEIGHT);
        let (mut returns, mut well) = (WEIGHT, RETURNS * WEIGHT);
        for sample in samples {
            let rating = usize::from(sample.rating.number() - 1);
            let is_pass = sample.rating != Rating::Again;
            let kind = if sample.is_first {
                add_one(&mut first, rating);
                0
            } else if sample.is_same_day {
                returns += 1.0;
                well += if sample.rating >= Rating::Good { 1.0 } else { 0.0 };
                3
            } else if is_pass {
                add_one(&mut recalled, rating - 1);
                1
            } else {
                2
            };
            if let Some(times) = times.get_mut(kind) {
                times.push(sample.latency_ms);
            }
        }
        let default = Costs::default();
        let [of_first, of_pass, of_fail, of_again] = times;
        let costs = Costs {
            first_secs: seconds(of_first, default.first_secs),
            pass_secs: seconds(of_pass, default.pass_secs),
            fail_secs: seconds(of_fail, default.fail_secs),
            again_secs: seconds(of_again, default.again_secs),
        };
        Self { costs, first: shares(first), recalled: shares(recalled), returns: well / returns }
    }
}

fn add_one(counts: &mut [f32], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1.0;
    }
}

fn shares<const N: usize>(counts: [f32; N]) -> [f32; N] {
    let all: f32 = counts.iter().sum();
    counts.map(|count| count / all)
}

/// The mean with the default as so many answers among them.
fn seconds(mut times: Vec<u32>, default: f64) -> f64 {
    const DEFAULT_WEIGHT: f64 = 10.0;
    if times.is_empty() {
        return default;
    }
    let middle = times.len() / 2;
    let median = *times.select_nth_unstable(middle).1;
    let most = median.saturating_mul(3);
    let sum: f64 = times.iter().map(|time| f64::from((*time).min(most)) / 1000.0).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of answers")]
    let count = times.len() as f64;
    ((sum + default * DEFAULT_WEIGHT) / (count + DEFAULT_WEIGHT)).max(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(is_first: bool, rating: Rating, latency_ms: u32) -> Sample {
        Sample { is_first, is_same_day: false, rating, latency_ms }
    }

    #[test]
    fn without_answers_the_defaults_hold() {
        let learner = Learner::learn([]);
        assert_eq!(learner.costs, Costs::default());
        assert!((learner.first.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((learner.returns - RETURNS).abs() < 1e-6);
    }

    #[test]
    fn with_many_the_learners_own_hold() {
        // 90 passes of 4 s, 10 of 100 s (elsewhere: they count 12 s each).
        let fast = (0..90).map(|_| sample(false, Rating::Good, 4_000));
        let slow = (0..10).map(|_| sample(false, Rating::Good, 100_000));
        let learner = Learner::learn(fast.chain(slow));
        // (90·4 + 10·12 + 10·10) / 110
        assert!((learner.costs.pass_secs - 580.0 / 110.0).abs() < 1e-9);
        assert!((learner.costs.fail_secs - 18.0).abs() < 1e-9, "none seen");
        // (0.631·20 + 100) / 120
        let [_, good, _] = learner.recalled;
        assert!((good - (0.631 * 20.0 + 100.0) / 120.0).abs() < 1e-5);
    }
}
