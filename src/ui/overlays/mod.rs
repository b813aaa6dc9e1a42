//! What lies over the screens.

pub mod keys;
pub mod palette;
