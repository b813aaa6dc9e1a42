//! The command line's words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Keeps backend knowledge warm: quizzes on languages, frameworks and databases
/// by spaced repetition.
#[derive(Debug, Parser)]
#[command(
    name = "hippocache",
    version,
    about,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// A deck, a pack or a folder of decks: shown in the window before it is taken in
    #[arg(value_name = "FILE", value_parser = file_to_open)]
    pub file: Option<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Study: in the window, or with --terminal on standard input and output
    Study(StudyArgs),
    /// Check decks: every fault with file, line and column
    #[command(
        after_help = "Exit status: 0 clean, 1 faults found or figures that miss their bar, 2 could not run."
    )]
    Check(CheckArgs),
    #[cfg(unix)]
    /// Prove decks: execute every card that can be, in a sandbox
    #[command(after_help = "Exit status: 0 all proven that ran, 1 something failed, 2 could not \
                            run. Packages of pip and npm are looked for in $HIPPOCACHE_RUNNERS.")]
    Prove(ProveArgs),
    #[cfg(unix)]
    /// Run a script on the SQLite that this program carries
    #[command(hide = true)]
    ProveSqlite {
        /// The script; without it, the version is told
        script: Option<std::ffi::OsString>,
    },
    /// Begin a deck: a file with a comment on everything and a card of each kind
    New(NewArgs),
    /// Add cards from text: `question :: answer`, Markdown lists or tables, CSV
    #[command(after_help = "The cards are shown first; they are added when you say yes, or with \
                            --yes.")]
    Add(AddArgs),
    /// The format of decks for editors: JSON Schema, or Rust types
    Schema(SchemaArgs),
    /// Put a deck and its pictures into one file
    Pack(PackArgs),
    /// Take in a deck, a pack or a folder of decks, after showing what it holds
    #[command(after_help = "Exit status: 0 taken in, 1 not taken, 2 could not run.")]
    Install(InstallArgs),
    /// Write a deck out for reading: Markdown or HTML that prints well
    Export(ExportArgs),
    /// What changed for learners since a version in git
    Diff(DiffArgs),
    /// What is due now
    Due(OutputArgs),
    /// Figures of your progress
    Stats(StatsArgs),
    /// How well the memory models predict you, or the learner of a log
    #[command(after_help = "Exit status: 0 measured, 2 could not run, or too few reviews to \
                            measure by.")]
    Evaluate(EvaluateArgs),
    /// What your plans will come to on their days, simulated
    Plan(OutputArgs),
    /// The decks, with their origin and counts
    Decks(OutputArgs),
    /// Every card of every deck
    Cards(CardsArgs),
    /// Find cards by a query, such as 'deck:redis is:due "for update" -is:suspended'
    #[command(
        after_help = "Words are looked for in the cards' texts. Conditions: deck: tag: point: area: kind: level: id: \
                            is:due|new|learning|review|young|mature|suspended|buried|leech flag:red|1–7|any|none \
                            prop:s>30 (s d r ivl due reps lapses) rated:7:1 introduced:7. `-` negates, `or` and \
                            brackets join, `*` stands for anything, \"…\" is taken as it is.\n\nExit status: 0 \
                            something found, 1 nothing found, 2 could not run, as when the query can't be read."
    )]
    Search(SearchArgs),
    /// Prove that your progress can be rebuilt from the review log, bit by bit
    #[command(after_help = "Exit status: 0 proven, 1 differences found, 2 could not run.")]
    Verify(OutputArgs),
    /// List, make and restore backups
    Backups(BackupsArgs),
}

/// How results are printed.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Take this for the time now, such as 2026-03-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// What to measure predictions on.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// A review log: CSV with the columns `ts_ms,card,rating,delta_days,delta_secs,taken_ms,day`
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which figures, and how they are printed.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// How they are printed.
    #[command(flatten)]
    pub output: OutputArgs,
    /// Only this deck (may be repeated)
    #[arg(long, value_name = "ID")]
    pub deck: Vec<String>,
    /// Only cards with this tag (may be repeated)
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only decks of this area, such as database (may be repeated)
    #[arg(long, value_name = "AREA")]
    pub area: Vec<String>,
    /// How far back to look
    #[arg(long, value_enum, default_value_t = PeriodArg::Month)]
    pub period: PeriodArg,
}

/// How far back figures look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum PeriodArg {
    /// 30 days
    Month,
    /// 13 weeks
    Quarter,
    /// 365 days
    Year,
    /// From the first answer on
    All,
}

/// What to study and how.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub struct StudyArgs {
    /// Study on standard input and output, without a window
    #[arg(long)]
    pub terminal: bool,
    /// Only this deck (may be repeated)
    #[arg(long, value_name = "ID")]
    pub deck: Vec<String>,
    /// Only cards with this tag (may be repeated)
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only what you know least, due or not
    #[arg(long, conflicts_with = "cram")]
    pub weak: bool,
    /// Everything that fits, without scheduling: nothing is recorded
    #[arg(long)]
    pub cram: bool,
    /// Shuffle by this number: the same number, the same order
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Stop after this many cards
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Take this for the time now, such as 2026-03-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Print each event as one line of JSON (with --terminal)
    #[arg(long, requires = "terminal")]
    pub json: bool,
    /// Study although the clock stands before your last answer
    #[arg(long)]
    pub trust_clock: bool,
}

