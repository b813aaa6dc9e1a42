//! A deck on its way in: its text and its pictures, in memory.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::PACK_EXTENSION;
use super::unpack::{PACK, Refusal, unpack};
use crate::deck::{self, Fault, read_deck_file};

/// A deck on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The name of the deck's file.
    pub name: String,
    /// The deck's text.
    pub text: String,
    /// Pictures by their path within the deck's folder, with `/`.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Why a file or folder holds no deck that can be taken in.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system can't read it.
    #[error("{} can't be read: {reason}", name(file))]
    System {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        #[source]
        reason: std::io::Error,
    },
    /// The deck's file can't be read as text.
    #[error("{} can't be taken in: {}", name(&.0.file), .0.message)]
    Deck(Box<Fault>),
    /// A pack that is not taken.
    #[error("{} is not taken: {reason}", name(file))]
    Refused {
        /// The pack.
        file: PathBuf,
        /// Why.
        #[source]
        reason: Refusal,
    },
    /// A picture that a card shows can't be read.
    #[error("{}: the picture `{picture}` of a card can't be read: {reason}", name(file))]
    Picture {
        /// The deck.
        file: PathBuf,
        /// As the card names it.
        picture: String,
        /// Why.
        reason: String,
    },
    /// There is no deck in the folder.
    #[error("{} holds no deck: a deck is a file that ends in .ron", name(.0))]
    NoDeck(PathBuf),
    /// A folder of more decks than anybody studies.
    #[error("{} holds more than {MOST} decks: take them in by smaller folders", name(.0))]
    TooMany(PathBuf),
    /// It is neither a file nor a folder.
    #[error("{} is neither a file nor a folder", name(.0))]
    NoFile(PathBuf),
}

/// What a learner calls it, who knows where it lies.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// How many decks a folder may bring in at once.
const MOST: usize = 500;

impl Package {
    /// What a deck's file, a pack, or a folder of decks holds. A pack is told by
    /// its first bytes, whatever it is called.
    ///
    /// # Errors
    /// When something can't be read, or a pack is refused.
    pub fn open(path: &Path) -> Result<Vec<Self>, OpenError> {
        let system = |reason| OpenError::System { file: path.to_owned(), reason };
        let about = fs::metadata(path).map_err(system)?;
        if about.is_dir() {
            return Self::folder(path);
        }
        // A pipe would keep us waiting for ever.
        if !about.is_file() {
            return Err(OpenError::NoFile(path.to_owned()));
        }
        let mut file = fs::File::open(path).map_err(system)?;
        let mut start = Vec::new();
        Read::by_ref(&mut file).take(4).read_to_end(&mut start).map_err(system)?;
        let is_pack = path.extension().is_some_and(|end| end == PACK_EXTENSION || end == "zip");
        if !is_pack && !start.starts_with(b"PK") {
            return Self::deck(path).map(|deck| vec![deck]);
        }
        let mut bytes = start;
        file.take(PACK + 1).read_to_end(&mut bytes).map_err(system)?;
        let refused = |reason| OpenError::Refused { file: path.to_owned(), reason };
        unpack(&bytes).map(|package| vec![package]).map_err(refused)
    }

    fn folder(path: &Path) -> Result<Vec<Self>, OpenError> {
        let system = |reason| OpenError::System { file: path.to_owned(), reason };
        let mut decks: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(path).map_err(system)? {
            let file = entry.map_err(system)?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_deck = file.extension().is_some_and(|end| end == "ron")
                && !name.starts_with('.')
                && name != deck::PROOFS_FILE;
            if is_deck && file.is_file() {
                decks.push(file);
            }
        }
        decks.sort();
        if decks.len() > MOST {
            return Err(OpenError::TooMany(path.to_owned()));
        }
        if decks.is_empty() {
            return Err(OpenError::NoDeck(path.to_owned()));
        }
        decks.iter().map(|deck| Self::deck(deck)).collect()
    }

    /// A deck's file with the pictures beside it.
    fn deck(path: &Path) -> Result<Self, OpenError> {
        let text = read_deck_file(path).map_err(OpenError::Deck)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut pictures: Vec<(String, Vec<u8>)> = Vec::new();
        for card in deck::parse(&text, path).cards {
            for picture in deck::pictures_of(&card) {
                if pictures.iter().any(|(known, _)| *known == picture) {
                    continue;
                }
                let failed = |reason: String| OpenError::Picture {
                    file: path.to_owned(),
                    picture: picture.clone(),
                    reason,
                };
                let file = deck::picture_file(folder, &picture)
                    .ok_or_else(|| failed("it is not there, or outside of the folder".into()))?;
                let size = fs::metadata(&file).map_err(|error| failed(error.to_string()))?.len();
                if size > PACK {
                    return Err(failed(format!("it is larger than {} MiB", PACK >> 20)));
                }
                let bytes = fs::read(file).map_err(|error| failed(error.to_string()))?;
                pictures.push((picture, bytes));
            }
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, text, pictures })
    }
}
