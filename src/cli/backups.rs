//! `hippocache verify` and `hippocache backups`.

use std::fmt;
use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use jiff::Timestamp;
use serde::Serialize;

use super::args::{BackupCommand, BackupsArgs, OutputArgs};
use super::{CliError, lists, open};
use crate::clock::{Clock as _, SystemClock};
use crate::paths::Paths;
use crate::store::backup::{self, BackupInfo, Reason};

#[derive(Serialize)]
struct Verified {
    proven: bool,
    events: u64,
    reviews: u64,
    items: u64,
    /// What SQLite says of a damaged file.
    file: Vec<String>,
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
        proven: report.is_good(),
        events: report.events,
        reviews: report.reviews,
        items: report.items,
        differences: report.differences.iter().map(ToString::to_string).collect(),
        file: report.file,
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
        for trouble in verified.file.iter().chain(&verified.differences) {
            writeln!(out, "{trouble}")?;
        }
        writeln!(
            out,
            "{} differences. The log is untouched; a backup may help: `hippocache backups`.",
            report.different
        )?;
    }
    Ok(if verified.proven { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

#[derive(Serialize)]
struct BackupLine {
    name: String,
    time: String,
    reason: &'static str,
    bytes: u64,
}

impl From<BackupInfo> for BackupLine {
    fn from(info: BackupInfo) -> Self {
        Self {
            time: Timestamp::from_millisecond(info.at_ms).unwrap_or_default().to_string(),
            reason: match info.reason {
                Reason::Daily => "daily",
                Reason::BeforeMigration => "before an update",
                Reason::BeforeRestore => "before a restore",
            },
            name: info.name,
            bytes: info.bytes,
        }
    }
}

impl fmt::Display for BackupLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}, {} KiB", self.name, self.reason, self.bytes.div_ceil(1024))
    }
}

/// Lists, makes or restores backups.
pub(super) fn run(paths: &Paths, args: &BackupsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let now_ms = SystemClock.now_ms();
    match &args.command {
        None | Some(BackupCommand::List) => {
            let all: Vec<BackupLine> =
                backup::list(&paths.data)?.into_iter().map(BackupLine::from).collect();
            if args.json {
                return lists::json(out, &all);
            }
            if all.is_empty() {
                writeln!(out, "There is no backup yet: one is made on each day of study.")?;
            }
            for line in all {
                writeln!(out, "{line}")?;
            }
            Ok(())
        }
        Some(BackupCommand::Now) => {
            // Opening makes sure that there is something to back up.
            drop(open::store(paths)?);
            let go_on = &mut |_, _| ControlFlow::Continue(());
            let line = BackupLine::from(backup::run(&paths.data, now_ms, go_on)?);
            if args.json {
                return lists::json(out, &line);
            }
            writeln!(out, "Backed up and verified: {line}")?;
            Ok(())
        }
        Some(BackupCommand::Restore { name }) => {
            let restored = backup::restore(&paths.data, name, now_ms)?;
            let mut kept: Vec<String> =
                restored.kept_aside.iter().map(|path| path.display().to_string()).collect();
            kept.extend(restored.before.map(|info| info.name));
            if args.json {
                let restored = serde_json::json!({ "restored": name, "kept": kept });
                return lists::json(out, &restored);
            }
            writeln!(out, "Restored {name}.")?;
            if !kept.is_empty() {
                writeln!(out, "What was there before is kept: {}", kept.join(", "))?;
            }
            Ok(())
        }
    }
}
