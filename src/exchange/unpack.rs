//! Packs from anybody. Everything is looked at in memory, within limits that no
//! deck comes near, before anything is written.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use unicode_normalization::UnicodeNormalization as _;
use zip::CompressionMethod;
use zip::read::ZipArchive;

use super::package::Package;

/// A pack's largest size, bytes.
pub(super) const PACK: u64 = 64 << 20;
/// What all its files may come to, bytes.
const WHOLE: u64 = 256 << 20;
/// How many files it may hold.
const FILES: usize = 2_000;
/// A file that is larger than this may be no more than [`RATIO`] times as large
/// as in the pack.
const SMALL: u64 = 1 << 20;
/// Texts come to a tenth; more than a hundredth is made to overflow disks.
const RATIO: u64 = 100;
/// The longest name, bytes.
const NAME: usize = 200;
/// The deepest folder.
const DEPTH: usize = 8;
/// What pictures are called.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Why a pack is not taken. Nothing was written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no zip, or a damaged one.
    #[error("this is no pack, or a damaged one ({0})")]
    NoZip(String),
    /// The pack itself is too large.
    #[error("the pack is larger than {} MiB", PACK >> 20)]
    TooLarge,
    /// It holds too many files.
    #[error("the pack holds more than {FILES} files, which no deck needs")]
    TooManyFiles,
    /// All files together are too large.
    #[error("unpacked, the pack would take more than {} MiB", WHOLE >> 20)]
    TooMuch,
    /// A file unpacks to far more than it should.
    #[error("`{0}` unpacks to more than {RATIO} times its size: this is made to fill disks")]
    Bomb(String),
    /// A name leads out of the folder, or can't be one.
    #[error("`{name}` is no name for a file of a deck: {reason}")]
    BadName {
        /// As far as it can be shown.
        name: String,
        /// Why.
        reason: &'static str,
    },
    /// A link or another thing that is no file.
    #[error("`{0}` is a link or a device; a deck holds only files")]
    NoFile(String),
    /// It is locked or packed in a way that decks are not.
    #[error("`{0}` is encrypted or packed in an unusual way")]
    Method(String),
    /// Two names that some systems take for one.
    #[error("`{0}` and `{1}` would be one file on some systems")]
    SameName(String, String),
    /// It is neither a deck nor a picture.
    #[error("`{0}` is neither a deck nor a picture, so it has no place in a pack")]
    Stranger(String),
    /// There is no deck, or more than one.
    #[error("a pack holds one deck at its top; this one holds {0}")]
    Decks(usize),
    /// The deck is no text.
    #[error("`{0}` is no UTF-8 text")]
    NotText(String),
}

