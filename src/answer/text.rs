//! Words: what a person would call the same answer.
//!
//! Not counting: upper and lower case, the amount of white space, typographic
//! against plain quotes and dashes, a full stop at the end, and quotes or
//! backticks around the whole.

/// Whether two texts say the same.
pub(super) fn same(given: &str, expected: &str) -> bool {
    bare(&fold(given)) == bare(&fold(expected))
}

/// Lower case, plain punctuation, single spaces.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}') {
            // Zero-width characters come along with pasted text, unseen.
            continue;
        }
        if space && !folded.is_empty() {
            folded.push(' ');
        }
        space = false;
        match plain(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The plain sign for a typographic one.
pub(super) fn plain(c: char) -> Option<&'static str> {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => Some("'"),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => Some("\""),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Some("-"),
        '…' => Some("..."),
        _ => None,
    }
}

/// Without a full stop at the end, and quotes or backticks around the whole.
fn bare(folded: &str) -> &str {
    let mut text = folded;
    // A stop, backticks, a stop, quotes, a stop: more layers mean something.
    for _ in 0..5 {
        let barer = unquoted(without_stop(text));
        if barer == text {
            break;
        }
        text = barer;
    }
    text
}

/// The full stop of a sentence. `..` or `...` are operators.
fn without_stop(text: &str) -> &str {
    match text.strip_suffix('.') {
        Some(rest) if rest.ends_with(|c: char| c.is_alphanumeric() || ")]}'\"`".contains(c)) => {
            rest
        }
        _ => text,
    }
}

fn unquoted(text: &str) -> &str {
    for quote in ['`', '"', '\''] {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) =
            inner.filter(|inner| !inner.trim().is_empty() && !inner.contains(quote))
        {
            return inner.trim();
        }
    }
    text
}
