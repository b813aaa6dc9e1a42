//! Backups are whole, thinned out, and put back without losing the present.

use std::fs;

use super::backup::{self, Reason};
use super::*;

const NOW: i64 = DAY as i64 * generate::DAY_MS;

fn events(store: &Store) -> Vec<Event> {
    store.events().map(Result::unwrap).collect()
}

/// All files of the folder, by name, but for the lock.
fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "progress.lock")
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_holds_all_that_was_committed_even_while_the_store_is_open() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    answer(&mut store, 2, minute(2));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    assert_eq!(made.name, "progress-20260527-000000.sqlite3");
    let checked = backup::check(&made.path).unwrap();
    assert_eq!((checked.events, checked.last_at_ms), (2, Some(minute(2).at_ms)));
    assert_eq!(backup::list(dir.path()).unwrap(), std::slice::from_ref(&made));
    // A single file that needs no journal, and nothing half-made beside it.
    assert_eq!(files(&dir.path().join("backups")), [made.name]);
    answer(&mut store, 3, minute(3));
    assert!(verify(&store).is_good());
}

#[test]
fn commits_go_on_while_a_backup_runs() {
    let dir = folder();
    let mut store = open(dir.path());
    let bodies: Vec<EventBody> =
        (0..30_000).map(|n| EventBody::Set(key(n), Setting::Flag(1))).collect();
    store.commit(minute(1), &bodies).unwrap();
    let mut n = 0;
    let made = backup::run(dir.path(), NOW, &mut |_, _| {
        n += 1;
        answer(&mut store, 1, minute(1 + n));
        // Without a snapshot it would start over after each of the answers.
        if n > 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert!(n > 2, "it ran in {n} steps only");
    // The snapshot of its start, not a mixture.
    assert_eq!(backup::check(&made.path).unwrap().events, 30_000);
    assert_eq!(store.counts().unwrap().reviews, u64::try_from(n).unwrap());
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let stopped = backup::run(dir.path(), NOW, &mut |_, _| ControlFlow::Break(())).unwrap_err();
    assert!(matches!(stopped, StoreError::Stopped { .. }), "{stopped}");
    assert!(files(&dir.path().join("backups")).is_empty());
}

#[test]
fn once_a_day_and_never_of_nothing() {
    let dir = folder();
    let mut store = open(dir.path());
    assert_eq!(backup::daily(dir.path(), NOW, &mut on).unwrap(), None);
    answer(&mut store, 1, minute(1));
    assert!(backup::daily(dir.path(), NOW, &mut on).unwrap().is_some());
    assert_eq!(backup::daily(dir.path(), NOW + 3_600_000, &mut on).unwrap(), None);
    assert!(backup::daily(dir.path(), NOW + generate::DAY_MS, &mut on).unwrap().is_some());
    assert_eq!(backup::list(dir.path()).unwrap().len(), 2);
}

#[test]
fn two_backups_in_a_second_both_stay() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let first = backup::take(dir.path(), NOW, Reason::BeforeRestore, &mut on).unwrap();
    let second = backup::take(dir.path(), NOW, Reason::BeforeRestore, &mut on).unwrap();
    assert_eq!(second.at_ms, first.at_ms + 1000);
    assert_eq!(backup::list(dir.path()).unwrap(), [second, first]);
}

#[test]
fn old_ones_go_only_after_a_new_one_stands() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    for day in 0..60 {
        backup::run(dir.path(), NOW + day * generate::DAY_MS, &mut on).unwrap();
    }
    let count = backup::list(dir.path()).unwrap().len();
    assert!((9..=14).contains(&count), "{count}");
    let foreign = dir.path().join("backups").join("progress-my-own-copy.sqlite3");
    fs::write(&foreign, "mine").unwrap();
    backup::run(dir.path(), NOW + 61 * generate::DAY_MS, &mut on).unwrap();
    assert!(foreign.exists(), "only our own names are touched");
}

#[test]
fn restoring_gives_the_past_back_and_keeps_the_present() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let (past, past_sight) = (events(&store), sight(&store));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    answer(&mut store, 2, minute(2));
    let present = events(&store);

    let refused = backup::restore(dir.path(), &made.name, NOW).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    assert_eq!(events(&store), present);
    drop(store);

    let restored = backup::restore(dir.path(), &made.name, NOW).unwrap();
    assert!(restored.kept_aside.is_empty());
    let store = open(dir.path());
    assert_eq!((events(&store), sight(&store)), (past, past_sight));
    assert!(verify(&store).is_good());
    drop(store);

    // And back again: the restore has lost nothing.
    backup::restore(dir.path(), &restored.before.unwrap().name, NOW).unwrap();
    assert_eq!(events(&open(dir.path())), present);
}

