//! The way from one text to another, by what people see as characters.

use similar::{ChangeTag, TextDiff};

use super::result::DiffPart;

/// Bytes of both texts together, ends they share aside, up to which they are
/// compared character by character: the time grows with the square.
const FINE_MAX_BYTES: usize = 4096;

/// The way from `given` to `expected`. The parts in [`DiffPart::Same`] and
/// [`DiffPart::Extra`] join to `given`, those in `Same` and
/// [`DiffPart::Missing`] to `expected`; neighbours differ in kind; none is
/// empty. Very long texts differ in one piece between the ends they share.
#[must_use]
pub fn diff(given: &str, expected: &str) -> Vec<DiffPart> {
    let mut parts = Vec::new();
    if given.len().saturating_add(expected.len()) <= FINE_MAX_BYTES {
        fine(given, expected, &mut parts);
        return parts;
    }
    let (head, given, expected) = shared_head(given, expected);
    let (given, expected, tail) = shared_tail(given, expected);
    push(&mut parts, ChangeTag::Equal, head);
    if given.len().saturating_add(expected.len()) <= FINE_MAX_BYTES {
        fine(given, expected, &mut parts);
    } else {
        push(&mut parts, ChangeTag::Delete, given);
        push(&mut parts, ChangeTag::Insert, expected);
    }
    push(&mut parts, ChangeTag::Equal, tail);
    parts
}

fn fine(given: &str, expected: &str, parts: &mut Vec<DiffPart>) {
    for change in TextDiff::from_graphemes(given, expected).iter_all_changes() {
        push(parts, change.tag(), change.value());
    }
}

/// Adds to the last part when it is of the same kind.
fn push(parts: &mut Vec<DiffPart>, tag: ChangeTag, text: &str) {
    if text.is_empty() {
        return;
    }
    match (parts.last_mut(), tag) {
        (Some(DiffPart::Same(last)), ChangeTag::Equal)
        | (Some(DiffPart::Extra(last)), ChangeTag::Delete)
        | (Some(DiffPart::Missing(last)), ChangeTag::Insert) => last.push_str(text),
        (_, ChangeTag::Equal) => parts.push(DiffPart::Same(text.to_owned())),
        (_, ChangeTag::Delete) => parts.push(DiffPart::Extra(text.to_owned())),
        (_, ChangeTag::Insert) => parts.push(DiffPart::Missing(text.to_owned())),
    }
}

/// What both begin with, and the rests.
fn shared_head<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str, &'a str) {
    let shared: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (head, a) = a.split_at_checked(shared).unwrap_or(("", a));
    let (_, b) = b.split_at_checked(shared).unwrap_or(("", b));
    (head, a, b)
}

/// The rests, and what both end with.
fn shared_tail<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str, &'a str) {
    let same = |(x, y): &(char, char)| x == y;
    let shared: usize =
        a.chars().rev().zip(b.chars().rev()).take_while(same).map(|(x, _)| x.len_utf8()).sum();
    let (a, tail) = a.split_at_checked(a.len() - shared).unwrap_or((a, ""));
    let (b, _) = b.split_at_checked(b.len() - shared).unwrap_or((b, ""));
    (a, b, tail)
}
