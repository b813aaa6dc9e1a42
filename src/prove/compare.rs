//! Comparing what came out with what should.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

/// Output as it is compared: without trailing blanks and trailing newlines.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Whether two outputs say the same.
pub(super) fn same(expected: &str, got: &str) -> bool {
    tidy(expected) == tidy(got)
}

/// Lines that a difference shows at most.
const MOST_LINES: usize = 24;

/// The difference in lines: `-` was expected, `+` came out.
pub(super) fn difference(expected: &str, got: &str) -> String {
    let (expected, got) = (tidy(expected), tidy(got));
    let diff = TextDiff::from_lines(&expected, &got);
    let mut out = String::new();
    for (n, change) in diff.iter_all_changes().enumerate() {
        if n == MOST_LINES {
            out.push_str("  …\n");
            break;
        }
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        let _ = writeln!(out, "{sign} {}", change.value().trim_end_matches('\n'));
    }
    out
}
