//! Deck files on disk: found, and read within limits.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::fault::{Fault, FaultCode, Lines};
use super::proof::PROOFS_FILE;

/// The largest file that is read as a deck, bytes.
pub(super) const MAX_FILE: u64 = 64 << 20;

/// The deck files (`*.ron`) of a folder: at its top and one folder deep, in
/// path order. Hidden names are passed over, a missing folder is empty; what
/// can't be listed is a fault.
pub(super) fn deck_files(folder: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in listed(folder, faults) {
        if entry.is_dir() {
            files.extend(listed(&entry, faults).into_iter().filter(|file| is_deck(file)));
        } else if is_deck(&entry) {
            files.push(entry);
        }
    }
    files.sort();
    files
}

fn is_deck(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ron"))
        && !path.is_dir()
        && path.file_name().is_none_or(|name| name != PROOFS_FILE)
}

fn listed(folder: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let hidden = |path: &Path| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    };
    match fs::read_dir(folder) {
        Ok(entries) => {
            entries.flatten().map(|entry| entry.path()).filter(|path| !hidden(path)).collect()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let message = format!("this folder of decks can't be read: {error}");
            faults.push(Fault::of_file(folder, FaultCode::Unreadable, message));
            Vec::new()
        }
    }
}

/// The text of a deck's file.
///
/// # Errors
/// When it is not there, no plain file, too large or no text; the fault says it.
pub fn read(path: &Path) -> Result<String, Box<Fault>> {
    let fault = |code, message: String| Box::new(Fault::of_file(path, code, message));
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => fault(FaultCode::NotFound, "there is no such file".into()),
        _ => fault(FaultCode::Unreadable, format!("this file can't be read: {error}")),
    };
    let kind = fs::metadata(path).map_err(unreadable)?;
    if kind.is_dir() {
        return Err(fault(FaultCode::NotAFile, "this is a folder, not a deck's file".into()));
    }
    if !kind.is_file() {
        return Err(fault(FaultCode::NotAFile, "this is no plain file".into()));
    }
    let too_large = || {
        let message = format!("this file is larger than {} MiB", MAX_FILE >> 20);
        Box::new(fault(FaultCode::FileTooLarge, message).with_help("split the deck in two"))
    };
    if kind.len() > MAX_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(kind.len()).unwrap_or_default());
    let file = File::open(path).map_err(unreadable)?;
    // The file may have grown since it was asked for its size.
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    utf8(path, bytes)
}

/// The bytes as text, or where they stop being text.
fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, Box<Fault>> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let help =
            if wide { "it looks like UTF-16: save it as UTF-8" } else { "save the file as UTF-8" };
        let valid = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
        let (line, col) = Lines::new(&valid).position(at);
        let mut fault = Fault::of_file(path, FaultCode::NotUtf8, "this is not UTF-8 text");
        (fault.line, fault.col, fault.span) = (line, col, at..at);
        Box::new(fault.with_help(help))
    })
}
