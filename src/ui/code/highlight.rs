//! Finds the roles of code with syntect's grammars. Loading them takes some
//! tens of milliseconds and a long program as much again, so a thread of its own
//! does it: until it is done the code is shown plain.

use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use xxhash_rust::xxh3::xxh3_64;

use super::language::{grammar, is_redis};

/// What a stretch of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeRole {
    /// Names and all that has no role.
    Plain,
    /// `if`, `let`, `SELECT`.
    Keyword,
    /// Strings and characters.
    String,
    /// Numbers, `true`, `null`.
    Number,
    /// Comments.
    Comment,
    /// Functions where they are defined or called.
    Function,
    /// Types, classes, tags.
    TypeName,
    /// Attributes, keys, decorators.
    Property,
    /// Brackets, operators, separators.
    Punctuation,
}

/// Stretches of a text with their roles, in order, without gaps.
pub type Roles = Vec<(Range<usize>, CodeRole)>;

/// Finished programs; a session meets some dozens.
const KEPT: usize = 512;

#[derive(Default)]
struct Shared {
    done: HashMap<u64, Arc<Roles>>,
    asked: std::collections::HashSet<u64>,
}

struct Job {
    key: u64,
    language: String,
    text: String,
    wake: egui::Context,
}

static SHARED: LazyLock<Mutex<Shared>> = LazyLock::new(Mutex::default);
static WORKER: OnceLock<Option<Sender<Job>>> = OnceLock::new();
static AT_ONCE: AtomicBool = AtomicBool::new(false);

/// Makes every later call wait for its colours: for pictures and tests, where
/// one frame is all there is.
pub fn highlight_at_once(at_once: bool) {
    AT_ONCE.store(at_once, Ordering::Relaxed);
}

/// The roles of a program if they are known already; else they are asked for and
/// `ctx` is repainted once they are.
#[must_use]
pub fn roles(ctx: &egui::Context, language: &str, text: &str) -> Option<Arc<Roles>> {
    if is_redis(language) {
        return Some(Arc::new(redis_roles(text)));
    }
    grammar(language)?;
    let key = xxh3_64(text.as_bytes()) ^ xxh3_64(language.as_bytes()).rotate_left(1);
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(done) = shared.done.get(&key) {
        return Some(Arc::clone(done));
    }
    if AT_ONCE.load(Ordering::Relaxed) {
        let found = Arc::new(find_roles(language, text));
        shared.done.insert(key, Arc::clone(&found));
        return Some(found);
    }
    if shared.asked.insert(key) {
        let job =
            Job { key, language: language.to_owned(), text: text.to_owned(), wake: ctx.clone() };
        // Without a thread code stays plain, which is no fault worth a message.
        if let Some(worker) = WORKER.get_or_init(start_worker) {
            let _ = worker.send(job);
        }
    }
    None
}

fn start_worker() -> Option<Sender<Job>> {
    let (sender, jobs) = channel::<Job>();
    let run = move || {
        for job in jobs {
            let found = Arc::new(find_roles(&job.language, &job.text));
            let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
            if shared.done.len() >= KEPT {
                shared.done.clear();
                shared.asked.clear();
            }
            shared.done.insert(job.key, found);
            drop(shared);
            job.wake.request_repaint();
        }
    };
    std::thread::Builder::new().name("syntax".to_owned()).spawn(run).ok()?;
    Some(sender)
}

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

fn find_roles(language: &str, text: &str) -> Roles {
    let plain = || vec![(0..text.len(), CodeRole::Plain)];
    let Some(syntax) = grammar(language).and_then(|name| GRAMMARS.find_syntax_by_name(name)) else {
        return plain();
    };
    // PHP's grammar starts in HTML; decks leave the opening tag out.
    let prefix = if syntax.name == "PHP" && !text.contains("<?") { "<?php\n" } else { "" };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in prefix.split_inclusive('\n') {
        let Ok(ops) = state.parse_line(line, &GRAMMARS) else { return plain() };
        for (_, op) in ops {
            if stack.apply(&op).is_err() {
                return plain();
            }
        }
    }
    let mut roles = Roles::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Grammars expect each line to end.
        let ended = format!("{}\n", line.strip_suffix('\n').unwrap_or(line));
        let Ok(ops) = state.parse_line(&ended, &GRAMMARS) else { return plain() };
        let mut at = 0;
        for (position, op) in ops {
            let position = position.min(line.len());
            push(&mut roles, text, start + at..start + position, role_of(&stack));
            at = position;
            if stack.apply(&op).is_err() {
                return plain();
            }
        }
        push(&mut roles, text, start + at..start + line.len(), role_of(&stack));
        start += line.len();
    }
    roles
}

