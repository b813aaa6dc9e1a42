//! Which cards of the decks are proven.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::error::ProveError;
use super::record::Records;
use super::subject::Subject;
use crate::deck::Runner;

/// Which cards are proven; the default is all.
#[derive(Debug, Clone, Default)]
pub struct Pick<'a> {
    /// Only cards of these runners; empty: of all.
    pub runners: Vec<Runner>,
    /// Only these cards, written `deck/card`; empty: all.
    pub cards: Vec<String>,
    /// Only cards without a valid result among these.
    pub changed: Option<&'a Records>,
    /// With `changed`: this share of the others as well, 0 to 1.
    pub sample: f64,
    /// Which of them: the same number, the same cards.
    pub seed: u64,
}

impl Pick<'_> {
    /// The cards that are picked, and how many are passed over because their
    /// result is on record.
    pub(super) fn of<'a>(
        &self,
        all: Vec<Subject<'a>>,
    ) -> Result<(Vec<Subject<'a>>, usize), ProveError> {
        if !(0.0..=1.0).contains(&self.sample) {
            return Err(ProveError::BadShare(self.sample));
        }
        if let Some(unknown) =
            self.cards.iter().find(|card| !all.iter().any(|subject| subject.name() == **card))
        {
            return Err(ProveError::UnknownCard(unknown.clone()));
        }
        let wanted = |subject: &Subject<'_>| {
            (self.runners.is_empty() || self.runners.contains(&subject.runner))
                && (self.cards.is_empty() || self.cards.contains(&subject.name()))
        };
        let (picked, passed): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(wanted)
            .partition(|subject| !self.is_on_record(subject) || self.is_sampled(&subject.name()));
        Ok((picked, passed.len()))
    }

    fn is_on_record(&self, subject: &Subject<'_>) -> bool {
        self.changed.is_some_and(|records| {
            let proven = records.of(subject.deck, &subject.head.id, subject.card);
            proven.is_some_and(|proven| proven.on == subject.runner.name())
        })
    }

    /// Drawn by the card's name, so that a card added elsewhere changes nothing.
    fn is_sampled(&self, name: &str) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a share of draws needs no exact number")]
        let draw = xxh3_64_with_seed(name.as_bytes(), self.seed) as f64 / u64::MAX as f64;
        draw < self.sample
    }
}
