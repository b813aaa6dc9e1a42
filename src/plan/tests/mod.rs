#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "tests: what goes wrong shall fail"
)]

mod against_the_crate;
mod plans;
mod simulating;

use super::{NO_SUBJECT, Rules, SimCard, SimResult, Watch, World, simulate};
use crate::scheduler::{Memory, Model};

/// A world of new cards.
fn new_world(cards: u32) -> World {
    let card = SimCard { memory: None, last_day: 0, due: 0, interval: 0, subject: NO_SUBJECT };
    World {
        today: 1000,
        cards: vec![card; cards as usize],
        subjects: 0,
        new_order: (0..cards).collect(),
        learner: super::Learner::default(),
        model: Model::default(),
    }
}

/// Known cards of all kinds; each was last seen so that it is due `late` days
/// ago, times 0 to 2.
fn known(cards: u32, late: f64) -> World {
    let mut world = new_world(cards);
    world.new_order.clear();
    for (index, card) in (0_u32..).zip(&mut world.cards) {
        let luck = |time| f64::from(super::draw::draw(99, index, time));
        let stability = (0.7 + 4.3 * luck(1)).exp();
        let interval = (stability.round() as u32).max(1);
        let due = 1000 - (late * 2.0 * luck(2)) as i32;
        *card = SimCard {
            memory: Some(Memory {
                stability: stability as f32,
                difficulty: (1.0 + 9.0 * luck(3)) as f32,
            }),
            last_day: due - interval.cast_signed(),
            due,
            interval,
            subject: NO_SUBJECT,
        };
    }
    world
}

fn run(world: &World, rules: &Rules) -> SimResult {
    simulate(world, rules, &Watch::default()).unwrap()
}

/// Expected share recalled at the last probe, the mean of some seeds.
fn share(world: &World, rules: &Rules) -> f64 {
    let runs = 6;
    let sum: f64 = (0..runs)
        .map(|seed| {
            let result = run(world, &Rules { seed, ..rules.clone() });
            result.probes.last().unwrap().total().share()
        })
        .sum();
    sum / runs as f64
}
