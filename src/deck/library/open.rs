//! Opening the library: which files there are, which of them must be read, and
//! which deck stands for an id.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::builtin::{self, Embedded};
use super::digest::Digest;
use super::index::{self, Entry, Index, Stamp};
use super::{DeckInfo, Item, Library, Origin};
use crate::deck::fault::{Fault, FaultCode};
use crate::deck::model::{ItemKey, Side};
use crate::deck::parse::parse_in;
use crate::deck::source;

/// Where decks are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Whether the built-in decks are wanted.
    pub builtin: bool,
    /// The learner's own folder first, then those of the settings. A missing
    /// folder is empty.
    pub folders: Vec<PathBuf>,
    /// Where the index is kept between runs; `None` reads every deck anew.
    pub index_file: Option<PathBuf>,
}

/// A deck file that was found.
enum Found {
    BuiltIn(Embedded),
    File(PathBuf),
}

/// A deck file and what was kept of it.
struct Read {
    found: Found,
    digest: Digest,
}

impl Library {
    /// Opens all decks of these sources. Never fails as a whole: what can't be
    /// read is a fault. Decks that did not change since the index was written
    /// come from the index, the others are parsed on all cores.
    ///
    /// Once `cancel` is set, files that have not been read are passed over.
    #[must_use]
    pub fn open(sources: &Sources, cancel: &AtomicBool) -> Self {
        let builtins = if sources.builtin { builtin::files() } else { Vec::new() };
        Self::open_with(builtins, sources, cancel)
    }

    pub(super) fn open_with(
        builtins: Vec<Embedded>,
        sources: &Sources,
        cancel: &AtomicBool,
    ) -> Self {
        let mut faults = Vec::new();
        let files = files(&builtins, &sources.folders, &mut faults);
        let digests = digests(&files, sources.index_file.as_deref(), cancel);
        let read = files.into_iter().zip(digests);
        let read = read.filter_map(|(found, digest)| Some(Read { found, digest: digest? }));
        let mut library = Self { faults, builtins, ..Self::default() };
        library.gather(read.collect());
        library
    }

    /// Decides which deck stands for each id, and lists their items.
    fn gather(&mut self, read: Vec<Read>) {
        let mut own: HashMap<String, PathBuf> = HashMap::new();
        for deck in &read {
            if let (Found::File(path), Some(head)) = (&deck.found, &deck.digest.head) {
                own.entry(head.id.clone()).or_insert_with(|| path.clone());
            }
        }
        let builtin: HashSet<String> = read
            .iter()
            .filter(|deck| matches!(deck.found, Found::BuiltIn(_)))
            .filter_map(|deck| Some(deck.digest.head.as_ref()?.id.clone()))
            .collect();
        let mut tags = HashMap::new();
        for Read { found, mut digest } in read {
            let faults = std::mem::take(&mut digest.faults);
            let count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
            self.faults.extend(faults);
            let Some(head) = digest.head.take() else { continue };
            let first = own.get(&head.id);
            let (origin, file, embedded) = match found {
                // A deck of the learner's with this id replaces it.
                Found::BuiltIn(_) if first.is_some() => continue,
                Found::BuiltIn(deck) => {
                    (Origin::BuiltIn, PathBuf::from(deck.name), Some(deck.bytes))
                }
                Found::File(path) => {
                    if let Some(first) = first.filter(|first| **first != path) {
                        self.faults.push(duplicate_deck(&path, &head.id, first));
                        continue;
                    }
                    (Origin::File(path.clone()), path, None)
                }
            };
            let info = DeckInfo {
                replaces_builtin: embedded.is_none() && builtin.contains(&head.id),
                head,
                origin,
                items: 0..0,
                cards: u32::try_from(digest.rows.len()).unwrap_or(u32::MAX),
                faults: count,
                tags: Vec::new(),
                file,
                embedded,
            };
            self.add(info, &digest, &mut tags);
        }
    }

    /// Adds a deck with its items.
    fn add(&mut self, mut info: DeckInfo, digest: &Digest, tags: &mut HashMap<String, u32>) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let global: Vec<u32> = digest
            .tags
            .iter()
            .map(|tag| {
                *tags.entry(tag.clone()).or_insert_with(|| {
                    self.tag_names.push(tag.clone());
                    small(self.tag_names.len() - 1)
                })
            })
            .collect();
        let mut counts = vec![0_u32; global.len()];
        let deck = small(self.decks.len());
        let first = small(self.items.len());
        let mut id = small(self.ids.len());
        self.ids.push_str(&digest.ids);
        let mut row_tags = digest.row_tags.iter();
        let mut former = digest.former.iter().peekable();
        for (n, row) in digest.rows.iter().enumerate() {
            let tag_start = small(self.item_tags.len());
            let sides: &[Side] =
                if row.reversed { &[Side::Forward, Side::Reversed] } else { &[Side::Forward] };
            for &tag in row_tags.by_ref().take(usize::from(row.tag_count)) {
                self.item_tags.extend(global.get(tag as usize));
                if let Some(count) = counts.get_mut(tag as usize) {
                    *count += small(sides.len());
                }
            }
            let position = small(self.items.len());
            while let Some((_, name)) = former.next_if(|(row, _)| *row as usize == n) {
                for (place, &side) in (position..).zip(sides) {
                    let named = name.parse().map(|key| ItemKey { side, ..key });
                    self.former.extend(named.map(|key: ItemKey| (key, place)));
                }
            }
            for (&side, &answer) in sides.iter().zip(&row.answers) {
                self.items.push(Item {
                    deck,
                    card: small(n),
                    side,
                    kind: row.kind,
                    level: row.level,
                    group: row.group,
                    start: row.start,
                    length: row.length,
                    hash: row.hash,
                    id: (id, row.id_length),
                    tags: (tag_start, row.tag_count),
                    answer,
                    content: row.content,
                });
            }
            id += u32::from(row.id_length);
        }
        info.items = first..small(self.items.len());
        info.tags = global.into_iter().zip(counts).collect();
        info.tags.sort_by(|a, b| self.tag_name(a.0).cmp(self.tag_name(b.0)));
        self.decks.push(info);
    }
}

