//! The simulation: goes through days card by card, by the scheduler's formulas.
//!
//! Event-driven: a card costs nothing on days on which it isn't due. The `fsrs`
//! crate has a simulator too; tests hold ours to its figures. It was not used,
//! because it can be neither cancelled nor watched, knows neither subjects nor
//! rest days nor plans, adds up recall over every day for every card, and keeps
//! all cards in one priority queue: at 100,000 cards that is too slow to draw a
//! curve out of a dozen simulations while somebody moves a slider.

use super::curve::Curve;
use super::draw::{draw, pick};
use super::load::{DayWish, choose};
use super::steer::{Standing, Steer, Wish, first_secs, review_secs};
use super::triage::worth;
use super::watch::Watch;
use super::world::{NO_SUBJECT, NewCards, Order, Probe, Rules, Score, SimDay, SimResult, World};
use crate::scheduler::interval::fuzz_range;
use crate::scheduler::{Memory, Rating};

/// Returns within the session are given up after so many.
const MOST_RETURNS: u32 = 5;

/// Answers between two looks at whether an end is wanted.
const LOOK_EVERY: u32 = 512;

/// A card on its way. Days count from today.
#[derive(Debug, Clone, Copy)]
struct Card {
    memory: Memory,
    last: i32,
    due: i32,
    interval: u32,
    throws: u32,
    subject: u16,
    is_met: bool,
}

struct Run<'a> {
    world: &'a World,
    rules: &'a Rules,
    curve: Curve,
    reach: f32,
    cards: Vec<Card>,
    /// Cards by the day they are due on.
    due: Vec<Vec<u32>>,
    /// How many are due on a day, beyond the last one too.
    load: Vec<u32>,
    next_new: usize,
    met: u32,
    steer: Option<Steer>,
    days: Vec<SimDay>,
    watch: &'a Watch,
    answers: u32,
}

/// Goes through the days. The same world, rules and seed always come to the
/// same; `None` when it was cancelled.
#[must_use]
pub fn simulate(world: &World, rules: &Rules, watch: &Watch) -> Option<SimResult> {
    let mut run = Run::new(world, rules, watch);
    let mut probes = rules.probes.iter().copied().peekable();
    let mut measured = Vec::new();
    let mut waiting: Vec<u32> = Vec::new();
    for ahead in 0..=rules.days {
        while let Some(probe) = probes.next_if(|probe| *probe <= ahead) {
            measured.push(run.probe(probe)?);
        }
        if ahead == rules.days {
            break;
        }
        watch.note(f64::from(ahead) / f64::from(rules.days));
        run.day(ahead, &mut waiting)?;
    }
    Some(SimResult { days: run.days, probes: measured })
}

impl<'a> Run<'a> {
    fn new(world: &'a World, rules: &'a Rules, watch: &'a Watch) -> Self {
        let curve = Curve::new(&world.model);
        let horizon = rules.days as usize;
        let mut due = vec![Vec::new(); horizon];
        let mut load = vec![0_u32; horizon * 2 + 1];
        let nothing = Memory { stability: 1.0, difficulty: 5.0 };
        let cards: Vec<Card> = world
            .cards
            .iter()
            .enumerate()
            .map(|(index, card)| {
                let ahead = card.due.saturating_sub(world.today).max(0);
                if card.memory.is_some() {
                    put(&mut due, &mut load, index, ahead);
                }
                Card {
                    memory: card.memory.unwrap_or(nothing),
                    last: card.last_day.saturating_sub(world.today),
                    due: ahead,
                    interval: card.interval,
                    throws: 0,
                    subject: card.subject,
                    is_met: card.memory.is_some(),
                }
            })
            .collect();
        #[expect(clippy::cast_possible_truncation, reason = "FSRS reckons in f32")]
        let reach = curve.reach(rules.retention as f32);
        let met = u32::try_from(cards.iter().filter(|card| card.is_met).count()).unwrap_or(0);
        Self {
            world,
            rules,
            curve,
            reach,
            cards,
            due,
            load,
            next_new: 0,
            met,
            steer: None,
            days: Vec::with_capacity(horizon),
            watch,
            answers: 0,
        }
    }

