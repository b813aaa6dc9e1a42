//! From words and signs to a tree. Hand-written, and never deeper than a bound:
//! whatever is typed, the answer is a tree or an error with its place.

use super::ast::{Expr, Span};
use super::error::QueryError;
use super::lex::{Token, tokens};
use super::term::term;

/// Brackets within brackets, at most: what walks the tree walks the stack.
const DEEPEST: usize = 64;

/// Reads a query.
///
/// # Errors
/// When it can't be read: where, what is wrong, and what would be right.
pub fn parse(query: &str) -> Result<Expr, QueryError> {
    let mut parser = Parser { query, tokens: tokens(query)?, at: 0, depth: 0 };
    if parser.tokens.is_empty() {
        return Ok(Expr::All);
    }
    let found = parser.either()?;
    match parser.peek() {
        None => Ok(found),
        Some((_, span)) => Err(QueryError::new(
            span.clone(),
            "this bracket closes none that is open: take it out, or write it in quotation marks \
             to search for it",
        )),
    }
}

struct Parser<'a> {
    query: &'a str,
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&(Token, Span)> {
        self.tokens.get(self.at)
    }

    /// Takes a word such as `or`; its place.
    fn take_word(&mut self, wanted: &str) -> Option<Span> {
        let (token, span) = self.peek()?;
        let is_it = matches!(token, Token::Word(word)
            if !word.is_literal && word.text().eq_ignore_ascii_case(wanted));
        let span = is_it.then(|| span.clone())?;
        self.at += 1;
        Some(span)
    }

    fn is_at_end(&self) -> bool {
        matches!(self.peek(), None | Some((Token::Close, _)))
    }

    fn either(&mut self) -> Result<Expr, QueryError> {
        let mut any = vec![self.both()?];
        while let Some(or) = self.take_word("or") {
            if self.is_at_end() {
                return Err(QueryError::new(or, nothing_beside("or", "behind")));
            }
            any.push(self.both()?);
        }
        Ok(one_or(any, Expr::Or))
    }

    fn both(&mut self) -> Result<Expr, QueryError> {
        let mut all = Vec::new();
        loop {
            if let Some(and) = self.take_word("and") {
                if all.is_empty() || self.is_at_end() {
                    let side = if all.is_empty() { "before" } else { "behind" };
                    return Err(QueryError::new(and, nothing_beside("and", side)));
                }
                continue;
            }
            let before = self.at;
            if let Some(or) = self.take_word("or") {
                if all.is_empty() {
                    return Err(QueryError::new(or, nothing_beside("or", "before")));
                }
                self.at = before;
                break;
            }
            if self.is_at_end() {
                break;
            }
            all.push(self.one()?);
        }
        Ok(one_or(all, Expr::And))
    }

    fn one(&mut self) -> Result<Expr, QueryError> {
        let Some((token, span)) = self.peek().cloned() else { return Ok(Expr::All) };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError::new(span, "there are too many brackets within each other"));
        }
        let found = match token {
            Token::Minus => Expr::Not(Box::new(self.one()?)),
            Token::Open => {
                let inner = self.either()?;
                if !matches!(self.peek(), Some((Token::Close, _))) {
                    return Err(QueryError::new(
                        span,
                        "this bracket is never closed: add `)`, or write it in quotation marks to \
                         search for it",
                    ));
                }
                self.at += 1;
                inner
            }
            // Whoever asks for one has looked that there is one.
            Token::Close => Expr::All,
            Token::Word(word) => Expr::Term(term(self.query, &word, span)?),
        };
        self.depth -= 1;
        Ok(found)
    }
}

fn nothing_beside(word: &str, side: &str) -> String {
    format!(
        "there is nothing {side} `{word}` that it could join; to search for the word, write \
         \"{word}\" in quotation marks"
    )
}

fn one_or(mut all: Vec<Expr>, many: impl FnOnce(Vec<Expr>) -> Expr) -> Expr {
    match all.len() {
        0 => Expr::All,
        1 => all.remove(0),
        _ => many(all),
    }
}
