//! The last good version of each of the learner's decks: a copy in the cache
//! folder, named by the deck's path and by what it holds.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::digest::Digest;
use crate::deck::fault::{Fault, Loss, Severity};
use crate::deck::parse::parse_in;
use crate::deck::source;

/// A good version of a deck.
#[derive(Debug)]
pub(super) struct Good {
    /// The copy.
    pub file: PathBuf,
    pub digest: Digest,
}

/// Whether a fault leaves something out that could be studied.
pub(super) fn is_loss(fault: &Fault) -> bool {
    fault.severity == Severity::Error && fault.loss != Loss::Nothing
}

impl Good {
    /// The good version of the deck at this path.
    pub fn find(folder: &Path, deck: &Path) -> Option<Self> {
        let prefix = prefix(deck);
        let entries = fs::read_dir(folder).ok()?.flatten();
        let mut names: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| stem(path).is_some_and(|stem| stem.starts_with(&prefix)))
            .collect();
        names.sort();
        names.into_iter().find_map(|file| {
            let text = source::read(&file).ok()?;
            // A copy that is not what it was made of is none.
            if stem(&file)? != format!("{prefix}{:016x}", xxh3_64(text.as_bytes())) {
                return None;
            }
            let mut parsed = parse_in(&text, deck, deck.parent(), false);
            parsed.head.as_ref()?;
            // What is wrong now is told by the file itself.
            parsed.faults.clear();
            Some(Self { digest: Digest::new(&text, parsed), file })
        })
    }

    /// Copies the deck at this path, if it still holds what was read. Gives the
    /// copy; `None` when there is none.
    pub fn keep(folder: &Path, deck: &Path, hash: u64) -> Option<PathBuf> {
        let file = folder.join(format!("{}{hash:016x}.ron", prefix(deck)));
        if file.is_file() {
            return Some(file);
        }
        let text = source::read(deck).ok().filter(|text| xxh3_64(text.as_bytes()) == hash)?;
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut out = tempfile::NamedTempFile::new_in(folder)?;
            out.write_all(text.as_bytes())?;
            out.persist(&file).map_err(|error| error.error)?;
            Ok(())
        };
        write().ok().map(|()| file)
    }
}

/// Removes copies that stand for nothing any more.
pub(super) fn prune(folder: &Path, kept: &[PathBuf]) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_ours = stem(&path).is_some_and(|stem| {
            stem.len() == 33 && stem.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        });
        if is_ours && !kept.contains(&path) {
            // A cache: what stays is removed another time.
            let _ = fs::remove_file(path);
        }
    }
}

fn stem(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_suffix(".ron")
}

fn prefix(deck: &Path) -> String {
    format!("{:016x}-", xxh3_64(deck.as_os_str().as_encoded_bytes()))
}
