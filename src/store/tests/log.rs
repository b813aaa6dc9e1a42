//! Adding to the log, undoing, redoing, asking.

use super::*;
use crate::deck::Wording;
use crate::scheduler::{CardState, Params, Phase};

#[test]
fn what_was_committed_is_there_after_reopening() {
    let dir = folder();
    let mut store = open(dir.path());
    let bodies = [
        body(&store, 1, minute(1), 5),
        EventBody::Set(key(1), Setting::Flag(3)),
        EventBody::Set(key(2), Setting::BuriedUntil(Some(DAY + 1))),
        EventBody::Set(key(2), Setting::BuriedUntil(None)),
        EventBody::Set(key(2), Setting::Suspended(true)),
        EventBody::Set(key(1), Setting::Forget),
        EventBody::Set(key(1), Setting::Reworded(Verdict::Keep, u64::MAX)),
        EventBody::Set(key(1), Setting::Reworded(Verdict::Ease, 0)),
        EventBody::Set(key(1), Setting::Reworded(Verdict::StartOver, 1 << 63)),
        EventBody::Follow(key(3), key(1), true),
        EventBody::Follow(key(3), key(2), false),
    ];
    let events = store.commit(minute(1), &bodies).unwrap();
    let (device, before) = (store.device(), sight(&store));
    drop(store);

    let store = open(dir.path());
    assert_eq!(store.device(), device);
    assert_eq!(sight(&store), before);
    let logged: Vec<Event> = store.events().map(Result::unwrap).collect();
    assert_eq!(logged, events);
    assert_eq!(logged.iter().map(|e| e.body.clone()).collect::<Vec<_>>(), bodies);
    assert!(logged.iter().all(|event| event.device == device && event.moment == minute(1)));
    assert!(logged.is_sorted_by(|a, b| a.id < b.id));
    assert_eq!(logged[0].id.get_version_num(), 7);
}

#[test]
fn every_field_of_a_review_reads_back_as_it_was() {
    let dir = folder();
    let mut store = open(dir.path());
    let mut rng = rng(9);
    for n in 0..300 {
        let at = Moment { zone_min: -210, ..moment(DAY + n, 0) };
        let number = u32::try_from(n % 5).unwrap();
        let state = store.state(&key(number)).unwrap();
        let review = generate::review(&state, at, &mut rng);
        let event = store
            .commit(at, &[EventBody::Review(key(number), Box::new(review.clone()))])
            .unwrap()
            .remove(0);
        let logged = store.history(&key(number)).unwrap().pop().unwrap();
        assert_eq!(logged, event);
        assert_eq!(logged.moment, at);
        assert_eq!(logged.body, EventBody::Review(key(number), Box::new(review)));
    }
}

#[test]
fn days_add_up_and_counts_follow() {
    let dir = folder();
    let mut store = open(dir.path());
    for (number, n) in [(1, 1), (2, 2), (1, 3)] {
        answer(&mut store, number, minute(n));
    }
    let tomorrow = moment(DAY + 1, 0);
    answer(&mut store, 1, tomorrow);
    let today = store.day_stat(DAY).unwrap();
    assert_eq!((today.reviews, today.met, today.recalls), (3, 2, 0));
    let next = store.day_stat(DAY + 1).unwrap();
    assert_eq!((next.reviews, next.met, next.recalls), (1, 0, 1));
    assert_eq!(store.day_stats(DAY..=DAY).unwrap(), [(DAY, today)]);
    assert_eq!(store.day_stat(DAY + 2).unwrap(), DayStat::default());
    let times: u64 = store
        .events()
        .filter_map(|event| match event.unwrap().body {
            EventBody::Review(_, review) => Some(u64::from(review.evidence.latency_ms)),
            _ => None,
        })
        .sum();
    assert_eq!(today.time_ms + next.time_ms, times);
    assert_eq!(store.answered_on(DAY).unwrap(), [key(2)]);
    assert_eq!(store.answered_on(DAY + 1).unwrap(), [key(1)]);
    assert_eq!(store.counts().unwrap(), Counts { events: 4, reviews: 4, items: 2, days: 2 });
    assert_eq!(store.last_at_ms().unwrap(), Some(tomorrow.at_ms));
    assert_eq!(store.recent_reviews(2).unwrap()[0].moment, tomorrow);
}

