//! The texts of decks between runs: a file for each deck in the cache folder,
//! named by the hash of its text. What does not fit is made anew.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::DeckTexts;

/// To be raised whenever texts are taken out of cards in another way.
const VERSION: u32 = 1;
const MAGIC: &[u8; 8] = b"hippotxt";

fn file(folder: &Path, hash: u64) -> PathBuf {
    folder.join(format!("{hash:016x}.text"))
}

fn header() -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.extend(VERSION.to_le_bytes());
    header.extend(xxh3_64(env!("CARGO_PKG_VERSION").as_bytes()).to_le_bytes());
    header
}

/// The texts of the deck with this hash; `None` when there are none, or they
/// can't be trusted.
pub(super) fn read(folder: &Path, hash: u64, cards: usize) -> Option<DeckTexts> {
    let bytes = fs::read(file(folder, hash)).ok()?;
    let rest = bytes.strip_prefix(header().as_slice())?;
    let (sum, body) = rest.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*sum) != xxh3_64(body) {
        return None;
    }
    let texts: DeckTexts = postcard::from_bytes(body).ok()?;
    texts.is_sound(hash, cards).then_some(texts)
}

/// Keeps the texts of a deck.
pub(super) fn write(folder: &Path, texts: &DeckTexts) -> std::io::Result<()> {
    let body = postcard::to_stdvec(texts).map_err(std::io::Error::other)?;
    fs::create_dir_all(folder)?;
    let mut out = tempfile::NamedTempFile::new_in(folder)?;
    out.write_all(&header())?;
    out.write_all(&xxh3_64(&body).to_le_bytes())?;
    out.write_all(&body)?;
    out.persist(file(folder, texts.hash)).map_err(|error| error.error)?;
    Ok(())
}

/// Takes away what belongs to no deck any more.
pub(super) fn prune(folder: &Path, hashes: impl Iterator<Item = u64>) {
    let kept: HashSet<PathBuf> = hashes.map(|hash| file(folder, hash)).collect();
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_ours = path.extension().is_some_and(|extension| extension == "text");
        if is_ours && !kept.contains(&path) {
            // It only takes room.
            let _ = fs::remove_file(path);
        }
    }
}
