//! Opening the collection for a command, the window, and a terminal session.

use std::io::{BufRead, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::CliError;
use super::args::StudyArgs;
use super::study::{self, Manner};
use crate::clock::{Clock, FixedClock, SystemClock};
use crate::collection::{Collection, OpenOptions};
use crate::deck::{CheckScope, Library, Sources};
use crate::paths::Paths;
use crate::session::{Scope, ScopeMode, Session};
use crate::settings::Settings;
use crate::store::{self, Store, StoreError, backup};

/// The clock that a command works by: the system's, or one that stands still
/// at the given time.
pub(super) fn clock(now: Option<&str>) -> Result<Arc<dyn Clock>, CliError> {
    let Some(text) = now else { return Ok(Arc::new(SystemClock)) };
    let bad = || CliError::BadTime { text: text.to_owned() };
    let timestamp = text
        .parse::<jiff::Timestamp>()
        .or_else(|_| {
            // Without an offset the time is local.
            let local: jiff::civil::DateTime = text.parse()?;
            Ok::<_, jiff::Error>(local.to_zoned(jiff::tz::TimeZone::system())?.timestamp())
        })
        .map_err(|_| bad())?;
    Ok(Arc::new(FixedClock::new(timestamp.as_millisecond())))
}

/// Opens the collection and says on standard error what had to be left out.
pub(super) fn collection(paths: &Paths, options: OpenOptions) -> Result<Collection, CliError> {
    let opened = Collection::open(paths, options)?;
    for notice in &opened.notices {
        let _ = writeln!(anstream::stderr(), "hippocache: {notice}");
    }
    Ok(opened.collection)
}

/// Where decks are looked for.
pub(super) fn sources(paths: &Paths) -> Sources {
    let (settings, trouble) = Settings::load(&paths.settings);
    for error in trouble {
        let _ = writeln!(anstream::stderr(), "hippocache: {error}");
    }
    crate::collection::sources(paths, &settings, true)
}

/// What is named, or every deck that the app would load.
pub(super) fn named_decks(paths: &Paths, named: &[PathBuf]) -> CheckScope {
    if !named.is_empty() {
        return CheckScope { paths: named.to_vec(), ..CheckScope::default() };
    }
    let sources = sources(paths);
    CheckScope { paths: Vec::new(), folders: sources.folders, builtin: sources.builtin }
}

/// The decks alone, for what needs no progress.
pub(super) fn library(paths: &Paths) -> Library {
    Library::open(&sources(paths), &AtomicBool::new(false))
}

/// The progress alone, for what needs no decks.
pub(super) fn store(paths: &Paths) -> Result<Store, CliError> {
    let options = store::Options::new(SystemClock.now_ms(), rand::random());
    match Store::open_to_read(&paths.data, &options) {
        Err(StoreError::Missing { .. }) => Ok(Store::open(&paths.data, &options)?),
        opened => Ok(opened?),
    }
}

/// What the arguments ask to study.
pub(super) fn scope(args: &StudyArgs) -> Scope {
    let mode = match (args.weak, args.cram) {
        (true, _) => ScopeMode::Weak,
        (_, true) => ScopeMode::Cram,
        _ => ScopeMode::Due,
    };
    let (decks, tags) = (args.deck.clone(), args.tag.clone());
    Scope { mode, decks, tags, limit: args.limit, ..Scope::default() }
}

/// Every deck and tag that is named must exist: a slip of the finger should
/// not look like 'nothing due'.
fn known(collection: &Collection, scope: &Scope) -> Result<(), CliError> {
    known_names(collection.library(), &scope.decks, &scope.tags)
}

/// As [`known`], for whoever asks about decks and tags.
pub(super) fn known_names(
    library: &Library,
    wanted: &[String],
    tags: &[String],
) -> Result<(), CliError> {
    let decks: Vec<&str> = library.decks().iter().map(|deck| deck.head.id.as_str()).collect();
    for deck in wanted {
        if !decks.contains(&deck.as_str()) {
            return Err(unknown("deck", deck, &decks));
        }
    }
    for tag in tags {
        if library.tag(tag).is_none() {
            let tags: Vec<&str> = library.tag_names().iter().map(String::as_str).collect();
            return Err(unknown("tag", tag, &tags));
        }
    }
    Ok(())
}

/// Nobody has this name; perhaps the nearest was meant.
pub(super) fn unknown(what: &'static str, name: &str, all: &[&str]) -> CliError {
    CliError::Unknown { what, name: name.to_owned(), nearest: nearest(name, all) }
}

/// The most similar name, if it is similar at all.
fn nearest(name: &str, all: &[&str]) -> Option<String> {
    all.iter()
        .map(|other| (strsim::jaro_winkler(name, other), *other))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, other)| other.to_owned())
}

/// Studies on standard input and output.
pub(super) fn study(paths: &Paths, args: &StudyArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let options = OpenOptions {
        trust_clock: args.trust_clock,
        ..OpenOptions::new(clock(args.now.as_deref())?)
    };
    let mut collection = collection(paths, options)?;
    let scope = scope(args);
    known(&collection, &scope)?;
    let seed = args.seed.unwrap_or_else(rand::random);
    let mut session = Session::start(&mut collection, scope, seed)?;
    let stdin = std::io::stdin();
    let interactive = stdin.is_terminal() && std::io::stdout().is_terminal() && !args.json;
    let manner =
        Manner { json: args.json, interactive, width: textwrap::termwidth().clamp(40, 96) };
    let mut input: Box<dyn BufRead> = Box::new(stdin.lock());
    study::run(&mut collection, &mut session, &mut *input, out, manner)?;
    drop(collection);
    // The day's backup comes when nobody waits any more.
    let go_on = &mut |_, _| ControlFlow::Continue(());
    if let Err(error) = backup::daily(&paths.data, SystemClock.now_ms(), go_on) {
        let _ = writeln!(anstream::stderr(), "hippocache: today's backup failed: {error}");
    }
    Ok(())
}

/// What the window opens with.
#[cfg_attr(not(feature = "gui"), expect(dead_code, reason = "there is no window"))]
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// Study this at once.
    pub scope: Option<Scope>,
    /// Show what this file would bring.
    pub file: Option<PathBuf>,
}

/// Opens the window. Without a display it says so, and on a terminal offers to
/// study there.
#[cfg(feature = "gui")]
pub(super) fn window(paths: &Paths, opening: Opening) -> Result<(), CliError> {
    match crate::ui::run(paths.clone(), opening.scope, opening.file) {
        Ok(()) => Ok(()),
        Err(reason) => no_window(paths, &reason),
    }
}

/// Built without a window: say so, and on a terminal offer to study there.
#[cfg(not(feature = "gui"))]
pub(super) fn window(paths: &Paths, _opening: Opening) -> Result<(), CliError> {
    no_window(paths, "this build has no window")
}

fn no_window(paths: &Paths, reason: &str) -> Result<(), CliError> {
    let sentence = format!(
        "no window can be opened here ({reason}); `hippocache study --terminal` studies in the \
         terminal"
    );
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(CliError::NoWindow(sentence));
    }
    let mut out = anstream::stdout();
    write!(out, "{sentence}.\nDo that now? [Y/n] ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    if matches!(line.trim(), "" | "y" | "Y" | "yes") {
        return study(paths, &StudyArgs::terminal(), &mut out);
    }
    Ok(())
}
