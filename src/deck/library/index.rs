//! The index: what was kept of each deck when it was last read, in one file of
//! the cache folder. A cache and nothing else: when it is missing, damaged or
//! of another version, the decks are read anew.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::builtin::Embedded;
use super::digest::Digest;

/// To be raised whenever digests change, or faults are found by other rules.
const VERSION: u32 = 3;
const MAGIC: &[u8; 8] = b"hippodex";
/// Files that changed this shortly before the index was written may have
/// changed again within the same tick of the file system's clock (2 s on FAT).
const RACY_NS: i128 = 2_000_000_000;

/// What tells an unchanged deck from a changed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stamp {
    /// A deck of the program.
    BuiltIn { name: String, hash: u64 },
    /// A file as the file system describes it.
    File { path: PathBuf, size: u64, modified: i128, changed: i128 },
}

/// A deck as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub stamp: Stamp,
    /// Of the whole file.
    pub hash: u64,
    pub digest: Digest,
}

/// An index as it was read, and when it was written.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<PathBuf, Entry>,
    written: i128,
}

impl Stamp {
    /// A deck of the program, told by its content.
    pub fn of_builtin(deck: &Embedded) -> Self {
        Self::BuiltIn { name: deck.name.to_owned(), hash: xxh3_64(deck.bytes) }
    }

    /// A file as the file system describes it; `None` when there is none.
    pub fn of_file(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self::File {
            path: path.to_owned(),
            size: about.len(),
            modified: modified(&about),
            changed: changed(&about),
        })
    }

    /// Where the deck is kept in the index.
    fn place(&self) -> PathBuf {
        match self {
            // No path begins so, `:` and `//` together being of addresses.
            Self::BuiltIn { name, .. } => PathBuf::from(format!("built-in://{name}")),
            Self::File { path, .. } => path.clone(),
        }
    }
}

/// Nanoseconds since 1970.
fn modified(about: &Metadata) -> i128 {
    let Ok(time) = about.modified() else { return 0 };
    let nanos = |length: std::time::Duration| i128::try_from(length.as_nanos()).unwrap_or(0);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => nanos(since),
        Err(before) => -nanos(before.duration()),
    }
}

/// When anything about the file changed: no program can set this one back.
#[cfg(unix)]
fn changed(about: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(about.ctime()) * 1_000_000_000 + i128::from(about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_about: &Metadata) -> i128 {
    0
}

impl Index {
    /// Reads an index; an empty one when it can't be trusted.
    pub fn read(file: &Path) -> Self {
        let Some((written, bytes)) = whole(file) else { return Self::default() };
        let Some(entries) = decode(&bytes) else { return Self::default() };
        let entries = entries.into_iter().map(|entry| (entry.stamp.place(), entry)).collect();
        Self { entries, written }
    }

    /// Takes out what is known of the deck in this place, changed or not.
    pub fn take(&mut self, stamp: &Stamp) -> Option<Entry> {
        self.entries.remove(&stamp.place())
    }

    /// Whether every deck of the index has been taken.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the file may have changed after it was read without its stamp
    /// showing it.
    pub fn is_racy(&self, stamp: &Stamp) -> bool {
        match stamp {
            Stamp::BuiltIn { .. } => false,
            Stamp::File { modified, .. } => *modified >= self.written - RACY_NS,
        }
    }
}

fn whole(file: &Path) -> Option<(i128, Vec<u8>)> {
    let about = fs::metadata(file).ok()?;
    Some((modified(&about), fs::read(file).ok()?))
}

fn header() -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.extend(VERSION.to_le_bytes());
    header.extend(xxh3_64(env!("CARGO_PKG_VERSION").as_bytes()).to_le_bytes());
    header
}

fn decode(bytes: &[u8]) -> Option<Vec<Entry>> {
    let rest = bytes.strip_prefix(header().as_slice())?;
    let (sum, body) = rest.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*sum) != xxh3_64(body) {
        return None;
    }
    let entries: Vec<Entry> = postcard::from_bytes(body).ok()?;
    entries.iter().all(|entry| entry.digest.is_sound()).then_some(entries)
}

/// Writes an index beside the old one and puts it in its place at once.
///
/// # Errors
/// When the folder can't be written to. Nothing is lost then but time.
pub(super) fn write<'a>(
    file: &Path,
    entries: impl Iterator<Item = &'a Entry>,
) -> std::io::Result<()> {
    let entries: Vec<&Entry> = entries.collect();
    let body = postcard::to_stdvec(&entries).map_err(std::io::Error::other)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut out = tempfile::NamedTempFile::new_in(folder)?;
    out.write_all(&header())?;
    out.write_all(&xxh3_64(&body).to_le_bytes())?;
    out.write_all(&body)?;
    out.persist(file).map_err(|error| error.error)?;
    Ok(())
}
