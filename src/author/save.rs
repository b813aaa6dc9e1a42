//! Files of decks, written whole or not at all, and never over what somebody
//! else has written meanwhile.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::deck::{Fault, read_deck_file};

/// A deck's file as it was read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What it holds.
    pub text: String,
    /// Tells this content from any other.
    version: u64,
}

/// Why a file was not read or written. Nothing has changed on disk then.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else has changed the file since it was read.
    #[error("{} has been changed by another program since it was opened", file.display())]
    Conflict {
        /// The file.
        file: PathBuf,
        /// What it holds now; `None` when it is gone.
        theirs: Option<String>,
    },
    /// There is a file of this name.
    #[error("{} is there already: choose another name", file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The file must not be written.
    #[error("{} is read-only: make it writable, or save the deck elsewhere", file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
    },
    /// The file can't be read as text.
    #[error("{0}")]
    Unreadable(Box<Fault>),
    /// The system refuses.
    #[error("{} can't be written: {reason}; your change is not on disk yet", file.display())]
    System {
        /// The file or its folder.
        file: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
}

impl Saved {
    /// A text as it was read from a file.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self { version: xxh3_64(text.as_bytes()), text }
    }
}

/// Reads a deck's file.
///
/// # Errors
/// When it is not there, too large or no text.
pub fn read(file: &Path) -> Result<Saved, SaveError> {
    read_deck_file(file).map(Saved::new).map_err(SaveError::Unreadable)
}

/// Writes a deck's file: a new one beside it, on disk, then in its place. Who
/// reads it sees the old text or the new one. Permissions stay; a link is
/// followed.
///
/// The file is compared with what `before` was read from just before it is
/// replaced; only a change within those microseconds could be lost.
///
/// # Errors
/// When the file is no longer what it was, may not be written, or the system
/// refuses. Nothing has changed then.
pub fn write(file: &Path, before: &Saved, text: &str) -> Result<Saved, SaveError> {
    let system = |reason| SaveError::System { file: file.to_owned(), reason };
    // The file itself, not a link to it.
    let target = match file.canonicalize() {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(SaveError::Conflict { file: file.to_owned(), theirs: None });
        }
        Err(error) => return Err(system(error)),
    };
    let about = fs::metadata(&target).map_err(system)?;
    if about.permissions().readonly() {
        return Err(SaveError::ReadOnly { file: file.to_owned() });
    }
    let temp = written(&target, text).map_err(system)?;
    temp.as_file().set_permissions(about.permissions()).map_err(system)?;
    temp.as_file().sync_all().map_err(system)?;
    let now = match read(&target) {
        Ok(now) => Some(now),
        Err(SaveError::Unreadable(fault)) if !target.exists() => {
            drop(fault);
            None
        }
        Err(error) => return Err(error),
    };
    if now.as_ref().map(|now| now.version) != Some(before.version) {
        let theirs = now.map(|now| now.text);
        return Err(SaveError::Conflict { file: file.to_owned(), theirs });
    }
    temp.persist(&target).map_err(|error| system(error.error))?;
    settle(&target);
    Ok(Saved::new(text.to_owned()))
}

/// Writes a file that is not there yet; its folder is made.
///
/// # Errors
/// When there is one already, or the system refuses.
pub fn create(file: &Path, text: &str) -> Result<Saved, SaveError> {
    let system = |reason| SaveError::System { file: file.to_owned(), reason };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(system)?;
    }
    let temp = written(file, text).map_err(system)?;
    temp.as_file().sync_all().map_err(system)?;
    temp.persist_noclobber(file).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => SaveError::Exists { file: file.to_owned() },
        _ => system(error.error),
    })?;
    settle(file);
    Ok(Saved::new(text.to_owned()))
}

/// The text in a file beside. Its name is hidden, so that nobody takes it for a
/// deck.
fn written(file: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".saving-");
    // As any new file; what is private by default would be so for ever.
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut temp = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    temp.write_all(text.as_bytes())?;
    Ok(temp)
}

/// Makes the renaming last. Where that can't be asked for it lasts soon anyway.
fn settle(file: &Path) {
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = file;
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

    use super::*;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        fs::write(&file, "one").unwrap();
        (folder, file)
    }

    /// What the folder holds: nothing is left behind.
    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_written_is_there_and_nothing_else_is() {
        let (folder, file) = place();
        let saved = read(&file).unwrap();
        let saved = write(&file, &saved, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        let saved = write(&file, &saved, "three\r\n").unwrap();
        assert_eq!(saved, read(&file).unwrap());
        assert_eq!(names(folder.path()), ["a.ron"]);
    }

    #[test]
    fn a_change_by_somebody_else_is_never_overwritten() {
        let (folder, file) = place();
        let saved = read(&file).unwrap();
        fs::write(&file, "theirs").unwrap();
        let Err(SaveError::Conflict { theirs, .. }) = write(&file, &saved, "mine") else {
            panic!()
        };
        assert_eq!(theirs.as_deref(), Some("theirs"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
        // The same text saved again is no change.
        fs::write(&file, "one").unwrap();
        write(&file, &saved, "mine").unwrap();
        fs::remove_file(&file).unwrap();
        let gone = write(&file, &saved, "mine again");
        assert!(matches!(gone, Err(SaveError::Conflict { theirs: None, .. })));
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn a_new_file_takes_nobodys_place() {
        let (folder, file) = place();
        assert!(matches!(create(&file, "two"), Err(SaveError::Exists { .. })));
        assert_eq!(fs::read_to_string(&file).unwrap(), "one");
        let new = folder.path().join("more/b.ron");
        create(&new, "b").unwrap();
        assert_eq!(fs::read_to_string(new).unwrap(), "b");
        assert_eq!(names(folder.path()), ["a.ron", "more"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, file) = place();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.ron");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let saved = read(&link).unwrap();
        write(&link, &saved, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn what_may_not_be_written_is_told_and_stays() {
        let (folder, file) = place();
        let saved = read(&file).unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(matches!(write(&file, &saved, "two"), Err(SaveError::ReadOnly { .. })));
        assert_eq!(names(folder.path()), ["a.ron"]);
        fs::write(folder.path().join("b.ron"), b"\xFF").unwrap();
        let fault = read(&folder.path().join("b.ron")).unwrap_err().to_string();
        assert!(fault.contains("UTF-8"), "{fault}");
        let missing = folder.path().join("a.ron/deeper/c.ron");
        assert!(matches!(create(&missing, "c"), Err(SaveError::System { .. })));
    }
}
