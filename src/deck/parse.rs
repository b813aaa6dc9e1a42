//! From a deck's text to its cards and its faults.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::damage::Damage;
use super::diagnose;
use super::fault::{Fault, FaultCode, Lines, Loss, Severity};
use super::head;
use super::lint;
use super::media;
use super::model::{Card, DeckHead};
use super::raw::{RON, RawCard};
use super::rules::{self, Problem};
use super::split::{self, MAX_FAULTS};
use super::tree;

/// The largest card, in bytes of its text.
pub(super) const MAX_CARD: usize = 1 << 20;

/// A deck's file as far as it could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// `None` when the head can't be used; then the file can't be studied.
    pub head: Option<DeckHead>,
    /// The whole cards, in the order of the file.
    pub cards: Vec<Card>,
    /// The bytes of each card's text in the file.
    pub spans: Vec<Range<usize>>,
    /// What is wrong, in the order of the file.
    pub faults: Vec<Fault>,
}

/// Reads a deck's text. `file` is only named in faults; nothing is opened.
///
/// What is broken is left out and listed; nothing else is lost with it.
#[must_use]
pub fn parse(source: &str, file: &Path) -> Parsed {
    Reader::new(source, file).read(true)
}

/// As [`parse`]; images are looked for in the deck's folder. Warnings are
/// left out unless asked for.
pub(super) fn parse_in(source: &str, file: &Path, folder: Option<&Path>, warnings: bool) -> Parsed {
    let mut reader = Reader::new(source, file);
    reader.folder = folder;
    reader.read(warnings)
}

/// The same for a deck of which one card was edited: `sound` cards, by their
/// texts, are taken as they are.
pub(super) fn parse_again(
    source: &str,
    file: &Path,
    folder: Option<&Path>,
    sound: HashMap<&str, Arc<Card>>,
) -> Parsed {
    let mut reader = Reader::new(source, file);
    (reader.folder, reader.sound) = (folder, sound);
    reader.read(false)
}

/// Reads one card's text, such as a slice that [`Parsed::spans`] names.
/// `None` when it can't be studied; [`parse`] says why.
pub(super) fn parse_card(text: &str) -> Option<Card> {
    let raw: RawCard = RON.from_str(text).ok()?;
    rules::card(raw).0
}

/// Line, column and bytes of the deck's id.
pub(super) fn place_of_id(source: &str) -> Option<(u32, u32, Range<usize>)> {
    let plan = split::plan(source);
    let id = plan.fields.iter().find(|field| source.get(field.name.clone()) == Some("id"))?;
    let (line, col) = Lines::new(source).position(id.value.start);
    Some((line, col, id.value.clone()))
}

