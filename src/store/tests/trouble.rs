//! Everything that can stand in the way: a clear message, nothing overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use rusqlite::Connection;

use super::backup::{self, Reason};
use super::schema::{PRESENT, Schema};
use super::*;

/// Every file below the folder with its bytes, but for the lock.
fn bytes_of(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            all.extend(bytes_of(&path).into_iter().map(|(n, b)| (format!("{name}/{n}"), b)));
        } else if name != "progress.lock" {
            all.insert(name, fs::read(&path).unwrap());
        }
    }
    all
}

/// Opening fails twice in the same way and changes no byte.
fn refused(dir: &Path) -> StoreError {
    let before = bytes_of(dir);
    let first = Store::open(dir, &options()).unwrap_err();
    let second = Store::open(dir, &options()).unwrap_err();
    assert_eq!(first.to_string(), second.to_string());
    assert!(bytes_of(dir) == before, "files were changed by: {first}");
    first
}

/// A folder with some answers; the store is closed.
fn used() -> TempDir {
    let dir = folder();
    let mut store = open(dir.path());
    for n in 0..200 {
        answer(&mut store, n, minute(1));
    }
    dir
}

/// What the folder of an open store looks like after a power cut.
fn crashed(store: &Store) -> TempDir {
    let to = folder();
    for (name, bytes) in bytes_of(store.dir()) {
        if !name.contains('/') && !name.ends_with("-shm") {
            fs::write(to.path().join(name), bytes).unwrap();
        }
    }
    to
}

#[test]
fn a_file_from_a_newer_version_stays_untouched() {
    let dir = used();
    let conn = Connection::open(dir.path().join(FILE)).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    drop(conn);
    let error = refused(dir.path());
    assert!(
        matches!(error, StoreError::Newer { found: 99, known, .. } if known == PRESENT.version),
        "{error}"
    );
    assert!(error.to_string().contains("update Hippocache"), "{error}");
}

#[test]
fn a_newer_version_that_only_the_journal_tells_of_is_seen() {
    let dir = used();
    let store = open(dir.path());
    store.conn.pragma_update(None, "user_version", 99).unwrap();
    let crashed = crashed(&store);
    let before = bytes_of(crashed.path());
    assert!(!before["progress.sqlite3-wal"].is_empty());
    let error = Store::open(crashed.path(), &options()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    let mut after = bytes_of(crashed.path());
    after.remove("progress.sqlite3-shm");
    assert!(after == before, "database or journal were changed");
}

#[test]
fn what_is_no_database_is_refused() {
    for (bytes, says) in [
        (&b"my shopping list, which is long enough"[..], "does not start as a database does"),
        (b"", "it is empty"),
        (b"SQLite format 3\0 and then nonsense", "damaged"),
    ] {
        let dir = folder();
        fs::write(dir.path().join(FILE), bytes).unwrap();
        let error = refused(dir.path());
        assert!(matches!(error, StoreError::Damaged { newest_good: None, .. }), "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.to_string().contains("no good backup"), "{error}");
    }
}

#[test]
fn a_database_of_another_program_is_refused() {
    let dir = folder();
    let conn = Connection::open(dir.path().join(FILE)).unwrap();
    conn.execute_batch("CREATE TABLE log (a); PRAGMA user_version = 1").unwrap();
    drop(conn);
    let error = refused(dir.path());
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
}

#[test]
fn a_file_cut_short_is_refused_and_the_backup_named() {
    let dir = used();
    let made = backup::run(dir.path(), minute(2).at_ms, &mut on).unwrap();
    let path = dir.path().join(FILE);
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() / 2, 4096, 2000, 100] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = refused(dir.path());
        let StoreError::Damaged { newest_good, .. } = &error else { panic!("{error}") };
        assert_eq!(newest_good.as_ref(), Some(&made.name));
        assert!(error.to_string().contains(&format!("backups restore {}", made.name)), "{error}");
    }
}

