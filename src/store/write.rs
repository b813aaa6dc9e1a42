//! Everything that adds to the log.

use rand_chacha::ChaCha12Rng;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use super::day::DayStat;
use super::error::{StoreError, Trouble};
use super::event::{Event, EventBody, Moment, Review, Setting};
use super::read::{Tip, all_params, day_of, event_at, item_row, params_of, state_of};
use super::replay::{apply, replay_item};
use super::row::{self, What};
use super::{Store, id};
use crate::deck::ItemKey;
use crate::scheduler::memory::PARAMETER_COUNT;
use crate::scheduler::{CardState, Memory, Params};

/// What an undoing (or its undoing) did.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The event that no longer counts (or counts again).
    pub event: Event,
    /// Its item.
    pub key: ItemKey,
    /// The item's state now.
    pub state: CardState,
}

/// Settings that were added together, and are taken back together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    first: Uuid,
    /// The log's numbers rise by one from here: it was one transaction.
    first_seq: i64,
    cards: Vec<BatchCard>,
}

/// What a batch did to one item.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchCard {
    /// The item.
    pub key: ItemKey,
    item: i64,
    /// Its state before.
    pub before: CardState,
    /// Its state after.
    pub after: CardState,
}

impl Batch {
    /// What it did.
    #[must_use]
    pub fn cards(&self) -> &[BatchCard] {
        &self.cards
    }

    fn numbered(&self) -> Vec<(i64, &BatchCard)> {
        (self.first_seq..).zip(&self.cards).collect()
    }

    fn last_seq(&self) -> i64 {
        let more = i64::try_from(self.cards.len()).unwrap_or(i64::MAX);
        self.first_seq.saturating_add(more - 1)
    }

    /// Whether this log holds it where it was written.
    fn is_at(&self, conn: &Connection) -> rusqlite::Result<bool> {
        let id = conn
            .prepare_cached("SELECT id FROM log WHERE seq = ?1")?
            .query_row([self.first_seq], |row| row::uuid(row, 0))
            .optional()?;
        Ok(id == Some(self.first))
    }
}

impl Store {
    /// A clock this much behind the last event is no matter: the new event
    /// takes the last one's time.
    pub const SMALL_STEP_MS: i64 = crate::scheduler::clock::SMALL_STEP_MS;

    /// Adds events to the log, all of them or none, and brings the caches up
    /// to date. They are on disk when this returns. What was undone before can
    /// no longer be redone then.
    ///
    /// The events are those that the log now has: with their ids, and with the
    /// last event's time when the clock is a little behind.
    ///
    /// # Errors
    /// When the disk is full or refuses, when the clock was set back, when the
    /// file is damaged, or when an event is not fit to be logged. Nothing was
    /// saved then.
    pub fn commit(
        &mut self,
        moment: Moment,
        bodies: &[EventBody],
    ) -> Result<Vec<Event>, StoreError> {
        self.commit_seen(moment, bodies, None)
    }

