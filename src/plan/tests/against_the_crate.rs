//! Our simulation against the `fsrs` crate's, where both can do the same.

use fsrs::{Card, SimulatorConfig};

use super::*;
use crate::plan::{Costs, Learner, NewCards};

/// Both told to do the same: no fuzz, one learning step, equal costs.
fn same(
    cards: usize,
    new: usize,
    minutes: Option<f64>,
    days: usize,
) -> (SimulatorConfig, Rules, Learner) {
    let returns = 0.7_f32;
    let back = [[1.0 - returns, 0.0, returns, 0.0]; 3];
    let learner = Learner {
        costs: Costs { first_secs: 12.0, pass_secs: 8.0, fail_secs: 16.0, again_secs: 12.0 },
        first: [0.2, 0.1, 0.5, 0.2],
        recalled: [0.2, 0.65, 0.15],
        returns,
    };
    let config = SimulatorConfig {
        deck_size: cards,
        learn_span: days,
        max_cost_perday: minutes.map_or(f32::MAX, |minutes| (minutes * 60.0) as f32),
        first_rating_prob: learner.first,
        review_rating_prob: learner.recalled,
        learn_limit: new,
        learning_step_transitions: back,
        relearning_step_transitions: back,
        state_rating_costs: [[12.0; 4], [16.0, 8.0, 8.0, 8.0], [12.0; 4]],
        learning_step_count: 1,
        relearning_step_count: 1,
        ..SimulatorConfig::default()
    }
    // As our sessions do it: the lowest recall first.
    .with_review_priority(|card: &Card| {
        ((card.last_date - card.due) / card.stability * 1000.0) as i32
    });
    let rules = Rules {
        days: days as u32,
        minutes,
        new: NewCards::Daily(new as u32),
        fuzz: false,
        balance: None,
        probes: vec![days as u32 - 1, days as u32],
        ..Rules::default()
    };
    (config, rules, learner)
}

/// The means of some seeds: cards that are hard to keep come day after day, so
/// that single runs of either differ by several percent.
fn compare(
    world: &World,
    existing: Option<&Vec<Card>>,
    minutes: Option<f64>,
    new: usize,
    tolerance: f64,
) {
    const SEEDS: u64 = 10;
    let days = 200;
    let (config, rules, learner) = same(world.cards.len(), new, minutes, days);
    let world = World { learner, ..world.clone() };
    // Reviews, recalled, new, seconds, known, and reviews by 50 days.
    let (mut ours, mut theirs) = ([0.0; 9], [0.0; 9]);
    for seed in 0..SEEDS {
        let run = run(&world, &Rules { seed, ..rules.clone() });
        let sum = |of: fn(&crate::plan::SimDay) -> f64| run.days.iter().map(of).sum::<f64>();
        // Theirs is measured in the evening of the last day, ours on mornings.
        let [before, after] = [0, 1].map(|at| run.probes[at].total().known);
        let mut figures = vec![
            sum(|day| f64::from(day.reviews)),
            sum(|day| f64::from(day.recalled)),
            sum(|day| f64::from(day.new)),
            sum(|day| day.secs),
            f64::midpoint(before, after),
        ];
        let of_days = run.days.chunks(50);
        figures
            .extend(of_days.map(|days| days.iter().map(|day| f64::from(day.reviews)).sum::<f64>()));
        ours.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);

        let parameters = &fsrs::DEFAULT_PARAMETERS;
        let run = fsrs::simulate(&config, parameters, 0.9, Some(seed), existing.cloned()).unwrap();
        let count = |of: &[usize]| of.iter().sum::<usize>() as f64;
        let mut figures = vec![
            count(&run.review_cnt_per_day),
            count(&run.correct_cnt_per_day),
            count(&run.learn_cnt_per_day),
            f64::from(run.cost_per_day.iter().sum::<f32>()),
            f64::from(*run.memorized_cnt_per_day.last().unwrap()),
        ];
        figures.extend(run.review_cnt_per_day.chunks(50).map(count));
        theirs.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
    }
    let names = ["reviews", "recalled", "new", "time", "known", "1", "2", "3", "4"];
    for ((name, ours), theirs) in names.into_iter().zip(ours).zip(theirs) {
        let off = if theirs > 0.0 { (ours / theirs - 1.0).abs() } else { ours };
        let tolerance = if name.len() == 1 { tolerance * 2.0 } else { tolerance };
        assert!(off < tolerance, "{name}: ours {ours:.0}, theirs {theirs:.0}, off by {off:.4}");
    }
}

#[test]
fn new_cards_without_a_limit_of_time() {
    compare(&new_world(3_000), None, None, 15, 0.015);
}

#[test]
fn known_cards_that_are_due_over_time() {
    let world = known(2_000, 0.0);
    let existing = world.cards.iter().map(|card| {
        let memory = card.memory.unwrap();
        Card {
            difficulty: memory.difficulty,
            stability: memory.stability,
            last_date: (card.last_day - world.today) as f32,
            due: (card.due - world.today) as f32,
            interval: card.interval as f32,
            ..Card::default()
        }
    });
    compare(&world, Some(&existing.collect()), None, 0, 0.015);
}

#[test]
fn with_too_little_time() {
    compare(&new_world(3_000), None, Some(10.0), 15, 0.05);
}