#[test]
fn undo_goes_back_to_the_start_and_redo_gives_all_back() {
    let dir = folder();
    let mut store = open(dir.path());
    let mut sights = vec![sight(&store)];
    for n in 0..12_u32 {
        let at = moment(DAY + i32::try_from(n / 4).unwrap(), i64::from(n) * 1000);
        if n % 5 == 3 {
            store.commit(at, &[EventBody::Set(key(n % 3), Setting::Flag(2))]).unwrap();
        } else {
            answer(&mut store, n % 3, at);
        }
        sights.push(sight(&store));
    }
    let late = moment(DAY + 9, 0);
    for n in (0..12).rev() {
        let undone = store.undo(late, None).unwrap().unwrap();
        assert_eq!(undone.state, store.state(&undone.key).unwrap());
        assert_eq!(sight(&store), sights[n], "after undoing number {n}");
        // Over restarts too.
        if n % 4 == 0 {
            drop(store);
            store = open(dir.path());
        }
    }
    assert_eq!(store.undo(late, None).unwrap(), None);
    assert!(sight(&store).states.is_empty() && sight(&store).days.is_empty());
    assert_eq!(store.state(&key(0)).unwrap(), CardState::default());
    for (n, expected) in sights.iter().enumerate().skip(1) {
        let redone = store.redo(late).unwrap().unwrap();
        assert_eq!(redone.state, store.state(&redone.key).unwrap());
        assert_eq!(&sight(&store), expected, "after redoing number {n}");
        if n % 4 == 0 {
            drop(store);
            store = open(dir.path());
        }
    }
    assert_eq!(store.redo(late).unwrap(), None);
    assert_eq!(store.counts().unwrap().events, 36, "the log keeps it all");
    assert!(store.undone().unwrap().is_empty());
    assert!(verify(&store).is_good());
}

#[test]
fn a_new_event_ends_redoing() {
    let dir = folder();
    let mut store = open(dir.path());
    let first = answer(&mut store, 1, minute(1));
    let second = answer(&mut store, 2, minute(2));
    store.undo(minute(3), None).unwrap();
    let third = answer(&mut store, 3, minute(4));
    assert_eq!(store.redo(minute(5)).unwrap(), None);
    assert_eq!(store.can_undo_redo(None).unwrap(), (true, false));
    // What was undone before stays undone, and is passed over.
    assert_eq!(store.undo(minute(6), None).unwrap().unwrap().event, third);
    assert_eq!(store.undo(minute(6), None).unwrap().unwrap().event, first);
    assert_eq!(store.undo(minute(6), None).unwrap(), None);
    assert_eq!(store.redo(minute(7)).unwrap().unwrap().event, first);
    assert_eq!(store.redo(minute(7)).unwrap().unwrap().event, third);
    assert_eq!(store.redo(minute(7)).unwrap(), None);
    assert_eq!(store.undone().unwrap(), [second.id]);
    assert!(verify(&store).is_good());
}

#[test]
fn undo_stops_at_the_event_given() {
    let dir = folder();
    let mut store = open(dir.path());
    let first = answer(&mut store, 1, minute(1));
    let second = answer(&mut store, 2, minute(2));
    let since = Some(first.id);
    assert_eq!(store.can_undo_redo(since).unwrap(), (true, false));
    assert_eq!(store.undo(minute(3), since).unwrap().unwrap().event, second);
    assert_eq!(store.can_undo_redo(since).unwrap(), (false, true));
    let before = store.counts().unwrap();
    assert_eq!(store.undo(minute(3), since).unwrap(), None);
    assert_eq!(store.counts().unwrap(), before);
}

