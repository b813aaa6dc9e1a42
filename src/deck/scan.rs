//! A lexer that knows as much RON as is needed to find where things begin and
//! end: strings, raw strings, characters, comments and brackets. It decides
//! nothing about meaning; what it delimits is read by the `ron` crate.

use std::ops::Range;

use memchr::{memchr, memchr2};

/// The longest text of a deck, in bytes. Also the most that is searched for the
/// end of one, so that a missing quote in a large file costs little.
pub(super) const MAX_TEXT: usize = 1 << 20;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    Comma,
    Colon,
    /// A string, raw string, byte string or character, quotes included.
    Text,
    /// An identifier or a number.
    Word,
    /// Any other sign, such as `#` or a lone quote.
    Sign,
    /// A string, or a block comment, that never ends or runs on beyond
    /// [`MAX_TEXT`].
    Endless,
    End,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

impl Token {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Reads tokens from `pos` on.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub pos: usize,
}

impl<'a> Lexer<'a> {
    pub fn at(source: &'a str, pos: usize) -> Self {
        Self { bytes: source.as_bytes(), pos }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The next token; white space and comments before it are skipped.
    pub fn next(&mut self) -> Token {
        if let Some(start) = self.skip_blank() {
            let (kind, end) = self.endless();
            self.pos = end;
            return Token { kind, start, end };
        }
        let start = self.pos;
        let Some(&first) = self.bytes.get(start) else {
            return Token { kind: Kind::End, start, end: start };
        };
        let (kind, end) = match first {
            b'(' | b'[' | b'{' => (Kind::Open(first), start + 1),
            b')' | b']' | b'}' => (Kind::Close(first), start + 1),
            b',' => (Kind::Comma, start + 1),
            b':' => (Kind::Colon, start + 1),
            b'"' => self.plain_string(start + 1),
            b'\'' => self.character(start),
            b'r' | b'b' => self.prefixed(start).unwrap_or_else(|| self.word(start)),
            _ if is_word(first) => self.word(start),
            _ => (Kind::Sign, start + 1),
        };
        self.pos = end;
        Token { kind, start, end }
    }

    /// The next token, left where it is.
    pub fn peek(&self) -> Token {
        self.clone().next()
    }

    /// Skips white space and comments. Gives the start of a block comment that
    /// never ends.
    fn skip_blank(&mut self) -> Option<usize> {
        loop {
            match self.byte(self.pos) {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => self.pos += 1,
                // U+0085, U+200E, U+200F, U+2028 and U+2029 are blank in RON.
                0xC2 if self.byte(self.pos + 1) == 0x85 => self.pos += 2,
                0xE2 if self.byte(self.pos + 1) == 0x80
                    && matches!(self.byte(self.pos + 2), 0x8E | 0x8F | 0xA8 | 0xA9) =>
                {
                    self.pos += 3;
                }
                b'/' if self.byte(self.pos + 1) == b'/' => {
                    let rest = self.bytes.get(self.pos..).unwrap_or_default();
                    self.pos += memchr(b'\n', rest).unwrap_or(rest.len());
                }
                b'/' if self.byte(self.pos + 1) == b'*' => {
                    let start = self.pos;
                    match self.block_comment(start + 2) {
                        Some(end) => self.pos = end,
                        None => return Some(start),
                    }
                }
                _ => return None,
            }
        }
    }

    /// The end of a block comment whose inside begins at `at`. They nest.
    fn block_comment(&self, inside: usize) -> Option<usize> {
        let mut at = inside;
        let mut level = 1;
        while level > 0 {
            at = self.find_near(inside, at, |rest| memchr2(b'/', b'*', rest))?;
            match (self.byte(at), self.byte(at + 1)) {
                (b'/', b'*') => (level, at) = (level + 1, at + 2),
                (b'*', b'/') => (level, at) = (level - 1, at + 2),
                _ => at += 1,
            }
        }
        Some(at)
    }

    /// Where a byte is found from `from` on, no further than a text that
    /// begins at `start` may reach.
    fn find_near(
        &self,
        start: usize,
        from: usize,
        search: impl Fn(&[u8]) -> Option<usize>,
    ) -> Option<usize> {
        let limit = self.bytes.len().min(start + MAX_TEXT);
        search(self.bytes.get(from..limit)?).map(|n| from + n)
    }

    fn endless(&self) -> (Kind, usize) {
        (Kind::Endless, self.bytes.len())
    }

    fn plain_string(&self, inside: usize) -> (Kind, usize) {
        let mut at = inside;
        while let Some(found) = self.find_near(inside, at, |rest| memchr2(b'"', b'\\', rest)) {
            if self.byte(found) == b'"' {
                return (Kind::Text, found + 1);
            }
            at = found + 2;
        }
        self.endless()
    }

    /// `'x'`, `'\n'`, `'\u{1F600}'`; a quote that opens no character is a sign.
    fn character(&self, start: usize) -> (Kind, usize) {
        let inside = start + 1;
        let (from, to) = match self.byte(inside) {
            b'\\' => (inside + 2, inside + 12),
            first => (inside + utf8_len(first), inside + utf8_len(first)),
        };
        let end = (from..=to).find(|&at| self.byte(at) == b'\'');
        match end {
            Some(end) => (Kind::Text, end + 1),
            None => (Kind::Sign, inside),
        }
    }

    /// Raw strings, byte strings and bytes; `None` when it is only a word.
    fn prefixed(&self, start: usize) -> Option<(Kind, usize)> {
        let mut at = start;
        if self.byte(at) == b'b' {
            at += 1;
            match self.byte(at) {
                b'"' => return Some(self.plain_string(at + 1)),
                b'\'' => return Some(self.character(at)),
                _ => {}
            }
        }
        if self.byte(at) != b'r' {
            return None;
        }
        at += 1;
        let opening = at;
        while self.byte(at) == b'#' {
            at += 1;
        }
        let hashes = at - opening;
        if self.byte(at) != b'"' {
            // `r#name` is a word; `r##` without a quote is nothing at all.
            return (hashes > 0 && !is_word(self.byte(at))).then_some((Kind::Sign, at));
        }
        let inside = at;
        while let Some(quote) = self.find_near(inside, at + 1, |rest| memchr(b'"', rest)) {
            let end = quote + 1 + hashes;
            let closing = self.bytes.get(quote + 1..end);
            if closing.is_some_and(|run| run.iter().all(|&b| b == b'#')) {
                return Some((Kind::Text, end));
            }
            at = quote;
        }
        Some(self.endless())
    }

    fn word(&self, start: usize) -> (Kind, usize) {
        let from = if self.byte(start) == b'r' && self.byte(start + 1) == b'#' {
            start + 2
        } else {
            start
        };
        let rest = self.bytes.get(from..).unwrap_or_default();
        let length = rest.iter().position(|&b| !is_word(b)).unwrap_or(rest.len());
        (Kind::Word, from + length)
    }
}

/// Letters, digits and what numbers are made of; every sign beyond ASCII
/// counts, so that a slip of the keyboard stays in one piece.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-') || byte >= 0x80
}

/// How many bytes the character takes that begins with this one.
fn utf8_len(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// The bracket that closes this one.
pub(super) fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
