//! Random cards in random files by hand: what was not edited stays byte for
//! byte.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::deck::edit::write::{Layout, quoted};
use crate::deck::model::{Code, Form, Proof};
use crate::deck::raw::RON;

/// Texts with all that is hard to write.
fn text() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        4 => "[a-z ]{1,8}",
        1 => Just("\"".to_owned()),
        1 => Just("\"#".to_owned()),
        1 => Just("\"##".to_owned()),
        1 => Just("\\".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\n    indented".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("// no comment".to_owned()),
        1 => Just("/* nor this".to_owned()),
        1 => Just("), Flip(".to_owned()),
        1 => Just("], [".to_owned()),
        1 => Just("é漢🦀".to_owned()),
        1 => Just("\u{202E}".to_owned()),
        1 => Just("\u{1}".to_owned()),
        1 => Just("\r".to_owned()),
    ];
    // No text holds a line end of two signs: it is read as one.
    let has_none = |text: &String| !text.contains("\r\n");
    proptest::collection::vec(bit, 1..5)
        .prop_map(|bits| bits.concat())
        .prop_filter("two signs", has_none)
}

fn choice() -> impl Strategy<Value = Choice> {
    (text(), proptest::option::of(text())).prop_map(|(text, why)| Choice { text, why })
}

fn body() -> impl Strategy<Value = DraftBody> {
    let choices = || proptest::collection::vec(choice(), 0..4);
    let texts = || proptest::collection::vec(text(), 0..4);
    let form = prop_oneof![
        Just(Form::Text),
        Just(Form::Command),
        Just(Form::Number),
        Just(Form::Code("Python".to_owned())),
        Just(Form::Code("C++".to_owned())),
    ];
    prop_oneof![
        (text(), choices(), choices()).prop_map(|(ask, right, wrong)| DraftBody::Choice {
            ask,
            right,
            wrong
        }),
        (text(), text(), any::<bool>()).prop_map(|(front, back, reversed)| DraftBody::Flip {
            front,
            back,
            reversed
        }),
        text().prop_map(|text| DraftBody::Cloze { text }),
        (text(), texts(), form).prop_map(|(ask, accept, form)| DraftBody::Typed {
            ask,
            accept,
            form
        }),
        (text(), text(), text(), choices()).prop_map(|(ask, code, prints, wrong)| {
            DraftBody::Output {
                ask,
                code: Code { language: "Python".to_owned(), text: code },
                prints,
                wrong,
            }
        }),
        (text(), texts(), texts(), proptest::collection::vec(Just(vec![2, 1]), 0..2))
            .prop_map(|(ask, steps, decoys, also)| DraftBody::Order { ask, steps, decoys, also }),
        (text(), proptest::collection::vec((text(), text()), 0..4))
            .prop_map(|(ask, pairs)| DraftBody::Match { ask, pairs }),
    ]
}

fn notes() -> impl Strategy<Value = DraftNotes> {
    let maybe = || prop_oneof![Just(String::new()), text()];
    let few = || proptest::collection::vec(text(), 0..3);
    let proof = (text(), proptest::option::of(text())).prop_map(|(code, prints)| Proof {
        on: "Python".to_owned(),
        setup: None,
        code: Some(code),
        prints,
        fails: None,
    });
    (
        (maybe(), maybe(), maybe(), maybe()),
        (few(), few()),
        proptest::option::of(0_i64..5),
        proptest::option::of(proof),
    )
        .prop_map(|((why, source, group, point), (tags, hints), level, proof)| DraftNotes {
            why,
            source,
            tags,
            level,
            hints,
            group,
            point,
            proof,
            was: Vec::new(),
        })
}

fn draft() -> impl Strategy<Value = Draft> {
    (proptest::option::of("[a-z]{1,6}"), body(), notes()).prop_map(|(id, body, notes)| Draft {
        id,
        body,
        notes,
    })
}

/// One blank or comment as people leave them; `true`: a line may end in it.
fn blank(can_break: bool) -> impl Strategy<Value = String> {
    let line = if can_break { 3 } else { 0 };
    prop_oneof![
        6 => Just(String::new()),
        3 => Just(" ".to_owned()),
        line => Just("\n".to_owned()),
        line => Just("\n\n    ".to_owned()),
        line => Just(" // a comment, (with] signs\n  ".to_owned()),
        1 => Just("/* in ( between */".to_owned()),
        line => Just("\n\t/* over\n lines */\n".to_owned()),
    ]
}

/// A card's text by hand: blanks and comments between its tokens.
fn by_hand(draft: &Draft, blanks: &[String], newline: &str) -> String {
    let layout =
        Layout { newline: if newline == "\n" { "\n" } else { "\r\n" }, ..Layout::default() };
    let mut blanks = blanks.iter().cycle();
    let mut next = || blanks.next().cloned().unwrap_or_default().replace('\n', newline);
    let mut out = format!("{}({}", draft.kind_name(), next());
    let fields = draft.fields();
    for (n, (name, value)) in fields.iter().enumerate() {
        let comma = if n + 1 == fields.len() { "" } else { "," };
        let (a, b, c, d) = (next(), next(), next(), next());
        let _ = write!(out, "{name}{a}:{b}{}{c}{comma}{d}", value.lay_out(&layout));
    }
    out.push(')');
    out
}

#[derive(Debug, Clone)]
struct File {
    text: String,
    /// The cards' texts in order.
    cards: Vec<String>,
}

