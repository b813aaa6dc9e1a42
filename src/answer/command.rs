//! Command lines: Redis, the shell, and SQL in one line.
//!
//! A line that begins as SQL does is compared as SQL code. In any other the
//! amount of white space between words and a semicolon at the end don't count;
//! the case of a word doesn't when it is made of letters and `_` alone, as
//! commands and keywords are (`set`, `EX`, `commit`). Options, keys, paths,
//! variables and numbers (`-M`, `user:1`, `$HOME`) hold other signs: their case
//! counts. What is quoted counts to the letter; quotes around what would be the
//! same without them may be left out, and either kind may be used.

use super::language;

/// What SQL statements and clauses begin with, as far as no other common
/// command does.
const SQL_BEGINS: [&str; 30] = [
    "alter",
    "analyze",
    "begin",
    "commit",
    "create",
    "delete",
    "drop",
    "explain",
    "from",
    "grant",
    "group",
    "having",
    "inner",
    "insert",
    "left",
    "limit",
    "listen",
    "merge",
    "notify",
    "order",
    "reindex",
    "returning",
    "revoke",
    "rollback",
    "select",
    "truncate",
    "update",
    "vacuum",
    "where",
    "with",
];

/// Whether two command lines do the same.
pub(super) fn same(given: &str, expected: &str) -> bool {
    let first: String =
        expected.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    if SQL_BEGINS.contains(&first.to_ascii_lowercase().as_str()) {
        return language::same(given, expected, "Sql");
    }
    let (given, expected) = (words(given), words(expected));
    given.len() == expected.len() && given.iter().zip(&expected).all(|(a, b)| a.is(b))
}

/// A word as the command gets it, and whether any of it was quoted.
#[derive(Debug, Default)]
struct Word {
    text: String,
    quoted: bool,
}

impl Word {
    fn is(&self, other: &Self) -> bool {
        if self.text == other.text {
            return true;
        }
        let any_case = |word: &Self| {
            !word.quoted && word.text.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
        };
        any_case(self) && any_case(other) && self.text.eq_ignore_ascii_case(&other.text)
    }
}

/// The words of a line. Quotes that could be left out are; others stay, as `"`
/// when the kind of quote makes no difference.
fn words(line: &str) -> Vec<Word> {
    let line = line.trim().trim_end_matches([';', ' ', '\t']);
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                word.text.push(c);
                word.text.extend(chars.next());
            }
            '\'' | '"' | '`' => {
                let (inner, closed) = quoted(&mut chars, c);
                word.quoted = true;
                push_quoted(&mut word.text, c, &inner, closed);
            }
            _ if c.is_whitespace() => end(&mut words, &mut word),
            _ => word.text.push(c),
        }
    }
    end(&mut words, &mut word);
    words
}

fn end(words: &mut Vec<Word>, word: &mut Word) {
    if !word.text.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// What stands up to the closing quote, and whether there is one.
fn quoted(chars: &mut std::str::Chars<'_>, quote: char) -> (String, bool) {
    let mut inner = String::new();
    while let Some(c) = chars.next() {
        if c == quote {
            return (inner, true);
        }
        inner.push(c);
        if c == '\\' && quote != '\'' {
            inner.extend(chars.next());
        }
    }
    (inner, false)
}

fn push_quoted(word: &mut String, quote: char, inner: &str, closed: bool) {
    let needless = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    let special = |c: char| "$\\`\"'!".contains(c);
    if closed && quote != '`' && !inner.is_empty() && inner.chars().all(needless) {
        word.push_str(inner);
        return;
    }
    let either = closed && quote != '`' && !inner.chars().any(special);
    let shown = if either { '"' } else { quote };
    word.push(shown);
    word.push_str(inner);
    if closed {
        word.push(shown);
    }
}
