//! Every review that counts, as plain numbers: what figures, queries, fits and
//! plans are made of.

use crate::deck::Kind;
use crate::scheduler::{Confidence, Phase, Rating};

/// Stands for an item that is in no deck at hand.
pub const NOWHERE: u32 = u32::MAX;

/// One answer, as the log has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// When, milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The position in [`crate::deck::Library::items`], or [`NOWHERE`].
    pub item: u32,
    /// The log's number of the item: stays the same whatever decks are at hand.
    pub card: u32,
    /// The study day.
    pub day: i32,
    /// From question to answer, milliseconds.
    pub latency_ms: u32,
    /// Whole study days since the review before; 0 on the same day or first.
    pub elapsed_days: u32,
    /// The interval that led to this answer, days; 0 while (re)learning or new.
    pub previous_days: u32,
    /// The interval it led to, days; 0 while (re)learning.
    pub interval_days: u32,
    /// The recall that was predicted, 0 to 1; NaN for a first answer.
    pub recall: f32,
    /// The learner's clock, minutes east of UTC.
    pub zone_min: i16,
    /// The kind of card it was.
    pub kind: Kind,
    /// The stored rating.
    pub rating: Rating,
    /// What was said before the answer was shown.
    pub confidence: Option<Confidence>,
    /// Whether it was right, the learner having the last word.
    pub is_right: bool,
    /// The first answer of the item, or the first since it started over.
    pub is_first: bool,
    /// The phase that it led to.
    pub phase: Phase,
}

impl Answered {
    /// Whether memory over at least one night was tested: the ground of true
    /// retention.
    #[must_use]
    pub fn is_recall(&self) -> bool {
        !self.is_first && self.elapsed_days > 0
    }
}

/// A wrong option that was picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    /// The position of the answer in [`History::answers`].
    pub answer: u32,
    /// Which text, for [`History::option`].
    pub option: u32,
}

/// All of them, in the order of the log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    answers: Vec<Answered>,
    picked: Vec<Picked>,
    options: Texts,
}

/// Texts by numbers, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Texts {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text; gives its number. Beyond 4 GiB all texts are empty.
    pub fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if let Ok(end) = u32::try_from(self.text.len() + text.len()) {
            self.text.push_str(text);
            self.ends.push(end);
        }
        number
    }

    /// The text of a number; empty when there is none.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(number));
        let text = range.and_then(|(start, end)| self.text.get(start as usize..*end as usize));
        text.unwrap_or_default()
    }

    /// All texts, and where each ends.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    /// The inverse of [`Texts::parts`]; `None` when they don't fit.
    pub fn from_parts(text: String, ends: Vec<u32>) -> Option<Self> {
        let mut start = 0;
        for &end in &ends {
            text.get(start..end as usize)?;
            start = end as usize;
        }
        (start == text.len()).then_some(Self { text, ends })
    }
}

impl History {
    /// From answers in the order of the log.
    #[must_use]
    pub fn new(answers: Vec<Answered>) -> Self {
        Self { answers, ..Self::default() }
    }

    /// With the wrong options that were picked, in the order of the answers.
    #[must_use]
    pub fn with_picked(
        self,
        picked: Vec<Picked>,
        options: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let mut texts = Texts::default();
        for option in options {
            texts.push(option.as_ref());
        }
        self.with_texts(picked, texts)
    }

    pub(crate) fn with_texts(self, picked: Vec<Picked>, options: Texts) -> Self {
        Self { picked, options, ..self }
    }

    /// The answers, in the order of the log.
    #[must_use]
    pub fn answers(&self) -> &[Answered] {
        &self.answers
    }

    /// The wrong options that were picked, in the order of the answers.
    #[must_use]
    pub fn picked(&self) -> &[Picked] {
        &self.picked
    }

    /// The text of an option; empty when there is none of this number.
    #[must_use]
    pub fn option(&self, option: u32) -> &str {
        self.options.get(option)
    }
}
