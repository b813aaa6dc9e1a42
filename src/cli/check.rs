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
    let report = if args.paths.is_empty() {
        deck::check_library(&open::sources(paths))
    } else {
        for path in &args.paths {
            if let Err(error) = std::fs::metadata(path) {
                let path = path.display().to_string();
                return Err(CliError::BadPath { path, reason: error.to_string() });
            }
        }
        deck::check(&args.paths)
    };
    if args.json {
        lists::json(out, &report.faults)?;
    } else {
        write!(out, "{}", report.text())?;
    }
    Ok(if report.has_errors() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
