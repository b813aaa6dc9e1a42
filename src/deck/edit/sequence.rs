//! Things between brackets with commas between them: fields of a card, items of
//! a list, cards of a deck. Taking one out or putting one in leaves all others
//! as they are, comments included.

use std::ops::Range;

use crate::deck::scan::{Kind, Lexer};

/// A sequence in a text.
#[derive(Debug, Clone)]
pub(super) struct Sequence<'a> {
    source: &'a str,
    /// Just behind the opening bracket.
    open: usize,
    /// The bytes of each element.
    elements: Vec<Range<usize>>,
    /// Of the closing bracket.
    close: usize,
}

/// Where a text is cut and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// The text with this done; `None` when it does not fit.
    pub fn apply(&self, source: &str) -> Option<String> {
        let (before, after) = (source.get(..self.range.start)?, source.get(self.range.end..)?);
        Some([before, &self.text, after].concat())
    }
}

/// How lines are written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// What stands before an element on its line.
    pub indent: String,
    /// `\n` or `\r\n`.
    pub newline: &'static str,
}

/// An element with what belongs to it.
struct Block {
    /// From the comments above it on; the start of its line when it begins one.
    start: usize,
    /// Behind its comma, and behind a comment on the rest of its line.
    end: usize,
    /// Whether it begins a line.
    is_first: bool,
    /// Behind its comma, when it has one.
    comma: Option<usize>,
}

