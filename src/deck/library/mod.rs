//! All decks at hand: the built-in ones and those of the learner's folders.
//! Heads and the list of study items are in memory, cards are read when asked
//! for.

mod builtin;
mod digest;
mod good;
mod index;
mod open;
#[cfg(test)]
mod tests;
mod whole;

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::error::DeckError;
use super::fault::Fault;
use super::identity;
use super::media;
use super::model::{Card, DeckHead, ItemKey, Kind, Side};
use super::parse::parse_card;
use super::proof::{PROOFS_FILE, Proofs, Proven};
use super::source;

use builtin::Embedded;
use good::Good;
pub use open::Sources;

/// Where a deck comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Carried by the program.
    BuiltIn,
    /// A file of the learner's.
    File(PathBuf),
}

/// A deck of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckInfo {
    /// Title, area, version and so on.
    pub head: DeckHead,
    /// Where it comes from.
    pub origin: Origin,
    /// A learner's deck that stands in for a built-in one with the same id.
    pub replaces_builtin: bool,
    /// Its study items: positions in [`Library::items`].
    pub items: Range<u32>,
    /// How many cards it has; a reversed flip card counts once.
    pub cards: u32,
    /// How many faults its file has.
    pub faults: u32,
    /// Its file is broken now, and its last good version stands in for it.
    pub held: Option<Held>,
    /// The tags of its cards with the number of items that carry each, by
    /// name; see [`Library::tag_name`].
    pub tags: Vec<(u32, u32)>,
    /// The name of its file in faults.
    pub file: PathBuf,
    /// Where its texts are read when not from there.
    text_file: Option<PathBuf>,
    /// Of the text that its file holds.
    hash: u64,
    /// The text of a built-in deck.
    embedded: Option<&'static [u8]>,
}

/// Why a deck's last good version is studied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The first error that would leave something out.
    pub fault: Fault,
    /// How many there are.
    pub errors: usize,
}

/// A deck's file when it was last looked at.
#[derive(Debug, Clone)]
struct FileState {
    path: PathBuf,
    /// `None` when it must be read again.
    stamp: Option<index::Stamp>,
    hash: u64,
    /// It was read then: what changes within the same tick would not show.
    is_fresh: bool,
    /// Its deck, when it stands in the library.
    deck: Option<u32>,
}

/// A library made anew from what changed.
#[derive(Debug)]
pub struct Reloaded {
    /// The decks as they are now.
    pub library: Library,
    /// For each of its items: where it was before.
    pub moved: Vec<Option<u32>>,
}

/// One study item, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Position in [`Library::decks`].
    pub deck: u32,
    /// Position of its card among the whole cards of the deck.
    pub card: u32,
    /// The side that is asked.
    pub side: Side,
    /// The kind of its card.
    pub kind: Kind,
    /// 1 to 3; 0 when the author gave none.
    pub level: u8,
    /// Equal for siblings by group within a deck; 0 without a group.
    pub group: u64,
    /// The card's text in its file.
    start: u32,
    length: u32,
    hash: u64,
    /// The card's id in `Library::ids`.
    id: (u32, u8),
    /// Its tags in `Library::item_tags`.
    tags: (u32, u16),
    /// Stands for its right answer; see [`Wording::answer`](crate::deck::Wording).
    pub answer: u64,
    /// The number in the id that its card would have without a written one.
    content: u64,
}

/// An image of a deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Media {
    /// A file in the deck's folder; links are followed and fenced in.
    File(PathBuf),
    /// The bytes of an image that the program carries.
    Embedded(&'static [u8]),
}

/// All decks at hand. Opened once, shared freely, replaced as a whole when a
/// deck has changed.
#[derive(Debug, Default)]
pub struct Library {
    decks: Vec<DeckInfo>,
    items: Vec<Item>,
    faults: Vec<Fault>,
    /// The ids of all cards, one after the other.
    ids: String,
    tag_names: Vec<String>,
    item_tags: Vec<u32>,
    /// Every deck file, for telling what has changed.
    files: Vec<FileState>,
    /// So many of the faults are of the folders.
    listing: usize,
    builtins: Vec<Embedded>,
    /// Names that items had before.
    former: Vec<(ItemKey, u32)>,
    /// Hash of the key and position of each item, sorted. Made at the first
    /// search.
    by_key: OnceLock<Vec<(u64, u32)>>,
    /// What proved cards, by the folder of their decks; `None` for the built-in
    /// ones. Read when the first card is shown.
    proofs: OnceLock<HashMap<Option<PathBuf>, Proofs>>,
}

