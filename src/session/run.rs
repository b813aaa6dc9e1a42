//! One study session: asks, takes the answer, commits it, shows what it came
//! to, and can take it all back.

use std::collections::HashMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::ask::Asked;
use super::judge::{self, Judged};
use super::question::{Answer, Feedback, Hint, Outlook, Question, Solution};
use super::queue::{Candidate, CandidateKind, Limits, Queue, Remaining};
use super::scope::{Scope, ScopeMode};
use super::summary::{Entry, Summary};
use crate::collection::{Collection, CollectionError, Recorded, Reworded};
use crate::deck::{ItemKey, Wording};
use crate::scheduler::{Confidence, Due, Evidence, Rating};
use crate::store::{Setting, Verdict};

/// Where the session stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage<'session> {
    /// A question waits for its answer.
    Asking(&'session Question),
    /// A flip card was turned and waits for the learner's own grade.
    Turned(&'session Question, &'session Turned),
    /// The answer is in, and kept.
    Answered(&'session Question, &'session Answered),
    /// Nothing is left to ask.
    Done,
}

/// The other side of a flip card.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// What was on the back.
    pub solution: Solution,
    /// What each grade would lead to.
    pub outlook: [Outlook; 4],
}

/// An answer and what it came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What the learner gave.
    pub answer: Answer,
    /// What is shown of it.
    pub feedback: Feedback,
    /// The committed review; `None` when nothing is recorded (cram).
    pub review: Option<uuid::Uuid>,
    /// The right answer is another than the last time: is it still the same
    /// fact?
    pub reworded: Option<Reworded>,
    /// What the learner said to that.
    pub verdict: Option<Verdict>,
}

/// What became of the card on screen when the decks were read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is as it was, or was answered already.
    None,
    /// It was edited, and is asked as it is now.
    Edited,
    /// It is no longer there: the next one is asked.
    Gone,
}

/// How far the session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Cards answered.
    pub done: usize,
    /// Cards still to come, the one on screen included.
    pub remaining: Remaining,
    /// About how long they take, seconds.
    pub seconds_left: u64,
}

/// The card that is before the learner.
#[derive(Debug, Clone)]
struct Current {
    candidate: Candidate,
    asked: Asked,
    shown_at_ms: i64,
    turned: Option<Turned>,
    answered: Option<Given>,
}

#[derive(Debug, Clone)]
struct Given {
    shown: Answered,
    evidence: Evidence,
    recorded: Recorded,
}

/// What the learner did, for taking it back.
#[derive(Debug, Clone)]
enum Step {
    Answered { candidate: Candidate, entry: Box<Entry> },
    SetAside { candidate: Candidate },
    Flagged,
    Settled { candidate: Candidate },
}

/// A study session over a collection. The collection is handed in with each
/// call: the session owns the order and the memory of what was done, nothing
/// else.
#[derive(Debug)]
pub struct Session {
    scope: Scope,
    queue: Queue,
    rng: ChaCha8Rng,
    current: Option<Current>,
    steps: Vec<Step>,
    undone: Vec<Step>,
    left: Option<usize>,
    /// The log's last event before this session: undo stops there.
    since: Option<uuid::Uuid>,
    started_at_ms: i64,
}

