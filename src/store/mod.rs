//! The progress store: an append-only log of reviews, and caches made from it.
//!
//! One SQLite file, `progress.sqlite3`, in the data folder. The log is the
//! truth and only ever grows; what the schedule needs at hand (states, sums of
//! days) is a cache that [`Store::verify`] checks and [`Store::rebuild`] makes
//! anew. An event is on disk when [`Store::commit`] returns.

mod answers;
pub mod backup;
mod day;
mod error;
mod event;
mod fits;
#[doc(hidden)]
pub mod generate;
mod id;
mod lock;
mod open;
mod pack;
mod picked;
mod read;
mod replay;
mod row;
mod schema;
#[cfg(test)]
mod tests;
mod wording;
mod write;

use std::path::{Path, PathBuf};

use rand_chacha::ChaCha12Rng;
use rusqlite::Connection;
use uuid::Uuid;

pub(crate) use answers::{AnswerRow, Snapshot};
pub use day::DayStat;
pub use error::{Holder, StoreError};
pub use event::*;
pub use fits::Fit;
pub use open::{Durability, Options};
pub use read::{Clock, Counts, Events, Tip};
pub use replay::{Difference, Progress, VerifyReport};
pub use write::{Batch, BatchCard, Undone};

use error::Trouble;
use lock::Lock;

/// The progress file's name in the data folder.
pub const FILE: &str = "progress.sqlite3";

/// The learner's progress, open.
pub struct Store {
    conn: Connection,
    dir: PathBuf,
    device: Uuid,
    /// The row of `device`.
    device_row: i64,
    rng: ChaCha12Rng,
    /// The last event at the time the learner confirmed a clock set back.
    clock_accepted_at: Option<Uuid>,
    /// `None` when opened for reading only.
    lock: Option<Lock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Store {
    /// This machine's id in the log.
    #[must_use]
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The progress file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    fn name(&self, trouble: impl Into<Trouble>, doing: &'static str) -> StoreError {
        trouble.into().name(&self.dir, &self.path(), doing)
    }
}
