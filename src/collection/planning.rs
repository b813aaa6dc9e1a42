//! What lies ahead, for this collection: plans that steer, and the pile after a
//! break.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Collection, CollectionError};
use crate::plan::{
    self, Ahead, Backlog, CatchUp, CatchUpWay, Curve, DayLoad, Learner, PlanNow, Plans, Standing,
    Steer, Track, WeekSummary,
};
use crate::scheduler::{CardState, Due, Phase, day, interval};
use crate::session::{Limits, Scope, ScopeMode};
use crate::settings::Settings;

/// Stands for an item of no plan.
const NO_PLAN: u8 = u8::MAX;

/// The plans' part in the present day.
#[derive(Debug, Default)]
pub(super) struct Steering {
    /// For each item the steering plan that it belongs to: its position in
    /// `days`. Empty without a plan. Of several plans the one whose day comes
    /// first has the item.
    of: Vec<u8>,
    days: Vec<PlanDay>,
    /// New cards that the plans bring today in all.
    new: u32,
    /// Items that are looked at once more before their plan's day, today.
    looks: HashSet<usize>,
    /// Reviews that a pile brings today at most; `None` without a pile.
    pile: Option<Pile>,
}

/// What a plan does today.
#[derive(Debug, Clone, Copy)]
struct PlanDay {
    steer: Steer,
    retention: Option<f64>,
    unmet: u32,
}

/// A pile that is being worked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pile {
    way: CatchUpWay,
    /// Reviews of today in all.
    reviews: usize,
}

impl Collection {
    /// The learner's plans.
    #[must_use]
    pub fn plans(&self) -> &Plans {
        &self.plans
    }

    /// Puts plans in force; they are saved by whoever made them.
    pub fn set_plans(&mut self, plans: Plans) {
        self.plans = plans;
        self.steer();
    }

    /// Cards due by day.
    #[must_use]
    pub fn load(&self) -> &DayLoad {
        &self.load
    }

    /// How this learner answers.
    #[must_use]
    pub fn learner(&self) -> &Learner {
        &self.learner
    }

