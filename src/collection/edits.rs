//! Progress through edits: decks made anew while the app runs, cards whose right
//! answer became another, cards that are found again under another name.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::names::Names;
use super::{Collection, CollectionError};
use crate::deck::{ItemKey, Library, Wording};
use crate::scheduler::{CardState, Phase};
use crate::store::{EventBody, Setting, Store, Verdict};

/// An item whose right answer is another than when it was last answered, and
/// nobody has said what that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reworded {
    /// Its position in the library.
    pub item: usize,
    /// What it asked when it was last answered.
    pub was: Wording,
    /// What it asks now.
    pub is: Wording,
}

/// A card that asks nearly what one asked that is no longer there.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookalike {
    /// Its position in the library.
    pub item: usize,
    /// The name whose progress it could go on with.
    pub before: ItemKey,
    /// What was asked under that name.
    pub was: Wording,
    /// What the card asks.
    pub is: Wording,
    /// 0 to 1; see [`Wording::likeness`].
    pub likeness: f64,
}

/// A card that goes on with progress that was found for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The card's name.
    pub item: ItemKey,
    /// The name that its progress is kept under.
    pub before: ItemKey,
}

/// Below this, two cards have no more in common than any two of a deck.
const ALIKE: f64 = 0.5;

impl Lookalike {
    /// From this likeness on, with the same right answer, it is the same card
    /// with a word changed: it goes on unless the learner says otherwise.
    const SURE: f64 = 0.8;

    /// Whether nobody needs to be asked first.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.likeness >= Self::SURE && self.was.answer == self.is.answer
    }
}

/// Finds lookalikes. Reads cards, so not for the window's thread.
#[derive(Debug)]
pub struct LookalikeSearch {
    library: Arc<Library>,
    /// Progress without a card, and what was asked.
    orphans: Vec<(ItemKey, Wording)>,
    /// Items without a past, by deck.
    fresh: HashMap<String, Vec<usize>>,
    /// Pairs that the learner has said no to.
    refused: HashSet<(ItemKey, ItemKey)>,
}

impl LookalikeSearch {
    /// The likeliest pairs, the most alike first; no card and no past twice.
    #[must_use]
    pub fn run(&self, cancel: &AtomicBool) -> Vec<Lookalike> {
        let mut pairs: Vec<Lookalike> = Vec::new();
        for (deck, items) in &self.fresh {
            for &item in items {
                if cancel.load(Ordering::Relaxed) {
                    return Vec::new();
                }
                let (Some(key), Ok(card)) = (self.library.key(item), self.library.card(item))
                else {
                    continue;
                };
                let is = Wording::of(&card, key.side);
                let orphans = self.orphans.iter().filter(|(before, _)| {
                    before.deck == *deck
                        && before.side == key.side
                        && !self.refused.contains(&(key.clone(), before.clone()))
                });
                pairs.extend(orphans.filter_map(|(before, was)| {
                    let likeness = was.likeness(&is);
                    let (before, was, is) = (before.clone(), was.clone(), is.clone());
                    (likeness >= ALIKE).then_some(Lookalike { item, before, was, is, likeness })
                }));
            }
        }
        pairs.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.item.cmp(&b.item)));
        let mut items = HashSet::new();
        let mut pasts = HashSet::new();
        pairs.retain(|pair| {
            let free = !items.contains(&pair.item) && !pasts.contains(&pair.before);
            free && items.insert(pair.item) && pasts.insert(pair.before.clone())
        });
        pairs
    }
}

