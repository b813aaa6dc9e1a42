//! Why a card or an image of a deck can't be had.

use std::path::PathBuf;

/// What went wrong with a deck that was opened before.
#[derive(Debug, thiserror::Error)]
pub enum DeckError {
    /// The library has no item of this number.
    #[error("there is no card number {0} in the library")]
    NoSuchItem(usize),
    /// The library has no deck of this number.
    #[error("there is no deck number {0} in the library")]
    NoSuchDeck(usize),
    /// The file is not what it was when the library was opened.
    #[error("{} has changed since it was read: read the decks again", file.display())]
    Changed {
        /// The deck's file.
        file: PathBuf,
    },
    /// The file can't be read any more.
    #[error("{} can't be read: {reason}", file.display())]
    Unreadable {
        /// The deck's file.
        file: PathBuf,
        /// What the system says.
        #[source]
        reason: std::io::Error,
    },
    /// An image path, or a link on its way, leaves the deck's folder.
    #[error("the image `{path}` lies outside of its deck's folder and is not opened")]
    MediaOutside {
        /// The path as the card gives it.
        path: String,
    },
    /// There is no such image.
    #[error("the image `{path}` is not in its deck's folder")]
    MediaMissing {
        /// The path as the card gives it.
        path: String,
    },
}
