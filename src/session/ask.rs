//! From a card to a question: options shuffled, answers left behind.

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use super::question::{GapPart, Hint, Question, QuestionForm};
use crate::deck::{Body, Card, Choice, ClozePart, DeckHead, Form, ItemKey, Proven, Side};

/// A question as it stands before the learner, with what is needed to judge
/// its answer. Whoever draws it gets only [`Asked::question`].
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is shown.
    question: Question,
    /// The card behind it.
    card: Card,
    /// For each shown option, line or right side: its position in the card.
    shuffle: Vec<usize>,
    /// Options that a hint has struck out, by shown position.
    struck: Vec<usize>,
    /// Hints not yet taken, in reverse.
    hints: Vec<Hint>,
    /// Hints taken.
    hints_taken: u8,
    /// What executed the card as it is.
    proven: Option<Proven>,
}

/// A choice's options in the card's order: the right ones first.
pub(super) fn options<'card>(
    right: &'card [Choice],
    wrong: &'card [Choice],
) -> impl Iterator<Item = (&'card Choice, bool)> {
    right.iter().map(|option| (option, true)).chain(wrong.iter().map(|option| (option, false)))
}

/// An output card's right option: what is printed.
pub(super) fn printed(prints: &str) -> Choice {
    Choice { text: prints.to_owned(), why: None }
}

impl Asked {
    /// Puts a card as a question. The same `rng` gives the same question.
    #[must_use]
    pub fn new(key: ItemKey, head: &DeckHead, card: Card, rng: &mut impl Rng) -> Self {
        let (ask, form, shuffle) = lay_out(&card.body, key.side, rng);
        let mut hints = hints(&card, key.side, &form, &shuffle, rng);
        hints.reverse();
        let question = Question {
            key,
            kind: card.body.kind(),
            deck_title: head.title.clone(),
            ask,
            form,
            level: card.notes.level,
            tags: card.notes.tags.clone(),
            hints_left: hints.len(),
        };
        Self { question, card, shuffle, struck: Vec::new(), hints, hints_taken: 0, proven: None }
    }

    /// Adds what executed the card, for the feedback.
    #[must_use]
    pub fn with_proof(mut self, proven: Option<Proven>) -> Self {
        self.proven = proven;
        self
    }

    /// What executed the card as it is.
    #[must_use]
    pub fn proven(&self) -> Option<&Proven> {
        self.proven.as_ref()
    }

    /// What may be shown before the answer.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The card behind the question: for judging, never for drawing.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// For each shown option, line or right side: its position in the card.
    pub(super) fn shuffle(&self) -> &[usize] {
        &self.shuffle
    }

    /// Options that hints have struck out, by shown position.
    #[must_use]
    pub fn struck(&self) -> &[usize] {
        &self.struck
    }

    /// Hints taken so far.
    #[must_use]
    pub fn hints_taken(&self) -> u8 {
        self.hints_taken
    }

    /// Gives the next hint, the gentlest first; `None` when there is no more.
    pub fn take_hint(&mut self) -> Option<Hint> {
        let hint = self.hints.pop()?;
        if let Hint::Strike(option) = hint {
            self.struck.push(option);
        }
        self.hints_taken = self.hints_taken.saturating_add(1);
        self.question.hints_left = self.hints.len();
        Some(hint)
    }
}

