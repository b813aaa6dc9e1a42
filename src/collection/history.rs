//! The whole log as plain numbers, read beside the window.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Collection, CollectionError};
use crate::deck::{ItemKey, Library};
use crate::insight::{Answered, History, NOWHERE};
use crate::scheduler::Model;
use crate::store::{self, EventBody, Store};

/// Reads the history in another thread.
#[derive(Debug, Clone)]
pub struct HistorySource {
    dir: PathBuf,
    now_ms: i64,
    library: Arc<Library>,
    /// Names of the log that belong to other items than their own.
    renamed: HashMap<ItemKey, usize>,
}

impl Collection {
    /// What is needed to read the history elsewhere.
    #[must_use]
    pub fn history_source(&self) -> HistorySource {
        HistorySource {
            dir: self.store.dir().to_owned(),
            now_ms: self.now_ms(),
            library: Arc::clone(&self.library),
            renamed: self.names.iter().map(|(item, name)| (name.clone(), item)).collect(),
        }
    }
}

impl HistorySource {
    /// The progress, opened to be read beside the window.
    pub(super) fn store(&self) -> Result<Store, CollectionError> {
        Ok(Store::open_to_read(&self.dir, &store::Options::new(self.now_ms, 0))?)
    }

    /// Reads all reviews that count. Takes long for a long log: not for the
    /// window's thread.
    ///
    /// # Errors
    /// When the store can't be read. Cancelled, it gives what it has so far.
    pub fn read(&self, cancel: &AtomicBool) -> Result<History, CollectionError> {
        let store = self.store()?;
        let undone: std::collections::HashSet<_> = store.undone()?.into_iter().collect();
        let models: Vec<Model> = store.all_params()?.iter().map(Model::new).collect();
        let mut cards: HashMap<ItemKey, (u32, u32, u32)> = HashMap::new();
        let mut answers = Vec::new();
        for event in store.events() {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            let event = event?;
            let EventBody::Review(key, review) = event.body else { continue };
            if undone.contains(&event.id) {
                continue;
            }
            let next = u32::try_from(cards.len()).unwrap_or(u32::MAX);
            let found = || {
                let own = || self.library.find(&key);
                self.renamed.get(&key).copied().or_else(own)
            };
            let (card, item, previous) = cards.entry(key.clone()).or_insert_with(|| {
                let item = found().and_then(|item| u32::try_from(item).ok());
                (next, item.unwrap_or(NOWHERE), 0)
            });
            let model = models.get(review.params as usize);
            #[expect(clippy::cast_possible_truncation, reason = "a share; FSRS reckons in f32")]
            let recall = review.before.zip(model).map_or(f32::NAN, |(before, model)| {
                model.retrievability(before, review.elapsed_days) as f32
            });
            answers.push(Answered {
                at_ms: event.moment.at_ms,
                item: *item,
                card: *card,
                day: event.moment.day,
                latency_ms: review.evidence.latency_ms,
                elapsed_days: review.elapsed_days,
                previous_days: if review.before.is_some() { *previous } else { 0 },
                interval_days: review.interval_days,
                recall,
                zone_min: event.moment.zone_min,
                kind: review.evidence.kind,
                rating: review.grade.rating,
                confidence: review.evidence.confidence,
                is_right: review.evidence.recalled(),
                is_first: review.before.is_none(),
                phase: review.phase,
            });
            *previous = review.interval_days;
        }
        Ok(History::new(answers))
    }
}
