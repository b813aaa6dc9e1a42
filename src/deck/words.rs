//! Texts as readers and guessers see them: without marks, as words.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text of Markdown without its marks.
#[must_use]
pub fn plain(markdown: &str) -> String {
    stripped(markdown, |code| code)
}

/// The words of a text, with a mark where code stands.
pub(super) fn prose(markdown: &str) -> String {
    stripped(markdown, |_| "…")
}

fn stripped(markdown: &str, code: fn(&str) -> &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(markdown.len());
    let mut block = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Code(text) => out.push_str(code(&text)),
            Event::Start(Tag::CodeBlock(_)) => block = true,
            Event::Text(text) if block => out.push_str(code(&text)),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => out.push_str(&text),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::End(end) => {
                block &= end != TagEnd::CodeBlock;
                if is_block(end) && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableRow
            | TagEnd::TableHead
    )
}

/// Words in lower case; what is neither letter nor digit parts them, but not
/// within `don't`.
pub(super) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('\u{2019}', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words that carry meaning.
pub(super) fn content_words(text: &str) -> HashSet<String> {
    const EMPTY: [&str; 62] = [
        "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "by", "for", "from",
        "with", "as", "is", "are", "was", "were", "be", "been", "it", "its", "this", "that",
        "these", "those", "then", "than", "so", "if", "when", "which", "what", "who", "how", "why",
        "does", "do", "did", "has", "have", "had", "can", "will", "would", "should", "may", "not",
        "no", "one", "each", "there", "their", "they", "you", "your", "into", "out", "up", "s",
    ];
    let mut words: HashSet<String> = words(text).into_iter().collect();
    words.retain(|word| !EMPTY.contains(&word.as_str()));
    words
}

/// Words that leave no exception; learners who guess avoid options with them.
pub(super) fn has_absolute(text: &str) -> bool {
    const ABSOLUTE: [&str; 14] = [
        "always",
        "never",
        "only",
        "all",
        "every",
        "none",
        "nothing",
        "everything",
        "any",
        "must",
        "entirely",
        "completely",
        "everywhere",
        "impossible",
    ];
    words(text).iter().any(|word| ABSOLUTE.contains(&word.as_str()))
}

/// How many words and signs of a text narrow it down; the careful option looks
/// like the right one.
pub(super) fn qualifiers(text: &str) -> usize {
    const QUALIFIED: [&str; 26] = [
        "usually",
        "may",
        "might",
        "can",
        "could",
        "often",
        "sometimes",
        "some",
        "most",
        "mostly",
        "generally",
        "typically",
        "probably",
        "unless",
        "if",
        "when",
        "while",
        "until",
        "because",
        "since",
        "except",
        "at",
        "least",
        "than",
        "without",
        "within",
    ];
    let words = words(text).iter().filter(|word| QUALIFIED.contains(&word.as_str())).count();
    words + text.matches([',', ';', '(', ':']).count()
}

/// The trigrams of a text's letters, digits and single blanks, sorted, each once.
pub(super) fn trigrams(text: &str) -> Vec<u64> {
    let mut flat = vec![' '];
    for c in text.to_lowercase().chars() {
        if c.is_whitespace() {
            if flat.last() != Some(&' ') {
                flat.push(' ');
            }
        } else {
            flat.push(c);
        }
    }
    if flat.last() != Some(&' ') {
        flat.push(' ');
    }
    let mut found: Vec<u64> = flat
        .windows(3)
        .map(|three| three.iter().fold(0, |number, &c| (number << 21) | u64::from(u32::from(c))))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The share of what two sorted sets have in common, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "no text has 2^52 trigrams")]
pub(super) fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "[-`*_#>|\\[\\]()!<>a-z0-9 \n~\\\\]{0,200}") {
            proptest::prop_assert!(plain(&text).len() <= 2 * text.len());
        }
    }

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(plain("`SET k v` is **not** enough"), "SET k v is not enough");
        assert_eq!(plain("one\n\ntwo `x`"), "one\ntwo x");
        let list = "What does **`len`** [return](https://x.example)?\n\n- one\n- two";
        assert_eq!(plain(list), "What does len return?\none\ntwo");
        assert_eq!(plain("| a | b |\n|---|---|\n| 1 | ~~2~~ |"), "a b \n1 2");
        assert_eq!(prose("Why is `x` not\n\n```sql\nNOT NULL\n```"), "Why is … not\n…");
        assert_eq!(words("Don't stop: it's `O(1)`"), ["don't", "stop", "it's", "o", "1"]);
    }

    #[test]
    fn likeness_goes_from_none_to_all() {
        let same = trigrams("Which command sets a key?");
        assert!((jaccard(&same, &trigrams("which  command sets a KEY?")) - 1.0).abs() < 1e-12);
        assert!(jaccard(&same, &trigrams("zzz")) < 0.01);
        let near = jaccard(&same, &trigrams("Which command gets a key?"));
        assert!((0.6..0.95).contains(&near), "{near}");
    }
}
