//! Checking decks for their authors: every fault, with the line it stands in.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::fault::{Fault, FaultCode, Lines, Loss, Severity};
use super::figures::Figures;
use super::library;
use super::lint::near::{self, Likeness};
use super::model::Card;
use super::parse::{self, parse_in};
use super::proof::{PROOFS_FILE, Proofs};
use super::source;
use super::texts;

/// What is to be checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckScope {
    /// Files and folders that were named; one that is missing is an error of
    /// its own.
    pub paths: Vec<PathBuf>,
    /// Folders that need not exist, such as the learner's own.
    pub folders: Vec<PathBuf>,
    /// Whether to check the decks that the program carries.
    pub builtin: bool,
}

/// What a check has found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Errors and warnings, file by file in the order of the text.
    pub faults: Vec<Fault>,
    /// How many files were looked at.
    pub files: usize,
    /// How many cards can be studied.
    pub cards: usize,
    /// A path that was named does not exist or can't be listed.
    pub could_not_run: bool,
    /// The figures of each deck, by file.
    pub decks: Vec<Figures>,
    /// The figures of all decks together; none when there is but one.
    pub pooled: Option<Figures>,
    /// The texts of files with faults.
    texts: HashMap<PathBuf, String>,
    /// Notes that are counted, but not listed.
    unlisted_notes: usize,
}

/// Line, column and bytes of a card.
type Place = (u32, u32, std::ops::Range<usize>);

/// A deck while the others are still looked at.
struct Checked {
    id: String,
    file: PathBuf,
    cards: Vec<Card>,
    /// Where each card stands.
    places: Vec<Place>,
    /// What lets options be guessed by their form alone.
    flaws: usize,
}

/// Checks decks one by one, and that no two of them have the same id. A file
/// may have the id of a built-in deck: it replaces it.
#[must_use]
pub fn check(scope: &CheckScope) -> Report {
    let mut report = Report::default();
    let files = texts::files(scope, &mut report.faults);
    report.could_not_run = !report.faults.is_empty();
    for folder in scope.paths.iter().chain(&scope.folders).filter(|path| path.is_dir()) {
        report.proofs(&folder.join(PROOFS_FILE));
    }

    let mut ids = HashMap::new();
    let mut decks = Vec::new();
    if scope.builtin {
        for (name, text) in library::builtin_texts() {
            decks.extend(report.deck(name, None, text.to_owned(), &mut HashMap::new()));
        }
    }
    for file in files {
        match source::read(&file) {
            Ok(text) => decks.extend(report.deck(&file, file.parent(), text, &mut ids)),
            Err(fault) => {
                report.files += 1;
                report.faults.push(*fault);
            }
        }
    }
    report.compare(&decks);
    report
}

/// Flaws that the figures allow none of.
const OPTION_FLAWS: [FaultCode; 3] =
    [FaultCode::AllOfTheAbove, FaultCode::ArticleCue, FaultCode::DuplicateOption];

impl Report {
    fn deck(
        &mut self,
        file: &Path,
        folder: Option<&Path>,
        text: String,
        ids: &mut HashMap<String, PathBuf>,
    ) -> Option<Checked> {
        let mut parsed = parse_in(&text, file, folder, true);
        self.files += 1;
        if let Some(head) = &parsed.head {
            if let Some(first) = ids.get(&head.id) {
                let fault = duplicate(&text, file, &head.id, first);
                parsed.faults.insert(0, fault);
            } else {
                self.cards += parsed.cards.len();
                ids.insert(head.id.clone(), file.to_owned());
            }
        }
        let lines = Lines::new(&text);
        let place = |span: &std::ops::Range<usize>| {
            let (line, col) = lines.position(span.start);
            (line, col, span.clone())
        };
        let flaw = |fault: &&Fault| OPTION_FLAWS.contains(&fault.code);
        let checked = parsed.head.map(|head| Checked {
            id: head.id,
            file: file.to_owned(),
            places: parsed.spans.iter().map(place).collect(),
            cards: parsed.cards,
            flaws: parsed.faults.iter().filter(flaw).count(),
        });
        // A card of this file may turn out to be another's near duplicate.
        self.texts.insert(file.to_owned(), text);
        self.faults.append(&mut parsed.faults);
        checked
    }

    /// Results of proofs that can't be read.
    fn proofs(&mut self, file: &Path) {
        if !file.is_file() {
            return;
        }
        let read = source::read(file).and_then(|text| {
            Proofs::read(&text, file).inspect_err(|_| {
                self.texts.insert(file.to_owned(), text.clone());
            })
        });
        if let Err(fault) = read {
            self.faults.push(*fault);
        }
    }

    /// What only shows when all decks lie side by side.
    fn compare(&mut self, decks: &[Checked]) {
        let cards = || {
            decks.iter().enumerate().flat_map(|(d, deck)| {
                deck.cards.iter().zip(&deck.places).map(move |(card, place)| (d, card, place))
            })
        };
        let all: Vec<(usize, &Card, &Place)> = cards().collect();
        let likeness: Vec<Likeness> = all.iter().map(|(_, card, _)| Likeness::of(card)).collect();
        let mut near = vec![0; decks.len()];
        let pairs = near::pairs(&likeness);
        for (later, earlier) in &pairs {
            let (Some((deck, card, place)), Some((other_deck, other, other_place))) =
                (all.get(*later), all.get(*earlier))
            else {
                continue;
            };
            let (Some(checked), Some(others)) = (decks.get(*deck), decks.get(*other_deck)) else {
                continue;
            };
            if let Some(count) = near.get_mut(*deck) {
                *count += 1;
            }
            let message = format!("`{}/{}` asks nearly the same", others.id, other.id);
            let mut fault = Fault::of_file(&checked.file, FaultCode::NearDuplicate, message);
            fault.severity = Severity::Warning;
            fault.loss = Loss::Nothing;
            (fault.line, fault.col, fault.span) = (place.0, place.1, place.2.start..place.2.start);
            fault.card = Some(card.id.clone());
            fault.help = Some(format!(
                "it stands at {}:{}; keep the better one, or ask for something else",
                others.file.display(),
                other_place.0
            ));
            self.faults.push(fault);
        }
        for (deck, near) in decks.iter().zip(near) {
            self.decks.push(Figures::of_deck(&deck.id, deck.cards.iter(), near, deck.flaws));
        }
        // One deck alone is held to the bars of a deck.
        if decks.len() > 1 && !all.is_empty() {
            let flaws = decks.iter().map(|deck| deck.flaws).sum();
            let cards = decks.iter().flat_map(|deck| &deck.cards);
            self.pooled = Some(Figures::pooled(cards, pairs.len(), flaws));
        }
    }

