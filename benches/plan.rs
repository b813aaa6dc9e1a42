//! Looking ahead on 100,000 cards: a year's simulation, cancelling, a plan worked
//! out, the pile, the choice of a day with an answer.
#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::too_many_lines,
    reason = "a benchmark that can't go on has failed, and its worlds are made up"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::plan::{
    DayLoad, Learner, NO_SUBJECT, NewCards, Order, PlanWorlds, Rules, SimCard, Watch, Week, Wish,
    World, choose, project, simulate, triage, wish,
};
use hippocache::scheduler::{CardState, Due, Memory, Model};

const TODAY: i32 = 20_600;

/// Cards of all ages, a tenth of them new; `late` days' worth are overdue.
fn world(cards: u32, late: i32) -> World {
    let mut seed = 7_u64;
    let mut luck = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f32 / 16_777_216.0
    };
    let mut all = Vec::new();
    let mut new_order = Vec::new();
    for index in 0..cards {
        if index % 10 == 9 {
            new_order.push(index);
            let card =
                SimCard { memory: None, last_day: 0, due: 0, interval: 0, subject: NO_SUBJECT };
            all.push(card);
            continue;
        }
        let stability = (0.5 + 6.0 * luck()).exp();
        let interval = stability.round().max(1.0) as u32;
        let due = TODAY - late + (luck() * interval as f32) as i32;
        all.push(SimCard {
            memory: Some(Memory { stability, difficulty: 1.0 + 9.0 * luck() }),
            last_day: due - interval.cast_signed(),
            due,
            interval,
            subject: NO_SUBJECT,
        });
    }
    World {
        today: TODAY,
        cards: all,
        subjects: 0,
        new_order,
        learner: Learner::default(),
        model: Model::default(),
    }
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("100,000 cards");
    group.sample_size(10);
    let cards = world(100_000, 0);
    let watch = Watch::default();
    // Recall of all cards each day, as the crate's simulator gives it.
    let year = Rules { days: 365, probes: (0..=365).collect(), ..Rules::default() };
    let result = simulate(&cards, &year, &watch).unwrap();
    let reviews: u32 = result.days.iter().map(|day| day.reviews).sum();
    println!("a year: {reviews} reviews");
    group.bench_function("365 days, recall of every day", |b| {
        b.iter(|| black_box(simulate(&cards, &year, &watch)));
    });
    let plain = Rules { probes: (0..=52).map(|week| week * 7).collect(), ..year.clone() };
    group.bench_function("365 days, recall of every week", |b| {
        b.iter(|| black_box(simulate(&cards, &plain, &watch)));
    });
    let busy = Rules { minutes: Some(60.0), ..plain.clone() };
    group.bench_function("365 days at 60 minutes, most of it waiting", |b| {
        b.iter(|| black_box(simulate(&cards, &busy, &watch)));
    });
    let crates = || {
        let existing = cards.cards.iter().filter_map(|card| {
            let memory = card.memory?;
            Some(fsrs::Card {
                difficulty: memory.difficulty,
                stability: memory.stability,
                last_date: (card.last_day - TODAY) as f32,
                due: (card.due - TODAY) as f32,
                interval: card.interval as f32,
                ..fsrs::Card::default()
            })
        });
        existing.collect::<Vec<_>>()
    };
    let config = fsrs::SimulatorConfig {
        deck_size: 100_000,
        learn_span: 365,
        max_cost_perday: f32::MAX,
        learn_limit: 20,
        learning_step_count: 1,
        relearning_step_count: 1,
        ..fsrs::SimulatorConfig::default()
    };
    let existing = crates();
    group.bench_function("the crate's own simulator, for comparison", |b| {
        b.iter(|| {
            let existing = Some(existing.clone());
            black_box(fsrs::simulate(&config, &fsrs::DEFAULT_PARAMETERS, 0.9, Some(1), existing))
        });
    });
    group.bench_function("from cancelling to the end", |b| {
        b.iter_custom(|times| {
            let mut all = Duration::ZERO;
            for time in 0..times {
                let watch = Watch::default();
                let (mine, world) = (watch.clone(), &cards);
                std::thread::scope(|scope| {
                    let worker = scope.spawn(move || {
                        simulate(world, &Rules { days: 3_650, ..Rules::default() }, &mine)
                    });
                    std::thread::sleep(Duration::from_millis(20 + time % 7 * 11));
                    let started = Instant::now();
                    watch.cancel();
                    assert!(worker.join().unwrap().is_none());
                    all += started.elapsed();
                });
            }
            all
        });
    });
    let late = world(100_000, 40);
    group.bench_function("a pile sorted by worth, one day", |b| {
        let rules = Rules {
            days: 1,
            minutes: Some(30.0),
            order: Order::Value,
            new: NewCards::Daily(0),
            ..Rules::default()
        };
        b.iter(|| black_box(simulate(&late, &rules, &watch)));
    });
    group.finish();

    let mut group = c.benchmark_group("2,000 cards");
    group.sample_size(10);
    let worlds = PlanWorlds { plan: world(2_000, 0), others: world(3_000, 0) };
    let of = Wish { day: TODAY + 45, minutes: 20.0, rest: [false; 7] };
    group.bench_function("a plan of 45 days with all its curves", |b| {
        b.iter(|| black_box(project(&worlds, &of, &Rules::default(), true, 20, &watch)));
    });
    let pile = world(2_000, 40);
    group.bench_function("triage of a pile", |b| {
        b.iter(|| black_box(triage(&pile, None, &Rules::default(), 30.0, &watch)));
    });
    group.finish();

    let states: Vec<CardState> = cards
        .cards
        .iter()
        .map(|card| CardState { due: Due::Day(card.due), ..CardState::default() })
        .collect();
    let load = DayLoad::new(&states, TODAY);
    let week = Week::new(&[1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0]);
    c.bench_function("count the due days of 100,000 cards", |b| {
        b.iter(|| black_box(DayLoad::new(&states, TODAY)));
    });
    c.bench_function("choose a day out of 25", |b| {
        b.iter(|| {
            choose(100..=124, 3, |days| {
                wish(&load, &week, &[], TODAY.saturating_add_unsigned(days))
            })
        });
    });
}

criterion_group!(plan, benches);
criterion_main!(plan);
