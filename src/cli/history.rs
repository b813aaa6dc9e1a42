//! `hippocache diff`: what changed for learners since a version in git.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::args::DiffArgs;
use super::{CliError, lists, open};
use crate::deck::{self, CardChange, CheckScope, DeckChange, Fate, PROOFS_FILE, What};
use crate::paths::Paths;

/// Compares the decks as they are with a version in git.
pub(super) fn run(paths: &Paths, args: &DiffArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let places = places(paths, args)?;
    let mut changes = Vec::new();
    for place in &places {
        changes.extend(compare(place, &args.revision)?);
    }
    if args.json {
        let told: Vec<Value> = changes.iter().map(|(file, change)| as_json(file, change)).collect();
        return lists::json(out, &told);
    }
    if changes.is_empty() {
        writeln!(out, "Nothing has changed for learners since {}.", args.revision)?;
        return Ok(());
    }
    for (file, change) in &changes {
        tell(file, change, out)?;
    }
    writeln!(out, "{}", summary(&changes))?;
    Ok(())
}

/// A folder or file of decks within a work tree.
struct Place {
    /// The work tree.
    top: PathBuf,
    path: PathBuf,
}

fn places(paths: &Paths, args: &DiffArgs) -> Result<Vec<Place>, CliError> {
    let named = !args.paths.is_empty();
    let wanted = if named { args.paths.clone() } else { open::sources(paths).folders };
    let mut places = Vec::new();
    for path in wanted {
        let Ok(path) = path.canonicalize() else {
            if named {
                let reason = "there is no such file or folder".to_owned();
                return Err(CliError::BadPath { path: path.display().to_string(), reason });
            }
            continue;
        };
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
        match git(folder, &["rev-parse", "--show-toplevel"]) {
            Ok(top) => {
                let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
                places.push(Place { top, path });
            }
            Err(error) if named => return Err(error),
            // The learner's folders need not be in git.
            Err(_) => {}
        }
    }
    if places.is_empty() {
        let said = "none of your decks' folders is in a git work tree; name one: hippocache diff \
                    HEAD decks/";
        return Err(CliError::Git(said.to_owned()));
    }
    Ok(places)
}

