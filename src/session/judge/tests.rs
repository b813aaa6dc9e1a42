//! Judging, card by card, under every shuffle.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{gap_form, judge, reveal};
use crate::deck::{Body, Card, Choice, ClozePart, DeckHead, Form, ItemKey, Notes, Side};
use crate::scheduler::Rating;
use crate::session::{Answer, Asked, Hint, QuestionForm, SolutionForm};

fn asked(body: Body, side: Side, seed: u64) -> Asked {
    let key = ItemKey { deck: "d".into(), card: "c".into(), side };
    let head = DeckHead {
        id: "d".into(),
        title: "D".into(),
        area: crate::deck::Area::Language,
        about: String::new(),
        version: String::new(),
        authors: Vec::new(),
        license: String::new(),
        syllabus: Vec::new(),
        runner: None,
        was: Vec::new(),
    };
    let card = Card { id: "c".into(), body, notes: Notes::default() };
    Asked::new(key, &head, card, &mut ChaCha8Rng::seed_from_u64(seed))
}

fn choices(texts: &[&str]) -> Vec<Choice> {
    texts.iter().map(|text| Choice { text: (*text).to_owned(), why: None }).collect()
}

fn options(asked: &Asked) -> &[String] {
    match &asked.question().form {
        QuestionForm::Options { options, .. } => options,
        form => panic!("{form:?}"),
    }
}

fn lines(asked: &Asked) -> &[String] {
    match &asked.question().form {
        QuestionForm::Sequence { lines, .. } => lines,
        form => panic!("{form:?}"),
    }
}

fn positions(shown: &[String], wanted: &[&str]) -> Vec<usize> {
    wanted.iter().map(|text| shown.iter().position(|shown| shown == text).unwrap()).collect()
}

fn order(steps: &[&str], decoys: &[&str], also: Vec<Vec<usize>>) -> Body {
    let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Body::Order { ask: "Order".into(), steps: own(steps), decoys: own(decoys), also }
}

proptest! {
    #[test]
    fn a_choice_is_right_exactly_when_all_right_options_and_no_other_are_ticked(
        seed in any::<u64>(),
        ticked in proptest::collection::vec(any::<bool>(), 5),
    ) {
        let body = Body::Choice {
            ask: "Which?".into(),
            right: choices(&["r1", "r2"]),
            wrong: choices(&["w1", "w2", "w3"]),
        };
        let asked = asked(body, Side::Forward, seed);
        let picked: Vec<usize> = (0..5).filter(|&at| ticked[at]).collect();
        let wanted = options(&asked)
            .iter()
            .enumerate()
            .all(|(at, text)| ticked[at] == text.starts_with('r'));
        let judged = judge(&asked, &Answer::Options(picked));
        prop_assert_eq!(judged.correct, wanted);
        let wrong = options(&asked).iter().enumerate().filter(|(at, text)| {
            ticked[*at] && text.starts_with('w')
        });
        prop_assert_eq!(judged.picked, wrong.map(|(_, text)| text.clone()).collect::<Vec<_>>());
        let SolutionForm::Options(shown) = judged.solution.shown else { panic!() };
        for (option, text) in shown.iter().zip(options(&asked)) {
            prop_assert_eq!(option.right, text.starts_with('r'));
        }
    }

    #[test]
    fn a_sequence_is_never_shown_in_its_right_order(seed in any::<u64>()) {
        let asked = asked(order(&["a", "b", "c"], &[], vec![]), Side::Forward, seed);
        prop_assert_ne!(lines(&asked), ["a", "b", "c"]);
    }

    #[test]
    fn any_answer_to_any_card_is_judged(seed in any::<u64>(), numbers in proptest::collection::vec(0..9_usize, 0..6)) {
        let bodies = [
            order(&["a", "b"], &["x"], vec![]),
            Body::Choice { ask: "?".into(), right: choices(&["r"]), wrong: choices(&["w"]) },
            Body::Match { ask: "?".into(), pairs: vec![("l".into(), "r".into()), ("m".into(), "s".into())] },
            Body::Flip { front: "f".into(), back: "b".into(), reversed: false },
            Body::Cloze { parts: vec![ClozePart::Gap { answer: "g".into(), hint: None }] },
        ];
        for body in bodies {
            let asked = asked(body, Side::Forward, seed);
            for answer in [
                Answer::Options(numbers.clone()),
                Answer::Sequence(numbers.clone()),
                Answer::Pairs(numbers.iter().copied().map(Some).collect()),
                Answer::Gaps(Vec::new()),
                Answer::Text(String::new()),
                Answer::DontKnow,
            ] {
                let judged = judge(&asked, &answer);
                prop_assert!((0.0..=1.0).contains(&judged.chance));
                if answer == Answer::DontKnow {
                    prop_assert!(!judged.correct);
                }
            }
        }
    }
}

