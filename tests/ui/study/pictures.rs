//! Every kind of card in pictures: the question, and what follows it.

use egui::{Key, vec2};

use super::cards;
use super::desk::{Desk, Setup};
use crate::support::THEMES;

/// Pictures of the question and of the feedback in both themes and widths.
fn pictures(name: &str, cards: &str, prepare: impl Fn(&mut Desk), commit: impl Fn(&mut Desk)) {
    for (theme, theme_name) in THEMES {
        for width in [700.0, 1400.0] {
            let setup = Setup { theme, size: vec2(width, 800.0), ..Setup::default() };
            let mut desk = Desk::with(cards, setup);
            prepare(&mut desk);
            desk.snapshot(&format!("study_{name}_question_{theme_name}_{width}"));
            commit(&mut desk);
            desk.snapshot(&format!("study_{name}_feedback_{theme_name}_{width}"));
        }
    }
}

fn enter(desk: &mut Desk) {
    desk.key(Key::Enter);
}

#[test]
fn choice() {
    pictures("choice", cards::CHOICE, |desk| desk.keys(&[Key::S, Key::Num2]), enter);
}

#[test]
fn several() {
    pictures("several", cards::SEVERAL, |desk| desk.keys(&[Key::Num1, Key::Num3]), enter);
}

#[test]
fn flip() {
    pictures("flip", cards::FLIP, |_| (), enter);
}

#[test]
fn cloze() {
    pictures(
        "cloze",
        cards::CLOZE,
        |desk| {
            desk.type_text("zqrow_number");
            enter(desk);
            desk.type_text("PARTITION zqcustomer");
        },
        |desk| {
            enter(desk);
            enter(desk);
        },
    );
}

#[test]
fn typed() {
    pictures(
        "typed",
        cards::TYPED,
        |desk| {
            desk.chord(egui::Modifiers::ALT, Key::H);
            desk.type_text("incr zqvisist");
        },
        enter,
    );
}

#[test]
fn output() {
    pictures("output", cards::OUTPUT, |desk| desk.type_text("zq[1, 0];[1, 0, 1];"), enter);
}

#[test]
fn printed() {
    pictures("printed", cards::OUTPUT_CHOICE, |desk| desk.key(Key::Num1), enter);
}

#[test]
fn order() {
    let keys = [Key::Num1, Key::Num4];
    pictures("order", cards::ORDER, move |desk| desk.keys(&keys), enter);
}

#[test]
fn pairs() {
    pictures(
        "match",
        cards::MATCH,
        |desk| desk.keys(&[Key::Num1, Key::Num3]),
        |desk| desk.keys(&[Key::Num2, Key::Num4, Key::Enter]),
    );
}
