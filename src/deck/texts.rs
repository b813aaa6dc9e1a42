//! The texts of decks, for those who read them as a whole.

use std::collections::HashSet;
use std::path::PathBuf;

use super::check::CheckScope;
use super::fault::{Fault, FaultCode};
use super::{library, source};

/// A deck's text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckText {
    /// The file; for a built-in deck: its name in `decks/`.
    pub file: PathBuf,
    /// Whether the program carries it.
    pub builtin: bool,
    /// What the file holds.
    pub text: String,
}

/// The texts of all decks that [`check`](super::check) would look at, and what
/// could not be read.
#[must_use]
pub fn texts(scope: &CheckScope) -> (Vec<DeckText>, Vec<Fault>) {
    let mut faults = Vec::new();
    let files = files(scope, &mut faults);
    let mut texts = Vec::new();
    if scope.builtin {
        texts.extend(library::builtin_texts().map(|(name, text)| DeckText {
            file: name.to_owned(),
            builtin: true,
            text: text.to_owned(),
        }));
    }
    for file in files {
        match source::read(&file) {
            Ok(text) => texts.push(DeckText { file, builtin: false, text }),
            Err(fault) => faults.push(*fault),
        }
    }
    (texts, faults)
}

/// The deck files of a scope, each once, in the order in which they were named.
/// What is missing or can't be listed is a fault.
pub(super) fn files(scope: &CheckScope, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in &scope.paths {
        if path.is_dir() {
            files.extend(source::deck_files(path, faults));
        } else if path.exists() {
            files.push(path.clone());
        } else {
            let message = "there is no such file or folder";
            faults.push(Fault::of_file(path, FaultCode::NotFound, message));
        }
    }
    for folder in &scope.folders {
        files.extend(source::deck_files(folder, faults));
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
    files
}

/// The results of proofs of the decks that the program carries.
#[must_use]
pub fn builtin_proofs() -> Option<&'static str> {
    library::builtin_proofs()
}