#[test]
fn a_hint_strikes_a_wrong_option_and_makes_guessing_easier() {
    let body = Body::Choice {
        ask: "Which?".into(),
        right: choices(&["r"]),
        wrong: choices(&["w1", "w2", "w3"]),
    };
    let mut asked = asked(body, Side::Forward, 3);
    let right = positions(options(&asked), &["r"]);
    assert!((judge(&asked, &Answer::Options(right.clone())).chance - 0.25).abs() < 1e-9);
    let Some(Hint::Strike(struck)) = asked.take_hint() else { panic!() };
    assert!(options(&asked)[struck].starts_with('w'));
    assert!((judge(&asked, &Answer::Options(right)).chance - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(asked.take_hint(), None);
    assert_eq!(asked.hints_taken(), 1);
}

#[test]
fn several_orders_may_be_right_and_twins_change_places() {
    let body = order(&["open", "read", "log", "close"], &["format"], vec![vec![0, 2, 1, 3]]);
    let asked = asked(body, Side::Forward, 1);
    let right = |wanted: &[&str]| {
        judge(&asked, &Answer::Sequence(positions(lines(&asked), wanted))).correct
    };
    assert!(right(&["open", "read", "log", "close"]));
    assert!(right(&["open", "log", "read", "close"]), "the other right order");
    assert!(!right(&["open", "read", "close", "log"]));
    assert!(!right(&["open", "read", "log"]), "a step is missing");
    assert!(!right(&["open", "read", "log", "close", "format"]), "a decoy does not belong");

    let twins = self::asked(order(&["push", "pop", "push"], &[], vec![]), Side::Forward, 2);
    let shown = lines(&twins);
    let pushes: Vec<usize> = (0..3).filter(|&at| shown[at] == "push").collect();
    let pop = positions(shown, &["pop"])[0];
    for answer in [[pushes[0], pop, pushes[1]], [pushes[1], pop, pushes[0]]] {
        assert!(judge(&twins, &Answer::Sequence(answer.to_vec())).correct);
    }
}

#[test]
fn the_order_shown_is_the_right_one_nearest_to_the_answer() {
    let body = order(&["a", "b", "c"], &[], vec![vec![2, 1, 0]]);
    let asked = asked(body, Side::Forward, 5);
    let given = positions(lines(&asked), &["c", "a", "b"]);
    let SolutionForm::Sequence { right, placed, .. } =
        judge(&asked, &Answer::Sequence(given)).solution.shown
    else {
        panic!()
    };
    let texts: Vec<&str> = right.iter().map(|&at| lines(&asked)[at].as_str()).collect();
    assert_eq!(texts, ["c", "b", "a"]);
    assert_eq!(placed, [true, false, false]);
}

#[test]
fn pairs_with_the_same_right_side_may_change_places() {
    let pairs = [("get", "read"), ("put", "write"), ("head", "read")];
    let pairs = pairs.iter().map(|(l, r)| ((*l).to_owned(), (*r).to_owned())).collect();
    let asked = asked(Body::Match { ask: "Join".into(), pairs }, Side::Forward, 9);
    let QuestionForm::Pairs { right, .. } = &asked.question().form else { panic!() };
    let reads: Vec<usize> = (0..3).filter(|&at| right[at] == "read").collect();
    let write = positions(right, &["write"])[0];
    for (first, last) in [(0, 1), (1, 0)] {
        let given = vec![Some(reads[first]), Some(write), Some(reads[last])];
        assert!(judge(&asked, &Answer::Pairs(given)).correct);
    }
    assert!(!judge(&asked, &Answer::Pairs(vec![Some(reads[0]), Some(write), None])).correct);
}

#[test]
fn a_reversed_card_asks_from_back_to_front() {
    let body = Body::Flip { front: "front".into(), back: "back".into(), reversed: true };
    let asked = asked(body, Side::Reversed, 1);
    assert_eq!(asked.question().ask, "back");
    assert_eq!(reveal(&asked).shown, SolutionForm::Back("front".into()));
    let judged = judge(&asked, &Answer::Recalled(Rating::Hard));
    assert!(judged.correct);
    assert_eq!(judged.stated, Some(Rating::Hard));
}

#[test]
fn a_gap_is_compared_as_its_place_demands() {
    assert_eq!(gap_form("Redis "), Form::Text);
    assert_eq!(gap_form("Run `"), Form::Command);
    assert_eq!(gap_form("Run `x` and "), Form::Text);
    assert_eq!(gap_form("Code:\n\n```python\nif "), Form::Code("python".into()));
    assert_eq!(gap_form("Code:\n\n```sql\nSELECT "), Form::Code("sql".into()));
    assert_eq!(gap_form("Code:\n\n```redis\nSET "), Form::Command);
    assert_eq!(gap_form("```python\nx\n```\nthen "), Form::Text);
}

#[test]
fn a_hint_for_a_gap_shows_its_first_letter_only() {
    let parts = vec![ClozePart::Gap { answer: "EXPIRE".into(), hint: None }];
    let mut asked = asked(Body::Cloze { parts }, Side::Forward, 1);
    assert_eq!(asked.take_hint(), Some(Hint::Words("`E·····`".into())));
}

#[test]
fn a_gap_in_sql_is_read_as_sql() {
    let gap = ClozePart::Gap { answer: "(lower(email))".into(), hint: None };
    let parts = vec![ClozePart::Text("```sql\nCREATE INDEX i ON t ".into()), gap];
    let asked = asked(Body::Cloze { parts }, Side::Forward, 1);
    let right = |given: &str| judge(&asked, &Answer::Gaps(vec![given.to_owned()])).correct;
    assert!(right("(lower(email))") && right("( LOWER( email ) )"));
    assert!(!right("(lower('email'))") && !right("lower(email)"));
}
