//! Backups: whole copies of the progress file, made through SQLite's own
//! backup, checked after writing, and thinned out with age.
//!
//! They lie in `backups/` in the data folder, named by their time in UTC:
//! `progress-20260131-054500.sqlite3`.

mod keep;
mod restore;

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use uuid::Uuid;

use super::FILE;
use super::error::{StoreError, Trouble, io_trouble};
use super::open::{recognise, sync_dir};
use super::replay::Progress;
use super::row;

pub use keep::{DAYS, GUARDED_DAYS, MONTHS, WEEKS, surplus};
pub use restore::{Restored, restore};

/// The folder of backups in the data folder.
pub const FOLDER: &str = "backups";

const NAME_FORMAT: &str = "%Y%m%d-%H%M%S";
/// Pages copied between two looks at whether to go on: 1 MB.
const PAGES_A_STEP: i32 = 256;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Once a day, or because the learner asked.
    Daily,
    /// Before the file's format was changed.
    BeforeMigration,
    /// Before another backup took the file's place.
    BeforeRestore,
}

impl Reason {
    const ALL: [Self; 3] = [Self::Daily, Self::BeforeMigration, Self::BeforeRestore];

    fn suffix(self) -> &'static str {
        match self {
            Self::Daily => "",
            Self::BeforeMigration => "-before-update",
            Self::BeforeRestore => "-before-restore",
        }
    }
}

/// A backup as its name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupInfo {
    /// The file's name.
    pub name: String,
    /// The whole path.
    pub path: PathBuf,
    /// When it was made, milliseconds since 1970, UTC; whole seconds.
    pub at_ms: i64,
    /// Why it was made.
    pub reason: Reason,
    /// The file's size.
    pub bytes: u64,
}

/// What a checked backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Lines of its log.
    pub events: u64,
    /// The last of them.
    pub last: Option<Uuid>,
    /// Its instant, milliseconds since 1970, UTC.
    pub last_at_ms: Option<i64>,
    /// The format of the file.
    pub version: i64,
}

/// All backups of the data folder `dir`, newest first. They are not checked:
/// see [`check`].
///
/// # Errors
/// When the folder of backups can't be read.
pub fn list(dir: &Path) -> Result<Vec<BackupInfo>, StoreError> {
    let folder = dir.join(FOLDER);
    let trouble = |e| io_trouble(&folder, "listing backups", e);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(trouble(error)),
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry.map_err(trouble)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((at_ms, reason)) = parse(&name) {
            let bytes = entry.metadata().map_err(trouble)?.len();
            all.push(BackupInfo { name, path: entry.path(), at_ms, reason, bytes });
        }
    }
    all.sort_by(|a, b| (b.at_ms, &b.name).cmp(&(a.at_ms, &a.name)));
    Ok(all)
}

/// Makes a backup if there is none of today (UTC) and there is progress to
/// keep, then removes surplus ones. For a thread of its own: it has its own
/// connection and holds nobody up.
///
/// # Errors
/// As [`run`].
pub fn daily(
    dir: &Path,
    now_ms: i64,
    progress: Progress<'_>,
) -> Result<Option<BackupInfo>, StoreError> {
    let today = date_time(now_ms).date();
    let done = |backup: &BackupInfo| {
        backup.reason == Reason::Daily && date_time(backup.at_ms).date() == today
    };
    if list(dir)?.iter().any(done) {
        return Ok(None);
    }
    // Empty files would in time push out those with progress in them.
    let path = dir.join(FILE);
    if contents(&path).map_err(|trouble| trouble.name(dir, &path, MAKING))?.events == 0 {
        return Ok(None);
    }
    run(dir, now_ms, progress).map(Some)
}

/// Makes a backup now, then removes surplus ones. `progress` is told pages
/// done and pages in all, and may break it off.
///
/// # Errors
/// When the progress file can't be read, the disk is full or refuses, or the
/// copy fails its check; then it is removed again.
pub fn run(dir: &Path, now_ms: i64, progress: Progress<'_>) -> Result<BackupInfo, StoreError> {
    let made = take(dir, now_ms, Reason::Daily, progress)?;
    prune(dir, now_ms)?;
    Ok(made)
}

/// Opens a backup for reading and checks it from end to end.
///
/// # Errors
/// [`StoreError::BadBackup`] when it is no good; [`StoreError::Newer`] when it
/// needs a newer version.
pub fn check(path: &Path) -> Result<Checked, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let read = || -> Result<Checked, Trouble> {
        let conn = open_to_read(path)?;
        recognise(&conn, path)?;
        let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(bad(verdict).into());
        }
        Ok(look_into(&conn)?)
    };
    read().map_err(|trouble| match trouble {
        Trouble::Sqlite(error) => bad(error.to_string()),
        Trouble::Named(StoreError::Foreign { .. }) => bad("it is of another program".to_owned()),
        Trouble::Named(error) => error,
    })
}

/// The newest backup that passes its check, by name.
pub(super) fn newest_good(dir: &Path) -> Option<String> {
    let all = list(dir).unwrap_or_default();
    all.into_iter().find(|backup| check(&backup.path).is_ok()).map(|backup| backup.name)
}

