//! The cache file of reviews: a head with what tells whether it fits the log,
//! then records in blocks that are checked one by one. It is never trusted:
//! whatever does not fit is read from the log again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

use super::record::{LEN, Record};
use crate::insight::Texts;

const MAGIC: &[u8; 8] = b"hippolog";
/// To be raised when the layout changes, or what a record means.
const LAYOUT: u32 = 1;
/// Magic, layout, program, length and sum of the head.
const START: usize = 8 + 4 + 8 + 8 + 8;
/// Records of a block: it fits a processor's cache while it is decoded.
pub(super) const BLOCK: usize = 4096;
/// Blocks that are read before they are wanted.
const AHEAD: usize = 4;
/// A longer head is none: it holds some bytes for each item and pick.
const LONGEST_HEAD: u64 = 1 << 30;

/// An item as the file knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemEntry {
    /// Of its name: see [`crate::deck::Library::hash_of`]. The file has items
    /// sorted by this.
    pub hash: u64,
    /// Its row.
    pub row: u32,
    /// The interval that its last review that counts led to.
    pub last_days: u32,
}

/// All but the records.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The log's last entry when the file was written.
    pub last_seq: u64,
    /// Its id.
    pub last_id: Uuid,
    /// Of the undone entries up to that one: see [`sum_of`].
    pub undone: u64,
    /// Reviews.
    pub records: u32,
    /// A sum for each block.
    sums: Vec<u64>,
    /// Sorted by hash.
    pub items: Vec<ItemEntry>,
    /// The record and the option that it picked, in the order of records.
    pub picked: Vec<(u32, u32)>,
    /// What the options say.
    pub options: Texts,
}

/// A file whose head is whole.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    pub head: Head,
    /// Where the records begin.
    from: u64,
}

/// Stands for a set of rows of the log, given in order.
pub(super) fn sum_of(rows: &[i64]) -> u64 {
    let bytes: Vec<u8> = rows.iter().flat_map(|row| row.to_le_bytes()).collect();
    xxh3_64(&bytes)
}

fn program() -> u64 {
    // Another version may predict recall otherwise.
    xxh3_64(env!("CARGO_PKG_VERSION").as_bytes())
}

impl Kept {
    /// Reads the head; `None` when there is no file, or none that is whole and
    /// of this program.
    pub fn open(path: &Path) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let size = file.metadata().ok()?.len();
        let mut start = [0; START];
        file.read_exact(&mut start).ok()?;
        let mut start = Bytes(&start);
        if start.take::<8>()? != *MAGIC
            || u32::from_le_bytes(start.take()?) != LAYOUT
            || u64::from_le_bytes(start.take()?) != program()
        {
            return None;
        }
        let length = u64::from_le_bytes(start.take()?);
        let sum = u64::from_le_bytes(start.take()?);
        let from = (START as u64).checked_add(length)?;
        if length > LONGEST_HEAD || from > size {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        file.read_exact(&mut bytes).ok()?;
        if xxh3_64(&bytes) != sum {
            return None;
        }
        let head = Head::read(&bytes)?;
        let records = u64::from(head.records).checked_mul(LEN as u64)?;
        (from.checked_add(records) == Some(size)).then(|| Self {
            path: path.to_owned(),
            head,
            from,
        })
    }

    /// Gives each record with its position, in order; `None` when they are not
    /// whole. Another thread reads and checks ahead.
    pub fn read(&self, mut each: impl FnMut(u32, Record) -> Option<()>) -> Option<()> {
        std::thread::scope(|scope| {
            let (full, blocks) = sync_channel::<Option<Vec<u8>>>(AHEAD);
            let (empty, used) = channel::<Vec<u8>>();
            scope.spawn(move || {
                // Whoever decodes may have given up: then nobody takes it.
                let _ = match self.blocks(&full, &used) {
                    Some(()) => Ok(()),
                    None => full.send(None),
                };
            });
            let mut position = 0;
            for block in blocks {
                let block = block?;
                for record in block.as_chunks().0 {
                    each(position, Record::read(record)?)?;
                    position += 1;
                }
                let _ = empty.send(block);
            }
            (position == self.head.records).then_some(())
        })
    }

