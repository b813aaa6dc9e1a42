//! What a session came to.

use super::question::{GapPart, Question, QuestionForm};
use crate::deck::ItemKey;
use crate::scheduler::{Confidence, Due, Phase, Rating};

/// One answer of the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Which item.
    pub key: ItemKey,
    /// The question in one line of Markdown.
    pub title: String,
    /// Whether it was right.
    pub correct: bool,
    /// How sure the learner said to be.
    pub confidence: Option<Confidence>,
    /// The grade that was kept.
    pub rating: Rating,
    /// From question to answer, milliseconds.
    pub latency_ms: u32,
    /// The phase before.
    pub before: Phase,
    /// The phase after.
    pub after: Phase,
    /// When it comes back.
    pub due: Due,
    /// It was set aside as a leech.
    pub leech: bool,
}

impl Entry {
    /// Sure, and wrong: the most worth knowing.
    #[must_use]
    pub fn confident_error(&self) -> bool {
        !self.correct && self.confidence == Some(Confidence::Sure)
    }
}

/// What a session came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Answers in all.
    pub answered: usize,
    /// Right ones.
    pub correct: usize,
    /// Distinct cards.
    pub cards: usize,
    /// Cards met for the first time and now known.
    pub learned: usize,
    /// Missed at least once, each once: sure but wrong first.
    pub missed: Vec<Entry>,
    /// Set aside as leeches.
    pub leeches: Vec<Entry>,
    /// From start to end, milliseconds.
    pub took_ms: i64,
    /// When the next card comes back, and how many on that day.
    pub next_due: Option<NextDue>,
}

/// The next day with something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDue {
    /// Days from today; 0 is later today.
    pub in_days: u32,
    /// Cards due then.
    pub cards: usize,
}

impl Summary {
    /// Adds the answers up.
    #[must_use]
    pub fn new(entries: Vec<Entry>, took_ms: i64, next_due: Option<NextDue>) -> Self {
        let answered = entries.len();
        let correct = entries.iter().filter(|entry| entry.correct).count();
        let mut cards: Vec<&ItemKey> = entries.iter().map(|entry| &entry.key).collect();
        cards.sort();
        cards.dedup();
        let cards = cards.len();
        let learned = entries
            .iter()
            .filter(|entry| {
                entry.after == Phase::Review && matches!(entry.before, Phase::New | Phase::Learning)
            })
            .count();
        let leeches = entries.iter().filter(|entry| entry.leech).cloned().collect();
        let mut missed: Vec<Entry> = Vec::new();
        for entry in entries.into_iter().filter(|entry| !entry.correct) {
            match missed.iter_mut().find(|seen| seen.key == entry.key) {
                Some(seen) if !seen.confident_error() => *seen = entry,
                Some(_) => {}
                None => missed.push(entry),
            }
        }
        missed.sort_by_key(|entry| !entry.confident_error());
        Self { answered, correct, cards, learned, missed, leeches, took_ms, next_due }
    }
}

/// A question in one line.
#[must_use]
pub fn title(question: &Question) -> String {
    let text = match &question.form {
        QuestionForm::Gaps(parts) => parts
            .iter()
            .map(|part| match part {
                GapPart::Text(text) => text.as_str(),
                GapPart::Gap { .. } => "…",
            })
            .collect::<String>(),
        _ => question.ask.clone(),
    };
    let line = text.lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("```")
    });
    line.unwrap_or("").trim().to_owned()
}
