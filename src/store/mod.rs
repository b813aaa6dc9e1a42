//! The progress store: an append-only log of reviews, and caches made from it.

mod event;

pub use event::*;
