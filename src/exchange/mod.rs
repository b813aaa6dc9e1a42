//! The exchange with others: decks packed into one file, taken in from files
//! that nobody vouches for, and written out for reading on paper.

mod export;
mod install;
mod pack;
mod package;
mod preview;
mod unpack;

pub use export::{html, markdown};
pub use install::{InstallError, Installed, install};
pub use pack::{PackError, pack};
pub use package::{OpenError, Package};
pub use preview::Preview;
pub use unpack::{Refusal, unpack};

/// How a pack's file ends.
pub const PACK_EXTENSION: &str = "hippocache";

#[cfg(test)]
mod tests;
