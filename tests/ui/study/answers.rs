//! Every kind of card from question to stored review, by keyboard and by mouse;
//! and what must not be known before.

use egui::{Key, Modifiers};
use hippocache::scheduler::{Confidence, Rating};
use hippocache::session::{Answer, QuestionForm, Stage};

use super::cards;
use super::desk::Desk;

const DIGITS: [Key; 10] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
    Key::Num0,
];

/// Where this text stands among what can be chosen.
fn place(desk: &Desk, text: &str) -> usize {
    let Stage::Asking(question) = desk.stage() else { panic!("no question") };
    let list = match &question.form {
        QuestionForm::Options { options, .. } => options,
        QuestionForm::Sequence { lines, .. } => lines,
        QuestionForm::Pairs { right, .. } => right,
        other => panic!("{other:?} has no list"),
    };
    list.iter().position(|item| item.contains(text)).expect("it is there")
}

fn key_of(desk: &Desk, text: &str) -> Key {
    DIGITS[place(desk, text)]
}

/// The answer that was taken, and whether it was right.
fn taken(desk: &Desk) -> (Answer, bool) {
    let Stage::Answered(_, answered) = desk.stage() else { panic!("{:?}", desk.stage()) };
    (answered.answer.clone(), answered.feedback.correct)
}

/// One review, of this evidence, is in the store.
fn stored(desk: &Desk, correct: bool) {
    let reviews = desk.reviews();
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0].evidence.correct, correct);
}

#[test]
fn a_choice_is_made_by_keys() {
    let mut desk = Desk::new(cards::CHOICE);
    let key = key_of(&desk, "Read committed");
    desk.keys(&[key, Key::Enter]);
    assert!(taken(&desk).1);
    stored(&desk, true);
    assert!(desk.has("Right"));
}

#[test]
fn a_choice_is_made_by_mouse() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.click_containing("Serializable");
    desk.click("Check");
    assert!(!taken(&desk).1);
    stored(&desk, false);
    desk.click("Continue");
    assert!(!matches!(desk.stage(), Stage::Answered(..)));
}

#[test]
fn arrows_choose_and_space_commits() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.keys(&[Key::ArrowDown, Key::ArrowDown, Key::Space]);
    assert_eq!(taken(&desk).0, Answer::Options(vec![1]));
}

#[test]
fn several_are_ticked_by_keys_and_by_mouse() {
    let mut desk = Desk::new(cards::SEVERAL);
    let (put, post) = (key_of(&desk, "PUT"), key_of(&desk, "POST"));
    // A tick can be taken back.
    desk.keys(&[put, post, post]);
    desk.click_containing("DELETE");
    desk.key(Key::Enter);
    assert!(taken(&desk).1);
    stored(&desk, true);
}

#[test]
fn of_several_space_ticks_the_focused_one_and_enter_commits() {
    let mut desk = Desk::new(cards::SEVERAL);
    desk.keys(&[Key::ArrowDown, Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Space]);
    desk.key(Key::Enter);
    assert_eq!(taken(&desk).0, Answer::Options(vec![0, 2]));
}

#[test]
fn a_card_is_turned_and_graded_by_keys() {
    let mut desk = Desk::new(cards::FLIP);
    desk.key(Key::Space);
    assert!(matches!(desk.stage(), Stage::Turned(..)));
    assert!(desk.has("zqback"));
    desk.key(Key::Num4);
    assert_eq!(desk.reviews()[0].grade.rating, Rating::Easy);
    assert_eq!(desk.stage(), Stage::Done);
}

#[test]
fn a_card_is_turned_and_graded_by_mouse() {
    let mut desk = Desk::new(cards::FLIP);
    desk.click("Show answer");
    desk.click_containing("Good, next in");
    stored(&desk, true);
}

#[test]
fn gaps_are_filled_from_one_to_the_next() {
    let mut desk = Desk::new(cards::CLOZE);
    desk.type_text("zqrow_number");
    desk.key(Key::Enter);
    desk.type_text("partition by zqcustomer");
    desk.key(Key::Tab);
    desk.type_text("zqby");
    desk.key(Key::Enter);
    assert!(taken(&desk).1, "{:?}", taken(&desk));
    stored(&desk, true);
}

#[test]
fn gaps_are_filled_by_mouse() {
    let mut desk = Desk::new(cards::CLOZE);
    desk.click("Gap 3 of 3");
    desk.type_text("zqby");
    desk.click("Check");
    let given = vec![String::new(), String::new(), "zqby".to_owned()];
    assert_eq!(taken(&desk), (Answer::Gaps(given), false));
}

#[test]
fn a_gap_shows_what_is_typed_where_it_stands() {
    let mut desk = Desk::new(cards::CLOZE);
    desk.type_text("`*x*`");
    assert!(desk.has("`*x*`() OVER"), "{}", desk.all_words());
}

