//! Which model, goal and limits each deck goes by, and what FSRS-7 adds.

use super::{Collection, CollectionError};
use crate::predict::{Foresight, days_between};
use crate::scheduler::{CardState, Model, day};
use crate::session::{Candidate, CandidateKind, Limits};
use crate::settings::{Preset, Settings};
use crate::store::{DayStat, EventBody, Store};

/// By preset; the first is that of decks without one.
#[derive(Debug, Default)]
pub(super) struct Tuning {
    names: Vec<String>,
    models: Vec<Model>,
    /// By the library's deck positions.
    of_deck: Vec<usize>,
    /// Reviews and new cards of today, by preset.
    today: Vec<Done>,
    pub(super) foresight: Foresight,
    /// Items that were answered (or not any more) since the log was last given
    /// away to be read: what comes back doesn't know of them.
    touched: Vec<usize>,
}

/// What was done today.
#[derive(Debug, Clone, Copy, Default)]
struct Done {
    reviews: usize,
    met: usize,
}

/// Answers of today that are told apart by preset.
const DAY_REVIEWS: u32 = 5_000;

/// The models of all presets: of a preset's own parameters, or everybody's.
fn models(store: &Store, presets: &[Preset]) -> Result<Vec<Model>, CollectionError> {
    let default = Model::new(&store.current_params()?);
    let mut models = vec![default.clone()];
    for preset in presets {
        let own = store.params_of(&preset.name)?.pop();
        models.push(own.map_or_else(|| default.clone(), |own| Model::new(&own)));
    }
    Ok(models)
}

impl Collection {
    /// Reads what decks go by anew: after presets, parameters or decks changed.
    pub(super) fn tune(&mut self) -> Result<(), CollectionError> {
        let models = models(&self.store, &self.settings.presets)?;
        if let Some(model) = models.first() {
            self.model = model.clone();
        }
        let names: Vec<String> = std::iter::once(String::new())
            .chain(self.settings.presets.iter().map(|preset| preset.name.clone()))
            .collect();
        let of_deck: Vec<usize> = self
            .library
            .decks()
            .iter()
            .map(|deck| self.settings.preset_of(&deck.head.id).map_or(0, |at| at + 1))
            .collect();
        // FSRS-7's states go by their presets' parameters.
        if names != self.tuning.names {
            self.tuning.foresight = Foresight::default();
        }
        (self.tuning.names, self.tuning.models, self.tuning.of_deck) = (names, models, of_deck);
        self.count_presets()
    }

    /// The names of the presets; the first, empty one is that of decks without.
    #[must_use]
    pub fn preset_names(&self) -> &[String] {
        &self.tuning.names
    }

    /// The preset (position in [`Collection::preset_names`]) of an item.
    pub(super) fn preset(&self, item: usize) -> usize {
        let deck = self.library.items().get(item).map_or(usize::MAX, |item| item.deck as usize);
        self.tuning.of_deck.get(deck).copied().unwrap_or(0)
    }

    /// The preset of a deck, by its position in the library.
    pub(super) fn preset_of_deck(&self, deck: usize) -> usize {
        self.tuning.of_deck.get(deck).copied().unwrap_or(0)
    }

    /// The memory model that an item goes by.
    #[must_use]
    pub fn model_of(&self, item: usize) -> &Model {
        self.tuning.models.get(self.preset(item)).unwrap_or(&self.model)
    }

    /// The share of due reviews of an item's deck that should be recalled.
    #[must_use]
    pub fn retention_of(&self, item: usize) -> f64 {
        self.goals(self.preset(item))
            .map_or(self.settings.desired_retention, |preset| preset.desired_retention)
    }

    fn goals(&self, preset: usize) -> Option<&Preset> {
        self.settings.presets.get(preset.checked_sub(1)?)
    }

