//! From a question and its answer to what was right: pure, and blind to how
//! sure or fast the learner was.

use super::ask::{self, Asked};
use super::question::{Answer, OptionReason, QuestionForm, Solution, SolutionForm};
use crate::answer::{self, TypedResult};
use crate::deck::{Body, Choice, ClozePart, Form, Side};
use crate::scheduler::{Rating, chance};

/// What an answer came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Whether it was right.
    pub correct: bool,
    /// The chance of being right by blind guessing, 0 to 1.
    pub chance: f64,
    /// The learner's own grade, for cards that they grade themselves.
    pub stated: Option<Rating>,
    /// The texts of the wrong options that were picked.
    pub picked: Vec<String>,
    /// Right and why.
    pub solution: Solution,
}

/// Judges an answer. An answer of the wrong shape counts as 'I don't know'.
#[must_use]
pub fn judge(asked: &Asked, answer: &Answer) -> Judged {
    let card = asked.card();
    let stated = match answer {
        Answer::Recalled(rating) => Some(*rating),
        _ => None,
    };
    let (correct, chance, shown) = match (&card.body, &asked.question().form) {
        (Body::Choice { right, wrong, .. }, _) => judge_options(asked, right, wrong, answer),
        (Body::Output { prints, wrong, .. }, QuestionForm::Options { .. }) => {
            judge_options(asked, &[ask::printed(prints)], wrong, answer)
        }
        (Body::Output { prints, .. }, _) => {
            let result = answer::compare_output(typed(answer), prints);
            (result.right, 0.0, SolutionForm::Text { result, also: Vec::new() })
        }
        (Body::Typed { accept, form, .. }, _) => {
            let result = answer::compare(typed(answer), accept, form);
            let also = accept.iter().filter(|form| **form != result.expected).cloned().collect();
            (result.right, 0.0, SolutionForm::Text { result, also })
        }
        (Body::Flip { front, back, .. }, _) => {
            let other = if asked.question().key.side == Side::Forward { back } else { front };
            let correct = stated.is_some_and(|rating| rating != Rating::Again);
            (correct, 0.0, SolutionForm::Back(other.clone()))
        }
        (Body::Cloze { parts }, _) => judge_gaps(parts, answer),
        (Body::Order { steps, decoys, also, .. }, _) => {
            judge_sequence(asked, steps, decoys, also, answer)
        }
        (Body::Match { pairs, .. }, _) => judge_pairs(asked, pairs, answer),
    };
    let picked = picked(asked, answer);
    Judged { correct, chance, stated, picked, solution: solution(asked, shown) }
}

/// The wrong options that an answer picked.
fn picked(asked: &Asked, answer: &Answer) -> Vec<String> {
    let Answer::Options(picked) = answer else { return Vec::new() };
    let (right, wrong) = match (&asked.card().body, &asked.question().form) {
        (Body::Choice { right, wrong, .. }, _) => (right.len(), wrong),
        (Body::Output { wrong, .. }, QuestionForm::Options { .. }) => (1, wrong),
        _ => return Vec::new(),
    };
    let in_card = picked.iter().filter_map(|&shown| asked.shuffle().get(shown));
    let wrong = in_card.filter_map(|at| wrong.get(at.checked_sub(right)?));
    wrong.map(|option| option.text.clone()).collect()
}

/// The back of a card, for those who turn it before they grade themselves.
#[must_use]
pub fn reveal(asked: &Asked) -> Solution {
    judge(asked, &Answer::DontKnow).solution
}

fn solution(asked: &Asked, shown: SolutionForm) -> Solution {
    let notes = &asked.card().notes;
    Solution {
        shown,
        why: notes.why.clone(),
        source: notes.source.clone(),
        proven: asked.proven().cloned(),
    }
}

fn typed(answer: &Answer) -> &str {
    match answer {
        Answer::Text(text) => text,
        _ => "",
    }
}

fn judge_options(
    asked: &Asked,
    right: &[Choice],
    wrong: &[Choice],
    answer: &Answer,
) -> (bool, f64, SolutionForm) {
    let in_card: Vec<(&Choice, bool)> = ask::options(right, wrong).collect();
    let picked: &[usize] = match answer {
        Answer::Options(picked) => picked,
        _ => &[],
    };
    let shown: Vec<OptionReason> = asked
        .shuffle()
        .iter()
        .enumerate()
        .filter_map(|(shown, &at)| {
            let (option, right) = in_card.get(at)?;
            let picked = picked.contains(&shown);
            Some(OptionReason { right: *right, picked, why: option.why.clone() })
        })
        .collect();
    // A number that is no option spoils the answer like a wrong tick.
    let correct = picked.iter().all(|&shown| shown < in_card.len())
        && shown.iter().all(|option| option.right == option.picked);
    let open = in_card.len().saturating_sub(asked.struck().len());
    (correct, chance::options(open, right.len()), SolutionForm::Options(shown))
}