fn push(roles: &mut Roles, text: &str, range: Range<usize>, role: CodeRole) {
    if range.is_empty() {
        return;
    }
    // Operators that are words (`in`, `new`, `AS`) read as keywords.
    let is_word =
        || text.get(range.clone()).is_some_and(|part| part.starts_with(char::is_alphabetic));
    let role = if role == CodeRole::Punctuation && is_word() { CodeRole::Keyword } else { role };
    match roles.last_mut() {
        Some((last, same)) if *same == role && last.end == range.start => last.end = range.end,
        _ => roles.push((range, role)),
    }
}

/// From the innermost scope outwards, the first that has a role.
fn role_of(stack: &ScopeStack) -> CodeRole {
    if stack.as_slice().iter().any(|scope| KEY.iter().flatten().any(|key| key.is_prefix_of(*scope)))
    {
        return CodeRole::Property;
    }
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)))
        .map_or(CodeRole::Plain, |(_, role)| *role)
}

/// The keys of JSON and YAML, which are strings as well.
static KEY: LazyLock<[Option<Scope>; 2]> = LazyLock::new(|| {
    ["meta.mapping.key", "meta.structure.dictionary.key"].map(|name| Scope::from_str(name).ok())
});

/// Scope prefixes with their roles, the more exact first.
static SCOPES: LazyLock<Vec<(Scope, CodeRole)>> = LazyLock::new(|| {
    use CodeRole as R;
    [
        ("comment", R::Comment),
        ("punctuation.definition.comment", R::Comment),
        ("punctuation.definition.string", R::String),
        ("punctuation.definition.annotation", R::Property),
        ("punctuation.definition.decorator", R::Property),
        ("punctuation.definition.variable", R::Plain),
        ("punctuation.section.interpolation", R::Punctuation),
        ("punctuation.section.embedded", R::Punctuation),
        ("punctuation", R::Punctuation),
        ("meta.interpolation", R::Plain),
        ("meta.template.expression", R::Plain),
        ("source.python.embedded", R::Plain),
        ("constant.character.escape", R::Number),
        ("constant.other.placeholder", R::Number),
        ("string", R::String),
        ("constant", R::Number),
        ("keyword.operator.word", R::Keyword),
        ("keyword.operator.logical.python", R::Keyword),
        ("keyword.operator.assignment", R::Punctuation),
        ("keyword.operator", R::Punctuation),
        ("keyword", R::Keyword),
        ("storage.type.numeric", R::Number),
        ("storage", R::Keyword),
        ("variable.language", R::Keyword),
        ("entity.name.function", R::Function),
        ("support.function", R::Function),
        ("variable.function", R::Function),
        ("meta.function-call.identifier", R::Function),
        ("variable.annotation", R::Property),
        ("entity.other.inherited-class", R::TypeName),
        ("entity.other.attribute-name", R::Property),
        ("entity.name.tag", R::TypeName),
        ("entity.name", R::TypeName),
        ("support.class", R::TypeName),
        ("support.type.property-name", R::Property),
        ("support.type", R::TypeName),
        ("support.constant", R::Number),
        ("meta.mapping.key", R::Property),
        ("meta.annotation", R::Property),
        ("variable", R::Plain),
    ]
    .into_iter()
    .filter_map(|(name, role)| Scope::from_str(name).ok().map(|scope| (scope, role)))
    .collect()
});

/// Commands at the start of a line, quoted strings, numbers, comments.
fn redis_roles(text: &str) -> Roles {
    let mut roles = Roles::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut is_first = true;
        let mut at = 0;
        while at < line.len() {
            let rest = line.get(at..).unwrap_or_default();
            let (length, role) = redis_token(rest, &mut is_first);
            push(&mut roles, text, start + at..start + at + length, role);
            at += length;
        }
        start += line.len();
    }
    roles
}

