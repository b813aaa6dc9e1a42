//! What is wrong with a card while it is written, at the field where it is, with
//! a way to mend it where there is one that is surely right.

use super::draft::{Draft, DraftBody};
use super::slug::slug;
use crate::deck::diagnose::nearest;
use crate::deck::fault::{FaultCode, Severity};
use crate::deck::lint;
use crate::deck::model::{DeckHead, Kind, Point};
use crate::deck::proof::Runner;
use crate::deck::raw::{RON, RawCard};
use crate::deck::rules::{self, Problem, Step};

/// What a reviewer would say of a card, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What kind of fault it is.
    pub code: FaultCode,
    /// An error keeps the card from being studied.
    pub severity: Severity,
    /// In a sentence.
    pub message: String,
    /// Why, and what would mend it.
    pub help: Option<String>,
    /// The field.
    pub field: &'static str,
    /// The item of its list.
    pub index: Option<usize>,
    /// What one click does about it.
    pub fix: Option<Fix>,
}

/// A change that mends what was remarked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub label: String,
    change: Change,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Id(String),
    Source(String),
    Point(String),
    Runner(String),
    Level(i64),
    Ask(String),
    Right(usize),
    Wrong(usize),
    Tag(usize),
    Hint(usize),
    Accept(usize),
    Step(usize),
    Decoy(usize),
    Pair(usize),
    Number(usize, String),
}

impl Draft {
    /// Everything that `check` would say of this card alone, in the order of its
    /// fields: errors, then what could teach better.
    #[must_use]
    pub fn remarks(&self, head: Option<&DeckHead>) -> Vec<Remark> {
        let points: &[Point] = head.map_or(&[], |head| &head.syllabus);
        let Ok(raw) = RON.from_str::<RawCard>(&self.write()) else { return Vec::new() };
        let (card, mut problems) = rules::card(raw);
        if let Some(card) = &card {
            problems.extend(lint::of_card(card, points));
        }
        let mut remarks: Vec<Remark> =
            problems.into_iter().map(|problem| self.remark(problem, points)).collect();
        if self.notes.why.trim().is_empty() {
            remarks.push(missing(
                FaultCode::MissingWhy,
                "why",
                "there is no `why`",
                "it says what makes the right answer right: what a mistake teaches",
            ));
        }
        if self.notes.source.trim().is_empty() {
            remarks.push(missing(
                FaultCode::MissingSource,
                "source",
                "there is no `source`",
                "give the address of the documentation for this very fact",
            ));
        }
        remarks.sort_by_key(|remark| remark.severity);
        remarks
    }

    fn remark(&self, problem: Problem, points: &[Point]) -> Remark {
        let mut field = self.first_field();
        let mut index = None;
        for step in &problem.at {
            match step {
                // A field within a field, such as the runner of a proof.
                Step::Field(name) if field != "proof" => field = name,
                Step::Index(n) if index.is_none() => index = Some(*n),
                _ => {}
            }
        }
        let fix = self.fix(&problem, field, index, points);
        let Problem { code, severity, message, help, .. } = problem;
        Remark { code, severity, message, help, field, index, fix }
    }

