//! One instance at a time: a lock on a file, which the operating system drops
//! when its holder ends in whatever way.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::error::{Holder, StoreError, io_trouble};

const NAME: &str = "progress.lock";

/// Held as long as the value lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the data folder `dir`.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(NAME);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|source| io_trouble(&path, "opening the lock file", source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { path: dir.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(source)) => {
                return Err(io_trouble(&path, "locking the data folder", source));
            }
        }
        // The note is a courtesy to the second instance: on a full disk the
        // lock holds without it.
        let _ = sign(&mut file);
        Ok(Self { _file: file })
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "pid {}", std::process::id())?;
    if let Some(host) = host() {
        writeln!(file, "host {host}")?;
    }
    file.flush()
}

fn holder(file: &mut File) -> Holder {
    let mut text = String::new();
    // Some systems forbid reading a locked file: then the holder stays unknown.
    let _ = file.read_to_string(&mut text);
    let field = |name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name)).map(|rest| rest.trim().to_owned())
    };
    Holder { pid: field("pid ").and_then(|pid| pid.parse().ok()), host: field("host ") }
}

fn host() -> Option<String> {
    let from_file = ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .find_map(|p| fs::read_to_string(p).ok());
    from_file
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}