struct Reader<'a> {
    source: &'a str,
    file: &'a Path,
    lines: Lines<'a>,
    /// Where images are looked for.
    folder: Option<&'a Path>,
    /// Cards that were read before, and had no fault.
    sound: HashMap<&'a str, Arc<Card>>,
    parsed: Parsed,
    /// Faults beyond those that are listed.
    unlisted: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, file: &'a Path) -> Self {
        Self {
            source,
            file,
            lines: Lines::new(source),
            folder: None,
            sound: HashMap::new(),
            parsed: Parsed::default(),
            unlisted: 0,
        }
    }

    fn read(mut self, warnings: bool) -> Parsed {
        if let Some(at) = self.source.find('\0') {
            let message = "a NUL byte stands in the text: this is no plain text file";
            self.damage(Damage::new(FaultCode::NulByte, at..at + 1, message).losing(Loss::File));
            return self.parsed;
        }
        let plan = split::plan(self.source);
        let lost = |damage: &&Damage| damage.loss == Loss::File;
        if let Some(whole) = plan.damage.iter().find(lost) {
            self.damage(whole.clone());
            return self.parsed;
        }
        if let Some(damage) = head::format_fault(self.source, &plan) {
            self.damage(damage);
            return self.parsed;
        }
        for attribute in &plan.attributes {
            self.attribute(attribute.clone());
        }
        let (head, damage) = head::read(self.source, &plan);
        self.parsed.head = head;
        for damage in damage.into_iter().chain(plan.damage) {
            self.damage(damage);
        }
        self.cards(&plan.cards);
        if warnings {
            for (n, problem) in lint::warnings(self.parsed.head.as_ref(), &self.parsed.cards) {
                // Without a list there is nothing to warn of; that is an error.
                let card = n.and_then(|n| self.parsed.spans.get(n)).or(plan.list.as_ref());
                if let Some(place) = card.cloned() {
                    self.problem(&place, &problem);
                }
            }
        }
        self.parsed.faults.sort_by_key(|fault| fault.span.start);
        if self.unlisted > 0 {
            let message = format!("{} more faults are not listed", self.unlisted);
            let mut fault = Fault::of_file(self.file, FaultCode::TooManyFaults, message);
            fault.loss = Loss::Card;
            self.parsed.faults.push(fault);
        }
        self.parsed
    }

    fn attribute(&mut self, span: Range<usize>) {
        let text = self.source.get(span.clone()).unwrap_or_default();
        let Err(error) = ron::Deserializer::from_str(text) else { return };
        let message = match error.code {
            ron::Error::NoSuchExtension(name) => format!("RON has no extension `{name}`"),
            _ => "this attribute is not written as RON wants it".to_owned(),
        };
        let help = "`#![enable(implicit_some)]` is the one that decks use";
        self.damage(Damage::new(FaultCode::BadAttribute, span, message).help(help));
    }

    fn cards(&mut self, spans: &[Range<usize>]) {
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(spans.len());
        self.parsed.cards.reserve(spans.len());
        self.parsed.spans.reserve(spans.len());
        for span in spans {
            let Some(card) = self.card(span) else { continue };
            match seen.entry(card.id.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(span.start);
                    self.parsed.cards.push(card);
                    self.parsed.spans.push(span.clone());
                }
                Entry::Occupied(first) => {
                    let first = *first.get();
                    self.duplicate(&card.id, span, first);
                }
            }
        }
    }

    fn card(&mut self, span: &Range<usize>) -> Option<Card> {
        let text = self.source.get(span.clone())?;
        if let Some(card) = self.sound.get(text) {
            return Some(Card::clone(card));
        }
        if text.len() > MAX_CARD {
            let mark = span.start..span.start + 1;
            let mut damage =
                Damage::new(FaultCode::TooLarge, mark, "this card is larger than 1 MiB");
            damage.card = Some(span.clone());
            self.damage(damage.losing(Loss::Card));
            return None;
        }
        let Ok(raw) = RON.from_str::<RawCard>(text) else {
            if self.is_full() {
                self.unlisted += 1;
                return None;
            }
            for damage in diagnose::card(self.source, span) {
                self.damage(damage);
            }
            return None;
        };
        let (card, mut problems) = rules::card(raw);
        if let (Some(card), Some(folder)) = (&card, self.folder)
            && text.contains("![")
        {
            problems.extend(media::missing(card, folder));
        }
        for problem in &problems {
            self.problem(span, problem);
        }
        card
    }

    fn duplicate(&mut self, id: &str, span: &Range<usize>, first: usize) {
        let line = self.lines.line(first);
        let derived = id.starts_with('~');
        let problem = if derived {
            Problem {
                code: FaultCode::DuplicateCard,
                message: "another card says the same".to_owned(),
                help: Some(format!("it stands on line {line}; give both an id to keep both")),
                at: Vec::new(),
                severity: Severity::Error,
                loss: Loss::Card,
            }
        } else {
            Problem {
                code: FaultCode::DuplicateId,
                message: format!("another card has the id `{id}`"),
                help: Some(format!(
                    "it stands on line {line}; progress is kept under the id, so it must be unique"
                )),
                at: vec![rules::Step::Field("id")],
                severity: Severity::Error,
                loss: Loss::Card,
            }
        };
        self.problem(span, &problem);
    }

    fn is_full(&self) -> bool {
        self.parsed.faults.len() >= MAX_FAULTS
    }

    /// Places a card's problem in the file.
    fn problem(&mut self, card: &Range<usize>, problem: &Problem) {
        if self.is_full() {
            self.unlisted += 1;
            return;
        }
        let span = match tree::build(self.source, card.clone()) {
            Ok(node) => tree::locate(self.source, &node, &problem.at),
            Err(_) => card.start..card.start,
        };
        let (line, col) = self.lines.position(span.start);
        self.parsed.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            col,
            span,
            severity: problem.severity,
            code: problem.code,
            message: problem.message.clone(),
            help: problem.help.clone(),
            card: diagnose::id_in(self.source, card),
            loss: problem.loss,
        });
    }

    fn damage(&mut self, damage: Damage) {
        if self.is_full() {
            self.unlisted += 1;
            return;
        }
        let (line, col) = self.lines.position(damage.span.start);
        let card = damage.card.and_then(|span| diagnose::id_in(self.source, &span));
        self.parsed.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            col,
            span: damage.span,
            severity: damage.severity,
            code: damage.code,
            message: damage.message,
            help: damage.help,
            card,
            loss: damage.loss,
        });
    }
}
