//! The decks that the program carries.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::deck::proof::PROOFS_FILE;

static DECKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// A file in `decks/` as it was when the program was built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Embedded {
    /// Its path below `decks/`.
    pub name: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

impl Embedded {
    /// Whether this is a deck, not an image or a page about decks.
    pub fn is_deck(&self) -> bool {
        let path = Path::new(self.name);
        path.extension().is_some_and(|end| end == "ron")
            && path.file_name().is_none_or(|name| name != PROOFS_FILE)
    }
}

/// All files at the top of `decks/` and one folder deep, in path order.
pub(super) fn files() -> Vec<Embedded> {
    let mut files: Vec<Embedded> =
        DECKS.dirs().chain(std::iter::once(&DECKS)).flat_map(of_folder).collect();
    files.sort_unstable_by_key(|file| file.name);
    files
}

fn of_folder(folder: &'static Dir<'static>) -> impl Iterator<Item = Embedded> {
    folder
        .files()
        .filter_map(|file| Some(Embedded { name: file.path().to_str()?, bytes: file.contents() }))
}
