//! The log played from the start: what the caches must be, and proof that
//! they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::ControlFlow;

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::Store;
use super::day::DayStat;
use super::error::{StoreError, Trouble};
use super::event::{Moment, Review};
use super::read::{all_params, item_key};
use super::row::{self, Entry, What, log_columns};
use crate::deck::ItemKey;
use crate::scheduler::{self, CardState, Change, Memory, Model};

/// Told how much of the whole is done; may break it off.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// What a check of the store found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VerifyReport {
    /// Lines of the log that were read.
    pub events: u64,
    /// Reviews whose memory was computed anew.
    pub reviews: u64,
    /// Items whose state was compared.
    pub items: u64,
    /// Study days whose sums were compared.
    pub days: u64,
    /// What SQLite's own check says of the file; empty when it is whole.
    pub file: Vec<String>,
    /// What differs, at most [`VerifyReport::SHOWN`] of it.
    pub differences: Vec<Difference>,
    /// How many differences there are in all.
    pub different: u64,
}

impl VerifyReport {
    /// More differences than this are only counted.
    pub const SHOWN: usize = 1000;

    /// Whether everything is as it must be.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.file.is_empty() && self.different == 0
    }

    fn add(&mut self, difference: Difference) {
        self.different += 1;
        if self.differences.len() < Self::SHOWN {
            self.differences.push(difference);
        }
    }
}

/// Something that is not as replaying the log says.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// The memory that the log has is not what its grade leads to.
    Memory {
        /// The review.
        event: Uuid,
        /// Its item.
        item: ItemKey,
        /// In the log.
        logged: Memory,
        /// Computed from the grade and the parameters.
        computed: Memory,
    },
    /// A review does not start from the memory that the one before left.
    Before {
        /// The review.
        event: Uuid,
        /// Its item.
        item: ItemKey,
        /// In the log.
        logged: Option<Memory>,
        /// What the events before lead to.
        replayed: Option<Memory>,
    },
    /// An item's cached state.
    State {
        /// The last event of the item.
        event: Option<Uuid>,
        /// The item.
        item: ItemKey,
        /// In the cache.
        cached: Box<CardState>,
        /// What its events lead to.
        replayed: Box<CardState>,
    },
    /// A day's cached sums.
    Day {
        /// The study day.
        day: i32,
        /// In the cache.
        cached: DayStat,
        /// What its answers add up to.
        replayed: DayStat,
    },
    /// Whether an event counts: cache and log disagree.
    Counted {
        /// The event.
        event: Uuid,
    },
    /// An id that does not rise above the one before.
    Order {
        /// The event.
        event: Uuid,
    },
    /// A review that refers to parameters which are not there.
    Params {
        /// The review.
        event: Uuid,
        /// The version it names.
        version: u32,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory { event, item, logged, computed } => {
                write!(f, "{item}, review {event}: logged {logged:?}, computed {computed:?}")
            }
            Self::Before { event, item, logged, replayed } => write!(
                f,
                "{item}, review {event}: started from {logged:?}, but was left at {replayed:?}"
            ),
            Self::State { event, item, cached, replayed } => {
                let event = event.map_or_else(|| "none".to_owned(), |event| event.to_string());
                write!(f, "{item}, last event {event}: cached {cached:?}, replayed {replayed:?}")
            }
            Self::Day { day, cached, replayed } => {
                write!(f, "study day {day}: cached {cached:?}, replayed {replayed:?}")
            }
            Self::Counted { event } => {
                write!(f, "event {event}: log and cache disagree on whether it is undone")
            }
            Self::Order { event } => write!(f, "event {event}: its id is not above the one before"),
            Self::Params { event, version } => {
                write!(f, "review {event}: parameters of version {version} are missing")
            }
        }
    }
}

