//! The surgery on decks' texts.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

mod props;
mod remarks;

use std::path::Path;

use super::*;
use crate::deck::model::{Area, Choice, Kind};

fn manuscript(text: &str) -> Manuscript {
    Manuscript::new(Path::new("a.ron"), text.to_owned())
}

fn deck(cards: &str) -> String {
    format!("Deck(format: 1, id: \"a\", title: \"A\", cards: [{cards}])\n")
}

/// Changes the card at `at` and gives the whole text.
fn changed(text: &str, at: usize, change: impl FnOnce(&mut Draft)) -> String {
    let mut manuscript = manuscript(text);
    let mut draft = manuscript.slots()[at].draft.clone().unwrap();
    change(&mut draft);
    manuscript.apply(&Edit::Replace(at, Box::new(draft))).unwrap();
    manuscript.text().to_owned()
}

const HAND: &str = r##"#![enable(implicit_some)]
// A deck by hand.
Deck(
    format: 1, id: "a", // stays
    title: "A",
    cards: [
        // Commands

        // About expiry.
        Choice(
            id: "a",
            ask: r#"What does `"x"` do?"#, // asked often
            right: [
                "one", // the right one
            ],
            wrong: [
                ("two", "no"), // first
                "three",
                /* last */ "four",
            ],
            tags: ["t"], level: 2, // both
        ), // end of a
        Flip(id: "b", front: "F", back: "B"), Flip(id: "c", front: "G", back: "C"),

        Typed(id: "d", ask: "T", accept: ["x",
            "y"])
        // nothing follows
    ],
)
"##;

#[test]
fn a_changed_field_is_all_that_changes() {
    for (from, to, change) in [
        (
            r##"r#"What does `"x"` do?"#"##,
            "\"What?\"",
            (|draft: &mut Draft| {
                let DraftBody::Choice { ask, .. } = &mut draft.body else { panic!() };
                "What?".clone_into(ask);
            }) as fn(&mut Draft),
        ),
        (r#"("two", "no")"#, r#"("two", "yes")"#, |draft| {
            let DraftBody::Choice { wrong, .. } = &mut draft.body else { panic!() };
            wrong[0].why = Some("yes".to_owned());
        }),
        ("                \"three\",\n", "", |draft| {
            let DraftBody::Choice { wrong, .. } = &mut draft.body else { panic!() };
            wrong.remove(1);
        }),
        ("/* last */ \"four\",\n", "/* last */ \"four\",\n                \"five\",\n", |draft| {
            let DraftBody::Choice { wrong, .. } = &mut draft.body else { panic!() };
            wrong.push(Choice { text: "five".to_owned(), why: None });
        }),
        (
            "\"one\", // the right one",
            "\"one\", // the right one\n                \"two\",",
            |draft| {
                let DraftBody::Choice { right, wrong, .. } = &mut draft.body else { panic!() };
                right.push(Choice { text: "two".to_owned(), why: None });
                wrong[0].text = "zwei".to_owned();
                wrong[0].text = "two".to_owned();
            },
        ),
        ("level: 2", "level: 3", |draft| draft.notes.level = Some(3)),
        ("[\"t\"]", "[\"t\", \"u\"]", |draft| draft.notes.tags.push("u".to_owned())),
        (" level: 2, // both", "", |draft| draft.notes.level = None),
        (
            "            tags: [\"t\"], level",
            "            why: \"W\",\n            tags: [\"t\"], level",
            |draft| "W".clone_into(&mut draft.notes.why),
        ),
    ] {
        let text = changed(HAND, 0, change);
        assert_eq!(text, HAND.replacen(from, to, 1), "{from}");
    }
}

#[test]
fn cards_on_one_line_stay_there() {
    let text = changed(HAND, 1, |draft| "W".clone_into(&mut draft.notes.why));
    assert_eq!(text, HAND.replace("back: \"B\")", "back: \"B\", why: \"W\")"));
    let text = changed(HAND, 2, |draft| draft.id = None);
    assert_eq!(text, HAND.replace("Flip(id: \"c\", front", "Flip(front"));
    let text = changed(HAND, 1, |draft| draft.id = Some("z".to_owned()));
    assert_eq!(text, HAND.replace("\"b\"", "\"z\""));
}

