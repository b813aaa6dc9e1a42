//! The wrong options that answers picked: what is mixed up with what.

use rusqlite::Connection;

use super::error::{StoreError, Trouble};
use super::event::{EventBody, Moment};
use super::{Event, Store};
use crate::deck::{ItemKey, Wording};

impl Store {
    /// As [`Store::commit_seen`]; also keeps the texts of the wrong options that
    /// the first review among the events picked.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_picked(
        &mut self,
        moment: Moment,
        bodies: &[EventBody],
        seen: Option<(&ItemKey, &Wording)>,
        picked: &[String],
    ) -> Result<Vec<Event>, StoreError> {
        self.write(moment, "saving", |writer| {
            let mut picked = Some(picked);
            let mut events = Vec::with_capacity(bodies.len());
            for body in bodies {
                events.push(writer.add(body)?);
                if matches!(body, EventBody::Review(..))
                    && let Some(picked) = picked.take()
                {
                    keep(&writer.tx, picked)?;
                }
            }
            if let Some((key, wording)) = seen {
                writer.keep_wording(key, wording)?;
            }
            Ok(events)
        })
    }

    /// The wrong options that an item's answers picked, oldest first; answers
    /// that were undone are left out.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn picked(&self, key: &ItemKey) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let Some(item) = super::read::item_row(&self.conn, key)? else {
                return Ok(Vec::new());
            };
            let mut query = self.conn.prepare_cached(
                "SELECT p.option FROM log l JOIN picked p ON p.seq = l.seq WHERE l.item = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) \
                 ORDER BY l.seq, p.option",
            )?;
            query.query_map([item], |row| row.get(0))?.collect()
        };
        read().map_err(|e| self.name(e, "reading the options that were picked"))
    }
}

/// Keeps what the log's last entry picked; an option counts once.
pub(super) fn keep(conn: &Connection, picked: &[String]) -> Result<(), Trouble> {
    if picked.is_empty() {
        return Ok(());
    }
    let mut add =
        conn.prepare_cached("INSERT OR IGNORE INTO picked SELECT max(seq), ?1 FROM log")?;
    for option in picked {
        add.execute([option])?;
    }
    Ok(())
}

/// The log's last entry stands in the place of that in row `from`: it picked
/// the same.
pub(super) fn carry(conn: &Connection, from: i64) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO picked SELECT (SELECT max(seq) FROM log), option FROM picked WHERE seq = ?1",
    )?
    .execute([from])?;
    Ok(())
}
