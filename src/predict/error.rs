//! What can keep a prediction from being made or measured.

use std::path::PathBuf;

use thiserror::Error;

/// Why there is no fit or no measure.
#[derive(Debug, Error)]
pub enum PredictError {
    /// It was cancelled.
    #[error("stopped; nothing has changed")]
    Stopped,
    /// Too little to measure by.
    #[error(
        "{found} reviews after a day or more are too few to measure by: six segments of at least \
         {least} are needed, so {} in all. Come back when there are more", least * 6
    )]
    TooFew {
        /// Items found.
        found: usize,
        /// The least size of a segment.
        least: usize,
    },
    /// The log file can't be read.
    #[error("{path} can't be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The log file isn't what it should be.
    #[error("{path}:{line}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// One-based.
        line: usize,
        /// What is wrong, and what was expected.
        reason: String,
    },
}

impl PredictError {
    /// Whether the learner ended it.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Stopped)
    }
}