/// Takes a pack apart, in memory.
///
/// # Errors
/// When anything about it is not as in a pack that [`super::pack`] makes.
pub fn unpack(bytes: &[u8]) -> Result<Package, Refusal> {
    if bytes.len() as u64 > PACK {
        return Err(Refusal::TooLarge);
    }
    // Counted before the list is read: a million entries would fill memory.
    if memchr::memmem::find_iter(bytes, b"PK\x01\x02").nth(FILES).is_some() {
        return Err(Refusal::TooManyFiles);
    }
    let damaged = |error: zip::result::ZipError| Refusal::NoZip(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > FILES {
        return Err(Refusal::TooManyFiles);
    }
    let mut names: HashMap<String, String> = HashMap::new();
    let mut left = WHOLE;
    let mut decks = Vec::new();
    let mut pictures = Vec::new();
    for at in 0..zip.len() {
        let entry = zip.by_index_raw(at).map_err(damaged)?;
        let name = name_of(entry.name_raw())?;
        if entry.is_dir() {
            continue;
        }
        // Unix's kind of file; other systems leave it out.
        let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
        if entry.is_symlink() || !matches!(kind, 0 | 0o100_000) {
            return Err(Refusal::NoFile(name));
        }
        let is_usual =
            matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        if entry.encrypted() || !is_usual {
            return Err(Refusal::Method(name));
        }
        if let Some(other) = names.insert(folded(&name), name.clone()) {
            return Err(Refusal::SameName(other, name));
        }
        let packed = entry.compressed_size();
        drop(entry);
        let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        let is_deck = extension.as_deref() == Some("ron") && !name.contains('/');
        if !is_deck && !extension.is_some_and(|end| PICTURES.contains(&end.as_str())) {
            return Err(Refusal::Stranger(name));
        }
        let content = content(&mut zip, at, &name, packed, left)?;
        left -= content.len() as u64;
        if is_deck {
            let text = String::from_utf8(content).map_err(|_| Refusal::NotText(name.clone()))?;
            decks.push((name, text));
        } else {
            pictures.push((name, content));
        }
    }
    // A file can't lie in a folder that is a file.
    for name in names.values() {
        let mut folder = name.as_str();
        while let Some((above, _)) = folder.rsplit_once('/') {
            folder = above;
            if let Some(other) = names.get(&folded(folder)) {
                return Err(Refusal::SameName(other.clone(), name.clone()));
            }
        }
    }
    match <[(String, String); 1]>::try_from(decks) {
        Ok([(name, text)]) => Ok(Package { name, text, pictures }),
        Err(decks) => Err(Refusal::Decks(decks.len())),
    }
}

/// Unpacks one file and counts while it comes: what the pack says of its size is
/// not believed.
fn content(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    name: &str,
    packed: u64,
    left: u64,
) -> Result<Vec<u8>, Refusal> {
    let entry = zip.by_index(at).map_err(|error| Refusal::NoZip(error.to_string()))?;
    let most = SMALL.max(packed.saturating_mul(RATIO));
    let mut content = Vec::new();
    let allowed = most.min(left);
    let read = entry.take(allowed + 1).read_to_end(&mut content);
    read.map_err(|error| Refusal::NoZip(format!("`{name}`: {error}")))?;
    match content.len() as u64 {
        length if length > left => Err(Refusal::TooMuch),
        length if length > most => Err(Refusal::Bomb(name.to_owned())),
        _ => Ok(content),
    }
}

/// Names that some systems take for one are the same.
fn folded(name: &str) -> String {
    // Lower case may compose or split letters anew.
    name.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

/// A name that is one on every system, with `/` between folders.
fn name_of(raw: &[u8]) -> Result<String, Refusal> {
    let shown = String::from_utf8_lossy(raw).chars().take(80).collect::<String>();
    let shown = shown.escape_debug().to_string();
    let bad = |reason| Err(Refusal::BadName { name: shown.clone(), reason });
    let Ok(name) = std::str::from_utf8(raw) else { return bad("it is no UTF-8") };
    let inner = name.strip_suffix('/').unwrap_or(name);
    if inner.len() > NAME {
        return bad("it is too long");
    }
    if inner.starts_with('/') || inner.contains(['\\', ':']) {
        return bad("it leads out of the deck's folder");
    }
    if inner.chars().any(|c| c.is_control() || matches!(c, '<' | '>' | '"' | '|' | '?' | '*')) {
        return bad("it holds signs that some systems don't allow");
    }
    let parts: Vec<&str> = inner.split('/').collect();
    if parts.len() > DEPTH {
        return bad("it lies too deep");
    }
    for part in parts {
        if part == ".." {
            return bad("it leads out of the deck's folder");
        }
        if part.is_empty() || part == "." || part.starts_with('.') {
            return bad("it is empty or hidden");
        }
        if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            return bad("it ends in a way that some systems drop");
        }
        if is_reserved(part) {
            return bad("it is a device on some systems");
        }
    }
    Ok(inner.to_owned())
}

/// Windows' devices, with any ending.
fn is_reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let is_numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix).unwrap_or_default();
        let mut letters = number.chars();
        matches!((letters.next(), letters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_numbered("COM")
        || is_numbered("LPT")
}
