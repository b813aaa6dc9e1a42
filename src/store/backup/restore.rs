//! Putting a backup in the place of the progress file.

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{BackupInfo, FOLDER, Reason, check, list, stamp, take};
use crate::store::FILE;
use crate::store::error::{Holder, StoreError, Trouble, io_trouble};
use crate::store::lock::Lock;
use crate::store::open::sync_dir;

const RESTORING: &str = "restoring a backup";

/// What a restore did with the progress that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup that was taken of it.
    pub before: Option<BackupInfo>,
    /// Its files, kept as they were because no backup of them could be made.
    pub kept_aside: Vec<PathBuf>,
}

/// Puts the backup `name` in the place of the progress file. What was there is
/// backed up before; if it is too damaged for that, it is kept aside.
///
/// # Errors
/// When another instance is using the folder, there is no such backup, it
/// fails its check, or the system refuses. The progress is as before then.
pub fn restore(dir: &Path, name: &str, now_ms: i64) -> Result<Restored, StoreError> {
    let folder = dir.join(FOLDER);
    let Some(backup) = list(dir)?.into_iter().find(|backup| backup.name == name) else {
        return Err(StoreError::NoSuchBackup { folder, name: name.to_owned() });
    };
    let _lock = Lock::take(dir)?;
    let held = check(&backup.path)?;

    // Beside the progress file first, so that the last step is one rename.
    let path = dir.join(FILE);
    let mut temp = tempfile::Builder::new()
        .prefix(".restored-progress-")
        .tempfile_in(dir)
        .map_err(|e| io_trouble(dir, RESTORING, e))?;
    File::open(&backup.path)
        .and_then(|mut from| io::copy(&mut from, temp.as_file_mut()))
        .and_then(|_| temp.as_file().sync_all())
        .map_err(|e| io_trouble(&path, RESTORING, e))?;
    if check(temp.path())? != held {
        let detail = "its copy differs from it".to_owned();
        return Err(StoreError::BadBackup { path: backup.path, detail });
    }

    let mut restored = Restored { before: None, kept_aside: Vec::new() };
    match secure(dir, &path, now_ms) {
        Ok(before) => restored.before = before,
        Err(
            StoreError::Damaged { .. }
            | StoreError::Foreign { .. }
            | StoreError::Newer { .. }
            | StoreError::BadBackup { .. },
        ) => restored.kept_aside = keep_aside(dir, now_ms)?,
        Err(error) => return Err(error),
    }
    remove_journal(dir)?;
    temp.persist(&path).map_err(|e| io_trouble(&path, RESTORING, e.error))?;
    sync_dir(dir)?;
    Ok(restored)
}

/// Backs the present file up and folds its journal into it.
fn secure(dir: &Path, path: &Path, now_ms: i64) -> Result<Option<BackupInfo>, StoreError> {
    if !path.exists() {
        if !journal(dir).exists() {
            return Ok(None);
        }
        // A journal without its file can't be read, but is not for us to drop.
        let detail = "only its journal is left".to_owned();
        let path = path.to_owned();
        return Err(StoreError::Damaged { path, doing: RESTORING, detail, newest_good: None });
    }
    let before = take(dir, now_ms, Reason::BeforeRestore, &mut |_, _| ControlFlow::Continue(()))?;
    let mode = Connection::open(path).and_then(|conn| {
        conn.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
    });
    match mode {
        Ok(mode) if mode == "delete" => Ok(Some(before)),
        Ok(_) => Err(StoreError::InUse {
            path: dir.to_owned(),
            holder: Holder { pid: None, host: None },
        }),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
            Err(StoreError::InUse {
                path: dir.to_owned(),
                holder: Holder { pid: None, host: None },
            })
        }
        Err(error) => Err(Trouble::from(error).name(dir, path, RESTORING)),
    }
}

fn journal(dir: &Path) -> PathBuf {
    dir.join(format!("{FILE}-wal"))
}

/// Gives file and journal second names, so that they outlive the restore.
fn keep_aside(dir: &Path, now_ms: i64) -> Result<Vec<PathBuf>, StoreError> {
    let stamp = stamp(now_ms);
    let mut count = 1;
    let base = loop {
        let number = if count == 1 { String::new() } else { format!("-{count}") };
        let base = format!("damaged-{stamp}{number}.sqlite3");
        if !dir.join(&base).exists() && !dir.join(format!("{base}-wal")).exists() {
            break base;
        }
        count += 1;
    };
    let mut kept = Vec::new();
    for end in ["", "-wal"] {
        let from = dir.join(format!("{FILE}{end}"));
        let to = dir.join(format!("{base}{end}"));
        if from.exists() {
            // Not every file system has hard links.
            fs::hard_link(&from, &to)
                .or_else(|_| fs::copy(&from, &to).map(drop))
                .and_then(|()| File::open(&to)?.sync_all())
                .map_err(|e| io_trouble(&to, "keeping the damaged file aside", e))?;
            kept.push(to);
        }
    }
    sync_dir(dir)?;
    Ok(kept)
}

/// SQLite would take a journal that is left for that of the restored file.
fn remove_journal(dir: &Path) -> Result<(), StoreError> {
    for end in ["-wal", "-shm"] {
        let path = dir.join(format!("{FILE}{end}"));
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io_trouble(&path, RESTORING, error)),
        }
    }
    sync_dir(dir)
}
