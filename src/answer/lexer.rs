//! Code as tokens: just enough to tell what layout may change.
//! It accepts anything; what is no code gives tokens all the same.

/// What line breaks mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Nothing.
    Free,
    /// The end of a statement, as `;` does.
    Lines,
    /// That, and indentation makes blocks.
    Indented,
}

/// Whether single and double quotes mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Never.
    Distinct,
    /// Always.
    Same,
    /// When none of these signs stands between them.
    SameWhenPlain(&'static str),
}

/// What a language lets layout do.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a table of languages' traits, not a state")]
pub(super) struct Rules {
    pub layout: Layout,
    pub quotes: Quotes,
    /// Upper and lower case are the same outside of quotes.
    pub any_case: bool,
    /// A semicolon at the very end may be left out.
    pub end_semicolon: bool,
    /// Signs that may be part of a word, besides letters, digits and `_`.
    pub word_signs: &'static str,
    /// Signs that may end a word (Ruby's `empty?`), but not before a `=`.
    pub word_ends: &'static str,
    /// A backslash in a string takes the next character along.
    pub backslash: bool,
    /// Backticks quote.
    pub backtick: bool,
    /// A single quote may begin a lifetime.
    pub lifetimes: bool,
    /// A line break after `)` need not end a statement: `if (x)` goes on.
    pub after_parenthesis: bool,
}

/// A piece of code that layout can't change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword, a number.
    Word(String),
    /// A string with its kind of quote.
    Quoted(char, String),
    /// An operator or a bracket.
    Sign(String),
    /// The end of a statement.
    End,
    /// A block begins.
    Indent,
    /// A block ends.
    Dedent,
}

/// Operators of several signs, longest first.
const SIGNS: [&str; 47] = [
    ">>>=", "===", "!==", "**=", "...", "..=", "<=>", "<<=", ">>=", ">>>", "??=", "&&=", "||=",
    "//=", "->>", "#>>", "==", "!=", "<=", ">=", "=>", "->", "++", "--", "&&", "||", "??", "?.",
    "::", ":=", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<>", "..",
    "=~", "!~", "@>",
];

/// The tokens of some code.
pub(super) fn tokens(code: &str, rules: &Rules) -> Vec<Token> {
    let mut lexer = Lexer { rules, rest: code, tokens: Vec::new(), depth: 0, indents: Vec::new() };
    if rules.layout == Layout::Indented {
        lexer.indentation();
    }
    while lexer.step().is_some() {}
    lexer.finish()
}

struct Lexer<'a> {
    rules: &'a Rules,
    rest: &'a str,
    tokens: Vec<Token>,
    /// How many round or square brackets are open (Python: curly ones, too).
    depth: usize,
    /// Widths of the blocks that are open; the first is the margin.
    indents: Vec<usize>,
}