impl<'a> Sequence<'a> {
    pub fn new(source: &'a str, open: usize, elements: Vec<Range<usize>>, close: usize) -> Self {
        Self { source, open, elements, close }
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// The comma behind this element.
    fn comma(&self, element: &Range<usize>) -> Option<usize> {
        let token = Lexer::at(self.source, element.end).peek();
        (token.kind == Kind::Comma).then_some(token.end)
    }

    /// Where the blanks and comments before an element begin: behind the last
    /// sign that is something else.
    fn gap(&self, at: usize) -> usize {
        let earlier = self.elements.iter().rev().find(|element| element.end <= at);
        let mut lexer = Lexer::at(self.source, earlier.map_or(self.open, |element| element.end));
        let mut from = lexer.pos;
        loop {
            let token = lexer.next();
            if token.start >= at || matches!(token.kind, Kind::End | Kind::Endless) {
                return from;
            }
            from = token.end;
        }
    }

    fn block(&self, at: usize) -> Option<Block> {
        let element = self.elements.get(at)?.clone();
        let gap = self.gap(element.start);
        let pieces = pieces(self.source, gap..element.start);
        // Up to the first line end it is the rest of another line.
        let first = pieces.iter().position(|piece| piece.ends_line);
        let is_first = first.is_some() && gap <= self.line_start(element.start);
        // What can't be made out stays where it is.
        let is_known = |piece: &Piece| piece.is_comment || self.is_blank(piece.range.clone());
        let start = match first {
            Some(first) if is_first && pieces.iter().all(is_known) => self.lead(&pieces, first),
            _ if is_first => self.line_start(element.start),
            _ => element.start,
        };
        let comma = self.comma(&element);
        let behind = comma.unwrap_or(element.end);
        let next = self.elements.get(at + 1).map_or(self.close, |next| next.start);
        let trailing = trailing(self.source, behind, next);
        Some(Block { start, end: trailing, is_first, comma })
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        self.text(range).trim_start_matches('\u{FEFF}').trim().is_empty()
    }

    fn line_start(&self, at: usize) -> usize {
        self.text(0..at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// The start of the line from which on comments belong to the element behind
    /// the gap: those without an empty line between them and it.
    fn lead(&self, pieces: &[Piece], first: usize) -> usize {
        let mut start = pieces.get(first).map_or(self.open, |piece| piece.range.end);
        let mut is_empty = true;
        for piece in pieces.iter().skip(first + 1) {
            if piece.is_comment {
                is_empty = false;
            }
            if piece.ends_line {
                // An empty line parts what is above from what is below.
                if is_empty {
                    start = piece.range.end;
                }
                is_empty = true;
            }
        }
        start
    }

    /// How the elements here are written: as the one at `at`, or the last.
    pub fn indent_of(&self, at: usize) -> Option<String> {
        let element = self.elements.get(at).or_else(|| self.elements.last())?;
        let start = self.line_start(element.start);
        if self.gap(element.start) > start {
            return None;
        }
        let line = self.text(start..element.start);
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        Some(line.get(..blanks).unwrap_or_default().to_owned())
    }

    /// The element with its comments, without its comma: to stand elsewhere.
    pub fn block_text(&self, at: usize) -> Option<(String, String, String)> {
        let block = self.block(at)?;
        let element = self.elements.get(at)?.clone();
        let lead = self.text(block.start..element.start);
        let comma = block.comma.map_or(element.end, |comma| comma - 1);
        // A comment may stand before the comma, too.
        let inside = self.text(element.end..comma).trim_end();
        let behind = self.text(block.comma.unwrap_or(element.end)..block.end);
        let line = if inside.contains("//") && !behind.is_empty() { "\n" } else { "" };
        Some((lead.to_owned(), self.text(element).to_owned(), format!("{inside}{line}{behind}")))
    }

    /// Takes an element out, with its comments and its comma.
    pub fn remove(&self, at: usize) -> Option<Splice> {
        let block = self.block(at)?;
        let is_last = at + 1 == self.elements.len();
        let line_end = line_end(self.source, block.end);
        if block.is_first
            && let Some(end) = line_end
        {
            return Some(Splice::new(block.start..end, ""));
        }
        let element = self.elements.get(at)?;
        // On one line with others: up to the next one, or from the one before.
        if let Some(next) = self.elements.get(at + 1)
            && !self.text(block.end..next.start).contains('\n')
        {
            let indent =
                if block.is_first { self.indent_of(at).unwrap_or_default() } else { String::new() };
            // A comment before the next one is the next one's.
            let between = self.text(block.end..next.start);
            let blanks = between.len() - between.trim_start_matches([' ', '\t']).len();
            return Some(Splice::new(block.start..block.end + blanks, indent));
        }
        if is_last && block.comma.is_none() && at > 0 {
            let before = self.elements.get(at - 1)?;
            let only_blank = self.text(before.end..element.start);
            if only_blank.chars().all(|c| c == ',' || c.is_whitespace()) {
                return Some(Splice::new(before.end..block.end, ""));
            }
        }
        let start = self.text(0..block.start).trim_end_matches([' ', '\t']).len();
        let start = if block.is_first { block.start } else { start };
        Some(Splice::new(start..block.end, ""))
    }

    /// Puts a text in before the element at `at`; behind the last when there is
    /// none. `lead` are comments above it, `tail` one on its line.
    pub fn insert(&self, at: usize, style: &Style, new: &str, around: (&str, &str)) -> Splice {
        let (lead, tail) = around;
        let Style { indent, newline } = style;
        let has_comments = !lead.trim().is_empty() || !tail.trim().is_empty();
        let lead = if lead.trim().is_empty() { indent.as_str() } else { lead };
        if let Some(block) = self.block(at) {
            if block.is_first {
                return Splice::new(
                    block.start..block.start,
                    format!("{lead}{new},{tail}{newline}"),
                );
            }
            let at = block.start..block.start;
            // Comments need lines of their own.
            return if has_comments {
                Splice::new(at, format!("{newline}{lead}{new},{tail}{newline}{indent}"))
            } else {
                Splice::new(at, format!("{new}, "))
            };
        }
        let Some(last) = self.elements.len().checked_sub(1) else {
            return self.insert_only(style, new, (lead, tail));
        };
        let (Some(block), Some(element)) = (self.block(last), self.elements.get(last)) else {
            return self.insert_only(style, new, (lead, tail));
        };
        let behind = self.text(element.end..block.end);
        if block.is_first {
            let (comma, own) = if block.comma.is_some() { ("", ",") } else { (",", "") };
            let end = match line_end(self.source, block.end) {
                // The closing bracket stands on a line of its own, or will.
                Some(_) => String::new(),
                None => format!("{newline}{}", outer(indent)),
            };
            return Splice::new(
                element.end..block.end,
                format!("{comma}{behind}{newline}{lead}{new}{own}{tail}{end}"),
            );
        }
        let comma = if block.comma.is_some() { " " } else { ", " };
        let own = if block.comma.is_some() { "," } else { "" };
        if has_comments {
            let comma = comma.trim_end();
            let text = format!("{comma}{behind}{newline}{lead}{new}{own}{tail}{newline}");
            return Splice::new(element.end..block.end, text);
        }
        let (head, rest) = behind.split_at(block.comma.map_or(0, |comma| comma - element.end));
        Splice::new(element.end..block.end, format!("{head}{comma}{new}{own}{rest}"))
    }

    /// Into empty brackets.
    fn insert_only(&self, style: &Style, new: &str, (lead, tail): (&str, &str)) -> Splice {
        let Style { indent, newline } = style;
        let inside = self.text(self.open..self.close);
        if inside.trim().is_empty() {
            let text = format!("{newline}{lead}{new},{tail}{newline}{}", outer(indent));
            return Splice::new(self.open..self.close, text);
        }
        // Comments stand there: it goes behind them.
        let kept = inside.trim_end_matches([' ', '\t']);
        let line = if kept.ends_with('\n') { "" } else { newline };
        let at = self.open + kept.len();
        Splice::new(at..self.close, format!("{line}{lead}{new},{tail}{newline}{}", outer(indent)))
    }
}

/// One level less of indentation.
fn outer(indent: &str) -> &str {
    let less = indent.strip_suffix('\t').or_else(|| indent.strip_suffix("    "));
    less.or_else(|| indent.strip_suffix("  ")).unwrap_or("")
}

/// A stretch of blanks or a comment.
struct Piece {
    range: Range<usize>,
    is_comment: bool,
    /// Its last sign is the end of a line.
    ends_line: bool,
}

/// Blanks and comments piece by piece; blanks are cut behind each line end.
fn pieces(source: &str, gap: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let bytes = source.as_bytes();
    let mut at = gap.start;
    while at < gap.end {
        let rest = source.get(at..gap.end).unwrap_or_default();
        let (end, is_comment) = if rest.starts_with("//") {
            (rest.find('\n').map_or(gap.end, |n| at + n), true)
        } else if rest.starts_with("/*") {
            (at + comment_length(rest), true)
        } else {
            let stop = rest.find(['\n', '/']).map_or(rest.len(), |n| {
                if rest.as_bytes().get(n) == Some(&b'\n') { n + 1 } else { n.max(1) }
            });
            (at + stop, false)
        };
        let ends_line = !is_comment && end > at && bytes.get(end - 1) == Some(&b'\n');
        pieces.push(Piece { range: at..end, is_comment, ends_line });
        at = end.max(at + 1);
    }
    pieces
}

/// The bytes of a block comment at the beginning; they nest.
fn comment_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < bytes.len() {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'/'), Some(b'*')) => (at, depth) = (at + 2, depth + 1),
            (Some(b'*'), Some(b'/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

/// The end of the comments on the rest of this line, when nothing else stands
/// there; else `at`.
fn trailing(source: &str, at: usize, next: usize) -> usize {
    let pieces = pieces(source, at..next.max(at));
    let mut end = at;
    for piece in pieces {
        if piece.is_comment {
            end = piece.range.end;
            // A comment over several lines is not of this one.
            if source.get(piece.range).is_some_and(|text| text.contains('\n')) {
                return at;
            }
        } else if piece.ends_line {
            return end;
        }
    }
    // Another element stands on this line: a comment before it is its own.
    let rest = source.get(next..).unwrap_or_default();
    if rest.starts_with([')', ']', '}']) { end } else { at }
}

/// Behind the end of this line, when only blanks stand before it.
fn line_end(source: &str, at: usize) -> Option<usize> {
    let rest = source.get(at..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    (rest.as_bytes().get(blanks) == Some(&b'\n')).then_some(at + blanks + 1)
}