    /// Reads and checks block by block, in buffers that were used before.
    fn blocks(&self, full: &SyncSender<Option<Vec<u8>>>, used: &Receiver<Vec<u8>>) -> Option<()> {
        let mut file = File::open(&self.path).ok()?;
        file.seek(SeekFrom::Start(self.from)).ok()?;
        let mut left = self.head.records as usize;
        for sum in &self.head.sums {
            let mut block = used.try_recv().unwrap_or_default();
            block.resize(left.min(BLOCK) * LEN, 0);
            file.read_exact(&mut block).ok()?;
            if xxh3_64(&block) != *sum {
                return None;
            }
            full.send(Some(block)).ok()?;
            left = left.saturating_sub(BLOCK);
        }
        Some(())
    }
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let last_seq = u64::from_le_bytes(bytes.take()?);
        let last_id = Uuid::from_bytes(bytes.take()?);
        let undone = u64::from_le_bytes(bytes.take()?);
        let records = u32::from_le_bytes(bytes.take()?);
        let items = u32::from_le_bytes(bytes.take()?) as usize;
        let picked = u32::from_le_bytes(bytes.take()?) as usize;
        let options = u32::from_le_bytes(bytes.take()?) as usize;
        let sums = (records as usize).div_ceil(BLOCK);
        let sums = bytes.many(sums)?.iter().map(|sum| u64::from_le_bytes(*sum)).collect();
        let items = bytes.many::<16>(items)?.iter().map(|entry| {
            let mut entry = Bytes(entry);
            Some(ItemEntry {
                hash: u64::from_le_bytes(entry.take()?),
                row: u32::from_le_bytes(entry.take()?),
                last_days: u32::from_le_bytes(entry.take()?),
            })
        });
        let items = items.collect::<Option<_>>()?;
        let picked = bytes.many::<8>(picked)?.iter().map(|pick| {
            let mut pick = Bytes(pick);
            Some((u32::from_le_bytes(pick.take()?), u32::from_le_bytes(pick.take()?)))
        });
        let picked = picked.collect::<Option<_>>()?;
        let ends = bytes.many(options)?.iter().map(|end| u32::from_le_bytes(*end)).collect();
        let text = String::from_utf8(bytes.0.to_vec()).ok()?;
        let options = Texts::from_parts(text, ends)?;
        Some(Self { last_seq, last_id, undone, records, sums, items, picked, options })
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let count = |length: usize| u32::try_from(length).ok().map(u32::to_le_bytes);
        let (text, ends) = self.options.parts();
        out.extend(self.last_seq.to_le_bytes());
        out.extend(self.last_id.as_bytes());
        out.extend(self.undone.to_le_bytes());
        out.extend(self.records.to_le_bytes());
        out.extend(count(self.items.len())?);
        out.extend(count(self.picked.len())?);
        out.extend(count(ends.len())?);
        out.extend(self.sums.iter().flat_map(|sum| sum.to_le_bytes()));
        for item in &self.items {
            out.extend(item.hash.to_le_bytes());
            out.extend(item.row.to_le_bytes());
            out.extend(item.last_days.to_le_bytes());
        }
        for (record, option) in &self.picked {
            out.extend(record.to_le_bytes());
            out.extend(option.to_le_bytes());
        }
        out.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
        out.extend(text.as_bytes());
        Some(out)
    }
}

/// Writes the file beside the old one and puts it in its place at once.
///
/// # Errors
/// When the folder can't be written to. Nothing is lost then but time.
pub(super) fn write(path: &Path, mut head: Head, records: &[Record]) -> io::Result<()> {
    let long = || io::Error::other("too many reviews for one file");
    head.records = u32::try_from(records.len()).map_err(|_| long())?;
    let mut blocks = Vec::with_capacity(records.len() * LEN);
    head.sums.clear();
    for block in records.chunks(BLOCK) {
        let from = blocks.len();
        for record in block {
            record.write(&mut blocks);
        }
        head.sums.push(xxh3_64(blocks.get(from..).unwrap_or_default()));
    }
    let body = head.bytes().ok_or_else(long)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut out = tempfile::NamedTempFile::new_in(folder)?;
    out.write_all(MAGIC)?;
    out.write_all(&LAYOUT.to_le_bytes())?;
    out.write_all(&program().to_le_bytes())?;
    out.write_all(&(body.len() as u64).to_le_bytes())?;
    out.write_all(&xxh3_64(&body).to_le_bytes())?;
    out.write_all(&body)?;
    out.write_all(&blocks)?;
    out.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What is left of some bytes.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn many<const N: usize>(&mut self, count: usize) -> Option<&'a [[u8; N]]> {
        let (taken, rest) = self.0.split_at_checked(count.checked_mul(N)?)?;
        self.0 = rest;
        Some(taken.as_chunks().0)
    }
}
