//! Taking a deck in: all of it is on disk under another name before it is put in
//! its place; what was there before is kept.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::package::Package;
use crate::author;
use crate::deck::{self, Library, Origin};
use crate::paths::Paths;

/// A deck that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: PathBuf,
    /// Where the deck that it took the place of is kept.
    pub before: Option<PathBuf>,
}

/// Why a deck was not taken in. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Its head can't be read.
    #[error("{name} can't be taken in: {reason}")]
    NoDeck {
        /// The deck's file.
        name: String,
        /// The first fault.
        reason: String,
    },
    /// The learner has a deck of this id.
    #[error("you have a deck `{id}` already, in {}; replace it, and the old one is kept aside", file.display())]
    Exists {
        /// The id.
        id: String,
        /// Its file.
        file: PathBuf,
    },
    /// The system refuses.
    #[error("{} can't be written: {reason}", file.display())]
    System {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
}

/// Takes a deck in. One with pictures gets a folder of its own. With `replace` it
/// takes the place of the learner's deck of the same id, which is kept aside
/// under the data folder; its progress goes on.
///
/// # Errors
/// When it is no deck, when there is one already, or when the system refuses.
pub fn install(
    package: &Package,
    library: &Library,
    paths: &Paths,
    replace: bool,
    now_ms: i64,
) -> Result<Installed, InstallError> {
    let parsed = deck::parse(&package.text, Path::new(&package.name));
    let Some(head) = parsed.head else {
        let fault = parsed.faults.first().map(ToString::to_string).unwrap_or_default();
        return Err(InstallError::NoDeck { name: package.name.clone(), reason: fault });
    };
    let id = head.id;
    let old = library.deck(&id).and_then(|deck| match &deck.origin {
        Origin::File(file) => Some(file.clone()),
        Origin::BuiltIn => None,
    });
    if let (Some(file), false) = (&old, replace) {
        return Err(InstallError::Exists { id, file: file.clone() });
    }
    let system = |file: &Path| {
        let file = file.to_owned();
        move |reason| InstallError::System { file, reason }
    };
    fs::create_dir_all(&paths.decks).map_err(system(&paths.decks))?;
    let before = match &old {
        Some(file) => Some(keep_aside(file, &id, paths, now_ms).map_err(system(file))?),
        None => None,
    };
    // A deck goes where the one of its id was; its pictures beside it.
    if let (Some(file), true) = (&old, package.pictures.is_empty()) {
        let saved = author::read(file);
        let written = saved.and_then(|saved| author::write(file, &saved, &package.text));
        written.map_err(|error| refused(file, &error))?;
        return Ok(Installed { id, file: file.clone(), before });
    }
    let file = if package.pictures.is_empty() {
        let file = free(&paths.decks, &id, ".ron");
        author::create(&file, &package.text).map_err(|error| refused(&file, &error))?;
        file
    } else {
        let folder = free(&paths.decks, &id, "");
        let staged = staged(package, &id, &paths.decks).map_err(system(&folder))?;
        // Gone before the new one stands: two decks of one id would fight.
        if let Some(file) = &old {
            fs::remove_file(file).map_err(system(file))?;
        }
        fs::rename(staged.path(), &folder).map_err(system(&folder))?;
        // It has moved: there is nothing left to clear away.
        let _ = staged.keep();
        folder.join(format!("{id}.ron"))
    };
    Ok(Installed { id, file, before })
}

fn refused(file: &Path, error: &author::SaveError) -> InstallError {
    InstallError::System { file: file.to_owned(), reason: io::Error::other(error.to_string()) }
}

/// A name that nobody has: `id`, else `id-2` and so on.
fn free(folder: &Path, id: &str, end: &str) -> PathBuf {
    let mut path = folder.join(format!("{id}{end}"));
    let mut number = 1;
    while path.exists() {
        number += 1;
        path = folder.join(format!("{id}-{number}{end}"));
    }
    path
}

/// The deck and its pictures in a hidden folder beside their place, on disk.
fn staged(package: &Package, id: &str, decks: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".installing-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o755));
    }
    let folder = builder.tempdir_in(decks)?;
    let deck = (format!("{id}.ron"), package.text.as_bytes());
    let pictures = package.pictures.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice()));
    for (name, bytes) in std::iter::once(deck).chain(pictures) {
        let path = folder.path().join(&name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(folder)
}

/// A copy of a deck's file where nobody looks for decks.
fn keep_aside(file: &Path, id: &str, paths: &Paths, now_ms: i64) -> io::Result<PathBuf> {
    let folder = paths.data.join("replaced");
    fs::create_dir_all(&folder)?;
    let kept = free(&folder, &format!("{id}-{now_ms}"), ".ron");
    fs::copy(file, &kept)?;
    fs::File::open(&kept)?.sync_all()?;
    Ok(kept)
}
