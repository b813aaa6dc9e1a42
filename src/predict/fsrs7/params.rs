//! The 34 numbers of FSRS-7.

/// How many numbers make up a set of FSRS-7 parameters.
pub const COUNT: usize = 34;

/// What FSRS-7 starts with, fitted by its authors on many learners.
pub const DEFAULTS: [f64; COUNT] = [
    0.1104, 2.2395, 3.9221, 11.7841, // first stabilities
    6.1686, 0.6457, 3.6807, // difficulty
    1.9795, 0.0, 1.3826, 0.7024, 0.5999, 0.8146, 0.6398, 1.0, // long stability
    1.3207, 0.6707, 3.8668, 0.4416, 0.0934, 1.8631, 0.6162, 1.0869, // short stability
    0.1567, 0.0801, 0.2421, 0.9464, 0.1433, 0.7145, 0.0, 0.5667, 0.3734, 0.5333,
    0.3048, // curves
];

/// The range of each; besides, w0 ≤ w1 ≤ w2 ≤ w3 and w26 ≥ w25.
pub const BOUNDS: [(f64, f64); COUNT] = [
    (1e-4, 50.0),
    (1e-4, 100.0),
    (1e-4, 100.0),
    (1e-4, 100.0),
    (1.0, 10.0),
    (0.001, 4.0),
    (0.1, 4.0),
    (0.0, 4.0),
    (0.0, 1.2),
    (0.3, 3.0),
    (0.01, 1.5),
    (0.1, 1.0),
    (0.0, 3.5),
    (0.0, 1.0),
    (1.0, 7.0),
    (0.0, 4.0),
    (0.0, 2.0),
    (0.5, 6.0),
    (0.001, 1.5),
    (0.001, 1.0),
    (0.0, 5.0),
    (0.0, 1.0),
    (1.0, 7.0),
    (0.01, 0.25),
    (0.01, 0.95),
    (0.2, 0.85),
    (0.5, 0.99),
    (0.01, 1.0),
    (0.1, 1.0),
    (0.0, 0.9),
    (0.1, 1.1),
    (0.0, 1.0),
    (0.0, 0.6),
    (0.0, 0.6),
];

/// How much each parameter differs between learners (standard deviation), as
/// published with the benchmark. The first stabilities are not pulled.
pub(super) const SPREAD: [f64; COUNT] = [
    9999.0, 9999.0, 9999.0, 9999.0, 0.523, 0.2528, 0.4329, 0.2966, 0.2139, 0.2889, 0.1862, 0.175,
    0.3812, 0.3013, 0.9104, 0.3234, 0.2448, 0.3273, 0.1842, 0.1735, 0.4608, 0.311, 0.864, 0.0418,
    0.2596, 0.0798, 0.0682, 0.1282, 0.1397, 0.1407, 0.1489, 0.2, 0.15, 0.15,
];

/// A set of FSRS-7 parameters within its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params([f64; COUNT]);

impl Default for Params {
    fn default() -> Self {
        Self(DEFAULTS)
    }
}

impl Params {
    /// These numbers, each brought within its bounds. `None` when one of them
    /// is no number.
    #[must_use]
    pub fn new(weights: &[f64; COUNT]) -> Option<Self> {
        let mut params = Self(*weights);
        weights.iter().all(|weight| weight.is_finite()).then(|| {
            params.fence();
            params
        })
    }

    /// For differences across a bound.
    #[cfg(test)]
    pub(super) fn unfenced(weights: &[f64; COUNT]) -> Self {
        Self(*weights)
    }

    /// From as many numbers as there are; `None` unless there are 34.
    #[must_use]
    pub fn from_slice(weights: &[f64]) -> Option<Self> {
        Self::new(weights.try_into().ok()?)
    }

    /// w0 to w33.
    #[must_use]
    pub fn weights(&self) -> &[f64; COUNT] {
        &self.0
    }

    /// Moves each number by its part of `by`, then back within its bounds.
    pub(super) fn shift(&mut self, by: &[f64; COUNT]) {
        for (weight, by) in self.0.iter_mut().zip(by) {
            *weight += by;
        }
        self.fence();
    }

    fn fence(&mut self) {
        for (weight, (least, most)) in self.0.iter_mut().zip(BOUNDS) {
            *weight = weight.clamp(least, most);
        }
        for grade in 1..4 {
            self.0[grade] = self.0[grade].max(self.0[grade - 1]);
        }
        self.0[26] = self.0[26].max(self.0[25]);
    }
}