impl Store {
    /// Replays the whole log from nothing, computes every memory anew, and
    /// compares with the log and the caches bit for bit. Checks the file too.
    /// Changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when `progress` breaks it off; otherwise when
    /// the file can't be read at all.
    pub fn verify(&self, progress: Progress<'_>) -> Result<VerifyReport, StoreError> {
        let mut report = VerifyReport::default();
        let doing = "checking the progress";
        let mut check = || -> Result<(), Trouble> {
            // One snapshot for all the questions.
            let tx = self.conn.unchecked_transaction()?;
            report.file = file_faults(&tx)?;
            check_log(&tx, &mut report, progress)?;
            Ok(())
        };
        match check() {
            Ok(()) => Ok(report),
            // Reading broke off at what the file's check has already found.
            Err(Trouble::Sqlite(error)) if !report.file.is_empty() => {
                report.file.push(format!("the log could not be read to its end: {error}"));
                Ok(report)
            }
            Err(trouble) => Err(self.name(trouble, doing)),
        }
    }

    /// Makes the caches anew from the log.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when `progress` breaks it off; otherwise when
    /// the file can't be read or written. The caches are as before then.
    pub fn rebuild(&mut self, progress: Progress<'_>) -> Result<(), StoreError> {
        self.refuse_when_reading()?;
        let mut rebuild = |conn: &mut Connection| -> Result<(), Trouble> {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let replayed = Replayed::play(&tx, progress, &mut |_, _| Ok(()))?;
            tx.execute_batch("DELETE FROM card_state; DELETE FROM day_stat; DELETE FROM undone")?;
            replayed.write(&tx)?;
            tx.commit()?;
            Ok(())
        };
        rebuild(&mut self.conn).map_err(|trouble| self.name(trouble, "making the caches anew"))
    }
}

/// What an event makes of its item's state: the one fold of the app, used when
/// an event happens and when the log is replayed.
pub(super) fn apply(state: &CardState, what: &What, moment: Moment) -> CardState {
    match what {
        What::Review(_, review) => {
            scheduler::apply(state, Change::Review(review), moment.at_ms, moment.day)
        }
        What::Set(_, setting) => {
            scheduler::apply(state, Change::Set(*setting), moment.at_ms, moment.day)
        }
        What::Follow(..) | What::Undo(_) | What::Redo(_) => *state,
    }
}

/// What the events of an item that count lead to.
pub(super) fn replay_item(conn: &Connection, item: i64) -> rusqlite::Result<CardState> {
    let mut query = conn.prepare_cached(concat!(
        "SELECT ",
        log_columns!(),
        " FROM log l WHERE l.item = ?1 \
         AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) ORDER BY l.seq"
    ))?;
    let mut state = CardState::default();
    let mut rows = query.query([item])?;
    while let Some(row) = rows.next()? {
        let entry = Entry::read(row)?;
        state = apply(&state, &entry.what, entry.moment);
    }
    Ok(state)
}

/// What the log leads to.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// By item; states without any past are absent, as they are in the cache.
    pub states: HashMap<i64, CardState>,
    /// The last event of each item.
    pub last: HashMap<i64, Uuid>,
    /// By study day; days without answers are absent.
    pub days: BTreeMap<i32, DayStat>,
    /// Undone events, and whether they can be redone.
    pub undone: BTreeMap<i64, bool>,
}

type Visit<'a> = &'a mut dyn FnMut(&Entry, Option<&CardState>) -> Result<(), Trouble>;

impl Replayed {
    /// Plays the whole log. `visit` sees every entry, with its item's state
    /// before it when the entry counts.
    pub(super) fn play(
        conn: &Connection,
        progress: Progress<'_>,
        visit: Visit<'_>,
    ) -> Result<Self, Trouble> {
        let mut all = Self { undone: undone_events(conn)?, ..Self::default() };
        let total: i64 =
            conn.query_row("SELECT coalesce(max(seq), 0) FROM log", [], |row| row.get(0))?;
        let total = u64::try_from(total).unwrap_or(0);
        let mut query =
            conn.prepare(concat!("SELECT ", log_columns!(), " FROM log l ORDER BY l.seq"))?;
        let mut rows = query.query([])?;
        let mut done = 0_u64;
        while let Some(row) = rows.next()? {
            let entry = Entry::read(row)?;
            if done.is_multiple_of(4096) && progress(done, total).is_break() {
                return Err(StoreError::Stopped { doing: "replaying the log" }.into());
            }
            done += 1;
            all.step(&entry, visit)?;
        }
        all.states.retain(|_, state| *state != CardState::default());
        // Whoever breaks off now is too late.
        let _ = progress(total, total);
        Ok(all)
    }

