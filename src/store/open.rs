//! Opening and first creation.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::backup::{self, Reason};
use super::error::{StoreError, Trouble, damaged, io_trouble};
use super::lock::Lock;
use super::schema::{self, APPLICATION_ID, PRESENT, Schema};
use super::write::weights_text;
use super::{FILE, Store, id, row};

/// How an SQLite file starts, and where its numbers are
/// (<https://www.sqlite.org/fileformat.html#the_database_header>).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const HEAD: u64 = 100;
const VERSION_AT: usize = 60;
const APPLICATION_AT: usize = 68;

/// How hard a commit presses.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// On disk when the commit returns.
    #[default]
    Full,
    /// For measurements only: a power cut may lose everything.
    None,
}

/// What the store can't know by itself.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The present instant, milliseconds since 1970, UTC.
    pub now_ms: i64,
    /// Drawn from the system's randomness; never the seed of a study session,
    /// or two machines may make the same ids.
    pub entropy: u64,
    /// Make an empty progress file even though traces say that there was one.
    pub start_anew: bool,
    #[doc(hidden)]
    pub durability: Durability,
    /// Stands for a full disk in tests: the most pages that the file may have.
    #[doc(hidden)]
    pub max_pages: Option<u32>,
}

impl Options {
    /// The ordinary way to open.
    #[must_use]
    pub fn new(now_ms: i64, entropy: u64) -> Self {
        Self { now_ms, entropy, start_anew: false, durability: Durability::Full, max_pages: None }
    }
}

impl Store {
    /// Opens the progress in `dir`, making folder and file at first use. An
    /// older format is brought up to date, after a backup.
    ///
    /// # Errors
    /// When another instance is using the folder, when the file is newer,
    /// foreign, damaged or gone, when the folder or file can't be written, and
    /// when the system refuses. Nothing has been overwritten then.
    pub fn open(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        Self::open_as(dir, options, &PRESENT)
    }

    /// Opens the progress in `dir` to look at it, even while another instance
    /// is studying. There must be one, in the present format.
    ///
    /// # Errors
    /// As [`Store::open`], but for the lock.
    pub fn open_to_read(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        look(dir, &path, PRESENT.version)?;
        let doing = "opening the progress";
        let open = || -> Result<(Connection, i64), Trouble> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(&path, flags)?;
            conn.busy_timeout(Duration::from_secs(5))?;
            let version = recognise(&conn, &path)?;
            Ok((conn, version))
        };
        let (conn, version) = open().map_err(|trouble| trouble.name(dir, &path, doing))?;
        if version < PRESENT.version {
            // Only the writing instance migrates.
            drop(conn);
            drop(Self::open(dir, options)?);
            return Self::open_to_read(dir, options);
        }
        finish(conn, dir, options, None).map_err(|trouble| trouble.name(dir, &path, doing))
    }

    pub(super) fn open_as(
        dir: &Path,
        options: &Options,
        schema: &Schema,
    ) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|e| io_trouble(dir, "making the data folder", e))?;
        let lock = Lock::take(dir)?;
        let path = dir.join(FILE);
        match look(dir, &path, schema.version) {
            // SQLite would open what it can't write, and leave a journal there.
            Ok(()) => drop(
                File::options()
                    .write(true)
                    .open(&path)
                    .map_err(|e| io_trouble(&path, "opening the progress", e))?,
            ),
            Err(StoreError::Missing { .. }) if !was_used(dir) || options.start_anew => {
                create(dir, &path, options, schema)?;
            }
            Err(error) => return Err(error),
        }
        let doing = "opening the progress";
        let name = |trouble: Trouble| trouble.name(dir, &path, doing);
        let (mut conn, version) = connect(&path, options, schema).map_err(name)?;
        if version < schema.version {
            backup::take(dir, options.now_ms, Reason::BeforeMigration, &mut |_, _| {
                std::ops::ControlFlow::Continue(())
            })?;
            schema::migrate(&mut conn, schema, version).map_err(|e| name(e.into()))?;
        }
        finish(conn, dir, options, Some(lock)).map_err(name)
    }
}

/// Looks at the file's head without SQLite, which takes an empty file for an
/// empty database and leaves a journal beside a file it was not to touch.
fn look(dir: &Path, path: &Path, known: i64) -> Result<(), StoreError> {
    let doing = "opening the progress";
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::Missing {
                path: path.to_owned(),
                newest_good: backup::newest_good(dir),
            });
        }
        Err(error) => return Err(io_trouble(path, doing, error)),
    };
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head).map_err(|e| io_trouble(path, doing, e))?;
    let broken = |detail: &str| Err(damaged(dir, path.to_owned(), doing, detail.to_owned()));
    if head.is_empty() {
        return broken("it is empty");
    }
    if !head.starts_with(MAGIC) {
        return broken("it does not start as a database does");
    }
    let number = |at: usize| {
        let bytes = head.get(at..at + 4)?;
        Some(i64::from(i32::from_be_bytes(bytes.try_into().ok()?)))
    };
    match (number(VERSION_AT), number(APPLICATION_AT)) {
        (Some(found), Some(APPLICATION_ID)) if found > known => {
            Err(StoreError::Newer { path: path.to_owned(), found, known })
        }
        (Some(_), Some(APPLICATION_ID)) => Ok(()),
        (Some(_), Some(_)) => Err(StoreError::Foreign { path: path.to_owned() }),
        _ => broken("it ends within its head"),
    }
}

