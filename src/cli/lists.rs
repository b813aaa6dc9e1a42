//! What is due, the figures, the decks, the cards: for people and as JSON.

use std::io::Write;

use serde::Serialize;

use super::args::{CardsArgs, OutputArgs};
use super::{CliError, open};
use crate::collection::{Collection, OpenOptions};
use crate::deck::{Area, Body, Choice, ClozePart, DeckInfo, Kind, Library, Origin};
use crate::paths::Paths;

/// Prints a value as one JSON document.
pub(super) fn json(out: &mut dyn Write, value: &impl Serialize) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

pub(super) fn look(paths: &Paths, now: Option<&str>) -> Result<Collection, CliError> {
    open::collection(paths, OpenOptions::reading(open::clock(now)?))
}

#[derive(Serialize)]
struct DueNow {
    due: usize,
    new: usize,
    seconds: u64,
    decks: Vec<DeckDue>,
}

#[derive(Serialize)]
struct DeckDue {
    id: String,
    title: String,
    due: usize,
    new: usize,
}

/// `hippocache due`
pub(super) fn due(paths: &Paths, args: &OutputArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut collection = look(paths, args.now.as_deref())?;
    let overview = collection.overview();
    let decks = collection.library().decks().iter().zip(&overview.decks);
    let due = DueNow {
        due: overview.due,
        new: overview.new,
        seconds: overview.seconds,
        decks: decks
            .map(|(deck, figures)| DeckDue {
                id: deck.head.id.clone(),
                title: deck.head.title.clone(),
                due: figures.due,
                new: figures.new,
            })
            .collect(),
    };
    if args.json {
        return json(out, &due);
    }
    let minutes = due.seconds.div_ceil(60);
    writeln!(out, "{} due · {} new · about {minutes} min", due.due, due.new)?;
    for deck in due.decks.iter().filter(|deck| deck.due + deck.new > 0) {
        writeln!(out, "  {:<24} {:>4} due {:>4} new", deck.title, deck.due, deck.new)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct DeckLine {
    id: String,
    title: String,
    area: String,
    version: String,
    license: String,
    origin: String,
    replaces_builtin: bool,
    cards: usize,
    items: usize,
    faults: usize,
    syllabus: Vec<PointLine>,
}

/// A point of a syllabus and how much of the deck is about it.
#[derive(Serialize)]
struct PointLine {
    id: String,
    title: String,
    items: u32,
}

/// `hippocache decks`
pub(super) fn decks(paths: &Paths, args: &OutputArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let collection = look(paths, args.now.as_deref())?;
    let library = collection.library();
    let decks: Vec<DeckLine> = library
        .decks()
        .iter()
        .map(|deck| DeckLine {
            id: deck.head.id.clone(),
            title: deck.head.title.clone(),
            area: area_name(&deck.head.area).to_owned(),
            version: deck.head.version.clone(),
            license: deck.head.license.clone(),
            origin: match &deck.origin {
                Origin::BuiltIn => "built in".to_owned(),
                Origin::File(path) => path.display().to_string(),
            },
            replaces_builtin: deck.replaces_builtin,
            cards: deck.cards as usize,
            items: deck.items.len(),
            faults: deck.faults as usize,
            syllabus: syllabus(library, deck),
        })
        .collect();
    if args.json {
        return json(out, &decks);
    }
    for deck in decks {
        let replaces = if deck.replaces_builtin { ", in place of the built-in one" } else { "" };
        let faults =
            if deck.faults > 0 { format!(", {} left out", deck.faults) } else { String::new() };
        writeln!(
            out,
            "{:<20} {:<24} {:>5} cards  {}{replaces}{faults}",
            deck.id, deck.title, deck.cards, deck.origin
        )?;
    }
    Ok(())
}

fn syllabus(library: &Library, deck: &DeckInfo) -> Vec<PointLine> {
    let items = |point: &str| {
        let of = |(tag, items): &(u32, u32)| (library.tag_name(*tag) == point).then_some(*items);
        deck.tags.iter().find_map(of).unwrap_or(0)
    };
    let points = deck.head.syllabus.iter();
    points
        .map(|point| PointLine {
            id: point.id.clone(),
            title: point.title.clone(),
            items: items(&point.id),
        })
        .collect()
}

/// An area's name as people read it.
#[must_use]
pub(super) fn area_name(area: &Area) -> &str {
    match area {
        Area::Foundations => "Foundations",
        Area::Language => "Language",
        Area::Framework => "Framework",
        Area::Database => "Database",
        Area::Other(name) => name,
    }
}

#[derive(Serialize)]
struct CardLine {
    deck: String,
    id: String,
    kind: Kind,
    ask: String,
    options: Vec<OptionLine>,
    /// Right answers of cards without options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    why: Option<String>,
    source: Option<String>,
    tags: Vec<String>,
    point: Option<String>,
    level: Option<u8>,
    /// What executed the card as it is, such as `CPython 3.11.2`.
    checked_on: Option<String>,
}

#[derive(Serialize)]
struct OptionLine {
    text: String,
    right: bool,
    why: Option<String>,
}

/// `hippocache cards`: reads decks only, so it works without any progress.
pub(super) fn cards(paths: &Paths, args: &CardsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let library = open::library(paths);
    let ids: Vec<&str> = library.decks().iter().map(|deck| deck.head.id.as_str()).collect();
    if let Some(wanted) = args.deck.as_ref().filter(|id| !ids.contains(&id.as_str())) {
        return Err(open::unknown("deck", wanted, &ids));
    }
    let lines: Vec<CardLine> = library
        .decks()
        .iter()
        .filter(|deck| args.deck.as_ref().is_none_or(|id| *id == deck.head.id))
        .flat_map(|deck| deck.items.clone())
        .filter_map(|item| line(&library, item as usize))
        .collect();
    if args.json {
        return json(out, &lines);
    }
    for card in lines {
        let ask = card.ask.lines().next().unwrap_or("");
        writeln!(out, "{}/{:<32} {:<7} {ask}", card.deck, card.id, format!("{:?}", card.kind))?;
    }
    Ok(())
}

/// A card's line; the second side of a reversed card has none of its own.
fn line(library: &Library, item: usize) -> Option<CardLine> {
    let key = library.key(item)?;
    if key.side == crate::deck::Side::Reversed {
        return None;
    }
    let card = library.card(item).ok()?;
    let checked_on = library.proven(item, &card).map(|proven| proven.version.clone());
    let options = |right: &[Choice], wrong: &[Choice]| {
        let line = |option: &Choice, right| OptionLine {
            text: option.text.clone(),
            right,
            why: option.why.clone(),
        };
        let right = right.iter().map(|option| line(option, true));
        right.chain(wrong.iter().map(|option| line(option, false))).collect()
    };
    let kind = card.body.kind();
    let mut code = None;
    let (ask, options, answers) = match card.body {
        Body::Choice { ask, right, wrong } => (ask, options(&right, &wrong), Vec::new()),
        Body::Flip { front, back, .. } => (front, Vec::new(), vec![back]),
        Body::Cloze { parts } => {
            let mut answers = Vec::new();
            let mut ask = String::new();
            for part in parts {
                match part {
                    ClozePart::Text(text) => ask.push_str(&text),
                    ClozePart::Gap { answer, .. } => {
                        ask.push_str("____");
                        answers.push(answer);
                    }
                }
            }
            (ask, Vec::new(), answers)
        }
        Body::Typed { ask, accept, .. } => (ask, Vec::new(), accept),
        Body::Output { ask, code: program, prints, wrong } => {
            code = Some(program.text);
            let right = Choice { text: prints.clone(), why: None };
            if wrong.is_empty() {
                (ask, Vec::new(), vec![prints])
            } else {
                (ask, options(&[right], &wrong), Vec::new())
            }
        }
        Body::Order { ask, steps, .. } => (ask, Vec::new(), steps),
        Body::Match { ask, pairs } => {
            let answers = pairs.into_iter().map(|(left, right)| format!("{left} → {right}"));
            (ask, Vec::new(), answers.collect())
        }
    };
    Some(CardLine {
        deck: key.deck,
        id: key.card,
        kind,
        ask,
        options,
        answers,
        code,
        why: card.notes.why,
        source: card.notes.source,
        tags: card.notes.tags,
        point: card.notes.point,
        level: card.notes.level,
        checked_on,
    })
}
