//! `hippocache search`: the cards that a query finds, for people and as JSON.
//!
//! Exit status as of grep: 0 something found, 1 nothing, 2 could not run.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use super::args::SearchArgs;
use super::{CliError, lists, open};
use crate::collection::{Collection, OpenOptions};
use crate::deck::{Kind, Side};
use crate::paths::Paths;
use crate::query::{self, Building, Column, Facts, Missing, Recent, TextIndex, World};
use crate::scheduler::{Due, Phase};

#[derive(Serialize)]
struct Answer<'a> {
    /// The query as it was understood.
    query: String,
    /// How many cards it finds, the limit aside.
    found: usize,
    cards: Vec<Line<'a>>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a field of the document")]
#[derive(Serialize)]
struct Line<'a> {
    deck: &'a str,
    id: &'a str,
    /// The back of a flip card asks for its front.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    kind: Kind,
    question: String,
    tags: Vec<&'a str>,
    level: Option<u8>,
    phase: Phase,
    /// The study day it is due on; `null` for new cards.
    due: Option<Date>,
    /// Days; `null` for new cards.
    interval: Option<u32>,
    /// Days; `null` for new cards.
    stability: Option<f32>,
    /// 1 to 10; `null` for new cards.
    difficulty: Option<f32>,
    /// Predicted recall now, 0 to 1; `null` for new cards.
    recall: Option<f64>,
    reps: u32,
    lapses: u32,
    /// 0: none; 1 to 7.
    flag: u8,
    suspended: bool,
    buried: bool,
    leech: bool,
    /// The study day of the last answer.
    last_answered: Option<Date>,
}

/// Runs it.
pub(super) fn run(
    paths: &Paths,
    args: &SearchArgs,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let expr = query::parse(&args.query).map_err(|error| {
        let pointed = error.pointed(&args.query);
        let indented: Vec<String> = pointed.lines().map(|line| format!("  {line}")).collect();
        CliError::Query { message: error.message, pointed: indented.join("\n") }
    })?;
    let column = args.sort.as_deref().map(column).transpose()?;
    let clock = open::clock(args.now.as_deref())?;
    let collection = open::collection(paths, OpenOptions::reading(clock))?;
    let facts = Facts::of(&collection);
    let bare = World { facts: &facts, recent: None, text: None };
    let needs_text = expr.missing(&bare) == Some(Missing::Text) || column == Some(Column::Question);
    let text = needs_text.then(|| index(paths, &collection)).flatten();
    let world = World { text: text.as_ref(), ..bare };
    let recent = match expr.missing(&world) {
        Some(Missing::History) => {
            let history = collection.history_source().read(&AtomicBool::new(false))?;
            Some(Recent::of(&history, facts.len()))
        }
        _ => None,
    };
    let world = World { recent: recent.as_ref(), ..world };
    // All that can be missing is at hand now.
    let bits = query::find(&expr, &world).unwrap_or_default();
    let mut found: Vec<u32> =
        bits.positions().filter_map(|item| u32::try_from(item).ok()).collect();
    if let Some(column) = column {
        query::sort(&mut found, column, args.reverse, &facts, text.as_ref());
    }
    let count = found.len();
    found.truncate(args.limit.unwrap_or(usize::MAX));
    let code = if count == 0 { ExitCode::from(1) } else { ExitCode::SUCCESS };
    let lines = found.iter().filter_map(|item| line(&collection, text.as_ref(), *item as usize));
    if args.json {
        let found = Answer { query: expr.to_string(), found: count, cards: lines.collect() };
        lists::json(out, &found)?;
        return Ok(code);
    }
    for line in lines {
        let name = format!("{}/{}", line.deck, line.id);
        let due = match (line.suspended, line.due) {
            (true, _) => "suspended".to_owned(),
            (false, Some(due)) => due.to_string(),
            (false, None) => "new".to_owned(),
        };
        let ask = line.question.lines().next().unwrap_or("");
        writeln!(out, "{name:<40} {:<7} {due:<10} {ask}", line.kind.name())?;
    }
    if count > found.len() {
        let _ = writeln!(anstream::stderr(), "{} of {count} cards", found.len());
    }
    Ok(code)
}

fn index(paths: &Paths, collection: &Collection) -> Option<TextIndex> {
    let building = Building {
        library: Arc::clone(collection.library()),
        cache: Some(paths.texts()),
        old: None,
    };
    building.run(&|_, _| {}, &AtomicBool::new(false))
}

fn column(name: &str) -> Result<Column, CliError> {
    let known = Column::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name));
    known.ok_or_else(|| CliError::Column {
        name: name.to_owned(),
        known: Column::ALL.map(Column::name).join(", "),
    })
}

fn line<'a>(collection: &'a Collection, text: Option<&TextIndex>, item: usize) -> Option<Line<'a>> {
    let library = collection.library();
    let found = library.items().get(item)?;
    let state = collection.state(item);
    let today = collection.day();
    let known = text.map(|text| text.question(item, library)).filter(|asked| !asked.is_empty());
    let question = match known {
        Some(asked) => asked.to_owned(),
        // A card whose text changed just now is listed without it.
        None => library.card(item).map(|card| query::question(&card)).unwrap_or_default(),
    };
    let is_met = state.phase != Phase::New;
    Some(Line {
        deck: &library.decks().get(found.deck as usize)?.head.id,
        id: library.card_id(item),
        reversed: found.side == Side::Reversed,
        kind: found.kind,
        question,
        tags: library.tags(item).iter().map(|tag| library.tag_name(*tag)).collect(),
        level: (found.level > 0).then_some(found.level),
        phase: state.phase,
        due: match state.due {
            Due::Never => None,
            Due::Day(day) => date(day),
            Due::At(_) => date(today),
        },
        interval: is_met.then_some(state.interval_days),
        stability: state.memory.map(|memory| memory.stability),
        difficulty: state.memory.map(|memory| memory.difficulty),
        recall: collection.recall_on(item, today),
        reps: state.reps,
        lapses: state.lapses,
        flag: state.flag,
        suspended: state.suspended,
        buried: state.buried_until.is_some_and(|until| until > today),
        leech: state.leech,
        last_answered: state.last_day.and_then(date),
    })
}

fn date(day: i32) -> Option<Date> {
    let days = Span::new().try_days(day).unwrap_or_else(|_| 0.days());
    Date::constant(1970, 1, 1).checked_add(days).ok()
}
