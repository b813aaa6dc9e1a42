//! The study session: which card comes next, how it is asked, what its answer
//! shows.

mod ask;
mod judge;
mod question;
mod queue;
mod run;
mod scope;
mod summary;
mod track;

pub use crate::answer::{DiffPart, TypedResult};
pub use ask::Asked;
pub use judge::{Judged, judge, reveal};
pub use question::*;
pub use queue::{Candidate, CandidateKind, Limits, Queue, Remaining};
pub use run::{Answered, Change, Progress, Session, Stage, Turned};
pub use scope::{Scope, ScopeMode};
pub use summary::{Entry, NextDue, Summary};
pub use track::{Step, Track, present};