impl Session {
    /// Starts a session: builds its queue and asks the first card.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn start(
        collection: &mut Collection,
        scope: Scope,
        seed: u64,
    ) -> Result<Self, CollectionError> {
        // What was found since the last session is put down before undoing has
        // a bound.
        collection.say_names()?;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut candidates = collection.candidates(&scope)?;
        let queue = match scope.mode {
            ScopeMode::Due if scope.items.is_empty() => {
                let (families, _) = collection.today_limits();
                Queue::new(candidates, families, collection.limits(&scope))
            }
            // Whoever names the cards wants them, whatever the day allows.
            ScopeMode::Due | ScopeMode::Weak | ScopeMode::Cram => {
                if scope.mode == ScopeMode::Cram {
                    candidates.shuffle(&mut rng);
                }
                Queue::new(candidates, &std::collections::HashSet::new(), Limits::NONE)
            }
        };
        let mut session = Self {
            left: scope.limit,
            scope,
            queue,
            rng,
            current: None,
            steps: Vec::new(),
            undone: Vec::new(),
            since: collection.last_event()?,
            started_at_ms: collection.now_ms(),
        };
        session.ask_next(collection);
        Ok(session)
    }

    /// What the learner sees now.
    #[must_use]
    pub fn stage(&self) -> Stage<'_> {
        match &self.current {
            None => Stage::Done,
            Some(Current { asked, answered: Some(given), .. }) => {
                Stage::Answered(asked.question(), &given.shown)
            }
            Some(Current { asked, turned: Some(turned), .. }) => {
                Stage::Turned(asked.question(), turned)
            }
            Some(Current { asked, .. }) => Stage::Asking(asked.question()),
        }
    }

    /// The item before the learner, as its position in the library.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.current.as_ref().map(|current| current.candidate.item)
    }

    /// What the session was asked to cover.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Options struck out by hints, by shown position.
    #[must_use]
    pub fn struck(&self) -> &[usize] {
        self.current.as_ref().map_or(&[], |current| current.asked.struck())
    }

    /// Takes the next hint of the card before the learner.
    pub fn hint(&mut self) -> Option<Hint> {
        let current = self.current.as_mut()?;
        if current.answered.is_some() || current.turned.is_some() {
            return None;
        }
        current.asked.take_hint()
    }

    /// Turns a flip card. Does nothing to other cards.
    pub fn turn(&mut self, collection: &Collection) {
        let Some(current) = &mut self.current else { return };
        let recall = matches!(current.asked.question().form, super::question::QuestionForm::Recall);
        if !recall || current.turned.is_some() {
            return;
        }
        let evidence = evidence(collection, current, &judge_blank(&current.asked), None);
        current.turned = Some(Turned {
            solution: judge::reveal(&current.asked),
            outlook: collection.outlook(current.candidate.item, &evidence),
        });
    }

    /// Takes the answer and commits it; what it came to is shown after the
    /// commit has returned.
    ///
    /// # Errors
    /// When the store can't keep it: then the question still stands.
    pub fn answer(
        &mut self,
        collection: &mut Collection,
        answer: Answer,
        confidence: Option<Confidence>,
    ) -> Result<(), CollectionError> {
        let Some(current) = self.current.as_mut().filter(|current| current.answered.is_none())
        else {
            return Ok(());
        };
        let judged = judge::judge(&current.asked, &answer);
        let evidence = evidence(collection, current, &judged, confidence);
        let before = collection.state(current.candidate.item).phase;
        let item = current.candidate.item;
        let mut reworded = None;
        let recorded = if self.scope.records() {
            // Asked before the answer is kept, since that takes the new wording
            // for known.
            reworded = collection.reworded(item)?;
            let side = current.asked.question().key.side;
            let seen = Wording::of(current.asked.card(), side);
            collection.record_picked(item, &evidence, Some(&seen), &judged.picked)?
        } else {
            collection.rehearse(item, &evidence)
        };
        let entry = Entry {
            key: current.asked.question().key.clone(),
            title: super::summary::title(current.asked.question()),
            correct: judged.correct,
            confidence,
            rating: recorded.review.grade.rating,
            latency_ms: evidence.latency_ms,
            before,
            after: recorded.review.phase,
            due: recorded.review.due,
            leech: recorded.review.leech,
        };
        let shown = Answered { reworded, ..shown(answer, judged, &evidence, &recorded) };
        current.answered = Some(Given { shown, evidence, recorded: recorded.clone() });
        let candidate = current.candidate;
        self.steps.push(Step::Answered { candidate, entry: Box::new(entry) });
        self.undone.clear();
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.comes_again(collection, candidate, &recorded);
        Ok(())
    }

    /// Replaces the grade of the answer on screen by the learner's own.
    ///
    /// # Errors
    /// When the store can't keep it: then the old grade stands.
    pub fn overrule(
        &mut self,
        collection: &mut Collection,
        rating: Rating,
    ) -> Result<(), CollectionError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        let Some(given) = &mut current.answered else { return Ok(()) };
        // Confirming what is certain already would only add to the log.
        let grade = given.shown.feedback.grade;
        let certain = grade.known >= 1.0 || grade.rating == Rating::Again;
        if grade.rating == rating && certain {
            return Ok(());
        }
        let evidence = Evidence { stated: Some(rating), ..given.evidence };
        let item = current.candidate.item;
        // Only the latest event can be overruled: flags set since then make room
        // and are set again.
        let is_flag = |step: &&Step| matches!(step, Step::Flagged);
        let flags = self.steps.iter().rev().take_while(is_flag).count();
        let flag = collection.state(item).flag;
        for _ in 0..flags {
            collection.undo(self.since)?;
            self.steps.pop();
        }
        let recorded = collection.overrule(item, &given.recorded, &evidence)?;
        given.evidence = evidence;
        given.shown.review = recorded.event;
        given.shown.feedback.grade = recorded.review.grade;
        given.shown.feedback.leech = recorded.review.leech;
        // The learner's word counts: a slip of the finger is no error.
        given.shown.feedback.correct = rating != Rating::Again;
        given.shown.feedback.confident_error &= rating == Rating::Again;
        let candidate = current.candidate;
        if let Some(Step::Answered { entry, .. }) = self.steps.last_mut() {
            entry.rating = rating;
            entry.correct = rating != Rating::Again;
            entry.after = recorded.review.phase;
            entry.due = recorded.review.due;
            entry.leech = recorded.review.leech;
        }
        if flags > 0 {
            collection.set(item, Setting::Flag(flag))?;
            self.steps.push(Step::Flagged);
        }
        given.recorded = recorded.clone();
        self.queue.remove(candidate.item);
        self.comes_again(collection, candidate, &recorded);
        Ok(())
    }

    /// Moves on to the next card. Before the answer it does nothing.
    pub fn proceed(&mut self, collection: &Collection) {
        if self.current.as_ref().is_some_and(|current| current.answered.is_some()) {
            self.ask_next(collection);
        }
    }

    /// Something was set about these items beside the session: what can't be
    /// asked any more is taken out, and undoing goes no further back than here.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn set_beside(
        &mut self,
        collection: &Collection,
        items: &[usize],
    ) -> Result<(), CollectionError> {
        let today = collection.day();
        for &item in items {
            let state = collection.state(item);
            if state.suspended || state.buried_until.is_some_and(|until| until > today) {
                self.queue.remove(item);
            }
        }
        self.steps.clear();
        self.undone.clear();
        self.since = collection.last_event()?;
        Ok(())
    }

    /// Sets the card before the learner aside: suspended until brought back, or
    /// buried until tomorrow. Moves on.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn set_aside(
        &mut self,
        collection: &mut Collection,
        setting: Setting,
    ) -> Result<(), CollectionError> {
        let Some(candidate) = self.current.as_ref().map(|current| current.candidate) else {
            return Ok(());
        };
        collection.set(candidate.item, setting)?;
        self.queue.remove(candidate.item);
        self.steps.push(Step::SetAside { candidate });
        self.undone.clear();
        self.ask_next(collection);
        Ok(())
    }

    /// Flags the card before the learner (1 to 7), or clears its flag (0).
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn flag(&mut self, collection: &mut Collection, flag: u8) -> Result<(), CollectionError> {
        let Some(item) = self.item() else { return Ok(()) };
        collection.set(item, Setting::Flag(flag))?;
        self.steps.push(Step::Flagged);
        self.undone.clear();
        Ok(())
    }

    /// Says what the changed answer of the card before the learner means to what
    /// they know of it. Does nothing when it has not changed.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn settle(
        &mut self,
        collection: &mut Collection,
        verdict: Verdict,
    ) -> Result<(), CollectionError> {
        let Some(current) = self.current.as_mut() else { return Ok(()) };
        let candidate = current.candidate;
        let open = current.answered.as_mut().filter(|given| given.shown.reworded.is_some());
        let Some(given) = open.filter(|given| given.shown.verdict.is_none()) else {
            return Ok(());
        };
        collection.settle(candidate.item, verdict)?;
        given.shown.verdict = Some(verdict);
        if verdict != Verdict::Keep {
            // It was seen just now; as another fact it comes another time.
            self.queue.remove(candidate.item);
        }
        self.steps.push(Step::Settled { candidate });
        self.undone.clear();
        Ok(())
    }

    /// Goes on with decks that were read anew. `collection` has them already;
    /// `moved` tells for each of its items where it was before. A card that was
    /// edited while it is on screen is asked as it is now.
    pub fn follow(&mut self, collection: &Collection, moved: &[Option<u32>]) -> Change {
        let mut places: HashMap<usize, usize> = HashMap::with_capacity(moved.len());
        for (new, old) in moved.iter().enumerate() {
            places.extend(old.map(|old| (old as usize, new)));
        }
        let place = |candidate: Candidate| {
            let item = *places.get(&candidate.item)?;
            Some(collection.candidate(item, candidate.kind))
        };
        self.queue.move_to(place);
        for step in self.steps.iter_mut().chain(&mut self.undone) {
            if let Step::Answered { candidate, .. }
            | Step::SetAside { candidate }
            | Step::Settled { candidate } = step
            {
                // What is gone has no place: whoever undoes it gets the next card.
                *candidate =
                    place(*candidate).unwrap_or(Candidate { item: usize::MAX, ..*candidate });
            }
        }
        let Some(current) = self.current.as_mut() else { return Change::None };
        let Some(candidate) = place(current.candidate) else {
            if current.answered.is_some() {
                current.candidate.item = usize::MAX;
                return Change::None;
            }
            self.ask_next(collection);
            return Change::Gone;
        };
        current.candidate = candidate;
        let now = collection.card(candidate.item).map(|(_, _, card)| card);
        if current.answered.is_some() || now.as_ref() == Some(current.asked.card()) {
            return Change::None;
        }
        self.ask(collection, candidate);
        if self.current.is_some() {
            return Change::Edited;
        }
        self.ask_next(collection);
        Change::Gone
    }

    /// Takes the last step back: the card stands before the learner again and
    /// everything is as it was. Returns whether there was one.
    ///
    /// # Errors
    /// When the store can't undo it.
    pub fn undo(&mut self, collection: &mut Collection) -> Result<bool, CollectionError> {
        let Some(step) = self.steps.last().cloned() else { return Ok(false) };
        if self.scope.records() || !matches!(step, Step::Answered { .. }) {
            collection.undo(self.since)?;
        }
        self.steps.pop();
        if let Step::Answered { candidate, .. } | Step::SetAside { candidate } = &step {
            let candidate = *candidate;
            if let Some(current) = self.current.take().filter(|current| {
                current.answered.is_none() && current.candidate.item != candidate.item
            }) {
                self.queue.put_back(current.candidate);
            }
            self.queue.remove(candidate.item);
            if matches!(step, Step::Answered { .. }) {
                self.left = self.left.map(|left| left + 1);
            }
            self.ask(collection, candidate);
            // It may have left the library since.
            if self.current.is_none() {
                self.ask_next(collection);
            }
        }
        if let Step::Settled { candidate } = &step {
            if let Some(given) = self.current.as_mut().and_then(|now| now.answered.as_mut()) {
                given.shown.verdict = None;
            }
            if let Due::At(at_ms) = collection.state(candidate.item).due {
                self.queue.learn_again(*candidate, at_ms);
            }
        }
        self.undone.push(step);
        Ok(true)
    }

    /// Does the last undone step again. Returns whether there was one.
    ///
    /// # Errors
    /// When the store can't redo it.
    pub fn redo(&mut self, collection: &mut Collection) -> Result<bool, CollectionError> {
        let Some(step) = self.undone.last().cloned() else { return Ok(false) };
        if self.scope.records() || !matches!(step, Step::Answered { .. }) {
            collection.redo()?;
        }
        self.undone.pop();
        match &step {
            Step::Answered { candidate, entry } => {
                self.left = self.left.map(|left| left.saturating_sub(1));
                if let (Due::At(at_ms), false) = (entry.due, entry.leech) {
                    self.queue.learn_again(*candidate, at_ms);
                }
                self.steps.push(step);
                self.ask_next(collection);
            }
            Step::SetAside { .. } => {
                self.steps.push(step);
                self.ask_next(collection);
            }
            Step::Flagged => self.steps.push(step),
            Step::Settled { candidate } => {
                self.queue.remove(candidate.item);
                self.steps.push(step);
            }
        }
        Ok(true)
    }

    /// Whether there is a step to take back, and one to do again.
    #[must_use]
    pub fn can_undo_redo(&self) -> (bool, bool) {
        (!self.steps.is_empty(), !self.undone.is_empty())
    }

    /// How far the session has come.
    #[must_use]
    pub fn progress(&self, collection: &Collection) -> Progress {
        let mut remaining = self.queue.remaining();
        if let Some(current) = self.current.as_ref().filter(|current| current.answered.is_none()) {
            match current.candidate.kind {
                CandidateKind::New => remaining.new += 1,
                CandidateKind::Learning(_) => remaining.learning += 1,
                CandidateKind::Review(_) | CandidateKind::Listed => remaining.reviews += 1,
            }
        }
        if let Some(left) = self.left {
            remaining = clipped(remaining, left);
        }
        let per_card_ms = collection.typical_answer_ms();
        let seconds_left = (remaining.total() as u64).saturating_mul(per_card_ms) / 1000;
        Progress { done: self.entries().count(), remaining, seconds_left }
    }

    /// What the session came to so far.
    #[must_use]
    pub fn summary(&self, collection: &Collection) -> Summary {
        let entries = self.entries().cloned().collect();
        Summary::new(entries, collection.now_ms() - self.started_at_ms, collection.next_due())
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.steps.iter().filter_map(|step| match step {
            Step::Answered { entry, .. } => Some(&**entry),
            _ => None,
        })
    }

    /// A card that was not known returns within the session.
    fn comes_again(&mut self, collection: &Collection, candidate: Candidate, recorded: &Recorded) {
        // A leech is set aside: it would be asked again at once.
        if recorded.review.leech && self.scope.records() {
            return;
        }
        let wrong = recorded.review.grade.rating == Rating::Again;
        match (self.scope.records(), recorded.review.due) {
            (true, Due::At(at_ms)) => self.queue.learn_again(candidate, at_ms),
            (false, _) if wrong => self.queue.learn_again(candidate, collection.now_ms()),
            _ => {}
        }
    }

    fn ask_next(&mut self, collection: &Collection) {
        self.current = None;
        // A card that can't be read any more is passed over: the library
        // reports it where decks are shown.
        while self.current.is_none() && self.left != Some(0) {
            let Some(candidate) = self.queue.next(collection.now_ms()) else { return };
            self.ask(collection, candidate);
        }
    }

    fn ask(&mut self, collection: &Collection, candidate: Candidate) {
        self.current = collection.card(candidate.item).map(|(key, head, card)| {
            let proven = collection.library().proven(candidate.item, &card).cloned();
            Current {
                candidate,
                asked: Asked::new(key, &head, card, &mut self.rng).with_proof(proven),
                shown_at_ms: collection.now_ms(),
                turned: None,
                answered: None,
            }
        });
    }

    /// The key of the card before the learner.
    #[must_use]
    pub fn key(&self) -> Option<&ItemKey> {
        self.current.as_ref().map(|current| &current.asked.question().key)
    }
}

