//! Cache and log agree, and `verify` notices when they don't.

use proptest::prelude::*;

use super::*;
use crate::scheduler::CardState;

/// One thing a learner does.
#[derive(Debug, Clone)]
enum Deed {
    Answer(u32, u64),
    /// Two items in one commit.
    Both(u32, u32, u64),
    Set(u32, Setting),
    /// Whether the first goes on with the second, if they are two.
    Follow(u32, u32, bool),
    Undo,
    Redo,
    Overrule(u64),
    Restart,
    Rebuild,
    NewParams(f32),
    /// Time passes: minutes, and perhaps days.
    Wait(i64, i32),
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![Just(Verdict::Keep), Just(Verdict::Ease), Just(Verdict::StartOver)]
}

fn deed() -> impl Strategy<Value = Deed> {
    let item = 0_u32..5;
    let setting = prop_oneof![
        any::<bool>().prop_map(Setting::Suspended),
        proptest::option::of(DAY..DAY + 9).prop_map(Setting::BuriedUntil),
        (0_u8..8).prop_map(Setting::Flag),
        Just(Setting::Forget),
        (DAY - 9..DAY + 99).prop_map(Setting::Due),
        (verdict(), any::<u64>()).prop_map(|(verdict, answer)| Setting::Reworded(verdict, answer)),
    ];
    prop_oneof![
        8 => (item.clone(), any::<u64>()).prop_map(|(item, seed)| Deed::Answer(item, seed)),
        1 => (item.clone(), item.clone(), any::<u64>()).prop_map(|(a, b, s)| Deed::Both(a, b, s)),
        1 => (item.clone(), 1_u32..5, any::<bool>())
            .prop_map(|(a, by, is)| Deed::Follow(a, (a + by) % 5, is)),
        3 => (item, setting).prop_map(|(item, setting)| Deed::Set(item, setting)),
        4 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
        1 => any::<u64>().prop_map(Deed::Overrule),
        1 => Just(Deed::Restart),
        1 => Just(Deed::Rebuild),
        1 => (0.1_f32..0.9).prop_map(Deed::NewParams),
        2 => (-3_i64..600, 0_i32..4).prop_map(|(minutes, days)| Deed::Wait(minutes, days)),
    ]
}

/// What the store should be, kept in the plainest way: the events that count,
/// each with what the learner saw before it.
struct Shadow {
    counting: Vec<(Uuid, Sight)>,
    undone: Vec<(Uuid, Sight)>,
}

