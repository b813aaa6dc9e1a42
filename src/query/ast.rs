//! What a query says, as a tree; and the tree as text again.

use std::fmt;
use std::ops::Range;

use super::pattern::{self, Pattern};
use crate::deck::Kind;
use crate::scheduler::Rating;

/// The bytes of the query that something was read from.
pub type Span = Range<usize>;

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Every card: the empty query.
    All,
    /// One condition.
    Term(Term),
    /// What the inner one does not find.
    Not(Box<Expr>),
    /// What all of them find; at least two.
    And(Vec<Expr>),
    /// What any of them finds; at least two.
    Or(Vec<Expr>),
}

/// One condition and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What it asks.
    pub atom: Atom,
    /// Where it was read.
    pub span: Span,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// The card's text holds this.
    Text(Pattern),
    /// The deck's id or title is this.
    Deck(Pattern),
    /// One of the card's tags is this.
    Tag(Pattern),
    /// The deck's area is this.
    Area(Pattern),
    /// The card's id, or `deck/card`, is this.
    Id(Pattern),
    /// The card's point of the syllabus, by id or title, is this.
    Point(Pattern),
    /// The kind of card.
    Kind(Kind),
    /// 1 to 3; `None`: the author gave none.
    Level(Option<u8>),
    /// Where the card stands.
    Is(Is),
    /// The learner's flag.
    Flag(FlagTest),
    /// A figure compared with a number.
    Prop(Prop, Op, f64),
    /// Answered within so many study days, today being the first; with this
    /// grade.
    Rated(u32, Option<Rating>),
    /// Met for the first time within so many study days.
    Introduced(u32),
}

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    /// To be asked now.
    Due,
    /// Never answered.
    New,
    /// Met, not known; or forgotten and being learned again.
    Learning,
    /// Known: comes back after days.
    Review,
    /// Known, with an interval under 21 days.
    Young,
    /// Known, with an interval of 21 days or more.
    Mature,
    /// Set aside.
    Suspended,
    /// Rests until another day.
    Buried,
    /// Set aside because of its lapses.
    Leech,
}

/// What is asked of the flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagTest {
    /// This one, 1 to 7.
    Number(u8),
    /// Whichever.
    Any,
    /// No flag.
    None,
}

/// A figure of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prop {
    /// Days until recall has fallen to 0.9.
    Stability,
    /// 1 to 10.
    Difficulty,
    /// Predicted recall now, 0 to 1.
    Retrievability,
    /// The interval of the last answer, days.
    Interval,
    /// Days until it is due; negative when overdue.
    Due,
    /// Answers.
    Reps,
    /// Times forgotten after having been known.
    Lapses,
}

/// How a figure is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// The names of flags 1 to 7, in Anki's order.
pub const FLAGS: [&str; 7] = ["red", "orange", "green", "blue", "pink", "turquoise", "purple"];

impl Is {
    /// All of them, in the order of completion.
    pub const ALL: [Self; 9] = [
        Self::Due,
        Self::New,
        Self::Learning,
        Self::Review,
        Self::Young,
        Self::Mature,
        Self::Suspended,
        Self::Buried,
        Self::Leech,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::New => "new",
            Self::Learning => "learning",
            Self::Review => "review",
            Self::Young => "young",
            Self::Mature => "mature",
            Self::Suspended => "suspended",
            Self::Buried => "buried",
            Self::Leech => "leech",
        }
    }
}

impl Prop {
    /// All of them, in the order of completion.
    pub const ALL: [Self; 7] = [
        Self::Stability,
        Self::Difficulty,
        Self::Retrievability,
        Self::Interval,
        Self::Due,
        Self::Reps,
        Self::Lapses,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stability => "s",
            Self::Difficulty => "d",
            Self::Retrievability => "r",
            Self::Interval => "ivl",
            Self::Due => "due",
            Self::Reps => "reps",
            Self::Lapses => "lapses",
        }
    }

    /// In words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Stability => "stability, days",
            Self::Difficulty => "difficulty, 1 to 10",
            Self::Retrievability => "predicted recall now, 0 to 1",
            Self::Interval => "interval, days",
            Self::Due => "days until it is due",
            Self::Reps => "answers",
            Self::Lapses => "lapses",
        }
    }
}

