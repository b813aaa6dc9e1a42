//! The whole log as plain numbers, read beside the window. A file in the cache
//! folder holds what is known of the log up to some entry, so that only what
//! came after is asked of the store.

mod file;
mod record;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::{Collection, CollectionError};
use crate::deck::{ItemKey, Library};
use crate::insight::{Answered, History, NOWHERE, Picked, Texts};
use crate::scheduler::Model;
use crate::store::{self, AnswerRow, Snapshot, Store};
use file::{Head, ItemEntry, Kept};
use record::Record;

/// So many reviews are read from the log as fast as nobody notices: only with
/// more of them the file is written anew.
const TOP_UP: usize = 2048;

/// Reads the history in another thread.
#[derive(Debug, Clone)]
pub struct HistorySource {
    dir: PathBuf,
    file: Option<PathBuf>,
    now_ms: i64,
    library: Arc<Library>,
    /// Names of the log that belong to other items than their own.
    renamed: HashMap<ItemKey, usize>,
    top_up: usize,
}

impl Collection {
    /// What is needed to read the history elsewhere.
    #[must_use]
    pub fn history_source(&self) -> HistorySource {
        HistorySource {
            dir: self.store.dir().to_owned(),
            file: self.history_file.clone(),
            now_ms: self.now_ms(),
            library: Arc::clone(&self.library),
            renamed: self.names.iter().map(|(item, name)| (name.clone(), item)).collect(),
            top_up: TOP_UP,
        }
    }
}

impl HistorySource {
    /// The progress, opened to be read beside the window.
    pub(super) fn store(&self) -> Result<Store, CollectionError> {
        Ok(Store::open_to_read(&self.dir, &store::Options::new(self.now_ms, 0))?)
    }

    /// Reads all reviews that count. Takes long for a long log that is read for
    /// the first time: not for the window's thread.
    ///
    /// # Errors
    /// When the store can't be read. Cancelled, it gives what it has so far.
    pub fn read(&self, cancel: &AtomicBool) -> Result<History, CollectionError> {
        let (history, upkeep) = self.load(cancel)?;
        upkeep.run();
        Ok(history)
    }

    /// As [`HistorySource::read`], but leaves it to the caller when to bring the
    /// cache up to date: after the history has been handed on.
    ///
    /// # Errors
    /// As [`HistorySource::read`].
    pub fn load(&self, cancel: &AtomicBool) -> Result<(History, Upkeep), CollectionError> {
        let store = self.store()?;
        let log = store.snapshot()?;
        let undone = log.undone()?;
        let read = match self.kept(&log)? {
            Some(kept) => {
                let last = (kept.head.last_seq, kept.head.last_id);
                self.decode(kept, &undone).map(|read| (Some(last), read))
            }
            None => None,
        };
        // What can't be read as a whole is read from the log.
        let (kept, mut read) = read.unwrap_or_default();
        let after = kept.map_or(0, |(last_seq, _)| last_seq);
        let tail = self.tail(&store, &log, after, &undone, &mut read, cancel)?;
        let is_whole = !cancel.load(Ordering::Relaxed);
        if read.is_rechained {
            chain(&mut read.answers);
        }
        let is_due = tail.records.len() > self.top_up || read.is_rechained;
        let upkeep = match (&self.file, log.last()?) {
            (Some(file), Some(last)) if is_whole && is_due => {
                Some(Work { file: file.clone(), kept, tail, undone, last })
            }
            _ => None,
        };
        let history = History::new(read.answers).with_texts(read.picked, read.options);
        Ok((history, Upkeep(upkeep)))
    }

    /// The file, when it holds the beginning of this log.
    fn kept(&self, log: &Snapshot<'_>) -> Result<Option<Kept>, CollectionError> {
        let Some(kept) = self.file.as_deref().and_then(Kept::open) else { return Ok(None) };
        // The log only grows, and an id is made once: a log with this entry in
        // this row has the same entries before it.
        let Ok(seq) = i64::try_from(kept.head.last_seq) else { return Ok(None) };
        Ok((log.id_at(seq)? == Some(kept.head.last_id)).then_some(kept))
    }

    /// All that the file knows; `None` when it isn't whole.
    fn decode(&self, kept: Kept, undone: &[i64]) -> Option<Read> {
        let last_seq = i64::try_from(kept.head.last_seq).ok()?;
        let known = undone.partition_point(|&seq| seq <= last_seq);
        let known = undone.get(..known)?;
        let items = self.places(&kept.head.items)?;
        let mut answers = Vec::with_capacity(kept.head.records as usize + self.top_up);
        let mut dropped = Vec::new();
        let mut left = known;
        kept.read(|position, record| {
            let seq = i64::from(record.seq);
            while let [first, rest @ ..] = left
                && *first < seq
            {
                left = rest;
            }
            if left.first() == Some(&seq) {
                dropped.push(position);
                return Some(());
            }
            let item = items.get(record.answered.card as usize)?.0;
            answers.push(Answered { item, ..record.answered });
            Some(())
        })?;
        let picked = kept.head.picked.iter().filter_map(|&(record, option)| {
            let before = dropped.partition_point(|&dropped| dropped < record);
            let is_undone = dropped.get(before) == Some(&record);
            let answer = record.checked_sub(u32::try_from(before).ok()?)?;
            (!is_undone).then_some(Picked { answer, option })
        });
        let picked = picked.collect();
        Some(Read {
            picked,
            answers,
            options: kept.head.options,
            items: Rows { near: items, far: HashMap::new() },
            is_rechained: kept.head.undone != file::sum_of(known),
        })
    }

