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
use super::good::{Good, is_loss};
use super::index::{self, Entry, Index, Stamp};
use super::{DeckInfo, FileState, Held, Item, Library, Origin, Reloaded};
use crate::deck::fault::{Fault, FaultCode};
use crate::deck::model::{DeckHead, ItemKey, Side};
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
    /// Where the last good version of each of the learner's decks is kept, to
    /// study while its file is broken; `None` leaves broken cards out.
    pub good_dir: Option<PathBuf>,
}

/// A deck file that was found.
enum Found {
    BuiltIn(Embedded),
    File(PathBuf),
}

/// A deck file and what is known of it.
struct Read {
    found: Found,
    known: Known,
    /// What stands in for a text that is broken.
    good: Option<Good>,
}

/// What is known of a deck file.
struct Known {
    part: Part,
    stamp: Option<Stamp>,
    /// Of the whole text; 0 when it could not be read.
    hash: u64,
    /// It was read just now.
    is_fresh: bool,
}

/// Where a deck's items come from.
enum Part {
    Digest(Box<Digest>),
    /// Unchanged: this deck of the library before.
    Before(usize),
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
        let known = digests(&files, sources.index_file.as_deref(), cancel);
        let read = files.into_iter().zip(known);
        let read = read.filter_map(|(found, known)| {
            let known = known?;
            let good = good_for(&found, &known, sources);
            Some(Read { found, known, good })
        });
        let mut library = Self { faults, builtins, ..Self::default() };
        library.listing = library.faults.len();
        library.gather(read.collect(), None);
        library
    }

    /// Looks for changes on disk: lists the folders, reads what changed, and
    /// takes all else over as it is. `None` when nothing has changed, or when it
    /// was cancelled. The index is left to the next start.
    #[must_use]
    pub fn reload(&self, sources: &Sources, cancel: &AtomicBool) -> Option<Reloaded> {
        let mut faults = Vec::new();
        let files = files(&self.builtins, &sources.folders, &mut faults);
        let mut before: HashMap<&Path, &FileState> =
            self.files.iter().map(|file| (file.path.as_path(), file)).collect();
        let mut has_changed = files.len() != self.files.len() || faults != self.listing_faults();
        let mut read = Vec::with_capacity(files.len());
        for found in files {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let name = found.name();
            let state = before.remove(name);
            let (known, is_new) = self.known_again(&found, state);
            has_changed |= is_new;
            let good = good_for(&found, &known, sources);
            read.push(Read { found, known, good });
        }
        if !has_changed {
            return None;
        }
        let mut library = Self { faults, builtins: self.builtins.clone(), ..Self::default() };
        library.listing = library.faults.len();
        let moved = library.gather(read, Some(self));
        Some(Reloaded { library, moved })
    }

    /// What is known of a file now, and whether that is news.
    fn known_again(&self, found: &Found, before: Option<&FileState>) -> (Known, bool) {
        let stamp = match found {
            Found::BuiltIn(deck) => Some(Stamp::of_builtin(deck)),
            Found::File(path) => Stamp::of_file(path),
        };
        let deck = before.and_then(|state| state.deck).map(|deck| deck as usize);
        // A file that was read shortly before may have changed again within a
        // tick of the file system's clock; what has no deck costs little.
        if let (Some(state), Some(deck)) = (before, deck)
            && !state.is_fresh
            && state.stamp.is_some()
            && state.stamp == stamp
        {
            let part = Part::Before(deck);
            return (Known { part, stamp, hash: state.hash, is_fresh: false }, false);
        }
        let (name, folder, text) = match text_of(found) {
            Ok(text) => text,
            Err(fault) => {
                let is_new = before.is_none_or(|state| state.hash != 0);
                let part = Part::Digest(Box::new(Digest::of_fault(*fault)));
                return (Known { part, stamp: None, hash: 0, is_fresh: false }, is_new);
            }
        };
        let hash = xxh3_64(text.as_bytes());
        let is_same = before.is_some_and(|state| state.hash == hash);
        if let (true, Some(deck)) = (is_same, deck) {
            let info = self.decks.get(deck);
            // An image may have come or gone without the text changing.
            if info.is_some_and(|info| info.faults == 0) {
                let part = Part::Before(deck);
                return (Known { part, stamp, hash, is_fresh: false }, false);
            }
        }
        let digest = Digest::new(&text, parse_in(&text, name, folder, false));
        let is_new = !is_same || digest.faults.iter().ne(self.faults_of(name));
        (Known { part: Part::Digest(Box::new(digest)), stamp, hash, is_fresh: true }, is_new)
    }

    /// Faults of the folders themselves.
    fn listing_faults(&self) -> &[Fault] {
        self.faults.get(..self.listing).unwrap_or_default()
    }

    fn faults_of<'a>(&'a self, file: &'a Path) -> impl Iterator<Item = &'a Fault> {
        let is_own =
            move |fault: &&Fault| fault.file == file && fault.code != FaultCode::DuplicateDeck;
        self.faults.iter().filter(is_own)
    }

    /// Decides which deck stands for each id, and lists their items. Gives for
    /// each item its place in the library before.
    fn gather(&mut self, read: Vec<Read>, before: Option<&Self>) -> Vec<Option<u32>> {
        let mut own: HashMap<String, PathBuf> = HashMap::new();
        let mut builtin: HashSet<String> = HashSet::new();
        for deck in &read {
            let Some(head) = deck.head(before) else { continue };
            match &deck.found {
                Found::BuiltIn(_) => {
                    builtin.insert(head.id.clone());
                }
                Found::File(path) => {
                    own.entry(head.id.clone()).or_insert_with(|| path.clone());
                }
            }
        }
        let mut tags = HashMap::new();
        let mut moved = Vec::new();
        for deck in read {
            let mut state = FileState {
                path: deck.found.name().to_owned(),
                stamp: deck.known.stamp.clone(),
                hash: deck.known.hash,
                is_fresh: deck.known.is_fresh,
                deck: None,
            };
            state.deck = self.stand(deck, (&own, &builtin), before, &mut tags, &mut moved);
            self.files.push(state);
        }
        moved
    }

    /// Puts a deck into the library, if it is the one that stands for its id.
    /// Gives its position.
    fn stand(
        &mut self,
        deck: Read,
        (own, builtin): (&HashMap<String, PathBuf>, &HashSet<String>),
        before: Option<&Self>,
        tags: &mut HashMap<String, u32>,
        moved: &mut Vec<Option<u32>>,
    ) -> Option<u32> {
        let head = deck.head(before).cloned();
        let Read { found, known, good } = deck;
        let faults: Vec<Fault> = match (&known.part, before) {
            (Part::Digest(digest), _) => digest.faults.clone(),
            (Part::Before(_), Some(before)) => before.faults_of(found.name()).cloned().collect(),
            (Part::Before(_), None) => Vec::new(),
        };
        let count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
        let lost = faults.iter().filter(|fault| is_loss(fault));
        let held = good
            .as_ref()
            .and_then(|_| Some(Held { fault: lost.clone().next()?.clone(), errors: lost.count() }));
        self.faults.extend(faults);
        let head = head?;
        let first = own.get(&head.id);
        let (origin, file, embedded) = match found {
            // A deck of the learner's with this id replaces it.
            Found::BuiltIn(_) if first.is_some() => return None,
            Found::BuiltIn(deck) => (Origin::BuiltIn, PathBuf::from(deck.name), Some(deck.bytes)),
            Found::File(path) => {
                if let Some(first) = first.filter(|first| **first != path) {
                    self.faults.push(duplicate_deck(&path, &head.id, first));
                    return None;
                }
                (Origin::File(path.clone()), path, None)
            }
        };
        let (part, text_file) = match good {
            Some(good) => (Part::Digest(Box::new(good.digest)), Some(good.file)),
            None => (known.part, None),
        };
        let mut info = DeckInfo {
            replaces_builtin: embedded.is_none() && builtin.contains(&head.id),
            head,
            origin,
            items: 0..0,
            cards: 0,
            faults: count,
            held,
            tags: Vec::new(),
            file,
            text_file,
            hash: known.hash,
            embedded,
        };
        let position = u32::try_from(self.decks.len()).unwrap_or(u32::MAX);
        match (part, before) {
            (Part::Digest(digest), _) => {
                info.cards = u32::try_from(digest.rows.len()).unwrap_or(u32::MAX);
                self.add(info, &digest, tags);
                moved.extend(self.moves(position as usize, before));
            }
            (Part::Before(at), Some(before)) => {
                if let Some(old) = before.decks.get(at) {
                    (info.held, info.text_file) = (old.held.clone(), old.text_file.clone());
                }
                self.take_over(info, before, at, tags, moved);
            }
            (Part::Before(_), None) => return None,
        }
        Some(position)
    }

    /// Where the items of this deck were before, by their names.
    fn moves(&self, deck: usize, before: Option<&Self>) -> Vec<Option<u32>> {
        let Some(info) = self.decks.get(deck) else { return Vec::new() };
        let old = before.and_then(|before| Some((before, before.deck(&info.head.id)?)));
        let places: HashMap<(&str, Side), u32> = old
            .into_iter()
            .flat_map(|(before, old)| {
                old.items.clone().filter_map(move |item| {
                    let side = before.items.get(item as usize)?.side;
                    Some(((before.card_id(item as usize), side), item))
                })
            })
            .collect();
        let place = |item: u32| {
            let side = self.items.get(item as usize)?.side;
            places.get(&(self.card_id(item as usize), side)).copied()
        };
        info.items.clone().map(place).collect()
    }

    /// Takes over a deck of the library before, item by item.
    fn take_over(
        &mut self,
        mut info: DeckInfo,
        before: &Self,
        at: usize,
        tags: &mut HashMap<String, u32>,
        moved: &mut Vec<Option<u32>>,
    ) {
        let Some(old) = before.decks.get(at) else { return };
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (deck, first) = (small(self.decks.len()), small(self.items.len()));
        info.cards = old.cards;
        let renumbered: HashMap<u32, u32> = old
            .tags
            .iter()
            .map(|(tag, _)| (*tag, self.number_of(before.tag_name(*tag), tags)))
            .collect();
        let mut last = None;
        let (mut id, mut own_tags) = (0, 0);
        for item in old.items.clone() {
            let Some(found) = before.items.get(item as usize) else { continue };
            // Both sides of a card share its id and tags.
            if last != Some(found.card) {
                last = Some(found.card);
                id = small(self.ids.len());
                own_tags = small(self.item_tags.len());
                self.ids.push_str(before.card_id(item as usize));
                let own = before.tags(item as usize).iter();
                self.item_tags.extend(own.filter_map(|tag| renumbered.get(tag)));
            }
            self.items.push(Item {
                deck,
                id: (id, found.id.1),
                tags: (own_tags, found.tags.1),
                ..*found
            });
            moved.push(Some(item));
        }
        info.items = first..small(self.items.len());
        info.tags = old
            .tags
            .iter()
            .filter_map(|(tag, count)| Some((*renumbered.get(tag)?, *count)))
            .collect();
        let former = before.former.iter().filter(|(_, item)| old.items.contains(item));
        let shifted = |(key, item): &(ItemKey, u32)| (key.clone(), item - old.items.start + first);
        let former: Vec<(ItemKey, u32)> = former.map(shifted).collect();
        self.former.extend(former);
        self.decks.push(info);
    }

    /// The number of a tag here, given anew when nobody has it yet.
    fn number_of(&mut self, tag: &str, tags: &mut HashMap<String, u32>) -> u32 {
        if let Some(number) = tags.get(tag) {
            return *number;
        }
        let number = u32::try_from(self.tag_names.len()).unwrap_or(u32::MAX);
        self.tag_names.push(tag.to_owned());
        tags.insert(tag.to_owned(), number);
        number
    }

    /// Adds a deck with its items.
    fn add(&mut self, mut info: DeckInfo, digest: &Digest, tags: &mut HashMap<String, u32>) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let global: Vec<u32> = digest.tags.iter().map(|tag| self.number_of(tag, tags)).collect();
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
fn digests(files: &[Found], index_file: Option<&Path>, cancel: &AtomicBool) -> Vec<Option<Known>> {
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
    let fresh: HashSet<usize> = jobs.iter().map(|job| job.at).collect();
    let mut unlisted = Vec::new();
    for (at, done) in run(files, jobs, cancel) {
        match done {
            Done::Indexed(entry) => {
                if let Some(place) = entries.get_mut(at) {
                    *place = Some(entry);
                }
            }
            Done::Unindexed(digest, hash) => unlisted.push((at, digest, hash)),
        }
    }
    if let Some(file) = index_file
        && stale
        && !cancel.load(Ordering::Relaxed)
    {
        // Without an index the next start is slower, and nothing else.
        let _ = index::write(file, entries.iter().flatten());
    }
    let known = |(at, entry): (usize, Option<Entry>)| {
        let Entry { stamp, hash, digest } = entry?;
        let is_fresh = fresh.contains(&at);
        Some(Known { part: Part::Digest(Box::new(digest)), stamp: Some(stamp), hash, is_fresh })
    };
    let mut all: Vec<Option<Known>> = entries.into_iter().enumerate().map(known).collect();
    for (at, digest, hash) in unlisted {
        if let Some(place) = all.get_mut(at) {
            let part = Part::Digest(Box::new(digest));
            *place = Some(Known { part, stamp: None, hash, is_fresh: true });
        }
    }
    all
}