/// Whether the folder held progress before, though its file is gone.
fn was_used(dir: &Path) -> bool {
    dir.join(format!("{FILE}-wal")).exists() || backup::list(dir).is_ok_and(|all| !all.is_empty())
}

/// Tells our file from others; gives its version. Changes nothing.
pub(super) fn recognise(conn: &Connection, path: &Path) -> Result<i64, Trouble> {
    recognise_as(conn, path, &PRESENT)
}

fn recognise_as(conn: &Connection, path: &Path, schema: &Schema) -> Result<i64, Trouble> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION_ID {
        return Err(StoreError::Foreign { path: path.to_owned() }.into());
    }
    let found = pragma("user_version")?;
    if found > schema.version {
        let path = path.to_owned();
        return Err(StoreError::Newer { path, found, known: schema.version }.into());
    }
    Ok(found)
}

/// Opens our file for writing; gives its version.
fn connect(path: &Path, options: &Options, schema: &Schema) -> Result<(Connection, i64), Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    // Until the file is known to be ours, closing must not fold its WAL in.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let version = recognise_as(&conn, path, schema)?;
    if conn.is_readonly("main")? {
        return Err(StoreError::ReadOnly { path: path.to_owned() }.into());
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match options.durability {
        Durability::Full => "FULL",
        Durability::None => "OFF",
    };
    conn.pragma_update(None, "synchronous", synchronous)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    if let Some(pages) = options.max_pages {
        conn.pragma_update(None, "max_page_count", pages)?;
    }
    Ok((conn, version))
}

fn finish(
    conn: Connection,
    dir: &Path,
    options: &Options,
    lock: Option<Lock>,
) -> Result<Store, Trouble> {
    conn.set_prepared_statement_cache_capacity(64);
    // Holds the states of 100,000 items and the index over them, 16 MiB.
    conn.pragma_update(None, "cache_size", -16_384)?;
    let (device_row, device) =
        conn.query_row("SELECT id, uuid FROM device ORDER BY id LIMIT 1", [], |row| {
            Ok((row.get(0)?, row::uuid(row, 1)?))
        })?;
    Ok(Store {
        conn,
        dir: dir.to_owned(),
        device,
        device_row,
        // Not the stream that the device id came from.
        rng: ChaCha12Rng::seed_from_u64(options.entropy.rotate_left(32) ^ 0x6869_7070),
        clock_accepted_at: None,
        lock,
    })
}

/// Makes an empty progress file: whole under another name, then renamed.
fn create(dir: &Path, path: &Path, options: &Options, schema: &Schema) -> Result<(), StoreError> {
    let doing = "making the progress file";
    let orphan = dir.join(format!("{FILE}-wal"));
    if orphan.exists() {
        // SQLite would take it for the new file's own.
        set_aside(&orphan, options.now_ms)?;
    }
    let temp = tempfile::Builder::new()
        .prefix(".new-progress-")
        .suffix(".sqlite3")
        .tempfile_in(dir)
        .map_err(|e| io_trouble(dir, doing, e))?;
    let mut rng = ChaCha12Rng::seed_from_u64(options.entropy);
    let device = id::next(options.now_ms, None, &mut rng);
    let weights = weights_text(&fsrs::DEFAULT_PARAMETERS);
    let fill = || -> rusqlite::Result<()> {
        let mut conn = Connection::open(temp.path())?;
        if let Some(pages) = options.max_pages {
            conn.pragma_update(None, "max_page_count", pages)?;
        }
        schema::create(&mut conn, schema, device, options.now_ms, &weights)?;
        conn.close().map_err(|(_, error)| error)
    };
    fill().map_err(|error| Trouble::from(error).name(dir, path, doing))?;
    temp.as_file().sync_all().map_err(|e| io_trouble(path, doing, e))?;
    temp.persist_noclobber(path).map_err(|e| io_trouble(path, doing, e.error))?;
    sync_dir(dir)
}

/// Renames a file out of the way, beside itself.
pub(super) fn set_aside(path: &Path, now_ms: i64) -> Result<PathBuf, StoreError> {
    let doing = "setting a file aside";
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".aside-{}", backup::stamp(now_ms)));
    let mut to = path.with_file_name(&name);
    let mut count = 1;
    while to.exists() {
        count += 1;
        let mut next = name.clone();
        next.push(format!("-{count}"));
        to = path.with_file_name(next);
    }
    fs::rename(path, &to).map_err(|e| io_trouble(path, doing, e))?;
    Ok(to)
}

/// Makes renames in a folder last. Windows has no such call, nor the need.
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| io_trouble(dir, "syncing the folder", e))
}
