//! `hippocache prove`: every card that can be executed is.

use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::ProveArgs;
use super::{CliError, lists, open};
use crate::deck::{self, Runner};
use crate::paths::Paths;
use crate::prove::{self, Options, Pick, Progress, ProveError, Records};

/// Names the folder of pip's and npm's packages.
const RUNNERS_VARIABLE: &str = "HIPPOCACHE_RUNNERS";

/// Proves what is named, or every deck that the app would load.
pub(super) fn run(
    paths: &Paths,
    args: &ProveArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let scope = open::named_decks(paths, &args.paths);
    let (decks, faults) = deck::texts(&scope);
    let runners = args.runner.iter().map(|name| runner(name));
    let mut records = Records::default();
    if args.changed || args.record {
        records = Records::read(&decks)?;
    }
    let seed = args.seed.unwrap_or_else(rand::random);
    if args.sample.is_some() && args.seed.is_none() {
        let _ = writeln!(anstream::stderr(), "the sample is that of --seed {seed}");
    }
    let pick = Pick {
        runners: runners.collect::<Result<_, _>>()?,
        cards: args.card.clone(),
        changed: args.changed.then_some(&records),
        sample: args.sample.unwrap_or(0.0),
        seed,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // A second handler can't be set; without one Ctrl-C ends us as it always did.
    let _ = ctrlc::set_handler(move || set.store(true, Ordering::Relaxed));
    let options = Options {
        runners: std::env::var_os(RUNNERS_VARIABLE)
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| paths.cache.join("runners"), PathBuf::from),
        program: std::env::current_exe()?,
        jobs: args
            .jobs
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from)),
        no_sandbox: args.no_sandbox,
        stop,
    };
    let mut teller = Teller { live: std::io::stderr().is_terminal(), shown: 0 };
    let report = prove::prove(&decks, &pick, &options, &mut |progress| teller.tell(progress));
    teller.end();
    let mut report = report?;
    if args.record {
        records.keep(&decks, &report, &*open::clock(args.now.as_deref())?)?;
    }
    report.unread.extend(faults.iter().map(ToString::to_string));
    if args.json {
        lists::json(out, &report.to_json())?;
        let _ = writeln!(anstream::stderr(), "{}", report.summary());
    } else {
        write!(out, "{}", report.text())?;
    }
    Ok(ExitCode::from(report.exit_code(args.strict)))
}

fn runner(name: &str) -> Result<Runner, ProveError> {
    let known = || Runner::ALL.iter().map(|runner| runner.name()).collect::<Vec<_>>().join(", ");
    Runner::named(name)
        .ok_or_else(|| ProveError::UnknownRunner { name: name.to_owned(), known: known() })
}

/// The hidden command that runs SQLite inside the sandbox.
pub(super) fn sqlite(script: Option<&OsStr>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    Ok(ExitCode::from(prove::sqlite::run(script.map(Path::new), out)?))
}

/// Tells how far it is: a line that changes on a terminal, else one now and
/// then.
struct Teller {
    live: bool,
    shown: usize,
}

impl Teller {
    fn tell(&mut self, progress: Progress<'_>) {
        let Progress { done, all, last } = progress;
        let mut err = anstream::stderr();
        // Progress that can't be shown is no reason to stop.
        if self.live {
            let line = format!("{done}/{all} {}/{}", last.deck, last.card);
            let width = textwrap::termwidth().saturating_sub(1);
            let line: String = line.chars().take(width).collect();
            let _ = write!(err, "\r\x1b[K{line}");
            let _ = err.flush();
        } else if done == all || done >= self.shown + 50 {
            self.shown = done;
            let _ = writeln!(err, "{done} of {all} cards");
        }
    }

    fn end(&self) {
        if self.live {
            let _ = write!(anstream::stderr(), "\r\x1b[K");
        }
    }
}
