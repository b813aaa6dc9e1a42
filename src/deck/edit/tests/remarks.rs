//! What is said while a card is written.

use super::*;
use crate::deck::fault::{FaultCode, Severity};
use crate::deck::model::{DeckHead, Point};

fn head() -> DeckHead {
    let points = vec![Point { id: "expiry".into(), title: "Expiry".into() }];
    let text = deck("");
    let head = manuscript(&text).head().unwrap().clone();
    DeckHead { syllabus: points, ..head }
}

fn draft(text: &str) -> Draft {
    Draft::read(text).unwrap()
}

/// The remark with this code.
fn remark(draft: &Draft, code: FaultCode) -> Remark {
    let remarks = draft.remarks(Some(&head()));
    let found = remarks.iter().find(|remark| remark.code == code);
    found.unwrap_or_else(|| panic!("no {code} in {remarks:#?}")).clone()
}

#[test]
fn a_remark_stands_at_its_field_and_one_click_mends_it() {
    for (card, code, field, index, mended) in [
        (
            r#"Flip(id: "A B", front: "What is TTL?", back: "B")"#,
            FaultCode::BadId,
            "id",
            None,
            r#"Flip(id: "ttl", front: "What is TTL?", back: "B")"#,
        ),
        (
            r#"Flip(front: "F", back: "B", source: "http://a.org/b")"#,
            FaultCode::InsecureSource,
            "source",
            None,
            r#"Flip(front: "F", back: "B", source: "https://a.org/b")"#,
        ),
        (
            r#"Flip(front: "F", back: "B", point: "expiri")"#,
            FaultCode::UnknownPoint,
            "point",
            None,
            r#"Flip(front: "F", back: "B", point: "expiry")"#,
        ),
        (
            r#"Flip(front: "F", back: "B", proof: (on: Pyton, code: "x"))"#,
            FaultCode::UnknownRunner,
            "proof",
            None,
            r#"Flip(front: "F", back: "B", proof: (on: Python, code: "x"))"#,
        ),
        (
            r#"Flip(front: "F", back: "B", level: 7)"#,
            FaultCode::BadLevel,
            "level",
            None,
            r#"Flip(front: "F", back: "B", level: 3)"#,
        ),
        (
            r#"Choice(ask: "A", right: ["a"], wrong: ["b", "a"])"#,
            FaultCode::RightAmongWrong,
            "wrong",
            Some(1),
            r#"Choice(ask: "A", right: ["a"], wrong: ["b"])"#,
        ),
        (
            r#"Choice(ask: "A", right: ["a"], wrong: ["b", " b"])"#,
            FaultCode::DuplicateOption,
            "wrong",
            Some(1),
            r#"Choice(ask: "A", right: ["a"], wrong: ["b"])"#,
        ),
        (
            r#"Choice(ask: "A", right: ["a"], wrong: ["b", ""])"#,
            FaultCode::EmptyText,
            "wrong",
            Some(1),
            r#"Choice(ask: "A", right: ["a"], wrong: ["b"])"#,
        ),
        (
            r#"Choice(ask: "It takes an", right: ["error"], wrong: ["lock"])"#,
            FaultCode::ArticleCue,
            "ask",
            None,
            r#"Choice(ask: "It takes a(n)", right: ["error"], wrong: ["lock"])"#,
        ),
        (
            r#"Typed(ask: "A", accept: ["30 s"], as: Number)"#,
            FaultCode::NotANumber,
            "accept",
            Some(0),
            r#"Typed(ask: "A", accept: ["30"], as: Number)"#,
        ),
        (
            r#"Order(ask: "A", steps: ["a", "b"], decoys: ["a"])"#,
            FaultCode::DecoyIsStep,
            "decoys",
            Some(0),
            r#"Order(ask: "A", steps: ["a", "b"])"#,
        ),
    ] {
        let mut draft = draft(card);
        let remark = remark(&draft, code);
        assert_eq!((remark.field, remark.index), (field, index), "{card}");
        assert!(!remark.message.is_empty() && remark.help.as_deref() != Some(""), "{card}");
        remark.fix.unwrap_or_else(|| panic!("no fix for {card}")).apply(&mut draft);
        assert!(draft.same(&super::remarks::draft(mended)), "{}", draft.write());
        let left = draft.remarks(Some(&head()));
        assert!(left.iter().all(|remark| remark.code != code), "{card}: {left:?}");
    }
}

#[test]
fn what_can_only_be_told_has_no_click() {
    let choice = draft(r#"Choice(ask: "Which is not so?", right: ["a"], wrong: ["b"])"#);
    for (code, field, severity) in [
        (FaultCode::NegatedStem, "ask", Severity::Note),
        (FaultCode::MissingWhy, "why", Severity::Warning),
        (FaultCode::MissingSource, "source", Severity::Warning),
    ] {
        let remark = remark(&choice, code);
        assert_eq!((remark.field, remark.severity, remark.fix), (field, severity, None));
    }
}

#[test]
fn the_last_option_is_never_taken_away() {
    for card in [
        r#"Choice(ask: "A", right: [""], wrong: ["b"])"#,
        r#"Order(ask: "A", steps: ["a", ""])"#,
        r#"Typed(ask: "A", accept: [""])"#,
        r#"Match(ask: "A", pairs: [("a", "b"), ("", "c")])"#,
    ] {
        assert_eq!(remark(&draft(card), FaultCode::EmptyText).fix, None, "{card}");
    }
}

#[test]
fn an_empty_card_of_each_kind_says_what_it_lacks_at_its_fields() {
    for kind in
        [Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output, Kind::Order, Kind::Match]
    {
        let draft = Draft::new(kind);
        let remarks = draft.remarks(None);
        assert!(remarks.iter().any(|remark| remark.severity == Severity::Error), "{kind:?}");
        let known = |remark: &Remark| {
            let fields = crate::deck::raw::fields_of(kind).map(|field| field.name);
            fields.into_iter().any(|field| field == remark.field)
        };
        assert!(remarks.iter().all(known), "{kind:?}: {remarks:?}");
        assert!(remarks.is_sorted_by_key(|remark| remark.severity));
    }
}