    /// One day; `None` when cancelled.
    fn day(&mut self, ahead: u32, waiting: &mut Vec<u32>) -> Option<()> {
        let today = i32::try_from(ahead).unwrap_or(i32::MAX);
        let fresh = self.due.get_mut(ahead as usize).map(std::mem::take).unwrap_or_default();
        waiting.extend(fresh);
        let mut done = SimDay::default();
        let date = self.world.today.saturating_add(today);
        let rests = self.rules.rest.get(super::week::Weekday::of(date).index());
        if rests.copied().unwrap_or(false) {
            done.waiting = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
            self.days.push(done);
            return (!self.watch.is_cancelled()).then_some(());
        }
        let budget = self.rules.minutes.map_or(f64::INFINITY, |minutes| minutes * 60.0);
        let new = self.new_wanted(ahead, waiting.len());
        self.reviews(today, budget, waiting, &mut done)?;
        let mut met = 0;
        while met < new && done.secs < budget {
            let Some(&index) = self.world.new_order.get(self.next_new) else { break };
            self.next_new += 1;
            self.meet(index, today, &mut done)?;
            met += 1;
        }
        if let Some(steer) = self.steer {
            self.last_looks(&steer, date, today, budget, &mut done)?;
        }
        done.waiting = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        self.days.push(done);
        Some(())
    }

    /// How many new cards the day brings.
    fn new_wanted(&mut self, ahead: u32, waiting: usize) -> u32 {
        match self.rules.new {
            NewCards::AfterBacklog(_) if self.is_behind(ahead, waiting) => 0,
            NewCards::Daily(new) | NewCards::AfterBacklog(new) => new,
            NewCards::Steered(wish) => self.steered_new(wish, ahead, waiting),
        }
    }

    /// Whether more waits than the day itself has brought.
    fn is_behind(&self, ahead: u32, waiting: usize) -> bool {
        match ahead.checked_sub(1).and_then(|before| self.days.get(before as usize)) {
            Some(before) => before.waiting > 0,
            // Today everything overdue lies in the first day's pile.
            None => self
                .world
                .cards
                .iter()
                .any(|card| waiting > 0 && card.memory.is_some() && card.due < self.world.today),
        }
    }

    fn steered_new(&mut self, wish: Wish, ahead: u32, waiting: usize) -> u32 {
        let unmet = u32::try_from(self.world.new_order.len() - self.next_new).unwrap_or(0);
        let today = self.world.today.saturating_add_unsigned(ahead);
        let until = usize::try_from(wish.day.saturating_sub(self.world.today)).unwrap_or(0);
        let later = self.due.get(ahead as usize..until.min(self.due.len())).unwrap_or_default();
        let due_before = waiting + later.iter().map(Vec::len).sum::<usize>();
        let due_before = u32::try_from(due_before).unwrap_or(u32::MAX);
        let standing = Standing { unmet, met: self.met, due_before };
        let steer = Steer::new(wish, today, standing, &self.world.learner);
        self.steer = Some(steer);
        // The day's own minutes end them, not what they were thought to take.
        steer.new_today(today, unmet, 0.0, &self.world.learner)
    }

    /// Answers what is due, as far as time and limit go; the rest waits on.
    fn reviews(
        &mut self,
        today: i32,
        budget: f64,
        waiting: &mut Vec<u32>,
        done: &mut SimDay,
    ) -> Option<()> {
        self.order(today, budget, waiting);
        let mut taken = 0;
        for at in 0..waiting.len().min(self.rules.reviews_per_day) {
            if done.secs >= budget {
                break;
            }
            let Some(&index) = waiting.get(at) else { break };
            self.review(index, today, done)?;
            taken = at + 1;
        }
        waiting.drain(..taken);
        Some(())
    }

