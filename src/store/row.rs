//! Rows of the tables to values and back, without loss.

use rusqlite::types::{FromSql, Type};
use rusqlite::{Error, Row, params};
use uuid::Uuid;

use super::day::DayStat;
use super::event::{Event, EventBody, Moment, Review, Setting, Verdict};
use super::pack;
use crate::deck::{ItemKey, Kind, Side};
use crate::scheduler::{CardState, Confidence, Due, Evidence, Grade, Memory, Phase, Rating};

/// Columns of a log row, in the order that [`Entry::read`] expects.
macro_rules! log_columns {
    () => {
        "l.seq, l.id, l.at_ms, l.zone_min, l.day, l.what, l.item, l.target, l.setting, l.value, \
         l.card_kind, l.correct, l.chance, l.latency_ms, l.confidence, l.hints, l.stated, \
         l.rating, l.base, l.known, l.elapsed_days, l.stability_before, l.difficulty_before, \
         l.stability_after, l.difficulty_after, l.phase, l.due_ms, l.due_day, l.interval_days, \
         l.leech, l.params"
    };
}
pub(super) use log_columns;

/// The query for whole events; conditions on `l` follow.
macro_rules! event_query {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            super::row::log_columns!(),
            ", d.uuid, i.deck, i.card, i.side, t.id, o.deck, o.card, o.side FROM log l \
             JOIN device d ON d.id = l.device \
             LEFT JOIN item i ON i.id = l.item \
             LEFT JOIN item o ON o.id = l.value AND l.setting IN (8, 9) \
             LEFT JOIN log t ON t.seq = l.target ",
            $rest
        )
    };
}
pub(super) use event_query;

/// What happened, as a log row has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Review(i64, Box<Review>),
    Set(i64, Setting),
    /// The item, the one that it goes on with, and whether it does.
    Follow(i64, i64, bool),
    Undo(i64),
    Redo(i64),
}

/// A log row that refers to items and events by their row numbers.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub seq: i64,
    pub id: Uuid,
    pub moment: Moment,
    pub what: What,
}

impl Entry {
    /// Reads the columns of [`log_columns!`].
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let what = match row.get::<_, u8>(5)? {
            1 => What::Review(row.get(6)?, Box::new(read_review(row)?)),
            2 => match row.get::<_, u8>(8)? {
                FOLLOWS => What::Follow(row.get(6)?, row.get(9)?, true),
                FOLLOWS_NOT => What::Follow(row.get(6)?, row.get(9)?, false),
                _ => What::Set(row.get(6)?, read_setting(row)?),
            },
            3 => What::Undo(row.get(7)?),
            4 => What::Redo(row.get(7)?),
            other => return Err(nonsense(5, &format!("kind of event {other}"))),
        };
        Ok(Self {
            seq: row.get(0)?,
            id: uuid(row, 1)?,
            moment: Moment { at_ms: row.get(2)?, zone_min: row.get(3)?, day: row.get(4)? },
            what,
        })
    }

    /// Reads the columns of [`event_query!`].
    pub(super) fn read_event(row: &Row<'_>) -> rusqlite::Result<(i64, Event)> {
        let entry = Self::read(row)?;
        let body = match entry.what {
            What::Review(_, review) => EventBody::Review(key(row, 32)?, review),
            What::Set(_, setting) => EventBody::Set(key(row, 32)?, setting),
            What::Follow(_, _, is) => EventBody::Follow(key(row, 32)?, key(row, 36)?, is),
            What::Undo(_) => EventBody::Undo(uuid(row, 35)?),
            What::Redo(_) => EventBody::Redo(uuid(row, 35)?),
        };
        let event = Event { id: entry.id, device: uuid(row, 31)?, moment: entry.moment, body };
        Ok((entry.seq, event))
    }
}

pub(super) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get::<_, [u8; 16]>(column).map(Uuid::from_bytes)
}

/// Reads deck, card and side from three columns.
pub(super) fn key(row: &Row<'_>, column: usize) -> rusqlite::Result<ItemKey> {
    Ok(ItemKey {
        deck: row.get(column)?,
        card: row.get(column + 1)?,
        side: match row.get::<_, u8>(column + 2)? {
            0 => Side::Forward,
            1 => Side::Reversed,
            other => return Err(nonsense(column + 2, &format!("side {other}"))),
        },
    })
}