const MAKING: &str = "making a backup";

/// Makes a checked backup.
pub(super) fn take(
    dir: &Path,
    now_ms: i64,
    reason: Reason,
    progress: Progress<'_>,
) -> Result<BackupInfo, StoreError> {
    let path = dir.join(FILE);
    let folder = dir.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|e| io_trouble(&folder, MAKING, e))?;
    let temp = tempfile::Builder::new()
        .prefix(".progress-")
        .suffix(".tmp")
        .tempfile_in(&folder)
        .map_err(|e| io_trouble(&folder, MAKING, e))?;

    let source = copy(&path, temp.path(), progress).map_err(|t| t.name(dir, &path, MAKING))?;
    temp.as_file().sync_all().map_err(|e| io_trouble(temp.path(), MAKING, e))?;
    let copied = check(temp.path())?;
    if copied != source {
        let detail = format!("it holds {copied:?} instead of {source:?}");
        return Err(StoreError::BadBackup { path: temp.path().to_owned(), detail });
    }

    let mut temp = temp;
    // A second backup within the second takes the next one's name.
    for at_ms in (0..60).map(|second| now_ms + second * 1000) {
        let name = format!("progress-{}{}.sqlite3", stamp(at_ms), reason.suffix());
        let to = folder.join(&name);
        match temp.persist_noclobber(&to) {
            Ok(_) => {
                sync_dir(&folder)?;
                let bytes = fs::metadata(&to).map_err(|e| io_trouble(&to, MAKING, e))?.len();
                let at_ms = at_ms.div_euclid(1000) * 1000;
                return Ok(BackupInfo { name, path: to, at_ms, reason, bytes });
            }
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                temp = refused.file;
            }
            Err(refused) => return Err(io_trouble(&to, MAKING, refused.error)),
        }
    }
    let source = io::Error::from(io::ErrorKind::AlreadyExists);
    Err(io_trouble(&folder, MAKING, source))
}

/// Copies one snapshot of `from` into the empty file `to`; tells what it held.
fn copy(from: &Path, to: &Path, progress: Progress<'_>) -> Result<Checked, Trouble> {
    let mut source = open_to_read(from)?;
    source.busy_timeout(Duration::from_secs(5))?;
    // A read transaction pins the snapshot: whoever writes meanwhile neither
    // waits for the copy nor makes it start over.
    let snapshot = source.transaction()?;
    let held = look_into(&snapshot)?;
    let mut target = Connection::open(to)?;
    {
        let backup = Backup::new(&snapshot, &mut target)?;
        loop {
            let step = backup.step(PAGES_A_STEP)?;
            let pages = backup.progress();
            let total = u64::try_from(pages.pagecount).unwrap_or(0);
            let left = u64::try_from(pages.remaining).unwrap_or(0);
            if let ControlFlow::Break(()) = progress(total - left, total) {
                return Err(StoreError::Stopped { doing: MAKING }.into());
            }
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
    // A single file, without a journal beside it.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    target.close().map_err(|(_, error)| error)?;
    Ok(held)
}

fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

fn contents(path: &Path) -> Result<Checked, Trouble> {
    Ok(look_into(&open_to_read(path)?)?)
}

fn look_into(conn: &Connection) -> rusqlite::Result<Checked> {
    let events: i64 = conn.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
    let last = conn
        .query_row("SELECT id, at_ms FROM log ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row::uuid(row, 0)?, row.get(1)?))
        })
        .optional()?;
    Ok(Checked {
        events: u64::try_from(events).unwrap_or(0),
        last: last.map(|(id, _)| id),
        last_at_ms: last.map(|(_, at_ms)| at_ms),
        version: conn.pragma_query_value(None, "user_version", |row| row.get(0))?,
    })
}

fn prune(dir: &Path, now_ms: i64) -> Result<(), StoreError> {
    let all = list(dir)?;
    for backup in surplus(&all, now_ms) {
        fs::remove_file(&backup.path)
            .map_err(|e| io_trouble(&backup.path, "removing an old backup", e))?;
    }
    Ok(())
}

/// An instant as the names of backups have it: UTC, whole seconds.
pub(super) fn stamp(at_ms: i64) -> String {
    date_time(at_ms).strftime(NAME_FORMAT).to_string()
}

fn parse(name: &str) -> Option<(i64, Reason)> {
    let middle = name.strip_prefix("progress-")?.strip_suffix(".sqlite3")?;
    let (stamp, suffix) = middle.split_at_checked(15)?;
    let reason = Reason::ALL.into_iter().find(|reason| reason.suffix() == suffix)?;
    let time = DateTime::strptime(NAME_FORMAT, stamp).ok()?;
    let zoned = time.to_zoned(TimeZone::UTC).ok()?;
    Some((zoned.timestamp().as_millisecond(), reason))
}

/// The civil time in UTC; instants beyond the calendar count as its end.
fn date_time(at_ms: i64) -> DateTime {
    let end = || Timestamp::MAX.saturating_sub(1.hour()).unwrap_or(Timestamp::MAX);
    let timestamp = Timestamp::from_millisecond(at_ms).unwrap_or_else(|_| end());
    timestamp.to_zoned(TimeZone::UTC).datetime()
}
