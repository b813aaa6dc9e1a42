//! What a deck is once it has been read: cards of seven kinds, their study
//! items and how those are named.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The part of backend work a deck belongs to; the home screen groups by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Area {
    /// Roles, protocols, security, performance: what holds in every language.
    Foundations,
    /// A programming language.
    Language,
    /// A framework or runtime.
    Framework,
    /// A database or its query language.
    Database,
    /// A name of the author's own.
    Other(String),
}

impl Area {
    /// As it stands over its decks.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Foundations => "Foundations",
            Self::Language => "Languages",
            Self::Framework => "Frameworks",
            Self::Database => "Databases",
            Self::Other(name) => name,
        }
    }
}

/// The head of a deck: everything but its cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeckHead {
    /// Part of every card's identity; never changes once published.
    pub id: String,
    /// The name that learners see.
    pub title: String,
    /// Where the home screen shows it.
    pub area: Area,
    /// One or two sentences on what the deck teaches; empty when absent.
    pub about: String,
    /// What the answers hold for, such as `"7.0"`; empty when absent.
    pub version: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// An SPDX licence expression; empty when absent.
    pub license: String,
    /// What there is to know, from first steps to the traps; empty when absent.
    pub syllabus: Vec<Point>,
    /// Who executes this deck's `Output` cards in SQL; by default `Sql`.
    pub runner: Option<String>,
    /// Ids that the deck had before: cards of theirs with the same id are its.
    pub was: Vec<String>,
}

/// A point of a deck's syllabus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// What the cards name it by.
    pub id: String,
    /// One line for learners (plain text).
    pub title: String,
}

/// A whole deck: its head and the cards that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deck {
    /// Title, area, version and so on.
    pub head: DeckHead,
    /// In the order of the file.
    pub cards: Vec<Card>,
}

/// One card: one fact or one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Unique in its deck. Written by the author, or derived from the card's
    /// content when the author gave none (then it starts with `~`).
    pub id: String,
    /// The question itself.
    pub body: Body,
    /// What is common to all kinds.
    pub notes: Notes,
}

/// What a card of any kind may carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// What makes the right answer right (Markdown).
    pub why: Option<String>,
    /// The documentation's address for this very fact.
    pub source: Option<String>,
    /// Free tags, in the author's order. The card's point of the syllabus
    /// stands first among them.
    pub tags: Vec<String>,
    /// The point of the deck's syllabus that the card belongs to.
    pub point: Option<String>,
    /// 1 (first steps) to 3 (traps of production).
    pub level: Option<u8>,
    /// Staged hints (Markdown), the gentlest first.
    pub hints: Vec<String>,
    /// Cards of one deck with the same group are siblings.
    pub group: Option<String>,
    /// How the card's claim is executed.
    pub proof: Option<Proof>,
    /// Names that the card had before, `deck/card` each: their progress is its.
    pub was: Vec<String>,
}

/// How a card's claim is executed; the rules stand in `decks/README.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The runner's name as the author wrote it, such as `Python`.
    pub on: String,
    /// Code before the program that learners don't see.
    pub setup: Option<String>,
    /// The program; absent when the card's own code is it.
    pub code: Option<String>,
    /// What must come out; absent when the card's answer must.
    pub prints: Option<String>,
    /// The run must fail, with this text in what it says about it.
    pub fails: Option<String>,
}

/// One option of a choice, with the reason shown after the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The option as offered (Markdown).
    pub text: String,
    /// Why it is right, or the misconception behind it (Markdown).
    pub why: Option<String>,
}

