//! What can go wrong with progress, said so that the learner knows what
//! happened, where, and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use super::backup;

/// A failure of the progress store. None of them has overwritten anything.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file was written by a later version of Hippocache.
    #[error(
        "`{}` was written by a newer Hippocache (its format is {found}, this version knows {known}). \
         Nothing was changed: update Hippocache to study with it", path.display()
    )]
    Newer {
        /// The progress file.
        path: PathBuf,
        /// The format that the file has.
        found: i64,
        /// The latest format that this version reads.
        known: i64,
    },
    /// The file is whole, but belongs to another program.
    #[error(
        "`{}` is a database of another program. Nothing was changed: move it away, \
         or choose another data folder", path.display()
    )]
    Foreign {
        /// The file in the way.
        path: PathBuf,
    },
    /// The file is damaged: not a database, cut short, or with bad pages.
    #[error(
        "`{}` is damaged ({detail}), found while {doing}. Nothing was changed. {}",
        path.display(), advice(newest_good.as_deref())
    )]
    Damaged {
        /// The progress file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What SQLite or the reader said.
        detail: String,
        /// The newest backup that passed its check, by file name.
        newest_good: Option<String>,
    },
    /// There is no progress file, but traces say that there was one.
    #[error(
        "`{}` is missing, though this folder held progress before. Nothing was changed. {}",
        path.display(), advice(newest_good.as_deref())
    )]
    Missing {
        /// Where the progress file should be.
        path: PathBuf,
        /// The newest backup that passed its check, by file name.
        newest_good: Option<String>,
    },
    /// The folder or the file can't be written.
    #[error(
        "`{}` can't be written, so answers could not be saved. \
         Give yourself the right to write there, or choose another data folder", path.display()
    )]
    ReadOnly {
        /// The folder or file.
        path: PathBuf,
    },
    /// The disk (or quota) is full.
    #[error(
        "The disk that holds `{}` is full: what you did last was not saved, all before it is safe. \
         Free some space and try again", path.display()
    )]
    Full {
        /// The progress file.
        path: PathBuf,
    },
    /// Another instance works with the same folder.
    #[error(
        "Another Hippocache is using `{}` ({holder}). Close it first: two at once could \
         overwrite each other's schedule", path.display()
    )]
    InUse {
        /// The data folder.
        path: PathBuf,
        /// Who holds it.
        holder: Holder,
    },
    /// The clock reads much earlier than the last saved event.
    #[error(
        "The clock was set back: it is {} minutes behind the last saved answer. \
         Set the clock right, or confirm that it is right now", (last_ms - now_ms) / 60_000
    )]
    ClockBack {
        /// The last event's instant, milliseconds since 1970, UTC.
        last_ms: i64,
        /// The clock's reading, milliseconds since 1970, UTC.
        now_ms: i64,
    },
    /// The caller handed in an event that must not enter the log.
    #[error("This event can't be logged: {why}. Nothing was saved; this is a fault of Hippocache")]
    BadEvent {
        /// What is wrong with it.
        why: String,
    },
    /// The store was opened for reading only.
    #[error("`{}` was opened for reading only: nothing was saved", path.display())]
    OpenedToRead {
        /// The progress file.
        path: PathBuf,
    },
    /// No backup has this name.
    #[error(
        "There is no backup `{name}` in `{}`. List them with `hippocache backups`",
        folder.display()
    )]
    NoSuchBackup {
        /// The folder of backups.
        folder: PathBuf,
        /// The name that was asked for.
        name: String,
    },
    /// A backup did not pass its check.
    #[error("The backup `{}` can't be used: {detail}. Choose another one", path.display())]
    BadBackup {
        /// The backup's file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The caller stopped it.
    #[error("Stopped while {doing}. Nothing was changed")]
    Stopped {
        /// What was being done.
        doing: &'static str,
    },
    /// The operating system refused something.
    #[error("`{}`: failed {doing}: {source}. Nothing was changed", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// Its reason.
        source: io::Error,
    },
    /// SQLite refused something that has no name of its own here.
    #[error("`{}`: failed {doing}: {source}. Nothing was changed", path.display())]
    Sqlite {
        /// The progress file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// Its reason.
        source: rusqlite::Error,
    },
}

fn advice(newest_good: Option<&str>) -> String {
    match newest_good {
        Some(name) => format!(
            "The newest good backup is `{name}`: restore it with `hippocache backups restore {name}`; \
             the present file will be kept aside"
        ),
        None => {
            "There is no good backup beside it: keep a copy of the file before trying anything, \
                 and report it"
                .to_owned()
        }
    }
}

/// Who holds the lock of a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process number, when it could be read.
    pub pid: Option<u32>,
    /// Its machine, when it could be read.
    pub host: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.pid, &self.host) {
            (Some(pid), Some(host)) => write!(f, "process {pid} on {host}"),
            (Some(pid), None) => write!(f, "process {pid}"),
            (None, Some(host)) => write!(f, "on {host}"),
            (None, None) => f.write_str("its process is unknown"),
        }
    }
}

/// What went wrong inside, before it is known what to call it.
#[derive(Debug)]
pub(super) enum Trouble {
    Sqlite(rusqlite::Error),
    Named(StoreError),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Named(error)
    }
}

impl Trouble {
    /// Names the trouble. `dir` is the data folder, `path` the file at fault.
    pub(super) fn name(self, dir: &Path, path: &Path, doing: &'static str) -> StoreError {
        let source = match self {
            Self::Named(error) => return error,
            Self::Sqlite(source) => source,
        };
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly { path }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                damaged(dir, path, doing, source.to_string())
            }
            _ => match bad_record(&source) {
                Some(detail) => damaged(dir, path, doing, detail),
                None => StoreError::Sqlite { path, doing, source },
            },
        }
    }
}

/// A row that SQLite reads but that makes no sense is damage, too.
fn bad_record(error: &rusqlite::Error) -> Option<String> {
    match error {
        rusqlite::Error::FromSqlConversionFailure(_, _, source) => Some(source.to_string()),
        rusqlite::Error::IntegralValueOutOfRange(..) | rusqlite::Error::InvalidColumnType(..) => {
            Some(error.to_string())
        }
        _ => None,
    }
}

pub(super) fn damaged(
    dir: &Path,
    path: PathBuf,
    doing: &'static str,
    detail: String,
) -> StoreError {
    StoreError::Damaged { path, doing, detail, newest_good: backup::newest_good(dir) }
}

/// Names a failure of the file system.
pub(super) fn io_trouble(path: &Path, doing: &'static str, source: io::Error) -> StoreError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { path }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { path },
        _ => StoreError::Io { path, doing, source },
    }
}
