//! Hippocache keeps backend knowledge warm: decks are plain RON text, answers
//! become evidence, evidence becomes memory states, and the log of reviews is
//! the truth that everything else is rebuilt from.
//!
//! `ARCHITECTURE.md` is the map of the rooms.

pub mod answer;
pub mod author;
pub mod cli;
pub mod clock;
pub mod collection;
pub mod deck;
pub mod exchange;
pub mod insight;
pub mod paths;
pub mod plan;
pub mod predict;
#[cfg(unix)]
pub mod prove;
pub mod query;
pub mod scheduler;
pub mod session;
pub mod settings;
pub mod store;
#[cfg(feature = "gui")]
pub mod ui;
pub mod watch;
