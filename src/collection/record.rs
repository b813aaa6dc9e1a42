//! Recording answers, and taking them back.

use uuid::Uuid;

use super::{Collection, CollectionError};
use crate::deck::ItemKey;
use crate::scheduler::{self, AnswerInput, CardState, Due, Evidence, Rating};
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
        self.roll_over()?;
        let moment = self.moment();
        let key = self.library.key(item);
        let before = self.state(item);
        let review = self.review(&key, &before, evidence, moment);
        let event = EventBody::Review(key, Box::new(review.clone()));
        let events = self.store.commit(moment, &[event])?;
        self.habits.record(evidence, &review.grade);
        self.refresh(item)?;
        self.count_today(item, &review);
        Ok(Recorded { review, event: events.first().map(|event| event.id), before })
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
            return Ok(Recorded { event: None, ..self.rehearse_from(item, &answer.before, evidence) });
        };
        let moment = self.moment();
        let key = self.library.key(item);
        let review = self.review(&key, &answer.before, evidence, moment);
        let event = self
            .store
            .overrule(moment, event, review.clone())?
            .ok_or(CollectionError::TooLateToOverrule)?;
        self.refresh(item)?;
        Ok(Recorded { review, event: Some(event.id), before: answer.before })
    }

    /// What an answer would lead to, without recording it (cram).
    #[must_use]
    pub fn rehearse(&self, item: usize, evidence: &Evidence) -> Recorded {
        self.rehearse_from(item, &self.state(item), evidence)
    }

    fn rehearse_from(&self, item: usize, before: &CardState, evidence: &Evidence) -> Recorded {
        let review = self.review(&self.library.key(item), before, evidence, self.moment());
        Recorded { review, event: None, before: *before }
    }

    /// What each rating would lead to.
    #[must_use]
    pub fn outlook(&self, item: usize, evidence: &Evidence) -> [Outlook; 4] {
        let key = self.library.key(item);
        let state = self.state(item);
        let moment = self.moment();
        Rating::ALL.map(|rating| {
            let evidence = Evidence { stated: Some(rating), ..*evidence };
            let review = self.review(&key, &state, &evidence, moment);
            Outlook { rating, returns: returns(&review, moment) }
        })
    }

    /// Sets something about an item by hand.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn set(&mut self, item: usize, setting: Setting) -> Result<(), CollectionError> {
        self.roll_over()?;
        let event = EventBody::Set(self.library.key(item), setting);
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
        if let Some(slot) =
            self.library.find(&undone.key).and_then(|item| self.states.get_mut(item))
        {
            *slot = undone.state;
        }
        // Limits and resting siblings are counted anew: an undone answer is as
        // if it had never been.
        self.start_day()?;
        Ok(Some(undone.key))
    }

    fn review(
        &self,
        key: &ItemKey,
        state: &CardState,
        evidence: &Evidence,
        moment: Moment,
    ) -> Review {
        scheduler::answer(&AnswerInput {
            key,
            state,
            evidence,
            model: &self.model,
            settings: &self.settings,
            habits: &self.habits,
            at_ms: moment.at_ms,
            day: moment.day,
        })
    }

    fn refresh(&mut self, item: usize) -> Result<(), CollectionError> {
        let state = self.store.state(&self.library.key(item))?;
        if let Some(slot) = self.states.get_mut(item) {
            *slot = state;
        }
        Ok(())
    }

    fn count_today(&mut self, item: usize, review: &Review) {
        self.today.families.insert(self.library.family(item));
        // The same sums as the store keeps of a day.
        let stat = DayStat::of(review);
        self.today.met += stat.met as usize;
        self.today.reviews += stat.recalls as usize;
    }
}

fn returns(review: &Review, moment: Moment) -> Returns {
    match review.due {
        Due::At(at_ms) => {
            let minutes = (at_ms - moment.at_ms).max(0) / 60_000;
            Returns::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
        }
        Due::Day(_) | Due::Never => Returns::Days(review.interval_days),
    }
}