#[test]
fn an_answer_is_typed_with_its_spaces() {
    let mut desk = Desk::new(cards::TYPED);
    desk.type_text("incr");
    desk.harness.key_press(Key::Space);
    desk.type_text(" ");
    desk.type_text("zqvisits");
    desk.key(Key::Enter);
    assert_eq!(taken(&desk), (Answer::Text("incr zqvisits".to_owned()), true));
    stored(&desk, true);
}

#[test]
fn an_output_may_have_several_lines() {
    let mut desk = Desk::new(cards::OUTPUT);
    desk.type_text("a");
    desk.chord(Modifiers::SHIFT, Key::Enter);
    desk.type_text("b");
    desk.click("Check");
    assert_eq!(taken(&desk).0, Answer::Text("a\nb".to_owned()));
}

#[test]
fn what_is_printed_is_chosen() {
    let mut desk = Desk::new(cards::OUTPUT_CHOICE);
    let key = key_of(&desk, "sync\npromise");
    desk.keys(&[key, Key::Enter]);
    stored(&desk, true);
}

#[test]
fn lines_are_placed_by_keys() {
    let mut desk = Desk::new(cards::ORDER);
    let lines = ["def lines", "while line", "yield", "source.close"];
    let keys = lines.map(|line| key_of(&desk, line));
    // One too many is taken back.
    let decoy = key_of(&desk, "return line");
    desk.keys(&[keys[0], decoy, Key::Backspace, keys[1], keys[2], keys[3], Key::Enter]);
    assert!(taken(&desk).1);
    stored(&desk, true);
}

#[test]
fn lines_are_placed_by_mouse() {
    let mut desk = Desk::new(cards::ORDER);
    desk.click_containing("yield");
    desk.click_containing("def lines");
    // Pressed again it goes back.
    desk.click_containing("yield");
    desk.click("Check");
    let Stage::Answered(question, _) = desk.stage() else { panic!("not answered") };
    let QuestionForm::Sequence { lines, .. } = &question.form else { panic!("no lines") };
    let Answer::Sequence(given) = taken(&desk).0 else { panic!("no order") };
    assert_eq!(given.len(), 1);
    assert!(lines[given[0]].contains("def lines"));
    assert!(desk.has("stays out"));
}

#[test]
fn pairs_are_joined_by_keys() {
    let mut desk = Desk::new(cards::MATCH);
    let rights = ["Ranges", "Many values", "Huge tables", "Equality"];
    let keys = rights.map(|right| key_of(&desk, right));
    // The wrong one is taken back, and its left side waits again.
    desk.keys(&[keys[3], Key::Backspace]);
    desk.keys(&keys);
    desk.key(Key::Enter);
    assert!(taken(&desk).1);
    stored(&desk, true);
}

#[test]
fn pairs_are_joined_by_mouse() {
    let mut desk = Desk::new(cards::MATCH);
    for (left, right) in [
        ("D, Hash", "Equality"),
        ("A, B-tree", "Ranges"),
        ("C, BRIN", "Huge tables"),
        ("B, GIN", "Many values"),
    ] {
        desk.click(left);
        desk.click_containing(right);
    }
    desk.click("Check");
    assert!(taken(&desk).1);
    stored(&desk, true);
}

#[test]
fn nothing_tells_the_answer_before_the_commit() {
    for (name, card) in [
        ("choice", cards::CHOICE),
        ("several", cards::SEVERAL),
        ("flip", cards::FLIP),
        ("cloze", cards::CLOZE),
        ("typed", cards::TYPED),
        ("output", cards::OUTPUT),
        ("printed", cards::OUTPUT_CHOICE),
        ("order", cards::ORDER),
        ("match", cards::MATCH),
    ] {
        let mut desk = Desk::new(card);
        desk.keys(&[Key::Num1, Key::Num2]);
        let before = desk.all_words();
        assert!(before.contains("PostgreSQL"), "the tree is read: {before}");
        assert!(!before.contains("zq"), "{name} tells: {before}");
        desk.chord(Modifiers::COMMAND, Key::Enter);
        let after = desk.all_words();
        assert!(after.contains("zq"), "{name} shows nothing afterwards: {after}");
    }
}

#[test]
fn i_do_not_know_is_an_answer() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.click("Show answer");
    assert_eq!(taken(&desk), (Answer::DontKnow, false));
    assert!(desk.has("Here is the answer"));
}

#[test]
fn enter_without_an_answer_waits() {
    for card in [cards::CHOICE, cards::CLOZE, cards::TYPED, cards::MATCH, cards::ORDER] {
        let mut desk = Desk::new(card);
        desk.keys(&[Key::Enter, Key::Enter, Key::Enter, Key::Enter]);
        assert!(matches!(desk.stage(), Stage::Asking(_)), "{card}");
    }
}