/// The seven kinds of cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// Tick the right option, or all the right ones.
    Choice {
        /// The stem (Markdown).
        ask: String,
        /// At least one.
        right: Vec<Choice>,
        /// At least one.
        wrong: Vec<Choice>,
    },
    /// Recall, turn over, grade yourself.
    Flip {
        /// Markdown.
        front: String,
        /// Markdown.
        back: String,
        /// Makes a second item that asks from back to front.
        reversed: bool,
    },
    /// Fill the gaps of a text.
    Cloze {
        /// Text and gaps in order; at least one gap.
        parts: Vec<ClozePart>,
    },
    /// Type the answer.
    Typed {
        /// The stem (Markdown).
        ask: String,
        /// Every accepted form; the first is the one shown. Plain text.
        accept: Vec<String>,
        /// How typed text is compared.
        form: Form,
    },
    /// Predict what a program prints.
    Output {
        /// The stem (Markdown); a default stands in when the author gave none.
        ask: String,
        /// The program.
        code: Code,
        /// Exactly what comes out (plain text).
        prints: String,
        /// Empty: the learner types the output. Else a choice.
        wrong: Vec<Choice>,
    },
    /// Put steps (or lines) into order; decoys stay out.
    Order {
        /// The stem (Markdown).
        ask: String,
        /// In right order (Markdown).
        steps: Vec<String>,
        /// Lines that do not belong.
        decoys: Vec<String>,
        /// Further right orders as zero-based positions in `steps`.
        also: Vec<Vec<usize>>,
    },
    /// Join each left side with its right side.
    Match {
        /// The stem (Markdown).
        ask: String,
        /// At least two (Markdown both).
        pairs: Vec<(String, String)>,
    },
}

/// A stretch of a cloze text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClozePart {
    /// Shown as it is (Markdown).
    Text(String),
    /// To be filled in.
    Gap {
        /// What belongs there (plain text).
        answer: String,
        /// The author's hint, shown in the empty gap.
        hint: Option<String>,
    },
}

/// A program with the language it is written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The language's name as the author wrote it, such as `Python`.
    pub language: String,
    /// The source, indentation and braces intact.
    pub text: String,
}

/// How a typed answer is compared with the accepted ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Words: case, spacing, typographic quotes and final stops don't matter.
    Text,
    /// A command line: the case of keywords and extra spaces don't matter.
    Command,
    /// Code in a language: layout outside of strings doesn't matter, all else does.
    Code(String),
    /// A number: `1000`, `1,000`, `1e3` and `1 000` are the same.
    Number,
}

/// A card's kind, for statistics and for those who read lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// [`Body::Choice`]
    Choice,
    /// [`Body::Flip`]
    Flip,
    /// [`Body::Cloze`]
    Cloze,
    /// [`Body::Typed`]
    Typed,
    /// [`Body::Output`]
    Output,
    /// [`Body::Order`]
    Order,
    /// [`Body::Match`]
    Match,
}

impl Kind {
    /// What it is called in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Flip => "flip",
            Self::Cloze => "cloze",
            Self::Typed => "typed",
            Self::Output => "output",
            Self::Order => "order",
            Self::Match => "match",
        }
    }
}

impl Body {
    /// The kind of this body.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Choice { .. } => Kind::Choice,
            Self::Flip { .. } => Kind::Flip,
            Self::Cloze { .. } => Kind::Cloze,
            Self::Typed { .. } => Kind::Typed,
            Self::Output { .. } => Kind::Output,
            Self::Order { .. } => Kind::Order,
            Self::Match { .. } => Kind::Match,
        }
    }
}

/// The side of a card that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// As written.
    Forward,
    /// The back of a reversed flip card asks for its front.
    Reversed,
}

/// Names one study item: what is scheduled, logged and found again. Written
/// `deck/card`, or `deck/card#reversed` for the second side of a flip card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemKey {
    /// The deck's id.
    pub deck: String,
    /// The card's id.
    pub card: String,
    /// Which side is asked.
    pub side: Side,
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.deck, self.card)?;
        match self.side {
            Side::Forward => Ok(()),
            Side::Reversed => f.write_str("#reversed"),
        }
    }
}

impl FromStr for ItemKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (path, side) = match text.strip_suffix("#reversed") {
            Some(path) => (path, Side::Reversed),
            None => (text, Side::Forward),
        };
        match path.split_once('/') {
            Some((deck, card)) if !deck.is_empty() && !card.is_empty() => {
                Ok(Self { deck: deck.to_owned(), card: card.to_owned(), side })
            }
            _ => Err(format!("`{text}` is no card name: it is written `deck/card`")),
        }
    }
}