#[test]
fn another_kind_is_written_anew_where_the_card_stood() {
    let text = changed(HAND, 3, |draft| {
        *draft = Draft::new(Kind::Flip);
        draft.id = Some("d".to_owned());
        draft.body = DraftBody::Flip { front: "F".into(), back: "a\n\"b\"".into(), reversed: true };
    });
    let new = "Flip(\n            id: \"d\",\n            front: \"F\",\n            \
               back: r#\"a\n\"b\"\"#,\n            reversed: true,\n        )";
    let old = "Typed(id: \"d\", ask: \"T\", accept: [\"x\",\n            \"y\"])";
    assert_eq!(text, HAND.replace(old, new));
}

#[test]
fn cards_come_go_and_move_with_their_comments() {
    let flip = |id: &str| {
        let mut draft = Draft::new(Kind::Flip);
        draft.id = Some(id.to_owned());
        draft.body = DraftBody::Flip { front: "N".into(), back: "M".into(), reversed: false };
        Box::new(draft)
    };
    let text = |edit: Edit| {
        let mut manuscript = manuscript(HAND);
        manuscript.apply(&edit).unwrap();
        let text = manuscript.text().to_owned();
        assert_eq!(manuscript.undo(), Some(edit.name()));
        assert_eq!(manuscript.text(), HAND);
        assert_eq!(manuscript.redo(), Some(edit.name()));
        assert_eq!(manuscript.text(), text);
        text
    };
    let ids = |text: &str| {
        let ids = |slot: &Slot| slot.draft.as_ref().unwrap().id.clone().unwrap();
        manuscript(text).slots().iter().map(ids).collect::<String>()
    };
    let new = "        Flip(\n            id: \"n\",\n            front: \"N\",\n            \
               back: \"M\",\n        )";
    let first = text(Edit::Insert(0, flip("n")));
    assert_eq!(first, HAND.replace("        // About", &format!("{new},\n        // About")));
    let last = text(Edit::Insert(4, flip("n")));
    assert_eq!(last, HAND.replace("\"y\"])\n", &format!("\"y\"]),\n{new}\n")));
    let start = HAND.find("        // About").unwrap();
    let end = HAND.find("        Flip(").unwrap();
    let without = [&HAND[..start], &HAND[end..]].concat();
    assert_eq!(text(Edit::Remove(0)), without);
    assert_eq!(
        text(Edit::Remove(1)),
        HAND.replace("Flip(id: \"b\", front: \"F\", back: \"B\"), ", "")
    );
    assert_eq!(ids(&text(Edit::Remove(2))), "abd");
    assert_eq!(ids(&text(Edit::Remove(3))), "abc");
    // The comments above and behind the card go with it, the heading stays.
    let moved = text(Edit::Move(0, 3));
    assert_eq!(ids(&moved), "bcda");
    let block = HAND[start..end].trim_end_matches('\n');
    assert!(moved.contains(block.trim_end_matches(", // end of a")), "{moved}");
    assert!(moved.contains("// end of a"), "{moved}");
    assert!(moved.contains("        // Commands\n"), "{moved}");
    for (from, to, wanted) in [(3, 0, "dabc"), (1, 2, "acbd"), (2, 0, "cabd"), (0, 9, "bcda")] {
        assert_eq!(ids(&text(Edit::Move(from, to))), wanted, "{from} to {to}");
    }
    let block = manuscript(HAND).block(0).unwrap();
    let copied = text(Edit::InsertText(4, block));
    assert_eq!(manuscript(&copied).slots().len(), 5);
    assert!(copied.matches("// About expiry.").count() == 2, "{copied}");
}

#[test]
fn an_empty_deck_takes_its_first_card() {
    for (text, wanted) in [
        (deck(""), "cards: [\n        Flip("),
        (deck("\n    "), "cards: [\n        Flip("),
        (deck("\n    // none yet\n"), "    // none yet\n        Flip("),
    ] {
        let mut manuscript = manuscript(&text);
        let mut draft = Draft::new(Kind::Flip);
        draft.body = DraftBody::Flip { front: "N".into(), back: "M".into(), reversed: false };
        manuscript.apply(&Edit::Insert(0, Box::new(draft))).unwrap();
        assert!(manuscript.text().contains(wanted), "{}", manuscript.text());
        assert_eq!(manuscript.faults(), []);
    }
}