fn duplicate_deck(path: &Path, id: &str, first: &Path) -> Fault {
    let message = format!("another deck has the id `{id}` already: this one is left out");
    let help = format!("the other is {}; give one of them an id of its own", first.display());
    Fault::of_file(path, FaultCode::DuplicateDeck, message).with_help(help)
}

/// Every deck file: the built-in ones, then folder by folder in path order.
fn files(builtins: &[Embedded], folders: &[PathBuf], faults: &mut Vec<Fault>) -> Vec<Found> {
    let mut found: Vec<Found> =
        builtins.iter().filter(|file| file.is_deck()).copied().map(Found::BuiltIn).collect();
    let mut seen = HashSet::new();
    for folder in folders {
        // A folder named twice, or within another, is listed once.
        for file in source::deck_files(folder, faults) {
            let real = file.canonicalize().unwrap_or_else(|_| file.clone());
            if seen.insert(real) {
                found.push(Found::File(file));
            }
        }
    }
    found
}

/// A deck to be read, with what was known of it before.
struct Job {
    at: usize,
    stamp: Option<Stamp>,
    before: Option<Entry>,
}

/// What is known of each file; `None` for those that were passed over.
fn digests(files: &[Found], index_file: Option<&Path>, cancel: &AtomicBool) -> Vec<Option<Digest>> {
    let mut index = index_file.map(Index::read).unwrap_or_default();
    let mut entries: Vec<Option<Entry>> = Vec::with_capacity(files.len());
    let mut jobs = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let stamp = match file {
            Found::BuiltIn(deck) => Some(Stamp::of_builtin(deck)),
            Found::File(path) => Stamp::of_file(path),
        };
        let before = stamp.as_ref().and_then(|stamp| index.take(stamp));
        match before {
            Some(entry) if Some(&entry.stamp) == stamp.as_ref() && !index.is_racy(&entry.stamp) => {
                entries.push(Some(entry));
            }
            before => {
                entries.push(None);
                jobs.push(Job { at, stamp, before });
            }
        }
    }
    let stale = !jobs.is_empty() || !index.is_empty();
    let mut unlisted = Vec::new();
    for (at, done) in run(files, jobs, cancel) {
        match done {
            Done::Indexed(entry) => {
                if let Some(place) = entries.get_mut(at) {
                    *place = Some(entry);
                }
            }
            Done::Unindexed(digest) => unlisted.push((at, digest)),
        }
    }
    if let Some(file) = index_file
        && stale
        && !cancel.load(Ordering::Relaxed)
    {
        // Without an index the next start is slower, and nothing else.
        let _ = index::write(file, entries.iter().flatten());
    }
    let mut digests: Vec<Option<Digest>> =
        entries.into_iter().map(|entry| Some(entry?.digest)).collect();
    for (at, digest) in unlisted {
        if let Some(place) = digests.get_mut(at) {
            *place = Some(digest);
        }
    }
    digests
}

/// What came of a job.
enum Done {
    Indexed(Entry),
    /// To be looked at again next time.
    Unindexed(Digest),
}

/// Reads decks on all cores.
fn run(files: &[Found], jobs: Vec<Job>, cancel: &AtomicBool) -> Vec<(usize, Done)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let next = AtomicUsize::new(0);
    let jobs: Vec<Mutex<Option<Job>>> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            let Some(job) = job.lock().unwrap_or_else(PoisonError::into_inner).take() else {
                continue;
            };
            let Some(file) = files.get(job.at) else { continue };
            let result = (job.at, read(file, job));
            done.lock().unwrap_or_else(PoisonError::into_inner).push(result);
        }
    };
    if threads <= 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
    }
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Reads one deck, unless its text turns out to be what it was.
fn read(file: &Found, job: Job) -> Done {
    let (name, folder, text) = match file {
        Found::BuiltIn(deck) => {
            let name = Path::new(deck.name);
            let Ok(text) = str::from_utf8(deck.bytes) else {
                let fault = Fault::of_file(name, FaultCode::NotUtf8, "this is not UTF-8 text");
                return Done::Unindexed(Digest::of_fault(fault));
            };
            (name, None, Cow::Borrowed(text))
        }
        Found::File(path) => match source::read(path) {
            Ok(text) => (path.as_path(), path.parent(), Cow::Owned(text)),
            Err(fault) => return Done::Unindexed(Digest::of_fault(*fault)),
        },
    };
    let hash = xxh3_64(text.as_bytes());
    let digest = match job.before {
        Some(before) if before.hash == hash => before.digest,
        _ => Digest::new(&text, parse_in(&text, name, folder, false)),
    };
    // An image may come without the deck changing.
    let looks_elsewhere = digest
        .faults
        .iter()
        .any(|fault| matches!(fault.code, FaultCode::MediaMissing | FaultCode::MediaOutside));
    match job.stamp {
        Some(stamp) if !looks_elsewhere && name.to_str().is_some() => {
            Done::Indexed(Entry { stamp, hash, digest })
        }
        _ => Done::Unindexed(digest),
    }
}
