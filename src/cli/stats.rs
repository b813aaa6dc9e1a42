//! `hippocache stats`: the figures of progress, for people and as JSON.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::args::{PeriodArg, StatsArgs};
use super::lists::{area_name, json, look};
use super::{CliError, open};
use crate::collection::Collection;
use crate::deck::{Area, Body, Library};
use crate::insight::Counts;
use crate::insight::figures::{Figures, Filter, Misconception, Period, Sentences, say};
use crate::paths::Paths;

/// The first five keys are of all cards, whatever is chosen.
#[derive(Serialize)]
struct Stats {
    cards: Counts,
    reviews: Reviews,
    retention: Retention,
    streak_days: u32,
    decks: Vec<DeckStats>,
    /// What the figures are about.
    chosen: Chosen,
    /// Everything that the progress screen shows.
    figures: Figures,
    /// What each figure means.
    sentences: Sentences,
    /// The wrong options of `figures` with the cards that they belong to.
    confusions: Vec<Confusion>,
}

#[derive(Serialize)]
struct Reviews {
    today: usize,
    correct_today: usize,
    all: u64,
}

/// Shares of answers after at least one night that were right, 0 to 1; `null`
/// before the first.
#[derive(Serialize)]
struct Retention {
    desired: f64,
    today: Option<f64>,
    last_30_days: Option<f64>,
    all: Option<f64>,
}

#[derive(Serialize)]
struct DeckStats {
    id: String,
    title: String,
    cards: Counts,
    /// Mean predicted recall now of the cards met, 0 to 1.
    remembered: Option<f64>,
}

#[derive(Serialize)]
struct Chosen {
    decks: Vec<String>,
    tags: Vec<String>,
    areas: Vec<String>,
    period: Period,
}

/// 'You pick this for that.'
#[derive(Serialize)]
struct Confusion {
    deck: String,
    card: String,
    ask: String,
    /// The right answer, of the card as it is now.
    right: Vec<String>,
    option: String,
    picked: u32,
    asked: u32,
    is_overcome: bool,
}

/// `hippocache stats`
pub(super) fn stats(paths: &Paths, args: &StatsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut collection = look(paths, args.output.now.as_deref())?;
    let filter = filter(collection.library(), args)?;
    let history = collection.history_source().read(&AtomicBool::new(false))?;
    let period = period(args.period);
    let figures = collection.figures_source().figures(&history, &filter, period);
    let library = collection.library();
    let confusions: Vec<Confusion> =
        figures.misconceptions.rows.iter().filter_map(|row| confusion(library, row)).collect();
    let Overall { reviews, retention, streak_days, decks } = overall(&mut collection)?;
    let stats = Stats {
        cards: collection.counts(),
        reviews,
        retention,
        streak_days,
        decks,
        confusions,
        sentences: figures.sentences(),
        figures,
        chosen: Chosen {
            areas: filter.areas.iter().map(|area| area_name(area).to_owned()).collect(),
            decks: filter.decks,
            tags: filter.tags,
            period,
        },
    };
    if args.output.json { json(out, &stats) } else { print(&stats, out) }
}

/// What is told of all cards.
struct Overall {
    reviews: Reviews,
    retention: Retention,
    streak_days: u32,
    decks: Vec<DeckStats>,
}

fn overall(collection: &mut Collection) -> Result<Overall, CliError> {
    let overview = collection.overview();
    let today = collection.day();
    let decks = collection.library().decks().iter().zip(&overview.decks);
    let decks = decks.map(|(deck, figures)| DeckStats {
        id: deck.head.id.clone(),
        title: deck.head.title.clone(),
        cards: figures.counts,
        remembered: figures.remembered,
    });
    Ok(Overall {
        decks: decks.collect(),
        reviews: Reviews {
            today: overview.totals.reviews_today,
            correct_today: overview.totals.correct_today,
            all: overview.totals.reviews,
        },
        retention: Retention {
            desired: collection.settings().desired_retention,
            today: collection.retention(today, today)?,
            last_30_days: collection.retention(today - 29, today)?,
            all: collection.retention(i32::MIN, i32::MAX)?,
        },
        streak_days: overview.streak,
    })
}

