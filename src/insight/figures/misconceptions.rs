//! Wrong options that were picked: 'you pick X for Y'.

use serde::Serialize;

/// One wrong option of one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Misconception {
    /// The position in [`crate::deck::Library::items`].
    pub item: u32,
    /// The option's text (Markdown) when it was picked.
    pub option: String,
    /// Times it was picked in the period.
    pub picked: u32,
    /// Answers of the card in the period.
    pub asked: u32,
    /// The last study day on which it was picked.
    pub last_day: i32,
    /// Whether the card was right on its last answer.
    pub is_overcome: bool,
}

/// Those picked most often, worst first, at most [`Misconceptions::SHOWN`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Misconceptions {
    /// The rows.
    pub rows: Vec<Misconception>,
    /// How many options were picked at all, shown or not.
    pub options: u32,
    /// Picks in all.
    pub picks: u32,
}

impl Misconceptions {
    /// At most so many rows.
    pub const SHOWN: usize = 100;

    /// One sentence on what is mixed up.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