impl DeckInfo {
    fn text_file(&self) -> &Path {
        self.text_file.as_deref().unwrap_or(&self.file)
    }
}

impl Library {
    /// Keeps a copy of every deck of the learner's that is whole, for times when
    /// its file is not. Reads and writes files: not for the window's thread.
    /// Without copies broken cards are left out, and nothing else is lost.
    pub fn keep_good(&self, sources: &Sources, cancel: &AtomicBool) {
        let Some(folder) = &sources.good_dir else { return };
        let whole = self.decks.iter().filter(|deck| {
            matches!(deck.origin, Origin::File(_))
                && deck.held.is_none()
                && !self.faults.iter().any(|fault| fault.file == deck.file && good::is_loss(fault))
        });
        let held = self.decks.iter().filter(|deck| deck.held.is_some());
        let mut kept: Vec<PathBuf> = held.filter_map(|deck| deck.text_file.clone()).collect();
        for deck in whole {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            kept.extend(Good::keep(folder, &deck.file, deck.hash));
        }
        good::prune(folder, &kept);
    }

    /// The decks: built-in ones first unless replaced, then the learner's in
    /// path order.
    #[must_use]
    pub fn decks(&self) -> &[DeckInfo] {
        &self.decks
    }

    /// The deck with this id.
    #[must_use]
    pub fn deck(&self, id: &str) -> Option<&DeckInfo> {
        self.decks.iter().find(|deck| deck.head.id == id)
    }

    /// All study items, deck by deck in the order of the cards.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What is wrong with the decks, file by file. Warnings about style are
    /// left to `check`.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The id of an item's card; empty for an item that is not there.
    #[must_use]
    pub fn card_id(&self, item: usize) -> &str {
        let place = self.items.get(item).map(|item| {
            let start = item.id.0 as usize;
            start..start + usize::from(item.id.1)
        });
        place.and_then(|place| self.ids.get(place)).unwrap_or_default()
    }

    /// The name of an item; `None` when there is no such item.
    #[must_use]
    pub fn key(&self, item: usize) -> Option<ItemKey> {
        let found = self.items.get(item)?;
        let deck = self.decks.get(found.deck as usize)?;
        Some(ItemKey {
            deck: deck.head.id.clone(),
            card: self.card_id(item).to_owned(),
            side: found.side,
        })
    }

    /// The position of the item of this name.
    #[must_use]
    pub fn find(&self, key: &ItemKey) -> Option<usize> {
        let by_key = self.by_hash();
        let wanted = Self::hash_of(key);
        let from = by_key.partition_point(|&(hash, _)| hash < wanted);
        by_key
            .get(from..)?
            .iter()
            .take_while(|&&(hash, _)| hash == wanted)
            .map(|&(_, item)| item as usize)
            .find(|&item| self.is_named(item, key))
    }

    /// Stands for a name in [`Library::by_hash`].
    pub(crate) fn hash_of(key: &ItemKey) -> u64 {
        key_hash(&key.deck, &key.card, key.side)
    }

    /// The items by the hashes of their names, sorted.
    pub(crate) fn by_hash(&self) -> &[(u64, u32)] {
        self.by_key.get_or_init(|| self.sorted_keys())
    }

    /// Names that items had before, as their cards' `was` say, with the items'
    /// positions.
    #[must_use]
    pub fn former(&self) -> &[(ItemKey, u32)] {
        &self.former
    }

    /// Items of this side whose card would have this derived id, `~` included,
    /// had it no other.
    pub fn with_content(&self, id: &str, side: Side) -> impl Iterator<Item = usize> {
        let wanted = identity::number_of(id);
        let items = self.items.iter().enumerate();
        let fits = move |item: &Item| Some(item.content) == wanted && item.side == side;
        items.filter(move |(_, item)| fits(item)).map(|(n, _)| n)
    }

    /// The position of the item whose name is written `deck/card`, or
    /// `deck/card#reversed`.
    #[must_use]
    pub fn find_str(&self, key: &str) -> Option<usize> {
        self.find(&key.parse().ok()?)
    }

    fn is_named(&self, item: usize, key: &ItemKey) -> bool {
        self.items.get(item).is_some_and(|found| {
            let deck = self.decks.get(found.deck as usize);
            found.side == key.side
                && deck.is_some_and(|deck| deck.head.id == key.deck)
                && self.card_id(item) == key.card
        })
    }

