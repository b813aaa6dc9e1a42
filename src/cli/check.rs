//! `hippocache check`: every fault of every deck.

use std::io::Write;
use std::process::ExitCode;

use super::args::CheckArgs;
use super::{CliError, lists, open};
use crate::deck::{self, Report};
use crate::paths::Paths;

/// Checks what is named, or every deck that the app would load.
pub(super) fn run(
    paths: &Paths,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let scope = open::named_decks(paths, &args.paths);
    if args.fix {
        super::author::fix(&scope, out)?;
    }
    let mut report = deck::check(&scope);
    if args.figures {
        return figures(&report, args.json, out);
    }
    if !args.notes {
        report = report.without_notes();
    }
    if args.json {
        lists::json(out, &report.to_json())?;
    } else {
        write!(out, "{}", report.text())?;
    }
    Ok(ExitCode::from(report.exit_code()))
}

/// Shows what was measured. Decks that can't be read have no figures, so their
/// faults are shown in their place.
fn figures(report: &Report, json: bool, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    if json {
        lists::json(out, &report.figures_json())?;
    } else {
        write!(out, "{}", report.figures_text(report.decks.len() < 4))?;
    }
    let faults = report.exit_code();
    if faults > 0 {
        eprintln!("{}", report.summary());
        return Ok(ExitCode::from(faults));
    }
    Ok(ExitCode::from(u8::from(!report.figures_met())))
}
