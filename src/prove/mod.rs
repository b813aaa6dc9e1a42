//! Proving cards: each card that names a runner is executed, in a sandbox, and
//! its answer must come out.
//!
//! `claim` makes programs of cards (`fill` and `transcript` help it), `source`
//! fits them to their engine, `engine` is the table of engines, `kit` prepares
//! them, `sandbox` runs them, `run` shares the work out, `judge` compares what
//! came of it, `report` tells. The scripts that drive other languages are in
//! `harness/`, what stands before every program of a framework in `prelude/`.

mod claim;
mod compare;
mod engine;
mod error;
mod fill;
mod judge;
mod kit;
mod pick;
mod record;
mod report;
mod run;
mod sandbox;
mod source;
pub mod sqlite;
mod subject;
#[cfg(test)]
mod tests;
mod transcript;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use claim::{Empty, Expect, Run, claim};
pub use error::ProveError;
pub use pick::Pick;
pub use record::Records;
pub use report::{Report, Status, Verdict};
pub use run::Progress;

use crate::deck::{DeckText, Loss, parse};
use kit::Kit;
use sandbox::Sandbox;
use subject::{Subject, place};

/// How proofs are run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where pip's packages (`python`) and npm's (`node`) are.
    pub runners: PathBuf,
    /// This program: it runs SQLite inside the sandbox.
    pub program: PathBuf,
    /// Programs at once.
    pub jobs: usize,
    /// Runs without the sandbox: only for decks that you trust.
    pub no_sandbox: bool,
    /// Set from outside, it ends the run.
    pub stop: Arc<AtomicBool>,
}

/// Proves the cards of these decks that `pick` picks.
///
/// # Errors
/// When nothing can be run at all, what was picked doesn't exist, or the run
/// was stopped.
pub fn prove(
    decks: &[DeckText],
    pick: &Pick<'_>,
    options: &Options,
    tell: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ProveError> {
    let parsed: Vec<_> = decks.iter().map(|deck| (deck, parse(&deck.text, &deck.file))).collect();
    let mut subjects = Vec::new();
    let mut unread = Vec::new();
    for (deck, parsed) in &parsed {
        let lost = parsed.faults.iter().filter(|fault| fault.loss != Loss::Nothing);
        unread.extend(lost.map(ToString::to_string));
        let Some(head) = &parsed.head else { continue };
        for (card, span) in parsed.cards.iter().zip(&parsed.spans) {
            let Some(runner) = card.runner(head) else { continue };
            let (line, col) = place(&deck.text, span.start);
            subjects.push(Subject { deck, line, col, head, card, runner });
        }
    }
    let (subjects, passed) = pick.of(subjects)?;
    let mut report = Report { passed, unread, ..Report::default() };
    if subjects.is_empty() {
        return Ok(report);
    }
    let temporary = tempfile::Builder::new().prefix("hippocache-prove-").tempdir();
    let temporary = temporary.map_err(ProveError::file(std::env::temp_dir()))?;
    let sandbox = Sandbox::new(temporary.path(), options.no_sandbox, Arc::clone(&options.stop))?;
    let mut kit = Kit::new(sandbox, &options.runners, &options.program)?;
    report.verdicts = run::run(&subjects, &mut kit, options.jobs, tell)?;
    Ok(report)
}
