//! One change for many cards at once, and its undoing as one step.

use super::{Collection, CollectionError};
use crate::deck::ItemKey;
use crate::store::{Batch, Setting, Undone};

/// What was done to many cards, for taking it back.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let changed: Vec<usize> = items.iter().filter(is_change).copied().collect();
        let settings: Vec<(ItemKey, Setting)> =
            changed.iter().map(|item| (self.key(*item), setting)).collect();
        let Some((batch, states)) = self.store.commit_batch(moment, &settings)? else {
            return Ok(None);
        };
        for (item, state) in changed.iter().zip(states) {
            if let Some(slot) = self.states.get_mut(*item) {
                *slot = state;
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
        let undone = self.store.undo_batch(self.moment(), bulk.batch)?;
        self.after_bulk(undone)
    }

    /// Does it again. `false`, and nothing done, when something else was
    /// recorded or undone since.
    ///
    /// # Errors
    /// When the store can't redo it.
    pub fn redo_all(&mut self, bulk: &Bulk) -> Result<bool, CollectionError> {
        let redone = self.store.redo_batch(self.moment(), bulk.batch)?;
        self.after_bulk(redone)
    }

    fn after_bulk(&mut self, undone: Option<Vec<Undone>>) -> Result<bool, CollectionError> {
        let Some(undone) = undone else { return Ok(false) };
        for Undone { key, state, .. } in undone {
            if let Some(slot) = self.find(&key).and_then(|item| self.states.get_mut(item)) {
                *slot = state;
            }
        }
        self.start_day()?;
        Ok(true)
    }
}
