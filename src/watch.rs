//! Notices when decks change on disk. What has changed is for others to find
//! out: editors save in many ways, and asking the disk is cheap.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Quiet this long, and a save is taken to be complete.
const QUIET: Duration = Duration::from_millis(80);
/// Told at the latest this long after the first sign of a change.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often folders are looked at where the system tells nothing.
const POLL: Duration = Duration::from_secs(2);

/// Watches folders of decks until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    thread: Sender<Signal>,
}

/// What wakes the thread.
enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // A thread that has ended needs no stopping.
        let _ = self.thread.send(Signal::Stop);
    }
}

/// Why folders can't be watched; decks are then read anew at the next start.
#[derive(Debug, thiserror::Error)]
#[error("changes of decks can't be followed: {reason}; a restart reads them anew")]
pub struct WatchError {
    /// What the system says.
    #[source]
    reason: notify::Error,
}

impl Watcher {
    /// Calls `on_change` from a thread of its own when something changes at the
    /// top of these folders or one folder deep. A folder that is not there yet
    /// is waited for.
    ///
    /// # Errors
    /// When the system lets nothing be watched.
    pub fn start(
        folders: Vec<PathBuf>,
        on_change: impl Fn() + Send + 'static,
    ) -> Result<Self, WatchError> {
        let (sender, receiver) = channel();
        let mut eyes = Eyes::open(&sender).map_err(|reason| WatchError { reason })?;
        eyes.look_at(&folders);
        std::thread::spawn(move || {
            while changed(&receiver) {
                // Folders may have come or gone.
                eyes.look_at(&folders);
                on_change();
            }
        });
        Ok(Self { thread: sender })
    }
}

