//! What a terminal session tells, event by event: the same facts as JSON lines
//! and as text.

use serde::Serialize;

use crate::deck::{Code, ItemKey};
use crate::scheduler::Rating;
use crate::session::{
    self, Answered, GapPart, Outlook, Progress, QuestionForm, Returns, Scope, SolutionForm,
    TypedResult,
};

/// One event of a session.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// A card is asked.
    Question(Box<Question>),
    /// A hint was taken.
    Hint(Hint),
    /// What the answer came to.
    Feedback(Box<Feedback>),
    /// The commit has returned: the answer is on disk.
    Saved(Saved),
    /// The last step was taken back.
    Undone {
        /// The card that stands there again.
        key: Option<String>,
    },
    /// It was done again.
    Redone {
        /// The card that stands there now.
        key: Option<String>,
    },
    /// Something to know.
    Notice {
        /// In a sentence.
        message: String,
    },
    /// The session is over.
    Summary(Box<Summary>),
}

/// A question without its answer.
#[derive(Debug, Serialize)]
pub struct Question {
    /// Counts up from 1.
    pub number: usize,
    /// Names the item.
    pub key: String,
    /// The deck's id.
    pub deck: String,
    /// The card's id.
    pub id: String,
    /// The card's kind.
    pub kind: crate::deck::Kind,
    /// The deck's title.
    #[serde(skip)]
    pub deck_title: String,
    /// The stem (Markdown); a cloze text shows its gaps as `____`.
    pub ask: String,
    /// A program to read first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeText>,
    /// The options as numbered from 1.
    pub options: Vec<String>,
    /// Several options are right.
    pub several: bool,
    /// The options are program output, not Markdown.
    #[serde(skip)]
    pub verbatim: bool,
    /// The gaps to fill.
    pub gaps: usize,
    /// Lines to put into order.
    pub lines: Vec<String>,
    /// Some lines don't belong.
    pub decoys: bool,
    /// Left sides to join.
    pub left: Vec<String>,
    /// Right sides to join them with.
    pub right: Vec<String>,
    /// Hints that can be had.
    pub hints: usize,
    /// Cards answered so far.
    pub done: usize,
    /// Cards still to come, this one included.
    pub remaining: usize,
}

/// A program.
#[derive(Debug, Serialize)]
pub struct CodeText {
    /// Its language.
    pub language: String,
    /// Its source.
    pub text: String,
}

impl From<&Code> for CodeText {
    fn from(code: &Code) -> Self {
        Self { language: code.language.clone(), text: code.text.clone() }
    }
}

/// How many gaps a question has.
#[must_use]
pub fn gap_count(question: &session::Question) -> usize {
    match &question.form {
        QuestionForm::Gaps(parts) => {
            parts.iter().filter(|part| matches!(part, GapPart::Gap { .. })).count()
        }
        _ => 0,
    }
}

/// A cloze text with its gaps to see.
fn gapped(parts: &[GapPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        GapPart::Text(text) => text.clone(),
        GapPart::Gap { hint: Some(hint) } => format!("____({hint})"),
        GapPart::Gap { hint: None } => "____".to_owned(),
    });
    parts.collect()
}

impl Question {
    /// The question as an event.
    #[must_use]
    pub fn new(number: usize, question: &session::Question, progress: Progress) -> Self {
        let mut event = Self {
            number,
            key: question.key.to_string(),
            deck: question.key.deck.clone(),
            id: question.key.card.clone(),
            kind: question.kind,
            deck_title: question.deck_title.clone(),
            ask: question.ask.clone(),
            code: None,
            options: Vec::new(),
            several: false,
            verbatim: false,
            gaps: gap_count(question),
            lines: Vec::new(),
            decoys: false,
            left: Vec::new(),
            right: Vec::new(),
            hints: question.hints_left,
            done: progress.done,
            remaining: progress.remaining.total(),
        };
        match &question.form {
            QuestionForm::Options { code, options, several, verbatim } => {
                event.code = code.as_ref().map(CodeText::from);
                event.options.clone_from(options);
                event.several = *several;
                event.verbatim = *verbatim;
            }
            QuestionForm::Gaps(parts) => event.ask = gapped(parts),
            QuestionForm::Text { code, .. } => event.code = code.as_ref().map(CodeText::from),
            QuestionForm::Sequence { lines, decoys } => {
                event.lines.clone_from(lines);
                event.decoys = *decoys;
            }
            QuestionForm::Pairs { left, right } => {
                event.left.clone_from(left);
                event.right.clone_from(right);
            }
            QuestionForm::Recall => {}
        }
        event
    }
}

