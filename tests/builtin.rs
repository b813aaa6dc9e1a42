//! The built-in decks, asked and answered by their own solutions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use hippocache::deck::{
    Body, Card, ClozePart, Library, PROOFS_FILE, Parsed, Proofs, Sources, parse,
};
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
    let sources = Sources { builtin: true, folders: Vec::new(), index_file: None, good_dir: None };
    let library = Library::open(&sources, &AtomicBool::new(false));
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

/// Every built-in deck, read whole.
fn decks() -> Vec<Parsed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .filter(|path| path.file_name().is_none_or(|name| name != PROOFS_FILE))
        .collect();
    files.sort();
    files.iter().map(|file| parse(&std::fs::read_to_string(file).unwrap(), file)).collect()
}

#[test]
fn there_is_a_deck_for_every_subject() {
    let subjects = [
        "backend",
        "csharp",
        "django",
        "dotnet",
        "express",
        "flask",
        "jakartaee",
        "java",
        "javascript",
        "laravel",
        "mongodb",
        "mysql",
        "nestjs",
        "nodejs",
        "php",
        "postgresql",
        "python",
        "rails",
        "redis",
        "ruby",
        "spring",
        "sql",
        "sqlite",
        "symfony",
    ];
    let decks = decks();
    let ids: Vec<&str> =
        decks.iter().filter_map(|deck| Some(deck.head.as_ref()?.id.as_str())).collect();
    assert_eq!(ids, subjects);
    let cards: usize = decks.iter().map(|deck| deck.cards.len()).sum();
    assert!(cards >= 1_300, "{cards}");
}

#[test]
fn every_deck_has_a_syllabus_that_its_cards_cover_at_three_levels() {
    for deck in decks() {
        let head = deck.head.unwrap();
        let id = &head.id;
        assert!(deck.cards.len() >= 50, "{id}: {}", deck.cards.len());
        assert!((8..=16).contains(&head.syllabus.len()), "{id}");
        for point in &head.syllabus {
            let has = |card: &&Card| card.notes.point.as_deref() == Some(&point.id);
            let cards = deck.cards.iter().filter(has).count();
            assert!(cards >= 3, "{id}: {} has {cards}", point.id);
        }
        for card in &deck.cards {
            let key = format!("{id}/{}", card.id);
            assert!(!card.id.starts_with('~'), "{key} has no id");
            assert!(card.notes.point.is_some(), "{key} has no point");
            assert!(card.notes.level.is_some(), "{key} has no level");
        }
        for level in 1..=3 {
            let cards = deck.cards.iter().filter(|card| card.notes.level == Some(level)).count();
            assert!(cards >= 5, "{id}: {cards} cards of level {level}");
        }
    }
}

#[test]
fn what_can_be_executed_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let file = folder.join(PROOFS_FILE);
    let proofs = Proofs::read(&std::fs::read_to_string(&file).unwrap(), &file).unwrap();
    let mut proven = 0;
    for deck in decks() {
        let head = deck.head.unwrap();
        for card in deck.cards.iter().filter(|card| card.runner(&head).is_some()) {
            proven += usize::from(proofs.of(&head.id, card).is_some());
        }
    }
    assert!(proven >= 600, "{proven} of {} results hold", proofs.iter().count());
}