/// Waits for a change to be complete; `false` when it is time to stop.
fn changed(receiver: &Receiver<Signal>) -> bool {
    loop {
        match receiver.recv() {
            Ok(Signal::Event(event)) if matters(&event) => break,
            Ok(Signal::Event(_)) => {}
            Ok(Signal::Stop) | Err(_) => return false,
        }
    }
    let first = Instant::now();
    loop {
        let left = PATIENCE.saturating_sub(first.elapsed()).min(QUIET);
        match receiver.recv_timeout(left) {
            Ok(Signal::Event(_)) if !left.is_zero() => {}
            Ok(Signal::Event(_)) | Err(RecvTimeoutError::Timeout) => return true,
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Whether an event may mean another deck. Errors may: events could be lost.
fn matters(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
        return false;
    }
    event.need_rescan() || event.paths.iter().any(|path| !is_scratch(path))
}

/// Files that editors make beside what they save.
fn is_scratch(path: &Path) -> bool {
    let Some(name) = path.file_name().map(std::ffi::OsStr::to_string_lossy) else { return false };
    name.starts_with('.')
        || name.starts_with('#')
        || name.ends_with('~')
        || name.ends_with(".tmp")
        // What Vim tries a folder with.
        || name == "4913"
}

/// The system's way to watch, or looking again and again.
enum Eyes {
    System(RecommendedWatcher, Vec<PathBuf>),
    Poll(PollWatcher, Vec<PathBuf>),
}

impl Eyes {
    fn open(sender: &Sender<Signal>) -> notify::Result<Self> {
        let tell = |sender: Sender<Signal>| {
            move |event| {
                // Nobody listens any more: the watcher is about to go.
                let _ = sender.send(Signal::Event(event));
            }
        };
        let system = RecommendedWatcher::new(tell(sender.clone()), Config::default());
        if let Ok(watcher) = system {
            return Ok(Self::System(watcher, Vec::new()));
        }
        let config = Config::default().with_poll_interval(POLL);
        let watcher = PollWatcher::new(tell(sender.clone()), config)?;
        Ok(Self::Poll(watcher, Vec::new()))
    }

    /// Watches what there is of these folders now.
    fn look_at(&mut self, folders: &[PathBuf]) {
        let wanted: Vec<PathBuf> = folders.iter().flat_map(|folder| places(folder)).collect();
        let (watcher, seen): (&mut dyn notify::Watcher, &mut Vec<PathBuf>) = match self {
            Self::System(watcher, seen) => (watcher, seen),
            Self::Poll(watcher, seen) => (watcher, seen),
        };
        for gone in seen.iter().filter(|place| !wanted.contains(place)) {
            // A folder that was removed is no longer watched anyway.
            let _ = watcher.unwatch(gone);
        }
        // Watched anew each time: a folder that was replaced is another one.
        let mut now = Vec::with_capacity(wanted.len());
        for place in wanted {
            if watcher.watch(&place, RecursiveMode::NonRecursive).is_ok() {
                now.push(place);
            }
        }
        *seen = now;
    }
}

/// The folder and those in it; while it is not there, the nearest one above
/// that is.
fn places(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() {
        let above = folder.ancestors().skip(1).find(|above| above.is_dir());
        return above.map(Path::to_path_buf).into_iter().collect();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let inner = entries.map(|entry| entry.path()).filter(|path| {
        let is_hidden =
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        !is_hidden && path.is_dir()
    });
    std::iter::once(folder.to_path_buf()).chain(inner).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

    use std::fs;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// More than any machine should need.
    const LONG: Duration = Duration::from_secs(30);

    struct Seen {
        home: tempfile::TempDir,
        changes: Receiver<()>,
        watcher: Option<Watcher>,
    }

    impl Seen {
        fn new(folders: &[&str]) -> Self {
            let home = tempfile::tempdir().unwrap();
            fs::create_dir_all(home.path().join("decks")).unwrap();
            fs::write(home.path().join("decks/a.ron"), "1").unwrap();
            let (sender, changes) = channel();
            let folders = folders.iter().map(|name| home.path().join(name)).collect();
            let tell = move || {
                let _ = sender.send(());
            };
            let watcher = Some(Watcher::start(folders, tell).unwrap());
            Self { home, changes, watcher }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.home.path().join(name)
        }

        /// What is done is noticed.
        fn notices(&self, what: &str, change: impl FnOnce()) {
            change();
            assert!(self.changes.recv_timeout(LONG).is_ok(), "{what} was not noticed");
            // One save may be told in two parts on a slow machine.
            while self.changes.recv_timeout(PATIENCE * 2).is_ok() {}
        }
    }

    #[test]
    fn every_way_of_saving_is_noticed() {
        let seen = Seen::new(&["decks"]);
        let deck = seen.path("decks/a.ron");
        seen.notices("writing in place", || fs::write(&deck, "2").unwrap());
        seen.notices("replacing", || {
            let temp = seen.path("decks/.a.ron.swp");
            fs::write(&temp, "3").unwrap();
            fs::rename(temp, &deck).unwrap();
        });
        seen.notices("removing", || fs::remove_file(&deck).unwrap());
        seen.notices("coming back", || fs::write(&deck, "4").unwrap());
        seen.notices("a new folder", || fs::create_dir(seen.path("decks/more")).unwrap());
        seen.notices("a deck in it", || fs::write(seen.path("decks/more/b.ron"), "5").unwrap());
        seen.notices("the folder renamed", || {
            fs::rename(seen.path("decks/more"), seen.path("decks/less")).unwrap();
        });
        seen.notices("the deck within", || {
            fs::write(seen.path("decks/less/b.ron"), "6").unwrap();
        });
    }

    #[test]
    fn a_folder_that_comes_later_is_waited_for() {
        let seen = Seen::new(&["later/decks"]);
        seen.notices("its parent", || fs::create_dir(seen.path("later")).unwrap());
        seen.notices("the folder", || fs::create_dir(seen.path("later/decks")).unwrap());
        seen.notices("a deck", || fs::write(seen.path("later/decks/a.ron"), "1").unwrap());
        seen.notices("its end", || fs::remove_dir_all(seen.path("later/decks")).unwrap());
        seen.notices("its return", || fs::create_dir(seen.path("later/decks")).unwrap());
        seen.notices("a deck again", || fs::write(seen.path("later/decks/a.ron"), "1").unwrap());
    }

    #[test]
    fn what_editors_leave_beside_is_no_change() {
        for name in ["/d/.a.ron.swp", "/d/a.ron~", "/d/4913", "/d/#a.ron#", "/d/x.tmp"] {
            assert!(is_scratch(Path::new(name)), "{name}");
        }
        for name in ["/d/a.ron", "/d/images", "/d/b-tree.png"] {
            assert!(!is_scratch(Path::new(name)), "{name}");
        }
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any));
        assert!(!matters(&Ok(read.add_path("/d/a.ron".into()))));
    }

    #[test]
    fn dropped_it_tells_nothing_more() {
        let mut seen = Seen::new(&["decks"]);
        seen.watcher = None;
        fs::write(seen.path("decks/a.ron"), "2").unwrap();
        // The sender goes with the thread.
        loop {
            match seen.changes.recv_timeout(LONG) {
                Ok(()) => {}
                Err(error) => {
                    assert_eq!(error, RecvTimeoutError::Disconnected);
                    break;
                }
            }
        }
    }
}
