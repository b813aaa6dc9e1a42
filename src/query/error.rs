//! What is wrong with a query, where, and what would be right.

use super::ast::Span;

/// Why a query can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The bytes that it is about; never empty but in an empty query.
    pub span: Span,
    /// A sentence: what is wrong and what would be right.
    pub message: String,
}

impl QueryError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }

    /// The query and under it a line that points at the place, for terminals.
    #[must_use]
    pub fn pointed(&self, query: &str) -> String {
        let before = query.get(..self.span.start).unwrap_or_default();
        let at = query.get(self.span.clone()).unwrap_or_default();
        let shown: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let blanks = " ".repeat(before.chars().count());
        let marks = "^".repeat(at.chars().count().max(1));
        format!("{shown}\n{blanks}{marks}")
    }
}

/// The nearest of these words, if it is near.
pub(super) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = words.into_iter().map(|other| (strsim::jaro_winkler(&word, other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.77).then_some(best.1)
}

/// `a, b and c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
