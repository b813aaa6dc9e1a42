//! `hippocache check`: every fault of every deck.

use std::io::Write;
use std::process::ExitCode;

use super::args::CheckArgs;
use super::{CliError, lists, open};
use crate::deck;
use crate::paths::Paths;

/// Checks what is named, or every deck that the app would load.
pub(super) fn run(
    paths: &Paths,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let sources = if args.paths.is_empty() {
        open::sources(paths)
    } else {
        for path in &args.paths {
            if let Err(error) = std::fs::metadata(path) {
                let path = path.display().to_string();
                return Err(CliError::BadPath { path, reason: error.to_string() });
            }
        }
        deck::Sources { builtin: false, folders: args.paths.clone(), index_file: None }
    };
    let library = deck::Library::open(&sources, &std::sync::atomic::AtomicBool::new(false));
    if args.json {
        let faults: Vec<_> = library.faults().iter().map(deck::Fault::to_json).collect();
        lists::json(out, &faults)?;
    } else {
        for fault in library.faults() {
            writeln!(out, "{fault}")?;
        }
    }
    let errors = library.faults().iter().any(|fault| fault.severity == deck::Severity::Error);
    Ok(if errors { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