/// A hint.
#[derive(Debug, Serialize)]
pub struct Hint {
    /// In words (Markdown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of an option that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strike: Option<usize>,
}

impl Hint {
    /// The hint as an event.
    #[must_use]
    pub fn new(hint: &session::Hint) -> Self {
        match hint {
            session::Hint::Words(text) => Self { text: Some(text.clone()), strike: None },
            session::Hint::Strike(option) => Self { text: None, strike: Some(option + 1) },
        }
    }
}

/// What an answer came to, or what stands on the back of a flip card.
#[derive(Debug, Serialize)]
pub struct Feedback {
    /// Names the item.
    pub key: String,
    /// Whether it was right; absent until a flip card is graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correct: Option<bool>,
    /// Sure, and wrong.
    pub confident_error: bool,
    /// The grade that was kept; absent until a flip card is graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The probability that it was known, not guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<f64>,
    /// Each option: whether it is right, was picked, and why.
    pub options: Vec<OptionFeedback>,
    /// The right answer in words: the back, the text, the gaps, the order.
    pub answer: Vec<String>,
    /// Wrong, but so near that it may be a slip.
    pub near: bool,
    /// What makes it right (Markdown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The documentation's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What executed the card and found this answer, such as `CPython 3.11.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<String>,
    /// What each rating leads to.
    pub outlook: Vec<OutlookText>,
    /// What was right when it was learned, if that is another answer and nobody
    /// has said what it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// It was set aside as a leech.
    pub leech: bool,
}

/// One option after the answer.
#[derive(Debug, Serialize)]
pub struct OptionFeedback {
    /// Counts from 1, as shown.
    pub number: usize,
    /// The option.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// Whether it was picked.
    pub picked: bool,
    /// Why (Markdown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What a rating leads to.
#[derive(Debug, Serialize)]
pub struct OutlookText {
    /// Which rating.
    pub rating: Rating,
    /// In words: `10 min`, `3 days`.
    pub returns: String,
    /// In minutes, when within the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// In days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

impl From<&Outlook> for OutlookText {
    fn from(outlook: &Outlook) -> Self {
        let (minutes, days) = match outlook.returns {
            Returns::Minutes(minutes) => (Some(minutes), None),
            Returns::Days(days) => (None, Some(days)),
        };
        Self { rating: outlook.rating, returns: outlook.returns.to_string(), minutes, days }
    }
}

impl Feedback {
    /// The back of a flip card, before the learner has graded themselves.
    #[must_use]
    pub fn turned(question: &session::Question, turned: &session::Turned) -> Self {
        Self {
            correct: None,
            rating: None,
            known: None,
            ..Self::new(question, &turned.solution, &turned.outlook)
        }
    }

    /// What an answer came to.
    #[must_use]
    pub fn answered(question: &session::Question, answered: &Answered) -> Self {
        let feedback = &answered.feedback;
        Self {
            correct: Some(feedback.correct),
            confident_error: feedback.confident_error,
            rating: Some(feedback.grade.rating),
            known: Some(feedback.grade.known),
            was: answered
                .reworded
                .as_ref()
                .filter(|_| answered.verdict.is_none())
                .map(|reworded| reworded.was.answered.clone()),
            leech: feedback.leech,
            ..Self::new(question, &feedback.solution, &feedback.outlook)
        }
    }

