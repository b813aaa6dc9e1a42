//! A deck and its pictures in one file.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::deck::{self, DeckError, Library, Media};

/// Why a deck was not packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The deck's text or a picture can't be read.
    #[error(transparent)]
    Deck(#[from] DeckError),
    /// A picture can't be read.
    #[error("{file} can't be read: {reason}")]
    Picture {
        /// The picture's file.
        file: String,
        /// What the system says.
        #[source]
        reason: std::io::Error,
    },
    /// The pack could not be put together.
    #[error("the pack can't be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The pack could not be put together.
    #[error("the pack can't be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Packs a deck (a position in [`Library::decks`]): a zip of its text and the
/// pictures that its cards show. The same deck gives the same bytes. Proofs stay
/// behind: who takes the deck in runs its code for themselves.
///
/// # Errors
/// When something of the deck can't be read.
pub fn pack(library: &Library, at: usize) -> Result<Vec<u8>, PackError> {
    let text = library.deck_text(at)?;
    let id = library.decks().get(at).map_or("deck", |deck| deck.head.id.as_str());
    let name = format!("{id}.ron");
    let mut pictures: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for card in deck::parse(&text, Path::new(&name)).cards {
        for path in deck::pictures_of(&card) {
            if pictures.contains_key(&path) {
                continue;
            }
            let bytes = match library.resolve_media(at, &path)? {
                Media::Embedded(bytes) => bytes.to_vec(),
                Media::File(file) => std::fs::read(&file).map_err(|reason| PackError::Picture {
                    file: file.display().to_string(),
                    reason,
                })?,
            };
            pictures.insert(path, bytes);
        }
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of day in it, the same deck gives the same pack.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(&name, options)?;
    zip.write_all(text.as_bytes())?;
    for (path, bytes) in pictures {
        zip.start_file(&path, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
