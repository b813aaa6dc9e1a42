//! The deck text: what a deck is, how it is read, what is wrong with it.

mod model;

pub use model::*;