    fn step(&mut self, entry: &Entry, visit: Visit<'_>) -> Result<(), Trouble> {
        let (What::Review(item, _) | What::Set(item, _) | What::Follow(item, ..)) = entry.what
        else {
            return visit(entry, None);
        };
        if self.undone.contains_key(&entry.seq) {
            return visit(entry, None);
        }
        let state = self.states.entry(item).or_default();
        visit(entry, Some(state))?;
        *state = apply(state, &entry.what, entry.moment);
        self.last.insert(item, entry.id);
        if let What::Review(_, review) = &entry.what {
            let day = self.days.entry(entry.moment.day).or_default();
            *day = day.plus(DayStat::of(review));
        }
        Ok(())
    }

    fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        let items: BTreeMap<_, _> = self.states.iter().collect();
        for (item, state) in items {
            row::write_state(conn, *item, state)?;
        }
        for (day, stat) in &self.days {
            row::write_day(conn, *day, stat)?;
        }
        let mut insert = conn.prepare("INSERT INTO undone VALUES (?1, ?2)")?;
        for (seq, redo) in &self.undone {
            insert.execute((seq, redo))?;
        }
        Ok(())
    }
}

/// Follows undoings through the log.
fn undone_events(conn: &Connection) -> rusqlite::Result<BTreeMap<i64, bool>> {
    let mut query = conn.prepare("SELECT seq, what, target FROM log ORDER BY seq")?;
    let mut rows = query.query([])?;
    let mut undone = BTreeSet::new();
    let mut redo = BTreeSet::new();
    while let Some(row) = rows.next()? {
        match row.get::<_, u8>(1)? {
            3 => {
                let target: i64 = row.get(2)?;
                undone.insert(target);
                redo.insert(target);
            }
            4 => {
                let target: i64 = row.get(2)?;
                undone.remove(&target);
                redo.remove(&target);
            }
            _ => redo.clear(),
        }
    }
    Ok(undone.into_iter().map(|seq| (seq, redo.contains(&seq))).collect())
}

/// What SQLite finds wrong with the file.
pub(super) fn file_faults(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    let checked = conn.prepare("PRAGMA integrity_check(20)").and_then(|mut query| {
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    });
    match checked {
        Ok(lines) => faults.extend(lines.into_iter().filter(|line| line != "ok")),
        Err(error) if error.sqlite_error_code().is_some() => faults.push(error.to_string()),
        Err(error) => return Err(error),
    }
    if faults.is_empty() {
        let mut query = conn.prepare("PRAGMA foreign_key_check")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (table, rowid): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
            faults.push(format!("row {rowid:?} of {table} refers to a row that is missing"));
        }
    }
    Ok(faults)
}

fn check_log(
    conn: &Connection,
    report: &mut VerifyReport,
    progress: Progress<'_>,
) -> Result<(), Trouble> {
    let models: HashMap<u32, Model> = all_params(conn)?
        .into_iter()
        .map(|params| (params.version(), Model::new(&params)))
        .collect();
    let mut last = None;
    let replayed = Replayed::play(conn, progress, &mut |entry, state| {
        report.events += 1;
        if last.is_some_and(|last| last >= entry.id) {
            report.add(Difference::Order { event: entry.id });
        }
        last = Some(entry.id);
        if let What::Review(item, review) = &entry.what {
            report.reviews += 1;
            check_review(conn, report, &models, entry.id, *item, review, state)?;
        }
        Ok(())
    })?;
    check_states(conn, report, &replayed)?;
    check_days(conn, report, &replayed)?;
    check_undone(conn, report, &replayed)
}