/// What came of a job.
enum Done {
    Indexed(Entry),
    /// To be looked at again next time; with the hash of its text.
    Unindexed(Digest, u64),
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

/// A deck's text, the name of its file in faults, the folder of its images.
type Text<'a> = (&'a Path, Option<&'a Path>, Cow<'a, str>);

fn text_of(file: &Found) -> Result<Text<'_>, Box<Fault>> {
    match file {
        Found::BuiltIn(deck) => {
            let name = Path::new(deck.name);
            let text = str::from_utf8(deck.bytes).map_err(|_| {
                Box::new(Fault::of_file(name, FaultCode::NotUtf8, "this is not UTF-8 text"))
            })?;
            Ok((name, None, Cow::Borrowed(text)))
        }
        Found::File(path) => Ok((path, path.parent(), Cow::Owned(source::read(path)?))),
    }
}

/// Reads one deck, unless its text turns out to be what it was.
fn read(file: &Found, job: Job) -> Done {
    let (name, folder, text) = match text_of(file) {
        Ok(text) => text,
        Err(fault) => return Done::Unindexed(Digest::of_fault(*fault), 0),
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
        _ => Done::Unindexed(digest, hash),
    }
}

impl Found {
    /// Its name in faults.
    fn name(&self) -> &Path {
        match self {
            Self::BuiltIn(deck) => Path::new(deck.name),
            Self::File(path) => path,
        }
    }
}

impl Read {
    /// The head of the version that stands.
    fn head<'a>(&'a self, before: Option<&'a Library>) -> Option<&'a DeckHead> {
        if let Some(good) = &self.good {
            return good.digest.head.as_ref();
        }
        match (&self.known.part, before) {
            (Part::Digest(digest), _) => digest.head.as_ref(),
            (Part::Before(at), Some(before)) => before.decks.get(*at).map(|deck| &deck.head),
            (Part::Before(_), None) => None,
        }
    }
}

/// The good version that stands in for a broken one, when there is any.
fn good_for(found: &Found, known: &Known, sources: &Sources) -> Option<Good> {
    let (Found::File(path), Part::Digest(digest)) = (found, &known.part) else { return None };
    if !digest.faults.iter().any(is_loss) {
        return None;
    }
    let good = Good::find(sources.good_dir.as_deref()?, path)?;
    // With another id it is another deck, however broken.
    let id = |digest: &Digest| digest.head.as_ref().map(|head| head.id.clone());
    let is_same = digest.head.is_none() || id(digest) == id(&good.digest);
    is_same.then_some(good)
}