impl StudyArgs {
    /// Everything that is due, on the terminal.
    #[must_use]
    pub fn terminal() -> Self {
        Self {
            terminal: true,
            deck: Vec::new(),
            tag: Vec::new(),
            weak: false,
            cram: false,
            seed: None,
            limit: None,
            now: None,
            json: false,
            trust_clock: false,
        }
    }
}

/// What to check.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Deck files or folders; without any, all decks that the app would load
    pub paths: Vec<PathBuf>,
    /// List notes on the writing too, such as questions that can be guessed
    #[arg(long, conflicts_with = "figures")]
    pub notes: bool,
    /// Measure the writing: what options give away, and what cards explain
    #[arg(long)]
    pub figures: bool,
    /// Write ids for cards that have none; nothing else is touched
    #[arg(long, conflicts_with = "figures")]
    pub fix: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What to prove, and how.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub struct ProveArgs {
    /// Deck files or folders; without any, all decks that the app would load
    pub paths: Vec<PathBuf>,
    /// Only cards of this runner, such as Python (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub runner: Vec<String>,
    /// Only this card (may be repeated)
    #[arg(long, value_name = "DECK/CARD")]
    pub card: Vec<String>,
    /// Only cards that have changed since their proof was recorded
    #[arg(long)]
    pub changed: bool,
    /// With --changed: a share of the others as well, from 0 to 1
    #[arg(long, value_name = "SHARE", requires = "changed")]
    pub sample: Option<f64>,
    /// Which of them: the same number, the same cards
    #[arg(long, value_name = "N", requires = "sample")]
    pub seed: Option<u64>,
    /// Keep the results in `proofs.ron` beside the decks
    #[arg(long)]
    pub record: bool,
    /// Programs at once; as many as there are cores when absent
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Count cards whose runner is not installed as failed
    #[arg(long)]
    pub strict: bool,
    /// Run programs without any protection: only for decks that you trust
    #[arg(long)]
    pub no_sandbox: bool,
    /// Print the results as JSON
    #[arg(long)]
    pub json: bool,
    /// Take this for the time now, such as 2026-03-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// Which cards to list.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// Only this deck
    #[arg(long, value_name = "ID")]
    pub deck: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Which cards to find.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The query; in quotation marks, so that the shell leaves it whole
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print at most this many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Order by: question, deck, kind, due, interval, stability, difficulty, recall, reps, lapses,
    /// flag, tags, level or answered
    #[arg(long, value_name = "COLUMN")]
    pub sort: Option<String>,
    /// The other way round
    #[arg(long, requires = "sort")]
    pub reverse: bool,
    /// Take this for the time now, such as 2026-03-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// What to do with backups.
#[derive(Debug, Args)]
pub struct BackupsArgs {
    /// Without a command they are listed
    #[command(subcommand)]
    pub command: Option<BackupCommand>,
    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// The backup commands.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// The backups there are
    List,
    /// Make one now
    Now,
    /// Go back to one; what is there now is backed up first
    Restore {
        /// As `hippocache backups` lists it
        name: String,
    },
}

/// A deck to be begun.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What it is about, such as "Kafka at work"
    pub name: String,
    /// Foundations, Language, Framework, Database, or a name of your own
    #[arg(long, default_value = "Language")]
    pub area: String,
    /// Put it here rather than into your own decks
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Open it in your editor
    #[arg(long)]
    pub open: bool,
}

/// Cards to be added.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The deck's id, or its file
    pub deck: String,
    /// The text; without it, standard input
    pub file: Option<PathBuf>,
    /// Add them without asking
    #[arg(long)]
    pub yes: bool,
}

/// How the format is described.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// As Rust types, for language servers such as ron-lsp
    #[arg(long)]
    pub rust: bool,
    /// As snippets for Visual Studio Code and editors that read those
    #[arg(long, conflicts_with = "rust")]
    pub snippets: bool,
}

/// A deck to be packed.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The deck's id
    pub deck: String,
    /// The pack; `ID.hippocache` when absent
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What to take in.
#[derive(Debug, Args)]
pub struct InstallArgs {
    /// A deck's file, a pack, or a folder
    pub path: PathBuf,
    /// Take it in without asking
    #[arg(long)]
    pub yes: bool,
    /// Take the place of decks of yours with the same id; the old ones are kept aside
    #[arg(long)]
    pub replace: bool,
    /// Print what it holds as JSON, and take nothing in
    #[arg(long, conflicts_with_all = ["yes", "replace"])]
    pub json: bool,
}

/// A deck to be written out.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The deck's id
    pub deck: String,
    /// Markdown
    #[arg(long, required_unless_present = "html", conflicts_with = "html")]
    pub markdown: bool,
    /// One page of HTML, without anything from the network
    #[arg(long)]
    pub html: bool,
    /// Into this file; without it, to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which versions to compare.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A commit, branch or tag
    #[arg(default_value = "HEAD")]
    pub revision: String,
    /// Deck files or folders; without any, your own decks' folders that are in git
    pub paths: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A word without a dot or a slash is a slip in a command's name, not a file.
fn file_to_open(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if text.contains(['.', '/', '\\']) || path.exists() {
        return Ok(path);
    }
    Err("there is no such command or file; `hippocache help` lists the commands".to_owned())
}
