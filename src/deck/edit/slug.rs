//! Ids made of questions.

use std::collections::BTreeSet;

use crate::deck::words::{plain, words};

/// Words that tell nothing apart.
const EMPTY: [&str; 48] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has",
    "have", "here", "how", "if", "in", "into", "is", "it", "its", "not", "of", "on", "one", "or",
    "that", "the", "then", "there", "they", "this", "to", "was", "were", "what", "when", "which",
    "who", "why", "will", "with", "you", "your", "these", "must",
];

/// The longest id that is made, characters.
const LONGEST: usize = 40;
/// So many words of a question are enough to know it by.
const WORDS: usize = 5;

/// A readable id: the first words of a question that say something. `card` when
/// there is none.
#[must_use]
pub fn slug(question: &str) -> String {
    let all: Vec<String> = words(&plain(question))
        .into_iter()
        .map(|word| ascii(&word))
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<&String> = all.iter().filter(|word| !EMPTY.contains(&word.as_str())).collect();
    let chosen = if telling.is_empty() { all.iter().collect() } else { telling };
    let mut id = String::new();
    for word in chosen.into_iter().take(WORDS) {
        if id.len() + word.len() + 1 > LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(word);
    }
    if id.is_empty() { "card".to_owned() } else { id }
}

/// The same, unlike all that are taken, and taken from now on.
#[must_use]
pub fn free_slug(question: &str, taken: &mut BTreeSet<String>) -> String {
    let base = slug(question);
    let mut id = base.clone();
    let mut number = 1;
    while taken.contains(&id) {
        number += 1;
        id = format!("{base}-{number}");
    }
    taken.insert(id.clone());
    id
}

fn ascii(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let word: String = word.replace('ß', "ss").nfkd().filter(char::is_ascii_alphanumeric).collect();
    word.to_ascii_lowercase().chars().take(LONGEST - 1).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{free_slug, slug};
    use crate::deck::rules::is_id;

    #[test]
    fn an_id_tells_what_the_card_is_about() {
        for (question, id) in [
            (
                "Which command takes a lock only if nobody holds it?",
                "command-takes-lock-only-nobody",
            ),
            ("What does `TTL` count in?", "ttl-count"),
            ("Was ist eine *Größe*?", "ist-eine-grosse"),
            ("", "card"),
            ("???", "card"),
            ("What is it?", "what-is-it"),
        ] {
            assert_eq!(slug(question), id);
        }
        let mut taken = BTreeSet::from(["ttl-count".to_owned()]);
        assert_eq!(free_slug("TTL count", &mut taken), "ttl-count-2");
        assert_eq!(free_slug("TTL count", &mut taken), "ttl-count-3");
    }

    proptest! {
        #[test]
        fn any_question_gives_an_id(question in any::<String>()) {
            prop_assert!(is_id(&slug(&question)), "{}", slug(&question));
        }
    }
}
