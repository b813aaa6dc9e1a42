//! What items asked when they were answered: tells an answer that has changed
//! since, and finds a card again whose text was edited.

use rusqlite::{Connection, OptionalExtension};

use super::error::{StoreError, Trouble};
use super::event::{EventBody, Moment};
use super::read::item_row;
use super::row;
use super::write::Writer;
use super::{Event, Store};
use crate::deck::{ItemKey, Wording};

impl Store {
    /// As [`Store::commit`]; also keeps what the item asked, when that is not
    /// what it asked the last time.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_seen(
        &mut self,
        moment: Moment,
        bodies: &[EventBody],
        seen: Option<(&ItemKey, &Wording)>,
    ) -> Result<Vec<Event>, StoreError> {
        self.commit_picked(moment, bodies, seen, &[])
    }

    /// What an item asked when it was last answered; `None` when it never was,
    /// or was answered before this was kept.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn wording(&self, key: &ItemKey) -> Result<Option<Wording>, StoreError> {
        let read = || match item_row(&self.conn, key)? {
            Some(item) => latest(&self.conn, item),
            None => Ok(None),
        };
        read().map_err(|e| self.name(e, "reading what a card asked"))
    }

    /// Whether the learner has decided what this answer of an item means to its
    /// progress.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn is_settled(&self, key: &ItemKey, answer: u64) -> Result<bool, StoreError> {
        let read = || -> rusqlite::Result<bool> {
            let Some(item) = item_row(&self.conn, key)? else { return Ok(false) };
            self.conn
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM log l WHERE l.item = ?1 \
                     AND l.setting IN (5, 6, 7) AND l.value = ?2 \
                     AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq))",
                )?
                .query_row((item, row::hash_column(answer)), |row| row.get(0))
        };
        read().map_err(|e| self.name(e, "reading what was decided"))
    }

    /// What every item asked when it was last answered, in order of the first
    /// meeting.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn wordings(&self) -> Result<Vec<(ItemKey, Wording)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(
                "SELECT i.deck, i.card, i.side, w.answer, w.asked, w.answered FROM wording w \
                 JOIN item i ON i.id = w.item \
                 WHERE w.seq = (SELECT max(seq) FROM wording l WHERE l.item = w.item) ORDER BY i.id",
            )?;
            query.query_map([], |row| Ok((row::key(row, 0)?, read_wording(row, 3)?)))?.collect()
        };
        read().map_err(|e| self.name(e, "reading what cards asked"))
    }

    /// Which items go on with another's progress, and which were said not to:
    /// what counts, oldest first.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn follows(&self) -> Result<Vec<(ItemKey, ItemKey, bool)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(
                "SELECT i.deck, i.card, i.side, o.deck, o.card, o.side, l.setting \
                 FROM log l JOIN item i ON i.id = l.item JOIN item o ON o.id = l.value \
                 WHERE l.setting IN (8, 9) \
                 AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) ORDER BY l.seq",
            )?;
            let read = |row: &rusqlite::Row<'_>| {
                Ok((row::key(row, 0)?, row::key(row, 3)?, row.get::<_, u8>(6)? == row::FOLLOWS))
            };
            query.query_map([], read)?.collect()
        };
        read().map_err(|e| self.name(e, "reading which cards go on with others"))
    }
}

impl Writer<'_> {
    /// Keeps what an item asks, when that is new.
    pub(super) fn keep_wording(&self, key: &ItemKey, wording: &Wording) -> Result<(), Trouble> {
        keep(&self.tx, self.item(key)?, self.moment.at_ms, wording)
    }
}

fn latest(conn: &Connection, item: i64) -> rusqlite::Result<Option<Wording>> {
    conn.prepare_cached(
        "SELECT answer, asked, answered FROM wording WHERE item = ?1 ORDER BY seq DESC LIMIT 1",
    )?
    .query_row([item], |row| read_wording(row, 0))
    .optional()
}

fn read_wording(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Wording> {
    Ok(Wording {
        answer: row::read_hash(row, column)?,
        asked: row.get(column + 1)?,
        answered: row.get(column + 2)?,
    })
}

fn keep(conn: &Connection, item: i64, at_ms: i64, wording: &Wording) -> Result<(), Trouble> {
    if latest(conn, item)?.as_ref() == Some(wording) {
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT INTO wording (item, at_ms, answer, asked, answered) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        item,
        at_ms,
        row::hash_column(wording.answer),
        &wording.asked,
        &wording.answered,
    ))?;
    Ok(())
}
