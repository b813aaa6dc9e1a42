//! `hippocache pack`, `install` and `export`: decks from and for others.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::args::{ExportArgs, InstallArgs, PackArgs};
use super::author::{asked, cards};
use super::{CliError, lists, open};
use crate::clock::{Clock as _, SystemClock};
use crate::deck::{self, Library};
use crate::exchange::{self, PACK_EXTENSION, Package, Preview};
use crate::paths::Paths;

/// Writes a file as a whole: a new one beside it, then in its place.
fn write(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |reason| CliError::Write { file: file.display().to_string(), reason };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut temp = tempfile::Builder::new()
        .prefix(".saving-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(failed)?;
    temp.write_all(bytes).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let readable = std::fs::Permissions::from_mode(0o644);
        temp.as_file().set_permissions(readable).map_err(failed)?;
    }
    temp.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

fn position(library: &Library, id: &str) -> Result<usize, CliError> {
    let decks = library.decks();
    decks.iter().position(|deck| deck.head.id == id).ok_or_else(|| {
        let ids: Vec<&str> = decks.iter().map(|deck| deck.head.id.as_str()).collect();
        open::unknown("deck", id, &ids)
    })
}

/// Packs a deck.
pub(super) fn pack(paths: &Paths, args: &PackArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let library = open::library(paths);
    let at = position(&library, &args.deck)?;
    let bytes = exchange::pack(&library, at)?;
    let name = || PathBuf::from(format!("{}.{PACK_EXTENSION}", args.deck));
    let file = args.output.clone().unwrap_or_else(name);
    write(&file, &bytes)?;
    writeln!(out, "{}", file.display())?;
    Ok(())
}

/// Takes decks in, after showing what they hold.
pub(super) fn install(
    paths: &Paths,
    args: &InstallArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let packages = Package::open(&args.path)?;
    let library = open::library(paths);
    let previews: Vec<Preview> =
        packages.iter().map(|package| Preview::of(package, &library)).collect();
    if args.json {
        let told: Vec<_> = previews.iter().map(as_json).collect();
        lists::json(out, &told)?;
        return Ok(ExitCode::SUCCESS);
    }
    for preview in &previews {
        tell(preview, out)?;
    }
    let usable = previews.iter().filter(|preview| preview.id.is_some()).count();
    if usable == 0 {
        writeln!(out, "Nothing here can be taken in.")?;
        return Ok(ExitCode::from(1));
    }
    let decks = if usable == 1 { "this deck".to_owned() } else { format!("these {usable} decks") };
    let can_ask = std::io::stdin().is_terminal();
    let is_wanted = args.yes || (can_ask && asked(out, &format!("Take {decks} in?"))?);
    if !is_wanted {
        writeln!(out, "Nothing was taken in{}.", if can_ask { "" } else { "; --yes does" })?;
        return Ok(ExitCode::from(1));
    }
    let mut refused = 0;
    for (package, _) in packages.iter().zip(&previews).filter(|(_, preview)| preview.id.is_some()) {
        let now_ms = SystemClock.now_ms();
        match exchange::install(package, &library, paths, args.replace, now_ms) {
            Ok(installed) => {
                writeln!(out, "{}", installed.file.display())?;
                if let Some(before) = installed.before {
                    writeln!(out, "  the one before: {}", before.display())?;
                }
            }
            // The others may go in all the same.
            Err(error) => {
                let remedy = match error {
                    exchange::InstallError::Exists { .. } => " (--replace does)",
                    _ => "",
                };
                writeln!(anstream::stderr(), "hippocache: {error}{remedy}")?;
                refused += 1;
            }
        }
    }
    Ok(ExitCode::from(u8::from(refused > 0)))
}

fn tell(preview: &Preview, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "{}", preview.title)?;
    if !preview.about.is_empty() {
        writeln!(out, "  {}", preview.about)?;
    }
    let mut told = vec![format!("{} ({})", cards(preview.cards), preview.kinds_text())];
    if preview.pictures > 0 {
        told.push(format!("{} pictures", preview.pictures));
    }
    told.push(preview.size_text());
    let license = if preview.license.is_empty() { "no licence" } else { &preview.license };
    told.push(license.to_owned());
    writeln!(out, "  {}", told.join(" · "))?;
    if !preview.authors.is_empty() {
        writeln!(out, "  by {}", preview.authors.join(", "))?;
    }
    if let Some(file) = &preview.replaces {
        writeln!(out, "  you have a deck of this id: {}", file.display())?;
    }
    if preview.stands_in {
        writeln!(out, "  it stands in for the built-in deck of this id")?;
    }
    for problem in preview.problems.iter().take(10) {
        writeln!(out, "  {problem}")?;
    }
    if let Some(more) = preview.problems.len().checked_sub(10).filter(|more| *more > 0) {
        writeln!(out, "  and {more} more problems")?;
    }
    Ok(())
}

fn as_json(preview: &Preview) -> serde_json::Value {
    json!({
        "id": preview.id,
        "title": preview.title,
        "about": preview.about,
        "version": preview.version,
        "authors": preview.authors,
        "license": preview.license,
        "cards": preview.cards,
        "kinds": preview.kinds.iter().map(|(kind, n)| (kind.name(), n)).collect::<Vec<_>>(),
        "pictures": preview.pictures,
        "bytes": preview.size,
        "problems": preview.problems,
        "replaces": preview.replaces,
        "stands_in_for_builtin": preview.stands_in,
    })
}

/// Writes a deck out for reading.
pub(super) fn export(
    paths: &Paths,
    args: &ExportArgs,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let library = open::library(paths);
    let at = position(&library, &args.deck)?;
    let parsed = deck::parse(&library.deck_text(at)?, Path::new(&args.deck));
    let Some(head) = parsed.head else {
        return Err(open::unknown("deck", &args.deck, &[]));
    };
    let text = if args.html {
        exchange::html(&head, &parsed.cards)
    } else {
        exchange::markdown(&head, &parsed.cards)
    };
    match &args.output {
        Some(file) => {
            write(file, text.as_bytes())?;
            writeln!(out, "{}", file.display())?;
        }
        None => write!(out, "{text}")?,
    }
    Ok(())
}
