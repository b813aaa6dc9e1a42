//! Recording answers, and taking them back.

use std::ops::RangeInclusive;

use uuid::Uuid;

use super::{Collection, CollectionError};
use crate::deck::{ItemKey, Side, Wording};
use crate::scheduler::day::Last;
use crate::scheduler::interval::Wait;
use crate::scheduler::{self, AnswerInput, CardState, Evidence, Rating};
use crate::session::{Outlook, Returns};
use crate::store::{DayStat, EventBody, Moment, Review, Setting, Undone};

/// An answer with what it led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Grade, memory, next date.
    pub review: Review,
    /// Its id in the log; `None` when nothing was recorded.
    pub event: Option<Uuid>,
    /// The item before the answer: what another grade would start from.
    pub before: CardState,
    /// What each rating leads to.
    pub outlook: [Outlook; 4],
}

impl Collection {
    /// Records an answer: when this returns, it is on disk.
    ///
    /// # Errors
    /// When the store can't keep it; nothing has changed then.
    pub fn record(
        &mut self,
        item: usize,
        evidence: &Evidence,
    ) -> Result<Recorded, CollectionError> {
        self.record_seen(item, evidence, None)
    }

    /// As [`Collection::record`], with what the item asked: a later change of
    /// the answer is told from it.
    ///
    /// # Errors
    /// As [`Collection::record`].
    pub fn record_seen(
        &mut self,
        item: usize,
        evidence: &Evidence,
        seen: Option<&Wording>,
    ) -> Result<Recorded, CollectionError> {
        self.record_picked(item, evidence, seen, &[])
    }

    /// As [`Collection::record_seen`], with the texts of the wrong options that
    /// the answer picked.
    ///
    /// # Errors
    /// As [`Collection::record`].
    pub fn record_picked(
        &mut self,
        item: usize,
        evidence: &Evidence,
        seen: Option<&Wording>,
        picked: &[String],
    ) -> Result<Recorded, CollectionError> {
        self.roll_over()?;
        let moment = self.moment();
        let key = self.key(item);
        let before = self.state(item);
        let (review, outlook) = self.decide(item, &before, evidence, moment);
        let event = EventBody::Review(key.clone(), Box::new(review.clone()));
        let seen = seen.map(|seen| (&key, seen));
        let events = self.store.commit_picked(moment, &[event], seen, picked)?;
        self.habits.record(evidence, &review.grade);
        self.last = Some(Last { day: moment.day, at_ms: moment.at_ms });
        self.refresh(item)?;
        self.count_today(item, &review);
        Ok(Recorded { review, event: events.first().map(|event| event.id), before, outlook })
    }

    /// Replaces the grade of an answer, which must be the latest event, by the
    /// learner's own: the log keeps the answer, its undoing and the new one.
    ///
    /// # Errors
    /// When another event came after the answer, or the store can't keep it;
    /// the old grade stands then.
    pub fn overrule(
        &mut self,
        item: usize,
        answer: &Recorded,
        evidence: &Evidence,
    ) -> Result<Recorded, CollectionError> {
        let Some(event) = answer.event else {
            return Ok(Recorded {
                event: None,
                ..self.rehearse_from(item, &answer.before, evidence)
            });
        };
        let moment = self.moment();
        let (review, outlook) = self.decide(item, &answer.before, evidence, moment);
        let event = self
            .store
            .overrule(moment, event, review.clone())?
            .ok_or(CollectionError::TooLateToOverrule)?;
        self.refresh(item)?;
        Ok(Recorded { review, event: Some(event.id), before: answer.before, outlook })
    }

    /// What an answer would lead to, without recording it (cram).
    #[must_use]
    pub fn rehearse(&self, item: usize, evidence: &Evidence) -> Recorded {
        self.rehearse_from(item, &self.state(item), evidence)
    }

    fn rehearse_from(&self, item: usize, before: &CardState, evidence: &Evidence) -> Recorded {
        let (review, outlook) = self.decide(item, before, evidence, self.moment());
        Recorded { review, event: None, before: *before, outlook }
    }

    /// What each rating would lead to.
    #[must_use]
    pub fn outlook(&self, item: usize, evidence: &Evidence) -> [Outlook; 4] {
        self.decide(item, &self.state(item), evidence, self.moment()).1
    }

    /// Sets something about an item by hand.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn set(&mut self, item: usize, setting: Setting) -> Result<(), CollectionError> {
        self.roll_over()?;
        let event = EventBody::Set(self.key(item), setting);
        self.store.commit(self.moment(), &[event])?;
        self.refresh(item)
    }

    /// Takes back the last event after `since`. Returns its item.
    ///
    /// # Errors
    /// When the store can't undo it.
    pub fn undo(&mut self, since: Option<Uuid>) -> Result<Option<ItemKey>, CollectionError> {
        let undone = self.store.undo(self.moment(), since)?;
        self.after_undo(undone)
    }

    /// Does the last undone event again. Returns its item.
    ///
    /// # Errors
    /// When the store can't redo it.
    pub fn redo(&mut self) -> Result<Option<ItemKey>, CollectionError> {
        let redone = self.store.redo(self.moment())?;
        self.after_undo(redone)
    }

    fn after_undo(&mut self, undone: Option<Undone>) -> Result<Option<ItemKey>, CollectionError> {
        let Some(undone) = undone else { return Ok(None) };
        if let Some(item) = self.find(&undone.key) {
            self.put_state(item, undone.state);
            self.foresee_anew(item)?;
        }
        // Limits and resting siblings are counted anew: an undone answer is as
        // if it had never been.
        self.start_day()?;
        Ok(Some(undone.key))
    }

    /// The review that an answer makes, and what each rating would lead to.
    fn decide(
        &self,
        item: usize,
        state: &CardState,
        evidence: &Evidence,
        moment: Moment,
    ) -> (Review, [Outlook; 4]) {
        let settings = self.settings_for(item, state, moment.day);
        let siblings = if settings.balance_load { self.sibling_days(item) } else { Vec::new() };
        let choose = |_: Rating, days: RangeInclusive<u32>| {
            self.choose_day(item, moment.day, &siblings, days)
        };
        let decision = scheduler::decide(&AnswerInput {
            key: &self.key(item),
            state,
            evidence: *evidence,
            model: self.model_of(item),
            settings: &settings,
            habits: &self.habits,
            now_ms: moment.at_ms,
            day: moment.day,
            choose: settings.balance_load.then_some(&choose),
        });
        let outlook = decision.outlook.map(|step| Outlook {
            rating: step.rating,
            returns: match step.wait {
                Wait::Minutes(minutes) => Returns::Minutes(minutes),
                Wait::Days(days) => Returns::Days(days),
            },
        });
        (decision.review, outlook)
    }

    /// The name that the log has for an item of the library. Items come from the
    /// library, so there is one.
    pub(super) fn key(&self, item: usize) -> ItemKey {
        self.log_key(item).unwrap_or_else(|| ItemKey {
            deck: String::new(),
            card: String::new(),
            side: Side::Forward,
        })
    }

    pub(super) fn refresh(&mut self, item: usize) -> Result<(), CollectionError> {
        let state = self.store.state(&self.key(item))?;
        self.put_state(item, state);
        self.foresee_anew(item)
    }

    fn count_today(&mut self, item: usize, review: &Review) {
        let family = self.family(item);
        self.today.families.insert(family);
        // The same sums as the store keeps of a day.
        let stat = DayStat::of(review);
        self.today.met += stat.met as usize;
        self.today.reviews += stat.recalls as usize;
        self.count_in_preset(item, stat);
    }
}
