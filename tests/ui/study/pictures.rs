//! Every kind of card in pictures: the question, and what follows it.

use egui::{Key, vec2};

use hippocache::session::{QuestionForm, Scope, Stage};
use hippocache::settings::Settings;
use hippocache::ui::app::Route;

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

/// The summary of some answers.
fn summaries(name: &str, cards: &str, scope: &Scope, study: impl Fn(&mut Desk)) {
    for (theme, theme_name) in THEMES {
        for width in [700.0, 1400.0] {
            let scope = scope.clone();
            let setup = Setup { theme, size: vec2(width, 800.0), scope, ..Setup::default() };
            let mut desk = Desk::with(cards, setup);
            study(&mut desk);
            assert_eq!(desk.route(), Route::Summary);
            desk.snapshot(&format!("summary_{name}_{theme_name}_{width}"));
        }
    }
}

#[test]
fn summary_mixed() {
    let cards = format!("{}, {}, {}", cards::TYPED, cards::CHOICE, cards::FLIP);
    let limit = Some(4);
    summaries("mixed", &cards, &Scope { limit, ..Scope::default() }, |desk| {
        for _ in 0..4 {
            match desk.stage() {
                Stage::Asking(question) if matches!(question.form, QuestionForm::Recall) => {
                    desk.keys(&[Key::Space, Key::Num3]);
                }
                Stage::Asking(question) if matches!(question.form, QuestionForm::Text { .. }) => {
                    desk.type_text("INCR zqvisits");
                    desk.keys(&[Key::Enter, Key::Enter]);
                }
                _ => desk.keys(&[Key::S, Key::Num1, Key::Enter, Key::Enter]),
            }
        }
    });
}

#[test]
fn summary_all_right() {
    summaries("right", cards::FLIP, &Scope::default(), |desk| desk.keys(&[Key::Space, Key::Num3]));
}

#[test]
fn summary_nothing_due() {
    summaries("nothing", cards::FLIP, &Scope::default(), |desk| {
        desk.key(Key::B);
        // Until the message has gone.
        desk.harness.run_steps(40);
    });
}

/// Cards that hardly fit, at the narrow width.
#[test]
fn long_cards() {
    let program: Vec<String> =
        (1..=200).map(|n| format!("    total_{n} = add(total_{n}, {n})  # line {n}\n")).collect();
    let program = program.concat();
    let code =
        format!("Output(id: \"code\", code: (Python, r#\"def f():\n{program}\"#), prints: \"x\")");
    let options: Vec<String> = (2..=12)
        .map(|n| {
            format!(
                "\"Option {n}: a `B-tree` on several columns is read from its left, {}\"",
                "so a condition on the second column alone does not narrow it down. ".repeat(n % 4)
            )
        })
        .collect();
    let options = format!(
        "Choice(id: \"twelve\", ask: \"{}\", right: [\"The right one\"], wrong: [{}])",
        "When is an index on `(a, b)` of use? ".repeat(54),
        options.join(", ")
    );
    let table = r#"Choice(id: "table", ask: "Which of these is *ours*? ![A diagram of the heap](heap.png)\n\n| level | dirty read | phantom |\n|---|:-:|--:|\n| read committed | no | **yes** |\n| serializable | no | no |\n\nRare letters: ꙮ ⇶ 漢字", right: ["Yes"], wrong: ["No"])"#;
    for (name, card) in [("code", code.as_str()), ("options", &options), ("table", table)] {
        let mut desk = Desk::with(card, Setup { allow_missing: true, ..Setup::default() });
        desk.snapshot(&format!("study_long_{name}_dark_700"));
        if name == "options" {
            desk.keys(&[Key::ArrowUp]);
            desk.snapshot("study_long_options_end_dark_700");
        }
    }
}

/// The largest letters in the narrow window.
#[test]
fn large_letters() {
    let settings = Settings { text_size: 1.6, ..Settings::default() };
    let mut desk = Desk::with(cards::CHOICE, Setup { settings, ..Setup::default() });
    desk.keys(&[Key::S, Key::Num2]);
    desk.snapshot("study_large_question_dark_700");
    desk.key(Key::Enter);
    desk.snapshot("study_large_feedback_dark_700");
}

#[test]
fn more_actions() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.key(Key::F);
    desk.clock.advance_ms(60_000);
    desk.click("More actions");
    desk.snapshot("study_more_dark_700");
}
