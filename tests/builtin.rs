//! The built-in decks, asked and answered by their own solutions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

use std::sync::atomic::AtomicBool;

use hippocache::deck::{Body, Card, ClozePart, Library, Sources};
use hippocache::scheduler::Rating;
use hippocache::session::{Answer, Asked, QuestionForm, judge};
use rand::SeedableRng;

/// The answer that the card's author calls right, for the question as shown.
fn solution(card: &Card, form: &QuestionForm) -> Answer {
    let places = |shown: &[String], wanted: &[String]| -> Vec<usize> {
        let mut taken = Vec::new();
        for text in wanted {
            let at = (0..shown.len()).find(|at| shown[*at] == *text && !taken.contains(at));
            taken.push(at.unwrap());
        }
        taken
    };
    match (&card.body, form) {
        (Body::Choice { right, .. }, QuestionForm::Options { options, .. }) => {
            let right: Vec<String> = right.iter().map(|option| option.text.clone()).collect();
            Answer::Options(places(options, &right))
        }
        (Body::Output { prints, .. }, QuestionForm::Options { options, .. }) => {
            Answer::Options(places(options, std::slice::from_ref(prints)))
        }
        (Body::Output { prints, .. }, _) => Answer::Text(prints.clone()),
        (Body::Flip { .. }, _) => Answer::Recalled(Rating::Good),
        (Body::Cloze { parts }, _) => {
            let gaps = parts.iter().filter_map(|part| match part {
                ClozePart::Gap { answer, .. } => Some(answer.clone()),
                ClozePart::Text(_) => None,
            });
            Answer::Gaps(gaps.collect())
        }
        (Body::Typed { accept, .. }, _) => Answer::Text(accept[0].clone()),
        (Body::Order { steps, .. }, QuestionForm::Sequence { lines, .. }) => {
            Answer::Sequence(places(lines, steps))
        }
        (Body::Match { pairs, .. }, QuestionForm::Pairs { right, .. }) => {
            let wanted: Vec<String> = pairs.iter().map(|(_, right)| right.clone()).collect();
            Answer::Pairs(places(right, &wanted).into_iter().map(Some).collect())
        }
        (body, form) => panic!("{body:?} is not asked as {form:?}"),
    }
}

#[test]
fn every_card_takes_its_own_answer_for_right_and_no_answer_for_wrong() {
    let sources = Sources { builtin: true, folders: Vec::new(), index_file: None };
    let library = Library::open(&sources, &AtomicBool::new(false));
    assert!(library.items().len() >= 125);
    for item in 0..library.items().len() {
        let key = library.key(item).unwrap();
        let head = library.deck(&key.deck).unwrap().head.clone();
        let card = library.card(item).unwrap();
        for seed in 0..4 {
            let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
            let asked = Asked::new(key.clone(), &head, card.clone(), &mut rng);
            let answer = solution(&card, &asked.question().form);
            assert!(judge(&asked, &answer).correct, "{key} refuses {answer:?}");
            assert!(!judge(&asked, &Answer::DontKnow).correct, "{key} takes no answer for right");
        }
        // Every further form that the author accepts is right as well.
        if let Body::Typed { accept, .. } = &card.body {
            let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0);
            let asked = Asked::new(key.clone(), &head, card.clone(), &mut rng);
            for form in accept {
                assert!(judge(&asked, &Answer::Text(form.clone())).correct, "{key}: {form}");
            }
        }
    }
}