pub(super) fn side_number(side: Side) -> u8 {
    match side {
        Side::Forward => 0,
        Side::Reversed => 1,
    }
}

fn read_setting(row: &Row<'_>) -> rusqlite::Result<Setting> {
    Ok(match row.get::<_, u8>(8)? {
        1 => Setting::Suspended(row.get(9)?),
        2 => Setting::BuriedUntil(row.get(9)?),
        3 => Setting::Flag(row.get(9)?),
        4 => Setting::Forget,
        5 => Setting::Reworded(Verdict::Keep, read_hash(row, 9)?),
        6 => Setting::Reworded(Verdict::Ease, read_hash(row, 9)?),
        7 => Setting::Reworded(Verdict::StartOver, read_hash(row, 9)?),
        DUE => Setting::Due(row.get(9)?),
        other => return Err(nonsense(8, &format!("setting {other}"))),
    })
}

/// The number and value of a setting.
pub(super) fn setting_columns(setting: Setting) -> (u8, Option<i64>) {
    match setting {
        Setting::Suspended(on) => (1, Some(i64::from(on))),
        Setting::BuriedUntil(day) => (2, day.map(i64::from)),
        Setting::Flag(flag) => (3, Some(i64::from(flag))),
        Setting::Forget => (4, None),
        Setting::Due(day) => (DUE, Some(i64::from(day))),
        Setting::Reworded(verdict, answer) => {
            let number = match verdict {
                Verdict::Keep => 5,
                Verdict::Ease => 6,
                Verdict::StartOver => 7,
            };
            (number, Some(hash_column(answer)))
        }
    }
}

/// Numbers of settings that name another item as their value.
pub(super) const FOLLOWS: u8 = 8;
pub(super) const FOLLOWS_NOT: u8 = 9;
/// A due day set by hand.
const DUE: u8 = 10;

/// A hash as SQLite keeps it: the same 64 bits, signed.
pub(super) fn hash_column(hash: u64) -> i64 {
    hash.cast_signed()
}

pub(super) fn read_hash(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

fn read_review(row: &Row<'_>) -> rusqlite::Result<Review> {
    let evidence = Evidence {
        kind: kind(row, 10)?,
        correct: row.get(11)?,
        chance: row.get(12)?,
        latency_ms: row.get(13)?,
        confidence: confidence(row, 14)?,
        hints: row.get(15)?,
        stated: match row.get::<_, Option<u8>>(16)? {
            Some(number) => Some(rating(16, number)?),
            None => None,
        },
    };
    let grade = Grade {
        rating: rating(17, row.get(17)?)?,
        base: rating(18, row.get(18)?)?,
        known: row.get(19)?,
    };
    Ok(Review {
        evidence,
        grade,
        elapsed_days: row.get(20)?,
        before: memory(row, 21)?,
        after: memory(row, 23)?.ok_or_else(|| nonsense(23, "an answer without memory"))?,
        phase: phase(row, 25)?,
        due: due(row, 26)?,
        interval_days: row.get(28)?,
        leech: row.get(29)?,
        params: row.get(30)?,
    })
}

pub(super) fn memory(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Memory>> {
    let stability: Option<f32> = row.get(column)?;
    let difficulty: Option<f32> = row.get(column + 1)?;
    Ok(match (stability, difficulty) {
        (Some(stability), Some(difficulty)) => Some(Memory { stability, difficulty }),
        (None, None) => None,
        _ => return Err(nonsense(column, "half a memory")),
    })
}

fn due(row: &Row<'_>, column: usize) -> rusqlite::Result<Due> {
    Ok(match (get(row, column)?, get(row, column + 1)?) {
        (None, None) => Due::Never,
        (Some(at_ms), None) => Due::At(at_ms),
        (None, Some(day)) => Due::Day(day),
        (Some(_), Some(_)) => return Err(nonsense(column, "due twice")),
    })
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get(column)
}

/// The instant and the day of a due date, one of them at most.
pub(super) fn due_columns(due: Due) -> (Option<i64>, Option<i32>) {
    match due {
        Due::Never => (None, None),
        Due::At(at_ms) => (Some(at_ms), None),
        Due::Day(day) => (None, Some(day)),
    }
}

pub(super) fn rating(column: usize, number: u8) -> rusqlite::Result<Rating> {
    Rating::from_number(number).ok_or_else(|| nonsense(column, &format!("rating {number}")))
}

const KINDS: [Kind; 7] =
    [Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output, Kind::Order, Kind::Match];

pub(super) fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<Kind> {
    let number: u8 = row.get(column)?;
    KINDS
        .into_iter()
        .find(|&kind| kind_number(kind) == number)
        .ok_or_else(|| nonsense(column, &format!("kind of card {number}")))
}

pub(super) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Choice => 1,
        Kind::Flip => 2,
        Kind::Cloze => 3,
        Kind::Typed => 4,
        Kind::Output => 5,
        Kind::Order => 6,
        Kind::Match => 7,
    }
}

