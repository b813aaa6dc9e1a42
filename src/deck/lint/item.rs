//! Flaws of item writing: what lets a learner guess, or misread a question.
//!
//! The list follows the taxonomy of Haladyna, Downing and Rodriguez, "A Review
//! of Multiple-Choice Item-Writing Guidelines for Classroom Assessment"
//! (Applied Measurement in Education 15(3), 2002), as far as a program can tell.

use super::{note, warning};
use crate::deck::fault::FaultCode;
use crate::deck::model::{Body, Card, Choice};
use crate::deck::rules::{Problem, Step};
use crate::deck::words::{content_words, has_absolute, plain, prose, words};

/// A right option that is so much longer than every wrong one stands out.
pub(in crate::deck) const STANDS_OUT: f64 = 1.15;

/// A card that is asked with options.
#[derive(Debug)]
pub(in crate::deck) struct Offered {
    /// The question without marks.
    pub stem: String,
    /// The options without marks, the right ones first.
    pub options: Vec<String>,
    /// How many of them are right.
    pub right: usize,
}

impl Offered {
    /// The options of a card; `None` when it is asked without.
    pub fn of(card: &Card) -> Option<Self> {
        let plainly = |choices: &[Choice]| -> Vec<String> {
            choices.iter().map(|choice| plain(&choice.text)).collect()
        };
        match &card.body {
            Body::Choice { ask, right, wrong } => {
                let mut options = plainly(right);
                options.extend(plainly(wrong));
                Some(Self { stem: plain(ask), options, right: right.len() })
            }
            Body::Output { ask, prints, wrong, code } if !wrong.is_empty() => {
                let mut options = vec![prints.clone()];
                options.extend(wrong.iter().map(|choice| choice.text.clone()));
                Some(Self { stem: format!("{}\n{}", plain(ask), code.text), options, right: 1 })
            }
            _ => None,
        }
    }

    /// Characters of each option.
    #[expect(clippy::cast_precision_loss, reason = "no option has 2^52 characters")]
    pub fn lengths(&self) -> Vec<f64> {
        self.options.iter().map(|option| option.chars().count() as f64).collect()
    }

    /// Whether every right option is far longer than every wrong one.
    pub fn stands_out(&self) -> bool {
        let lengths = self.lengths();
        let (right, wrong) = lengths.split_at(self.right.min(lengths.len()));
        let least = right.iter().copied().fold(f64::INFINITY, f64::min);
        let most = wrong.iter().copied().fold(0.0, f64::max);
        least.is_finite() && least > STANDS_OUT * most
    }
}

/// What a reviewer of this card would point out.
pub(super) fn flaws(card: &Card) -> Vec<Problem> {
    let mut found = Vec::new();
    if is_negated(&asked(card)) {
        let at = vec![Step::Field(asking_field(card))];
        let message = "the question asks for what is not so";
        let help = "negated questions are misread: ask for what holds";
        found.push(note(FaultCode::NegatedStem, at, message, help));
    }
    if let Body::Choice { ask, right, wrong } = &card.body {
        if let Some(problem) = article(ask, right, wrong) {
            found.push(problem);
        }
        if let Some(problem) = shared_word(ask, right, wrong) {
            found.push(problem);
        }
        if !right.iter().any(|choice| has_absolute(&plain(&choice.text))) {
            for (n, _) in wrong.iter().enumerate().filter(|(_, c)| has_absolute(&plain(&c.text))) {
                let at = vec![Step::Field("wrong"), Step::Index(n)];
                let message = "of all options just wrong ones use words such as 'always' or 'only'";
                let help = "guessers avoid them: say it without, or let the right one have one too";
                found.push(note(FaultCode::AbsoluteWord, at, message, help));
            }
        }
    }
    if Offered::of(card).is_some_and(|offered| offered.stands_out()) {
        let field = if matches!(card.body, Body::Choice { .. }) { "right" } else { "prints" };
        let message = "the right option is more than 15 % longer than every wrong one";
        let help = "guessers pick the longest: move the reason into the option's explanation";
        found.push(note(FaultCode::LongestOption, vec![Step::Field(field)], message, help));
    }
    found
}

fn asking_field(card: &Card) -> &'static str {
    match card.body {
        Body::Flip { .. } => "front",
        Body::Cloze { .. } => "text",
        _ => "ask",
    }
}

