//! A query cut into words and signs.

use super::ast::Span;
use super::error::QueryError;

/// A sign or a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    /// `-` right before what it negates.
    Minus,
    Word(Word),
}

/// A word as it was written: its letters, with what each means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub letters: Vec<Letter>,
    /// It begins with a quotation mark: text, whatever stands in it.
    pub is_quoted: bool,
    /// A quotation or escape takes part: it is no `or`.
    pub is_literal: bool,
}

/// One letter and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub sign: Sign,
    pub at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Itself.
    Text(char),
    /// `*` outside of quotation marks.
    Any,
    /// `:` outside of quotation marks.
    Colon,
}

/// Cuts a query up.
pub(super) fn tokens(query: &str) -> Result<Vec<(Token, Span)>, QueryError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = next(query, at) {
        let end = at + c.len_utf8();
        let is_before_something = next(query, end).is_some_and(|c| !c.is_whitespace() && c != ')');
        match c {
            _ if c.is_whitespace() => at = end,
            '(' | ')' => {
                let token = if c == '(' { Token::Open } else { Token::Close };
                tokens.push((token, at..end));
                at = end;
            }
            '-' if is_before_something => {
                tokens.push((Token::Minus, at..end));
                at = end;
            }
            _ => {
                let (word, end) = word(query, at)?;
                tokens.push((Token::Word(word), at..end));
                at = end;
            }
        }
    }
    Ok(tokens)
}

fn next(query: &str, at: usize) -> Option<char> {
    query.get(at..)?.chars().next()
}

fn word(query: &str, start: usize) -> Result<(Word, usize), QueryError> {
    let mut word = Word { is_quoted: next(query, start) == Some('"'), ..Word::default() };
    let mut at = start;
    let mut quote = None;
    while let Some(c) = next(query, at) {
        let end = at + c.len_utf8();
        let mut add = |sign| word.letters.push(Letter { sign, at });
        match (c, quote) {
            ('\\', _) => {
                word.is_literal = true;
                let Some(escaped) = next(query, end) else {
                    let message =
                        "`\\` takes the meaning from the sign behind it, and there is none";
                    return Err(QueryError::new(at..end, message));
                };
                word.letters.push(Letter { sign: Sign::Text(escaped), at });
                at = end + escaped.len_utf8();
                continue;
            }
            ('"', None) => (quote, word.is_literal) = (Some(at), true),
            ('"', Some(_)) => {
                quote = None;
                if word.is_quoted {
                    return Ok((word, end));
                }
            }
            (c, None) if c.is_whitespace() || matches!(c, '(' | ')') => break,
            ('*', None) => add(Sign::Any),
            (':', None) => add(Sign::Colon),
            (c, _) => add(Sign::Text(c)),
        }
        at = end;
    }
    match quote {
        Some(open) => Err(QueryError::new(
            open..query.len(),
            "this quotation mark is never closed: add another `\"` where the text ends",
        )),
        None => Ok((word, at)),
    }
}

impl Word {
    /// The text, when every letter is itself.
    pub fn text(&self) -> String {
        self.letters
            .iter()
            .map(|letter| match letter.sign {
                Sign::Text(c) => c,
                Sign::Any => '*',
                Sign::Colon => ':',
            })
            .collect()
    }

    /// The stretches between the `*`.
    pub fn pieces(letters: &[Letter]) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in letters {
            match (letter.sign, pieces.last_mut()) {
                (Sign::Any, _) => pieces.push(String::new()),
                (Sign::Text(c), Some(piece)) => piece.push(c),
                (Sign::Colon, Some(piece)) => piece.push(':'),
                (_, None) => {}
            }
        }
        pieces
    }
}
