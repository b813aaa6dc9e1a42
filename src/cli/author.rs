//! `hippocache new`, `add`, `schema` and `check --fix`: writing decks from the
//! terminal.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{AddArgs, NewArgs, SchemaArgs};
use super::{CliError, lists, open};
use crate::author::{self, Editor, SaveError, quick};
use crate::deck::{
    self, Area, CheckScope, Draft, Edit, Manuscript, Origin, Side, free_slug, plain,
};
use crate::paths::Paths;

/// Begins a deck.
pub(super) fn new(paths: &Paths, args: &NewArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if !args.name.chars().any(char::is_alphanumeric) {
        return Err(CliError::NoName(args.name.clone()));
    }
    let id = deck::slug(&args.name);
    let area = match args.area.to_lowercase().as_str() {
        "foundations" => Area::Foundations,
        "language" => Area::Language,
        "framework" => Area::Framework,
        "database" => Area::Database,
        _ => Area::Other(args.area.clone()),
    };
    let folder = args.folder.clone().unwrap_or_else(|| paths.decks.clone());
    let file = folder.join(format!("{id}.ron"));
    let known = open::library(paths);
    // Two decks of one id would fight.
    if let Some(own) = known.deck(&id).filter(|deck| matches!(deck.origin, Origin::File(_))) {
        return Err(SaveError::Exists { file: own.file.clone() }.into());
    }
    author::create(&file, &author::template(&id, args.name.trim(), &area))?;
    writeln!(out, "{}", file.display())?;
    if args.open {
        Editor::open(&file, 1, 1)?;
    } else if std::io::stdout().is_terminal() {
        let file = file.display();
        writeln!(out, "Write over its cards, then check it: hippocache check {file}")?;
    }
    Ok(())
}

/// The file of a deck of the learner's: named by its id, or itself.
fn own_file(paths: &Paths, name: &str) -> Result<PathBuf, CliError> {
    let path = Path::new(name);
    if path.extension().is_some_and(|end| end == "ron") {
        return Ok(path.to_owned());
    }
    let library = open::library(paths);
    let own = library.decks().iter().filter(|deck| matches!(deck.origin, Origin::File(_)));
    if let Some(deck) = own.clone().find(|deck| deck.head.id == name) {
        return Ok(deck.file.clone());
    }
    let ids: Vec<&str> = own.map(|deck| deck.head.id.as_str()).collect();
    Err(open::unknown("deck", name, &ids))
}

/// Adds cards from text.
pub(super) fn add(
    paths: &Paths,
    args: &AddArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let file = own_file(paths, &args.deck)?;
    let mut text = String::new();
    if let Some(path) = &args.file {
        let bad = |error: std::io::Error| CliError::BadPath {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        text = std::fs::read_to_string(path).map_err(bad)?;
    } else {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let quick = quick(&text);
    for card in &quick.cards {
        let answer = card.card().map(|card| card.answer_text(Side::Forward)).unwrap_or_default();
        let answer = answer.replace('\n', ", ");
        writeln!(out, "{:6} {} → {answer}", card.kind().name(), one_line(&card.question()))?;
    }
    for skipped in &quick.skipped {
        writeln!(out, "line {}: {} ({})", skipped.line, skipped.text.trim(), skipped.reason)?;
    }
    if quick.cards.is_empty() {
        writeln!(out, "No cards in this text.")?;
        return Ok(ExitCode::from(1));
    }
    let can_ask = args.file.is_some() && std::io::stdin().is_terminal();
    let question = format!("Add {} to {}?", cards(quick.cards.len()), file.display());
    let is_wanted = args.yes || (can_ask && asked(out, &question)?);
    if !is_wanted {
        writeln!(out, "Nothing was added{}.", if can_ask { "" } else { "; --yes adds them" })?;
        return Ok(ExitCode::from(1));
    }
    let saved = author::read(&file)?;
    let mut manuscript = Manuscript::new(&file, saved.text.clone());
    let failed = |reason| CliError::Edit { file: file.display().to_string(), reason };
    let drafts = manuscript.slots().iter().filter_map(|slot| slot.draft.as_ref());
    let mut taken = drafts.filter_map(|draft| draft.id.clone()).collect();
    for card in quick.cards {
        let id = Some(free_slug(&card.question(), &mut taken));
        let end = manuscript.slots().len();
        let card = Draft { id, ..card };
        manuscript.apply(&Edit::Insert(end, Box::new(card))).map_err(failed)?;
    }
    author::write(&file, &saved, manuscript.text())?;
    writeln!(out, "Added to {}.", file.display())?;
    Ok(ExitCode::SUCCESS)
}

fn one_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 card`, `2 cards`.
pub(super) fn cards(count: usize) -> String {
    if count == 1 { "1 card".to_owned() } else { format!("{count} cards") }
}

/// Asks on the terminal; anything but yes is no.
pub(super) fn asked(out: &mut dyn Write, question: &str) -> Result<bool, CliError> {
    write!(out, "{question} [y/N] ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Writes ids for cards that have none, file by file.
pub(super) fn fix(scope: &CheckScope, out: &mut dyn Write) -> Result<(), CliError> {
    // The decks that the program carries can't be written, and need no ids.
    let scope = CheckScope { builtin: false, ..scope.clone() };
    // What can't be read is told by the check that follows.
    let (texts, _) = deck::texts(&scope);
    let mut written = 0;
    for deck in texts {
        let saved = author::read(&deck.file)?;
        let mut manuscript = Manuscript::new(&deck.file, saved.text.clone());
        let ids = manuscript.write_ids();
        if ids.is_empty() {
            continue;
        }
        author::write(&deck.file, &saved, manuscript.text())?;
        for id in &ids {
            writeln!(out, "{}: id `{id}`", deck.file.display())?;
        }
        written += ids.len();
    }
    let ids = if written == 1 { "1 id".to_owned() } else { format!("{written} ids") };
    writeln!(out, "{ids} written\n")?;
    Ok(())
}

/// Describes the format.
pub(super) fn schema(args: &SchemaArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if args.rust {
        write!(out, "{}", deck::rust_types())?;
        return Ok(());
    }
    if args.snippets {
        return lists::json(out, &deck::snippets());
    }
    lists::json(out, &deck::json_schema())
}