    /// Where the items of the file are in the library, and the intervals that
    /// their last reviews led to, by their rows.
    fn places(&self, entries: &[ItemEntry]) -> Option<Vec<(u32, u32)>> {
        let rows = entries.iter().map(|entry| entry.row).max().map_or(0, |row| row as usize + 1);
        // Rows have no gaps, but for what is damaged.
        if rows > 2 * entries.len() + 16 {
            return None;
        }
        let mut places = vec![(NOWHERE, 0); rows];
        let mut put = |entry: &ItemEntry, place: u32| {
            *places.get_mut(entry.row as usize)? = (place, entry.last_days);
            Some(())
        };
        let mut library = self.library.by_hash().iter().peekable();
        for entry in entries {
            while library.next_if(|(hash, _)| *hash < entry.hash).is_some() {}
            let place = library.peek().filter(|(hash, _)| *hash == entry.hash);
            put(entry, place.map_or(NOWHERE, |(_, item)| *item))?;
        }
        for (name, item) in &self.renamed {
            let hash = Library::hash_of(name);
            let at = entries.partition_point(|entry| entry.hash < hash);
            let same = entries.iter().skip(at).take_while(|entry| entry.hash == hash);
            for entry in same {
                put(entry, u32::try_from(*item).unwrap_or(NOWHERE))?;
            }
        }
        Some(places)
    }

    /// Where the item of this name of the log is.
    fn place(&self, name: &ItemKey) -> u32 {
        let own = || self.library.find(name);
        let found = self.renamed.get(name).copied().or_else(own);
        found.and_then(|item| u32::try_from(item).ok()).unwrap_or(NOWHERE)
    }

    /// Reads what the log has after an entry, behind what was read.
    fn tail(
        &self,
        store: &Store,
        log: &Snapshot<'_>,
        after: u64,
        undone: &[i64],
        read: &mut Read,
        cancel: &AtomicBool,
    ) -> Result<Tail, CollectionError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let models: Vec<Model> = store.all_params()?.iter().map(Model::new).collect();
        let mut tail = Tail { items: Vec::new(), records: Vec::new(), picked: Vec::new() };
        let known = i64::try_from(read.items.near.len()).unwrap_or(i64::MAX).max(1) - 1;
        for (row, name) in log.items(known)? {
            read.items.put(row, (self.place(&name), 0));
            tail.items.push((row, Library::hash_of(&name)));
        }
        // By the row in the log: the answer, or none when it is undone.
        let mut answers: HashMap<i64, Option<u32>> = HashMap::new();
        let mut count = 0_u32;
        log.answers(after, |row| {
            count = count.wrapping_add(1);
            if count.is_multiple_of(1024) && cancel.load(Ordering::Relaxed) {
                return false;
            }
            let (item, last_days) = read.items.get(row.item);
            let answered = answered(&row, item, last_days, &models);
            let counts = undone.binary_search(&row.seq).is_err();
            if counts {
                read.items.put(row.item, (item, row.interval_days));
                read.answers.push(answered);
            }
            let at = u32::try_from(read.answers.len().saturating_sub(1)).ok();
            answers.insert(row.seq, at.filter(|_| counts));
            tail.records.push(Record { seq: u32::try_from(row.seq).unwrap_or(0), answered });
            true
        })?;
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (seq, text) in log.picked(after)? {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            if let Some(Some(answer)) = answers.get(&seq) {
                let known = numbers.get(&text).copied();
                let option = known.unwrap_or_else(|| read.options.push(&text));
                if known.is_none() {
                    numbers.insert(text.clone(), option);
                }
                read.picked.push(Picked { answer: *answer, option });
            }
            tail.picked.push((seq, text));
        }
        Ok(tail)
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    answers: Vec<Answered>,
    picked: Vec<Picked>,
    options: Texts,
    /// The place in the library and the last interval, by row.
    items: Rows,
    /// Something was undone, or redone, that the file knew otherwise: who came
    /// before whom has to be found out anew.
    is_rechained: bool,
}

/// Values by rows of the item table: all near each other, but for what is
/// damaged.
#[derive(Default)]
struct Rows {
    near: Vec<(u32, u32)>,
    far: HashMap<i64, (u32, u32)>,
}