#[test]
fn overruling_replaces_the_last_review_in_one() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let state = store.state(&key(1)).unwrap();
    let tomorrow = moment(DAY + 1, 0);
    let automatic = answer(&mut store, 1, tomorrow);
    let own = generate::review(&state, tomorrow, &mut rng(77));
    let event = store.overrule(tomorrow, automatic.id, own.clone()).unwrap().unwrap();
    assert_eq!(event.body, EventBody::Review(key(1), Box::new(own.clone())));
    let now = store.state(&key(1)).unwrap();
    assert_eq!((now.memory, now.reps), (Some(own.after), 2));
    assert_eq!(store.day_stat(DAY + 1).unwrap(), DayStat::of(&own));
    // Only the last event can be overruled.
    assert_eq!(store.overrule(tomorrow, automatic.id, own.clone()).unwrap(), None);
    assert_eq!(store.undo(tomorrow, None).unwrap().unwrap().state, state);
    assert!(verify(&store).is_good());

    let flag = store.commit(tomorrow, &[EventBody::Set(key(1), Setting::Flag(1))]).unwrap();
    let before = (sight(&store), store.counts().unwrap());
    let refused = store.overrule(tomorrow, flag[0].id, own).unwrap_err();
    assert!(matches!(refused, StoreError::BadEvent { .. }), "{refused}");
    assert_eq!((sight(&store), store.counts().unwrap()), before);
}

#[test]
fn what_was_picked_stays_with_its_answer() {
    let dir = folder();
    let mut store = open(dir.path());
    let picked = |store: &Store| store.picked(&key(1)).unwrap();
    let pick = |store: &mut Store, n: i64, options: &[&str]| {
        let body = body(store, 1, minute(n), 3);
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        store.commit_picked(minute(n), &[body], None, &options).unwrap().remove(0)
    };
    pick(&mut store, 1, &["b", "a", "b"]);
    pick(&mut store, 2, &[]);
    let state = store.state(&key(1)).unwrap();
    let last = pick(&mut store, 3, &["c"]);
    assert_eq!(picked(&store), ["a", "b", "c"]);
    // An overruled answer picked what it picked, once.
    let own = generate::review(&state, minute(4), &mut rng(77));
    store.overrule(minute(4), last.id, own).unwrap().unwrap();
    assert_eq!(picked(&store), ["a", "b", "c"]);
    store.undo(minute(5), None).unwrap().unwrap();
    assert_eq!(picked(&store), ["a", "b"]);
    store.redo(minute(6)).unwrap().unwrap();
    assert_eq!(picked(&store), ["a", "b", "c"]);
    assert!(verify(&store).is_good());
    for sql in ["DELETE FROM picked", "UPDATE picked SET option = 'd'"] {
        assert!(store.conn.execute(sql, []).is_err(), "{sql}");
    }
    // Nothing is kept of what is refused.
    let nameless = ItemKey { card: String::new(), ..key(1) };
    let EventBody::Review(_, review) = body(&store, 1, minute(7), 3) else { panic!("a review") };
    let bad = [EventBody::Review(key(1), review.clone()), EventBody::Review(nameless, review)];
    assert!(store.commit_picked(minute(7), &bad, None, &["e".to_owned()]).is_err());
    assert_eq!(picked(&store), ["a", "b", "c"]);
}

#[test]
fn all_events_of_a_commit_or_none() {
    let dir = folder();
    let mut store = open(dir.path());
    let good = body(&store, 1, minute(1), 1);
    let EventBody::Review(_, review) = &good else { panic!("a review") };
    let spoil = |change: fn(&mut Review)| {
        let mut review = review.clone();
        change(&mut review);
        EventBody::Review(key(2), review)
    };
    for bad in [
        EventBody::Undo(Uuid::nil()),
        EventBody::Redo(Uuid::nil()),
        EventBody::Set(key(1), Setting::Flag(8)),
        EventBody::Set(ItemKey { deck: String::new(), ..key(1) }, Setting::Forget),
        EventBody::Follow(key(1), key(1), true),
        EventBody::Follow(key(1), ItemKey { card: String::new(), ..key(2) }, true),
        spoil(|review| review.after.stability = f32::NAN),
        spoil(|review| review.after.difficulty = f32::INFINITY),
        spoil(|review| review.grade.known = -0.0),
        spoil(|review| review.evidence.chance = 1.5),
        spoil(|review| review.params = 99),
    ] {
        let refused = store.commit(minute(1), &[good.clone(), bad.clone()]).unwrap_err();
        assert!(matches!(refused, StoreError::BadEvent { .. }), "{bad:?}: {refused}");
    }
    assert_eq!(store.counts().unwrap(), Counts::default());
    assert_eq!(store.last_at_ms().unwrap(), None);
}

