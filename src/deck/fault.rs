//! What is wrong with a deck, said so that its author can mend it.

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use textwrap::core::display_width;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is broken, or would mislead a learner.
    Error,
    /// It works, but a reader of the deck would ask for better.
    Warning,
    /// Worth a second look; a good deck may have a few of these.
    Note,
}

/// What a fault keeps from the learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// Nothing is left out.
    Nothing,
    /// One card is left out.
    Card,
    /// The whole file is left out.
    File,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What kind of fault it is; its text never changes, so scripts may
        /// rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum FaultCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl FaultCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as it is written, such as `unknown-field`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The path names nothing.
    NotFound = "not-found",
    /// The file can't be opened or read.
    Unreadable = "unreadable",
    /// A folder or device stands where a file should.
    NotAFile = "not-a-file",
    /// The file is larger than a deck may be.
    FileTooLarge = "file-too-large",
    /// The file is not UTF-8 text.
    NotUtf8 = "not-utf8",
    /// The file holds NUL bytes.
    NulByte = "nul-byte",
    /// Nothing stands in the file.
    EmptyFile = "empty-file",
    /// The file holds something else than a deck.
    NotADeck = "not-a-deck",
    /// Written for a later version of the format.
    NewerFormat = "newer-format",
    /// `format` is no number this format ever had.
    BadFormat = "bad-format",
    /// Another deck has the same id.
    DuplicateDeck = "duplicate-deck",
    /// The deck holds no card.
    NoCards = "no-cards",
    /// More cards than a deck may have.
    TooManyCards = "too-many-cards",
    /// Brackets nest deeper than any card needs.
    TooDeep = "too-deep",
    /// A text is longer than any card needs.
    TextTooLong = "text-too-long",
    /// A card or a field of the head is larger than it may be.
    TooLarge = "too-large",
    /// There are more faults than are listed.
    TooManyFaults = "too-many-faults",
    /// RON's own rules are broken in a way that has no code of its own.
    Syntax = "syntax",
    /// A bracket is never closed.
    UnclosedBracket = "unclosed-bracket",
    /// A bracket closes what was not opened.
    StrayBracket = "stray-bracket",
    /// A text's closing quote is missing.
    UnclosedText = "unclosed-text",
    /// A text holds a whole card: perhaps its quote is missing.
    CardInText = "card-in-text",
    /// A block comment never ends.
    UnclosedComment = "unclosed-comment",
    /// A comma is missing.
    MissingComma = "missing-comma",
    /// A comma too many.
    ExtraComma = "extra-comma",
    /// Something stands after the deck's end.
    TrailingText = "trailing-text",
    /// A backslash is followed by what is no escape.
    BadEscape = "bad-escape",
    /// `#![enable(…)]` or another attribute is not known.
    BadAttribute = "bad-attribute",
    /// Something else stands where a card should.
    NotACard = "not-a-card",
    /// The card's kind is none of the seven.
    UnknownKind = "unknown-kind",
    /// There is no field of this name here.
    UnknownField = "unknown-field",
    /// A field that must be there is not.
    MissingField = "missing-field",
    /// A field is given twice.
    DuplicateField = "duplicate-field",
    /// A value is of another type than the field's.
    WrongType = "wrong-type",
    /// `as` names no way of comparing.
    UnknownForm = "unknown-form",
    /// An id has letters that ids don't have, or too many.
    BadId = "bad-id",
    /// A former name that no card can have had.
    BadName = "bad-name",
    /// Two cards of the deck have the same id.
    DuplicateId = "duplicate-id",
    /// Two cards without id say the same.
    DuplicateCard = "duplicate-card",
    /// A text that must say something is empty.
    EmptyText = "empty-text",
    /// A list is shorter than it must be.
    TooFew = "too-few",
    /// `level` is not 1, 2 or 3.
    BadLevel = "bad-level",
    /// Two options are the same.
    DuplicateOption = "duplicate-option",
    /// A right answer stands among the wrong ones.
    RightAmongWrong = "right-among-wrong",
    /// A cloze text without a gap.
    NoGap = "no-gap",
    /// A gap is never closed.
    UnclosedGap = "unclosed-gap",
    /// A gap has no answer.
    EmptyGap = "empty-gap",
    /// `also` is no order of the steps.
    BadOrder = "bad-order",
    /// A decoy is one of the steps.
    DecoyIsStep = "decoy-is-step",
    /// Two pairs share a side.
    DuplicatePair = "duplicate-pair",
    /// A number is expected to be accepted, but this is none.
    NotANumber = "not-a-number",
    /// An image path leaves the deck's folder.
    MediaOutside = "media-outside",
    /// An image is not there.
    MediaMissing = "media-missing",
    /// An image from the network.
    MediaRemote = "media-remote",
    /// Cards without `why`.
    MissingWhy = "missing-why",
    /// Cards without `source`.
    MissingSource = "missing-source",
    /// `source` is an address that is not opened.
    BadSource = "bad-source",
    /// `source` is an address without encryption.
    InsecureSource = "insecure-source",
    /// `source` is a site, not a page of it.
    ShallowSource = "shallow-source",
    /// Many cards cite the same address.
    RepeatedSource = "repeated-source",
    /// The question asks for what is not so.
    NegatedStem = "negated-stem",
    /// Absolute words stand in wrong options alone.
    AbsoluteWord = "absolute-word",
    /// The right option is by far the longest.
    LongestOption = "longest-option",
    /// A word of the question comes back in the right option alone.
    WordCue = "word-cue",
    /// The question's article fits some options only.
    ArticleCue = "article-cue",
    /// Another card asks nearly the same.
    NearDuplicate = "near-duplicate",
    /// A card's `point` is not in the deck's syllabus.
    UnknownPoint = "unknown-point",
    /// A proof names no runner there is.
    UnknownRunner = "unknown-runner",
    /// `proofs.ron` can't be read.
    BadProofs = "bad-proofs",
    /// An option speaks of the other options.
    AllOfTheAbove = "all-of-the-above",
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong with a deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file it stands in. For a built-in deck: its name in `decks/`.
    pub file: PathBuf,
    /// One-based; 0 when the fault is the whole file's.
    pub line: u32,
    /// One-based, in characters; 0 when the fault is the whole file's.
    pub col: u32,
    /// The bytes of the file that are at fault; empty marks a place.
    pub span: Range<usize>,
    /// Error or warning.
    pub severity: Severity,
    /// The kind of fault.
    pub code: FaultCode,
    /// A plain sentence without its full stop.
    pub message: String,
    /// What would mend it.
    pub help: Option<String>,
    /// The id of the card it stands in, when it has one.
    pub card: Option<String>,
    /// What is left out because of it.
    pub loss: Loss,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.col)?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, ": {severity}[{}]: {}", self.code, self.message)
    }
}