#[test]
fn one_press_of_enter_does_one_thing() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.key(Key::Num1);
    desk.harness.key_down(Key::Enter);
    // A key held down repeats.
    for _ in 0..8 {
        desk.harness.step();
        desk.harness.key_down(Key::Enter);
    }
    desk.run();
    assert!(matches!(desk.stage(), Stage::Answered(..)));
    assert_eq!(desk.reviews().len(), 1);
    desk.harness.key_up(Key::Enter);
    desk.key(Key::Enter);
    assert!(!matches!(desk.stage(), Stage::Answered(..)));
}

#[test]
fn a_held_enter_on_a_focused_button_does_one_thing() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.key(Key::Num1);
    desk.focus("Check");
    desk.harness.key_down(Key::Enter);
    for _ in 0..8 {
        desk.harness.step();
        desk.harness.key_down(Key::Enter);
    }
    desk.run();
    assert!(matches!(desk.stage(), Stage::Answered(..)), "{:?}", desk.stage());
}

#[test]
fn confidence_is_said_by_key_and_taken_back() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.keys(&[Key::G, Key::S, Key::S, Key::U, Key::Num1, Key::Enter]);
    assert_eq!(desk.reviews()[0].evidence.confidence, Some(Confidence::Unsure));
    let mut desk = Desk::new(cards::CHOICE);
    desk.keys(&[Key::G, Key::G, Key::Num1, Key::Enter]);
    assert_eq!(desk.reviews()[0].evidence.confidence, None);
}

#[test]
fn confidence_is_said_by_mouse_and_while_typing() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.click("Guess");
    desk.keys(&[Key::Num1, Key::Enter]);
    assert_eq!(desk.reviews()[0].evidence.confidence, Some(Confidence::Guess));
    let mut desk = Desk::new(cards::TYPED);
    desk.type_text("su");
    // Some systems send the letter as well.
    let key = egui::Event::Key {
        key: Key::S,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::ALT,
    };
    desk.harness.input_mut().events.extend([key, egui::Event::Text("s".to_owned())]);
    desk.run();
    desk.key(Key::Enter);
    assert_eq!(taken(&desk).0, Answer::Text("su".to_owned()));
    assert_eq!(desk.reviews()[0].evidence.confidence, Some(Confidence::Sure));
    assert!(desk.has("Sure, but wrong"));
}

#[test]
fn hints_are_shown_and_counted() {
    let mut desk = Desk::new(cards::TYPED);
    desk.chord(Modifiers::ALT, Key::H);
    assert!(desk.has("atomic"));
    desk.click("Take a hint");
    assert!(desk.has("I···"));
    desk.type_text("INCR zqvisits");
    desk.key(Key::Enter);
    assert_eq!(desk.reviews()[0].evidence.hints, 2);
}

#[test]
fn a_hint_strikes_an_option_that_can_not_be_picked_then() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.key(Key::H);
    let struck = desk.session().struck()[0];
    desk.keys(&[DIGITS[struck], Key::Enter]);
    assert!(matches!(desk.stage(), Stage::Asking(_)));
    assert!(desk.has("struck out"));
}

#[test]
fn the_grade_can_be_overruled() {
    let mut desk = Desk::new(cards::CHOICE);
    let wrong = key_of(&desk, "Serializable");
    desk.keys(&[wrong, Key::Enter]);
    assert!(desk.has("Counted as Again"));
    desk.key(Key::Num3);
    assert!(desk.has("Counted as Good"));
    assert_eq!(desk.reviews()[0].grade.rating, Rating::Good);
    desk.click_containing("Easy, next in");
    assert_eq!(desk.reviews()[0].grade.rating, Rating::Easy);
    stored(&desk, false);
    assert!(taken(&desk).1, "the learner's word counts");
}

#[test]
fn what_was_executed_says_so_until_it_is_edited() {
    let mut desk = Desk::new(cards::OUTPUT);
    assert!(!desk.all_words().contains("Checked on"), "not before the answer");
    desk.chord(Modifiers::COMMAND, Key::Enter);
    assert!(desk.has("Checked on CPython 3.11"), "{}", desk.all_words());

    let edited = cards::OUTPUT.replacen("why: \"", "why: \"As it is, ", 1);
    assert_ne!(edited, cards::OUTPUT);
    let mut desk = desk.days_later(3, &edited, super::desk::Setup::default());
    desk.chord(Modifiers::COMMAND, Key::Enter);
    assert!(matches!(desk.stage(), Stage::Answered(..)));
    assert!(!desk.all_words().contains("Checked on"), "{}", desk.all_words());

    let mut desk = Desk::new(cards::CHOICE);
    desk.chord(Modifiers::COMMAND, Key::Enter);
    assert!(!desk.all_words().contains("Checked on"));
}
