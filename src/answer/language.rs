//! Code: layout doesn't count as far as the language lets it.
//!
//! - White space between tokens never counts, in strings it always does.
//! - Line breaks count like semicolons in Python, Ruby, Go, JavaScript and
//!   their kin (but not within brackets or where a line plainly goes on), and
//!   not at all in SQL, JSON and the languages of C's family, PHP included.
//! - Python's indentation counts by its structure, not its width.
//! - The case of words counts in all languages but SQL.
//! - `'a'` and `"a"` are the same in Python and JavaScript; in PHP, Ruby and
//!   the shell as long as nothing in them is interpolated or escaped.
//! - A semicolon at the end is optional in JavaScript, SQL and wherever a line
//!   break does as well.
//! - In the shell and in languages unknown here white space stands between
//!   words, more or less of it; indentation counts in the unknown ones.

use super::lexer::{Layout, Quotes, Rules, tokens};

/// Whether two pieces of code are the same in this language.
pub(super) fn same(given: &str, expected: &str, language: &str) -> bool {
    match Family::of(language) {
        Family::Tokens(rules) => tokens(given, &rules) == tokens(expected, &rules),
        Family::Command => super::command::same(given, expected),
        Family::Shell => spaced_lines(given, false).eq(spaced_lines(expected, false)),
        Family::Markup => spaced(given) == spaced(expected),
        Family::Unknown => spaced_lines(given, true).eq(spaced_lines(expected, true)),
    }
}

enum Family {
    Tokens(Rules),
    Command,
    Shell,
    Markup,
    Unknown,
}

impl Family {
    fn of(language: &str) -> Self {
        let plain = Rules {
            layout: Layout::Free,
            quotes: Quotes::Distinct,
            any_case: false,
            end_semicolon: false,
            word_signs: "",
            word_ends: "",
            backslash: true,
            backtick: false,
            lifetimes: false,
            after_parenthesis: false,
        };
        let rules = match language.to_lowercase().as_str() {
            "python" | "python3" | "py" => {
                Rules { layout: Layout::Indented, quotes: Quotes::Same, ..plain }
            }
            "javascript" | "js" | "jsx" | "node" | "typescript" | "ts" | "tsx" => Rules {
                layout: Layout::Lines,
                quotes: Quotes::Same,
                end_semicolon: true,
                word_signs: "$",
                backtick: true,
                after_parenthesis: true,
                ..plain
            },
            "ruby" | "rb" => Rules {
                layout: Layout::Lines,
                quotes: Quotes::SameWhenPlain("\\#"),
                word_signs: "@$",
                word_ends: "?!",
                backtick: true,
                ..plain
            },
            "php" => Rules { quotes: Quotes::SameWhenPlain("\\$"), word_signs: "$", ..plain },
            "go" | "golang" | "kotlin" | "kt" | "swift" | "scala" | "groovy" | "lua" | "elixir" => {
                Rules { layout: Layout::Lines, backtick: true, ..plain }
            }
            "sql" | "postgresql" | "postgres" | "psql" | "mysql" | "mariadb" | "sqlite"
            | "tsql" | "plpgsql" | "plsql" => Rules {
                any_case: true,
                end_semicolon: true,
                backslash: false,
                backtick: true,
                ..plain
            },
            "rust" | "rs" => Rules { lifetimes: true, ..plain },
            "java" | "csharp" | "c#" | "cs" | "c" | "cpp" | "c++" | "json" | "css" | "dart"
            | "graphql" => plain,
            "redis" => return Self::Command,
            "bash" | "sh" | "shell" | "zsh" | "console" => return Self::Shell,
            "html" | "xml" | "svg" => return Self::Markup,
            _ => return Self::Unknown,
        };
        Self::Tokens(rules)
    }
}

/// Lines with single spaces between their words, empty ones left out.
fn spaced_lines(text: &str, indentation: bool) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let width = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
    let margin = lines.iter().map(|line| width(line)).min().unwrap_or(0);
    let lines = lines.into_iter().map(move |line| {
        let depth = if indentation { width(line) - margin } else { 0 };
        let line = if indentation { line } else { line.trim().trim_end_matches(';') };
        " ".repeat(depth) + &spaced(line)
    });
    lines.collect::<Vec<_>>().into_iter()
}

/// Single spaces between words; white space in quotes stays.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut space = false;
    for c in text.trim().chars() {
        match quote {
            None if c.is_whitespace() => {
                space = true;
                continue;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        if space {
            out.push(' ');
            space = false;
        }
        out.push(c);
    }
    out
}