    fn sorted_keys(&self) -> Vec<(u64, u32)> {
        let mut keys = Vec::with_capacity(self.items.len());
        for (n, item) in self.items.iter().enumerate() {
            let deck = self.decks.get(item.deck as usize).map_or("", |deck| &deck.head.id);
            let position = u32::try_from(n).unwrap_or(u32::MAX);
            keys.push((key_hash(deck, self.card_id(n), item.side), position));
        }
        keys.sort_unstable();
        keys
    }

    /// The tags of an item, as numbers for [`Library::tag_name`].
    #[must_use]
    pub fn tags(&self, item: usize) -> &[u32] {
        let place = self.items.get(item).map(|item| {
            let start = item.tags.0 as usize;
            start..start + usize::from(item.tags.1)
        });
        place.and_then(|place| self.item_tags.get(place)).unwrap_or_default()
    }

    /// The names of all tags.
    #[must_use]
    pub fn tag_names(&self) -> &[String] {
        &self.tag_names
    }

    /// The tag of this number; empty when there is none.
    #[must_use]
    pub fn tag_name(&self, tag: u32) -> &str {
        self.tag_names.get(tag as usize).map_or("", String::as_str)
    }

    /// The number of a tag, when any card carries it.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<u32> {
        let at = self.tag_names.iter().position(|tag| tag == name)?;
        u32::try_from(at).ok()
    }

    /// Whether two items should not be asked on the same day: they belong to
    /// the same card, or to the same group of a deck.
    #[must_use]
    pub fn siblings(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.items.get(a), self.items.get(b)) else { return false };
        a.deck == b.deck && (a.card == b.card || (a.group != 0 && a.group == b.group))
    }

    /// Reads the card of an item from its deck.
    ///
    /// # Errors
    /// When the file is gone or has changed since the library was opened.
    pub fn card(&self, item: usize) -> Result<Card, DeckError> {
        let (found, deck) = self.item_and_deck(item)?;
        let text = text_of(found, deck)?;
        let changed = || DeckError::Changed { file: deck.file.clone() };
        let text = str::from_utf8(&text).map_err(|_| changed())?;
        let card = parse_card(text).ok_or_else(changed)?;
        if card.id == self.card_id(item) { Ok(card) } else { Err(changed()) }
    }

    /// What executed this item's card and found its answer; `None` when nothing
    /// did, or the card was edited since.
    #[must_use]
    pub fn proven(&self, item: usize, card: &Card) -> Option<&Proven> {
        let (_, deck) = self.item_and_deck(item).ok()?;
        let proofs = self.proofs.get_or_init(|| self.read_proofs());
        proofs.get(&folder_of(deck))?.of(&deck.head.id, card)
    }

    /// Results that can't be read are no results: `check` tells their author.
    fn read_proofs(&self) -> HashMap<Option<PathBuf>, Proofs> {
        let mut found: HashMap<Option<PathBuf>, Proofs> = HashMap::new();
        for deck in &self.decks {
            let folder = folder_of(deck);
            if found.contains_key(&folder) {
                continue;
            }
            let (file, text) = match &folder {
                None => {
                    let embedded = self.builtins.iter().find(|file| file.name == PROOFS_FILE);
                    let text =
                        embedded.map(|file| String::from_utf8_lossy(file.bytes).into_owned());
                    (PathBuf::from(PROOFS_FILE), text)
                }
                Some(folder) => {
                    let file = folder.join(PROOFS_FILE);
                    let text = source::read(&file).ok();
                    (file, text)
                }
            };
            let proofs = text.and_then(|text| Proofs::read(&text, &file).ok());
            found.insert(folder, proofs.unwrap_or_default());
        }
        found
    }

    /// The text of an item's card as its author wrote it, and the bytes of the
    /// file that it takes.
    ///
    /// # Errors
    /// As [`Library::card`].
    pub fn card_text(&self, item: usize) -> Result<(String, Range<usize>), DeckError> {
        let (found, deck) = self.item_and_deck(item)?;
        let text = text_of(found, deck)?;
        let text = String::from_utf8(text);
        let text = text.map_err(|_| DeckError::Changed { file: deck.file.clone() })?;
        let start = found.start as usize;
        Ok((text, start..start + found.length as usize))
    }

    /// The whole text of a deck (a position in [`Library::decks`]) as it is
    /// studied.
    ///
    /// # Errors
    /// When there is no such deck, or its file can't be read any more.
    pub fn deck_text(&self, deck: usize) -> Result<String, DeckError> {
        let deck = self.decks.get(deck).ok_or(DeckError::NoSuchDeck(deck))?;
        let bytes = match (deck.embedded, &deck.text_file) {
            (Some(bytes), _) => bytes.to_vec(),
            (None, file) => {
                let file = file.as_deref().unwrap_or(&deck.file);
                let unreadable = |reason| DeckError::Unreadable { file: file.to_owned(), reason };
                std::fs::read(file).map_err(unreadable)?
            }
        };
        String::from_utf8(bytes).map_err(|_| DeckError::Changed { file: deck.file.clone() })
    }

    fn item_and_deck(&self, item: usize) -> Result<(&Item, &DeckInfo), DeckError> {
        let found = self.items.get(item).ok_or(DeckError::NoSuchItem(item))?;
        let deck = found.deck as usize;
        Ok((found, self.decks.get(deck).ok_or(DeckError::NoSuchDeck(deck))?))
    }

    /// The image that a card of this deck (a position in [`Library::decks`])
    /// names. Nothing outside of the deck's folder is ever given.
    ///
    /// # Errors
    /// When the path leaves the folder, by itself or through a link, or when
    /// there is no such file.
    pub fn resolve_media(&self, deck: usize, path: &str) -> Result<Media, DeckError> {
        let info = self.decks.get(deck).ok_or(DeckError::NoSuchDeck(deck))?;
        let outside = || DeckError::MediaOutside { path: path.to_owned() };
        let missing = || DeckError::MediaMissing { path: path.to_owned() };
        let wanted = media::decoded(path);
        let folder = info.file.parent().unwrap_or(Path::new(""));
        if info.embedded.is_some() {
            if media::place(&wanted) != media::Place::Inside {
                return Err(outside());
            }
            let wanted: PathBuf = folder.join(wanted).components().collect();
            let found = self.builtins.iter().find(|file| Path::new(file.name) == wanted);
            return found.map(|file| Media::Embedded(file.bytes)).ok_or_else(missing);
        }
        match media::resolve(folder, &wanted) {
            Ok(file) => Ok(Media::File(file)),
            Err(media::Refusal::Outside) => Err(outside()),
            Err(media::Refusal::Missing) => Err(missing()),
        }
    }
}

