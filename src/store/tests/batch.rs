//! Many settings as one step.

use proptest::prelude::*;

use super::*;
use crate::scheduler::{CardState, Due};

fn settings(numbers: std::ops::Range<u32>, setting: Setting) -> Vec<(ItemKey, Setting)> {
    numbers.map(|number| (key(number), setting)).collect()
}

#[test]
fn a_batch_is_one_step_back_and_one_forth() {
    let dir = folder();
    let mut store = open(dir.path());
    for number in 0..20 {
        answer(&mut store, number, minute(1));
    }
    let before = sight(&store);
    let batch =
        store.commit_batch(minute(2), &settings(0..20, Setting::Suspended(true))).unwrap().unwrap();
    assert_eq!(batch.cards().len(), 20);
    assert!(batch.cards().iter().all(|card| card.after.suspended && !card.before.suspended));
    let after = sight(&store);
    assert!(after.states.iter().all(|(_, state)| state.suspended));
    for _ in 0..2 {
        assert!(store.undo_batch(minute(3), &batch).unwrap());
        assert_eq!(sight(&store), before);
        assert!(!store.undo_batch(minute(3), &batch).unwrap(), "it is undone already");
        assert!(verify(&store).is_good());
        assert!(store.redo_batch(minute(4), &batch).unwrap());
        assert_eq!(sight(&store), after);
        assert!(!store.redo_batch(minute(4), &batch).unwrap());
    }
    assert!(verify(&store).is_good());
    drop(store);
    let mut store = open(dir.path());
    assert_eq!(sight(&store), after);
    store.rebuild(&mut on).unwrap();
    assert_eq!(sight(&store), after);
}

#[test]
fn nothing_is_undone_past_what_came_after() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let flags = settings(0..9, Setting::Flag(2));
    let batch = store.commit_batch(minute(2), &flags).unwrap().unwrap();
    answer(&mut store, 2, minute(3));
    let before = sight(&store);
    assert!(!store.undo_batch(minute(4), &batch).unwrap());
    assert_eq!(sight(&store), before);
    // The answer is taken back; then the batch is the last again.
    store.undo(minute(5), None).unwrap().unwrap();
    assert!(store.undo_batch(minute(6), &batch).unwrap());
    // What is redone last is what was undone first: not the batch alone.
    assert!(store.redo_batch(minute(7), &batch).unwrap());
    assert!(verify(&store).is_good());
}

#[test]
fn a_batch_is_all_or_nothing_and_an_empty_one_is_none() {
    let dir = folder();
    let mut store = open(dir.path());
    let mut flags = settings(0..5, Setting::Flag(2));
    flags.push((key(5), Setting::Flag(9)));
    let before = store.counts().unwrap();
    assert!(matches!(store.commit_batch(minute(1), &flags), Err(StoreError::BadEvent { .. })));
    assert_eq!(store.counts().unwrap(), before);
    assert!(store.commit_batch(minute(1), &[]).unwrap().is_none());
}

#[test]
fn a_due_day_is_in_the_log_and_comes_back_from_it() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let moved = settings(0..3, Setting::Due(DAY + 77));
    store.commit_batch(minute(2), &moved).unwrap().unwrap();
    assert_eq!(store.state(&key(1)).unwrap().due, Due::Day(DAY + 77));
    assert_eq!(store.state(&key(2)).unwrap(), CardState::default(), "a new card stays new");
    let history = store.history(&key(1)).unwrap();
    assert_eq!(history[1].body, EventBody::Set(key(1), Setting::Due(DAY + 77)));
    assert!(verify(&store).is_good());
    drop(store);
    assert_eq!(open(dir.path()).state(&key(1)).unwrap().due, Due::Day(DAY + 77));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn batches_between_other_events_come_back_in_order(
        sizes in proptest::collection::vec(1_u32..6, 1..5),
    ) {
        let dir = folder();
        let mut store = open(dir.path());
        for number in 0..6 {
            answer(&mut store, number, minute(1));
        }
        let mut seen = vec![sight(&store)];
        let mut batches = Vec::new();
        for (at, size) in sizes.iter().enumerate() {
            let setting = match at % 3 {
                0 => Setting::Flag(u8::try_from(at).unwrap() % 7 + 1),
                1 => Setting::Suspended(true),
                _ => Setting::Due(DAY + 5 + i32::try_from(at).unwrap()),
            };
            let batch = store.commit_batch(minute(2), &settings(0..*size, setting)).unwrap();
            batches.push(batch.unwrap());
            seen.push(sight(&store));
        }
        for (at, batch) in batches.iter().enumerate().rev() {
            prop_assert!(store.undo_batch(minute(3), batch).unwrap());
            prop_assert!(verify(&store).is_good());
            prop_assert_eq!(&sight(&store), &seen[at]);
        }
        for (at, batch) in batches.iter().enumerate() {
            prop_assert!(store.redo_batch(minute(4), batch).unwrap());
            prop_assert_eq!(&sight(&store), &seen[at + 1]);
        }
        prop_assert!(verify(&store).is_good());
    }
}