    /// Where a card's question stands.
    #[must_use]
    pub fn first_field(&self) -> &'static str {
        match self.kind() {
            Kind::Flip => "front",
            Kind::Cloze => "text",
            _ => "ask",
        }
    }

    fn fix(
        &self,
        problem: &Problem,
        field: &str,
        index: Option<usize>,
        points: &[Point],
    ) -> Option<Fix> {
        let fix = |label: String, change| Some(Fix { label, change });
        match (problem.code, field, index) {
            (FaultCode::BadId, "id", _) => {
                let id = slug(&self.question());
                fix(format!("Use `{id}`"), Change::Id(id))
            }
            (FaultCode::InsecureSource, ..) => {
                let source = self.notes.source.trim().replacen("http://", "https://", 1);
                fix("Use https".to_owned(), Change::Source(source))
            }
            (FaultCode::UnknownPoint, ..) => {
                let ids = points.iter().map(|point| point.id.as_str());
                let near = nearest(self.notes.point.trim(), ids)?.to_owned();
                fix(format!("Use `{near}`"), Change::Point(near))
            }
            (FaultCode::UnknownRunner, ..) => {
                let on = &self.notes.proof.as_ref()?.on;
                let names = Runner::ALL.iter().map(|runner| runner.name());
                let near = nearest(on, names)?.to_owned();
                fix(format!("Use `{near}`"), Change::Runner(near))
            }
            (FaultCode::BadLevel, ..) => {
                let level = self.notes.level?.clamp(1, 3);
                fix(format!("Make it {level}"), Change::Level(level))
            }
            (FaultCode::ArticleCue, ..) => {
                let ask = with_either_article(&self.question())?;
                fix("Write ‘a(n)’".to_owned(), Change::Ask(ask))
            }
            (FaultCode::DuplicateOption | FaultCode::RightAmongWrong, "wrong", Some(n)) => {
                fix("Remove this option".to_owned(), Change::Wrong(n))
            }
            (FaultCode::DuplicateOption, "right", Some(n)) => {
                fix("Remove this option".to_owned(), Change::Right(n))
            }
            (FaultCode::DecoyIsStep, _, Some(n)) => {
                fix("Remove this decoy".to_owned(), Change::Decoy(n))
            }
            (FaultCode::NotANumber, _, Some(n)) => {
                let number = first_number(self.accepted().get(n)?)?;
                fix(format!("Use {number}"), Change::Number(n, number))
            }
            (FaultCode::EmptyText, field, Some(n)) => {
                let change = match field {
                    "right" if self.options(true) > 1 => Change::Right(n),
                    "wrong" if self.options(false) > 1 => Change::Wrong(n),
                    "tags" => Change::Tag(n),
                    "hints" => Change::Hint(n),
                    "accept" if self.accepted().len() > 1 => Change::Accept(n),
                    "steps" if self.steps() > 2 => Change::Step(n),
                    "decoys" => Change::Decoy(n),
                    "pairs" if self.pairs() > 2 => Change::Pair(n),
                    _ => return None,
                };
                fix("Remove it".to_owned(), change)
            }
            _ => None,
        }
    }

    /// The question as written.
    #[must_use]
    pub fn question(&self) -> String {
        match &self.body {
            DraftBody::Output { ask, code, .. } if ask.trim().is_empty() => code.text.clone(),
            DraftBody::Choice { ask, .. }
            | DraftBody::Typed { ask, .. }
            | DraftBody::Output { ask, .. }
            | DraftBody::Order { ask, .. }
            | DraftBody::Match { ask, .. } => ask.clone(),
            DraftBody::Flip { front, .. } => front.clone(),
            DraftBody::Cloze { text } => text.clone(),
        }
    }

    fn options(&self, is_right: bool) -> usize {
        match &self.body {
            DraftBody::Choice { right, .. } if is_right => right.len(),
            DraftBody::Choice { wrong, .. } => wrong.len(),
            // None at all makes the learner type.
            DraftBody::Output { wrong, .. } => wrong.len() + 1,
            _ => 0,
        }
    }

    fn accepted(&self) -> &[String] {
        match &self.body {
            DraftBody::Typed { accept, .. } => accept,
            _ => &[],
        }
    }

    fn steps(&self) -> usize {
        match &self.body {
            DraftBody::Order { steps, .. } => steps.len(),
            _ => 0,
        }
    }

    fn pairs(&self) -> usize {
        match &self.body {
            DraftBody::Match { pairs, .. } => pairs.len(),
            _ => 0,
        }
    }
}

impl Fix {
    /// Mends the card.
    pub fn apply(&self, draft: &mut Draft) {
        let notes = &mut draft.notes;
        match (&self.change, &mut draft.body) {
            (Change::Id(id), _) => draft.id = Some(id.clone()),
            (Change::Source(source), _) => notes.source.clone_from(source),
            (Change::Point(point), _) => notes.point.clone_from(point),
            (Change::Level(level), _) => notes.level = Some(*level),
            (Change::Tag(n), _) => drop_at(&mut notes.tags, *n),
            (Change::Hint(n), _) => drop_at(&mut notes.hints, *n),
            (Change::Runner(on), _) => {
                if let Some(proof) = &mut notes.proof {
                    proof.on.clone_from(on);
                }
            }
            (Change::Ask(text), DraftBody::Choice { ask, .. }) => ask.clone_from(text),
            (Change::Right(n), DraftBody::Choice { right, .. }) => drop_at(right, *n),
            (
                Change::Wrong(n),
                DraftBody::Choice { wrong, .. } | DraftBody::Output { wrong, .. },
            ) => drop_at(wrong, *n),
            (Change::Accept(n), DraftBody::Typed { accept, .. }) => drop_at(accept, *n),
            (Change::Number(n, number), DraftBody::Typed { accept, .. }) => {
                if let Some(text) = accept.get_mut(*n) {
                    text.clone_from(number);
                }
            }
            (Change::Step(n), DraftBody::Order { steps, .. }) => drop_at(steps, *n),
            (Change::Decoy(n), DraftBody::Order { decoys, .. }) => drop_at(decoys, *n),
            (Change::Pair(n), DraftBody::Match { pairs, .. }) => drop_at(pairs, *n),
            _ => {}
        }
    }
}

fn drop_at<T>(items: &mut Vec<T>, at: usize) {
    if at < items.len() {
        items.remove(at);
    }
}

fn missing(code: FaultCode, field: &'static str, message: &str, help: &str) -> Remark {
    Remark {
        code,
        severity: Severity::Warning,
        message: message.to_owned(),
        help: Some(help.to_owned()),
        field,
        index: None,
        fix: None,
    }
}

/// The question with an article at its end that fits every option.
fn with_either_article(ask: &str) -> Option<String> {
    let end = ask.trim_end();
    for article in [" an", " a", " An", " A"] {
        for sign in ["", "…", ":", " …", "..."] {
            let Some(rest) = end.strip_suffix(sign).and_then(|end| end.strip_suffix(article))
            else {
                continue;
            };
            let capital = article.starts_with(" A");
            return Some(format!("{rest} {}{sign}", if capital { "A(n)" } else { "a(n)" }));
        }
    }
    None
}

/// The first thing in a text that reads as a number.
fn first_number(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let number = text.split(|c| !is_part(c)).find(|part| part.parse::<f64>().is_ok())?;
    Some(number.to_owned())
}
