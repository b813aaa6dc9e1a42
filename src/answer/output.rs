//! Program output.

/// The lines that count: without white space at their ends and without empty
/// ones at the end. `\r\n` and `\n` both break lines.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end().split('\n').map(str::trim_end)
}