impl Collection {
    /// Puts a reloaded library in the place of the present one; `moved` tells for
    /// each of its items where it was before. Progress stays
    /// with its cards; what has no card any more waits for its return. Cards
    /// that came without a past are looked up.
    ///
    /// # Errors
    /// When the store can't be read: the old library stays.
    pub fn reload(
        &mut self,
        library: Arc<Library>,
        moved: &[Option<u32>],
    ) -> Result<(), CollectionError> {
        let mut states = vec![CardState::default(); library.items().len()];
        let mut orphans = std::mem::take(&mut self.orphans);
        let mut taken = vec![false; self.states.len()];
        let mut fresh = Vec::new();
        for (item, slot) in states.iter_mut().enumerate() {
            let old = moved.get(item).copied().flatten().map(|old| old as usize);
            // Whoever went on with another's progress is found again below.
            match old.filter(|old| self.names.kept(*old).is_none()) {
                Some(old) => {
                    *slot = self.state(old);
                    if let Some(taken) = taken.get_mut(old) {
                        *taken = true;
                    }
                }
                None => fresh.push(item),
            }
        }
        for (old, state) in self.states.iter().enumerate() {
            let is_left = !taken.get(old).copied().unwrap_or(true);
            if is_left
                && *state != CardState::default()
                && let Some(key) = self.log_key(old)
            {
                orphans.insert(key, *state);
            }
        }
        for item in fresh {
            let past = library.key(item).and_then(|key| orphans.remove(&key));
            if let (Some(past), Some(slot)) = (past, states.get_mut(item)) {
                *slot = past;
            }
        }
        (self.library, self.states, self.orphans) = (library, states, orphans);
        self.find_names()?;
        self.remake_load();
        self.move_foresight(moved);
        self.tune()?;
        self.start_day()
    }

    /// Finds cards whose progress is kept under another name.
    pub(super) fn find_names(&mut self) -> Result<(), CollectionError> {
        self.names = Names::default();
        if self.orphans.is_empty() {
            return Ok(());
        }
        let follows = self.store.follows()?;
        let has_past = |item: usize| self.state(item) != CardState::default();
        self.names = Names::find(&self.library, &self.orphans, &follows, has_past);
        let found: Vec<(usize, CardState)> = self
            .names
            .iter()
            .filter_map(|(item, name)| Some((item, *self.orphans.get(name)?)))
            .collect();
        for (item, state) in found {
            if let Some(slot) = self.states.get_mut(item) {
                *slot = state;
            }
        }
        Ok(())
    }

