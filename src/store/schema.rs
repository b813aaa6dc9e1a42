//! The tables of the progress file and the steps from older formats.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use uuid::Uuid;

/// `HpCa` in the file's header: tells our file from any other SQLite file.
pub(super) const APPLICATION_ID: i64 = 0x4870_4361;

/// A format of the file and how older ones become it.
pub(super) struct Schema {
    /// `user_version` of the file.
    pub version: i64,
    /// SQL that leads from version `n` to `n + 1`, for `n` from 1.
    pub steps: &'static [&'static str],
}

/// The present format. A new one adds a step, and [`TABLES`] stays as it is:
/// a new file is made from version 1 by all the steps, as an old one is.
pub(super) const PRESENT: Schema = Schema { version: 3, steps: &[WORDINGS, INSIGHT] };

/// Version 2: what each item asked, and what was right, when it was answered.
/// A row is added when that has changed since the row before. Decisions about
/// names (settings 8 and 9) are read at every start: they have an index.
const WORDINGS: &str = "
CREATE TABLE wording (
    seq INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    at_ms INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    asked TEXT NOT NULL,
    answered TEXT NOT NULL
) STRICT;
CREATE INDEX wording_item ON wording (item, seq);
CREATE TRIGGER wording_no_update BEFORE UPDATE ON wording
BEGIN SELECT RAISE(ABORT, 'wording is append-only'); END;
CREATE TRIGGER wording_no_delete BEFORE DELETE ON wording
BEGIN SELECT RAISE(ABORT, 'wording is append-only'); END;
CREATE INDEX log_follow ON log (seq) WHERE setting IN (8, 9);
";

/// Version 3: the wrong options that an answer picked, whose parameters those
/// are (a preset's name; empty: everybody's), and what was fitted to predict.
const INSIGHT: &str = "
CREATE TABLE picked (
    seq INTEGER NOT NULL REFERENCES log (seq),
    option TEXT NOT NULL,
    PRIMARY KEY (seq, option)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER picked_no_update BEFORE UPDATE ON picked
BEGIN SELECT RAISE(ABORT, 'picked is append-only'); END;
CREATE TRIGGER picked_no_delete BEFORE DELETE ON picked
BEGIN SELECT RAISE(ABORT, 'picked is append-only'); END;
ALTER TABLE params ADD COLUMN preset TEXT NOT NULL DEFAULT '';
CREATE TABLE fit (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    preset TEXT NOT NULL,
    reviews INTEGER NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE TRIGGER fit_no_update BEFORE UPDATE ON fit
BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END;
CREATE TRIGGER fit_no_delete BEFORE DELETE ON fit
BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END;
";

/// Version 1.
///
/// `device`, `item`, `params` and `log` are the truth and only ever grow.
/// `card_state`, `day_stat` and `undone` are made from the log and can be
/// made again. Real numbers of memory are 32-bit floats, widened without loss.
/// States are packed (see `super::pack`): all of them are read at every start,
/// and a column more costs as much time as the rest of the row.
/// There is no index on `log.id`: ids rise with `seq`, which is looked up.
const TABLES: &str = "
CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16)
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    deck TEXT NOT NULL,
    card TEXT NOT NULL,
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    UNIQUE (deck, card, side)
) STRICT;

CREATE TABLE params (
    version INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    weights TEXT NOT NULL
) STRICT;

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 16),
    device INTEGER NOT NULL REFERENCES device (id),
    at_ms INTEGER NOT NULL,
    zone_min INTEGER NOT NULL,
    day INTEGER NOT NULL,
    what INTEGER NOT NULL CHECK (what BETWEEN 1 AND 4),
    item INTEGER REFERENCES item (id),
    target INTEGER REFERENCES log (seq),
    setting INTEGER,
    value INTEGER,
    card_kind INTEGER,
    correct INTEGER,
    chance REAL,
    latency_ms INTEGER,
    confidence INTEGER,
    hints INTEGER,
    stated INTEGER,
    rating INTEGER,
    base INTEGER,
    known REAL,
    elapsed_days INTEGER,
    stability_before REAL,
    difficulty_before REAL,
    stability_after REAL,
    difficulty_after REAL,
    phase INTEGER,
    due_ms INTEGER,
    due_day INTEGER,
    interval_days INTEGER,
    leech INTEGER,
    params INTEGER REFERENCES params (version),
    CHECK ((what IN (1, 2)) = (item IS NOT NULL)),
    CHECK ((what IN (3, 4)) = (target IS NOT NULL))
) STRICT;

CREATE INDEX log_item ON log (item) WHERE item IS NOT NULL;

CREATE TABLE card_state (
    item INTEGER PRIMARY KEY REFERENCES item (id),
    last_day INTEGER,
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE day_stat (
    day INTEGER PRIMARY KEY,
    reviews INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    met INTEGER NOT NULL,
    recalls INTEGER NOT NULL,
    recalled INTEGER NOT NULL,
    time_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE undone (
    seq INTEGER PRIMARY KEY REFERENCES log (seq),
    redo INTEGER NOT NULL CHECK (redo IN (0, 1))
) STRICT;

CREATE INDEX undone_redo ON undone (seq) WHERE redo = 1;
";

/// The tables that only grow.
const APPEND_ONLY: [&str; 4] = ["device", "item", "params", "log"];

/// Fills an empty database: tables, guards, this device, the given weights.
pub(super) fn create(
    conn: &mut Connection,
    schema: &Schema,
    device: Uuid,
    at_ms: i64,
    weights: &str,
) -> rusqlite::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    tx.execute_batch(TABLES)?;
    for table in APPEND_ONLY {
        tx.execute_batch(&format!(
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
             BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
             CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
             BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
        ))?;
    }
    tx.execute("INSERT INTO device (uuid) VALUES (?1)", params![device.as_bytes()])?;
    tx.execute(
        "INSERT INTO params (version, at_ms, weights) VALUES (0, ?1, ?2)",
        params![at_ms, weights],
    )?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    run_steps(&tx, schema, 1)?;
    tx.commit()
}

/// Leads an older file to the present format in one transaction.
pub(super) fn migrate(conn: &mut Connection, schema: &Schema, from: i64) -> rusqlite::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    run_steps(&tx, schema, from)?;
    tx.commit()
}

fn run_steps(tx: &Transaction<'_>, schema: &Schema, from: i64) -> rusqlite::Result<()> {
    let done = usize::try_from(from - 1).unwrap_or(0);
    for step in schema.steps.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", schema.version)
}