    /// The settings that an answer's consequences depend on: a plan may have its
    /// own retention, and lets no interval leap over its day.
    pub(super) fn settings_for(
        &self,
        item: usize,
        state: &CardState,
        today: i32,
    ) -> Cow<'_, Settings> {
        let mut settings = self.settings_of(item);
        let Some(plan) = self.plan_day(item) else { return settings };
        if let Some(retention) = plan.retention {
            settings.to_mut().desired_retention = retention;
        }
        let elapsed = state.last_day.map_or(0, |last| day::elapsed_days(last, today));
        let model = self.model_of(item);
        let [_, _, good, _] = model.next(state.memory, elapsed);
        let left = day::elapsed_days(today, plan.steer.day());
        let recall = model.retrievability(good, left);
        let usual = model.interval(good, settings.desired_retention);
        if let Some((first, last)) = plan.steer.within(today, recall)
            && interval::whole_days(usual) > last
        {
            let most = self.choose_day(item, today, &self.sibling_days(item), first..=last);
            let settings = settings.to_mut();
            settings.max_interval_days = settings.max_interval_days.min(most);
        }
        settings
    }

    fn plan_day(&self, item: usize) -> Option<&PlanDay> {
        let at = *self.steering.of.get(item)?;
        self.steering.days.get(usize::from(at))
    }

    /// Whether an item is looked at once more today, before its plan's day.
    pub(super) fn wants_look(&self, item: usize) -> bool {
        // What was answered today has had it.
        self.steering.looks.contains(&item)
            && self.states.get(item).is_some_and(|it| it.last_day != Some(self.today.day))
    }

    /// Whether a plan that steers has this item.
    #[must_use]
    pub fn is_planned(&self, item: usize) -> bool {
        self.plan_day(item).is_some()
    }

    /// Whether today's new cards come from a plan.
    pub(super) fn has_plan_cards(&self) -> bool {
        self.steering.days.iter().any(|day| day.unmet > 0)
    }

    /// The rank of a due card: its recall, or while a pile is worked off what a
    /// minute saves, the best first.
    pub(super) fn rank(&self, item: usize, state: &CardState) -> f64 {
        let recall = self.retrievability(item).unwrap_or(0.0);
        match (self.steering.pile, state.memory) {
            (Some(_), Some(memory)) => {
                let last = state.last_day.unwrap_or(self.today.day);
                let elapsed = day::elapsed_days(last, self.today.day);
                #[expect(clippy::cast_precision_loss, reason = "days")]
                let worth = plan::worth(
                    &Curve::new(self.model_of(item)),
                    &self.learner,
                    memory,
                    elapsed as f32,
                );
                -f64::from(worth)
            }
            _ => recall,
        }
    }

    /// Whether a pile lets only the plans' cards through.
    pub(super) fn is_only_plan(&self) -> bool {
        let is_so = self.steering.pile.is_some_and(|pile| pile.way == CatchUpWay::OnlyPlan);
        is_so && !self.steering.days.is_empty()
    }

    /// Works out what the plans and a pile do today.
    pub(super) fn steer(&mut self) {
        let today = self.today.day;
        self.steering = Steering { pile: self.pile(), ..Steering::default() };
        let mut order: Vec<usize> = (0..self.plans.plans.len().min(usize::from(NO_PLAN))).collect();
        order.retain(|at| self.plans.plans.get(*at).is_some_and(|plan| plan.is_steering(today)));
        order.sort_by_key(|at| self.plans.plans.get(*at).map(|plan| (plan.day, *at)));
        if order.is_empty() {
            return;
        }
        let mut of = vec![NO_PLAN; self.states.len()];
        let mut days = Vec::new();
        let mut met_today = self.today.met;
        for at in order {
            let Some(plan) = self.plans.plans.get(at) else { continue };
            let number = u8::try_from(days.len()).unwrap_or(NO_PLAN);
            let is_of = self.is_of(&plan.subjects);
            let mut mine = Vec::new();
            for (item, slot) in of.iter_mut().enumerate() {
                if *slot == NO_PLAN && is_of(item).is_some() {
                    *slot = number;
                    mine.push(item);
                }
            }
            drop(is_of);
            let standing = self.standing(&mine, plan.study_day());
            let steer = Steer::new(plan.wish(), today, standing, &self.learner);
            let review = plan::review_secs(&self.learner);
            let due = mine
                .iter()
                .filter(|item| matches!(self.state(**item).due, Due::Day(day) if day <= today));
            #[expect(clippy::cast_precision_loss, reason = "a count of cards")]
            let due_secs = (due.count() + self.today.reviews) as f64 * review;
            // What was met today was part of the day's pace.
            let met = u32::try_from(std::mem::take(&mut met_today)).unwrap_or(0);
            let new = steer.new_today(today, standing.unmet + met, due_secs, &self.learner);
            let busy = due_secs + f64::from(new) * plan::first_secs(&self.learner);
            let looks = steer.looks_today(today, busy, &self.learner);
            self.steering.new += new;
            let wanted = self.looks(&mine, &steer, looks as usize);
            self.steering.looks.extend(wanted);
            days.push(PlanDay { steer, retention: plan.retention, unmet: standing.unmet });
        }
        (self.steering.of, self.steering.days) = (of, days);
    }

    fn standing(&self, items: &[usize], until: i32) -> Standing {
        let mut standing = Standing::default();
        for &item in items {
            let state = self.state(item);
            match (state.suspended, state.phase, state.due) {
                (true, ..) => {}
                (_, Phase::New, _) => standing.unmet += 1,
                (_, _, due) => {
                    standing.met += 1;
                    let is_before = !matches!(due, Due::Day(day) if day >= until);
                    standing.due_before += u32::from(is_before);
                }
            }
        }
        standing
    }

    /// Cards that want a last look, the weakest first.
    fn looks(&self, items: &[usize], steer: &Steer, most: usize) -> Vec<usize> {
        if most == 0 {
            return Vec::new();
        }
        let today = self.today.day;
        let wanted = items.iter().filter_map(|&item| {
            let state = self.states.get(item)?;
            let is_later = matches!(state.due, Due::Day(day) if day >= steer.day());
            let recall = self.recall_on(item, steer.day())?;
            let is_wanted = is_later
                && !state.suspended
                && steer.wants_look(today, state.last_day.unwrap_or(today), recall);
            is_wanted.then_some((recall, item))
        });
        let mut wanted: Vec<(f64, usize)> = wanted.collect();
        wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        wanted.into_iter().take(most).map(|(_, item)| item).collect()
    }

    fn pile(&self) -> Option<Pile> {
        let CatchUp { from, way } = self.plans.catch_up?;
        let today = self.today.day;
        let overdue = self.load.overdue(today);
        if overdue == 0 {
            return None;
        }
        let reviews = match way {
            CatchUpWay::InDays(days) => {
                let gone = today.saturating_sub(plan::study_day(from)).max(0).unsigned_abs();
                let left = days.saturating_sub(gone).max(1);
                // Asked anew during the day, when some of it is done.
                let pile = overdue.saturating_add(u32::try_from(self.today.reviews).unwrap_or(0));
                pile.div_ceil(left).saturating_add(self.load.on(today)) as usize
            }
            CatchUpWay::PauseNew | CatchUpWay::OnlyPlan => usize::MAX,
        };
        Some(Pile { way, reviews })
    }

    /// What a session of this scope may still ask today.
    #[must_use]
    pub fn limits(&self, scope: &Scope) -> Limits {
        let (_, limits) = self.today_limits();
        let is_daily =
            scope.mode == ScopeMode::Due && scope.decks.is_empty() && scope.tags.is_empty();
        if !is_daily {
            return limits;
        }
        let left = |all: usize, done: usize| all.saturating_sub(done);
        let new = if self.has_plan_cards() {
            left(self.steering.new as usize, self.today.met)
        } else {
            limits.new.saturating_sub(self.held_back() as usize)
        };
        match self.steering.pile {
            Some(pile) => Limits {
                reviews: limits.reviews.min(left(pile.reviews, self.today.reviews)),
                new: if pile.way == CatchUpWay::OnlyPlan { new } else { 0 },
            },
            None => Limits { new, ..limits },
        }
    }

    /// New cards that are held back, since the coming seven days are full.
    fn held_back(&self) -> u32 {
        if !self.settings.slow_new {
            return 0;
        }
        let today = self.today.day;
        let week = self.load.overdue(today) + self.load.over(today..=today.saturating_add(6));
        let room = match self.settings.goal_minutes {
            0 => f64::from(self.settings.reviews_per_day) * 7.0,
            minutes => f64::from(minutes) * 60.0 * 7.0 / plan::review_secs(&self.learner).max(0.1),
        };
        let new = self.settings.new_per_day;
        new - plan::slowed(new, f64::from(week) / room.max(1.0))
    }

    /// What waits.
    #[must_use]
    pub fn backlog(&self) -> Backlog {
        let today = self.today.day;
        let overdue = self.load.overdue(today);
        let waiting = overdue + self.load.on(today);
        let fortnight = self.load.over(today.saturating_add(1)..=today.saturating_add(14));
        Backlog {
            waiting,
            overdue,
            a_day: f64::from(fortnight) / 14.0,
            minutes: f64::from(waiting) * plan::review_secs(&self.learner) / 60.0,
        }
    }

    /// What lies ahead. `minutes_today` is handed through.
    #[must_use]
    pub fn ahead(&self, minutes_today: f64, week: Option<WeekSummary>) -> Ahead {
        let today = self.today.day;
        let is_told = |week: &WeekSummary| {
            let told = self.plans.week_told.map(plan::study_day);
            told.is_some_and(|told| told >= week.monday)
        };
        Ahead {
            plans: self.plans_now(),
            plan_new: self.has_plan_cards().then(|| {
                self.steering.new.saturating_sub(u32::try_from(self.today.met).unwrap_or(0))
            }),
            looks: u32::try_from(
                self.steering.looks.iter().filter(|item| self.wants_look(**item)).count(),
            )
            .unwrap_or(0),
            backlog: self.backlog(),
            catch_up: self.steering.pile.map(|pile| pile.way),
            held_back: if self.has_plan_cards() { 0 } else { self.held_back() },
            minutes_today,
            week: week.filter(|week| !is_told(week) && today >= week.monday),
        }
    }

    /// Plans whose day is to come or that ask how it went, the nearest first.
    #[must_use]
    pub fn plans_now(&self) -> Vec<PlanNow> {
        let today = self.today.day;
        let plans = self.plans.plans.iter().enumerate();
        let mut now: Vec<PlanNow> = plans
            .filter(|(_, plan)| plan.is_open(today) || plan.asks_how_it_went(today))
            .map(|(at, plan)| {
                let counts = self.subject_counts(&plan.subjects);
                let (total, unmet) = counts.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
                let from = plan::study_day(plan.from);
                PlanNow {
                    plan: at,
                    name: plan.name.clone(),
                    days_left: plan.study_day().saturating_sub(today),
                    track: Track::new(&plan.wish(), from, plan.unmet, unmet, today),
                    total,
                    unmet,
                    steers: plan.steers,
                    predicted: plan.predicted,
                }
            })
            .collect();
        now.sort_by_key(|plan| (plan.days_left, plan.plan));
        now
    }

    /// The week before this one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn last_week(&self) -> Result<Option<WeekSummary>, CollectionError> {
        let today = self.today.day;
        let stats = self.store.day_stats(today.saturating_sub(14)..=today)?;
        let next = self.load.overdue(today) + self.load.over(today..=today.saturating_add(6));
        let review = plan::review_secs(&self.learner);
        Ok(WeekSummary::of_last(&stats, today, next, review))
    }
}
