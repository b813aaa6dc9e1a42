//! What works, but could teach better: warnings for authors.

use super::fault::{FaultCode, Loss, Severity};
use super::model::{Body, Card};
use super::rules::{Problem, Step, shortened, squeezed};

/// How many ids a summary names.
const NAMED: usize = 5;

/// Warnings, each with the number of the card it belongs to.
pub(super) fn warnings(cards: &[Card]) -> Vec<(Option<usize>, Problem)> {
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
    for (n, card) in cards.iter().enumerate() {
        found.extend(source(card).map(|problem| (Some(n), problem)));
        found.extend(options(card).into_iter().map(|problem| (Some(n), problem)));
    }
    found
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

/// A source may be a book's page; an address must be one that is opened.
fn source(card: &Card) -> Option<Problem> {
    let source = card.notes.source.as_deref()?;
    let scheme = source.split_once("://").map(|(scheme, _)| scheme);
    let opened = matches!(scheme, None | Some("http" | "https"));
    let script = source.trim_start().to_lowercase().starts_with("javascript:");
    if opened && !script {
        return None;
    }
    let message = format!("`{}` is shown, but never opened", shortened(source));
    let mut problem = warning(FaultCode::BadSource, vec![Step::Field("source")], message);
    problem.help = Some("addresses begin with `https://`".to_owned());
    Some(problem)
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
