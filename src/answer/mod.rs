//! Typed answers: whether they say the same as an accepted one, whether they
//! nearly do, and how they differ. Pure, and safe with input of any length.
//!
//! What may differ without being wrong depends on the [`Form`]; each part of
//! this room documents its own rules.

mod command;
mod diff;
mod language;
mod lexer;
mod number;
mod output;
mod result;
mod text;

use unicode_normalization::UnicodeNormalization;

use crate::deck::Form;

pub use diff::diff;
pub use result::{DiffPart, TypedResult};

/// Longer texts (characters) are never called near: finding out would take
/// time that grows with the square of the length.
const NEAR_MAX_CHARS: usize = 2000;

/// Shorter texts (characters) have no slips: another letter is another answer.
const NEAR_MIN_CHARS: usize = 3;

/// Compares a typed answer with all accepted forms.
///
/// The result speaks of the form it equals, or else of the nearest. A near miss
/// is wrong: it is for the learner to say that it was but a slip. Texts are
/// compared and shown in Unicode's composed form (NFC). An answer of white
/// space alone is right only when it is an accepted form to the letter.
#[must_use]
pub fn compare(given: &str, accept: &[String], form: &Form) -> TypedResult {
    compare_by(given, accept, |given, expected| same(given, expected, form), can_be_near(form))
}

/// Compares typed program output with what the program prints.
///
/// Every character counts, but for white space at the ends of lines, empty
/// lines at the end, and the kind of line break.
#[must_use]
pub fn compare_output(given: &str, prints: &str) -> TypedResult {
    let same = |given: &str, expected: &str| output::lines(given).eq(output::lines(expected));
    compare_by(given, &[prints.to_owned()], same, true)
}

fn same(given: &str, expected: &str, form: &Form) -> bool {
    match form {
        Form::Text => text::same(given, expected),
        Form::Command => command::same(given, expected),
        Form::Code(name) => language::same(given, expected, name),
        Form::Number => number::same(given, expected),
    }
}

/// Another digit is another number, never a slip that could be told apart.
fn can_be_near(form: &Form) -> bool {
    !matches!(form, Form::Number)
}

fn compare_by(
    given: &str,
    accept: &[String],
    same: impl Fn(&str, &str) -> bool,
    can_be_near: bool,
) -> TypedResult {
    let given = composed(given);
    let accept: Vec<String> = accept.iter().map(|form| composed(form)).collect();
    let blank = given.trim().is_empty();
    let right = accept
        .iter()
        .find(|form| **form == given)
        .or_else(|| accept.iter().find(|form| !blank && same(&given, form)));
    if let Some(expected) = right {
        let diff = diff(&given, expected);
        return TypedResult { expected: expected.clone(), right: true, near: false, diff, given };
    }
    let (expected, near) = nearest(&given, &accept);
    let diff = diff(&given, &expected);
    TypedResult { expected, right: false, near: near && can_be_near && !blank, diff, given }
}

/// The accepted form with the fewest slips in between, and whether they are few
/// enough to be slips. Earlier forms win ties.
fn nearest(given: &str, accept: &[String]) -> (String, bool) {
    let folded = text::fold(given);
    let mut best: Option<(usize, &String, bool)> = None;
    for form in accept {
        let expected = text::fold(form);
        let slips = slips(&folded, &expected);
        let near = slips.is_some_and(|slips| slips <= slips_allowed(expected.chars().count()));
        let slips = slips.unwrap_or(usize::MAX);
        if best.is_none_or(|(fewest, ..)| slips < fewest) {
            best = Some((slips, form, near));
        }
    }
    best.map_or((String::new(), false), |(_, form, near)| (form.clone(), near))
}

/// Letters added, left out, replaced or swapped with their neighbour; `None`
/// for texts too long to count.
fn slips(a: &str, b: &str) -> Option<usize> {
    let (long, short) = (a.chars().count().max(b.chars().count()), a.len().min(b.len()));
    // Nothing is near a text that is more than twice as long.
    (long <= NEAR_MAX_CHARS && long <= short.saturating_mul(2).saturating_add(NEAR_MAX_CHARS / 10))
        .then(|| strsim::osa_distance(a, b))
}

/// One slip in a short answer, one in about seven characters (15 %) of a longer
/// one, none where every letter is half of the answer.
fn slips_allowed(chars: usize) -> usize {
    if chars < NEAR_MIN_CHARS { 0 } else { (chars * 15 / 100).max(1) }
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests;