fn play(deeds: &[Deed]) -> Result<(), TestCaseError> {
    let dir = folder();
    let fast = Options { durability: Durability::None, ..options() };
    let open = || Store::open(dir.path(), &fast).unwrap();
    let mut store = open();
    let (mut at_ms, mut day) = (minute(0).at_ms, DAY);
    let mut shadow = Shadow { counting: Vec::new(), undone: Vec::new() };
    for deed in deeds {
        let at = Moment { at_ms, day, zone_min: 60 };
        let before = sight(&store);
        match *deed {
            Deed::Answer(item, seed) => {
                let event = store.commit(at, &[body(&store, item, at, seed)]).unwrap().remove(0);
                shadow.counting.push((event.id, before));
                shadow.undone.clear();
            }
            Deed::Both(a, b, seed) => {
                let bodies = [body(&store, a, at, seed), EventBody::Set(key(b), Setting::Flag(5))];
                let events = store.commit(at, &bodies).unwrap();
                shadow.undone.clear();
                // What lies between two events of a commit is found by undoing.
                shadow.counting.push((events[0].id, before));
                store.undo(at, None).unwrap();
                let between = sight(&store);
                store.redo(at).unwrap();
                shadow.counting.push((events[1].id, between));
            }
            Deed::Set(item, setting) => {
                let event = store.commit(at, &[EventBody::Set(key(item), setting)]).unwrap();
                shadow.counting.push((event[0].id, before));
                shadow.undone.clear();
            }
            Deed::Follow(item, other, is) => {
                let body = EventBody::Follow(key(item), key(other), is);
                let event = store.commit(at, &[body]).unwrap();
                shadow.counting.push((event[0].id, before));
                shadow.undone.clear();
            }
            Deed::Undo => {
                let undone = store.undo(at, None).unwrap();
                let expected = shadow.counting.pop();
                prop_assert_eq!(undone.map(|u| u.event.id), expected.as_ref().map(|e| e.0));
                if let Some((id, earlier)) = expected {
                    prop_assert_eq!(&sight(&store), &earlier);
                    shadow.undone.push((id, before));
                }
            }
            Deed::Redo => {
                let redone = store.redo(at).unwrap();
                let expected = shadow.undone.pop();
                prop_assert_eq!(redone.map(|r| r.event.id), expected.as_ref().map(|e| e.0));
                if let Some((id, later)) = expected {
                    prop_assert_eq!(&sight(&store), &later);
                    shadow.counting.push((id, before));
                }
            }
            Deed::Overrule(seed) => overrule(&mut store, &mut shadow, at, seed),
            Deed::Restart => {
                drop(store);
                store = open();
                prop_assert_eq!(sight(&store), before);
            }
            Deed::Rebuild => {
                store.rebuild(&mut on).unwrap();
                prop_assert_eq!(sight(&store), before);
            }
            Deed::NewParams(weight) => {
                let mut weights = other_weights();
                weights[0] = weight;
                store.add_params(at_ms, &weights).unwrap();
            }
            Deed::Wait(minutes, days) => {
                at_ms += minutes * 60_000 + i64::from(days) * generate::DAY_MS;
                day += days;
            }
        }
        let report = verify(&store);
        prop_assert!(report.is_good(), "after {:?}: {:?}", deed, report);
    }

    let late = moment(day + 30, 0);
    let last = sight(&store);
    let mut undoings = 0_isize;
    while store.undo(late, None).unwrap().is_some() {
        undoings += 1;
    }
    prop_assert_eq!(undoings, isize::try_from(shadow.counting.len()).unwrap());
    prop_assert_eq!(sight(&store), Sight { states: Vec::new(), days: Vec::new() });
    while store.redo(late).unwrap().is_some() {
        undoings -= 1;
    }
    // What could be redone before the end can still be.
    prop_assert_eq!(undoings, -isize::try_from(shadow.undone.len()).unwrap());
    for (_, later) in shadow.undone.iter().take(1) {
        prop_assert_eq!(&sight(&store), later);
    }
    if shadow.undone.is_empty() {
        prop_assert_eq!(sight(&store), last);
    }
    prop_assert!(verify(&store).is_good());
    Ok(())
}

fn overrule(store: &mut Store, shadow: &mut Shadow, at: Moment, seed: u64) {
    let Some((id, earlier)) = shadow.counting.last().cloned() else { return };
    let event = store.events().map(Result::unwrap).find(|event| event.id == id).unwrap();
    let EventBody::Review(item, _) = event.body else { return };
    let state = earlier.states.iter().find(|(key, _)| *key == item);
    let state = state.map_or_else(CardState::default, |(_, state)| *state);
    let review = generate::review(&state, at, &mut rng(seed));
    let event = store.overrule(at, id, review).unwrap().unwrap();
    shadow.counting.pop();
    shadow.counting.push((event.id, earlier));
    shadow.undone.clear();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_cache_is_what_replaying_gives(deeds in proptest::collection::vec(deed(), 1..60)) {
        play(&deeds)?;
    }
}

/// A store with a little of everything.
fn busy(dir: &Path) -> Store {
    let mut store = open(dir);
    for n in 0..40 {
        answer(&mut store, n % 7, moment(DAY + i32::try_from(n / 10).unwrap(), i64::from(n)));
    }
    store.commit(moment(DAY + 5, 0), &[EventBody::Set(key(1), Setting::Flag(4))]).unwrap();
    store.undo(moment(DAY + 5, 1), None).unwrap();
    assert!(verify(&store).is_good());
    store
}