fn check_review(
    conn: &Connection,
    report: &mut VerifyReport,
    models: &HashMap<u32, Model>,
    event: Uuid,
    item: i64,
    review: &Review,
    state: Option<&CardState>,
) -> Result<(), Trouble> {
    if let Some(state) = state
        && bits(state.memory) != bits(review.before)
    {
        let item = item_key(conn, item)?;
        let (logged, replayed) = (review.before, state.memory);
        report.add(Difference::Before { event, item, logged, replayed });
    }
    let Some(model) = models.get(&review.params) else {
        report.add(Difference::Params { event, version: review.params });
        return Ok(());
    };
    let computed = model.remember(review.before, review.elapsed_days, &review.grade);
    if bits(Some(computed)) != bits(Some(review.after)) {
        let item = item_key(conn, item)?;
        report.add(Difference::Memory { event, item, logged: review.after, computed });
    }
    Ok(())
}

fn check_states(
    conn: &Connection,
    report: &mut VerifyReport,
    replayed: &Replayed,
) -> Result<(), Trouble> {
    let mut query = conn.prepare("SELECT item, packed FROM card_state ORDER BY item")?;
    let cached = query
        .query_map([], |row| Ok((row.get(0)?, row::read_state(row, 1)?)))?
        .collect::<rusqlite::Result<BTreeMap<i64, CardState>>>()?;
    let items: BTreeSet<i64> = cached.keys().chain(replayed.states.keys()).copied().collect();
    report.items = items.len() as u64;
    for item in items {
        let cached = cached.get(&item).copied().unwrap_or_default();
        let should = replayed.states.get(&item).copied().unwrap_or_default();
        if !same(&cached, &should) {
            report.add(Difference::State {
                event: replayed.last.get(&item).copied(),
                item: item_key(conn, item)?,
                cached: Box::new(cached),
                replayed: Box::new(should),
            });
        }
    }
    Ok(())
}

fn check_days(
    conn: &Connection,
    report: &mut VerifyReport,
    replayed: &Replayed,
) -> Result<(), Trouble> {
    let mut query = conn.prepare(
        "SELECT day, reviews, correct, met, recalls, recalled, time_ms FROM day_stat ORDER BY day",
    )?;
    let cached = query
        .query_map([], |row| Ok((row.get(0)?, row::read_day(row, 1)?)))?
        .collect::<rusqlite::Result<BTreeMap<i32, DayStat>>>()?;
    let days: BTreeSet<i32> = cached.keys().chain(replayed.days.keys()).copied().collect();
    report.days = days.len() as u64;
    for day in days {
        let cached = cached.get(&day).copied().unwrap_or_default();
        let should = replayed.days.get(&day).copied().unwrap_or_default();
        if cached != should {
            report.add(Difference::Day { day, cached, replayed: should });
        }
    }
    Ok(())
}

fn check_undone(
    conn: &Connection,
    report: &mut VerifyReport,
    replayed: &Replayed,
) -> Result<(), Trouble> {
    let mut query = conn.prepare("SELECT seq, redo FROM undone")?;
    let cached = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<BTreeMap<i64, bool>>>()?;
    for seq in cached.keys().chain(replayed.undone.keys()).collect::<BTreeSet<_>>() {
        if cached.get(seq) != replayed.undone.get(seq) {
            let event = conn
                .query_row("SELECT id FROM log WHERE seq = ?1", [seq], |row| row::uuid(row, 0))?;
            report.add(Difference::Counted { event });
        }
    }
    Ok(())
}

fn bits(memory: Option<Memory>) -> Option<(u32, u32)> {
    memory.map(|memory| (memory.stability.to_bits(), memory.difficulty.to_bits()))
}

/// Equal, and the floats bit for bit.
fn same(a: &CardState, b: &CardState) -> bool {
    a == b && bits(a.memory) == bits(b.memory)
}