pub(super) fn confidence(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Confidence>> {
    Ok(match row.get::<_, Option<u8>>(column)? {
        None => None,
        Some(1) => Some(Confidence::Guess),
        Some(2) => Some(Confidence::Unsure),
        Some(3) => Some(Confidence::Sure),
        Some(other) => return Err(nonsense(column, &format!("confidence {other}"))),
    })
}

pub(super) fn confidence_number(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::Guess => 1,
        Confidence::Unsure => 2,
        Confidence::Sure => 3,
    }
}

pub(super) fn phase(row: &Row<'_>, column: usize) -> rusqlite::Result<Phase> {
    Ok(match row.get::<_, u8>(column)? {
        0 => Phase::New,
        1 => Phase::Learning,
        2 => Phase::Review,
        3 => Phase::Relearning,
        other => return Err(nonsense(column, &format!("phase {other}"))),
    })
}

pub(super) fn phase_number(phase: Phase) -> u8 {
    match phase {
        Phase::New => 0,
        Phase::Learning => 1,
        Phase::Review => 2,
        Phase::Relearning => 3,
    }
}

/// Reads a packed state.
pub(super) fn read_state(row: &Row<'_>, column: usize) -> rusqlite::Result<CardState> {
    let packed = row.get_ref(column)?.as_blob()?;
    pack::unpack(packed).ok_or_else(|| nonsense(column, "a packed state"))
}

/// Puts a state into the cache; a state without any past leaves it.
pub(super) fn write_state(
    conn: &rusqlite::Connection,
    item: i64,
    state: &CardState,
) -> rusqlite::Result<()> {
    if *state == CardState::default() {
        conn.prepare_cached("DELETE FROM card_state WHERE item = ?1")?.execute([item])?;
        return Ok(());
    }
    conn.prepare_cached("INSERT OR REPLACE INTO card_state VALUES (?1, ?2, ?3)")?.execute((
        item,
        state.last_day,
        pack::pack(state),
    ))?;
    Ok(())
}

/// Reads reviews, correct, met, recalls, recalled, `time_ms`.
pub(super) fn read_day(row: &Row<'_>, column: usize) -> rusqlite::Result<DayStat> {
    let time_ms: i64 = row.get(column + 5)?;
    Ok(DayStat {
        reviews: row.get(column)?,
        correct: row.get(column + 1)?,
        met: row.get(column + 2)?,
        recalls: row.get(column + 3)?,
        recalled: row.get(column + 4)?,
        time_ms: u64::try_from(time_ms)
            .map_err(|_| nonsense(column + 5, &format!("time {time_ms}")))?,
    })
}

/// Puts a day into the cache; a day without answers leaves it.
pub(super) fn write_day(
    conn: &rusqlite::Connection,
    day: i32,
    stat: &DayStat,
) -> rusqlite::Result<()> {
    if stat.reviews == 0 {
        conn.prepare_cached("DELETE FROM day_stat WHERE day = ?1")?.execute([day])?;
        return Ok(());
    }
    conn.prepare_cached("INSERT OR REPLACE INTO day_stat VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            day,
            stat.reviews,
            stat.correct,
            stat.met,
            stat.recalls,
            stat.recalled,
            i64::try_from(stat.time_ms).unwrap_or(i64::MAX),
        ])?;
    Ok(())
}

pub(super) fn nonsense(column: usize, what: &str) -> Error {
    Error::FromSqlConversionFailure(column, Type::Integer, format!("{what} makes no sense").into())
}
