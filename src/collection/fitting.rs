//! Fitting the memory model to the learner, beside the window: what is due to be
//! fitted, what came of it, and what FSRS-7 knows.

use super::history::HistorySource;
use super::{Collection, CollectionError};
use crate::insight::{History, NOWHERE};
use crate::predict::{Foresight, InForce, LEAST_TO_FIT, Log, Outcome, Watch, optimise, reach};
use crate::scheduler::Params;
use crate::scheduler::memory::PARAMETER_COUNT;
use crate::store::{Fit, Store};

/// The log has to grow by one in as many, 5 %, before it is fitted to again.
const GROWTH_PART: u64 = 20;

/// Whether a fit is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Never: only what was fitted before is put to use.
    Never,
    /// When the log has grown by 5 % since the last one.
    Due,
    /// In any case.
    Now,
}

/// A fit of one preset, not taken over yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The preset's name; empty for decks without one.
    pub preset: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Reviews in the log, of all presets.
    pub reviews: u64,
    /// The preset's own parameters that it was compared with: if it has others by
    /// the time the fit ends, it is not taken over.
    against: Option<u32>,
}

/// What a look at the log came to.
#[derive(Debug, Default)]
pub struct Foreseen {
    /// New fits, to be taken over.
    pub fitted: Vec<Fitted>,
    /// What FSRS-7 knows, by the newest fits.
    pub foresight: Foresight,
    /// From as many reviews on the next fit is due.
    pub due_at: u64,
}

/// What is needed to fit elsewhere.
#[derive(Debug, Clone)]
pub struct FitSource {
    history: HistorySource,
    presets: Vec<String>,
    /// By the library's item positions.
    preset_of: Vec<u32>,
    when: When,
}

/// The last fit of a preset, for showing.
#[derive(Debug, Clone, PartialEq)]
pub struct FitReport {
    /// When, milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// What came of it.
    pub outcome: Outcome,
}

impl Collection {
    /// What is needed to fit, and to learn what FSRS-7 knows, in another thread.
    #[must_use]
    pub fn fit_source(&mut self, when: When) -> FitSource {
        self.begin_touched();
        let items = 0..self.library.items().len();
        FitSource {
            history: self.history_source(),
            presets: self.preset_names().to_vec(),
            preset_of: items.map(|item| u32::try_from(self.preset(item)).unwrap_or(0)).collect(),
            when,
        }
    }

    /// Takes over what came of a fit: keeps it, and puts new parameters in force
    /// if it found any. Whether it did.
    ///
    /// # Errors
    /// When the store can't keep it; the present parameters stay in force.
    pub fn adopt(&mut self, fitted: &Fitted) -> Result<bool, CollectionError> {
        let at_ms = self.now_ms();
        let present = self.store.params_of(&fitted.preset)?.pop();
        let mut outcome = fitted.outcome.clone();
        if present.map(|own| own.version()) != fitted.against {
            outcome.six = None;
        }
        let outcome_text = serde_json::to_string(&outcome).unwrap_or_default();
        let fit = Fit { at_ms, reviews: fitted.reviews, outcome: outcome_text };
        let six: Option<[f32; PARAMETER_COUNT]> =
            outcome.six.as_ref().and_then(|six| six.as_slice().try_into().ok());
        if let Some(six) = &six {
            self.store.add_params_of(&fitted.preset, at_ms, six)?;
        }
        self.store.add_fit(&fitted.preset, &fit)?;
        let foresight = std::mem::take(&mut self.tuning.foresight);
        self.tune()?;
        self.tuning.foresight = foresight;
        Ok(six.is_some())
    }

    /// The last fit of a preset (`""`: decks without one).
    ///
    /// # Errors
    /// When the store can't be read. What an older version wrote and this one
    /// can't read counts as none.
    pub fn last_fit(&self, preset: &str) -> Result<Option<FitReport>, CollectionError> {
        Ok(last_fit(&self.store, preset)?
            .map(|(fit, outcome)| FitReport { at_ms: fit.at_ms, outcome }))
    }