fn lay_out(body: &Body, side: Side, rng: &mut impl Rng) -> (String, QuestionForm, Vec<usize>) {
    match body {
        Body::Choice { ask, right, wrong } => {
            let texts: Vec<&str> =
                options(right, wrong).map(|(option, _)| option.text.as_str()).collect();
            let (shuffle, options) = shuffled(&texts, rng);
            let several = right.len() > 1;
            let form = QuestionForm::Options { code: None, options, several, verbatim: false };
            (ask.clone(), form, shuffle)
        }
        Body::Flip { front, back, .. } => {
            let ask = if side == Side::Forward { front } else { back };
            (ask.clone(), QuestionForm::Recall, Vec::new())
        }
        Body::Cloze { parts } => {
            let parts = parts.iter().map(|part| match part {
                ClozePart::Text(text) => GapPart::Text(text.clone()),
                ClozePart::Gap { hint, .. } => GapPart::Gap { hint: hint.clone() },
            });
            (String::new(), QuestionForm::Gaps(parts.collect()), Vec::new())
        }
        Body::Typed { ask, form, .. } => {
            (ask.clone(), QuestionForm::Text { code: None, form: form.clone() }, Vec::new())
        }
        Body::Output { ask, code, prints, wrong } => {
            let code = Some(code.clone());
            if wrong.is_empty() {
                return (ask.clone(), QuestionForm::Text { code, form: Form::Text }, Vec::new());
            }
            let right = [printed(prints)];
            let texts: Vec<&str> =
                options(&right, wrong).map(|(option, _)| option.text.as_str()).collect();
            let (shuffle, options) = shuffled(&texts, rng);
            let form = QuestionForm::Options { code, options, several: false, verbatim: true };
            (ask.clone(), form, shuffle)
        }
        Body::Order { ask, steps, decoys, .. } => {
            let texts: Vec<&str> = steps.iter().chain(decoys).map(String::as_str).collect();
            let (mut shuffle, mut lines) = shuffled(&texts, rng);
            // Standing in the right order already would be the answer itself.
            if shuffle.iter().copied().eq(0..shuffle.len()) && shuffle.len() > 1 {
                shuffle.rotate_left(1);
                lines.rotate_left(1);
            }
            let form = QuestionForm::Sequence { lines, decoys: !decoys.is_empty() };
            (ask.clone(), form, shuffle)
        }
        Body::Match { ask, pairs } => {
            let left = pairs.iter().map(|(left, _)| left.clone()).collect();
            let texts: Vec<&str> = pairs.iter().map(|(_, right)| right.as_str()).collect();
            let (shuffle, right) = shuffled(&texts, rng);
            (ask.clone(), QuestionForm::Pairs { left, right }, shuffle)
        }
    }
}

fn shuffled(texts: &[&str], rng: &mut impl Rng) -> (Vec<usize>, Vec<String>) {
    let mut shuffle: Vec<usize> = (0..texts.len()).collect();
    shuffle.shuffle(rng);
    let shown = shuffle.iter().filter_map(|&at| texts.get(at)).map(|&text| text.to_owned());
    let shown = shown.collect();
    (shuffle, shown)
}

/// The author's hints, then what can be made from the card itself.
fn hints(
    card: &Card,
    side: Side,
    form: &QuestionForm,
    shuffle: &[usize],
    rng: &mut impl Rng,
) -> Vec<Hint> {
    // The author wrote them for the front: turned round they may give it away.
    let own = if side == Side::Forward { card.notes.hints.as_slice() } else { &[] };
    let mut hints: Vec<Hint> = own.iter().cloned().map(Hint::Words).collect();
    match (&card.body, form) {
        (Body::Choice { right, wrong, .. }, QuestionForm::Options { several: false, .. }) => {
            hints.extend(strike(right.len(), wrong.len(), shuffle, rng));
        }
        (Body::Output { wrong, .. }, QuestionForm::Options { .. }) => {
            hints.extend(strike(1, wrong.len(), shuffle, rng));
        }
        (Body::Cloze { parts }, _) => {
            let starts: Vec<String> = parts
                .iter()
                .filter_map(|part| match part {
                    ClozePart::Gap { answer, .. } => Some(beginning(answer)),
                    ClozePart::Text(_) => None,
                })
                .collect();
            hints.push(Hint::Words(starts.join(" · ")));
        }
        (Body::Typed { accept, .. }, _) => {
            hints.extend(accept.first().map(|answer| Hint::Words(beginning(answer))));
        }
        (Body::Order { steps, .. }, _) => {
            hints.extend(steps.first().map(|first| Hint::Words(format!("First: {first}"))));
        }
        (Body::Match { pairs, .. }, _) if pairs.len() > 2 => {
            let pick = rng.random_range(0..pairs.len());
            let pair = pairs.get(pick);
            hints.extend(pair.map(|(left, right)| Hint::Words(format!("{left} → {right}"))));
        }
        _ => {}
    }
    hints
}

/// Strikes one wrong option, as long as a real choice remains.
fn strike(right: usize, wrong: usize, shuffle: &[usize], rng: &mut impl Rng) -> Option<Hint> {
    if wrong < 2 {
        return None;
    }
    let struck = right + rng.random_range(0..wrong);
    shuffle.iter().position(|&at| at == struck).map(Hint::Strike)
}

/// The first letter, and a dot for each further one: `E·····`.
fn beginning(answer: &str) -> String {
    let mut letters = answer.chars();
    let first: String = letters.by_ref().take(1).collect();
    let rest: String =
        letters.map(|letter| if letter.is_whitespace() { letter } else { '·' }).collect();
    format!("`{first}{rest}`")
}
