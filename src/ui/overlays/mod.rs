//! What lies over the screens.

pub mod custom;
mod fuzzy;
pub mod keys;
pub mod palette;