#[test]
fn a_bad_page_is_found_when_it_is_read() {
    let dir = used();
    let made = backup::run(dir.path(), minute(2).at_ms, &mut on).unwrap();
    let path = dir.path().join(FILE);
    let whole = fs::read(&path).unwrap();
    let page = |table: &str| {
        let conn = Connection::open(&path).unwrap();
        conn.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| {
            row.get::<_, u32>(0)
        })
        .unwrap()
    };
    let pages = [page("card_state"), page("log")].map(|page| usize::try_from(page).unwrap());
    for (number, page) in pages.into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
        fs::write(&path, &bytes).unwrap();
        let mut store = open(dir.path());
        let error = match number {
            0 => store.states().unwrap_err(),
            _ => store.events().find_map(Result::err).unwrap(),
        };
        let StoreError::Damaged { newest_good, .. } = &error else { panic!("{error}") };
        assert_eq!(newest_good.as_ref(), Some(&made.name));
        let body = EventBody::Set(key(1), Setting::Flag(1));
        assert!(matches!(
            store.commit(minute(3), &[body]).unwrap_err(),
            StoreError::Damaged { .. }
        ));
        let report = verify(&store);
        assert!(!report.file.is_empty() && !report.is_good());
        drop(store);
        assert_eq!(fs::read(&path).unwrap(), bytes, "nothing was written over it");
    }
    backup::restore(dir.path(), &made.name, minute(4).at_ms).unwrap();
    assert!(verify(&open(dir.path())).is_good());
}

#[test]
fn a_value_that_makes_no_sense_is_damage() {
    let dir = used();
    let store = open(dir.path());
    store.conn.execute_batch("UPDATE card_state SET packed = x'0109' WHERE item = 1").unwrap();
    let error = store.states().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("packed state"), "{error}");
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let dir = folder();
    drop(open(dir.path()));
    let small = Options { max_pages: Some(40), ..options() };
    let mut store = Store::open(dir.path(), &small).unwrap();
    let saved = fill_up(&mut store);
    assert!(saved > 10);
    assert_eq!(store.counts().unwrap().reviews, u64::from(saved));
    assert!(verify(&store).is_good());
    drop(store);
    // With space again it goes on.
    let mut store = open(dir.path());
    assert_eq!(store.counts().unwrap().reviews, u64::from(saved));
    answer(&mut store, saved, minute(2));
    assert!(verify(&store).is_good());
}

/// Answers until the disk is full; gives how many answers were saved.
fn fill_up(store: &mut Store) -> u32 {
    for n in 0..100_000 {
        let body = body(store, n, minute(1), 1);
        match store.commit(minute(1), &[body]) {
            Ok(_) => {}
            Err(error) => {
                assert!(matches!(error, StoreError::Full { .. }), "{error}");
                assert!(error.to_string().contains("not saved"), "{error}");
                return n;
            }
        }
    }
    panic!("the disk did not fill up");
}

#[test]
fn a_disk_too_full_for_the_first_file_gets_none() {
    let dir = folder();
    let error = Store::open(dir.path(), &Options { max_pages: Some(3), ..options() }).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(bytes_of(dir.path()).is_empty(), "no half-made file is left");
    drop(open(dir.path()));
}

/// Runs one test of this file in another process, with the folder in the
/// environment. `None` when the system does not have or allow the command.
fn elsewhere(command: &mut Command, test: &str, dir: &Path) -> Option<()> {
    let done = command
        .args([&format!("store::tests::trouble::{test}"), "--exact", "--nocapture"])
        .env("HIPPOCACHE_TEST_DIR", dir)
        .output()
        .ok()?;
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    if !out.contains("running 1 test") {
        eprintln!("SKIPPED: the command can't run here: {err}");
        return None;
    }
    assert!(done.status.success() && out.contains("1 passed"), "{out}\n{err}");
    Some(())
}

