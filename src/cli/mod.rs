//! The command line: the same engine without a window.

mod args;
mod author;
mod backups;
mod check;
mod evaluate;
mod events;
mod exchange;
mod history;
mod lists;
mod markdown;
mod open;
mod plan;
#[cfg(unix)]
mod prove;
mod screen;
mod search;
mod stats;
mod study;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

pub use args::{Cli, Command};
pub use study::{Manner, StudyError, run as run_terminal};

use crate::collection::CollectionError;
use crate::paths::{NoHome, Paths};

/// Could not run: the third of the exit statuses 0 (well), 1 (faults), 2.
const COULD_NOT_RUN: u8 = 2;

/// Why a command could not run.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// There is nowhere to keep data.
    #[error(transparent)]
    NoHome(#[from] NoHome),
    /// The collection can't be opened, read or written.
    #[error(transparent)]
    Collection(#[from] CollectionError),
    /// The progress store can't be read or written.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// A terminal session ended early.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// `--now` holds no time.
    #[error("`{text}` is no time: write it like 2026-03-01T09:00:00Z or 2026-03-01T09:00+01:00")]
    BadTime {
        /// What was written.
        text: String,
    },
    /// A deck or tag that nobody has.
    #[error("there is no {what} `{name}`{}; `hippocache decks` lists what there is", suggestion(nearest.as_deref()))]
    Unknown {
        /// `deck` or `tag`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// A path that does not exist.
    #[error("`{path}` can't be checked: {reason}")]
    BadPath {
        /// The path.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// Proofs could not be run.
    #[cfg(unix)]
    #[error(transparent)]
    Prove(#[from] crate::prove::ProveError),
    /// The query can't be read.
    #[error("{message}\n{pointed}")]
    Query {
        /// What is wrong and what would be right.
        message: String,
        /// The query and a line that points at the place.
        pointed: String,
    },
    /// There is no such column.
    #[error("there is no column `{name}` to sort by; there are {known}")]
    Column {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Nobody reads what is printed.
    #[error("the result can't be written: {0}")]
    Output(#[from] std::io::Error),
    /// A deck's file can't be read or written.
    #[error(transparent)]
    Save(#[from] crate::author::SaveError),
    /// A deck can't be edited.
    #[error("{file}: {reason}")]
    Edit {
        /// The deck.
        file: String,
        /// Why.
        #[source]
        reason: crate::deck::EditError,
    },
    /// A deck can't be packed.
    #[error(transparent)]
    Pack(#[from] crate::exchange::PackError),
    /// What was to be taken in can't be read, or is refused.
    #[error("{0}. Nothing was written")]
    Open(#[from] crate::exchange::OpenError),
    /// A deck was not taken in.
    #[error(transparent)]
    Install(#[from] crate::exchange::InstallError),
    /// A deck can't be read.
    #[error(transparent)]
    Deck(#[from] crate::deck::DeckError),
    /// A file can't be written.
    #[error("{file} can't be written: {reason}")]
    Write {
        /// The file.
        file: String,
        /// What the system says.
        #[source]
        reason: std::io::Error,
    },
    /// No editor could be started.
    #[error(transparent)]
    Editor(#[from] crate::author::OpenError),
    /// Git can't be asked, or has nothing to say.
    #[error("{0}")]
    Git(String),
    /// A name that says nothing a file could be called by.
    #[error("`{0}` holds no letters or digits to name a file by")]
    NoName(String),
    /// Predictions can't be measured.
    #[error(transparent)]
    Predict(#[from] crate::predict::PredictError),
    /// The window could not be opened.
    #[error("{0}")]
    NoWindow(String),
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", perhaps `{name}`"))
}

/// Runs the program: reads the command line, does what it says.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        // A reader that closed the pipe has seen what it wanted.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "hippocache: {error}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, CliError> {
    let paths = Paths::find()?;
    let mut out = anstream::AutoStream::auto(std::io::stdout()).lock();
    let out: &mut dyn Write = &mut out;
    match cli.command {
        None => {
            let opening = open::Opening { scope: None, file: cli.file };
            open::window(&paths, opening).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::New(args)) => author::new(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Add(args)) => author::add(&paths, &args, out),
        Some(Command::Schema(args)) => author::schema(&args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Pack(args)) => exchange::pack(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Install(args)) => exchange::install(&paths, &args, out),
        Some(Command::Export(args)) => {
            exchange::export(&paths, &args, out).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Diff(args)) => history::run(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Study(args)) if !args.terminal => {
            let scope = open::scope(&args);
            let opening = open::Opening { scope: Some(scope), file: None };
            open::window(&paths, opening).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Study(args)) => open::study(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Check(args)) => check::run(&paths, &args, out),
        #[cfg(unix)]
        Some(Command::Prove(args)) => prove::run(&paths, &args, out),
        #[cfg(unix)]
        Some(Command::ProveSqlite { script }) => prove::sqlite(script.as_deref(), out),
        Some(Command::Due(args)) => lists::due(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Stats(args)) => stats::stats(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Evaluate(args)) => {
            evaluate::run(&paths, &args, out).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Plan(args)) => plan::run(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Decks(args)) => lists::decks(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Cards(args)) => lists::cards(&paths, &args, out).map(|()| ExitCode::SUCCESS),
        Some(Command::Search(args)) => search::run(&paths, &args, out),
        Some(Command::Verify(args)) => backups::verify(&paths, &args, out),
        Some(Command::Backups(args)) => {
            backups::run(&paths, &args, out).map(|()| ExitCode::SUCCESS)
        }
    }
}
