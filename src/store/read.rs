//! Questions to the store. None of them changes anything.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::day::DayStat;
use super::error::{StoreError, Trouble};
use super::event::{Event, EventBody};
use super::row::{self, Entry, event_query};
use super::write::weights_from;
use super::{FILE, Store};
use crate::deck::ItemKey;
use crate::scheduler::{CardState, Params};

/// How the clock stands to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Ahead of the last event, or so little behind that the event after it
    /// simply takes its time.
    Fine,
    /// So far behind that the learner should be asked.
    Back {
        /// The last event's instant, milliseconds since 1970, UTC.
        last_ms: i64,
        /// By how much the clock is behind, milliseconds.
        by_ms: i64,
    },
}

/// How much there is. All of it counts what is effective, but `events`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Lines of the log, undone ones and undoings among them.
    pub events: u64,
    /// Answers.
    pub reviews: u64,
    /// Items that have a state.
    pub items: u64,
    /// Study days with an answer.
    pub days: u64,
}

impl Store {
    /// The state of every item that has one, in order of first meeting. All
    /// other items are new: [`CardState::default`].
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn states(&self) -> Result<Vec<(ItemKey, CardState)>, StoreError> {
        self.read_states().map_err(|e| self.name(e, "reading the states"))
    }

    fn read_states(&self) -> rusqlite::Result<Vec<(ItemKey, CardState)>> {
        // Two scans side by side take half as long as a join.
        let mut items =
            self.conn.prepare_cached("SELECT id, deck, card, side FROM item ORDER BY id")?;
        let mut states =
            self.conn.prepare_cached("SELECT item, packed FROM card_state ORDER BY item")?;
        let total: i64 =
            self.conn.query_row("SELECT count(*) FROM card_state", [], |row| row.get(0))?;
        let mut all = Vec::with_capacity(usize::try_from(total).unwrap_or(0));
        let mut items = items.query([])?;
        let mut states = states.query([])?;
        while let Some(state) = states.next()? {
            let id: i64 = state.get(0)?;
            while let Some(item) = items.next()? {
                if item.get::<_, i64>(0)? == id {
                    all.push((row::key(item, 1)?, row::read_state(state, 1)?));
                    break;
                }
            }
        }
        Ok(all)
    }

