//! Every deck as a subject: how much of it is remembered now, point by point.

use std::collections::HashMap;

use super::progress::words;
use crate::deck::{Area, DeckInfo, ItemKey, Library};
use crate::scheduler::{CardState, Phase};

/// At most so many cards are told as the weakest of a subject.
pub const WEAKEST: usize = 12;

/// Cards of one kind, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Held {
    /// Cards that are not suspended.
    pub cards: u32,
    /// Of those, answered at least once.
    pub met: u32,
    /// The sum of their predicted recalls.
    recall: f64,
}

impl Held {
    /// The share met, 0 to 1; 0 without cards.
    #[must_use]
    pub fn met_share(&self) -> f64 {
        if self.cards == 0 { 0.0 } else { f64::from(self.met) / f64::from(self.cards) }
    }

    /// What is remembered now of the whole, 0 to 1: the mean predicted recall,
    /// cards not met counting as 0.
    #[must_use]
    pub fn remembered(&self) -> f64 {
        if self.cards == 0 { 0.0 } else { self.recall / f64::from(self.cards) }
    }

    /// The mean predicted recall of the cards met, 0 to 1; `None` without.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        (self.met > 0).then(|| self.recall / f64::from(self.met))
    }

    fn add(&mut self, recall: Option<f64>) {
        self.cards += 1;
        if let Some(recall) = recall {
            self.met += 1;
            self.recall += recall;
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            met: self.met + other.met,
            recall: self.recall + other.recall,
        }
    }
}

/// A card and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The position in [`Library::items`].
    pub item: u32,
    /// Predicted recall now, 0 to 1.
    pub recall: f64,
    /// Times forgotten after having been known.
    pub lapses: u32,
}

/// The same in words.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakCard {
    /// Its name.
    pub key: ItemKey,
    /// What is asked, plain, in one line.
    pub ask: String,
    /// Predicted recall now, 0 to 1.
    pub recall: f64,
    /// Times forgotten after having been known.
    pub lapses: u32,
}

impl Known {
    /// Reads the card; one that can't be read is told by its name.
    #[must_use]
    pub fn told(&self, library: &Library) -> Option<WeakCard> {
        let item = self.item as usize;
        let key = library.key(item)?;
        let asked = library.card(item).ok().map(|card| words(&card, key.side).0);
        let ask = asked.filter(|ask| !ask.is_empty()).unwrap_or_else(|| key.card.clone());
        Some(WeakCard { key, ask, recall: self.recall, lapses: self.lapses })
    }
}

/// A point of a subject's syllabus.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectPoint {
    /// What the cards name it by.
    pub id: String,
    /// One line for learners.
    pub title: String,
    /// Its cards.
    pub held: Held,
}

/// A deck.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The part of backend work.
    pub area: Area,
    /// All its cards.
    pub held: Held,
    /// Its syllabus; empty when it has none.
    pub points: Vec<SubjectPoint>,
    /// The cards met that are known least, worst first, at most [`WEAKEST`].
    pub weakest: Vec<Known>,
}

/// Every deck with cards. `recall` gives an item's predicted recall now, 0 to 1,
/// `None` when it was never answered. One pass over all items.
#[must_use]
pub fn subjects(
    library: &Library,
    states: &[CardState],
    recall: impl Fn(usize) -> Option<f64>,
) -> Vec<Subject> {
    let decks = library.decks().iter().filter(|deck| !deck.items.is_empty());
    decks.map(|deck| subject(library, deck, states, &recall)).collect()
}

fn subject(
    library: &Library,
    deck: &DeckInfo,
    states: &[CardState],
    recall: &impl Fn(usize) -> Option<f64>,
) -> Subject {
    let head = &deck.head;
    let mut points: Vec<SubjectPoint> = head
        .syllabus
        .iter()
        .map(|point| SubjectPoint {
            id: point.id.clone(),
            title: point.title.clone(),
            held: Held::default(),
        })
        .collect();
    // A card tells its point among its tags.
    let of_tag: HashMap<u32, usize> = points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((library.tag(&point.id)?, at)))
        .collect();
    let mut held = Held::default();
    let mut known = Vec::new();
    for item in deck.items.clone() {
        let at = item as usize;
        let Some(state) = states.get(at) else { continue };
        if state.suspended {
            continue;
        }
        let recall = if state.phase == Phase::New { None } else { recall(at) };
        held.add(recall);
        for tag in library.tags(at) {
            if let Some(point) = of_tag.get(tag).and_then(|point| points.get_mut(*point)) {
                point.held.add(recall);
            }
        }
        known.extend(recall.map(|recall| Known { item, recall, lapses: state.lapses }));
    }
    let order = |a: &Known, b: &Known| {
        a.recall.total_cmp(&b.recall).then(b.lapses.cmp(&a.lapses)).then(a.item.cmp(&b.item))
    };
    if known.len() > WEAKEST {
        known.select_nth_unstable_by(WEAKEST, order);
        known.truncate(WEAKEST);
    }
    known.sort_by(order);
    Subject {
        id: head.id.clone(),
        title: head.title.clone(),
        area: head.area.clone(),
        held,
        points,
        weakest: known,
    }
}