fn tamper(store: &Store, sql: &str) {
    assert!(store.conn.execute_batch(sql).is_ok(), "{sql}");
}

#[test]
fn a_wrong_cache_is_found_and_made_anew() {
    let dir = folder();
    let mut store = busy(dir.path());
    let right = sight(&store);
    let item = 2;
    // One unit in the last place of one stability.
    let mut state = super::read::state_of(&store.conn, item).unwrap();
    let memory = state.memory.as_mut().unwrap();
    memory.stability = f32::from_bits(memory.stability.to_bits() + 1);
    let packed = super::pack::pack(&state);
    let packed = packed.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    for (sql, check) in [
        (
            format!("UPDATE card_state SET packed = x'{packed}' WHERE item = {item}"),
            (|d| matches!(d, Difference::State { event: Some(_), .. })) as fn(&Difference) -> bool,
        ),
        (format!("DELETE FROM card_state WHERE item = {item}"), |d| {
            matches!(d, Difference::State { .. })
        }),
        ("UPDATE day_stat SET time_ms = time_ms + 1 WHERE day = 20601".to_owned(), |d| {
            matches!(d, Difference::Day { day: 20_601, .. })
        }),
        ("DELETE FROM day_stat WHERE day = 20602".to_owned(), |d| {
            matches!(d, Difference::Day { day: 20_602, .. })
        }),
        ("UPDATE undone SET redo = 0".to_owned(), |d| matches!(d, Difference::Counted { .. })),
    ] {
        tamper(&store, &sql);
        let report = verify(&store);
        assert_eq!(report.different, 1, "{sql}: {report:?}");
        assert!(check(&report.differences[0]), "{sql}: {}", report.differences[0]);
        store.rebuild(&mut on).unwrap();
        assert!(verify(&store).is_good(), "{sql}");
        assert_eq!(sight(&store), right);
    }
}

#[test]
fn a_changed_log_is_found() {
    let dir = folder();
    let store = busy(dir.path());
    tamper(&store, "DROP TRIGGER log_no_update");
    for (sql, back) in [
        (
            "UPDATE log SET difficulty_after = difficulty_after + 0.5 WHERE seq = 20",
            "UPDATE log SET difficulty_after = difficulty_after - 0.5 WHERE seq = 20",
        ),
        (
            "UPDATE log SET elapsed_days = elapsed_days + 3 WHERE seq = 20",
            "UPDATE log SET elapsed_days = elapsed_days - 3 WHERE seq = 20",
        ),
    ] {
        tamper(&store, sql);
        let report = verify(&store);
        let event = store.events().nth(19).unwrap().unwrap();
        assert!(
            report
                .differences
                .iter()
                .any(|d| matches!(d, Difference::Memory { event: id, .. } if *id == event.id)),
            "{sql}: {report:?}"
        );
        tamper(&store, back);
        assert!(verify(&store).is_good());
    }
    tamper(&store, "UPDATE log SET id = (SELECT id FROM log WHERE seq = 4) WHERE seq = 5");
    let report = verify(&store);
    assert!(matches!(report.differences[..], [Difference::Order { .. }]), "{report:?}");
}

#[test]
fn verify_counts_what_it_saw_and_can_be_stopped() {
    let dir = folder();
    let store = busy(dir.path());
    let mut last = (0, 0);
    let report = store
        .verify(&mut |done, total| {
            last = (done, total);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((report.events, report.reviews, report.items, report.days), (42, 40, 7, 4));
    assert_eq!(last, (42, 42));
    let stopped = store.verify(&mut |_, _| ControlFlow::Break(())).unwrap_err();
    assert!(matches!(stopped, StoreError::Stopped { .. }));
}

#[test]
fn a_row_without_its_item_is_found() {
    let dir = folder();
    let store = busy(dir.path());
    tamper(&store, "PRAGMA foreign_keys = OFF; DROP TRIGGER item_no_delete");
    tamper(&store, "DELETE FROM item WHERE id = 3");
    let report = verify(&store);
    assert!(report.file.iter().any(|fault| fault.contains("log")), "{report:?}");
}