    /// The state of one item; that of a new one when it has no past.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn state(&self, key: &ItemKey) -> Result<CardState, StoreError> {
        let read = || match item_row(&self.conn, key)? {
            Some(item) => state_of(&self.conn, item),
            None => Ok(CardState::default()),
        };
        read().map_err(|e| self.name(e, "reading a state"))
    }

    /// All that happened to an item, undone events too, in order; without the
    /// undoings themselves.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn history(&self, key: &ItemKey) -> Result<Vec<Event>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let Some(item) = item_row(&self.conn, key)? else { return Ok(Vec::new()) };
            let mut query =
                self.conn.prepare_cached(event_query!("WHERE l.item = ?1 ORDER BY l.seq"))?;
            query.query_map([item], |row| Ok(Entry::read_event(row)?.1))?.collect()
        };
        read().map_err(|e| self.name(e, "reading an item's history"))
    }

    /// An item's answers that count since it last started over, oldest first:
    /// when (milliseconds since 1970, UTC) and the grade.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn answers_that_count(
        &self,
        key: &ItemKey,
    ) -> Result<Vec<(i64, crate::scheduler::Rating)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let Some(item) = item_row(&self.conn, key)? else { return Ok(Vec::new()) };
            let mut query = self.conn.prepare_cached(event_query!(
                "WHERE l.item = ?1 AND l.what = 1 \
                 AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) ORDER BY l.seq"
            ))?;
            let mut answers = Vec::new();
            let mut rows = query.query([item])?;
            while let Some(row) = rows.next()? {
                let event = Entry::read_event(row)?.1;
                if let EventBody::Review(_, review) = &event.body {
                    if review.before.is_none() {
                        answers.clear();
                    }
                    answers.push((event.moment.at_ms, review.grade.rating));
                }
            }
            Ok(answers)
        };
        read().map_err(|e| self.name(e, "reading an item's answers"))
    }

    /// The latest answers that count, newest first, at most `limit`: the
    /// ground for judging speed and confidence.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn recent_reviews(&self, limit: u32) -> Result<Vec<Event>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(event_query!(
                "WHERE l.what = 1 AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) \
                 ORDER BY l.seq DESC LIMIT ?1"
            ))?;
            query.query_map([limit], |row| Ok(Entry::read_event(row)?.1))?.collect()
        };
        read().map_err(|e| self.name(e, "reading the latest answers"))
    }

    /// The whole log in order, for export and for merging.
    #[must_use]
    pub fn events(&self) -> Events<'_> {
        Events { store: self, last_seq: 0, page: VecDeque::new(), ended: false }
    }

    /// The events that don't count because they are undone.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn undone(&self) -> Result<Vec<Uuid>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(
                "SELECT l.id FROM undone u JOIN log l ON l.seq = u.seq ORDER BY u.seq",
            )?;
            query.query_map([], |row| row::uuid(row, 0))?.collect()
        };
        read().map_err(|e| self.name(e, "reading what was undone"))
    }

    /// The sums of the study days in `days` that have answers, in order.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn day_stats(&self, days: RangeInclusive<i32>) -> Result<Vec<(i32, DayStat)>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(
                "SELECT day, reviews, correct, met, recalls, recalled, time_ms FROM day_stat \
                 WHERE day BETWEEN ?1 AND ?2 ORDER BY day",
            )?;
            query
                .query_map([days.start(), days.end()], |row| {
                    Ok((row.get(0)?, row::read_day(row, 1)?))
                })?
                .collect()
        };
        read().map_err(|e| self.name(e, "reading the sums of days"))
    }

    /// The sums of one study day: answers given and new cards met, among others.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn day_stat(&self, day: i32) -> Result<DayStat, StoreError> {
        day_of(&self.conn, day).map_err(|e| self.name(e, "reading the sums of a day"))
    }

    /// The items whose last answer was on this study day: their siblings rest.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn answered_on(&self, day: i32) -> Result<Vec<ItemKey>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.conn.prepare_cached(
                "SELECT i.deck, i.card, i.side FROM card_state s JOIN item i ON i.id = s.item \
                 WHERE s.last_day = ?1 ORDER BY i.id",
            )?;
            query.query_map([day], |row| row::key(row, 0))?.collect()
        };
        read().map_err(|e| self.name(e, "reading the answers of a day"))
    }

    /// How much there is.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT coalesce(max(seq), 0) FROM log), \
                   (SELECT coalesce(sum(reviews), 0) FROM day_stat), \
                   (SELECT count(*) FROM card_state), (SELECT count(*) FROM day_stat)";
        let number = |row: &Row<'_>, column| -> rusqlite::Result<u64> {
            let number: i64 = row.get(column)?;
            Ok(u64::try_from(number).unwrap_or(0))
        };
        self.conn
            .query_row(sql, [], |row| {
                Ok(Counts {
                    events: number(row, 0)?,
                    reviews: number(row, 1)?,
                    items: number(row, 2)?,
                    days: number(row, 3)?,
                })
            })
            .map_err(|e| self.name(e, "counting"))
    }

    /// The last event's instant, milliseconds since 1970, UTC.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn last_at_ms(&self) -> Result<Option<i64>, StoreError> {
        let tip = Tip::read(&self.conn).map_err(|e| self.name(e, "reading the last event"))?;
        Ok(tip.map(|tip| tip.at_ms))
    }

    /// The last event: its id, instant and study day.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn last(&self) -> Result<Option<Tip>, StoreError> {
        Tip::read(&self.conn).map_err(|e| self.name(e, "reading the last event"))
    }

    /// How a clock that reads `now_ms` stands to the log.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn clock(&self, now_ms: i64) -> Result<Clock, StoreError> {
        let tip = Tip::read(&self.conn).map_err(|e| self.name(e, "reading the last event"))?;
        Ok(match tip {
            Some(tip) if self.is_back(&tip, now_ms) => {
                Clock::Back { last_ms: tip.at_ms, by_ms: tip.at_ms - now_ms }
            }
            _ => Clock::Fine,
        })
    }

    pub(super) fn is_back(&self, tip: &Tip, now_ms: i64) -> bool {
        tip.at_ms - now_ms > Self::SMALL_STEP_MS && self.clock_accepted_at != Some(tip.id)
    }

    /// Everybody's parameters in force: the newest that belong to no preset.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn current_params(&self) -> Result<Params, StoreError> {
        self.params_of("")?.pop().ok_or_else(|| {
            let detail = "it has no scheduler parameters".to_owned();
            super::error::damaged(&self.dir, self.path(), "reading parameters", detail)
        })
    }

    /// A preset's parameters, oldest first; the last are in force. Without any
    /// of its own a preset uses everybody's. `""`: those of everybody.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn params_of(&self, preset: &str) -> Result<Vec<Params>, StoreError> {
        params_of(&self.conn, preset).map_err(|e| self.name(e, "reading parameters"))
    }

    /// All parameters that were ever in force, oldest first.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn all_params(&self) -> Result<Vec<Params>, StoreError> {
        all_params(&self.conn).map_err(|e| self.name(e, "reading parameters"))
    }

    /// The size of the file with its journal, bytes.
    ///
    /// # Errors
    /// When the file's data can't be had from the system.
    pub fn size(&self) -> Result<u64, StoreError> {
        let path = self.path();
        let main = std::fs::metadata(&path)
            .map_err(|e| super::error::io_trouble(&path, "measuring the file", e))?;
        let wal = std::fs::metadata(self.dir.join(format!("{FILE}-wal")));
        Ok(main.len() + wal.map_or(0, |wal| wal.len()))
    }
}

