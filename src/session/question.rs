//! What is asked, what is answered, what is shown afterwards. A [`Question`]
//! holds nothing that gives its answer away: whoever draws it can't leak it.

use crate::answer::TypedResult;
use crate::deck::{Code, Form, ItemKey, Kind, Proven};
use crate::scheduler::{Grade, Rating};

/// A card as it is put before the learner, options already shuffled.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The item that is asked.
    pub key: ItemKey,
    /// The kind of its card.
    pub kind: Kind,
    /// The deck's title.
    pub deck_title: String,
    /// The stem (Markdown). Empty for a cloze, whose text is the question.
    pub ask: String,
    /// How it is answered.
    pub form: QuestionForm,
    /// 1 to 3, when the author gave one.
    pub level: Option<u8>,
    /// The card's tags.
    pub tags: Vec<String>,
    /// How many hints can still be had.
    pub hints_left: usize,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionForm {
    /// Pick one option, or tick several.
    Options {
        /// A program to read first, for cards that ask for its output.
        code: Option<Code>,
        /// The options (Markdown, or plain text when `verbatim`).
        options: Vec<String>,
        /// Whether several are right: all of them, and no other, must be ticked.
        several: bool,
        /// Options are program output: shown as they are, in the code font.
        verbatim: bool,
    },
    /// Recall, then turn the card.
    Recall,
    /// Fill the gaps.
    Gaps(Vec<GapPart>),
    /// Type the answer.
    Text {
        /// A program to read first.
        code: Option<Code>,
        /// What kind of text is expected.
        form: Form,
    },
    /// Put lines into order; not all of them need belong.
    Sequence {
        /// The lines (Markdown), shuffled.
        lines: Vec<String>,
        /// Whether some lines don't belong.
        decoys: bool,
    },
    /// Join left and right.
    Pairs {
        /// The left sides (Markdown).
        left: Vec<String>,
        /// The right sides (Markdown), shuffled.
        right: Vec<String>,
    },
}

/// A stretch of a cloze question.
#[derive(Debug, Clone, PartialEq)]
pub enum GapPart {
    /// Shown as it is (Markdown).
    Text(String),
    /// To be filled in.
    Gap {
        /// The author's hint.
        hint: Option<String>,
    },
}

/// What the learner gave. Numbers are positions in the question as shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The ticked options.
    Options(Vec<usize>),
    /// One text per gap, in order.
    Gaps(Vec<String>),
    /// The typed text.
    Text(String),
    /// The lines in the order given; lines left out are taken for decoys.
    Sequence(Vec<usize>),
    /// For each left side the right side joined to it.
    Pairs(Vec<Option<usize>>),
    /// The learner turned the card (flip cards), then graded themselves.
    Recalled(Rating),
    /// 'I don't know': show me.
    DontKnow,
}

/// A hint, once taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Hint {
    /// Words (Markdown).
    Words(String),
    /// This option is wrong.
    Strike(usize),
}

/// The back of a card: what was right and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The solution in the shape of the question.
    pub shown: SolutionForm,
    /// What makes the right answer right (Markdown).
    pub why: Option<String>,
    /// The documentation's address.
    pub source: Option<String>,
    /// What executed the card and gave this answer, when anything did.
    pub proven: Option<Proven>,
}

/// The solution in the shape of its question.
#[derive(Debug, Clone, PartialEq)]
pub enum SolutionForm {
    /// For each option as shown.
    Options(Vec<OptionReason>),
    /// The other side of the card (Markdown).
    Back(String),
    /// For each gap.
    Gaps(Vec<TypedResult>),
    /// For a typed answer.
    Text {
        /// How the answer compares with the nearest accepted form.
        result: TypedResult,
        /// The other accepted forms.
        also: Vec<String>,
    },
    /// The right order, as positions in the question's lines, and those that
    /// don't belong.
    Sequence {
        /// The right order nearest to the answer.
        right: Vec<usize>,
        /// Lines that stay out.
        decoys: Vec<usize>,
        /// For each line of the answer: whether it stood at its place.
        placed: Vec<bool>,
    },
    /// For each left side the right one's position.
    Pairs {
        /// Right positions.
        right: Vec<usize>,
        /// What was given was right.
        joined: Vec<bool>,
    },
}

/// One option after the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionReason {
    /// Whether it is right.
    pub right: bool,
    /// Whether the learner ticked it.
    pub picked: bool,
    /// Why (Markdown).
    pub why: Option<String>,
}

/// What follows an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Whether the answer was right (self-graded: not Again).
    pub correct: bool,
    /// The learner was sure, and wrong: shown prominently.
    pub confident_error: bool,
    /// Right and why.
    pub solution: Solution,
    /// What was made of it.
    pub grade: Grade,
    /// What each rating would lead to; the automatic one is `grade.rating`.
    pub outlook: [Outlook; 4],
    /// The card was set aside as a leech by this answer.
    pub leech: bool,
}

/// What a rating would lead to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Which rating.
    pub rating: Rating,
    /// When the item would come back.
    pub returns: Returns,
}

/// When an item comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// Within the session, after this many minutes.
    Minutes(u32),
    /// After this many days.
    Days(u32),
}

impl std::fmt::Display for Returns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = |days: u32| f64::from(days);
        match *self {
            Self::Minutes(minutes) if minutes >= 60 => write!(f, "{} h", minutes.div_ceil(60)),
            Self::Minutes(minutes) => write!(f, "{minutes} min"),
            Self::Days(1) => f.write_str("1 day"),
            Self::Days(few @ 0..=59) => write!(f, "{few} days"),
            Self::Days(some @ 60..=364) => write!(f, "{:.1} months", days(some) / 30.4),
            Self::Days(many) => write!(f, "{:.1} years", days(many) / 365.25),
        }
    }
}
