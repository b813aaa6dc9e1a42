use super::*;
use crate::store::{Review, Setting};

fn review(phase: Phase, leech: bool) -> Review {
    Review {
        evidence: plain(),
        grade: Grade { rating: Rating::Good, base: Rating::Good, known: 1.0 },
        elapsed_days: 0,
        before: None,
        after: Memory { stability: 3.0, difficulty: 4.0 },
        phase,
        due: Due::Day(7),
        interval_days: 3,
        leech,
        params: 0,
    }
}

#[test]
fn a_review_is_taken_over_as_it_was_decided() {
    let before = CardState { buried_until: Some(9), flag: 2, reps: 4, ..CardState::default() };
    let after = apply(&before, Change::Review(&review(Phase::Review, false)), 123, 4);
    assert_eq!(
        after,
        CardState {
            phase: Phase::Review,
            memory: Some(Memory { stability: 3.0, difficulty: 4.0 }),
            due: Due::Day(7),
            interval_days: 3,
            last_at_ms: Some(123),
            last_day: Some(4),
            reps: 5,
            flag: 2,
            ..CardState::default()
        }
    );
}

#[test]
fn a_lapse_is_counted_only_when_what_was_known_is_lost() {
    for (before, after, lapses) in [
        (Phase::Review, Phase::Relearning, 1),
        (Phase::Review, Phase::Review, 0),
        (Phase::Relearning, Phase::Relearning, 0),
        (Phase::New, Phase::Learning, 0),
        (Phase::Learning, Phase::Learning, 0),
    ] {
        let state = CardState { phase: before, ..CardState::default() };
        let state = apply(&state, Change::Review(&review(after, false)), 0, 0);
        assert_eq!(state.lapses, lapses, "{before:?} to {after:?}");
    }
}

#[test]
fn a_leech_is_set_aside_until_it_is_brought_back() {
    let known = CardState { phase: Phase::Review, ..CardState::default() };
    let leech = apply(&known, Change::Review(&review(Phase::Relearning, true)), 0, 0);
    assert!(leech.leech && leech.suspended);
    let back = apply(&leech, Change::Set(Setting::Suspended(false)), 0, 0);
    assert!(!back.leech && !back.suspended);
    assert_eq!((back.lapses, back.reps), (leech.lapses, leech.reps));
}

#[test]
fn settings_change_what_they_name() {
    let state = apply(
        &CardState { flag: 3, confident_error: true, ..CardState::default() },
        Change::Review(&review(Phase::Review, false)),
        5,
        6,
    );
    let set = |setting| apply(&state, Change::Set(setting), 7, 8);
    assert_eq!(set(Setting::Suspended(true)), CardState { suspended: true, ..state });
    assert_eq!(set(Setting::BuriedUntil(Some(9))), CardState { buried_until: Some(9), ..state });
    assert_eq!(set(Setting::BuriedUntil(None)), state);
    assert_eq!(set(Setting::Flag(5)), CardState { flag: 5, ..state });
    assert_eq!(set(Setting::Flag(200)).flag, 7);
    assert_eq!(set(Setting::Forget), CardState { flag: 3, ..CardState::default() });
    assert_eq!(set(Setting::Due(42)), CardState { due: Due::Day(42), ..state });
}

#[test]
fn a_day_named_by_hand_moves_what_is_known_and_nothing_else() {
    let named = |state: &CardState| apply(state, Change::Set(Setting::Due(42)), 7, 8);
    let new = CardState { flag: 3, buried_until: Some(9), ..CardState::default() };
    assert_eq!(named(&new), new, "a new card has no memory that could fade until a day");
    let known = apply(&new, Change::Review(&review(Phase::Review, false)), 5, 6);
    let resting = CardState { buried_until: Some(99), suspended: true, ..known };
    let moved = named(&resting);
    assert_eq!((moved.due, moved.buried_until), (Due::Day(42), None));
    assert!(moved.suspended, "who set it aside brings it back");
    assert_eq!((moved.memory, moved.interval_days), (known.memory, known.interval_days));
}

#[test]
fn a_confident_error_stays_open_until_its_check_is_passed() {
    let wrong = |confidence, stated| Evidence {
        correct: false,
        confidence: Some(confidence),
        stated,
        ..plain()
    };
    let after = |state: &CardState, evidence, phase| {
        let review = Review { evidence, ..review(phase, false) };
        apply(state, Change::Review(&review), 0, 0)
    };
    let known = CardState { phase: Phase::Review, ..CardState::default() };
    let missed = after(&known, wrong(Confidence::Sure, None), Phase::Relearning);
    assert!(missed.confident_error);
    let relearned = after(&missed, plain(), Phase::Review);
    assert!(relearned.confident_error, "relearning is no check");
    assert!(!after(&relearned, plain(), Phase::Review).confident_error, "checked");
    assert!(after(&relearned, wrong(Confidence::Guess, None), Phase::Relearning).confident_error);
    assert!(!after(&known, wrong(Confidence::Unsure, None), Phase::Relearning).confident_error);
    let overruled = wrong(Confidence::Sure, Some(Rating::Good));
    assert!(!after(&known, overruled, Phase::Review).confident_error, "the learner was right");
}
