//! What lies over the screens.

pub mod custom;
pub mod edits;
mod fuzzy;
pub mod install;
pub mod keys;
pub mod palette;

pub(super) use fuzzy::fuzzy;
