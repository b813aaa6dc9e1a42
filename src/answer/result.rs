//! What a comparison gives.

/// A typed answer beside the expected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedResult {
    /// What was typed.
    pub given: String,
    /// The nearest accepted form.
    pub expected: String,
    /// Whether it counts as right.
    pub right: bool,
    /// Wrong, but so near that it may be a slip: a difference is shown.
    pub near: bool,
    /// The way from `given` to `expected`, character by character.
    pub diff: Vec<DiffPart>,
}

/// A run of characters in a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffPart {
    /// In both.
    Same(String),
    /// Typed, but not expected.
    Extra(String),
    /// Expected, but not typed.
    Missing(String),
}
