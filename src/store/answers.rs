//! All reviews as plain columns, and what else a reader of the whole log needs:
//! straight from the rows, without making events of them.

use rusqlite::{OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::error::StoreError;
use super::{Store, row};
use crate::deck::{ItemKey, Kind};
use crate::scheduler::{Confidence, Evidence, Memory, Phase, Rating};

/// A review in the log, undone or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AnswerRow {
    /// Its row in the log.
    pub seq: i64,
    /// Its item's row.
    pub item: i64,
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    pub zone_min: i16,
    pub day: i32,
    pub kind: Kind,
    pub is_right: bool,
    pub latency_ms: u32,
    pub confidence: Option<Confidence>,
    pub rating: Rating,
    pub elapsed_days: u32,
    pub before: Option<Memory>,
    pub phase: Phase,
    pub interval_days: u32,
    /// The version of the parameters in force.
    pub params: u32,
}

/// The log as it stands at one instant, whoever writes meanwhile.
pub(crate) struct Snapshot<'store> {
    store: &'store Store,
    tx: Transaction<'store>,
}

impl Store {
    /// Holds the log still for reading.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub(crate) fn snapshot(&self) -> Result<Snapshot<'_>, StoreError> {
        let tx = self.conn.unchecked_transaction();
        Ok(Snapshot { store: self, tx: tx.map_err(|e| self.name(e, READING))? })
    }
}

const READING: &str = "reading the log";

impl Snapshot<'_> {
    fn named<T>(&self, read: rusqlite::Result<T>) -> Result<T, StoreError> {
        read.map_err(|error| self.store.name(error, READING))
    }

    /// The log's last entry: its row and id.
    pub fn last(&self) -> Result<Option<(i64, Uuid)>, StoreError> {
        let read = || {
            self.tx
                .prepare_cached("SELECT seq, id FROM log ORDER BY seq DESC LIMIT 1")?
                .query_row([], |row| Ok((row.get(0)?, row::uuid(row, 1)?)))
                .optional()
        };
        self.named(read())
    }

    /// The id of the entry in a row.
    pub fn id_at(&self, seq: i64) -> Result<Option<Uuid>, StoreError> {
        let read = || {
            self.tx
                .prepare_cached("SELECT id FROM log WHERE seq = ?1")?
                .query_row([seq], |row| row::uuid(row, 0))
                .optional()
        };
        self.named(read())
    }

    /// The rows of the log that are undone, in order; settings among them.
    pub fn undone(&self) -> Result<Vec<i64>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.tx.prepare_cached("SELECT seq FROM undone ORDER BY seq")?;
            query.query_map([], |row| row.get(0))?.collect()
        };
        self.named(read())
    }

    /// The reviews after a row of the log, in order, until `each` says no.
    pub fn answers(
        &self,
        after: i64,
        mut each: impl FnMut(AnswerRow) -> bool,
    ) -> Result<(), StoreError> {
        let mut read = || -> rusqlite::Result<()> {
            let mut query = self.tx.prepare_cached(
                "SELECT seq, item, at_ms, zone_min, day, card_kind, correct, latency_ms, \
                 confidence, stated, rating, elapsed_days, stability_before, difficulty_before, \
                 phase, interval_days, params FROM log WHERE seq > ?1 AND what = 1 ORDER BY seq",
            )?;
            let mut rows = query.query([after])?;
            while let Some(row) = rows.next()? {
                if !each(read_answer(row)?) {
                    break;
                }
            }
            Ok(())
        };
        self.named(read())
    }

    /// The items after a row of theirs, in order.
    pub fn items(&self, after: i64) -> Result<Vec<(i64, ItemKey)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.tx.prepare_cached(
                "SELECT id, deck, card, side FROM item WHERE id > ?1 ORDER BY id",
            )?;
            query.query_map([after], |row| Ok((row.get(0)?, row::key(row, 1)?)))?.collect()
        };
        self.named(read())
    }

    /// The wrong options that answers after a row of the log picked, in order.
    pub fn picked(&self, after: i64) -> Result<Vec<(i64, String)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.tx.prepare_cached(
                "SELECT seq, option FROM picked WHERE seq > ?1 ORDER BY seq, option",
            )?;
            query.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        self.named(read())
    }
}

fn read_answer(row: &Row<'_>) -> rusqlite::Result<AnswerRow> {
    let stated = match row.get::<_, Option<u8>>(9)? {
        Some(number) => Some(row::rating(9, number)?),
        None => None,
    };
    let evidence = Evidence {
        kind: row::kind(row, 5)?,
        correct: row.get(6)?,
        chance: 0.0,
        latency_ms: row.get(7)?,
        confidence: row::confidence(row, 8)?,
        hints: 0,
        stated,
    };
    Ok(AnswerRow {
        seq: row.get(0)?,
        item: row.get(1)?,
        at_ms: row.get(2)?,
        zone_min: row.get(3)?,
        day: row.get(4)?,
        kind: evidence.kind,
        is_right: evidence.recalled(),
        latency_ms: evidence.latency_ms,
        confidence: evidence.confidence,
        rating: row::rating(10, row.get(10)?)?,
        elapsed_days: row.get(11)?,
        before: row::memory(row, 12)?,
        phase: row::phase(row, 14)?,
        interval_days: row.get(15)?,
        params: row.get(16)?,
    })
}
