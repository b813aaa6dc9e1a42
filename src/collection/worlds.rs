//! The cards of a plan, and the worlds that simulations start from.

use std::collections::HashMap;

use super::Collection;
use crate::plan::{NO_SUBJECT, NewCards, Plan, PlanWorlds, Rules, SimCard, Subject, World};
use crate::scheduler::{Due, Phase};

impl Collection {
    /// Which of these subjects an item belongs to; the first that has it.
    pub(super) fn is_of<'a>(
        &'a self,
        subjects: &[Subject],
    ) -> Box<dyn Fn(usize) -> Option<u16> + 'a> {
        let decks = self.library.decks();
        let mut of_deck: Vec<Option<u16>> = vec![None; decks.len()];
        let mut of_tag: HashMap<u32, u16> = HashMap::new();
        for (at, subject) in (0_u16..).zip(subjects) {
            match subject {
                Subject::Tag(tag) => {
                    if let Some(tag) = self.library.tag(tag) {
                        of_tag.entry(tag).or_insert(at);
                    }
                }
                Subject::Deck(_) | Subject::Area(_) => {
                    for (slot, deck) in of_deck.iter_mut().zip(decks) {
                        let is_it = match subject {
                            Subject::Deck(id) => deck.head.id == *id,
                            _ => deck.head.area.name() == subject.name(),
                        };
                        if is_it && slot.is_none() {
                            *slot = Some(at);
                        }
                    }
                }
            }
        }
        Box::new(move |item| {
            let deck = self.library.items().get(item)?.deck as usize;
            let by_tag = || {
                let tags = self.library.tags(item).iter();
                tags.filter_map(|tag| of_tag.get(tag)).min().copied()
            };
            let by_deck = of_deck.get(deck).copied().flatten();
            match (by_deck, by_tag()) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            }
        })
    }

    /// For each subject its cards, and those never answered; suspended ones are
    /// left out. A card of several subjects counts with the first.
    #[must_use]
    pub fn subject_counts(&self, subjects: &[Subject]) -> Vec<(u32, u32)> {
        let mut counts = vec![(0, 0); subjects.len()];
        let is_of = self.is_of(subjects);
        for (item, state) in self.states.iter().enumerate() {
            if state.suspended {
                continue;
            }
            if let Some(count) = is_of(item).and_then(|at| counts.get_mut(usize::from(at))) {
                count.0 += 1;
                count.1 += u32::from(state.phase == Phase::New);
            }
        }
        counts
    }

    /// What a simulation of a plan over these subjects starts from.
    #[must_use]
    pub fn plan_worlds(&self, subjects: &[Subject]) -> PlanWorlds {
        let is_of = self.is_of(subjects);
        PlanWorlds {
            plan: self.world_of(subjects.len(), &is_of),
            others: self.world_of(0, &|item| match is_of(item) {
                Some(_) => None,
                // Their new cards rest until the day.
                None => (self.state(item).phase != Phase::New).then_some(NO_SUBJECT),
            }),
        }
    }

    /// What a simulation of everything starts from; new cards come from the
    /// decks that a day draws on.
    #[must_use]
    pub fn world(&self) -> World {
        let active = self.active_decks();
        self.world_of(0, &|item| {
            let deck = self.library.items().get(item)?.deck as usize;
            let is_new = self.state(item).phase == Phase::New;
            (!is_new || active.get(deck).copied().unwrap_or(false)).then_some(NO_SUBJECT)
        })
    }

    fn world_of(&self, subjects: usize, wanted: &dyn Fn(usize) -> Option<u16>) -> World {
        let today = self.today.day;
        let mut cards = Vec::new();
        // As the queue does it: decks by turns, each in its author's order.
        let mut new: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut decks: Vec<u32> = Vec::new();
        for (item, state) in self.states.iter().enumerate() {
            if state.suspended {
                continue;
            }
            let Some(subject) = wanted(item) else { continue };
            if state.phase == Phase::New {
                let deck = self.library.items().get(item).map_or(0, |found| found.deck);
                let waiting = new.entry(deck).or_insert_with(|| {
                    decks.push(deck);
                    Vec::new()
                });
                waiting.push(u32::try_from(cards.len()).unwrap_or(u32::MAX));
            }
            cards.push(SimCard {
                memory: state.memory.filter(|_| state.phase != Phase::New),
                last_day: state.last_day.unwrap_or(today),
                due: match state.due {
                    Due::Day(day) => day.max(state.buried_until.unwrap_or(day)),
                    Due::At(_) | Due::Never => today,
                },
                interval: state.interval_days,
                subject,
            });
        }
        let longest = new.values().map(Vec::len).max().unwrap_or(0);
        let turns = (0..longest).flat_map(|turn| {
            let new = &new;
            decks.iter().filter_map(move |deck| new.get(deck)?.get(turn).copied())
        });
        let new_order = turns.collect();
        let (learner, model) = (self.learner, self.model.clone());
        World { today, cards, subjects, new_order, learner, model }
    }

    /// The rules of the settings, for simulations.
    #[must_use]
    pub fn rules(&self) -> Rules {
        let settings = &self.settings;
        Rules {
            new: NewCards::Daily(settings.new_per_day),
            reviews_per_day: settings.reviews_per_day as usize,
            retention: settings.desired_retention,
            intervals: (settings.min_interval_days, settings.max_interval_days),
            fuzz: settings.fuzz,
            balance: settings.balance_load.then(|| settings.week()),
            ..Rules::default()
        }
    }

    /// The rules for a plan: its own retention.
    #[must_use]
    pub fn rules_for(&self, plan: &Plan) -> Rules {
        let rules = self.rules();
        Rules { retention: plan.retention.unwrap_or(rules.retention), ..rules }
    }
}
