//! `hippocache check`: every fault of every deck.

use std::io::Write;
use std::process::ExitCode;

use super::args::CheckArgs;
use super::{CliError, lists, open};
use crate::deck::{self, CheckScope};
use crate::paths::Paths;

/// Checks what is named, or every deck that the app would load.
pub(super) fn run(
    paths: &Paths,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let scope = if args.paths.is_empty() {
        let sources = open::sources(paths);
        CheckScope { paths: Vec::new(), folders: sources.folders, builtin: sources.builtin }
    } else {
        CheckScope { paths: args.paths.clone(), ..CheckScope::default() }
    };
    let report = deck::check(&scope);
    if args.json {
        lists::json(out, &report.to_json())?;
    } else {
        write!(out, "{}", report.text())?;
    }
    Ok(ExitCode::from(report.exit_code()))
}