fn period(period: PeriodArg) -> Period {
    match period {
        PeriodArg::Month => Period::Month,
        PeriodArg::Quarter => Period::Quarter,
        PeriodArg::Year => Period::Year,
        PeriodArg::All => Period::All,
    }
}

fn filter(library: &Library, args: &StatsArgs) -> Result<Filter, CliError> {
    open::known_names(library, &args.deck, &args.tag)?;
    let areas = || library.decks().iter().map(|deck| &deck.head.area);
    let names: Vec<&str> = areas().map(area_name).collect();
    let find = |name: &String| -> Result<Area, CliError> {
        let found = areas().find(|area| area_name(area).eq_ignore_ascii_case(name));
        found.cloned().ok_or_else(|| open::unknown("area", name, &names))
    };
    Ok(Filter {
        decks: args.deck.clone(),
        tags: args.tag.clone(),
        areas: args.area.iter().map(find).collect::<Result<_, _>>()?,
    })
}

/// Joins a wrong option with its card; `None` when the card can't be read.
fn confusion(library: &Library, row: &Misconception) -> Option<Confusion> {
    let item = row.item as usize;
    let key = library.key(item)?;
    let (ask, right) = match library.card(item).ok()?.body {
        Body::Choice { ask, right, .. } => {
            (ask, right.into_iter().map(|option| option.text).collect())
        }
        Body::Output { ask, prints, .. } => (ask, vec![prints]),
        // Once it had options.
        _ => return None,
    };
    Some(Confusion {
        deck: key.deck,
        card: key.card,
        ask,
        right,
        option: row.option.clone(),
        picked: row.picked,
        asked: row.asked,
        is_overcome: row.is_overcome,
    })
}

/// How many confusions are printed.
const CONFUSIONS: usize = 5;

fn print(stats: &Stats, out: &mut dyn Write) -> Result<(), CliError> {
    let share = |share: Option<f64>| {
        share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0))
    };
    writeln!(
        out,
        "{} reviews, {} today; retention {} (last 30 days {}, aim {})",
        stats.reviews.all,
        stats.reviews.today,
        share(stats.retention.all),
        share(stats.retention.last_30_days),
        share(Some(stats.retention.desired)),
    )?;
    let counts = |cards: &Counts| {
        format!(
            "{:>5} cards: {} new, {} learning, {} young, {} mature, {} suspended",
            cards.total, cards.new, cards.learning, cards.young, cards.mature, cards.suspended
        )
    };
    writeln!(out, "{}", counts(&stats.cards))?;
    let Chosen { decks, tags, areas, period } = &stats.chosen;
    let when = match period {
        Period::Month => "The last 30 days",
        Period::Quarter => "The last 13 weeks",
        Period::Year => "The last year",
        Period::All => "All time",
    };
    let of = [decks.join(", "), tags.join(", "), areas.join(", ")];
    let of: Vec<&str> = of.iter().map(String::as_str).filter(|names| !names.is_empty()).collect();
    let of = if of.is_empty() { String::new() } else { format!(", {}", of.join(" · ")) };
    writeln!(out, "\n{when}{of}:")?;
    let said = &stats.sentences;
    for sentence in [
        &said.reviews,
        &said.time,
        &said.retention,
        &said.forecast,
        &said.confidence,
        &said.calibration,
        &said.hours,
        &said.misconceptions,
    ] {
        if *sentence != say::TOO_FEW {
            writeln!(out, "  {sentence}")?;
        }
    }
    for confusion in stats.confusions.iter().filter(|row| row.picked > 1).take(CONFUSIONS) {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            out,
            "  You pick “{}” for “{}”, {} of {} times ({}/{}).",
            one_line(&confusion.option),
            one_line(&confusion.right.join(", ")),
            confusion.picked,
            confusion.asked,
            confusion.deck,
            confusion.card,
        )?;
    }
    writeln!(out)?;
    let is_shown = |deck: &&DeckStats| decks.is_empty() || decks.contains(&deck.id);
    for deck in stats.decks.iter().filter(is_shown) {
        let remembered = share(deck.remembered);
        writeln!(out, "  {:<24} {} · remembered {remembered}", deck.title, counts(&deck.cards))?;
    }
    Ok(())
}
