//! The collection: decks and progress joined. It knows the state of every
//! item, records answers, and is the only one that writes to the store.

mod balance;
mod bulk;
mod edits;
mod error;
mod figures;
mod fitting;
mod history;
mod insight;
mod names;
mod open;
mod planning;
mod record;
mod tuning;
mod worlds;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use bulk::Bulk;
pub use edits::{Adopted, Lookalike, LookalikeSearch, Reworded, RewordingSearch};
pub use error::CollectionError;
pub use fitting::{FitReport, FitSource, Fitted, Foreseen, When, in_words, lasts};
pub use history::{HistorySource, Upkeep};
pub use insight::FiguresSource;
pub use open::{OpenOptions, Opened, sources};
pub use record::Recorded;

use crate::clock::Clock;
use crate::deck::{Card, DeckHead, ItemKey, Library, Origin};
use crate::plan::{DayLoad, Learner, Plans};
use crate::scheduler::{CardState, Due, Habits, Model, Phase, day};
use crate::session::{Candidate, CandidateKind, Limits, Scope, ScopeMode, Step, present};
use crate::settings::Settings;
use crate::store::{Moment, Store};
use names::Names;
use tuning::Tuning;

/// Decks and progress joined.
pub struct Collection {
    library: Arc<Library>,
    store: Store,
    /// Where all reviews are kept in a form that is read at once.
    history_file: Option<PathBuf>,
    settings: Settings,
    model: Model,
    habits: Habits,
    clock: Arc<dyn Clock>,
    zone: TimeZone,
    /// By the library's item positions.
    states: Vec<CardState>,
    /// Items whose progress is kept under another name.
    names: Names,
    /// Progress whose card is not in the library.
    orphans: HashMap<ItemKey, CardState>,
    today: Today,
    /// Learned from the last weeks; `None` until there is enough to learn from.
    typical_answer_ms: Option<u64>,
    /// How this learner answers.
    learner: Learner,
    /// Towards the days that count.
    plans: Plans,
    /// What they do today.
    steering: planning::Steering,
    /// Cards due by day.
    load: DayLoad,
    /// Items by group, for those that have one.
    groups: HashMap<u64, Vec<usize>>,
    /// The log's last entry: days go on from there, wherever the learner is.
    last: Option<day::Last>,
    /// What decks go by, by preset.
    tuning: Tuning,
}

/// What was done on the present study day.
#[derive(Debug, Clone, Default)]
struct Today {
    day: i32,
    /// Reviews of cards that were known.
    reviews: usize,
    /// Cards met for the first time.
    met: usize,
    /// Families answered today: their siblings rest.
    families: HashSet<u64>,
}

impl std::fmt::Debug for Collection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collection").field("items", &self.states.len()).finish_non_exhaustive()
    }
}

impl Collection {
    /// The decks.
    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// The progress store, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The memory model in use.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Puts new settings in force: limits and retention hold from the next
    /// answer on, what is scheduled stays scheduled.
    pub fn set_settings(&mut self, settings: Settings) {
        let has_other_presets = settings.presets != self.settings.presets;
        self.settings = settings;
        if has_other_presets {
            // What can't be read now is read at the next start; until then the
            // decks go by what they went by.
            self.tuning.foresight = crate::predict::Foresight::default();
            let _ = self.tune();
        }
        self.steer();
    }

    /// Milliseconds since 1970, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The present study day.
    #[must_use]
    pub fn day(&self) -> i32 {
        day::today(self.last, self.now_ms(), &self.zone, self.settings.rollover_hour)
    }

    pub(super) fn moment(&self) -> Moment {
        let at_ms = self.now_ms();
        let offset = jiff::Timestamp::from_millisecond(at_ms)
            .map_or(0, |now| self.zone.to_offset(now).seconds() / 60);
        Moment { at_ms, day: self.day(), zone_min: i16::try_from(offset).unwrap_or(0) }
    }

    /// The state of an item; a position beyond the library is a new card.
    #[must_use]
    pub fn state(&self, item: usize) -> CardState {
        self.states.get(item).copied().unwrap_or_default()
    }

    /// The item whose progress the log has under this name.
    #[must_use]
    pub fn find(&self, name: &ItemKey) -> Option<usize> {
        // A name that goes on elsewhere is no item's own.
        self.names
            .item(name)
            .or_else(|| self.library.find(name).filter(|&item| self.names.kept(item).is_none()))
    }

    /// The name under which the log has this item's progress: its own, or the
    /// one that it began with.
    #[must_use]
    pub fn log_key(&self, item: usize) -> Option<ItemKey> {
        self.names.kept(item).cloned().or_else(|| self.library.key(item))
    }