    /// Takes back the latest event that counts, if it is later than `since`.
    /// Item, sums and queue are then as if it had never been; the log keeps
    /// the event and its undoing. `None` when there is nothing to take back.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn undo(
        &mut self,
        moment: Moment,
        since: Option<Uuid>,
    ) -> Result<Option<Undone>, StoreError> {
        self.write(moment, "undoing", |writer| match top(&writer.tx)? {
            Some((seq, id)) if since.is_none_or(|since| id > since) => writer.undo(seq).map(Some),
            _ => Ok(None),
        })
    }

    /// Makes the event that was undone last count again. `None` when there is
    /// none, or when another event came after.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn redo(&mut self, moment: Moment) -> Result<Option<Undone>, StoreError> {
        self.write(moment, "redoing", |writer| match redo_top(&writer.tx)? {
            Some(seq) => writer.redo(seq).map(Some),
            None => Ok(None),
        })
    }

    /// Adds many settings, each of another item, in one transaction: all of them
    /// or none. Gives the batch, for taking it back as a whole; `None` when there
    /// are none.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_batch(
        &mut self,
        moment: Moment,
        settings: &[(ItemKey, Setting)],
    ) -> Result<Option<Batch>, StoreError> {
        self.write(moment, "saving", |writer| {
            let mut cards = Vec::with_capacity(settings.len());
            let mut first = None;
            writer.tx.prepare_cached("UPDATE undone SET redo = 0 WHERE redo = 1")?.execute([])?;
            for (key, setting) in settings {
                check_setting(key, *setting)?;
                let item = writer.item(key)?;
                let what = What::Set(item, *setting);
                let id = writer.log(&what)?;
                first = first.or_else(|| Some((id, writer.tx.last_insert_rowid())));
                let before = state_of(&writer.tx, item)?;
                let after = apply(&before, &what, writer.moment);
                row::write_state(&writer.tx, item, &after)?;
                cards.push(BatchCard { key: key.clone(), item, before, after });
            }
            Ok(first.map(|(first, first_seq)| Batch { first, first_seq, cards }))
        })
    }

    /// Takes a batch back as one step, in one transaction. `false`, and nothing
    /// done, when another event that counts came after it.
    ///
    /// Undoing goes backwards, so what was before the batch is as it was then:
    /// the states of that time are put back, and no card is replayed.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn undo_batch(&mut self, moment: Moment, batch: &Batch) -> Result<bool, StoreError> {
        self.write(moment, "undoing", |writer| {
            let is_last = top(&writer.tx)?.is_some_and(|(seq, _)| seq == batch.last_seq());
            if !is_last || !batch.is_at(&writer.tx)? {
                return Ok(false);
            }
            for (seq, card) in batch.numbered().into_iter().rev() {
                writer.log(&What::Undo(seq))?;
                writer.tx.prepare_cached("INSERT INTO undone VALUES (?1, 1)")?.execute([seq])?;
                row::write_state(&writer.tx, card.item, &card.before)?;
            }
            Ok(true)
        })
    }

    /// Makes an undone batch count again as one step. `false`, and nothing done,
    /// when it is not what was undone last.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn redo_batch(&mut self, moment: Moment, batch: &Batch) -> Result<bool, StoreError> {
        self.write(moment, "redoing", |writer| {
            if redo_top(&writer.tx)? != Some(batch.first_seq) || !batch.is_at(&writer.tx)? {
                return Ok(false);
            }
            for (seq, card) in batch.numbered() {
                writer.log(&What::Redo(seq))?;
                writer.tx.prepare_cached("DELETE FROM undone WHERE seq = ?1")?.execute([seq])?;
                row::write_state(&writer.tx, card.item, &card.after)?;
            }
            Ok(true)
        })
    }

    /// Puts another review in the place of the latest event, which must be the
    /// review `event`: undone and anew in one. `None`, and nothing done, when
    /// another event came after.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn overrule(
        &mut self,
        moment: Moment,
        event: Uuid,
        review: Review,
    ) -> Result<Option<Event>, StoreError> {
        self.write(moment, "overruling a grade", |writer| {
            let Some((seq, id)) = top(&writer.tx)? else { return Ok(None) };
            if id != event {
                return Ok(None);
            }
            let undone = writer.undo(seq)?;
            if !matches!(undone.event.body, EventBody::Review(..)) {
                return Err(bad("only a review can be overruled").into());
            }
            let event = writer.add(&EventBody::Review(undone.key, Box::new(review)))?;
            // The learner's word is about the grade: what was picked was picked.
            super::picked::carry(&writer.tx, seq)?;
            Ok(Some(event))
        })
    }

    /// Whether there is something to undo (later than `since`) and to redo.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn can_undo_redo(&self, since: Option<Uuid>) -> Result<(bool, bool), StoreError> {
        let read = || -> rusqlite::Result<_> {
            let undo = top(&self.conn)?;
            let undo = undo.is_some_and(|(_, id)| since.is_none_or(|since| id > since));
            Ok((undo, redo_top(&self.conn)?.is_some()))
        };
        read().map_err(|e| self.name(e, "reading the last events"))
    }

    /// The learner says that the clock is right though it is behind the last
    /// event: from now on events take the clock's time.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn accept_clock(&mut self) -> Result<(), StoreError> {
        let tip = Tip::read(&self.conn).map_err(|e| self.name(e, "reading the last event"))?;
        self.clock_accepted_at = tip.map(|tip| tip.id);
        Ok(())
    }

    /// Adds a set of FSRS-6 parameters, which is in force from now on; gives it
    /// back with its version. A set equal to the one in force adds nothing.
    ///
    /// # Errors
    /// As [`Store::commit`]; and when FSRS does not allow a parameter.
    pub fn add_params(
        &mut self,
        at_ms: i64,
        weights: &[f32; PARAMETER_COUNT],
    ) -> Result<Params, StoreError> {
        self.add_params_of("", at_ms, weights)
    }

    /// As [`Store::add_params`], for the decks of a preset (`""`: all others).
    ///
    /// # Errors
    /// As [`Store::add_params`].
    pub fn add_params_of(
        &mut self,
        preset: &str,
        at_ms: i64,
        weights: &[f32; PARAMETER_COUNT],
    ) -> Result<Params, StoreError> {
        Params::new(0, weights).map_err(|error| bad(&error.to_string()))?;
        self.refuse_when_reading()?;
        let add = |conn: &mut Connection| -> Result<Params, Trouble> {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let text = weights_text(weights);
            let in_force = params_of(&tx, preset)?.pop();
            if let Some(in_force) = in_force.filter(|last| weights_text(last.weights()) == text) {
                return Ok(in_force);
            }
            // Versions are counted over all presets: a review names one number.
            let last = all_params(&tx)?.into_iter().next_back();
            let version = last.map_or(0, |last| last.version() + 1);
            tx.execute(
                "INSERT INTO params (version, at_ms, weights, preset) VALUES (?1, ?2, ?3, ?4)",
                params![version, at_ms, text, preset],
            )?;
            tx.commit()?;
            Params::new(version, weights).map_err(|error| bad(&error.to_string()).into())
        };
        add(&mut self.conn).map_err(|trouble| self.name(trouble, "saving parameters"))
    }

    pub(super) fn refuse_when_reading(&self) -> Result<(), StoreError> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(StoreError::OpenedToRead { path: self.path() }),
        }
    }

    pub(super) fn write<T>(
        &mut self,
        moment: Moment,
        doing: &'static str,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        self.refuse_when_reading()?;
        self.try_write(moment, work).map_err(|trouble| self.name(trouble, doing))
    }

    fn try_write<T>(
        &mut self,
        moment: Moment,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let tip = Tip::read(&self.conn)?;
        let moment = match tip {
            Some(tip) => self.settle(moment, &tip)?,
            None => moment,
        };
        let mut writer = Writer {
            tx: self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?,
            rng: &mut self.rng,
            device: self.device,
            device_row: self.device_row,
            moment,
            last: tip.map(|tip| tip.id),
        };
        let done = work(&mut writer)?;
        writer.tx.commit()?;
        Ok(done)
    }

    /// Keeps the log's times from running backwards.
    fn settle(&self, moment: Moment, tip: &Tip) -> Result<Moment, StoreError> {
        if moment.at_ms >= tip.at_ms || self.clock_accepted_at == Some(tip.id) {
            Ok(moment)
        } else if self.is_back(tip, moment.at_ms) {
            Err(StoreError::ClockBack { last_ms: tip.at_ms, now_ms: moment.at_ms })
        } else {
            Ok(Moment { at_ms: tip.at_ms, day: moment.day.max(tip.day), ..moment })
        }
    }
}