    /// How much longer memory lasts by a preset's parameters in force than by
    /// the default ones: 1.12 is 12 % longer.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn reach_of(&self, preset: &str) -> Result<f64, CollectionError> {
        Ok(reach(in_force(&self.store, preset)?.weights()))
    }

    /// Whether a preset has parameters to go back to.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn has_previous_params(&self, preset: &str) -> Result<bool, CollectionError> {
        Ok(previous(&self.store, preset)?.is_some())
    }

    /// Puts the parameters in force that were before the present ones, as a new
    /// version. Whether there were any.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn go_back_to_previous_params(&mut self, preset: &str) -> Result<bool, CollectionError> {
        let Some(before) = previous(&self.store, preset)? else { return Ok(false) };
        self.store.add_params_of(preset, self.now_ms(), before.weights())?;
        let foresight = std::mem::take(&mut self.tuning.foresight);
        self.tune()?;
        self.tuning.foresight = foresight;
        Ok(true)
    }
}

impl Collection {
    /// A preset has got another name: its parameters and its last fit go with it.
    ///
    /// # Errors
    /// When the store can't keep it.
    pub fn rename_preset(&mut self, from: &str, to: &str) -> Result<(), CollectionError> {
        if let Some(own) = self.store.params_of(from)?.pop() {
            self.store.add_params_of(to, self.now_ms(), own.weights())?;
        }
        if let Some(fit) = self.store.last_fit(from)? {
            self.store.add_fit(to, &fit)?;
        }
        Ok(())
    }
}

/// A preset's parameters in force: its own, or everybody's.
fn in_force(store: &Store, preset: &str) -> Result<Params, CollectionError> {
    match store.params_of(preset)?.pop() {
        Some(own) => Ok(own),
        None => Ok(store.current_params()?),
    }
}

/// The last other parameters before those in force.
fn previous(store: &Store, preset: &str) -> Result<Option<Params>, CollectionError> {
    let own = store.params_of(preset)?;
    let Some(present) = own.last() else { return Ok(None) };
    let other = own.iter().rev().find(|params| !is_same(params, present));
    let first = Params::default();
    let is_own = !preset.is_empty() && !is_same(&first, present);
    Ok(other.copied().or(is_own.then_some(first)))
}

/// Whether two sets of parameters are the same numbers, bit by bit.
fn is_same(a: &Params, b: &Params) -> bool {
    a.weights().map(f32::to_bits) == b.weights().map(f32::to_bits)
}

fn last_fit(store: &Store, preset: &str) -> Result<Option<(Fit, Outcome)>, CollectionError> {
    let Some(fit) = store.last_fit(preset)? else { return Ok(None) };
    let outcome = serde_json::from_str(&fit.outcome).ok();
    Ok(outcome.map(|outcome| (fit, outcome)))
}

/// What is known of one preset before the log is read.
struct Plan {
    last: Option<(Fit, Outcome)>,
    in_force: Params,
    /// The version of the preset's own parameters, if it has any.
    own: Option<u32>,
    is_wanted: bool,
}

impl FitSource {
    /// Fits what is due, and learns what FSRS-7 knows of every card. Takes long
    /// for a long log: not for the window's thread. Reads the log only when
    /// there is something to do.
    ///
    /// # Errors
    /// When the store can't be read, or when it is broken off.
    pub fn run(&self, watch: &Watch<'_>) -> Result<Foreseen, CollectionError> {
        let store = self.history.store()?;
        let stats = store.day_stats(i32::MIN..=i32::MAX)?;
        let reviews: u64 = stats.iter().map(|(_, stat)| u64::from(stat.reviews)).sum();
        let mut plans = Vec::new();
        for preset in &self.presets {
            let last = last_fit(&store, preset)?;
            let is_wanted = match self.when {
                When::Never => false,
                When::Now => true,
                When::Due => reviews >= due_at(last.as_ref()),
            };
            let own = store.params_of(preset)?.pop().map(|own| own.version());
            plans.push(Plan { last, in_force: in_force(&store, preset)?, own, is_wanted });
        }
        let is_used = |plan: &Plan| plan.last.as_ref().is_some_and(|(_, last)| last.uses_blend);
        if !plans.iter().any(|plan| plan.is_wanted || is_used(plan)) {
            let due_at = plans.iter().map(Plan::due_at).min().unwrap_or(u64::MAX);
            return Ok(Foreseen { due_at, ..Foreseen::default() });
        }
        drop(store);
        let history = self.history.read(watch.cancel())?;
        watch.check()?;
        let (fitted, models) = self.fit(&plans, &history, reviews, watch)?;
        let preset = |item: usize| self.preset_of.get(item).map_or(0, |preset| *preset as usize);
        let foresight = Foresight::new(models, self.preset_of.len(), &history, preset);
        let due_at = plans
            .iter()
            .map(|plan| if plan.is_wanted { due_after(reviews) } else { plan.due_at() });
        let due_at = due_at.min().unwrap_or(u64::MAX);
        Ok(Foreseen { fitted, foresight, due_at })
    }