fn given_dir() -> Option<PathBuf> {
    std::env::var_os("HIPPOCACHE_TEST_DIR").map(PathBuf::from)
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_really_full() {
    let dir = folder();
    let script = "mount -t tmpfs -o size=600k tmpfs \"$HIPPOCACHE_TEST_DIR\" && exec \"$0\" \"$@\"";
    let me = std::env::current_exe().unwrap();
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(me);
    let _ = elsewhere(&mut command, "on_a_small_disk", dir.path());
}

/// The other half of the test above; alone it has nothing to do.
#[test]
fn on_a_small_disk() {
    let Some(dir) = given_dir() else { return };
    let mut store = open(&dir);
    let saved = fill_up(&mut store);
    assert!(saved > 10, "{saved}");
    assert_eq!(store.counts().unwrap().reviews, u64::from(saved));
    let no_space = backup::run(&dir, minute(1).at_ms, &mut on).unwrap_err();
    assert!(matches!(no_space, StoreError::Full { .. }), "{no_space}");
    assert!(backup::list(&dir).unwrap().is_empty());
    drop(store);
    let store = open(&dir);
    assert_eq!(store.counts().unwrap().reviews, u64::from(saved));
    assert!(verify(&store).is_good());
}

#[test]
#[cfg(unix)]
fn what_cant_be_written_is_refused() {
    use std::os::unix::fs::{PermissionsExt, chown};
    const NOBODY: u32 = 65_534;

    let root = folder();
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let store = |name: &str| {
        let dir = root.path().join(name);
        let mut store = open(&dir);
        answer(&mut store, 1, minute(1));
        dir
    };
    let empty = root.path().join("empty-folder");
    fs::create_dir(&empty).unwrap();
    let folder = store("folder");
    fs::remove_file(folder.join("progress.lock")).unwrap();
    let file = store("file");
    for path in [root.path(), &empty, &folder, &file, &folder.join(FILE), &file.join(FILE)] {
        // Fails when we are not root; then the files are ours already.
        let _ = chown(path, Some(NOBODY), Some(NOBODY));
    }
    let _ = chown(file.join("progress.lock"), Some(NOBODY), Some(NOBODY));
    mode(&empty, 0o555);
    mode(&folder, 0o555);
    mode(&file.join(FILE), 0o444);

    if fs::write(empty.join("probe"), "").is_ok() {
        fs::remove_file(empty.join("probe")).unwrap();
        let mut command = Command::new("setpriv");
        command.args([
            &format!("--reuid={NOBODY}"),
            &format!("--regid={NOBODY}"),
            "--clear-groups",
        ]);
        command.arg(std::env::current_exe().unwrap());
        let _ = elsewhere(&mut command, "without_the_right_to_write", root.path());
    } else {
        check_without_rights(root.path());
    }
    for dir in [&empty, &folder] {
        mode(dir, 0o755);
    }
}

/// The other half of the test above; alone it has nothing to do.
#[test]
fn without_the_right_to_write() {
    if let Some(dir) = given_dir() {
        check_without_rights(&dir);
    }
}

fn check_without_rights(root: &Path) {
    for name in ["empty-folder", "folder", "file"] {
        let error = refused(&root.join(name));
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{name}: {error}");
        let text = error.to_string();
        assert!(text.contains(name) && text.contains("right to write"), "{text}");
    }
}

#[test]
fn a_folder_that_can_not_be_made() {
    let dir = folder();
    fs::write(dir.path().join("file"), "mine").unwrap();
    let error = Store::open(&dir.path().join("file").join("data"), &options()).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"mine");
}

#[test]
fn a_second_instance_is_turned_away_until_the_first_is_gone() {
    let dir = used();
    let mut store = open(dir.path());
    let error = Store::open(dir.path(), &options()).unwrap_err();
    let StoreError::InUse { holder, .. } = &error else { panic!("{error}") };
    assert_eq!(holder.pid, Some(std::process::id()));
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    // The first is not disturbed, and looking on is allowed.
    let looker = Store::open_to_read(dir.path(), &options()).unwrap();
    answer(&mut store, 1, minute(2));
    assert_eq!(sight(&looker), sight(&store));
    drop(store);
    answer(&mut open(dir.path()), 2, minute(3));
}

#[test]
fn who_only_looks_can_not_write() {
    let dir = used();
    let mut looker = Store::open_to_read(dir.path(), &options()).unwrap();
    let before = sight(&looker);
    let body = EventBody::Set(key(1), Setting::Flag(1));
    for refused in [
        looker.commit(minute(2), &[body]).unwrap_err(),
        looker.undo(minute(2), None).unwrap_err(),
        looker.redo(minute(2)).unwrap_err(),
        looker.add_params(1, &other_weights()).unwrap_err(),
        looker.rebuild(&mut on).unwrap_err(),
    ] {
        assert!(matches!(refused, StoreError::OpenedToRead { .. }), "{refused}");
    }
    assert!(looker.conn.execute_batch("DELETE FROM card_state").is_err());
    assert_eq!(sight(&looker), before);
    let empty = folder();
    let missing = Store::open_to_read(empty.path(), &options()).unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    assert!(bytes_of(empty.path()).is_empty());
}