/// The length in bytes (at least 1) and role of what `rest` starts with.
fn redis_token(rest: &str, is_first: &mut bool) -> (usize, CodeRole) {
    let Some(first) = rest.chars().next() else { return (1, CodeRole::Plain) };
    if first.is_whitespace() {
        return (first.len_utf8(), CodeRole::Plain);
    }
    if first == '#' && *is_first {
        return (rest.len(), CodeRole::Comment);
    }
    if first == '"' || first == '\'' {
        *is_first = false;
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == first);
        let length = end.map_or(rest.trim_end().len(), |(at, c)| at + c.len_utf8());
        return (length, CodeRole::String);
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = rest.get(..length).unwrap_or_default();
    let is_prompt = word.ends_with('>');
    let role = if is_prompt {
        CodeRole::Punctuation
    } else if *is_first {
        CodeRole::Keyword
    } else if word.parse::<f64>().is_ok() {
        CodeRole::Number
    } else if word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase()) {
        CodeRole::Property
    } else {
        CodeRole::Plain
    };
    *is_first = is_prompt && *is_first;
    (length, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str, text: &str, role: CodeRole) -> Vec<String> {
        let roles = if is_redis(language) { redis_roles(text) } else { find_roles(language, text) };
        let end = roles.last().map_or(0, |(range, _)| range.end);
        assert_eq!(end, text.len(), "roles cover the whole text");
        let matching = roles.into_iter().filter(|(_, found)| *found == role);
        matching.map(|(range, _)| text.get(range).unwrap_or_default().trim().to_owned()).collect()
    }

    #[test]
    fn python_keywords_strings_and_numbers_are_found() {
        let text = "def f(x):\n    return 'a' + 1  # why";
        assert_eq!(words("Python", text, CodeRole::Keyword), ["def", "return"]);
        assert_eq!(words("Python", text, CodeRole::String), ["'a'"]);
        assert_eq!(words("Python", text, CodeRole::Number), ["1"]);
        assert_eq!(words("Python", text, CodeRole::Comment), ["# why"]);
        assert_eq!(words("Python", text, CodeRole::Function), ["f"]);
    }

    #[test]
    fn every_language_of_the_deck_format_has_a_grammar() {
        for language in [
            "Python",
            "JavaScript",
            "TypeScript",
            "Java",
            "Ruby",
            "Php",
            "CSharp",
            "Sql",
            "Bash",
            "Json",
            "Html",
            "Go",
            "Rust",
            "C",
            "Kotlin",
            "Yaml",
            "Toml",
            "Dockerfile",
            "Css",
        ] {
            let name = grammar(language).unwrap_or_default();
            assert!(GRAMMARS.find_syntax_by_name(name).is_some(), "{language}: no `{name}`");
        }
    }

    #[test]
    fn php_needs_no_opening_tag() {
        assert_eq!(words("Php", "return 1;", CodeRole::Keyword), ["return"]);
    }

    #[test]
    fn redis_commands_stand_out() {
        let text = "SET user:1 \"a b\" EX 60\n127.0.0.1:6379> GET user:1";
        assert_eq!(words("Redis", text, CodeRole::Keyword), ["SET", "GET"]);
        assert_eq!(words("Redis", text, CodeRole::String), ["\"a b\""]);
        assert_eq!(words("Redis", text, CodeRole::Number), ["60"]);
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        assert_eq!(words("Brainfuck", "+-<>", CodeRole::Plain), ["+-<>"]);
    }

    #[test]
    fn a_frame_never_waits_and_the_colours_wake_a_later_one() {
        let ctx = egui::Context::default();
        let (sender, woken) = channel();
        let sender = Mutex::new(sender);
        ctx.set_request_repaint_callback(move |_| {
            let _ = sender.lock().unwrap_or_else(PoisonError::into_inner).send(());
        });
        let text = "let answer = 42;";
        assert_eq!(roles(&ctx, "Rust", text), None);
        assert!(woken.recv_timeout(std::time::Duration::from_mins(1)).is_ok(), "never woken");
        let found = roles(&ctx, "Rust", text).unwrap_or_default();
        assert!(found.contains(&(13..15, CodeRole::Number)), "{found:?}");
    }

    proptest::proptest! {
        #[test]
        fn redis_roles_cover_any_text(text in "\\PC{0,60}(\n\\PC{0,20})?") {
            let roles = redis_roles(&text);
            let covered: usize = roles.iter().map(|(range, _)| range.len()).sum();
            proptest::prop_assert_eq!(covered, text.len());
        }
    }
}
