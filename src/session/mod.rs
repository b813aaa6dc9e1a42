//! The study session: which card comes next, how it is asked, what its answer
//! shows.

mod question;

pub use question::*;