    #[expect(clippy::type_complexity, reason = "two lists by preset, taken apart at once")]
    fn fit(
        &self,
        plans: &[Plan],
        history: &History,
        reviews: u64,
        watch: &Watch<'_>,
    ) -> Result<
        (Vec<Fitted>, Vec<Option<(crate::predict::fsrs7::Fsrs7, crate::predict::Blend)>>),
        CollectionError,
    > {
        let mut fitted = Vec::new();
        let mut models = Vec::new();
        #[expect(clippy::cast_precision_loss, reason = "a handful of presets")]
        let part = 1.0 / plans.iter().filter(|plan| plan.is_wanted).count().max(1) as f64;
        for (at, plan) in plans.iter().enumerate() {
            if !plan.is_wanted {
                models.push(plan.last.as_ref().and_then(|(_, last)| last.blended()));
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a handful of presets")]
            let before = fitted.len() as f64 * part;
            let told = |share: f64| watch.tell(before + share * part);
            let log = Log::of_history(history, |item| self.belongs(item, at));
            let outcome = optimise(&log, &plan.now(), &Watch::new(watch.cancel(), &told))?;
            models.push(outcome.blended());
            let preset = self.presets.get(at).cloned().unwrap_or_default();
            fitted.push(Fitted { preset, outcome, reviews, against: plan.own });
        }
        Ok((fitted, models))
    }

    /// Whether an item's answers tell of a preset. Those of decks that are away
    /// tell of the learner all the same.
    fn belongs(&self, item: u32, preset: usize) -> bool {
        if item == NOWHERE {
            return preset == 0;
        }
        self.preset_of.get(item as usize).map_or(0, |of| *of as usize) == preset
    }
}

fn due_at(last: Option<&(Fit, Outcome)>) -> u64 {
    last.map_or(LEAST_TO_FIT as u64, |(fit, _)| due_after(fit.reviews))
}

impl Plan {
    fn due_at(&self) -> u64 {
        due_at(self.last.as_ref())
    }

    fn now(&self) -> InForce {
        // Of parameters that were taken over it is known what they were fitted
        // to; of others (gone back to) the last fit is the best guess.
        let is_default = is_same(&self.in_force, &Params::default());
        let seen = self.last.as_ref().map_or(0, |(_, outcome)| outcome.items);
        InForce { six: *self.in_force.weights(), seen: if is_default { 0 } else { seen } }
    }
}

/// From as many reviews on a fit is due after one at `reviews`.
fn due_after(reviews: u64) -> u64 {
    (reviews + reviews / GROWTH_PART).max(reviews + 1)
}

/// What a fit came to, in a sentence or two.
#[must_use]
pub fn in_words(outcome: &Outcome) -> String {
    let Some(losses) = outcome.losses else {
        return format!(
            "Too early to tell: {} of the {LEAST_TO_FIT} answers after a day or more that it takes.",
            outcome.items
        );
    };
    let lasts = lasts(outcome.reach);
    if outcome.six.is_some() {
        format!("{lasts} Intervals go by that from now on.")
    } else if losses.six > losses.default {
        "The average learner's parameters still predict you best, so they stay.".to_owned()
    } else {
        format!("{lasts} The present parameters predict you as well as new ones, so they stay.")
    }
}

/// How long memory lasts beside the average learner's, in a sentence.
#[must_use]
pub fn lasts(reach: f64) -> String {
    let percent = (reach - 1.0) * 100.0;
    if !percent.is_finite() || percent.abs() < 3.0 {
        "Your memory lasts about as long as the average learner's.".to_owned()
    } else if reach >= 2.0 {
        format!("Your memory lasts {reach:.1} times as long as the average learner's.")
    } else if percent > 0.0 {
        format!("Your memory lasts {percent:.0}\u{a0}% longer than the average learner's.")
    } else {
        format!("Your memory lasts {:.0}\u{a0}% shorter than the average learner's.", -percent)
    }
}
