//! What works, but could teach better: warnings and notes for authors.

pub(super) mod item;
pub(super) mod near;

pub use near::NearCards;

use std::collections::HashMap;

use crate::deck::diagnose::{listed, suggestion};
use crate::deck::fault::{FaultCode, Loss, Severity};
use crate::deck::model::{Body, Card, DeckHead, Point};
use crate::deck::proof::{NO_RUNNER, Runner};
use crate::deck::rules::{Problem, Step, shortened, squeezed};

/// How many ids a summary names.
const NAMED: usize = 5;

/// Warnings, each with the number of the card it belongs to.
pub(super) fn warnings(head: Option<&DeckHead>, cards: &[Card]) -> Vec<(Option<usize>, Problem)> {
    let mut found = Vec::new();
    if cards.is_empty() {
        found
            .push((None, warning(FaultCode::NoCards, Vec::new(), "the deck has no card to study")));
    }
    let without_why = |card: &Card| card.notes.why.is_none();
    let help = "`why` says what makes the right answer right; it is what a mistake teaches";
    found.extend(summary(cards, without_why, FaultCode::MissingWhy, "why", help));
    let without_source = |card: &Card| card.notes.source.is_none();
    let help = "`source` is the address of the documentation for this very fact";
    found.extend(summary(cards, without_source, FaultCode::MissingSource, "source", help));
    let points: &[Point] = head.map_or(&[], |head| &head.syllabus);
    for (n, card) in cards.iter().enumerate() {
        found.extend(of_card(card, points).map(|problem| (Some(n), problem)));
    }
    found.extend(repeated_sources(cards));
    found
}

/// What can be said of a card without looking at the others.
pub(super) fn of_card(card: &Card, points: &[Point]) -> impl Iterator<Item = Problem> {
    let single = point(card, points).into_iter().chain(runner(card)).chain(source(card));
    single.chain(options(card)).chain(item::flaws(card))
}

/// As a warning; a good deck may have a few of these.
fn note(code: FaultCode, at: Vec<Step>, message: impl Into<String>, help: &str) -> Problem {
    let mut problem = warning(code, at, message);
    problem.severity = Severity::Note;
    problem.help = Some(help.to_owned());
    problem
}

fn warning(code: FaultCode, at: Vec<Step>, message: impl Into<String>) -> Problem {
    Problem {
        code,
        severity: Severity::Warning,
        loss: Loss::Nothing,
        message: message.into(),
        help: None,
        at,
    }
}

/// One line for all cards that lack a field: a list of hundreds is read by nobody.
fn summary(
    cards: &[Card],
    lacks: impl Fn(&Card) -> bool,
    code: FaultCode,
    field: &str,
    help: &str,
) -> Option<(Option<usize>, Problem)> {
    let lacking: Vec<usize> =
        cards.iter().enumerate().filter(|(_, card)| lacks(card)).map(|(n, _)| n).collect();
    let first = *lacking.first()?;
    let named: Vec<String> = lacking
        .iter()
        .take(NAMED)
        .filter_map(|&n| cards.get(n))
        .map(|card| format!("`{}`", card.id))
        .collect();
    let more = match lacking.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let of = cards.len();
    let have = if lacking.len() == 1 { "has" } else { "have" };
    let message =
        format!("{} of {of} cards {have} no `{field}`: {}{more}", lacking.len(), named.join(", "));
    let mut problem = warning(code, Vec::new(), message);
    problem.help = Some(help.to_owned());
    Some((Some(first), problem))
}

/// A card may only name a point that the deck's head explains.
fn point(card: &Card, points: &[Point]) -> Option<Problem> {
    let point = card.notes.point.as_deref()?;
    if points.iter().any(|known| known.id == point) {
        return None;
    }
    let message = format!("the deck's syllabus has no point `{}`", shortened(point));
    let mut problem = warning(FaultCode::UnknownPoint, vec![Step::Field("point")], message);
    let help = || "`syllabus` at the deck's head lists the points".to_owned();
    let known = points.iter().map(|point| point.id.as_str());
    problem.help = Some(suggestion(point, known).unwrap_or_else(help));
    Some(problem)
}