#[test]
fn the_log_refuses_to_be_changed() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    store.add_params(5, &other_weights()).unwrap();
    for table in ["log", "item", "params", "device"] {
        let changed = store.conn.execute(&format!("DELETE FROM {table}"), []).unwrap_err();
        assert!(changed.to_string().contains("append-only"), "{changed}");
    }
    for change in ["log SET rating = 4", "item SET card = 'x'", "params SET at_ms = 0"] {
        let changed = store.conn.execute(&format!("UPDATE {change}"), []).unwrap_err();
        assert!(changed.to_string().contains("append-only"), "{changed}");
    }
    assert!(verify(&store).is_good());
}

#[test]
fn every_commit_is_durable_by_the_settings_of_the_file() {
    let dir = folder();
    let store = open(dir.path());
    let pragma =
        |name: &str| store.conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("synchronous"), 2, "FULL");
    assert_eq!(pragma("foreign_keys"), 1);
    let mode: String =
        store.conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn parameters_keep_their_bits_and_their_numbers() {
    let dir = folder();
    let mut store = open(dir.path());
    let first = store.current_params().unwrap();
    assert_eq!(first, Params::default());
    assert_eq!(store.add_params(1, first.weights()).unwrap(), first);
    let mut weights = *first.weights();
    weights[3] = f32::from_bits(weights[3].to_bits() + 1);
    weights[8] = f32::MIN_POSITIVE;
    assert_eq!(store.add_params(2, &weights).unwrap().version(), 1);
    drop(store);
    let mut store = open(dir.path());
    let second = store.current_params().unwrap();
    assert_eq!(second.weights().map(f32::to_bits), weights.map(f32::to_bits));
    assert_eq!(store.all_params().unwrap(), [first, second]);
    weights[0] = f32::NAN;
    assert!(matches!(store.add_params(3, &weights).unwrap_err(), StoreError::BadEvent { .. }));
}

#[test]
fn a_clock_a_little_behind_takes_the_last_time() {
    let dir = folder();
    let mut store = open(dir.path());
    let first = answer(&mut store, 1, minute(10));
    let behind = Moment { day: DAY - 1, ..minute(9) };
    assert_eq!(store.clock(behind.at_ms).unwrap(), Clock::Fine);
    let second = answer(&mut store, 2, behind);
    assert_eq!((second.moment.at_ms, second.moment.day), (first.moment.at_ms, DAY));
    assert!(second.id > first.id);
}

#[test]
fn a_clock_far_behind_asks_first() {
    let dir = folder();
    let mut store = open(dir.path());
    let first = answer(&mut store, 1, minute(100));
    let by_ms = 60 * 60_000;
    let last_ms = first.moment.at_ms;
    assert_eq!(store.clock(minute(40).at_ms).unwrap(), Clock::Back { last_ms, by_ms });
    let body = body(&store, 2, minute(40), 1);
    for refused in [
        store.commit(minute(40), std::slice::from_ref(&body)).unwrap_err(),
        store.undo(minute(40), None).unwrap_err(),
    ] {
        assert!(matches!(refused, StoreError::ClockBack { .. }), "{refused}");
        assert!(refused.to_string().contains("60 minutes"), "{refused}");
    }
    assert_eq!(store.counts().unwrap().events, 1);

    store.accept_clock().unwrap();
    assert_eq!(store.clock(minute(40).at_ms).unwrap(), Clock::Fine);
    let second = store.commit(minute(40), &[body]).unwrap().remove(0);
    assert_eq!(second.moment, minute(40));
    assert!(second.id > first.id, "the log's order holds all the same");
    assert_eq!(store.last_at_ms().unwrap(), Some(minute(40).at_ms));
    assert_eq!(
        store.clock(minute(30).at_ms).unwrap(),
        Clock::Back { last_ms: minute(40).at_ms, by_ms: 600_000 }
    );
    answer(&mut store, 3, minute(41));
    assert!(verify(&store).is_good());
}