/// The words of the question, code left out; empty for gaps, which ask nothing.
pub(in crate::deck) fn asked(card: &Card) -> String {
    match &card.body {
        Body::Choice { ask, .. }
        | Body::Typed { ask, .. }
        | Body::Output { ask, .. }
        | Body::Order { ask, .. }
        | Body::Match { ask, .. } => prose(ask),
        Body::Flip { front, .. } => prose(front),
        Body::Cloze { .. } => String::new(),
    }
}

/// 'Which of these does not …?', 'all EXCEPT': questions that are read wrongly
/// in haste. A situation may be negated, and so may a 'why' or an 'if'.
pub(in crate::deck) fn is_negated(stem: &str) -> bool {
    if stem.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "NOT" | "EXCEPT")) {
        return true;
    }
    let sentences = stem.split_inclusive(['.', '?', '!', ':']);
    sentences.filter(|sentence| sentence.trim_end().ends_with('?')).any(|question| {
        let words = words(question);
        if !matches!(words.first().map(String::as_str), Some("which" | "what")) {
            return false;
        }
        let clause = ["if", "when", "that", "who", "after", "because", "so", "although", "where"];
        let mut asked = words.iter().skip(1).take_while(|word| !clause.contains(&word.as_str()));
        asked.any(|word| {
            matches!(word.as_str(), "not" | "never" | "cannot" | "except" | "incorrect" | "false")
                || word.ends_with("n't")
        })
    })
}

/// A stem that ends with 'a' or 'an' shuts out options by their first letter.
fn article(ask: &str, right: &[Choice], wrong: &[Choice]) -> Option<Problem> {
    let stem = plain(ask);
    // A whole question ends with its own words, whatever they are.
    if stem.ends_with('?') {
        return None;
    }
    let last = words(stem.trim_end_matches(|c: char| !c.is_alphanumeric())).pop()?;
    if !matches!(last.as_str(), "a" | "an") {
        return None;
    }
    let vowel = |choice: &Choice| {
        plain(&choice.text).chars().next().is_some_and(|c| "aeiouAEIOU".contains(c))
    };
    let fits = |choice: &Choice| vowel(choice) == (last == "an");
    if right.iter().chain(wrong).all(fits) {
        return None;
    }
    let message = format!("the question ends with '{last}', which some options don't fit");
    let mut problem = warning(FaultCode::ArticleCue, vec![Step::Field("ask")], message);
    problem.help = Some("ask a whole question, or move the article into the options".to_owned());
    Some(problem)
}

/// A long word of the stem that comes back in the right option and in no wrong one.
fn shared_word(ask: &str, right: &[Choice], wrong: &[Choice]) -> Option<Problem> {
    const LONG: usize = 7;
    let stem = content_words(&plain(ask));
    let inside = |choice: &Choice| content_words(&plain(&choice.text));
    let wrong: Vec<_> = wrong.iter().map(inside).collect();
    let [right] = right else { return None };
    let mut cues: Vec<String> = inside(right)
        .into_iter()
        .filter(|word| word.chars().count() >= LONG && stem.contains(word))
        .filter(|word| !wrong.iter().any(|words| words.contains(word)))
        .collect();
    cues.sort();
    let cue = cues.first()?;
    let message = format!("'{cue}' stands in the question and in the right option alone");
    let help = "guessers match words: let a wrong option have it too, or say it otherwise";
    let at = vec![Step::Field("right"), Step::Index(0)];
    Some(note(FaultCode::WordCue, at, message, help))
}

#[cfg(test)]
mod tests {
    use crate::deck::words::prose;

    fn is_negated(stem: &str) -> bool {
        super::is_negated(&prose(stem))
    }

    #[test]
    fn questions_are_negated_and_situations_are_not() {
        for stem in [
            "Which of these is not atomic?",
            "What does `EXPIRE` not do?",
            "All of these lock the row EXCEPT:",
            "Which command doesn't block?",
            "A table is large. Which index can't help?",
        ] {
            assert!(is_negated(stem), "{stem}");
        }
        for stem in [
            "A query does not use its index. Why?",
            "Why does this not print 1?",
            "What happens if the key doesn't exist?",
            "Which command sets a key that does not exist yet?",
            "What does `WHERE x NOT IN (1, NULL)` return?",
            "What does `NOT NULL` mean for an index?",
        ] {
            assert!(!is_negated(stem), "{stem}");
        }
    }
}
