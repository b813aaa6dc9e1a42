//! `hippocache verify` and `hippocache backups`.

use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{BackupCommand, BackupsArgs, OutputArgs};
use super::{CliError, lists, open};
use crate::paths::Paths;
use crate::store::backup;

#[derive(Serialize)]
struct Verified {
    proven: bool,
    events: u64,
    items: u64,
    differences: Vec<String>,
}

/// Replays the log and compares it with what the app works from.
pub(super) fn verify(
    paths: &Paths,
    args: &OutputArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let store = open::store(paths)?;
    let report = store.verify(&mut |_, _| ControlFlow::Continue(()))?;
    let verified = Verified {
        proven: report.differences.is_empty(),
        events: report.events,
        items: report.items,
        differences: report.differences.iter().map(ToString::to_string).collect(),
    };
    if args.json {
        lists::json(out, &verified)?;
    } else if verified.proven {
        writeln!(
            out,
            "Proven: replaying {} events gives the memory states of all {} cards, bit by bit.",
            verified.events, verified.items
        )?;
    } else {
        for difference in &verified.differences {
            writeln!(out, "{difference}")?;
        }
        writeln!(
            out,
            "{} differences. The log is untouched; a backup may help: `hippocache backups`.",
            verified.differences.len()
        )?;
    }
    Ok(if verified.proven { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Lists, makes or restores backups.
pub(super) fn run(paths: &Paths, args: &BackupsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let now_ms = open::clock(None)?.now_ms();
    match &args.command {
        None | Some(BackupCommand::List) => {
            let all = backup::list(&paths.data)?;
            if args.json {
                return lists::json(out, &all);
            }
            if all.is_empty() {
                writeln!(out, "There is no backup yet: one is made on each day of study.")?;
            }
            for info in all {
                writeln!(out, "{info}")?;
            }
            Ok(())
        }
        Some(BackupCommand::Now) => {
            // Opening makes sure that there is something to back up.
            drop(open::store(paths)?);
            let info = backup::take(&paths.data, now_ms, backup::Reason::Asked, &mut |_, _| {
                ControlFlow::Continue(())
            })?;
            if args.json {
                return lists::json(out, &info);
            }
            writeln!(out, "Backed up and verified: {info}")?;
            Ok(())
        }
        Some(BackupCommand::Restore { name }) => {
            let restored = backup::restore(&paths.data, name, now_ms)?;
            if args.json {
                return lists::json(out, &restored);
            }
            writeln!(out, "Restored {name}. What was there before is kept: {}", restored.kept)?;
            Ok(())
        }
    }
}

