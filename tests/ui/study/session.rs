//! What is done around the answers: undo, flags, setting aside, leaving, the
//! summary.

use egui::{Key, Modifiers, vec2};
use hippocache::session::{Scope, ScopeMode, Stage};
use hippocache::settings::Settings;
use hippocache::ui::app::Route;

use super::cards;
use super::desk::{Desk, Setup};

fn two() -> String {
    format!("{}, {}", cards::CHOICE, cards::TYPED)
}

#[test]
fn undo_takes_the_answer_out_of_the_store_and_redo_puts_it_back() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.keys(&[Key::Num1, Key::Enter]);
    assert_eq!(desk.reviews().len(), 1);
    desk.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.reviews().len(), 0);
    assert!(matches!(desk.stage(), Stage::Asking(_)));
    desk.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(desk.reviews().len(), 1);
    desk.click("Undo");
    assert_eq!(desk.reviews().len(), 0);
    desk.click("More actions");
    desk.click("Redo");
    assert_eq!(desk.reviews().len(), 1);
}

#[test]
fn while_typing_letters_are_undone_first() {
    let mut desk = Desk::new(&two());
    while !desk.has("Your answer") {
        desk.keys(&[Key::Num1, Key::Enter, Key::Enter]);
    }
    let before = desk.reviews().len();
    desk.type_text("abc");
    desk.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.reviews().len(), before);
    assert!(desk.has("Your answer"));
}

#[test]
fn undo_works_from_the_summary() {
    let mut desk = Desk::new(cards::FLIP);
    desk.keys(&[Key::Space, Key::Num3]);
    assert_eq!(desk.route(), Route::Summary);
    desk.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.route(), Route::Study);
    assert_eq!(desk.reviews().len(), 0);
}

#[test]
fn a_card_is_flagged_by_key_and_by_mouse() {
    let mut desk = Desk::new(cards::CHOICE);
    let item = desk.session().item().expect("a card");
    desk.key(Key::F);
    assert_eq!(desk.collection().state(item).flag, 1);
    desk.click("Remove the flag");
    assert_eq!(desk.collection().state(item).flag, 0);
}

#[test]
fn a_card_is_buried_or_suspended() {
    let mut desk = Desk::new(&two());
    let first = desk.session().item().expect("a card");
    desk.click("More actions");
    desk.click("Bury until tomorrow");
    assert!(desk.collection().state(first).buried_until.is_some());
    let second = desk.session().item().expect("the other card");
    assert_ne!(first, second);
    desk.chord(Modifiers::ALT, Key::P);
    assert!(desk.collection().state(second).suspended);
    assert_eq!(desk.route(), Route::Summary);
}

#[test]
fn leaving_at_once_goes_home_and_later_to_the_summary() {
    let mut desk = Desk::new(&two());
    desk.key(Key::Escape);
    assert_eq!(desk.route(), Route::Home);
    let setup = Setup { scope: Scope { limit: Some(1), ..Scope::default() }, ..Setup::default() };
    let mut desk = Desk::with(cards::CHOICE, setup);
    desk.keys(&[Key::Num1, Key::Enter]);
    desk.click("Leave");
    assert_eq!(desk.route(), Route::Summary);
    // The feedback is still there to come back to.
    desk.click("Keep going");
    assert_eq!(desk.route(), Route::Study);
    desk.keys(&[Key::Escape, Key::Enter]);
    assert_eq!(desk.route(), Route::Home);
}

#[test]
fn study_keys_rest_below_the_key_sheet() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.chord(Modifiers::SHIFT, Key::Questionmark);
    let is_open = desk.has("Check the answer, then go on");
    desk.keys(&[Key::Num1, Key::Enter]);
    // Until the sheet is drawn the keys are the card's.
    assert_eq!(matches!(desk.stage(), Stage::Asking(_)), is_open);
}

#[test]
fn a_menu_takes_escape_for_itself() {
    let mut desk = Desk::new(cards::CHOICE);
    desk.click("More actions");
    desk.key(Key::Escape);
    assert_eq!(desk.route(), Route::Study);
    assert!(!desk.has("Suspend"));
}