fn clipped(remaining: Remaining, left: usize) -> Remaining {
    let learning = remaining.learning.min(left);
    let reviews = remaining.reviews.min(left - learning);
    let new = remaining.new.min(left - learning - reviews);
    Remaining { reviews, new, learning }
}

fn judge_blank(asked: &Asked) -> Judged {
    judge::judge(asked, &Answer::DontKnow)
}

fn evidence(
    collection: &Collection,
    current: &Current,
    judged: &Judged,
    confidence: Option<Confidence>,
) -> Evidence {
    let latency_ms =
        (collection.now_ms() - current.shown_at_ms).clamp(0, i64::from(Evidence::MAX_LATENCY_MS));
    Evidence {
        kind: current.asked.question().kind,
        correct: judged.correct,
        chance: judged.chance,
        latency_ms: u32::try_from(latency_ms).unwrap_or(Evidence::MAX_LATENCY_MS),
        confidence,
        hints: current.asked.hints_taken(),
        stated: judged.stated,
    }
}

fn shown(answer: Answer, judged: Judged, evidence: &Evidence, recorded: &Recorded) -> Answered {
    let confident_error = !judged.correct && evidence.confidence == Some(Confidence::Sure);
    let feedback = Feedback {
        correct: judged.correct,
        confident_error,
        solution: judged.solution,
        grade: recorded.review.grade,
        outlook: recorded.outlook,
        leech: recorded.review.leech,
    };
    Answered { answer, feedback, review: recorded.event, reworded: None, verdict: None }
}