impl Rows {
    fn get(&self, row: i64) -> (u32, u32) {
        let near = usize::try_from(row).ok().and_then(|row| self.near.get(row));
        near.or_else(|| self.far.get(&row)).copied().unwrap_or((NOWHERE, 0))
    }

    fn put(&mut self, row: i64, value: (u32, u32)) {
        match usize::try_from(row).ok().and_then(|row| self.near.get_mut(row)) {
            Some(slot) => *slot = value,
            None => drop(self.far.insert(row, value)),
        }
    }
}

/// What the log has behind the file.
struct Tail {
    /// Rows of items that the file doesn't know, with the hashes of their names.
    items: Vec<(i64, u64)>,
    records: Vec<Record>,
    picked: Vec<(i64, String)>,
}

fn answered(row: &AnswerRow, item: u32, previous: u32, models: &[Model]) -> Answered {
    let model = models.get(row.params as usize);
    #[expect(clippy::cast_possible_truncation, reason = "a share; FSRS reckons in f32")]
    let recall = row
        .before
        .zip(model)
        .map_or(f32::NAN, |(before, model)| model.retrievability(before, row.elapsed_days) as f32);
    Answered {
        at_ms: row.at_ms,
        item,
        card: u32::try_from(row.item).unwrap_or(u32::MAX),
        day: row.day,
        latency_ms: row.latency_ms,
        elapsed_days: row.elapsed_days,
        previous_days: if row.before.is_some() { previous } else { 0 },
        interval_days: row.interval_days,
        recall,
        zone_min: row.zone_min,
        kind: row.kind,
        rating: row.rating,
        confidence: row.confidence,
        is_right: row.is_right,
        is_first: row.before.is_none(),
        phase: row.phase,
    }
}

/// Finds the interval before each answer anew; gives the last of each item.
fn chain<'a>(answers: impl IntoIterator<Item = &'a mut Answered>) -> HashMap<u32, u32> {
    let mut last = HashMap::new();
    for answered in answers {
        let slot: &mut u32 = last.entry(answered.card).or_default();
        answered.previous_days = if answered.is_first { 0 } else { *slot };
        *slot = answered.interval_days;
    }
    last
}

/// What may be done for the cache when nobody waits any more.
#[must_use = "without it the log is read anew each time"]
pub struct Upkeep(Option<Work>);

struct Work {
    file: PathBuf,
    /// The last entry that the file knows, if it was read.
    kept: Option<(u64, Uuid)>,
    tail: Tail,
    undone: Vec<i64>,
    /// The log's last entry.
    last: (i64, Uuid),
}

impl std::fmt::Debug for Upkeep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Upkeep").field(&self.is_due()).finish()
    }
}

impl Upkeep {
    /// Whether there is something to do.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.0.is_some()
    }

    /// Writes the cache anew. What can't be written is read from the log the
    /// next time, too: that is no trouble to tell anybody.
    pub fn run(self) {
        if let Some(work) = self.0 {
            let _ = work.write();
        }
    }
}

impl Work {
    fn write(self) -> Option<std::io::Result<()>> {
        let mut head = Head::default();
        let mut records = Vec::new();
        if let Some(last) = self.kept {
            let kept = Kept::open(&self.file)?;
            // Somebody else may have been here meanwhile.
            if (kept.head.last_seq, kept.head.last_id) != last {
                return None;
            }
            kept.read(|_, record| {
                records.push(record);
                Some(())
            })?;
            head = kept.head;
        }
        records.extend(self.tail.records);
        // Beyond this row numbers don't fit a record.
        head.last_seq = u64::from(u32::try_from(self.last.0).ok()?);
        head.last_id = self.last.1;
        head.undone = file::sum_of(&self.undone);
        let counting = records
            .iter_mut()
            .filter(|record| self.undone.binary_search(&i64::from(record.seq)).is_err());
        let last = chain(counting.map(|record| &mut record.answered));
        // Only items that were reviewed: those up to the last of them are the
        // same in every log that has these entries.
        let most = records.iter().map(|record| record.answered.card).max()?;
        let new = self.tail.items.iter().filter_map(|&(row, hash)| {
            Some(ItemEntry { hash, row: u32::try_from(row).ok()?, last_days: 0 })
        });
        head.items.extend(new.filter(|entry| entry.row <= most));
        for item in &mut head.items {
            item.last_days = last.get(&item.row).copied().unwrap_or(0);
        }
        head.items.sort_unstable();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (seq, text) in self.tail.picked {
            let found = records.binary_search_by_key(&seq, |record| i64::from(record.seq));
            let Ok(record) = found else { continue };
            let options = &mut head.options;
            let option = *numbers.entry(text).or_insert_with_key(|text| options.push(text));
            head.picked.push((u32::try_from(record).ok()?, option));
        }
        Some(file::write(&self.file, head, &records))
    }
}
