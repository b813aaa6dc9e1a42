//! Why proofs could not be run at all. A card that fails is no error: it is a
//! result.

use std::io;
use std::path::PathBuf;

/// Why nothing could be proven.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The sandbox does not work here.
    #[error("the sandbox can't be used: {reason}. {help}")]
    NoSandbox {
        /// What went wrong.
        reason: String,
        /// What would mend it.
        help: &'static str,
    },
    /// A folder or file of this run can't be made or read.
    #[error("`{path}` can't be used: {source}")]
    File {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program that must be there can't be started.
    #[error("`{program}` can't be started: {source}")]
    Start {
        /// Its name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// The learner has stopped the run.
    #[error("stopped")]
    Stopped,
    /// A runner that nobody knows.
    #[error("there is no runner `{name}`; there are {known}")]
    UnknownRunner {
        /// What was asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A card that no deck has.
    #[error("no deck that was looked at has the card `{0}`")]
    UnknownCard(String),
    /// A share that is none.
    #[error("`{0}` is no share: write a number from 0 to 1")]
    BadShare(f64),
    /// Results of earlier runs can't be read.
    #[error("{0}")]
    Results(String),
}

impl ProveError {
    /// A function that puts a path to what the system said about it.
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