    /// Leaves notes out of the list; the summary still counts them.
    #[must_use]
    pub fn without_notes(mut self) -> Self {
        let before = self.faults.len();
        self.faults.retain(|fault| fault.severity != Severity::Note);
        self.unlisted_notes = before - self.faults.len();
        self
    }

    /// Whether every figure meets its bar.
    #[must_use]
    pub fn figures_met(&self) -> bool {
        self.decks.iter().chain(&self.pooled).all(|figures| figures.missed().next().is_none())
    }

    /// The figures for people: all decks together, then those decks that miss
    /// a bar, then a line.
    #[must_use]
    pub fn figures_text(&self, every_deck: bool) -> String {
        let mut out = String::new();
        let missing = |figures: &&Figures| every_deck || figures.missed().next().is_some();
        for figures in self.decks.iter().filter(missing).chain(&self.pooled) {
            out.push_str(&figures.text());
            out.push('\n');
        }
        let missed: usize =
            self.decks.iter().chain(&self.pooled).map(|figures| figures.missed().count()).sum();
        let _ = match missed {
            0 => writeln!(out, "every figure meets its bar"),
            1 => writeln!(out, "1 figure misses its bar"),
            n => writeln!(out, "{n} figures miss their bars"),
        };
        out
    }

    /// The figures for scripts.
    #[must_use]
    pub fn figures_json(&self) -> serde_json::Value {
        let of = |figures: &Figures| {
            let list = figures.figures.iter().map(|figure| {
                let mut value = serde_json::to_value(figure).unwrap_or_default();
                if let Some(object) = value.as_object_mut() {
                    object.insert("met".to_owned(), figure.is_met().into());
                }
                value
            });
            serde_json::json!({
                "deck": figures.deck,
                "cards": figures.cards,
                "items": figures.items,
                "figures": list.collect::<Vec<_>>(),
            })
        };
        serde_json::json!({
            "decks": self.decks.iter().map(of).collect::<Vec<_>>(),
            "pooled": self.pooled.as_ref().map(of),
            "met": self.figures_met(),
        })
    }

    fn count(&self, severity: Severity) -> usize {
        self.faults.iter().filter(|fault| fault.severity == severity).count()
    }

    /// 0: clean, warnings aside; 1: there are errors; 2: could not run.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.could_not_run { 2 } else { u8::from(self.count(Severity::Error) > 0) }
    }

    /// The report for people: each fault in a line, with its place in the text
    /// and what would mend it; then a summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for fault in &self.faults {
            let _ = writeln!(out, "{fault}");
            let frame = self.texts.get(&fault.file).map(|text| fault.frame(text));
            for line in frame.iter().flat_map(|frame| frame.lines()) {
                let _ = writeln!(out, "  {line}");
            }
            if let Some(help) = &fault.help {
                let _ = writeln!(out, "  = help: {help}");
            }
            out.push('\n');
        }
        out.push_str(&self.summary());
        out.push('\n');
        out
    }

    /// One line: what was looked at and what was found.
    #[must_use]
    pub fn summary(&self) -> String {
        let counted = |n: usize, one: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{n} {one}s"),
        };
        let looked = format!("{} in {}", counted(self.cards, "card"), counted(self.files, "file"));
        let errors = self.count(Severity::Error);
        let warnings = self.count(Severity::Warning);
        let notes = self.count(Severity::Note);
        let found = match (errors, warnings) {
            (0, 0) if notes > 0 => counted(notes, "note"),
            (0, 0) => "no faults".to_owned(),
            (0, warnings) => counted(warnings, "warning"),
            (errors, 0) => counted(errors, "error"),
            (errors, warnings) => {
                format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
            }
        };
        let lost = self.faults.iter().filter(|fault| fault.loss != Loss::Nothing).count();
        let lost =
            if lost > 0 { "; what is broken is left out, the rest can be studied" } else { "" };
        let notes = match self.unlisted_notes {
            0 => String::new(),
            n => format!("; {} on the writing (--notes lists them)", counted(n, "note")),
        };
        format!("{looked}: {found}{lost}{notes}")
    }

    /// The report for scripts: a list of `{file, line, col, severity, code,
    /// message, help, card}`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        self.faults.iter().map(Fault::to_json).collect()
    }
}

fn duplicate(text: &str, file: &Path, id: &str, first: &Path) -> Fault {
    let message = format!("another deck has the id `{id}` already");
    let help = format!("it is {}; only one of them can be studied", first.display());
    let mut fault = Fault::of_file(file, FaultCode::DuplicateDeck, message).with_help(help);
    if let Some((line, col, span)) = parse::place_of_id(text) {
        (fault.line, fault.col, fault.span) = (line, col, span);
    }
    fault
}