/// Asks git.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| CliError::Git(format!("git can't be started: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it gave no reason").trim_start_matches("fatal: ");
        return Err(CliError::Git(format!("git says: {said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Every deck of a place that changed, with its file.
fn compare(place: &Place, revision: &str) -> Result<Vec<(PathBuf, DeckChange)>, CliError> {
    let commit = format!("{revision}^{{commit}}");
    let commit =
        git(&place.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .map_err(|_| CliError::Git(format!("git knows no version `{revision}`")))?;
    let commit = commit.trim();
    let inside = place.path.strip_prefix(&place.top).unwrap_or(Path::new(""));
    let inside = if inside.as_os_str().is_empty() { Path::new(".") } else { inside };
    let listed = git(
        &place.top,
        &[
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "--full-tree",
            commit,
            "--",
            &inside.to_string_lossy(),
        ],
    )?;
    // Before and now, by the file's path in the work tree.
    let mut files: BTreeMap<PathBuf, (Option<String>, Option<String>)> = BTreeMap::new();
    for name in listed.split('\0').filter(|name| is_deck(inside, Path::new(name))) {
        let text = git(&place.top, &["show", &format!("{commit}:{name}")])?;
        files.entry(PathBuf::from(name)).or_default().0 = Some(text);
    }
    let scope = CheckScope { paths: vec![place.path.clone()], ..CheckScope::default() };
    for now in deck::texts(&scope).0 {
        let name = now.file.strip_prefix(&place.top).unwrap_or(&now.file).to_owned();
        files.entry(name).or_default().1 = Some(now.text);
    }
    rejoin(&mut files);
    let changes = files.into_iter().filter_map(|(file, (before, after))| {
        if before == after {
            return None;
        }
        Some((file, deck::changes(before.as_deref(), after.as_deref())?))
    });
    Ok(changes.collect())
}

/// Decks lie in the folder or one folder deep, as the library reads them.
fn is_deck(inside: &Path, name: &Path) -> bool {
    let rest = if inside == Path::new(".") { Ok(name) } else { name.strip_prefix(inside) };
    let Ok(rest) = rest else { return false };
    let depth = rest.components().count();
    let is_proofs = name.file_name().is_some_and(|name| name == PROOFS_FILE);
    name.extension().is_some_and(|end| end == "ron") && depth <= 2 && !is_proofs
}

/// A file that was moved or renamed is the same deck, told by its id.
fn rejoin(files: &mut BTreeMap<PathBuf, (Option<String>, Option<String>)>) {
    let id = |text: &str| deck::parse(text, Path::new("deck.ron")).head.map(|head| head.id);
    let gone: Vec<(PathBuf, String)> = files
        .iter()
        .filter_map(|(file, pair)| match pair {
            (Some(before), None) => Some((file.clone(), id(before)?)),
            _ => None,
        })
        .collect();
    for (file, old) in gone {
        let new = files.iter().find_map(|(name, pair)| match pair {
            (None, Some(after)) if id(after).as_ref() == Some(&old) => Some(name.clone()),
            _ => None,
        });
        let Some(new) = new else { continue };
        let before = files.remove(&file).and_then(|pair| pair.0);
        if let Some(pair) = files.get_mut(&new) {
            pair.0 = before;
        }
    }
}

fn tell(file: &Path, change: &DeckChange, out: &mut dyn Write) -> Result<(), CliError> {
    let fate = match change.fate {
        Fate::Added => " (new deck)",
        Fate::Removed => " (deck removed)",
        Fate::Kept => "",
    };
    writeln!(out, "{} · {}{fate}", file.display(), change.title)?;
    if change.is_broken {
        writeln!(out, "  ! it has errors now: hippocache check {}", file.display())?;
    }
    if !change.head.is_empty() {
        writeln!(out, "  * the deck's {} changed", change.head.join(", "))?;
    }
    for card in &change.cards {
        tell_card(card, out)?;
    }
    writeln!(out)?;
    Ok(())
}

fn tell_card(card: &CardChange, out: &mut dyn Write) -> Result<(), CliError> {
    let (sign, word) = match &card.what {
        What::Added => ('+', "new"),
        What::Removed => ('-', "removed"),
        What::Answer { .. } => ('!', "answer changed"),
        What::Reworded { .. } => ('~', "reworded"),
        What::Renamed { .. } => ('=', "renamed"),
        What::Around(_) => ('.', "around it"),
    };
    writeln!(out, "  {sign} {}: {word} · {}", card.id, short(&card.question))?;
    match &card.what {
        What::Answer { was, is } | What::Reworded { was, is } => {
            writeln!(out, "      was: {}", short(was))?;
            writeln!(out, "      is:  {}", short(is))?;
        }
        What::Renamed { was } => writeln!(out, "      was: {was}")?,
        What::Around(what) => writeln!(out, "      {}", what.join(", "))?,
        What::Added | What::Removed => {}
    }
    Ok(())
}

/// A text in one line of a terminal.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

/// `3 new, 1 removed, 1 answer changed`.
fn summary(changes: &[(PathBuf, DeckChange)]) -> String {
    let all = || changes.iter().flat_map(|(_, change)| &change.cards);
    let count = |is: fn(&What) -> bool| all().filter(|card| is(&card.what)).count();
    let mut told = Vec::new();
    for (number, what) in [
        (count(|what| matches!(what, What::Added)), "new"),
        (count(|what| matches!(what, What::Removed)), "removed"),
        (count(|what| matches!(what, What::Answer { .. })), "with another answer"),
        (count(|what| matches!(what, What::Reworded { .. })), "reworded"),
        (count(|what| matches!(what, What::Renamed { .. })), "renamed"),
        (count(|what| matches!(what, What::Around(_))), "changed around the question"),
    ] {
        if number > 0 {
            told.push(format!("{number} {what}"));
        }
    }
    if told.is_empty() { "No card has changed".to_owned() } else { told.join(", ") }
}

fn as_json(file: &Path, change: &DeckChange) -> Value {
    let cards: Vec<Value> = change
        .cards
        .iter()
        .map(|card| {
            let (what, detail) = match &card.what {
                What::Added => ("added", Value::Null),
                What::Removed => ("removed", Value::Null),
                What::Answer { was, is } => ("answer", json!({ "was": was, "is": is })),
                What::Reworded { was, is } => ("reworded", json!({ "was": was, "is": is })),
                What::Renamed { was } => ("renamed", json!({ "was": was })),
                What::Around(what) => ("around", json!(what)),
            };
            json!({ "id": card.id, "question": card.question, "change": what, "detail": detail })
        })
        .collect();
    let fate = match change.fate {
        Fate::Added => "added",
        Fate::Removed => "removed",
        Fate::Kept => "kept",
    };
    json!({
        "file": file, "id": change.id, "title": change.title, "deck": fate,
        "head": change.head, "has_errors": change.is_broken, "cards": cards,
    })
}