fn judge_gaps(parts: &[ClozePart], answer: &Answer) -> (bool, f64, SolutionForm) {
    let given: &[String] = match answer {
        Answer::Gaps(given) => given,
        _ => &[],
    };
    let mut before = String::new();
    let mut results: Vec<TypedResult> = Vec::new();
    for part in parts {
        match part {
            ClozePart::Text(text) => before.push_str(text),
            ClozePart::Gap { answer: expected, .. } => {
                let given = given.get(results.len()).map_or("", String::as_str);
                let form = gap_form(&before);
                results.push(answer::compare(given, std::slice::from_ref(expected), &form));
                before.push_str(expected);
            }
        }
    }
    let correct = !results.is_empty() && results.iter().all(|result| result.right);
    (correct, 0.0, SolutionForm::Gaps(results))
}

/// How a gap's text is compared follows from where the gap stands: in fenced
/// code as code of that language, in inline code as a command, else as words.
fn gap_form(before: &str) -> Form {
    let mut fence: Option<&str> = None;
    let mut inline = false;
    for line in before.split('\n') {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(info.trim()) };
            inline = false;
        } else if fence.is_none() && line.matches('`').count() % 2 == 1 {
            inline = !inline;
        }
    }
    match fence {
        // Command lines don't care for the case of their words. (Nor does SQL, but
        // as code its layout does not count either.)
        Some(language) if is_command_language(language) => Form::Command,
        Some(language) => Form::Code(language.to_owned()),
        None if inline => Form::Command,
        None => Form::Text,
    }
}

fn is_command_language(language: &str) -> bool {
    ["", "redis", "bash", "sh", "shell", "console", "text"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(language))
}

fn judge_sequence(
    asked: &Asked,
    steps: &[String],
    decoys: &[String],
    also: &[Vec<usize>],
    answer: &Answer,
) -> (bool, f64, SolutionForm) {
    let shuffle = asked.shuffle();
    let text_at = |at: usize| steps.iter().chain(decoys).nth(at).map(String::as_str);
    let given: Vec<Option<&str>> = match answer {
        Answer::Sequence(given) => {
            given.iter().map(|&shown| shuffle.get(shown).and_then(|&at| text_at(at))).collect()
        }
        _ => Vec::new(),
    };
    let first: Vec<usize> = (0..steps.len()).collect();
    // Lines are compared by their text: twins may change places.
    let agreement = |order: &[usize]| {
        order.iter().zip(&given).filter(|(at, given)| text_at(**at) == **given).count()
    };
    let nearest = std::iter::once(&first)
        .chain(also)
        .max_by_key(|order| (agreement(order), std::cmp::Reverse(order.as_slice())))
        .unwrap_or(&first);
    let correct = given.len() == nearest.len() && agreement(nearest) == nearest.len();
    let shown_of = |at: usize| shuffle.iter().position(|&card_at| card_at == at);
    let placed = given
        .iter()
        .enumerate()
        .map(|(place, given)| {
            nearest.get(place).is_some_and(|&at| given.is_some() && text_at(at) == *given)
        })
        .collect();
    let right = nearest.iter().filter_map(|&at| shown_of(at)).collect();
    let stay_out = (steps.len()..steps.len() + decoys.len()).filter_map(shown_of).collect();
    let shown = SolutionForm::Sequence { right, decoys: stay_out, placed };
    (correct, chance::order(steps.len(), decoys.len(), 1 + also.len()), shown)
}

fn judge_pairs(
    asked: &Asked,
    pairs: &[(String, String)],
    answer: &Answer,
) -> (bool, f64, SolutionForm) {
    let shuffle = asked.shuffle();
    let given: &[Option<usize>] = match answer {
        Answer::Pairs(given) => given,
        _ => &[],
    };
    let right_text = |shown: usize| {
        shuffle.get(shown).and_then(|&at| pairs.get(at)).map(|(_, right)| right.as_str())
    };
    // Two pairs may share a right side: the text decides, not the place.
    let joined: Vec<bool> = pairs
        .iter()
        .enumerate()
        .map(|(left, (_, right))| {
            let shown = given.get(left).copied().flatten();
            shown.and_then(right_text) == Some(right.as_str())
        })
        .collect();
    let right =
        (0..pairs.len()).filter_map(|left| shuffle.iter().position(|&at| at == left)).collect();
    let correct = !joined.is_empty() && joined.iter().all(|&joined| joined);
    (correct, chance::pairs(pairs.len()), SolutionForm::Pairs { right, joined })
}

#[cfg(test)]
mod tests;