fn runner(card: &Card) -> Option<Problem> {
    let on = card.notes.proof.as_ref()?.on.as_str();
    if on == NO_RUNNER || Runner::named(on).is_some() {
        return None;
    }
    let message = format!("nothing here runs `{}`", shortened(on));
    let mut problem =
        warning(FaultCode::UnknownRunner, vec![Step::Field("proof"), Step::Field("on")], message);
    let names: Vec<&str> = Runner::ALL.iter().map(|runner| runner.name()).collect();
    let help = || format!("the runners are {}", listed(&names));
    problem.help = Some(suggestion(on, names.iter().copied()).unwrap_or_else(help));
    Some(problem)
}

/// A source may be a book's page; an address must be one that is opened, by a
/// way that nobody can change on, and lead to the fact itself.
fn source(card: &Card) -> Option<Problem> {
    let source = card.notes.source.as_deref()?;
    let scheme = source.split_once("://").map(|(scheme, _)| scheme);
    let script = source.trim_start().to_lowercase().starts_with("javascript:");
    let (code, message, help) = match scheme {
        Some("https") if !script => {
            let path = source.trim_start_matches("https://").split_once('/');
            if path.is_some_and(|(_, path)| !path.trim_matches('/').is_empty()) {
                return None;
            }
            let message = format!("`{}` is a whole site", shortened(source));
            (FaultCode::ShallowSource, message, "link to the page that states this very fact")
        }
        Some("http") if !script => {
            let message = format!("`{}` can be changed on its way", shortened(source));
            (FaultCode::InsecureSource, message, "nearly every site answers to `https://`")
        }
        None if !script => return None,
        _ => {
            let message = format!("`{}` is shown, but never opened", shortened(source));
            (FaultCode::BadSource, message, "addresses begin with `https://`")
        }
    };
    let mut problem = warning(code, vec![Step::Field("source")], message);
    problem.help = Some(help.to_owned());
    Some(problem)
}

/// How many cards may cite one address before it can't be about each of them.
const SHARED_SOURCE: usize = 5;

/// An address that many cards cite is too broad for most of them.
fn repeated_sources(cards: &[Card]) -> Vec<(Option<usize>, Problem)> {
    let mut users: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, card) in cards.iter().enumerate() {
        if let Some(source) = card.notes.source.as_deref().filter(|s| s.contains("://")) {
            users.entry(source).or_default().push(n);
        }
    }
    let mut found = Vec::new();
    for (source, users) in users {
        let Some(&at) = users.get(SHARED_SOURCE) else { continue };
        let message = format!("{} cards cite `{}`", users.len(), shortened(source));
        let mut problem = warning(FaultCode::RepeatedSource, vec![Step::Field("source")], message);
        problem.help = Some("link deeper: to the section that states each fact".to_owned());
        found.push((Some(at), problem));
    }
    found
}

/// Options are shuffled, and 'all of the above' means nothing then.
fn options(card: &Card) -> Vec<Problem> {
    const PHRASES: [&str; 8] = [
        "all of the above",
        "none of the above",
        "all of these",
        "none of these",
        "both of the above",
        "all the above",
        "neither of the above",
        "none of the others",
    ];
    let Body::Choice { right, wrong, .. } = &card.body else { return Vec::new() };
    let sides = [("right", right), ("wrong", wrong)];
    let options = sides
        .into_iter()
        .flat_map(|(field, options)| options.iter().enumerate().map(move |(n, o)| (field, n, o)));
    options
        .filter(|(_, _, option)| {
            let text = squeezed(&option.text).to_lowercase();
            PHRASES.contains(&text.trim_end_matches('.'))
        })
        .map(|(field, n, _)| {
            let at = vec![Step::Field(field), Step::Index(n)];
            let message = "options are shuffled: there is no 'above'";
            let mut problem = warning(FaultCode::AllOfTheAbove, at, message);
            problem.help =
                Some("let the learner tick several: `right` may list more than one".to_owned());
            problem
        })
        .collect()
}
