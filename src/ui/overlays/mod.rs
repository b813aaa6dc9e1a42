//! What lies over the screens.

pub mod custom;
pub mod keys;
pub mod palette;