/// The results of proofs that the program carries.
pub(super) fn builtin_proofs() -> Option<&'static str> {
    let files = builtin::files();
    let proofs = files.iter().find(|file| file.name == super::proof::PROOFS_FILE)?;
    str::from_utf8(proofs.bytes).ok()
}

/// The name and the text of each built-in deck.
pub(super) fn builtin_texts() -> impl Iterator<Item = (&'static Path, &'static str)> {
    let decks = builtin::files().into_iter().filter(Embedded::is_deck);
    decks.filter_map(|deck| Some((Path::new(deck.name), str::from_utf8(deck.bytes).ok()?)))
}

/// The bytes of a card, known to be those that were there before.
fn text_of(item: &Item, deck: &DeckInfo) -> Result<Vec<u8>, DeckError> {
    let changed = || DeckError::Changed { file: deck.file.clone() };
    let start = item.start as usize;
    let bytes = match deck.embedded {
        Some(text) => text.get(start..start + item.length as usize).ok_or_else(changed)?.to_vec(),
        None => slice_of(deck.text_file(), item.start, item.length).map_err(|reason| {
            if reason.kind() == std::io::ErrorKind::UnexpectedEof {
                changed()
            } else {
                DeckError::Unreadable { file: deck.file.clone(), reason }
            }
        })?,
    };
    if xxh3_64(&bytes) == item.hash { Ok(bytes) } else { Err(changed()) }
}

fn slice_of(file: &Path, start: u32, length: u32) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(file)?;
    file.seek(SeekFrom::Start(u64::from(start)))?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn key_hash(deck: &str, card: &str, side: Side) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(deck.as_bytes());
    // Ids hold no slash.
    hash.update(b"/");
    hash.update(card.as_bytes());
    hash.update(match side {
        Side::Forward => b"",
        Side::Reversed => b"#",
    });
    hash.digest()
}

/// Where the deck's results lie; `None` for the program's own.
fn folder_of(deck: &DeckInfo) -> Option<PathBuf> {
    match &deck.origin {
        Origin::BuiltIn => None,
        Origin::File(path) => path.parent().map(Path::to_path_buf),
    }
}
