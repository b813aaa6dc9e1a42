//! Checking decks for their authors: every fault, with the line it stands in.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::fault::{Fault, FaultCode, Loss, Severity};
use super::library;
use super::parse::{self, parse_in};
use super::source;

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Errors and warnings, file by file in the order of the text.
    pub faults: Vec<Fault>,
    /// How many files were looked at.
    pub files: usize,
    /// How many cards can be studied.
    pub cards: usize,
    /// A path that was named does not exist or can't be listed.
    pub could_not_run: bool,
    /// The texts of files with faults.
    texts: HashMap<PathBuf, String>,
}

/// Checks decks one by one, and that no two of them have the same id. A file
/// may have the id of a built-in deck: it replaces it.
#[must_use]
pub fn check(scope: &CheckScope) -> Report {
    let mut report = Report::default();
    let mut files = Vec::new();
    for path in &scope.paths {
        if path.is_dir() {
            let before = report.faults.len();
            files.extend(source::deck_files(path, &mut report.faults));
            report.could_not_run |= report.faults.len() > before;
        } else if path.exists() {
            files.push(path.clone());
        } else {
            let message = "there is no such file or folder";
            report.faults.push(Fault::of_file(path, FaultCode::NotFound, message));
            report.could_not_run = true;
        }
    }
    for folder in &scope.folders {
        files.extend(source::deck_files(folder, &mut report.faults));
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));

    let mut ids = HashMap::new();
    if scope.builtin {
        for (name, text) in library::builtin_texts() {
            report.deck(name, None, text.to_owned(), &mut HashMap::new());
        }
    }
    for file in files {
        match source::read(&file) {
            Ok(text) => report.deck(&file, file.parent(), text, &mut ids),
            Err(fault) => {
                report.files += 1;
                report.faults.push(fault);
            }
        }
    }
    report
}

impl Report {
    fn deck(
        &mut self,
        file: &Path,
        folder: Option<&Path>,
        text: String,
        ids: &mut HashMap<String, PathBuf>,
    ) {
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
        if !parsed.faults.is_empty() {
            self.texts.insert(file.to_owned(), text);
        }
        self.faults.append(&mut parsed.faults);
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
        let found = match (errors, warnings) {
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
        format!("{looked}: {found}{lost}")
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
