//! Two predictors made into one: a weighted sum of their log odds, with weights
//! learned from how both did on reviews that neither had seen.

use serde::{Deserialize, Serialize};

/// Log odds beyond this say no more than certainty.
const MOST: f64 = 9.0;

/// What both predictors said before an answer, and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// FSRS-6's recall, 0 to 1.
    pub six: f64,
    /// FSRS-7's recall, 0 to 1.
    pub seven: f64,
    /// What came.
    pub recalled: bool,
}

/// Weights of the two predictors' log odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Blend {
    /// Added to the log odds.
    pub bias: f64,
    /// FSRS-6's weight, 0 and more.
    pub six: f64,
    /// FSRS-7's weight, 0 and more.
    pub seven: f64,
}

/// Where the weights start, and how far (standard deviations) data pulls them
/// from there: over many learners FSRS-7 predicts better, and both together
/// better still; the sum of the weights is near 1, and the bias near 0.
const START: Blend = Blend { bias: 0.0, six: 0.35, seven: 0.65 };
const SPREAD: Spread = Spread { bias: 0.12, sum: 0.06, difference: 0.5 };

struct Spread {
    bias: f64,
    sum: f64,
    difference: f64,
}

impl Default for Blend {
    fn default() -> Self {
        START
    }
}

impl Blend {
    /// FSRS-6 alone.
    pub const SIX: Self = Self { bias: 0.0, six: 1.0, seven: 0.0 };

    /// The blended recall, 0 to 1.
    #[must_use]
    pub fn recall(&self, six: f64, seven: f64) -> f64 {
        if *self == Self::SIX {
            return six;
        }
        let odds = self.bias + self.six * logit(six) + self.seven * logit(seven);
        1.0 / (1.0 + (-odds.clamp(-MOST, MOST)).exp())
    }

    /// Learns the weights from pairs in the order of time; later ones count
    /// more, by the same rule as in fitting.
    #[must_use]
    pub fn learn(pairs: &[Pair]) -> Self {
        let mut theta = [START.bias, START.six, START.seven];
        for _ in 0..12 {
            let step = newton_step(pairs, theta);
            for (theta, step) in theta.iter_mut().zip(step) {
                *theta -= step;
            }
            if step.iter().all(|step| step.abs() < 1e-6) {
                break;
            }
        }
        if theta.iter().any(|theta| !theta.is_finite()) {
            return START;
        }
        let [bias, six, seven] = theta;
        // A predictor that is worth nothing beside the other is left out, and
        // the other is not weighed less for it.
        let sum = six + seven;
        let seven = seven.clamp(0.0, sum.max(0.0));
        Self { bias, six: sum.max(0.0) - seven, seven }
    }
}

/// The log odds of a probability.
#[must_use]
pub fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln().clamp(-MOST, MOST)
}

/// Newton's step on the penalised loss, which is convex.
fn newton_step(pairs: &[Pair], [bias, six, seven]: [f64; 3]) -> [f64; 3] {
    let mut slope = [0.0; 3];
    let mut bend = [[0.0; 3]; 3];
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let last = pairs.len().saturating_sub(1).max(1) as f64;
    for (at, pair) in pairs.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let weight = 0.25 + 0.75 * (at as f64 / last).powi(3);
        let x = [1.0, logit(pair.six), logit(pair.seven)];
        let odds = bias + six * x[1] + seven * x[2];
        let p = 1.0 / (1.0 + (-odds).exp());
        let off = p - f64::from(u8::from(pair.recalled));
        for i in 0..3 {
            slope[i] += weight * off * x[i];
            for j in 0..3 {
                bend[i][j] += weight * p * (1.0 - p) * x[i] * x[j];
            }
        }
    }
    let Spread { bias: by_bias, sum, difference } = SPREAD;
    let mut pull = |along: [f64; 3], off: f64, spread: f64| {
        let share = 1.0 / (spread * spread);
        for i in 0..3 {
            slope[i] += share * off * along[i];
            for j in 0..3 {
                bend[i][j] += share * along[i] * along[j];
            }
        }
    };
    pull([1.0, 0.0, 0.0], bias - START.bias, by_bias);
    pull([0.0, 1.0, 1.0], six + seven - START.six - START.seven, sum);
    pull([0.0, -1.0, 1.0], seven - six - START.seven + START.six, difference);
    solve(bend, slope)
}

/// Solves three equations by Cramer's rule: the matrix is positive definite.
fn solve(a: [[f64; 3]; 3], b: [f64; 3]) -> [f64; 3] {
    let det = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
            - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = det(a);
    let mut found = [0.0; 3];
    for (column, found) in found.iter_mut().enumerate() {
        let mut part = a;
        for (row, b) in part.iter_mut().zip(b) {
            row[column] = b;
        }
        *found = det(part) / whole;
    }
    found
}
