//! Promises of the simulation.

use proptest::prelude::*;

use super::*;
use crate::plan::{NewCards, Order, Week, Weekday};

#[test]
fn the_same_seed_comes_to_the_same_and_another_to_another() {
    let world = known(300, 10.0);
    let rules = Rules { days: 60, minutes: Some(15.0), probes: vec![60], ..Rules::default() };
    assert_eq!(run(&world, &rules), run(&world, &rules));
    assert_ne!(run(&world, &rules), run(&world, &Rules { seed: 2, ..rules.clone() }));
}

#[test]
fn a_cancelled_simulation_has_no_result() {
    let world = known(50, 1.0);
    let watch = Watch::default();
    watch.cancel();
    let rules = Rules { days: 100, probes: vec![100], ..Rules::default() };
    assert_eq!(simulate(&world, &rules, &watch), None);
    // Also on the way, not only at the beginning.
    let watch = Watch::default();
    let world = known(20_000, 5.0);
    let waiting = watch.clone();
    let worker = std::thread::spawn(move || {
        simulate(&world, &Rules { days: 20_000, ..Rules::default() }, &waiting)
    });
    while watch.done() <= 0.0 {
        std::thread::yield_now();
    }
    watch.cancel();
    assert_eq!(worker.join().unwrap(), None);
}

#[test]
fn progress_rises_to_the_end() {
    let watch = Watch::default();
    assert_eq!(watch.done(), 0.0);
    let rules = Rules { days: 40, ..Rules::default() };
    simulate(&known(50, 1.0), &rules, &watch).unwrap();
    assert!(watch.done() > 0.95, "{}", watch.done());
}

#[test]
fn a_card_never_seen_again_fades_by_the_curve() {
    let mut world = known(1, 0.0);
    world.cards[0].last_day = 1000;
    world.cards[0].due = 1010;
    let memory = Memory { stability: 10.0, difficulty: 5.0 };
    world.cards[0].memory = Some(memory);
    let rules = Rules { days: 10, minutes: Some(0.0), probes: vec![0, 10], ..Rules::default() };
    let result = run(&world, &rules);
    assert_eq!(result.probes[0].total().known, 1.0);
    assert!((result.probes[1].total().known - 0.9).abs() < 1e-5, "S days later recall is 0.9");
    assert_eq!(result.days.iter().map(|day| day.reviews).sum::<u32>(), 0);
}

#[test]
fn one_new_card_by_hand() {
    // Always Good: met on day 0, then asked when recall has fallen to 0.9.
    let mut world = new_world(1);
    world.learner.first = [0.0, 0.0, 1.0, 0.0];
    world.learner.recalled = [0.0, 1.0, 0.0];
    let rules = Rules { days: 100, fuzz: false, ..Rules::default() };
    let result = run(&world, &rules);
    let days: Vec<usize> = (0..100).filter(|day| result.days[*day].reviews > 0).collect();
    let model = &world.model;
    let (mut memory, mut day, mut expected) = (model.next(None, 0)[2], 0, Vec::new());
    let mut is_lost = false;
    while !is_lost {
        let interval = crate::scheduler::interval::whole_days(model.interval(memory, 0.9));
        day += interval as usize;
        if day >= 100 {
            break;
        }
        expected.push(day);
        is_lost = result.days[day].recalled == 0;
        memory = model.next(Some(memory), interval)[2];
    }
    let seen = days.len().min(expected.len());
    assert!(seen >= 2, "{days:?}");
    assert_eq!(days[..seen], expected[..seen]);
    assert_eq!(result.days[0].new, 1);
}

#[test]
fn rest_days_rest_and_the_pile_waits() {
    let world = known(400, 3.0);
    let rest = [false, false, true, false, false, true, true];
    let result = run(&world, &Rules { days: 28, rest, ..Rules::default() });
    for (ahead, day) in result.days.iter().enumerate() {
        let weekday = Weekday::of(1000 + ahead as i32);
        if rest[weekday.index()] {
            assert_eq!((day.reviews, day.new, day.secs), (0, 0, 0.0), "{weekday:?}");
        } else {
            assert_eq!(day.waiting, 0, "no limit: everything is done");
        }
    }
    assert!(result.days.iter().any(|day| day.waiting > 0), "on rest days it waits");
}