    /// The settings that an item goes by.
    pub(super) fn settings_of(&self, item: usize) -> std::borrow::Cow<'_, Settings> {
        match self.goals(self.preset(item)) {
            None => std::borrow::Cow::Borrowed(&self.settings),
            Some(preset) => std::borrow::Cow::Owned(Settings {
                desired_retention: preset.desired_retention,
                new_per_day: preset.new_per_day,
                reviews_per_day: preset.reviews_per_day,
                ..self.settings.clone()
            }),
        }
    }

    /// Predicted recall on a study day, by the predictor that does best here.
    pub(super) fn foreseen(&self, item: usize, state: &CardState, on: i32) -> Option<f64> {
        let memory = state.memory?;
        let last = state.last_day.unwrap_or(self.today.day);
        let elapsed = day::elapsed_days(last, on);
        let preset = self.preset(item);
        let six = self.tuning.models.get(preset).unwrap_or(&self.model);
        let six = six.retrievability(memory, elapsed);
        if !self.tuning.foresight.is_used(preset) {
            return Some(six);
        }
        let days = days_between(state.last_at_ms?, self.now_ms())
            + f64::from(on.saturating_sub(self.today.day).max(0));
        let foreseen = self.tuning.foresight.recall(item, preset, days, elapsed == 0, six);
        Some(foreseen.unwrap_or(six))
    }

    /// Takes an item's FSRS-7 state from its answers in the log, after one more
    /// or one less.
    pub(super) fn foresee_anew(&mut self, item: usize) -> Result<(), CollectionError> {
        self.tuning.touched.push(item);
        self.replay_foresight(item)
    }

    /// From here on it is noted what changes.
    pub(super) fn begin_touched(&mut self) {
        self.tuning.touched.clear();
    }

    fn replay_foresight(&mut self, item: usize) -> Result<(), CollectionError> {
        let preset = self.preset(item);
        if !self.tuning.foresight.is_used(preset) {
            return Ok(());
        }
        let answers = self.store.answers_that_count(&self.key(item))?;
        let mut last_ms = answers.first().map_or(0, |(at_ms, _)| *at_ms);
        let steps = answers.into_iter().map(|(at_ms, rating)| {
            let days = days_between(last_ms, at_ms);
            last_ms = at_ms;
            (days, rating.number())
        });
        self.tuning.foresight.replay(item, preset, steps);
        Ok(())
    }

    /// Puts FSRS-7's states in force, with what was answered since they were
    /// read.
    ///
    /// # Errors
    /// When the store can't be read; FSRS-6 predicts alone then.
    pub fn set_foresight(&mut self, foresight: Foresight) -> Result<(), CollectionError> {
        self.tuning.foresight = foresight;
        for item in std::mem::take(&mut self.tuning.touched) {
            if let Err(error) = self.replay_foresight(item) {
                self.tuning.foresight = Foresight::default();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Positions have changed: `moved` tells for each of now where it was.
    pub(super) fn move_foresight(&mut self, moved: &[Option<u32>]) {
        self.tuning.foresight.moved(moved);
        let before = std::mem::take(&mut self.tuning.touched);
        let now = moved
            .iter()
            .enumerate()
            .filter(|(_, was)| was.is_some_and(|was| before.contains(&(was as usize))));
        self.tuning.touched = now.map(|(at, _)| at).collect();
    }

    /// Whether FSRS-7 has a part in predicting the decks without a preset.
    #[must_use]
    pub fn is_foresighted(&self) -> bool {
        !self.tuning.foresight.is_idle()
    }

    /// Counts what was done today by preset; without presets nobody asks.
    pub(super) fn count_presets(&mut self) -> Result<(), CollectionError> {
        let mut today = vec![Done::default(); self.tuning.names.len()];
        if self.settings.presets.is_empty() {
            self.tuning.today = today;
            return Ok(());
        }
        for event in self.store.recent_reviews(DAY_REVIEWS)? {
            let EventBody::Review(key, review) = &event.body else { continue };
            if event.moment.day != self.today.day {
                break;
            }
            let preset = self.find(key).map_or(0, |item| self.preset(item));
            if let Some(done) = today.get_mut(preset) {
                done.add(DayStat::of(review));
            }
        }
        self.tuning.today = today;
        Ok(())
    }

    pub(super) fn count_in_preset(&mut self, item: usize, stat: DayStat) {
        let preset = self.preset(item);
        if let Some(done) = self.tuning.today.get_mut(preset) {
            done.add(stat);
        }
    }

    /// What each preset may still ask today.
    pub(super) fn limits_by_preset(&self) -> Vec<Limits> {
        let left = |limit: u32, done: usize| (limit as usize).saturating_sub(done);
        if self.settings.presets.is_empty() {
            return vec![Limits {
                reviews: left(self.settings.reviews_per_day, self.today.reviews),
                new: left(self.settings.new_per_day, self.today.met),
            }];
        }
        let by_preset = self.tuning.today.iter().enumerate().map(|(at, done)| {
            let goals = self.goals(at);
            let reviews = goals.map_or(self.settings.reviews_per_day, |own| own.reviews_per_day);
            let new = goals.map_or(self.settings.new_per_day, |own| own.new_per_day);
            Limits { reviews: left(reviews, done.reviews), new: left(new, done.met) }
        });
        by_preset.collect()
    }

    /// Leaves out what goes beyond its preset's limits: of reviews, those that
    /// are remembered best. The order stays.
    pub(super) fn within_limits(&self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        if self.settings.presets.is_empty() {
            // One limit over all, which the queue keeps.
            return candidates;
        }
        let mut left = self.limits_by_preset();
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        let risk = |at: &usize| match candidates.get(*at).map(|candidate| candidate.kind) {
            Some(CandidateKind::Review(recall)) => recall,
            _ => 0.0,
        };
        order.sort_by(|a, b| risk(a).total_cmp(&risk(b)));
        let mut kept = vec![false; candidates.len()];
        for at in order {
            let Some(candidate) = candidates.get(at) else { continue };
            let Some(left) = left.get_mut(self.preset(candidate.item)) else { continue };
            let slot = match candidate.kind {
                CandidateKind::Review(_) => &mut left.reviews,
                CandidateKind::New => &mut left.new,
                CandidateKind::Learning(_) | CandidateKind::Listed => {
                    kept[at] = true;
                    continue;
                }
            };
            if *slot > 0 {
                *slot -= 1;
                kept[at] = true;
            }
        }
        let keep = candidates.into_iter().zip(kept);
        keep.filter_map(|(candidate, kept)| kept.then_some(candidate)).collect()
    }
}

impl Done {
    fn add(&mut self, stat: DayStat) {
        self.reviews += stat.recalls as usize;
        self.met += stat.met as usize;
    }
}