impl Op {
    /// Longer signs first, as they must be tried.
    pub const ALL: [Self; 6] =
        [Self::NotEqual, Self::AtMost, Self::AtLeast, Self::Equal, Self::Less, Self::More];

    /// As it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether `figure` stands so to `number`; what is no number doesn't.
    #[must_use]
    pub fn holds(self, figure: f64, number: f64) -> bool {
        // Figures are 32-bit: `r=0.9` shall find what shows as 0.9.
        let near = (figure - number).abs() <= 1e-6 * number.abs().max(1.0);
        match self {
            Self::Equal => near,
            Self::NotEqual => !near && !figure.is_nan(),
            Self::Less => figure < number && !near,
            Self::AtMost => figure < number || near,
            Self::More => figure > number && !near,
            Self::AtLeast => figure > number || near,
        }
    }
}

impl Expr {
    /// Every condition in it.
    pub fn terms<'a>(&'a self, visit: &mut impl FnMut(&'a Term)) {
        match self {
            Self::All => {}
            Self::Term(term) => visit(term),
            Self::Not(inner) => inner.terms(visit),
            Self::And(all) | Self::Or(all) => all.iter().for_each(|one| one.terms(visit)),
        }
    }

    /// Whether an atom of it fits.
    pub fn has(&self, fits: impl Fn(&Atom) -> bool) -> bool {
        let mut found = false;
        self.terms(&mut |term| found |= fits(&term.atom));
        found
    }

    /// How deep it goes, for those who walk it.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::All | Self::Term(_) => 1,
            Self::Not(inner) => 1 + inner.depth(),
            Self::And(all) | Self::Or(all) => 1 + all.iter().map(Self::depth).max().unwrap_or(0),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = |one: &Self, f: &mut fmt::Formatter<'_>| match one {
            Self::And(_) | Self::Or(_) => write!(f, "({one})"),
            // Brackets around nothing are all cards.
            Self::All => f.write_str("()"),
            Self::Term(_) | Self::Not(_) => write!(f, "{one}"),
        };
        match self {
            Self::All => Ok(()),
            Self::Term(term) => write!(f, "{}", term.atom),
            Self::Not(inner) => {
                f.write_str("-")?;
                within(inner, f)
            }
            Self::And(all) | Self::Or(all) => {
                let between = if matches!(self, Self::And(_)) { " " } else { " or " };
                for (at, one) in all.iter().enumerate() {
                    if at > 0 {
                        f.write_str(between)?;
                    }
                    within(one, f)?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(pattern) => pattern::write_text(pattern, f),
            Self::Deck(pattern) => write!(f, "deck:{pattern}"),
            Self::Tag(pattern) => write!(f, "tag:{pattern}"),
            Self::Area(pattern) => write!(f, "area:{pattern}"),
            Self::Id(pattern) => write!(f, "id:{pattern}"),
            Self::Point(pattern) => write!(f, "point:{pattern}"),
            Self::Kind(kind) => write!(f, "kind:{}", kind.name()),
            Self::Level(Some(level)) => write!(f, "level:{level}"),
            Self::Level(None) => f.write_str("level:none"),
            Self::Is(is) => write!(f, "is:{}", is.name()),
            Self::Flag(FlagTest::Any) => f.write_str("flag:any"),
            Self::Flag(FlagTest::None) => f.write_str("flag:none"),
            Self::Flag(FlagTest::Number(number)) => {
                let at = usize::from(*number).checked_sub(1);
                match at.and_then(|at| FLAGS.get(at)) {
                    Some(name) => write!(f, "flag:{name}"),
                    None => write!(f, "flag:{number}"),
                }
            }
            Self::Prop(prop, op, number) => {
                write!(f, "prop:{}{}{number}", prop.name(), op.sign())
            }
            Self::Rated(days, None) => write!(f, "rated:{days}"),
            Self::Rated(days, Some(rating)) => write!(f, "rated:{days}:{}", rating.number()),
            Self::Introduced(days) => write!(f, "introduced:{days}"),
        }
    }
}