    /// Puts into the log which cards go on under another name, so that they do
    /// for good, whatever the decks say later. Not within a session: undoing
    /// goes back one event at a time.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn say_names(&mut self) -> Result<(), CollectionError> {
        let unsaid = self.names.take_unsaid();
        if unsaid.is_empty() {
            return Ok(());
        }
        let events = unsaid.into_iter().map(|(item, before)| EventBody::Follow(item, before, true));
        self.store.commit(self.moment(), &events.collect::<Vec<_>>())?;
        Ok(())
    }

    /// What finds cards that were edited until their name was another; `None`
    /// when no progress is without its card.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn lookalikes(&self) -> Result<Option<LookalikeSearch>, CollectionError> {
        // A written id is never derived anew, so only derived ones get lost.
        let lost = self.orphans.iter().filter(|(key, state)| {
            key.card.starts_with('~') && state.reps > 0 && self.names.item(key).is_none()
        });
        let mut orphans = Vec::new();
        for (key, _) in lost {
            orphans.extend(self.store.wording(key)?.map(|wording| (key.clone(), wording)));
        }
        if orphans.is_empty() {
            return Ok(None);
        }
        orphans.sort_by(|a, b| a.0.cmp(&b.0));
        let mut fresh: HashMap<String, Vec<usize>> = HashMap::new();
        for deck in self.library.decks() {
            if orphans.iter().any(|(key, _)| key.deck == deck.head.id) {
                let items = deck.items.clone().map(|item| item as usize);
                let items = items.filter(|item| self.state(*item).phase == Phase::New);
                fresh.insert(deck.head.id.clone(), items.collect());
            }
        }
        let said = self.store.follows()?.into_iter();
        let refused =
            said.filter(|(_, _, is)| !is).map(|(item, before, _)| (item, before)).collect();
        Ok(Some(LookalikeSearch { library: Arc::clone(&self.library), orphans, fresh, refused }))
    }

    /// Lets cards go on with progress that was found for them, or keeps them
    /// apart for good. What does not hold any more is passed over.
    ///
    /// # Errors
    /// When the store can't keep it; nothing has changed then.
    pub fn follow(
        &mut self,
        decided: &[(Lookalike, bool)],
    ) -> Result<Vec<Adopted>, CollectionError> {
        let mut events = Vec::new();
        let mut adopted = Vec::new();
        for (pair, is) in decided {
            let Some(item) = self.library.key(pair.item) else { continue };
            let is_free = self.state(pair.item) == CardState::default()
                && self.orphans.contains_key(&pair.before)
                && self.names.item(&pair.before).is_none();
            if !is_free {
                continue;
            }
            events.push(EventBody::Follow(item.clone(), pair.before.clone(), *is));
            if *is {
                adopted.push(Adopted { item, before: pair.before.clone() });
            }
        }
        if !events.is_empty() {
            self.store.commit(self.moment(), &events)?;
            self.rejoin()?;
        }
        Ok(adopted)
    }

    /// Takes back the last decision of [`Collection::follow`] or
    /// [`Collection::settle`], if it came after `since`.
    ///
    /// # Errors
    /// When the store can't undo it.
    pub fn undo_decision(
        &mut self,
        since: Option<uuid::Uuid>,
    ) -> Result<Option<ItemKey>, CollectionError> {
        let undone = self.undo(since)?;
        // A card may have lost the progress that it had gone on with.
        self.rejoin()?;
        Ok(undone)
    }

    /// Joins progress and names anew.
    fn rejoin(&mut self) -> Result<(), CollectionError> {
        let kept: Vec<(usize, ItemKey)> =
            self.names.iter().map(|(item, name)| (item, name.clone())).collect();
        for (item, name) in kept {
            if let Some(slot) = self.states.get_mut(item) {
                let state = std::mem::take(slot);
                self.orphans.insert(name, state);
            }
        }
        self.find_names()?;
        self.remake_load();
        self.steer();
        Ok(())
    }

    /// Whether this item's right answer is another than when it was last
    /// answered, undecided so far.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn reworded(&self, item: usize) -> Result<Option<Reworded>, CollectionError> {
        let (Some(found), true) = (self.library.items().get(item), self.state(item).reps > 0)
        else {
            return Ok(None);
        };
        let key = self.key(item);
        let Some(was) = self.store.wording(&key)?.filter(|was| was.answer != found.answer) else {
            return Ok(None);
        };
        if self.store.is_settled(&key, found.answer)? {
            return Ok(None);
        }
        let Ok(card) = self.library.card(item) else { return Ok(None) };
        Ok(Some(Reworded { item, was, is: Wording::of(&card, key.side) }))
    }

    /// Says what a changed answer means to what is known of the item.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn settle(&mut self, item: usize, verdict: Verdict) -> Result<(), CollectionError> {
        let answer = self.library.items().get(item).map_or(0, |found| found.answer);
        self.set(item, Setting::Reworded(verdict, answer))
    }

    /// What finds every item whose right answer has changed: not for the
    /// window's thread.
    #[must_use]
    pub fn rewordings(&self) -> RewordingSearch {
        let names = self.names.iter().map(|(item, name)| (name.clone(), item)).collect();
        RewordingSearch { library: Arc::clone(&self.library), names }
    }

    /// Items that were found and are still undecided, each with what it asked
    /// and asks; the most often answered first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn still_reworded(&self, items: &[usize]) -> Result<Vec<Reworded>, CollectionError> {
        let mut found = Vec::new();
        for &item in items {
            found.extend(self.reworded(item)?);
        }
        found.sort_by_key(|reworded| Reverse(self.state(reworded.item).reps));
        Ok(found)
    }
}

/// Finds items whose right answer is another than when they were answered.
#[derive(Debug)]
pub struct RewordingSearch {
    library: Arc<Library>,
    names: HashMap<ItemKey, usize>,
}

impl RewordingSearch {
    /// Compares all that was ever answered with the decks as they are. `store`
    /// may be open for reading only.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn run(&self, store: &Store) -> Result<Vec<usize>, CollectionError> {
        let mut found = Vec::new();
        for (key, was) in store.wordings()? {
            let item = self.names.get(&key).copied().or_else(|| self.library.find(&key));
            let Some(item) = item else { continue };
            let is = self.library.items().get(item).map(|item| item.answer);
            if is.is_some_and(|is| is != was.answer) && !store.is_settled(&key, is.unwrap_or(0))? {
                found.push(item);
            }
        }
        Ok(found)
    }
}
