//! Cards that are edited while they are studied, and after they were.

use egui::{Key, vec2};
use hippocache::session::Stage;
use hippocache::settings::Theme;
use hippocache::store::Verdict;
use hippocache::ui::app::Route;

use super::cards;
use super::desk::{Desk, Setup};
use crate::support::THEMES;

/// The same question with another right answer.
fn other_answer() -> String {
    cards::TYPED.replace("INCR zqvisits", "INCREX zqvisits")
}

/// Learned, then edited so that another answer is right, then answered again.
fn answered_anew(setup: impl Fn() -> Setup) -> Desk {
    let mut desk = Desk::with(cards::TYPED, setup());
    for answer in ["INCR zqvisits", "INCR zqvisits"] {
        if desk.has("Your answer") {
            desk.type_text(answer);
            desk.keys(&[Key::Enter, Key::Enter]);
        }
    }
    let mut desk = desk.days_later(60, &other_answer(), setup());
    desk.type_text("INCREX zqvisits");
    desk.key(Key::Enter);
    desk
}

#[test]
fn another_right_answer_asks_once_what_it_means_and_is_undone() {
    for (key, verdict, said) in [
        (Key::K, Verdict::Keep, "The same fact: all that you know stays."),
        (Key::L, Verdict::Ease, "It is asked again today."),
        (Key::N, Verdict::StartOver, "A new fact: it is learned from the start."),
    ] {
        let mut desk = answered_anew(Setup::default);
        assert!(desk.has("This answer has changed since you learned it"), "{}", desk.all_words());
        assert!(desk.has("It was: INCR zqvisits"));
        let item = desk.session().item().expect("a card");
        let before = desk.collection().state(item);
        desk.key(key);
        assert!(desk.has(said), "{}", desk.all_words());
        let Stage::Answered(_, answered) = desk.stage() else { panic!("it was answered") };
        assert_eq!(answered.verdict, Some(verdict));
        let after = desk.collection().state(item);
        match verdict {
            Verdict::Keep => assert_eq!(after.memory, before.memory),
            Verdict::Ease => assert_ne!(after.due, before.due),
            Verdict::StartOver => assert_eq!(after.memory, None),
        }
        // A second word changes nothing.
        desk.keys(&[Key::K, Key::N]);
        assert!(desk.has(said));
        desk.click("Undo");
        assert_eq!(desk.collection().state(item), before);
        assert!(desk.has("This answer has changed since you learned it"));
    }
}

#[test]
fn another_right_answer_is_a_designed_sight() {
    for (theme, name) in THEMES {
        for width in [700.0, 1400.0] {
            let setup = || Setup { theme, size: vec2(width, 860.0), ..Setup::default() };
            let mut desk = answered_anew(setup);
            desk.snapshot(&format!("study_reworded_{name}_{width}"));
            desk.key(Key::L);
            if theme == Theme::Dark {
                desk.snapshot(&format!("study_reworded_said_{width}"));
            }
        }
    }
}

#[test]
fn a_card_that_is_edited_while_it_is_shown_changes_under_the_eyes() {
    let two = format!("{}, {}", cards::FLIP, cards::CHOICE);
    let mut desk = Desk::with(&two, Setup::default());
    if !desk.has("What does WAL stand for") {
        desk.keys(&[Key::Num1, Key::Enter, Key::Enter]);
    }
    assert!(desk.has("What does WAL stand for"), "{}", desk.all_words());
    let done = desk.reviews().len();
    desk.edit(&two.replace("What does **WAL** stand for", "What is **WAL** short for"));
    desk.until("What is WAL short for");
    assert!(desk.has("This card was edited just now"));
    assert_eq!(desk.reviews().len(), done);
    desk.wait_for_good();
    // A file that breaks leaves everything as it is, and says where.
    desk.edit("Flip(front: ");
    desk.until("its last good version stays");
    assert!(desk.has("desk.ron:1:"), "{}", desk.all_words());
    assert!(desk.has("What is WAL short for"), "{}", desk.all_words());
    desk.key(Key::Space);
    desk.key(Key::Num3);
    assert_eq!(desk.reviews().len(), done + 1);
}

#[test]
fn a_broken_deck_is_told_above_the_card() {
    for (theme, name) in THEMES {
        for width in [700.0, 1400.0] {
            let setup = Setup { theme, size: vec2(width, 860.0), ..Setup::default() };
            let mut desk = Desk::with(cards::FLIP, setup);
            // There is a good version to fall back on once something was read anew.
            desk.edit(&cards::FLIP.replace("and what does it promise", "and what is its promise"));
            desk.until("what is its promise");
            desk.wait_for_good();
            desk.edit("Flip(front: ");
            desk.until("its last good version stays");
            desk.harness.run_steps(30);
            desk.snapshot(&format!("study_broken_{name}_{width}"));
        }
    }
}

#[test]
fn a_card_that_is_taken_out_makes_way_for_the_next() {
    let two = format!("{}, {}", cards::FLIP, cards::CHOICE);
    let mut desk = Desk::with(&two, Setup::default());
    let (shown, other) = if desk.has("What does WAL stand for") {
        (cards::FLIP, cards::CHOICE)
    } else {
        (cards::CHOICE, cards::FLIP)
    };
    assert_ne!(shown, other);
    desk.edit(other);
    desk.until("The card was taken out of its deck");
    let wanted = if other == cards::FLIP { "What does WAL stand for" } else { "isolation level" };
    assert!(desk.has(wanted), "{}", desk.all_words());
}

#[test]
fn e_opens_the_card_in_the_editor_and_the_way_back_goes_on() {
    let mut desk = Desk::with(cards::FLIP, Setup { size: vec2(1400.0, 860.0), ..Setup::default() });
    desk.key(Key::E);
    desk.until("About the deck");
    assert_eq!(desk.route(), Route::Author);
    let front = "Front side";
    desk.focus(front);
    desk.chord(egui::Modifiers::COMMAND, Key::A);
    desk.type_text("What is the **WAL**?");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.until("Show answer");
    assert_eq!(desk.route(), Route::Study);
    desk.until("What is the WAL?");
    assert!(matches!(desk.stage(), Stage::Asking(_)));
}
