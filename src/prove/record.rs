//! Results that are kept: `proofs.ron` beside the decks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::error::ProveError;
use super::report::{Report, Status};
use crate::clock::Clock;
use crate::deck::{
    Card, CheckScope, DeckText, Loss, PROOFS_FILE, Parsed, Proofs, Proven, builtin_proofs, parse,
    texts,
};

/// The results of earlier runs, for the decks of several folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    folders: BTreeMap<PathBuf, Proofs>,
    builtin: Proofs,
}

impl Records {
    /// Reads the results that lie beside these decks.
    ///
    /// # Errors
    /// When such a file is there but can't be read.
    pub fn read(decks: &[DeckText]) -> Result<Self, ProveError> {
        let understood = |text: &str, file: &Path| {
            Proofs::read(text, file).map_err(|fault| ProveError::Results(fault.to_string()))
        };
        let mut records = Self::default();
        for deck in decks {
            if deck.builtin {
                continue;
            }
            let folder = folder_of(&deck.file);
            if records.folders.contains_key(&folder) {
                continue;
            }
            let file = folder.join(PROOFS_FILE);
            let proofs = match fs::read_to_string(&file) {
                Ok(text) => understood(&text, &file)?,
                Err(error) if error.kind() == ErrorKind::NotFound => Proofs::default(),
                Err(source) => return Err(ProveError::File { path: file, source }),
            };
            records.folders.insert(folder, proofs);
        }
        if let Some(text) = builtin_proofs().filter(|_| decks.iter().any(|deck| deck.builtin)) {
            records.builtin = understood(text, Path::new(PROOFS_FILE))?;
        }
        Ok(records)
    }

    /// The result for a card as it is now.
    pub(super) fn of(&self, deck: &DeckText, id: &str, card: &Card) -> Option<&Proven> {
        let proofs =
            if deck.builtin { &self.builtin } else { self.folders.get(&folder_of(&deck.file))? };
        proofs.of(id, card)
    }

    /// Takes over what a run has found: what was proven is kept, what failed,
    /// was edited or is gone is dropped.
    ///
    /// # Errors
    /// When a file of results can't be written. Decks that the program carries
    /// have none: their results belong to the folder that they are built from.
    pub fn keep(
        &mut self,
        decks: &[DeckText],
        report: &Report,
        clock: &dyn Clock,
    ) -> Result<(), ProveError> {
        let date = date(clock);
        let mut verdicts = BTreeMap::new();
        for verdict in &report.verdicts {
            verdicts.insert((verdict.file.as_path(), verdict.card.as_str()), verdict);
        }
        for (folder, proofs) in &mut self.folders {
            let before = proofs.clone();
            let beside =
                decks.iter().filter(|deck| !deck.builtin && folder_of(&deck.file) == *folder);
            for deck in beside {
                let parsed = parse(&deck.text, &deck.file);
                let Some(head) = &parsed.head else { continue };
                for card in &parsed.cards {
                    let verdict = verdicts.get(&(deck.file.as_path(), card.id.as_str()));
                    match verdict.map(|verdict| (verdict.status, *verdict)) {
                        Some((Status::Proven, verdict)) => {
                            let proven = Proven {
                                card: card.fingerprint(),
                                on: verdict.runner.name().to_owned(),
                                version: verdict.version.clone().unwrap_or_default(),
                                date: date.clone(),
                            };
                            // Proven before on the same engine: the date stays, the file too.
                            let known = proofs.of(&head.id, card).is_some_and(|known| {
                                known.on == proven.on && known.version == proven.version
                            });
                            if !known {
                                proofs.record(&head.id, &card.id, proven);
                            }
                        }
                        Some((Status::Failed, _)) => proofs.forget(&head.id, &card.id),
                        _ if proofs.of(&head.id, card).is_none() || card.runner(head).is_none() => {
                            proofs.forget(&head.id, &card.id);
                        }
                        _ => {}
                    }
                }
            }
            forget_the_gone(folder, proofs);
            if *proofs != before {
                write(&folder.join(PROOFS_FILE), proofs)?;
            }
        }
        Ok(())
    }
}

/// Drops the results of cards and decks that the folder no longer has. A deck
/// that can't be read whole keeps its results until it is mended.
fn forget_the_gone(folder: &Path, proofs: &mut Proofs) {
    let scope = CheckScope { paths: vec![folder.to_owned()], ..CheckScope::default() };
    let (decks, faults) = texts(&scope);
    let parsed: Vec<Parsed> = decks.iter().map(|deck| parse(&deck.text, &deck.file)).collect();
    let whole = |parsed: &Parsed| parsed.faults.iter().all(|fault| fault.loss == Loss::Nothing);
    if !faults.is_empty() || !parsed.iter().all(whole) {
        return;
    }
    let there: BTreeSet<String> = parsed
        .iter()
        .filter_map(|parsed| Some((parsed.head.as_ref()?, &parsed.cards)))
        .flat_map(|(head, cards)| cards.iter().map(move |card| format!("{}/{}", head.id, card.id)))
        .collect();
    let gone: Vec<String> = proofs
        .iter()
        .map(|(key, _)| key)
        .filter(|key| !there.contains(*key))
        .map(str::to_owned)
        .collect();
    for key in gone {
        if let Some((deck, card)) = key.split_once('/') {
            proofs.forget(deck, card);
        }
    }
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_owned(),
        None => PathBuf::from("."),
    }
}

/// The day, UTC.
fn date(clock: &dyn Clock) -> String {
    let now = jiff::Timestamp::from_millisecond(clock.now_ms()).unwrap_or_default();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Replaces the file as a whole, so that a power cut leaves the old or the new.
fn write(file: &Path, proofs: &Proofs) -> Result<(), ProveError> {
    let folder = folder_of(file);
    let mut new = tempfile::NamedTempFile::new_in(&folder).map_err(ProveError::file(&folder))?;
    new.write_all(proofs.write().as_bytes()).map_err(ProveError::file(file))?;
    let kept = new.as_file().sync_all();
    kept.map_err(ProveError::file(file))?;
    let readable = fs::Permissions::from_mode(0o644);
    new.as_file().set_permissions(readable).map_err(ProveError::file(file))?;
    new.persist(file)
        .map_err(|error| ProveError::File { path: file.to_owned(), source: error.error })?;
    Ok(())
}