#[test]
fn progress_that_vanished_is_not_quietly_begun_anew() {
    let dir = used();
    let made = backup::run(dir.path(), minute(2).at_ms, &mut on).unwrap();
    fs::remove_file(dir.path().join(FILE)).unwrap();
    let error = refused(dir.path());
    let StoreError::Missing { newest_good, .. } = &error else { panic!("{error}") };
    assert_eq!(newest_good.as_ref(), Some(&made.name));
    let anew = Options { start_anew: true, ..options() };
    let store = Store::open(dir.path(), &anew).unwrap();
    assert_eq!(store.counts().unwrap(), Counts::default());
    assert!(made.path.exists());
}

#[test]
fn a_journal_without_its_file_is_not_taken_for_the_new_ones() {
    let dir = used();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(2));
    let crashed = crashed(&store);
    let wal = fs::read(crashed.path().join("progress.sqlite3-wal")).unwrap();
    fs::remove_file(crashed.path().join(FILE)).unwrap();
    let error = refused(crashed.path());
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    let anew = Options { start_anew: true, ..options() };
    let store = Store::open(crashed.path(), &anew).unwrap();
    assert!(verify(&store).is_good());
    assert_eq!(store.counts().unwrap(), Counts::default());
    drop(store);
    let kept = bytes_of(crashed.path());
    assert!(kept.iter().any(|(name, bytes)| name.contains("aside") && *bytes == wal));
}

#[test]
fn after_a_power_cut_all_that_was_committed_is_there() {
    let dir = used();
    let mut store = open(dir.path());
    answer(&mut store, 1, minute(2));
    let crashed = crashed(&store);
    // A torn write at the journal's end is not ours to see.
    let wal = crashed.path().join("progress.sqlite3-wal");
    let mut bytes = fs::read(&wal).unwrap();
    bytes.extend([0x77; 3000]);
    fs::write(&wal, bytes).unwrap();
    let again = open(crashed.path());
    assert_eq!(sight(&again), sight(&store));
    assert!(verify(&again).is_good());
}

const NEXT: Schema = Schema {
    version: PRESENT.version + 1,
    steps: &[
        PRESENT.steps[0],
        PRESENT.steps[1],
        "ALTER TABLE card_state ADD COLUMN note TEXT; CREATE TABLE extra (a INTEGER) STRICT",
    ],
};

#[test]
fn an_older_file_is_backed_up_then_brought_up_to_date() {
    let dir = used();
    let before = sight(&open(dir.path()));
    let store = Store::open_as(dir.path(), &options(), &NEXT).unwrap();
    let version: i64 =
        store.conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, NEXT.version);
    assert_eq!(sight(&store), before);
    store.conn.execute_batch("SELECT note FROM card_state; SELECT a FROM extra").unwrap();
    let made = backup::list(dir.path()).unwrap();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].reason, Reason::BeforeMigration);
    let checked = backup::check(&made[0].path).unwrap();
    assert_eq!((checked.version, checked.events), (PRESENT.version, 200));
    drop(store);

    // Once only; and the older program refuses what the newer one made.
    drop(Store::open_as(dir.path(), &options(), &NEXT).unwrap());
    assert_eq!(backup::list(dir.path()).unwrap().len(), 1);
    let StoreError::Newer { found, known, .. } = refused(dir.path()) else { panic!() };
    assert_eq!((found, known), (NEXT.version, PRESENT.version));
    // The way back is the backup.
    let restored = backup::restore(dir.path(), &made[0].name, minute(9).at_ms).unwrap();
    assert!(!restored.kept_aside.is_empty());
    assert_eq!(sight(&open(dir.path())), before);
}

#[test]
fn a_step_that_fails_changes_nothing() {
    const BROKEN: Schema = Schema {
        version: PRESENT.version + 2,
        steps: &[
            PRESENT.steps[0],
            PRESENT.steps[1],
            "CREATE TABLE half (a INTEGER) STRICT",
            "INSERT INTO nowhere VALUES (1)",
        ],
    };
    let dir = used();
    let before = sight(&open(dir.path()));
    assert!(Store::open_as(dir.path(), &options(), &BROKEN).is_err());
    let store = open(dir.path());
    assert_eq!(sight(&store), before);
    assert!(store.conn.execute_batch("SELECT * FROM half").is_err());
}

#[test]
fn a_new_file_is_made_by_the_same_steps() {
    let dir = folder();
    let store = Store::open_as(dir.path(), &options(), &NEXT).unwrap();
    store.conn.execute_batch("SELECT note FROM card_state").unwrap();
    assert!(backup::list(dir.path()).unwrap().is_empty());
    assert_eq!(PRESENT.version, i64::try_from(PRESENT.steps.len()).unwrap() + 1);
}