#[test]
fn restoring_folds_a_crashed_journal_into_the_copy_it_takes() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    answer(&mut store, 2, minute(2));
    // As after a power cut: the journal still has the last answer.
    let crashed = folder();
    for name in files(dir.path()) {
        let from = dir.path().join(&name);
        if from.is_file() {
            fs::copy(&from, crashed.path().join(&name)).unwrap();
        }
    }
    fs::create_dir(crashed.path().join("backups")).unwrap();
    fs::copy(&made.path, crashed.path().join("backups").join(&made.name)).unwrap();
    assert!(crashed.path().join("progress.sqlite3-wal").metadata().unwrap().len() > 0);

    let restored = backup::restore(crashed.path(), &made.name, NOW).unwrap();
    assert_eq!(backup::check(&restored.before.unwrap().path).unwrap().events, 2);
    assert_eq!(open(crashed.path()).counts().unwrap().events, 1);
}

#[test]
fn a_damaged_present_is_kept_aside_byte_for_byte() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    drop(store);
    let path = dir.path().join(FILE);
    let wal = dir.path().join(format!("{FILE}-wal"));
    fs::write(&path, b"not a database at all").unwrap();
    fs::write(&wal, b"nor a journal").unwrap();

    let restored = backup::restore(dir.path(), &made.name, NOW).unwrap();
    assert_eq!(restored.before, None);
    let kept: Vec<Vec<u8>> = restored.kept_aside.iter().map(|p| fs::read(p).unwrap()).collect();
    assert_eq!(kept, [b"not a database at all".to_vec(), b"nor a journal".to_vec()]);
    let store = open(dir.path());
    assert_eq!(store.counts().unwrap().events, 1);
    assert!(verify(&store).is_good());
}

#[test]
fn the_journal_of_a_damaged_file_does_not_reach_the_restored_one() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    for n in 2..9 {
        answer(&mut store, n, minute(2));
    }
    let crashed = folder();
    for name in [FILE.to_owned(), format!("{FILE}-wal")] {
        fs::copy(dir.path().join(&name), crashed.path().join(&name)).unwrap();
    }
    fs::create_dir(crashed.path().join("backups")).unwrap();
    fs::copy(&made.path, crashed.path().join("backups").join(&made.name)).unwrap();
    // Its head is gone, its journal is whole.
    let path = crashed.path().join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0);
    fs::write(&path, &bytes).unwrap();

    let restored = backup::restore(crashed.path(), &made.name, NOW).unwrap();
    assert_eq!(restored.kept_aside.len(), 2);
    assert_eq!(fs::read(&restored.kept_aside[0]).unwrap(), bytes);
    let store = open(crashed.path());
    assert_eq!(store.counts().unwrap().events, 1);
    assert!(verify(&store).is_good());
}

#[test]
fn a_bad_backup_is_refused_and_nothing_touched() {
    let dir = folder();
    let mut store = open(dir.path());
    for n in 0..300 {
        answer(&mut store, n, minute(1));
    }
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    let present = events(&store);
    drop(store);

    let whole = fs::read(&made.path).unwrap();
    let mut scratched = whole.clone();
    // The second half of a page in the middle.
    let at = whole.len() / 2 / 4096 * 4096;
    scratched[at..at + 2048].fill(0x5a);
    for bytes in [&whole[..whole.len() / 2], &scratched[..], b"", b"text"] {
        fs::write(&made.path, bytes).unwrap();
        let refused = backup::restore(dir.path(), &made.name, NOW).unwrap_err();
        assert!(matches!(refused, StoreError::BadBackup { .. }), "{refused}");
        assert_eq!(backup::newest_good(dir.path()), None);
    }
    for name in ["progress-20200101-000000.sqlite3", "../progress.sqlite3", ""] {
        let refused = backup::restore(dir.path(), name, NOW).unwrap_err();
        assert!(matches!(refused, StoreError::NoSuchBackup { .. }), "{refused}");
    }
    assert_eq!(events(&open(dir.path())), present);
    let left = files(dir.path());
    assert_eq!(left, ["backups", "progress.sqlite3"], "nothing half-made is left");
}

#[test]
fn restoring_where_the_file_is_gone() {
    let dir = folder();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(1));
    let made = backup::run(dir.path(), NOW, &mut on).unwrap();
    drop(store);
    fs::remove_file(dir.path().join(FILE)).unwrap();
    let restored = backup::restore(dir.path(), &made.name, NOW).unwrap();
    assert_eq!((restored.before, restored.kept_aside.len()), (None, 0));
    assert_eq!(open(dir.path()).counts().unwrap().events, 1);
}