#[test]
fn easy_days_are_easier_and_the_rest_is_even() {
    let world = known(3_000, 0.0);
    let week = Week::new(&[1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0]);
    let by_weekday = |balance| {
        let result = run(&world, &Rules { days: 364, balance, ..Rules::default() });
        let mut sums = [0.0_f64; 7];
        // Intervals too short to be moved are most of the first weeks.
        for (ahead, day) in result.days.iter().enumerate().skip(84) {
            sums[Weekday::of(1000 + ahead as i32).index()] += f64::from(day.reviews);
        }
        sums
    };
    let [mon, tue, wed, thu, fri, sat, sun] = by_weekday(Some(week));
    let usual = (mon + tue + wed + thu + fri) / 5.0;
    assert!(sun < 0.45 * usual, "Sunday {sun} of {usual}");
    assert!(sat < 0.85 * usual && sat > sun, "Saturday {sat} of {usual}");
    let plain = by_weekday(None);
    assert!(plain[6] > 0.9 * plain[0], "without it Sunday is as full: {plain:?}");
    // And even: the days vary less than by chance.
    let spread = |balance| {
        let days = run(&world, &Rules { days: 300, balance, ..Rules::default() }).days;
        let reviews: Vec<f64> = days[100..].iter().map(|day| f64::from(day.reviews)).collect();
        let mean = reviews.iter().sum::<f64>() / reviews.len() as f64;
        let variance = reviews.iter().map(|n| (n - mean).powi(2)).sum::<f64>();
        (variance / reviews.len() as f64).sqrt() / mean
    };
    let (even, chance) = (spread(Some(Week::default())), spread(None));
    assert!(even < 0.8 * chance, "{even} against {chance}");
}

#[test]
fn a_pile_by_worth_leaves_more_known_than_in_the_usual_order() {
    // After one to four months away, ten minutes a day.
    for (late, cards) in [(60.0, 800), (30.0, 1_500), (120.0, 600)] {
        let world = known(cards, late);
        let after = |order, days| {
            let new = NewCards::Daily(0);
            let probes = vec![days];
            share(
                &world,
                &Rules { days, minutes: Some(10.0), new, order, probes, ..Rules::default() },
            )
        };
        for days in [7, 14] {
            let (worth, risk, age) =
                (after(Order::Value, days), after(Order::Risk, days), after(Order::DueDate, days));
            let least = if days == 7 { 0.0005 } else { 0.005 };
            assert!(worth > risk + least, "{days} days: {worth:.4} against {risk:.4}");
            assert!(worth > age + 0.005, "{days} days: {worth:.4} against {age:.4}");
        }
    }
}

#[test]
fn new_cards_wait_until_nothing_else_does() {
    let mut world = known(500, 40.0);
    let card = new_world(1).cards[0];
    world.cards.extend(vec![card; 200]);
    world.new_order = (500..700).collect();
    let rules = Rules { days: 90, minutes: Some(15.0), ..Rules::default() };
    let clear = |new| {
        let result = run(&world, &Rules { new, ..rules.clone() });
        let clear = result.days.iter().position(|day| day.waiting == 0).unwrap_or(90);
        for (ahead, day) in result.days.iter().enumerate() {
            let is_paused = matches!(new, NewCards::AfterBacklog(_)) && ahead <= clear;
            assert!(!is_paused || day.new == 0, "day {ahead} of {clear}: {day:?}");
        }
        assert!(result.days.iter().any(|day| day.new > 0), "they come at last");
        clear
    };
    let paused = clear(NewCards::AfterBacklog(20));
    assert!(paused < 40, "{paused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn time_is_the_sum_of_what_was_done(
        late in 0.0_f64..30.0, minutes in 1.0_f64..40.0, new in 0_u32..30, seed: u64,
    ) {
        let mut world = known(120, late);
        world.cards.extend(new_world(60).cards);
        world.new_order = (120..180).collect();
        let rules = Rules {
            days: 30, minutes: Some(minutes), new: NewCards::Daily(new), seed,
            probes: vec![0, 30], ..Rules::default()
        };
        let result = run(&world, &rules);
        let costs = world.learner.costs;
        for day in &result.days {
            let secs = f64::from(day.recalled) * costs.pass_secs
                + f64::from(day.reviews - day.recalled) * costs.fail_secs
                + f64::from(day.new) * costs.first_secs
                + f64::from(day.returns) * costs.again_secs;
            prop_assert!((secs - day.secs).abs() < 1e-6, "{day:?}");
            prop_assert!(day.new <= new);
            // The last card may take longer than was left.
            prop_assert!(day.secs <= minutes * 60.0 + 80.0, "{day:?}");
        }
        let met: u32 = result.days.iter().map(|day| day.new).sum();
        prop_assert_eq!(result.probes[1].total().met, 120 + met);
        prop_assert!(result.probes[1].total().known <= f64::from(120 + met));
    }

    #[test]
    fn more_time_does_not_lower_the_score(
        late in 0.0_f64..40.0, minutes in 2.0_f64..25.0, more in 2.0_f64..20.0,
    ) {
        let mut world = known(150, late);
        world.cards.extend(new_world(150).cards);
        world.new_order = (150..300).collect();
        let at = |minutes| share(&world, &Rules {
            days: 30, minutes: Some(minutes), probes: vec![30], ..Rules::default()
        });
        let (less, more) = (at(minutes), at(minutes + more));
        prop_assert!(more > less - 0.01, "{less} with {minutes}, then {more}");
    }
}