fn file() -> impl Strategy<Value = File> {
    let card = (draft(), proptest::collection::vec(blank(true), 1..9), blank(true), blank(true));
    let newline = prop_oneof![3 => Just("\n"), 1 => Just("\r\n")];
    let mark = prop_oneof![4 => Just(""), 1 => Just("\u{FEFF}")];
    (proptest::collection::vec(card, 1..5), newline, mark, any::<bool>(), blank(true)).prop_map(
        |(cards, newline, mark, has_last_comma, end)| {
            let mut text = format!(
                "{mark}// ( a deck{newline}Deck(format: 1, id: \"a\", title: \"A\", cards: ["
            );
            let mut texts = Vec::new();
            let count = cards.len();
            for (n, (draft, blanks, before, after)) in cards.into_iter().enumerate() {
                let card = by_hand(&draft, &blanks, newline);
                text.push_str(&before.replace('\n', newline));
                text.push_str(&card);
                text.push_str(&after.replace('\n', newline));
                if n + 1 < count || has_last_comma {
                    text.push(',');
                }
                texts.push(card);
            }
            text.push_str(&end.replace('\n', newline));
            text.push_str("])");
            File { text, cards: texts }
        },
    )
}

/// All but the blanks, and but the commas, which come and go.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_text_reads_back(text in any::<String>(), crlf in any::<bool>()) {
        let text = text.replace("\r\n", "\n");
        let newline = if crlf { "\r\n" } else { "\n" };
        let read: String = RON.from_str(&quoted(&text, newline)).unwrap();
        prop_assert_eq!(read.replace("\r\n", "\n"), text);
    }

    #[test]
    fn any_card_reads_back(draft in draft()) {
        let read = Draft::read(&draft.write()).unwrap();
        prop_assert!(read.same(&draft), "{}\n{:?}\n{:?}", draft.write(), read, draft);
    }

    #[test]
    fn a_card_is_replaced_and_nothing_else(file in file(), at in any::<prop::sample::Index>(), new in draft()) {
        let mut deck = manuscript(&file.text);
        let texts: Vec<&str> = (0..deck.slots().len()).map(|n| deck.card_text(n).unwrap()).collect();
        prop_assert_eq!(&texts, &file.cards);
        let at = at.index(file.cards.len());
        let span = deck.slots()[at].span.clone();
        deck.apply(&Edit::Replace(at, Box::new(new.clone()))).unwrap();
        let after = deck.text();
        prop_assert_eq!(&after[..span.start], &file.text[..span.start]);
        let rest = &file.text[span.end..];
        prop_assert!(after.ends_with(rest), "{}", after);
        prop_assert!(deck.slots()[at].draft.as_ref().unwrap().same(&new));
        deck.undo();
        prop_assert_eq!(deck.text(), file.text.as_str());
    }

    /// One field of one card: within the card, too, all else stays.
    #[test]
    fn a_field_is_changed_and_nothing_else(file in file(), at in any::<prop::sample::Index>(), why in text()) {
        let mut deck = manuscript(&file.text);
        let at = at.index(file.cards.len());
        let mut draft = deck.slots()[at].draft.clone().unwrap();
        if draft.notes.why.trim().is_empty() || why.trim().is_empty() {
            return Ok(());
        }
        let newline = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
        let (old, new) = (quoted(&draft.notes.why, newline), quoted(&why, newline));
        why.clone_into(&mut draft.notes.why);
        deck.apply(&Edit::Replace(at, Box::new(draft))).unwrap();
        let card = deck.card_text(at).unwrap();
        let kept = file.cards[at].len() - old.len();
        prop_assert!(card.len() == kept + new.len() || old == new, "{}\n{}", file.cards[at], card);
        prop_assert!(card.contains(&new));
    }

    #[test]
    fn cards_come_go_and_move_byte_for_byte(
        file in file(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        new in draft(),
        what in 0..4_u8,
    ) {
        let mut deck = manuscript(&file.text);
        let count = file.cards.len();
        let (from, to) = (from.index(count), to.index(count));
        let mut wanted = file.cards.clone();
        let edit = match what {
            0 => {
                wanted.remove(from);
                Edit::Remove(from)
            }
            1 => {
                let card = wanted.remove(from);
                wanted.insert(to, card);
                Edit::Move(from, to)
            }
            2 => Edit::Insert(to, Box::new(new.clone())),
            _ => {
                wanted.insert(to, file.cards[from].clone());
                Edit::InsertText(to, deck.block(from).unwrap())
            }
        };
        deck.apply(&edit).unwrap();
        let texts: Vec<String> =
            (0..deck.slots().len()).map(|n| deck.card_text(n).unwrap().to_owned()).collect();
        if let Edit::Insert(at, _) = edit {
            prop_assert!(deck.slots()[at].draft.as_ref().unwrap().same(&new));
            let others = texts.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, text)| text);
            prop_assert_eq!(others.collect::<Vec<_>>(), file.cards.iter().collect::<Vec<_>>());
        } else {
            prop_assert_eq!(&texts, &wanted);
        }
        if what == 1 {
            // Every sign is still there, comments included.
            let sorted = |text: &str| {
                let mut signs: Vec<char> = bare(text).chars().collect();
                signs.sort_unstable();
                signs
            };
            prop_assert_eq!(sorted(deck.text()), sorted(&file.text));
        }
        deck.undo();
        prop_assert_eq!(deck.text(), file.text.as_str());
        deck.redo();
        let again: Vec<String> =
            (0..deck.slots().len()).map(|n| deck.card_text(n).unwrap().to_owned()).collect();
        prop_assert_eq!(again, texts);
    }
}
