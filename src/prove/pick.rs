//! Which cards of the decks are proven.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::error::ProveError;
use super::subject::Subject;
use crate::deck::{Proofs, Runner};

/// Which cards are proven; the default is all.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// Only cards of these runners; empty: of all.
    pub runners: Vec<Runner>,
    /// Only these cards, written `deck/card`; empty: all.
    pub cards: Vec<String>,
    /// Only cards without a valid record.
    pub changed: bool,
    /// With `changed`: this share of the others as well, 0 to 1.
    pub sample: f64,
    /// Which of them: the same number, the same cards.
    pub seed: u64,
    /// The records, by the folder that they are of.
    pub records: BTreeMap<PathBuf, Proofs>,
}

impl Pick {
    pub(super) fn of<'a>(&self, all: Vec<Subject<'a>>) -> Result<Vec<Subject<'a>>, ProveError> {
        let name = |subject: &Subject<'_>| format!("{}/{}", subject.head.id, subject.card.id);
        if let Some(unknown) =
            self.cards.iter().find(|card| !all.iter().any(|subject| name(subject) == **card))
        {
            return Err(ProveError::UnknownCard(unknown.clone()));
        }
        let wanted = |subject: &Subject<'_>| {
            (self.runners.is_empty() || self.runners.contains(&subject.runner))
                && (self.cards.is_empty() || self.cards.contains(&name(subject)))
        };
        Ok(all.into_iter().filter(wanted).collect())
    }
}