/// One transaction on the log.
pub(super) struct Writer<'a> {
    pub(super) tx: Transaction<'a>,
    rng: &'a mut ChaCha12Rng,
    device: Uuid,
    device_row: i64,
    pub(super) moment: Moment,
    /// The last id in the log.
    last: Option<Uuid>,
}

impl Writer<'_> {
    /// Adds a review or a setting.
    pub(super) fn add(&mut self, body: &EventBody) -> Result<Event, Trouble> {
        check(body)?;
        let (item, what) = match body {
            EventBody::Review(key, review) => {
                let item = self.item(key)?;
                (item, What::Review(item, review.clone()))
            }
            EventBody::Set(key, setting) => {
                let item = self.item(key)?;
                (item, What::Set(item, *setting))
            }
            EventBody::Follow(key, before, is) => {
                let (item, before) = (self.item(key)?, self.item(before)?);
                (item, What::Follow(item, before, *is))
            }
            EventBody::Undo(_) | EventBody::Redo(_) => {
                return Err(bad("an undoing is not committed but done").into());
            }
        };
        let id = self.log(&what)?;
        self.tx.prepare_cached("UPDATE undone SET redo = 0 WHERE redo = 1")?.execute([])?;
        self.count_in(item, &what, self.moment)?;
        Ok(Event { id, device: self.device, moment: self.moment, body: body.clone() })
    }

    fn undo(&mut self, seq: i64) -> Result<Undone, Trouble> {
        let event = event_at(&self.tx, seq)?;
        let (key, item) = self.item_at(&event)?;
        self.log(&What::Undo(seq))?;
        self.tx.prepare_cached("INSERT INTO undone VALUES (?1, 1)")?.execute([seq])?;
        if let EventBody::Review(_, review) = &event.body {
            let day = event.moment.day;
            let stat = day_of(&self.tx, day)?.minus(DayStat::of(review));
            row::write_day(&self.tx, day, &stat)?;
        }
        let state = replay_item(&self.tx, item)?;
        row::write_state(&self.tx, item, &state)?;
        Ok(Undone { event, key, state })
    }

    fn redo(&mut self, seq: i64) -> Result<Undone, Trouble> {
        let event = event_at(&self.tx, seq)?;
        let (key, item) = self.item_at(&event)?;
        self.log(&What::Redo(seq))?;
        self.tx.prepare_cached("DELETE FROM undone WHERE seq = ?1")?.execute([seq])?;
        let what = match &event.body {
            EventBody::Review(_, review) => What::Review(item, review.clone()),
            EventBody::Set(_, setting) => What::Set(item, *setting),
            EventBody::Follow(_, before, is) => What::Follow(item, self.item(before)?, *is),
            EventBody::Undo(_) | EventBody::Redo(_) => {
                return Err(bad("an undoing can't be redone").into());
            }
        };
        let state = self.count_in(item, &what, event.moment)?;
        Ok(Undone { event, key, state })
    }

    /// Takes an event that counts into the caches; gives its item's state.
    fn count_in(&mut self, item: i64, what: &What, moment: Moment) -> Result<CardState, Trouble> {
        let state = apply(&state_of(&self.tx, item)?, what, moment);
        row::write_state(&self.tx, item, &state)?;
        if let What::Review(_, review) = what {
            let stat = day_of(&self.tx, moment.day)?.plus(DayStat::of(review));
            row::write_day(&self.tx, moment.day, &stat)?;
        }
        Ok(state)
    }

    pub(super) fn item(&self, key: &ItemKey) -> Result<i64, Trouble> {
        if let Some(item) = item_row(&self.tx, key)? {
            return Ok(item);
        }
        self.tx
            .prepare_cached("INSERT INTO item (deck, card, side) VALUES (?1, ?2, ?3)")?
            .execute((&key.deck, &key.card, row::side_number(key.side)))?;
        Ok(self.tx.last_insert_rowid())
    }

    fn item_at(&self, event: &Event) -> Result<(ItemKey, i64), Trouble> {
        let key = super::read::item_of(&event.body).cloned();
        let key = key.ok_or_else(|| bad("only reviews and settings can be undone"))?;
        let item = self.item(&key)?;
        Ok((key, item))
    }

    /// Appends a row at the writer's moment; gives its id.
    fn log(&mut self, what: &What) -> Result<Uuid, Trouble> {
        let id = id::next(self.moment.at_ms, self.last, self.rng);
        self.last = Some(id);
        append(&self.tx, id, self.device_row, self.moment, what)?;
        Ok(id)
    }
}

