//! Promises of plans: what steering is worth, what does not fit.

use super::*;
use crate::plan::{Curve, NewCards, PlanWorlds, Track, Wish, project, worth};

/// Known cards and new ones, all of the plan.
fn mixed(known_cards: u32, new: u32, late: f64) -> World {
    let mut world = known(known_cards, late);
    world.cards.extend(new_world(new).cards);
    world.new_order = (known_cards..known_cards + new).collect();
    world.subjects = 2;
    for (index, card) in world.cards.iter_mut().enumerate() {
        card.subject = (index % 2) as u16;
    }
    world
}

/// The score, and minutes in all.
fn score(world: &World, wish: &Wish, new: NewCards) -> (f64, f64) {
    let days = (wish.day - world.today) as u32;
    let rules = Rules {
        days,
        minutes: Some(wish.minutes),
        rest: wish.rest,
        new,
        probes: vec![days],
        ..Rules::default()
    };
    let runs = (0..6).map(|seed| {
        let result = run(world, &Rules { seed, ..rules.clone() });
        let secs: f64 = result.days.iter().map(|day| day.secs).sum();
        (result.probes[0].total().share() / 6.0, secs / 360.0)
    });
    runs.fold((0.0, 0.0), |sum, run| (sum.0 + run.0, sum.1 + run.1))
}

#[test]
fn a_steered_way_ends_higher_at_equal_minutes() {
    for (known, new, late, days, minutes, least) in [
        // There is time for all: the last look lifts it.
        (150, 100, 0.0, 40, 20.0, 0.01),
        // Few are known.
        (0, 200, 0.0, 30, 25.0, 0.01),
        // All are known: nothing but the last look.
        (250, 0, 0.0, 30, 15.0, 0.01),
        // Too little time for all: it must cost nothing.
        (200, 600, 5.0, 30, 15.0, -0.005),
        (300, 300, 30.0, 21, 10.0, -0.005),
    ] {
        let world = mixed(known, new, late);
        let wish = Wish { day: 1000 + days, minutes, rest: [false; 7] };
        let (steered, steered_time) = score(&world, &wish, NewCards::Steered(wish));
        let (plain, _) = score(&world, &wish, NewCards::Daily(20));
        // Both have the same minutes; what one leaves unused is its own choice.
        let all = minutes * f64::from(days);
        assert!(steered_time < all * 1.03, "{steered_time} of {all} minutes");
        assert!(
            steered > plain + least,
            "{known} known, {new} new, {days} days of {minutes} min: {steered:.4} against {plain:.4}"
        );
    }
}

#[test]
fn what_does_not_fit_is_told_with_the_minutes_that_would_do() {
    let world = mixed(50, 400, 0.0);
    let others = known(40, 0.0);
    let worlds = PlanWorlds { plan: world, others };
    let wish = Wish { day: 1021, minutes: 15.0, rest: [false; 7] };
    let watch = Watch::default();
    let plan = project(&worlds, &wish, &Rules::default(), true, 20, &watch).unwrap();
    let total = plan.total();
    assert_eq!((total.total, total.met_now), (450, 50));
    assert!(total.met < 440.0, "{total:?}");
    let needed = plan.needed.unwrap().unwrap();
    assert!(needed > 15.0 && needed < 120.0, "{needed}");
    let met = |minutes: f64| {
        let wish = Wish { minutes, ..wish };
        let rules = Rules {
            days: 21,
            minutes: Some(minutes),
            new: NewCards::Steered(wish),
            probes: vec![21],
            ..Rules::default()
        };
        run(&worlds.plan, &rules).probes[0].total().met
    };
    assert_eq!(met(needed), 450, "they do");
    assert!(met(needed - 2.0) < 450, "less would not");
    // The curve rises, the range holds the score, the load keeps to the minutes.
    for pair in plan.by_minutes.windows(2) {
        assert!(pair[1].1 > pair[0].1 - 0.01, "{:?}", plan.by_minutes);
    }
    assert!(plan.range.0 < plan.score && plan.score < plan.range.1);
    assert!(plan.untouched < plan.score);
    assert_eq!(plan.load.len(), 21);
    assert!(plan.load.iter().all(|day| day.minutes < 17.0), "{:?}", plan.load);
    assert!(plan.load.iter().map(|day| day.others).sum::<f64>() > 1.0);
    assert_eq!(watch.done(), 1.0);
}

#[test]
fn a_plan_for_today_is_what_is_known_now() {
    let worlds = PlanWorlds { plan: mixed(50, 10, 0.0), others: new_world(0) };
    let wish = Wish { day: 1000, minutes: 15.0, rest: [false; 7] };
    let plan = project(&worlds, &wish, &Rules::default(), true, 20, &Watch::default()).unwrap();
    assert!((plan.score - plan.untouched).abs() < 1e-9);
    assert!(plan.load.is_empty());
}

#[test]
fn an_empty_plan_is_no_trouble() {
    let worlds = PlanWorlds { plan: new_world(0), others: new_world(0) };
    let wish = Wish { day: 1010, minutes: 15.0, rest: [false; 7] };
    let plan = project(&worlds, &wish, &Rules::default(), true, 20, &Watch::default()).unwrap();
    assert_eq!((plan.score, plan.needed), (0.0, None));
}

#[test]
fn the_track_counts_days_of_the_pace() {
    let wish = Wish { day: 140, minutes: 20.0, rest: [false; 7] };
    // 40 days; 70 cards over the first 35: two a day.
    let track = |unmet, today| Track::new(&wish, 100, 70, unmet, today);
    assert_eq!(track(70, 100).days, 0.0);
    assert_eq!(track(50, 110).days, 0.0);
    assert_eq!(track(60, 110).days, -5.0);
    assert_eq!(track(44, 110).days, 3.0);
    assert_eq!(track(0, 139).days, 0.0, "all are met");
    assert_eq!(Track::new(&wish, 100, 0, 0, 120).days, 0.0);
}

#[test]
fn what_keeps_by_itself_is_worth_less_a_minute() {
    let world = known(1, 0.0);
    let curve = Curve::new(&world.model);
    let worth = |stability, elapsed| {
        worth(&curve, &world.learner, Memory { stability, difficulty: 5.0 }, elapsed)
    };
    assert!(worth(10.0, 30.0) > worth(500.0, 30.0));
    assert!(worth(10.0, 30.0) > worth(10.0, 1.0));
}
