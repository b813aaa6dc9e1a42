//! After a break: what to do first, and how long until nothing waits.
//!
//! A session's usual order asks what is most at risk first, which is right when
//! all of it gets done. With a pile that takes a week or more, what matters is how
//! much recall a minute gives: what is nearly lost takes longest and may not stay,
//! what was learned well keeps by itself. In simulations of piles of 600 to 1,500
//! cards this order leaves about one point more remembered after two weeks than
//! the usual one, and more than going by due date or by what is known best; once
//! the pile is gone they come to the same. Horizons from 3 to 180 days were tried:
//! 7 to 14 days are best, and it matters little.

use super::curve::Curve;
use super::learner::Learner;
use super::watch::Watch;
use super::world::{NewCards, Order, Rules, World};
use crate::scheduler::{Memory, Rating};

/// Recall is compared so many days from now: the weeks in which a pile is worked
/// off.
const HORIZON_DAYS: f32 = 14.0;

/// Recall saved per second of answering a card now, in recall two weeks from now:
/// what is left with an answer today, less what is left without.
#[must_use]
pub fn worth(curve: &Curve, learner: &Learner, memory: Memory, elapsed: f32) -> f32 {
    let recall = curve.recall(memory.stability, elapsed);
    let passed = curve.later(memory, recall, Rating::Good);
    let lost = curve.later(memory, recall, Rating::Again);
    let relearned = curve.same_day(lost, Rating::Good);
    let with = recall * curve.recall(passed.stability, HORIZON_DAYS)
        + (1.0 - recall) * curve.recall(relearned.stability, HORIZON_DAYS);
    let without = curve.recall(memory.stability, elapsed + HORIZON_DAYS);
    let costs = &learner.costs;
    #[expect(clippy::cast_possible_truncation, reason = "seconds")]
    let secs = (f64::from(recall) * costs.pass_secs
        + f64::from(1.0 - recall) * (costs.fail_secs + costs.again_secs)) as f32;
    (with - without) / secs.max(0.1)
}

/// A pile, and what could be done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Triage {
    /// Cards overdue or due today.
    pub waiting: u32,
    /// Of those, more likely recalled than not.
    pub savable: u32,
    /// About how long all of them take, minutes.
    pub minutes: f64,
    /// Minutes a day that the figures below are for.
    pub a_day: f64,
    /// Days until nothing waits, new cards paused; `None` beyond
    /// [`MOST_DAYS`].
    pub days_paused: Option<u32>,
    /// The same with new cards as ever.
    pub days_with_new: Option<u32>,
    /// Minutes a day that clear it in five days, new cards paused.
    pub minutes_for_five: f64,
    /// Cards of a plan that wait.
    pub of_plan: u32,
    /// Days until those are done alone.
    pub days_of_plan: Option<u32>,
    /// Mean recall of all met cards two weeks from now: by worth, and in the
    /// usual order.
    pub recall_after: (f64, f64),
}

/// No pile is followed for longer, days.
pub const MOST_DAYS: u32 = 120;

/// Days after which 'catch up' is done.
pub const CATCH_UP_DAYS: u32 = 5;

/// Simulates what could be done; `None` when cancelled. `plan` holds the
/// plan's cards alone.
#[must_use]
pub fn triage(
    world: &World,
    plan: Option<&World>,
    rules: &Rules,
    a_day: f64,
    watch: &Watch,
) -> Option<Triage> {
    let curve = Curve::new(&world.model);
    let waits = |world: &World| {
        let today = world.today;
        let cards = world.cards.iter().filter(move |card| card.due <= today);
        cards
            .filter_map(move |card| {
                #[expect(clippy::cast_precision_loss, reason = "days")]
                let elapsed = today.saturating_sub(card.last_day).max(0) as f32;
                card.memory.map(|memory| (memory, elapsed))
            })
            .collect::<Vec<_>>()
    };
    let pile = waits(world);
    let recall = |(memory, elapsed): &(Memory, f32)| curve.recall(memory.stability, *elapsed);
    let savable = pile.iter().filter(|card| recall(card) >= 0.5).count();
    let costs = &world.learner.costs;
    let secs: f64 = pile
        .iter()
        .map(|card| {
            let recall = f64::from(recall(card));
            recall * costs.pass_secs + (1.0 - recall) * (costs.fail_secs + costs.again_secs)
        })
        .sum();
    let base = Rules { days: MOST_DAYS, order: Order::Value, probes: Vec::new(), ..rules.clone() };
    let paused = NewCards::Daily(0);
    let until = |world: &World, minutes: f64, new: NewCards, step: f64| {
        let rules = Rules { minutes: Some(minutes), new, ..base.clone() };
        let result = super::simulate(world, &rules, watch)?;
        watch.note(step);
        let clear = result.days.iter().position(|day| day.waiting == 0);
        Some(clear.and_then(|day| u32::try_from(day + 1).ok()))
    };
    let days_paused = until(world, a_day, paused, 0.2)?;
    let days_with_new = until(world, a_day, rules.new, 0.35)?;
    let minutes_for_five = least_minutes(secs, |minutes| {
        Some(until(world, minutes, paused, 0.5)?.is_some_and(|days| days <= CATCH_UP_DAYS))
    })?;
    let of_plan = plan.map_or(0, |plan| waits(plan).len());
    let days_of_plan = match plan {
        Some(plan) => until(plan, a_day, paused, 0.8)?,
        None => None,
    };
    let after = |order| {
        let rules = Rules {
            days: 14,
            minutes: Some(a_day),
            new: paused,
            order,
            probes: vec![14],
            ..rules.clone()
        };
        let total = super::simulate(world, &rules, watch)?.probes.first()?.total();
        Some(if total.met == 0 { 0.0 } else { total.known / f64::from(total.met) })
    };
    Some(Triage {
        waiting: count(pile.len()),
        savable: count(savable),
        minutes: secs / 60.0,
        a_day,
        days_paused,
        days_with_new,
        minutes_for_five,
        of_plan: count(of_plan),
        days_of_plan,
        recall_after: (after(Order::Value)?, after(Order::Risk)?),
    })
}

fn count(cards: usize) -> u32 {
    u32::try_from(cards).unwrap_or(u32::MAX)
}

/// The least whole minutes with which it works, by halving; `None` when
/// cancelled.
fn least_minutes(secs: f64, mut works: impl FnMut(f64) -> Option<bool>) -> Option<f64> {
    let (mut low, mut high) = (0.0, (secs / 60.0).ceil().max(1.0) * 2.0);
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high).floor().max(low + 0.5);
        if works(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high.ceil())
}