    /// Reads a card; `None` when its text can't be read any more.
    #[must_use]
    pub fn card(&self, item: usize) -> Option<(ItemKey, DeckHead, Card)> {
        let key = self.library.key(item)?;
        let head = self.library.deck(&key.deck)?.head.clone();
        let card = self.library.card(item).ok()?;
        Some((key, head, card))
    }

    /// Predicted recall of an item now, 0 to 1; `None` when never answered.
    #[must_use]
    pub fn retrievability(&self, item: usize) -> Option<f64> {
        self.foreseen(item, self.states.get(item)?, self.today.day)
    }

    /// Predicted recall of an item on a study day from today on if nothing is
    /// asked until then, 0 to 1; `None` when never answered.
    #[must_use]
    pub fn recall_on(&self, item: usize, day: i32) -> Option<f64> {
        self.foreseen(item, self.states.get(item)?, day)
    }

    /// Everything that a session of this scope may ask, in library order.
    ///
    /// # Errors
    /// When a new study day starts and the store can't be read.
    pub fn candidates(&mut self, scope: &Scope) -> Result<Vec<Candidate>, CollectionError> {
        self.roll_over()?;
        let all = self.all_candidates(scope);
        let is_due = scope.mode == ScopeMode::Due;
        let is_daily = is_due && scope.is_all();
        let wanted = if is_daily { self.of_the_day(&all).collect() } else { all };
        // Whoever names cards wants them, whatever their preset allows a day.
        let is_limited = is_due && scope.items.is_empty();
        Ok(if is_limited { self.within_limits(wanted) } else { wanted })
    }

    /// What a day brings of these without being asked for a deck.
    pub(super) fn of_the_day(&self, all: &[Candidate]) -> impl Iterator<Item = Candidate> {
        let active = self.active_decks();
        // While a plan steers, new cards are its own; while a pile is worked off
        // it may be that only its cards come at all.
        let (is_steered, is_only_plan) = (self.has_plan_cards(), self.is_only_plan());
        let wanted = move |candidate: &Candidate| match candidate.kind {
            CandidateKind::New if is_steered => self.is_planned(candidate.item),
            CandidateKind::New => active.get(candidate.deck).is_some_and(|on| *on),
            CandidateKind::Review(_) if is_only_plan => self.is_planned(candidate.item),
            _ => true,
        };
        all.iter().copied().filter(wanted)
    }

    /// Everything that fits, new cards of decks not yet started included.
    pub(super) fn all_candidates(&self, scope: &Scope) -> Vec<Candidate> {
        let today = self.today.day;
        let wanted = self.wanted(scope);
        let candidates = (0..self.states.len()).filter(|&item| wanted(item)).filter_map(|item| {
            let state = self.states.get(item)?;
            if state.suspended {
                return None;
            }
            let buried = state.buried_until.is_some_and(|until| until > today);
            let kind = match scope.mode {
                // Whoever names a card wants it now.
                ScopeMode::Due if !scope.items.is_empty() => {
                    self.kind_of_due(item, state).unwrap_or(CandidateKind::Listed)
                }
                ScopeMode::Due if buried => return None,
                ScopeMode::Due => self.kind_of_due(item, state)?,
                ScopeMode::Weak if !scope.items.is_empty() || self.is_weak(item, state) => {
                    CandidateKind::Listed
                }
                ScopeMode::Weak => return None,
                ScopeMode::Cram => CandidateKind::Listed,
            };
            Some(self.candidate(item, kind))
        });
        let mut candidates: Vec<Candidate> = candidates.collect();
        if scope.mode == ScopeMode::Weak {
            let recall = |candidate: &Candidate| self.retrievability(candidate.item).unwrap_or(1.0);
            candidates.sort_by(|a, b| recall(a).total_cmp(&recall(b)));
        }
        candidates
    }

    /// For each deck, whether a day brings new cards of it without being asked:
    /// decks of the learner's own, those that were started, and the present one
    /// of the track. All two dozen at once would teach none of them.
    fn active_decks(&self) -> Vec<bool> {
        let steps = self.track();
        let present = present(&steps).and_then(|at| steps.get(at)).map(|step| step.deck);
        let decks = self.library.decks().iter().enumerate().map(|(at, deck)| {
            let mut items = deck.items.clone();
            deck.origin != Origin::BuiltIn
                || present == Some(at)
                || items.any(|item| self.state(item as usize).phase != Phase::New)
        });
        decks.collect()
    }

