//! One change for many cards at once, and its undoing as one step.

use super::{Collection, CollectionError};
use crate::deck::ItemKey;
use crate::scheduler::CardState;
use crate::store::{Batch, BatchCard, Setting};

/// What was done to many cards, for taking it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    batch: Batch,
    /// How many cards it changed.
    pub cards: usize,
}

impl Collection {
    /// Sets something about many items: in one transaction, all or none. Items
    /// that it would not change are left out; `None` when that is all of them.
    ///
    /// # Errors
    /// When the store can't keep it; nothing has changed then.
    pub fn set_all(
        &mut self,
        items: &[usize],
        setting: Setting,
    ) -> Result<Option<Bulk>, CollectionError> {
        self.roll_over()?;
        let moment = self.moment();
        let is_change = |item: &&usize| {
            let change = crate::scheduler::Change::Set(setting);
            let state = self.state(**item);
            crate::scheduler::apply(&state, change, moment.at_ms, moment.day) != state
        };
        let mut changed: Vec<usize> = items.iter().filter(is_change).copied().collect();
        changed.sort_unstable();
        changed.dedup();
        let settings: Vec<(ItemKey, Setting)> =
            changed.iter().map(|item| (self.key(*item), setting)).collect();
        let Some(batch) = self.store.commit_batch(moment, &settings)? else { return Ok(None) };
        for (item, card) in changed.iter().zip(batch.cards()) {
            if let Some(slot) = self.states.get_mut(*item) {
                *slot = card.after;
            }
        }
        Ok(Some(Bulk { batch, cards: changed.len() }))
    }

    /// Takes it back as one step. `false`, and nothing done, when something else
    /// was recorded since.
    ///
    /// # Errors
    /// When the store can't undo it.
    pub fn undo_all(&mut self, bulk: &Bulk) -> Result<bool, CollectionError> {
        if !self.store.undo_batch(self.moment(), &bulk.batch)? {
            return Ok(false);
        }
        self.put_states(bulk, |card| card.before)
    }

    /// Does it again. `false`, and nothing done, when something else was
    /// recorded or undone since.
    ///
    /// # Errors
    /// When the store can't redo it.
    pub fn redo_all(&mut self, bulk: &Bulk) -> Result<bool, CollectionError> {
        if !self.store.redo_batch(self.moment(), &bulk.batch)? {
            return Ok(false);
        }
        self.put_states(bulk, |card| card.after)
    }

    fn put_states(
        &mut self,
        bulk: &Bulk,
        state: impl Fn(&BatchCard) -> CardState,
    ) -> Result<bool, CollectionError> {
        for card in bulk.batch.cards() {
            if let Some(slot) = self.find(&card.key).and_then(|item| self.states.get_mut(item)) {
                *slot = state(card);
            }
        }
        self.start_day()?;
        Ok(true)
    }
}
