//! Ids for cards that have none.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::manuscript::{Edit, Manuscript};
use super::slug::free_slug;

impl Manuscript {
    /// Gives every card that has no written id one, made of its question and
    /// unlike all others of the deck. Nothing else changes; progress goes on,
    /// since a card without an id is known by what it says. Gives the new ids.
    pub fn write_ids(&mut self) -> Vec<String> {
        let drafts = || self.slots().iter().filter_map(|slot| slot.draft.as_ref());
        let mut taken: BTreeSet<String> = drafts().filter_map(|draft| draft.id.clone()).collect();
        let mut edits: Vec<(usize, Draft)> = Vec::new();
        for (at, slot) in self.slots().iter().enumerate() {
            let Some(draft) = slot.draft.clone().filter(|draft| draft.id.is_none()) else {
                continue;
            };
            // A card that can't be studied is mended first: its question may
            // still be another.
            if draft.card().is_none() {
                continue;
            }
            let id = free_slug(&draft.question(), &mut taken);
            edits.push((at, Draft { id: Some(id), ..draft }));
        }
        let mut written = Vec::new();
        // From the last to the first, so that what is read again is little.
        for (at, draft) in edits.into_iter().rev() {
            let id = draft.id.clone();
            if self.apply(&Edit::Replace(at, Box::new(draft))).is_ok() {
                written.extend(id);
            }
        }
        written.reverse();
        written
    }
}