    /// The track's decks and how far the learner has come; those that are not in
    /// the library are left out.
    #[must_use]
    pub fn track(&self) -> Vec<Step> {
        let decks = self.library.decks();
        let steps = self.settings.track.decks().iter().filter_map(|id| {
            let deck = decks.iter().position(|deck| deck.head.id == *id)?;
            let items = decks.get(deck)?.items.clone();
            let is_met = |item: &u32| {
                let state = self.state(*item as usize);
                state.phase != Phase::New || state.suspended
            };
            Some(Step { deck, met: items.clone().filter(is_met).count(), total: items.len() })
        });
        steps.collect()
    }

    fn wanted(&self, scope: &Scope) -> impl Fn(usize) -> bool + use<'_> {
        let decks: Option<HashSet<usize>> = (!scope.decks.is_empty()).then(|| {
            let decks = self.library.decks().iter().enumerate();
            decks
                .filter(|(_, deck)| scope.decks.contains(&deck.head.id))
                .map(|(at, _)| at)
                .collect()
        });
        let tags: Option<Vec<u32>> = (!scope.tags.is_empty())
            .then(|| scope.tags.iter().filter_map(|tag| self.library.tag(tag)).collect());
        let named: Option<HashSet<usize>> = (!scope.items.is_empty())
            .then(|| scope.items.iter().filter_map(|name| self.library.find(name)).collect());
        move |item| {
            let Some(found) = self.library.items().get(item) else { return false };
            named.as_ref().is_none_or(|named| named.contains(&item))
                && decks.as_ref().is_none_or(|decks| decks.contains(&(found.deck as usize)))
                && tags
                    .as_ref()
                    .is_none_or(|tags| self.library.tags(item).iter().any(|tag| tags.contains(tag)))
        }
    }

    pub(crate) fn candidate(&self, item: usize, kind: CandidateKind) -> Candidate {
        let deck = self.library.items().get(item).map_or(0, |found| found.deck as usize);
        Candidate { item, deck, family: self.family(item), kind }
    }

    /// Siblings share this number: items of one card, and cards of one group.
    pub(super) fn family(&self, item: usize) -> u64 {
        let Some(found) = self.library.items().get(item) else { return 0 };
        let deck = u64::from(found.deck);
        match found.group {
            0 => (deck << 32) | u64::from(found.card),
            // The top bit keeps groups and cards apart.
            group => group.rotate_left(17).wrapping_add(deck) | (1 << 63),
        }
    }

    fn kind_of_due(&self, item: usize, state: &CardState) -> Option<CandidateKind> {
        match (state.phase, state.due) {
            (Phase::New, _) => Some(CandidateKind::New),
            (_, Due::At(at_ms)) => Some(CandidateKind::Learning(at_ms)),
            (_, Due::Day(day)) if day <= self.today.day || self.wants_look(item) => {
                Some(CandidateKind::Review(self.rank(item, state)))
            }
            _ => None,
        }
    }

    /// Known badly enough to be worth an extra look: predicted recall well
    /// under the goal, or forgotten more than once.
    fn is_weak(&self, item: usize, state: &CardState) -> bool {
        let shaky = self.retention_of(item) - 0.05;
        let recall = self.retrievability(item);
        recall.is_some_and(|recall| recall < shaky || state.lapses >= 2)
            || matches!(state.phase, Phase::Learning | Phase::Relearning)
    }

    /// What may still be asked today, and which families rest.
    #[must_use]
    pub fn today_limits(&self) -> (&HashSet<u64>, Limits) {
        let none = Limits { reviews: 0, new: 0 };
        // Each preset's own was kept to before: together they are the bound.
        let limits = self.limits_by_preset().into_iter().fold(none, |sum, own| Limits {
            reviews: sum.reviews.saturating_add(own.reviews),
            new: sum.new.saturating_add(own.new),
        });
        (&self.today.families, limits)
    }

    /// The last event of the log: undoing later stops there.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn last_event(&self) -> Result<Option<uuid::Uuid>, CollectionError> {
        Ok(self.store.last()?.map(|tip| tip.id))
    }

    /// Starts a new study day when its hour has come.
    pub(super) fn roll_over(&mut self) -> Result<(), CollectionError> {
        if self.day() == self.today.day {
            return Ok(());
        }
        self.start_day()
    }

    pub(super) fn start_day(&mut self) -> Result<(), CollectionError> {
        let day = self.day();
        let stat = self.store.day_stat(day)?;
        let families = self.store.answered_on(day)?;
        let families = families.iter().filter_map(|key| self.find(key));
        self.today = Today {
            day,
            reviews: stat.recalls as usize,
            met: stat.met as usize,
            families: families.map(|item| self.family(item)).collect(),
        };
        self.count_presets()?;
        self.steer();
        self.learn_pace()
    }
}