#[test]
fn long_logs_come_in_pages_without_gaps() {
    let dir = folder();
    let mut store = open(dir.path());
    let bodies: Vec<EventBody> =
        (0..2500).map(|n| EventBody::Set(key(n % 7), Setting::Flag(1))).collect();
    let events = store.commit(minute(1), &bodies).unwrap();
    let logged: Vec<Event> = store.events().map(Result::unwrap).collect();
    assert_eq!(logged, events);
}

#[test]
fn a_reversed_side_is_an_item_of_its_own() {
    let dir = folder();
    let mut store = open(dir.path());
    let reversed = ItemKey { side: crate::deck::Side::Reversed, ..key(1) };
    store.commit(minute(1), &[EventBody::Set(reversed.clone(), Setting::Flag(2))]).unwrap();
    assert_eq!(store.state(&reversed).unwrap().flag, 2);
    assert_eq!(store.state(&key(1)).unwrap().phase, Phase::New);
    assert_eq!(store.state(&key(1)).unwrap().flag, 0);
    assert_eq!(store.states().unwrap()[0].0, reversed);
    assert!(store.history(&key(1)).unwrap().is_empty());
}

#[test]
fn follows_and_decisions_count_until_they_are_undone() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    store.commit(minute(2), &[EventBody::Follow(key(2), key(1), true)]).unwrap();
    let settled = EventBody::Set(key(1), Setting::Reworded(Verdict::Keep, 42));
    store.commit(minute(3), &[settled]).unwrap();
    assert_eq!(store.follows().unwrap(), [(key(2), key(1), true)]);
    assert!(store.is_settled(&key(1), 42).unwrap());
    assert!(!store.is_settled(&key(1), 43).unwrap());
    assert!(!store.is_settled(&key(2), 42).unwrap());
    store.undo(minute(4), None).unwrap();
    assert!(!store.is_settled(&key(1), 42).unwrap());
    store.undo(minute(5), None).unwrap();
    assert_eq!(store.follows().unwrap(), []);
    store.redo(minute(6)).unwrap();
    assert_eq!(store.follows().unwrap(), [(key(2), key(1), true)]);
}

#[test]
fn wordings_are_kept_when_they_change_and_never_altered() {
    let dir = folder();
    let mut store = open(dir.path());
    let wording = |answer: &str| Wording {
        answer: u64::try_from(answer.len()).unwrap(),
        asked: "Which?".to_owned(),
        answered: answer.to_owned(),
    };
    for (n, answer) in [(1, "one"), (2, "one"), (3, "three"), (4, "one")] {
        let body = body(&store, 1, minute(n), 3);
        store.commit_seen(minute(n), &[body], Some((&key(1), &wording(answer)))).unwrap();
    }
    assert_eq!(store.wording(&key(1)).unwrap(), Some(wording("one")));
    assert_eq!(store.wording(&key(2)).unwrap(), None);
    assert_eq!(store.wordings().unwrap(), [(key(1), wording("one"))]);
    let rows: i64 =
        store.conn.query_row("SELECT count(*) FROM wording", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 3);
    for sql in ["DELETE FROM wording", "UPDATE wording SET answered = 'two'"] {
        let refused = store.conn.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
}

#[test]
fn a_file_of_the_first_version_is_brought_up_to_date() {
    let dir = folder();
    let first = super::super::schema::Schema { version: 1, steps: &[] };
    let mut store = Store::open_as(dir.path(), &options(), &first).unwrap();
    answer(&mut store, 1, minute(1));
    let before = sight(&store);
    drop(store);
    let store = open(dir.path());
    assert_eq!(sight(&store), before);
    assert_eq!((store.follows().unwrap(), store.wordings().unwrap()), (vec![], vec![]));
    assert!(verify(&store).is_good());
}