impl<'a> Lexer<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn step(&mut self) -> Option<()> {
        let c = self.rest.chars().next()?;
        if c == '\n' {
            self.take(1);
            self.line_break();
        } else if c.is_whitespace() {
            self.take(c.len_utf8());
        } else if self.rest.starts_with("\\\n") || self.rest.starts_with("\\\r\n") {
            // A line that is expressly continued.
            self.take(self.rest.find('\n').map_or(1, |at| at + 1));
        } else if self.is_word(c) {
            self.word();
        } else if c == '"' || (c == '`' && self.rules.backtick) || (c == '\'' && !self.lifetime()) {
            self.string(c);
        } else {
            self.sign(c);
        }
        Some(())
    }

    fn is_word(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_' || self.rules.word_signs.contains(c)
    }

    fn word(&mut self) {
        let end = self.rest.find(|c| !self.is_word(c)).unwrap_or(self.rest.len());
        let after = self.rest.get(end..).unwrap_or_default();
        let ends = after.starts_with(|c| self.rules.word_ends.contains(c));
        let sign = usize::from(ends && !after.get(1..).is_some_and(|rest| rest.starts_with('=')));
        let word = self.take(end + sign);
        let word = if self.rules.any_case { word.to_lowercase() } else { word.to_owned() };
        self.tokens.push(Token::Word(word));
    }

    /// Whether the single quote here begins no character literal (`'a'`).
    fn lifetime(&self) -> bool {
        let mut next = self.rest.chars().skip(1);
        let (first, second) = (next.next(), next.next());
        self.rules.lifetimes && first != Some('\\') && second != Some('\'')
    }

    fn string(&mut self, quote: char) {
        let triple = [quote; 3].iter().collect::<String>();
        let is_triple = self.rules.layout == Layout::Indented && self.rest.starts_with(&triple);
        let closing = if is_triple { triple } else { quote.to_string() };
        let raw = matches!(self.tokens.last(),
            Some(Token::Word(w)) if w.len() <= 2 && w.contains(['r', 'R']))
            && self.rules.layout == Layout::Indented;
        self.take(closing.len());
        let mut inner = String::new();
        loop {
            if self.rest.starts_with(&closing) {
                self.take(closing.len());
                // SQL's `''` is a quote within the string.
                if self.rules.backslash || !self.rest.starts_with(quote) {
                    break;
                }
            }
            let Some(c) = self.rest.chars().next() else { break };
            // What isn't closed on its line was no string that spans lines.
            if c == '\n' && !is_triple && quote != '`' && self.rules.layout != Layout::Free {
                break;
            }
            self.take(c.len_utf8());
            if c != '\\' || !self.rules.backslash {
                inner.push(c);
                continue;
            }
            let escaped = self.rest.chars().next();
            let is_quote = matches!(escaped, Some('\'' | '"'));
            if raw || !is_quote || self.rules.quotes != Quotes::Same {
                inner.push(c);
            }
            inner.extend(escaped);
            self.take(escaped.map_or(0, char::len_utf8));
        }
        let kind = match self.rules.quotes {
            Quotes::Same if quote != '`' || !inner.contains("${") => '"',
            Quotes::SameWhenPlain(signs)
                if quote != '`' && !inner.contains(|c| signs.contains(c)) =>
            {
                '"'
            }
            _ => quote,
        };
        self.tokens.push(Token::Quoted(kind, inner));
    }

    fn sign(&mut self, c: char) {
        let sign = SIGNS.iter().find(|sign| self.rest.starts_with(**sign));
        let sign = self.take(sign.map_or(c.len_utf8(), |sign| sign.len()));
        let curly_counts = self.rules.layout == Layout::Indented;
        match sign {
            "(" | "[" => self.depth += 1,
            ")" | "]" => self.depth = self.depth.saturating_sub(1),
            "{" if curly_counts => self.depth += 1,
            "}" if curly_counts => self.depth = self.depth.saturating_sub(1),
            ";" if self.rules.layout != Layout::Free && self.depth == 0 => {
                return self.end();
            }
            _ => {}
        }
        self.tokens.push(Token::Sign(sign.to_owned()));
    }

    fn line_break(&mut self) {
        if self.rules.layout == Layout::Free || self.depth > 0 {
            return;
        }
        self.end();
        if self.rules.layout == Layout::Indented {
            self.indentation();
        }
    }

    /// Opens and closes blocks at the start of a line that holds anything.
    fn indentation(&mut self) {
        let line = self.rest.trim_start_matches(['\n', '\r', ' ', '\t', '\u{c}']);
        if line.is_empty() {
            return;
        }
        let skipped = self.take(self.rest.len() - line.len());
        let space = skipped.rsplit('\n').next().unwrap_or_default();
        // As Python reckons: a tab goes on to the next multiple of eight.
        let width = space.chars().fold(
            0,
            |width: usize, c| {
                if c == '\t' { (width / 8 + 1) * 8 } else { width + 1 }
            },
        );
        while self.indents.len() > 1 && self.indents.last().is_some_and(|open| *open > width) {
            self.indents.pop();
            self.tokens.push(Token::Dedent);
        }
        match self.indents.last() {
            None => self.indents.push(width),
            Some(open) if *open < width => {
                self.indents.push(width);
                self.tokens.push(Token::Indent);
            }
            Some(_) => {}
        }
    }

    fn end(&mut self) {
        self.tokens.push(Token::End);
    }

    fn finish(self) -> Vec<Token> {
        let rules = self.rules;
        let mut kept: Vec<Token> = Vec::with_capacity(self.tokens.len());
        let mut all = self.tokens.into_iter().peekable();
        while let Some(token) = all.next() {
            if token == Token::End && !ends_here(kept.last(), all.peek(), rules) {
                continue;
            }
            kept.push(token);
        }
        let optional = |token: &Token| {
            *token == Token::End || (rules.end_semicolon && *token == Token::Sign(";".to_owned()))
        };
        while kept.last().is_some_and(optional) {
            kept.pop();
        }
        kept
    }
}

/// Whether a line break or semicolon between these ends a statement.
fn ends_here(before: Option<&Token>, after: Option<&Token>, rules: &Rules) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    // Of several ends one is enough: the last.
    if *before == Token::End || *after == Token::End {
        return false;
    }
    if rules.layout == Layout::Indented {
        return true;
    }
    !goes_on(before, rules) && !is_continued_by(after)
}

fn goes_on(before: &Token, rules: &Rules) -> bool {
    match before {
        Token::Sign(sign) => match sign.as_str() {
            ")" => rules.after_parenthesis,
            "]" | "++" | "--" | "!" | "?" => false,
            _ => true,
        },
        _ => false,
    }
}

fn is_continued_by(after: &Token) -> bool {
    match after {
        Token::Sign(sign) => !matches!(sign.as_str(), "(" | "[" | "++" | "--" | "!" | "@" | "~"),
        _ => false,
    }
}
