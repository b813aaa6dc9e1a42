//! What the library keeps of a deck: its head, and a row for each card.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::deck::fault::Fault;
use crate::deck::identity::content_number;
use crate::deck::model::{Body, Card, DeckHead, Kind, Side};
use crate::deck::parse::Parsed;

/// A deck without its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Digest {
    pub head: Option<DeckHead>,
    pub faults: Vec<Fault>,
    pub rows: Vec<Row>,
    /// The cards' ids, one after the other.
    pub ids: String,
    /// Each tag of the deck once.
    pub tags: Vec<String>,
    /// The tags of all rows, one after the other, as positions in `tags`.
    pub row_tags: Vec<u32>,
    /// Names that cards had before, with the number of their row.
    pub former: Vec<(u32, String)>,
}

/// A card without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub start: u32,
    pub length: u32,
    /// Of the card's bytes in the file.
    pub hash: u64,
    pub id_length: u8,
    pub tag_count: u16,
    pub kind: Kind,
    pub level: u8,
    pub reversed: bool,
    pub group: u64,
    /// Stands for the right answer of each side; see `Wording::answer`.
    pub answers: [u64; 2],
    /// The number in the id that a card without one would have.
    pub content: u64,
}

impl Digest {
    /// A deck that could not be read at all.
    pub fn of_fault(fault: Fault) -> Self {
        Self {
            head: None,
            faults: vec![fault],
            rows: Vec::new(),
            ids: String::new(),
            tags: Vec::new(),
            row_tags: Vec::new(),
            former: Vec::new(),
        }
    }

    /// Keeps of a deck's text what the library needs.
    pub fn new(source: &str, parsed: Parsed) -> Self {
        let mut digest = Self {
            head: parsed.head,
            faults: parsed.faults,
            rows: Vec::with_capacity(parsed.cards.len()),
            ids: String::new(),
            tags: Vec::new(),
            row_tags: Vec::new(),
            former: Vec::new(),
        };
        let mut numbers = HashMap::new();
        for (card, span) in parsed.cards.into_iter().zip(parsed.spans) {
            let text = source.as_bytes().get(span.clone()).unwrap_or_default();
            // A file has 64 MiB at most, an id 64 bytes.
            let (Ok(start), Ok(length), Ok(id_length)) =
                (span.start.try_into(), text.len().try_into(), card.id.len().try_into())
            else {
                continue;
            };
            let tag_count = digest.add_tags(&card, &mut numbers);
            digest.ids.push_str(&card.id);
            let row = u32::try_from(digest.rows.len()).unwrap_or(u32::MAX);
            digest.former.extend(card.notes.was.iter().map(|name| (row, name.clone())));
            digest.rows.push(Row {
                start,
                length,
                hash: xxh3_64(text),
                id_length,
                tag_count,
                kind: card.body.kind(),
                level: card.notes.level.unwrap_or(0),
                answers: [Side::Forward, Side::Reversed].map(|side| card.answer_key(side)),
                content: content_number(&card.body),
                reversed: matches!(card.body, Body::Flip { reversed: true, .. }),
                group: card.notes.group.map_or(0, |group| xxh3_64(group.as_bytes()).max(1)),
            });
        }
        digest
    }

    fn add_tags(&mut self, card: &Card, numbers: &mut HashMap<String, u32>) -> u16 {
        let mut count = 0;
        for tag in card.notes.tags.iter().take(usize::from(u16::MAX)) {
            if let Some(&number) = numbers.get(tag) {
                self.row_tags.push(number);
            } else {
                let Ok(number) = u32::try_from(self.tags.len()) else { break };
                self.tags.push(tag.clone());
                numbers.insert(tag.clone(), number);
                self.row_tags.push(number);
            }
            count += 1;
        }
        count
    }
}

impl Digest {
    /// Whether lengths and numbers agree, as they do unless the index was made
    /// by something else.
    pub fn is_sound(&self) -> bool {
        let ids: usize = self.rows.iter().map(|row| usize::from(row.id_length)).sum();
        let tags: usize = self.rows.iter().map(|row| usize::from(row.tag_count)).sum();
        ids == self.ids.len()
            && tags == self.row_tags.len()
            && self.former.iter().all(|&(row, _)| (row as usize) < self.rows.len())
            && self.row_tags.iter().all(|&tag| (tag as usize) < self.tags.len())
    }
}