/// The log, page by page: see [`Store::events`].
pub struct Events<'a> {
    store: &'a Store,
    last_seq: i64,
    page: VecDeque<(i64, Event)>,
    ended: bool,
}

impl std::fmt::Debug for Events<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("last_seq", &self.last_seq).finish_non_exhaustive()
    }
}

impl Events<'_> {
    fn next_page(&self) -> rusqlite::Result<VecDeque<(i64, Event)>> {
        let mut query = self
            .store
            .conn
            .prepare_cached(event_query!("WHERE l.seq > ?1 ORDER BY l.seq LIMIT 1024"))?;
        query.query_map([self.last_seq], Entry::read_event)?.collect()
    }
}

impl Iterator for Events<'_> {
    type Item = Result<Event, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty() && !self.ended {
            match self.next_page() {
                Ok(page) => self.page = page,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.store.name(error, "reading the log")));
                }
            }
        }
        let (seq, event) = self.page.pop_front()?;
        self.last_seq = seq;
        Some(Ok(event))
    }
}

/// The end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// The last event.
    pub id: Uuid,
    /// Its instant, milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Its study day.
    pub day: i32,
}

impl Tip {
    pub(super) fn read(conn: &Connection) -> rusqlite::Result<Option<Self>> {
        conn.prepare_cached("SELECT id, at_ms, day FROM log ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| {
                Ok(Self { id: row::uuid(row, 0)?, at_ms: row.get(1)?, day: row.get(2)? })
            })
            .optional()
    }
}

pub(super) fn item_row(conn: &Connection, key: &ItemKey) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT id FROM item WHERE deck = ?1 AND card = ?2 AND side = ?3")?
        .query_row((&key.deck, &key.card, row::side_number(key.side)), |row| row.get(0))
        .optional()
}

pub(super) fn item_key(conn: &Connection, item: i64) -> rusqlite::Result<ItemKey> {
    conn.prepare_cached("SELECT deck, card, side FROM item WHERE id = ?1")?
        .query_row([item], |row| row::key(row, 0))
}

pub(super) fn state_of(conn: &Connection, item: i64) -> rusqlite::Result<CardState> {
    let state = conn
        .prepare_cached("SELECT packed FROM card_state WHERE item = ?1")?
        .query_row([item], |row| row::read_state(row, 0))
        .optional()?;
    Ok(state.unwrap_or_default())
}

pub(super) fn day_of(conn: &Connection, day: i32) -> rusqlite::Result<DayStat> {
    let stat = conn
        .prepare_cached(
            "SELECT reviews, correct, met, recalls, recalled, time_ms FROM day_stat WHERE day = ?1",
        )?
        .query_row([day], |row| row::read_day(row, 0))
        .optional()?;
    Ok(stat.unwrap_or_default())
}

pub(super) fn event_at(conn: &Connection, seq: i64) -> rusqlite::Result<Event> {
    conn.prepare_cached(event_query!("WHERE l.seq = ?1"))?
        .query_row([seq], |row| Ok(Entry::read_event(row)?.1))
}

pub(super) fn all_params(conn: &Connection) -> Result<Vec<Params>, Trouble> {
    let mut query = conn.prepare_cached("SELECT version, weights FROM params ORDER BY version")?;
    Ok(query.query_map([], params_row)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn params_of(conn: &Connection, preset: &str) -> Result<Vec<Params>, Trouble> {
    let mut query = conn
        .prepare_cached("SELECT version, weights FROM params WHERE preset = ?1 ORDER BY version")?;
    Ok(query.query_map([preset], params_row)?.collect::<rusqlite::Result<_>>()?)
}

fn params_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Params> {
    let (version, text): (u32, String) = (row.get(0)?, row.get(1)?);
    weights_from(&text)
        .and_then(|weights| Params::new(version, &weights).ok())
        .ok_or_else(|| row::nonsense(1, &format!("the parameters {text}")))
}

/// The item an event is about; none for undoings.
pub(super) fn item_of(body: &EventBody) -> Option<&ItemKey> {
    match body {
        EventBody::Review(key, _) | EventBody::Set(key, _) | EventBody::Follow(key, ..) => {
            Some(key)
        }
        EventBody::Undo(_) | EventBody::Redo(_) => None,
    }
}