/// A fault as scripts read it.
#[derive(Serialize)]
struct Flat<'a> {
    file: String,
    line: u32,
    col: u32,
    severity: Severity,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    card: Option<&'a str>,
}

/// Columns of a source line that a frame shows.
const FRAME_WIDTH: usize = 96;
/// Columns that shall stand behind the place.
const MARGIN: usize = 8;
const TAB: &str = "    ";

impl Fault {
    /// A fault of a whole file, which is left out.
    pub(super) fn of_file(file: &Path, code: FaultCode, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            col: 0,
            span: 0..0,
            severity: Severity::Error,
            code,
            message: message.into(),
            help: None,
            card: None,
            loss: Loss::File,
        }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The fault as one JSON object: `file`, `line`, `col`, `severity`,
    /// `code`, `message`, `help`, `card`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let flat = Flat {
            file: self.file.display().to_string(),
            line: self.line,
            col: self.col,
            severity: self.severity,
            code: self.code.as_str(),
            message: &self.message,
            help: self.help.as_deref(),
            card: self.card.as_deref(),
        };
        serde_json::to_value(flat).unwrap_or_default()
    }

    /// The line at fault with carets under the place, line number at its left.
    /// `source` is the file's text; tabs, wide characters and long lines are
    /// dealt with. Empty for a fault of the whole file, or when the text no
    /// longer reaches that far.
    #[must_use]
    pub fn frame(&self, source: &str) -> String {
        if self.line == 0 {
            return String::new();
        }
        let Some((head, tail)) = source.split_at_checked(self.span.start) else {
            return String::new();
        };
        let before = head.rsplit('\n').next().unwrap_or_default();
        let after = tail.lines().next().unwrap_or_default();
        let marked = after.get(..self.span.len().min(after.len())).unwrap_or(after);
        let before = printable(before);
        let marked_width = display_width(&printable(marked)).max(1);
        let fits = display_width(&before) + marked_width <= FRAME_WIDTH - MARGIN;
        let (lead, start) = cut_left(&before, fits);
        let shown = cut_right(&format!("{lead}{}", printable(after)));
        let room = display_width(&shown).saturating_sub(start).max(1);

        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let mut frame = String::new();
        let carets = "^".repeat(marked_width.min(room));
        let _ = writeln!(frame, "{margin} |");
        let _ = writeln!(frame, "{number} | {shown}");
        let _ = write!(frame, "{margin} | {}{carets}", " ".repeat(start));
        frame
    }
}

/// Tabs as spaces, control characters as a visible sign.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str(TAB),
            '\r' | '\u{FEFF}' => {}
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// The end of what stands before the place, and its width on screen.
fn cut_left(before: &str, fits: bool) -> (String, usize) {
    let width = display_width(before);
    if fits || width <= FRAME_WIDTH / 3 {
        return (before.to_owned(), width);
    }
    let mut kept = String::new();
    for c in before.chars().rev() {
        if display_width(&kept) + 2 > FRAME_WIDTH / 3 {
            break;
        }
        kept.insert(0, c);
    }
    let kept = format!("…{kept}");
    let width = display_width(&kept);
    (kept, width)
}

fn cut_right(line: &str) -> String {
    if display_width(line) <= FRAME_WIDTH {
        return line.to_owned();
    }
    let mut kept = String::new();
    let mut width = 0;
    for c in line.chars() {
        width += display_width(c.encode_utf8(&mut [0; 4]));
        if width >= FRAME_WIDTH {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// Turns byte offsets into lines and columns. Cheap to make, a little work at
/// the first question.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    source: &'a str,
    starts: std::cell::OnceCell<Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, starts: std::cell::OnceCell::new() }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let ends = self.source.bytes().enumerate().filter(|&(_, b)| b == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// One-based line and column (characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (u32, u32) {
        let starts = self.starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let upto = self.source.as_bytes().get(start..offset.min(self.source.len()));
        // Bytes that begin a character; a byte order mark has no column.
        let col = upto.unwrap_or_default().iter().filter(|&&b| b & 0xC0 != 0x80).count();
        let mark = usize::from(start == 0 && offset >= 3 && self.source.starts_with('\u{FEFF}'));
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (small(line), small(col - mark.min(col) + 1))
    }

    /// The one-based line of a byte offset.
    pub fn line(&self, offset: usize) -> u32 {
        self.position(offset).0
    }
}
