//! The deck text from outside: what is read, what is refused and where.
#![expect(clippy::unwrap_used, reason = "a failed test may stop")]

mod check;
mod faults;
mod guards;
mod props;
mod readme;