    fn new(
        question: &session::Question,
        solution: &session::Solution,
        outlook: &[Outlook; 4],
    ) -> Self {
        let mut event = Self {
            key: question.key.to_string(),
            correct: None,
            confident_error: false,
            rating: None,
            known: None,
            options: Vec::new(),
            answer: Vec::new(),
            near: false,
            why: solution.why.clone(),
            source: solution.source.clone(),
            checked_on: solution.proven.as_ref().map(|proven| proven.version.clone()),
            outlook: outlook.iter().map(OutlookText::from).collect(),
            was: None,
            leech: false,
        };
        let near = |results: &[TypedResult]| results.iter().any(|result| result.near);
        match (&solution.shown, &question.form) {
            (SolutionForm::Options(reasons), QuestionForm::Options { options, .. }) => {
                let both = reasons.iter().zip(options).enumerate();
                event.options = both
                    .map(|(at, (reason, text))| OptionFeedback {
                        number: at + 1,
                        text: text.clone(),
                        right: reason.right,
                        picked: reason.picked,
                        why: reason.why.clone(),
                    })
                    .collect();
                let right = event.options.iter().filter(|option| option.right);
                event.answer = right.map(|option| option.text.clone()).collect();
            }
            (SolutionForm::Back(back), _) => event.answer = vec![back.clone()],
            (SolutionForm::Gaps(results), _) => {
                event.near = near(results);
                event.answer = results.iter().map(|result| result.expected.clone()).collect();
            }
            (SolutionForm::Text { result, .. }, _) => {
                event.near = result.near;
                event.answer = vec![result.expected.clone()];
            }
            (SolutionForm::Sequence { right, .. }, QuestionForm::Sequence { lines, .. }) => {
                event.answer = right.iter().filter_map(|&at| lines.get(at).cloned()).collect();
            }
            (SolutionForm::Pairs { right, .. }, QuestionForm::Pairs { left, right: texts }) => {
                let pairs = left.iter().zip(right.iter().filter_map(|&at| texts.get(at)));
                event.answer = pairs.map(|(left, right)| format!("{left} → {right}")).collect();
            }
            _ => {}
        }
        event
    }
}

/// The answer is on disk.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// Names the item.
    pub key: String,
    /// The review's id in the log.
    pub review: String,
    /// The grade that was kept.
    pub rating: Rating,
}

impl Saved {
    /// The acknowledgement of a committed review.
    #[must_use]
    pub fn new(key: &ItemKey, review: uuid::Uuid, answered: &Answered) -> Self {
        Self {
            key: key.to_string(),
            review: review.to_string(),
            rating: answered.feedback.grade.rating,
        }
    }
}

/// What the session came to.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Answers in all.
    pub answered: usize,
    /// Right ones.
    pub correct: usize,
    /// Distinct cards.
    pub cards: usize,
    /// Now known for the first time.
    pub learned: usize,
    /// The items missed, sure but wrong first.
    pub missed: Vec<Missed>,
    /// Seconds from start to end.
    pub seconds: i64,
    /// Whether anything was recorded.
    pub recorded: bool,
    /// Days until the next card is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due_days: Option<u32>,
    /// Cards due then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due_cards: Option<usize>,
}

/// A missed item.
#[derive(Debug, Serialize)]
pub struct Missed {
    /// Names the item.
    pub key: String,
    /// The question in one line.
    pub title: String,
    /// Sure, and wrong.
    pub confident_error: bool,
}

impl Summary {
    /// The summary as an event.
    #[must_use]
    pub fn new(summary: &session::Summary, scope: &Scope) -> Self {
        let missed = summary.missed.iter().map(|entry| Missed {
            key: entry.key.to_string(),
            title: entry.title.clone(),
            confident_error: entry.confident_error(),
        });
        Self {
            answered: summary.answered,
            correct: summary.correct,
            cards: summary.cards,
            learned: summary.learned,
            missed: missed.collect(),
            seconds: summary.took_ms / 1000,
            recorded: scope.records(),
            next_due_days: summary.next_due.map(|next| next.in_days),
            next_due_cards: summary.next_due.map(|next| next.cards),
        }
    }
}