#[test]
fn cramming_records_nothing_and_says_so() {
    let scope = Scope { mode: ScopeMode::Cram, ..Scope::default() };
    let mut desk = Desk::with(cards::FLIP, Setup { scope, ..Setup::default() });
    desk.keys(&[Key::Space, Key::Num3]);
    assert_eq!(desk.reviews().len(), 0);
    assert_eq!(desk.route(), Route::Summary);
    assert!(desk.has("nothing was recorded"));
}

#[test]
fn the_summary_tells_what_was_missed_with_sure_but_wrong_first() {
    let setup = Setup { scope: Scope { limit: Some(1), ..Scope::default() }, ..Setup::default() };
    let mut desk = Desk::with(cards::TYPED, setup);
    desk.chord(Modifiers::ALT, Key::S);
    desk.type_text("GET");
    desk.keys(&[Key::Enter, Key::Enter]);
    assert_eq!(desk.route(), Route::Summary);
    for words in ["0 of 1 right", "Worth another look", "Sure, but wrong", "returns in"] {
        assert!(desk.has(words), "{words}: {}", desk.all_words());
    }
    desk.click("Done");
    assert_eq!(desk.route(), Route::Home);
}

#[test]
fn an_empty_session_offers_other_ways() {
    let mut desk = Desk::new(cards::FLIP);
    desk.key(Key::B);
    assert!(desk.has("Nothing due"));
    desk.click("Cram without scheduling");
    assert_eq!(desk.route(), Route::Study);
    assert!(desk.has("WAL"));
}

#[test]
fn long_cards_keep_their_foot_in_sight() {
    let options: Vec<String> = (2..=12)
        .map(|n| format!("\"{} {n}\"", "A long wrong option that goes on. ".repeat(6)))
        .collect();
    let card = format!(
        "Choice(ask: \"{}\", right: [\"right\"], wrong: [{}])",
        "Why is this so long? ".repeat(100),
        options.join(", ")
    );
    let mut desk = Desk::with(&card, Setup { size: vec2(700.0, 600.0), ..Setup::default() });
    let check = desk.rect("Check");
    assert!(check.bottom() < 600.0);
    desk.keys(&[Key::Num0, Key::Enter]);
    let proceed = desk.rect("Continue");
    assert_eq!(check.center(), proceed.center());
}

#[test]
fn a_leech_is_told_even_of_a_card_that_was_graded_by_hand() {
    let setup = || {
        let settings = Settings { leech_lapses: 1, ..Settings::default() };
        Setup { settings, ..Setup::default() }
    };
    let mut desk = Desk::with(cards::FLIP, setup());
    desk.keys(&[Key::Space, Key::Num3]);
    let mut desk = desk.days_later(30, cards::FLIP, setup());
    desk.keys(&[Key::Space, Key::Num1]);
    assert!(desk.has("Set aside"), "{}", desk.all_words());
    desk.snapshot("study_leech_dark_700");
    desk.key(Key::Enter);
    assert_eq!(desk.route(), Route::Summary);
    assert!(desk.has("Forgotten again and again"));
}

#[test]
fn pictures_of_the_deck_are_shown_and_those_of_the_network_are_not() {
    let card = "Flip(id: \"f\", front: \"Look: ![a square](square.png) ![far](https://x.example/y.png)\", back: \"b\")";
    let setup = || Setup { allow_missing: true, ..Setup::default() };
    let desk = Desk::with(card, setup());
    let pink = image::Rgba([255, 0, 200, 255]);
    let mut bytes = Vec::new();
    let square = image::RgbaImage::from_pixel(40, 40, pink);
    let mut target = std::io::Cursor::new(&mut bytes);
    square.write_to(&mut target, image::ImageFormat::Png).expect("a picture");
    desk.put("square.png", &bytes);
    let mut desk = desk.days_later(0, card, setup());
    let is_shown = |desk: &Desk| desk.picture().pixels().any(|pixel| *pixel == pink);
    // The file is read by a thread of its own.
    for _ in 0..200 {
        if is_shown(&desk) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
    assert!(is_shown(&desk));
    assert!(desk.has("far"));
}