    /// Puts what comes first to the front, unless everything fits anyway.
    fn order(&self, today: i32, budget: f64, waiting: &mut [u32]) {
        let costs = &self.world.learner.costs;
        let least = costs.pass_secs.min(costs.fail_secs).max(0.1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let by_time = (budget / least).clamp(0.0, 1e9) as usize + 1;
        let count = by_time.min(self.rules.reviews_per_day);
        if count >= waiting.len() {
            return;
        }
        let key = |index: u32| -> f32 {
            let Some(card) = self.cards.get(index as usize) else { return 0.0 };
            let elapsed = days_between(card.last, today);
            match self.rules.order {
                // Recall falls with the share of stability that has passed.
                Order::Risk => -elapsed / card.memory.stability,
                Order::Value => -worth(&self.curve, &self.world.learner, card.memory, elapsed),
                #[expect(clippy::cast_precision_loss, reason = "days")]
                Order::DueDate => card.due as f32,
            }
        };
        let mut keyed: Vec<(f32, u32)> = waiting.iter().map(|&index| (key(index), index)).collect();
        let by = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        keyed.select_nth_unstable_by(count, by);
        if let Some(front) = keyed.get_mut(..count) {
            front.sort_unstable_by(by);
        }
        for (slot, (_, index)) in waiting.iter_mut().zip(keyed) {
            *slot = index;
        }
    }

    fn throw(&mut self, index: u32) -> f32 {
        let Some(card) = self.cards.get_mut(index as usize) else { return 0.0 };
        card.throws += 1;
        draw(self.rules.seed, index, card.throws)
    }

    /// Answers a due card.
    fn review(&mut self, index: u32, today: i32, done: &mut SimDay) -> Option<()> {
        let card = *self.cards.get(index as usize)?;
        let elapsed = days_between(card.last, today);
        let recall = self.curve.recall(card.memory.stability, elapsed);
        let costs = self.world.learner.costs;
        done.reviews += 1;
        let memory = if self.throw(index) < recall {
            done.recalled += 1;
            done.secs += costs.pass_secs;
            let rating = match pick(&self.world.learner.recalled, self.throw(index)) {
                0 => Rating::Hard,
                1 => Rating::Good,
                _ => Rating::Easy,
            };
            self.after(card.memory, elapsed, recall, rating)
        } else {
            done.secs += costs.fail_secs;
            let lost = self.after(card.memory, elapsed, recall, Rating::Again);
            self.relearn(index, lost, done)
        };
        self.settle(index, memory, today)
    }

    fn after(&self, memory: Memory, elapsed: f32, recall: f32, rating: Rating) -> Memory {
        if elapsed < 1.0 {
            self.curve.same_day(memory, rating)
        } else {
            self.curve.later(memory, recall, rating)
        }
    }

    /// Meets a new card.
    fn meet(&mut self, index: u32, today: i32, done: &mut SimDay) -> Option<()> {
        let rating = Rating::ALL
            .get(pick(&self.world.learner.first, self.throw(index)))
            .copied()
            .unwrap_or(Rating::Good);
        done.new += 1;
        done.secs += self.world.learner.costs.first_secs;
        let mut memory = self.curve.first(rating);
        if rating < Rating::Good {
            memory = self.relearn(index, memory, done);
        }
        if let Some(card) = self.cards.get_mut(index as usize) {
            card.is_met = true;
            self.met += 1;
        }
        self.settle(index, memory, today)
    }

    /// Returns within the session until the card is known.
    fn relearn(&mut self, index: u32, mut memory: Memory, done: &mut SimDay) -> Memory {
        for _ in 0..MOST_RETURNS {
            done.returns += 1;
            done.secs += self.world.learner.costs.again_secs;
            let is_known = self.throw(index) < self.world.learner.returns;
            let rating = if is_known { Rating::Good } else { Rating::Again };
            memory = self.curve.same_day(memory, rating);
            if is_known {
                break;
            }
        }
        memory
    }

    /// Gives an answered card its next day; `None` when cancelled.
    fn settle(&mut self, index: u32, memory: Memory, today: i32) -> Option<()> {
        self.answers = self.answers.wrapping_add(1);
        if self.answers.is_multiple_of(LOOK_EVERY) && self.watch.is_cancelled() {
            return None;
        }
        let card = *self.cards.get(index as usize)?;
        let interval = self.interval(index, &card, memory, today);
        let due = today.saturating_add_unsigned(interval);
        if let Some(card) = self.cards.get_mut(index as usize) {
            *card = Card { memory, last: today, due, interval, ..*card };
        }
        put(&mut self.due, &mut self.load, index as usize, due);
        Some(())
    }

    /// As the scheduler does it: rounded, fuzzed, never shrunk by fuzz, within
    /// the limits, and before the day of the plan.
    fn interval(&self, index: u32, card: &Card, memory: Memory, today: i32) -> u32 {
        let raw = memory.stability * self.reach;
        let date = self.world.today.saturating_add(today);
        let (least, mut most) = self.rules.intervals;
        if let Some(steer) = &self.steer {
            let left = days_between(date, steer.day());
            let recall = f64::from(self.curve.recall(memory.stability, left));
            if let Some((first, last)) = steer.within(date, recall)
                && f64::from(raw) > f64::from(last)
            {
                let seed = u64::from(index) ^ self.rules.seed;
                most = choose(first..=last, seed, |days| self.wish(today, date, days)).min(most);
            }
        }
        let whole = whole_days(raw);
        if !self.rules.fuzz {
            return whole.clamp(least.min(most), most);
        }
        let range = fuzz_range(f64::from(raw));
        let kept = card.interval.min(whole);
        let low = (*range.start()).max(kept).clamp(least.min(most), most);
        let high = (*range.end()).clamp(low, most);
        if low == high {
            return low;
        }
        let seed = (u64::from(card.throws) << 32 | u64::from(index)) ^ self.rules.seed;
        if self.rules.balance.is_some() {
            return choose(low..=high, seed, |days| self.wish(today, date, days));
        }
        low + u32::try_from(super::draw::mix(seed) % u64::from(high - low + 1)).unwrap_or(0)
    }

    fn wish(&self, today: i32, date: i32, days: u32) -> DayWish {
        let at = usize::try_from(today).unwrap_or(0) + days as usize;
        let week = self.rules.balance.unwrap_or_default();
        DayWish {
            due: self.load.get(at).copied().unwrap_or(0),
            share: week.share(date.saturating_add_unsigned(days)),
            has_sibling: false,
        }
    }

    /// Cards that would leap over the day are looked at once more before it, the
    /// weakest first, as far as time goes.
    fn last_looks(
        &mut self,
        steer: &Steer,
        date: i32,
        today: i32,
        budget: f64,
        done: &mut SimDay,
    ) -> Option<()> {
        let most = steer.looks_today(date, done.secs, &self.world.learner) as usize;
        if most == 0 {
            return Some(());
        }
        let day = steer.day().saturating_sub(self.world.today);
        let mut wanted: Vec<(f32, u32)> = Vec::new();
        for (index, card) in (0_u32..).zip(&self.cards) {
            if !card.is_met || card.due < day {
                continue;
            }
            let recall = self.curve.recall(card.memory.stability, days_between(card.last, day));
            let last = self.world.today.saturating_add(card.last);
            if steer.wants_look(date, last, f64::from(recall)) {
                wanted.push((recall, index));
            }
        }
        wanted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, index) in wanted.into_iter().take(most) {
            if done.secs >= budget {
                break;
            }
            // It leaves the day that it was due on.
            let due = self.cards.get(index as usize).map_or(0, |card| card.due);
            if let Some(pile) = usize::try_from(due).ok().and_then(|due| self.due.get_mut(due)) {
                pile.retain(|waiting| *waiting != index);
            }
            let load = usize::try_from(due).ok().and_then(|due| self.load.get_mut(due));
            if let Some(count) = load {
                *count = count.saturating_sub(1);
            }
            self.review(index, today, done)?;
        }
        Some(())
    }