/// Appends a row to the log.
pub(super) fn append(
    conn: &Connection,
    id: Uuid,
    device_row: i64,
    at: Moment,
    what: &What,
) -> Result<(), Trouble> {
    let Moment { at_ms, day, zone_min } = at;
    let (number, item, target, setting) = match what {
        What::Review(item, review) => {
            return append_review(conn, id, device_row, at, *item, review);
        }
        What::Set(item, setting) => (2, Some(*item), None, Some(row::setting_columns(*setting))),
        What::Follow(item, before, is) => {
            let number = if *is { row::FOLLOWS } else { row::FOLLOWS_NOT };
            (2, Some(*item), None, Some((number, Some(*before))))
        }
        What::Undo(target) => (3, None, Some(*target), None),
        What::Redo(target) => (4, None, Some(*target), None),
    };
    conn.prepare_cached(
        "INSERT INTO log (id, device, at_ms, zone_min, day, what, item, target, setting, value) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id.as_bytes(),
        device_row,
        at_ms,
        zone_min,
        day,
        number,
        item,
        target,
        setting.map(|(setting, _)| setting),
        setting.and_then(|(_, value)| value),
    ])?;
    Ok(())
}

fn append_review(
    conn: &Connection,
    id: Uuid,
    device_row: i64,
    at: Moment,
    item: i64,
    review: &Review,
) -> Result<(), Trouble> {
    let Review { evidence, grade, before, after, .. } = review;
    let (due_ms, due_day) = row::due_columns(review.due);
    let added = conn
        .prepare_cached(
            "INSERT INTO log (id, device, at_ms, zone_min, day, what, item, \
             card_kind, correct, chance, latency_ms, confidence, hints, stated, \
             rating, base, known, elapsed_days, \
             stability_before, difficulty_before, stability_after, difficulty_after, \
             phase, due_ms, due_day, interval_days, leech, params) \
             VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, \
             ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
        )?
        .execute(params![
            id.as_bytes(),
            device_row,
            at.at_ms,
            at.zone_min,
            at.day,
            item,
            row::kind_number(evidence.kind),
            evidence.correct,
            evidence.chance,
            evidence.latency_ms,
            evidence.confidence.map(row::confidence_number),
            evidence.hints,
            evidence.stated.map(crate::scheduler::Rating::number),
            grade.rating.number(),
            grade.base.number(),
            grade.known,
            review.elapsed_days,
            before.map(|memory| memory.stability),
            before.map(|memory| memory.difficulty),
            after.stability,
            after.difficulty,
            row::phase_number(review.phase),
            due_ms,
            due_day,
            review.interval_days,
            review.leech,
            review.params,
        ]);
    match added {
        Ok(_) => Ok(()),
        Err(error) if is_foreign_key(&error) => {
            Err(bad(&format!("the store has no parameters of version {}", review.params)).into())
        }
        Err(error) => Err(error.into()),
    }
}

