//! Text with `*` in it: what words, names and tags are compared with.

use std::fmt;

use memchr::memmem;

/// Text in which `*` may stand for anything. Kept folded: in lower case, with
/// single blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The stretches between the `*`; `["a", "b"]` is `a*b`. At least one.
    pieces: Vec<String>,
}

/// Lower case, and every run of blanks a single one: what a search compares.
#[must_use]
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Adds the folded text; blanks at its ends stay as one.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let mut was_blank = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\0' {
            if !was_blank {
                out.push(' ');
            }
            was_blank = true;
            continue;
        }
        was_blank = false;
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

impl Pattern {
    /// From the stretches between the `*`. Several `*` in a row are one.
    #[must_use]
    pub fn new(pieces: &[String]) -> Self {
        let last = pieces.len().saturating_sub(1);
        let mut kept: Vec<String> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            if !piece.is_empty() || at == 0 || at == last {
                kept.push(fold(piece));
            }
        }
        if kept.is_empty() {
            kept.push(String::new());
        }
        Self { pieces: kept }
    }

    /// Exactly this text.
    #[must_use]
    pub fn exact(text: &str) -> Self {
        Self::new(&[text.to_owned()])
    }

    /// The stretches between the `*`.
    #[must_use]
    pub fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// Whether there is nothing in it but `*`.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        self.pieces.len() > 1 && self.pieces.iter().all(String::is_empty)
    }

    /// Whether a name as a whole is this; `name` is folded first.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        // Most names are folded as they are.
        let is_folded = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
        if name.bytes().all(is_folded) {
            return self.fits_folded(name);
        }
        self.fits_folded(&fold(name))
    }

    /// As [`Pattern::fits`], for a name that is folded already.
    #[must_use]
    pub fn fits_folded(&self, name: &str) -> bool {
        let [first, middle @ .., last] = self.pieces.as_slice() else {
            return self.pieces.first().is_some_and(|only| only == name);
        };
        let Some(rest) = name.strip_prefix(first.as_str()) else { return false };
        let Some(mut rest) = rest.strip_suffix(last.as_str()) else { return false };
        for piece in middle {
            match rest.find(piece.as_str()) {
                Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
                None => return false,
            }
        }
        true
    }

    /// Whether the stretches follow each other somewhere in a folded text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut rest = text.as_bytes();
        for piece in self.pieces.iter().filter(|piece| !piece.is_empty()) {
            match memmem::find(rest, piece.as_bytes()) {
                Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
                None => return false,
            }
        }
        true
    }
}

/// Signs that mean something in a query.
pub(super) fn is_special(c: char) -> bool {
    matches!(c, '"' | '\\' | '*' | '(' | ')' | ':')
}

/// The value behind a colon.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_pieces(self, f)
    }
}

/// As a word of its own: it must not look like a key, `or`, or a negation.
pub(super) fn write_text(pattern: &Pattern, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let whole = pattern.pieces.join("*");
    let is_word = matches!(whole.as_str(), "or" | "and") && pattern.pieces.len() == 1;
    if is_word || whole.starts_with('-') && pattern.pieces.len() == 1 {
        return write_quoted(&whole, f);
    }
    if whole.starts_with('-') {
        f.write_str("\\")?;
    }
    write_pieces(pattern, f)
}

fn write_pieces(pattern: &Pattern, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let [only] = pattern.pieces.as_slice() {
        let is_plain = !only.is_empty() && !only.chars().any(|c| is_special(c) || c == ' ');
        if is_plain { f.write_str(only) } else { write_quoted(only, f) }
    } else {
        for (at, piece) in pattern.pieces.iter().enumerate() {
            if at > 0 {
                f.write_str("*")?;
            }
            for c in piece.chars() {
                if is_special(c) || c == ' ' {
                    f.write_str("\\")?;
                }
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}

fn write_quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}
