//! Gaps within Markdown: a cloze shows what is typed where it belongs, in
//! running text and in code alike.
//!
//! A gap's content passes through the Markdown reader as private-use characters,
//! which mean nothing to it: whatever is typed, backticks and asterisks too, can't
//! change how the text around it is read.

use std::borrow::Cow;

/// What is known about a gap's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapMark {
    /// Nothing is typed: its number or hint.
    Open,
    /// What is typed.
    Filled,
    /// What is expected, and was typed.
    Right,
    /// What was typed, and is not expected.
    Wrong,
    /// What is expected, and was not typed.
    Missed,
}

const MARKS: [(char, GapMark); 5] = [
    ('\u{F8E0}', GapMark::Open),
    ('\u{F8E1}', GapMark::Filled),
    ('\u{F8E2}', GapMark::Right),
    ('\u{F8E3}', GapMark::Wrong),
    ('\u{F8E4}', GapMark::Missed),
];
const END: char = '\u{F8EF}';
/// Characters of a gap are moved up into the private-use plane 15.
const PLANE: u32 = 0xF_0000;

fn mark_of(letter: char) -> Option<GapMark> {
    MARKS.iter().find(|(mark, _)| *mark == letter).map(|(_, mark)| *mark)
}

fn is_ours(letter: char) -> bool {
    matches!(letter, '\u{F8E0}'..='\u{F8EF}') || u32::from(letter) >= PLANE
}

/// A gap to be put into a Markdown text.
#[must_use]
pub fn gap(mark: GapMark, content: &str) -> String {
    let start = MARKS.iter().find(|(_, of)| *of == mark).map_or(END, |(letter, _)| *letter);
    let hidden = content.chars().map(|letter| {
        let code = u32::from(letter);
        let code = if code < 0xFFFE { PLANE + code } else { PLANE + u32::from('□') };
        char::from_u32(code).unwrap_or(letter)
    });
    std::iter::once(start).chain(hidden).chain(std::iter::once(END)).collect()
}

/// A text of the author's, without characters that would look like a gap.
#[must_use]
pub fn without_gaps(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_ours) {
        text.chars().filter(|&letter| !is_ours(letter)).collect::<String>().into()
    } else {
        text.into()
    }
}

/// A stretch of text between or within gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch<'a> {
    pub text: Cow<'a, str>,
    pub mark: Option<GapMark>,
}

/// Splits a text at its gaps.
pub(crate) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, mark)) =
        rest.char_indices().find_map(|(at, letter)| Some((at, mark_of(letter)?)))
    {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            found.push(Stretch { text: before.into(), mark: None });
        }
        let mut letters = from.chars();
        letters.next();
        let mut content = String::new();
        for letter in letters.by_ref() {
            if letter == END {
                break;
            }
            let code = u32::from(letter);
            content.push(code.checked_sub(PLANE).and_then(char::from_u32).unwrap_or(letter));
        }
        found.push(Stretch { text: content.into(), mark: Some(mark) });
        rest = letters.as_str();
    }
    if !rest.is_empty() || found.is_empty() {
        found.push(Stretch { text: rest.into(), mark: None });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back_as_it_was() {
        let text = format!("a {} b", gap(GapMark::Filled, "`*x*` é\n"));
        let found = stretches(&text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], Stretch { text: "`*x*` é\n".into(), mark: Some(GapMark::Filled) });
        assert_eq!(found[2].text, " b");
    }

    #[test]
    fn an_author_can_not_write_a_gap() {
        let text = gap(GapMark::Right, "x");
        assert_eq!(stretches(&without_gaps(&text)).len(), 1);
        assert_eq!(without_gaps(&text), "");
    }
}