fn is_foreign_key(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

/// The latest event that counts. Everything after the first of those that can
/// be redone is undone, or is an undoing.
fn top(conn: &Connection) -> rusqlite::Result<Option<(i64, Uuid)>> {
    conn.prepare_cached(
        "SELECT l.seq, l.id FROM log l WHERE l.what <= 2 \
         AND l.seq < coalesce((SELECT min(seq) FROM undone WHERE redo = 1), 9223372036854775807) \
         AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = l.seq) \
         ORDER BY l.seq DESC LIMIT 1",
    )?
    .query_row([], |row| Ok((row.get(0)?, row::uuid(row, 1)?)))
    .optional()
}

/// The event that was undone last: undoing goes backwards, so it is the first.
fn redo_top(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT min(seq) FROM undone WHERE redo = 1")?
        .query_row([], |row| row.get(0))
}

fn bad(why: &str) -> StoreError {
    StoreError::BadEvent { why: why.to_owned() }
}

fn check_setting(key: &ItemKey, setting: Setting) -> Result<(), StoreError> {
    if key.deck.is_empty() || key.card.is_empty() {
        return Err(bad("its item has no name"));
    }
    match setting {
        Setting::Flag(8..) => Err(bad("flags go from 0 to 7")),
        _ => Ok(()),
    }
}

/// Refuses what could not be read back exactly as it was.
fn check(body: &EventBody) -> Result<(), StoreError> {
    let nameless = |key: &ItemKey| key.deck.is_empty() || key.card.is_empty();
    let before = match body {
        EventBody::Follow(_, before, _) => Some(before),
        _ => None,
    };
    if super::read::item_of(body).into_iter().chain(before).any(nameless) {
        return Err(bad("its item has no name"));
    }
    match body {
        EventBody::Review(_, review) => {
            let share = |share: f64| (0.0..=1.0).contains(&share) && share.is_sign_positive();
            let real = |real: f32| real.is_finite() && real.is_sign_positive();
            let memory = |memory: Memory| real(memory.stability) && real(memory.difficulty);
            if !share(review.evidence.chance) || !share(review.grade.known) {
                return Err(bad("a probability is not between 0 and 1"));
            }
            if !memory(review.after) || review.before.is_some_and(|before| !memory(before)) {
                return Err(bad("a memory is not a positive number"));
            }
            Ok(())
        }
        EventBody::Set(key, setting) => check_setting(key, *setting),
        EventBody::Follow(key, before, _) if key == before => {
            Err(bad("an item can't follow itself"))
        }
        _ => Ok(()),
    }
}

/// Shortest text that reads back as the same bits.
pub(super) fn weights_text(weights: &[f32; PARAMETER_COUNT]) -> String {
    weights.iter().map(f32::to_string).collect::<Vec<_>>().join(" ")
}

pub(super) fn weights_from(text: &str) -> Option<[f32; PARAMETER_COUNT]> {
    let weights: Vec<f32> = text.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
    weights.try_into().ok()
}
