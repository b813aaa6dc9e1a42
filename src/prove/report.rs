//! What was proven, for people and for scripts.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::PathBuf;

use serde::Serialize;

use crate::deck::Runner;

/// What is known of a card after a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It was executed, and its answer came out.
    Proven,
    /// It was executed, and something else came out; or its proof proves
    /// nothing.
    Failed,
    /// Its runner is not installed.
    NotRun,
}

/// What came of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The deck's file; for a built-in deck: its name in `decks/`.
    pub file: PathBuf,
    /// One-based line of the card.
    pub line: usize,
    /// One-based column of the card, in characters.
    pub col: usize,
    /// The deck's id.
    pub deck: String,
    /// The card's id.
    pub card: String,
    /// Who executed it.
    pub runner: Runner,
    /// Program and version, when it ran.
    pub version: Option<String>,
    /// Proven, failed, not run.
    pub status: Status,
    /// What is wrong; empty when it is proven.
    pub message: String,
    /// What should have come out.
    pub expected: Option<String>,
    /// What came out.
    pub got: Option<String>,
    /// What the program said about itself.
    pub stderr: String,
    /// Expected and got, line by line.
    pub difference: String,
    /// How long it ran, milliseconds.
    pub ms: u64,
}

#[derive(Serialize)]
struct Flat<'a> {
    file: String,
    line: usize,
    col: usize,
    deck: &'a str,
    card: &'a str,
    runner: &'a str,
    version: Option<&'a str>,
    status: Status,
    expected: Option<&'a str>,
    got: Option<&'a str>,
    message: &'a str,
    ms: u64,
}

/// Lines of a program's complaints that are shown.
const MOST_SAID: usize = 6;

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.status {
            Status::Proven => return write!(f, "{}/{}: proven", self.deck, self.card),
            Status::Failed => "error[proof-failed]",
            Status::NotRun => "warning[proof-not-run]",
        };
        let Self { file, line, col, deck, card, runner, message, .. } = self;
        let file = file.display();
        let runner = runner.name();
        writeln!(f, "{file}:{line}:{col}: {code}: `{deck}/{card}` on {runner}: {message}")?;
        for line in self.difference.lines() {
            writeln!(f, "  {line}")?;
        }
        if self.difference.is_empty() {
            if let Some(expected) = self.expected.as_ref().filter(|text| !text.is_empty()) {
                writeln!(f, "  expected {}", indented(expected))?;
            }
            if let Some(got) = self.got.as_ref().filter(|text| !text.is_empty()) {
                writeln!(f, "  got {}", indented(got))?;
            }
        }
        let said: Vec<&str> = self.stderr.lines().filter(|line| !line.is_empty()).collect();
        for line in said.iter().take(MOST_SAID) {
            writeln!(f, "  stderr: {line}")?;
        }
        // The last line of a long complaint is often the one that says it.
        if said.len() > MOST_SAID
            && let Some(last) = said.last()
        {
            writeln!(f, "  stderr: …\n  stderr: {last}")?;
        }
        Ok(())
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

/// What came of all cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of the decks and their cards.
    pub verdicts: Vec<Verdict>,
    /// Cards that were passed over: their proof is on record.
    pub passed: usize,
    /// Decks that could not be read, a sentence each.
    pub unread: Vec<String>,
}

impl Report {
    fn count(&self, status: Status) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.status == status).count()
    }

    /// 0: all proven that ran; 1: something failed; 2: something could not be
    /// run at all. `strict` counts what was not run as failed.
    #[must_use]
    pub fn exit_code(&self, strict: bool) -> u8 {
        if self.unread.is_empty() {
            let bad = self.count(Status::Failed) > 0;
            u8::from(bad || strict && self.count(Status::NotRun) > 0)
        } else {
            2
        }
    }

    /// The report for people: what failed, what was not run and why, then how
    /// much was proven by whom.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for verdict in self.verdicts.iter().filter(|verdict| verdict.status == Status::Failed) {
            let _ = writeln!(out, "{verdict}");
        }
        let mut absent: BTreeMap<(Runner, &str), usize> = BTreeMap::new();
        for verdict in self.verdicts.iter().filter(|verdict| verdict.status == Status::NotRun) {
            *absent.entry((verdict.runner, &verdict.message)).or_default() += 1;
        }
        for ((runner, reason), count) in absent {
            let _ = writeln!(out, "{} not run on {}: {reason}", counted(count), runner.name());
        }
        for reason in &self.unread {
            let _ = writeln!(out, "{reason}");
        }
        let mut proven: BTreeMap<(Runner, &str), usize> = BTreeMap::new();
        for verdict in self.verdicts.iter().filter(|verdict| verdict.status == Status::Proven) {
            let version = verdict.version.as_deref().unwrap_or_default();
            *proven.entry((verdict.runner, version)).or_default() += 1;
        }
        for ((runner, version), count) in &proven {
            let _ = writeln!(out, "  {count:>5} proven on {:<11} {version}", runner.name());
        }
        let _ = writeln!(out, "{}", self.summary());
        out
    }

    /// One line: how many were proven, failed, not run.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut out = format!(
            "{} proven, {} failed, {} not run",
            self.count(Status::Proven),
            self.count(Status::Failed),
            self.count(Status::NotRun)
        );
        if self.passed > 0 {
            let _ = write!(out, ", {} as recorded", self.passed);
        }
        out
    }

    /// The report for scripts: a list of `{file, line, col, deck, card,
    /// runner, version, status, expected, got, message, ms}`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let flat = |verdict: &Verdict| {
            let flat = Flat {
                file: verdict.file.display().to_string(),
                line: verdict.line,
                col: verdict.col,
                deck: &verdict.deck,
                card: &verdict.card,
                runner: verdict.runner.name(),
                version: verdict.version.as_deref(),
                status: verdict.status,
                expected: verdict.expected.as_deref(),
                got: verdict.got.as_deref(),
                message: &verdict.message,
                ms: verdict.ms,
            };
            serde_json::to_value(flat).unwrap_or_default()
        };
        self.verdicts.iter().map(flat).collect()
    }
}

fn counted(n: usize) -> String {
    if n == 1 { "1 card".to_owned() } else { format!("{n} cards") }
}