    /// Recall on the morning of the day so far ahead; `None` when cancelled.
    fn probe(&self, ahead: u32) -> Option<Probe> {
        let mut subjects = vec![Score::default(); self.world.subjects + 1];
        let last = self.world.subjects;
        let today = i32::try_from(ahead).unwrap_or(i32::MAX);
        for chunk in self.cards.chunks(16_384) {
            if self.watch.is_cancelled() {
                return None;
            }
            for card in chunk {
                let at = if card.subject == NO_SUBJECT { last } else { usize::from(card.subject) };
                let Some(score) = subjects.get_mut(at.min(last)) else { continue };
                score.total += 1;
                if !card.is_met {
                    continue;
                }
                score.met += 1;
                let elapsed = days_between(card.last, today);
                let recall = f64::from(self.curve.recall(card.memory.stability, elapsed));
                score.known += recall;
                score.variance += recall * (1.0 - recall);
            }
        }
        Some(Probe { ahead, subjects })
    }
}

/// What a card costs on the day it is met, and a review on average: for words
/// about how much more time would do.
#[must_use]
pub fn card_secs(world: &World) -> (f64, f64) {
    (first_secs(&world.learner), review_secs(&world.learner))
}

fn put(due: &mut [Vec<u32>], load: &mut [u32], index: usize, day: i32) {
    let Ok(day) = usize::try_from(day) else { return };
    if let Some(count) = load.get_mut(day) {
        *count += 1;
    }
    if let (Some(pile), Ok(index)) = (due.get_mut(day), u32::try_from(index)) {
        pile.push(index);
    }
}

fn days_between(from: i32, to: i32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "days stay below 2^24")]
    let days = to.saturating_sub(from).max(0) as f32;
    days
}

fn whole_days(days: f32) -> u32 {
    crate::scheduler::interval::whole_days(f64::from(days))
}