#[test]
fn a_broken_card_is_kept_and_its_neighbours_can_be_edited() {
    let text = deck(
        "\n        Flip(id: \"a\", front: \"F\", back: \"B\"),\n        Flip(id: \"b\", front: \
         \"F\" back: \"B\"),\n        Chioce(id: \"c\"),\n        Flip(id: \"d\", front: \"F\", \
         back: \"B\"),\n    ",
    );
    let mut manuscript = manuscript(&text);
    let whole: Vec<bool> = manuscript.slots().iter().map(|slot| slot.draft.is_some()).collect();
    assert_eq!(whole, [true, false, true]);
    let mut draft = manuscript.slots()[2].draft.clone().unwrap();
    "W".clone_into(&mut draft.notes.why);
    manuscript.apply(&Edit::Replace(2, Box::new(draft))).unwrap();
    let end = text.rfind("back: \"B\"").unwrap();
    assert_eq!(
        manuscript.text(),
        [&text[..end], "back: \"B\", why: \"W\"", &text[end + 9..]].concat()
    );
    manuscript.apply(&Edit::Remove(1)).unwrap();
    assert_eq!(manuscript.slots().len(), 2);
}

#[test]
fn what_the_head_says_can_be_changed_and_added() {
    let mut manuscript = manuscript(HAND);
    manuscript.apply(&Edit::Head(HeadEdit::Title("B".into()))).unwrap();
    assert_eq!(manuscript.text(), HAND.replace("title: \"A\"", "title: \"B\""));
    manuscript.undo();
    manuscript.apply(&Edit::Head(HeadEdit::Area(Area::Database))).unwrap();
    let with = HAND.replace("    cards: [", "    area: Database,\n    cards: [");
    assert_eq!(manuscript.text(), with);
    assert_eq!(manuscript.head().unwrap().area, Area::Database);
}

#[test]
fn what_can_not_be_done_changes_nothing() {
    let mut deck = manuscript(HAND);
    for edit in [
        Edit::Remove(9),
        Edit::Move(9, 0),
        Edit::Replace(9, Box::new(Draft::new(Kind::Flip))),
        Edit::InsertText(0, "Flip(".to_owned()),
        Edit::InsertText(0, "nonsense".to_owned()),
    ] {
        assert!(deck.apply(&edit).is_err(), "{edit:?}");
        assert_eq!(deck.text(), HAND);
        assert_eq!(deck.can_undo_redo(), (false, false));
    }
    let mut none = manuscript("Deck(format: 1, id: \"a\", title: \"A\")");
    let flip = Edit::Insert(0, Box::new(Draft::new(Kind::Flip)));
    assert_eq!(none.apply(&flip), Err(EditError::NoList));
}

#[test]
fn every_card_of_the_program_is_left_as_it_is() {
    for (name, text) in crate::deck::library::builtin_texts() {
        let mut deck = Manuscript::new(name, text.to_owned());
        for at in 0..deck.slots().len() {
            let draft = deck.slots()[at].draft.clone().unwrap();
            let layout = super::write::Layout {
                indent: "        ".to_owned(),
                ..super::write::Layout::default()
            };
            let old = deck.card_text(at).unwrap();
            assert_eq!(draft.write_over(old, &layout).as_deref(), Some(old), "{name:?} {at}");
            let mut other = draft.clone();
            "Another reason.".clone_into(&mut other.notes.why);
            let new = other.write_over(old, &layout).unwrap();
            assert_eq!(Draft::read(&new), Some(other));
            let common = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
            assert!(common >= new.find("why: ").unwrap() + 5, "{name:?} {at}: {new}");
        }
        let last = deck.slots().len() - 1;
        deck.apply(&Edit::Move(last, 0)).unwrap();
        assert!(deck.undo().is_some());
        assert_eq!(deck.text(), text);
    }
}

#[test]
fn ids_are_written_where_there_are_none_and_nothing_else_is() {
    let text = deck(
        "\n    // one\n    Flip(front: \"What is TTL?\", back: \"B\"), // end\n    Flip(id: \
         \"ttl\", front: \"F\", back: \"B\"),\n    Flip( // two\n        front: \"What is \
         TTL?\", back: \"C\"),\n    Flip(front: \"\", back: \"B\"),\n",
    );
    let mut deck = manuscript(&text);
    assert_eq!(deck.write_ids(), ["ttl-2", "ttl-3"]);
    let wanted = text
        .replacen("Flip(front: \"What", "Flip(id: \"ttl-2\", front: \"What", 1)
        .replacen("        front: \"What", "        id: \"ttl-3\",\n        front: \"What", 1);
    assert_eq!(deck.text(), wanted);
    assert!(deck.write_ids().is_empty());
}
