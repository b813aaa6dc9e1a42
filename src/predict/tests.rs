//! Logs, measures, blends, fits: by hand-computed cases and properties.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that can't go on has failed; exact values are meant"
)]

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;

use super::generate::{Learner, answers};
use super::*;
use crate::scheduler::{Model, Rating};

const HEADER: &str = "ts_ms,card,rating,delta_days,delta_secs,taken_ms,day\n";

fn csv(lines: &str) -> Result<Log, (usize, String)> {
    parse_csv(&format!("{HEADER}{lines}"))
}

fn learner(seed: u64, reviews: usize) -> Log {
    Log::new(&answers(&Learner::new(seed, reviews)))
}

#[test]
fn items_are_reviews_after_a_night_with_a_history() {
    let log = csv("1000,7,3,-1,-1,900,1\n\
                   2000,8,1,0,0,900,1\n\
                   3000,7,3,0,2,900,1\n\
                   90000000,8,2,1,89998,900,2\n\
                   180000000,7,1,2,179997,900,3\n")
    .unwrap();
    assert_eq!(log.items().len(), 2);
    let first = log.sequence(log.items()[0]);
    assert_eq!(first.iter().map(|step| step.rating).collect::<Vec<_>>(), [1, 2]);
    let second = log.sequence(log.items()[1]);
    assert_eq!(second.iter().map(|step| step.days).collect::<Vec<_>>(), [0, 0, 2]);
    assert!((second[2].elapsed - 179_997.0 / 86_400.0).abs() < 1e-12);
    assert!(log.recalled(log.items()[0]) && !log.recalled(log.items()[1]));
}

#[test]
fn reviews_beyond_the_128th_of_a_card_are_history_only() {
    let mut lines = String::new();
    for at in 0..140_i64 {
        let days = i64::from(at > 0);
        let _ = writeln!(lines, "{},1,3,{days},{},10,{at}", at * 86_400_000, days * 86_400);
    }
    assert_eq!(csv(&lines).unwrap().items().len(), 127);
}

#[test]
fn what_is_wrong_with_a_file_is_told_by_line() {
    for (lines, line, words) in [
        ("1,1,3,0,0,5,1\n2,1,5,1,9,5,2\n", 3, "`rating` is 5"),
        ("1,1,0,0,0,5,1\n", 2, "`rating` is 0"),
        ("1,1,3,0,0,5\n", 2, "6 values"),
        ("1,1,3,0,0,5,1,9\n", 2, "8 values"),
        ("1,1,good,0,0,5,1\n", 2, "`rating` is `good`"),
        ("1,1,3,0.5,0,5,1\n", 2, "`delta_days`"),
        ("1,1,3,-2,0,5,1\n", 2, "`delta_days` is -2"),
        ("1,1,3,0,NaN,5,1\n", 2, "`delta_secs`"),
        ("1,1,3,0,inf,5,1\n", 2, "`delta_secs`"),
        ("1,1,3,0,,5,1\n", 2, "`delta_secs` is empty"),
        ("99999999999999999999,1,3,0,0,5,1\n", 2, "`ts_ms`"),
        ("\n\n1,,3,0,0,5,1\n", 4, "`card`"),
        ("1,1,3,0,0,soon,1\n", 2, "`taken_ms` is `soon`"),
        ("", 1, "no reviews"),
    ] {
        let (at, said) = csv(lines).unwrap_err();
        assert_eq!(at, line, "{lines}: {said}");
        assert!(said.contains(words), "{lines}: {said}");
    }
    for (text, words) in [
        ("", "empty"),
        ("ts_ms,card\n1,2\n", "no column `rating`"),
        ("ts_ms,card,rating,rating,delta_days,delta_secs,taken_ms,day\n", "twice"),
    ] {
        let (at, said) = parse_csv(text).unwrap_err();
        assert_eq!(at, 1);
        assert!(said.contains(words), "{text}: {said}");
    }
}

#[test]
fn columns_may_stand_in_any_order_with_quotes_and_carriage_returns() {
    let text = "\u{feff}day,\"card\",note,ts_ms,rating,delta_secs,delta_days,taken_ms\r\n\
                1,4,x,1000,3,0,0,10\r\n2,4,\"y\",86401000,\"1\",86400,1,10\r\n";
    let log = parse_csv(text).unwrap();
    assert_eq!(log.items().len(), 1);
    assert!(!log.recalled(log.items()[0]));
}

#[test]
fn cards_may_be_called_anything_and_what_is_not_used_may_be_missing() {
    let named = csv("1000,redis/expire,3,0,0,,\n86401000,redis/expire,1,1,86400,-1,1.0\n").unwrap();
    let numbered = csv("1000,7,3,0,0,5,0\n86401000,7,1,1,86400,5,1\n").unwrap();
    assert_eq!(named.items(), numbered.items());
    assert_eq!(named.items().len(), 1);
}

#[test]
fn a_file_that_is_no_text_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    std::fs::write(&path, [HEADER.as_bytes(), b"1,1,3,0,\xff,5,1\n"].concat()).unwrap();
    let said = read_csv(&path).unwrap_err().to_string();
    assert!(said.contains("log.csv:2:"), "{said}");
    assert!(read_csv(folder.path()).unwrap_err().to_string().contains("can't be read"));
}

#[test]
fn measures_agree_with_hand_computed_ones() {
    // Two alike reviews (a day, second review, no lapse) and one after a lapse.
    let log = csv("0,1,3,0,0,1,0\n0,2,3,0,0,1,0\n0,3,3,0,0,1,0\n\
                   86400000,1,3,1,86400,1,1\n86400001,2,1,1,86400,1,1\n86400002,3,1,1,86400,1,1\n\
                   172800000,3,4,1,86400,1,2\n")
    .unwrap();
    let found = measure(&log, log.items(), &[0.9, 0.8, 0.4, 0.5]);
    let loss = -(0.9_f64.ln() + 0.2_f64.ln() + 0.6_f64.ln() + 0.5_f64.ln()) / 4.0;
    assert!((found.log_loss - loss).abs() < 1e-12);
    // Bin one: predicted 0.7, recalled 1/3 of 3; bin two: predicted 0.5, recalled.
    let rmse = ((3.0 * (0.7_f64 - 1.0 / 3.0).powi(2) + 0.25) / 4.0).sqrt();
    assert!((found.rmse_bins - rmse).abs() < 1e-12, "{found:?}");
    // Recalled: 0.9, 0.5; forgotten: 0.8, 0.4. Three of four pairs are right.
    assert_eq!(found.auc, Some(0.75));
    assert_eq!(auc(&[0.5, 0.5], &[true, false]), Some(0.5), "a tie is half right");
    assert_eq!(auc(&[0.5, 0.6], &[true, true]), None);
}

#[test]
fn certainty_that_is_wrong_costs_much_but_not_infinitely() {
    assert!(loss(1.0, false).is_finite() && loss(1.0, false) > 13.0);
}

#[test]
fn the_moving_average_moves_by_the_surprise() {
    let log = csv("0,1,3,0,0,1,0\n86400000,1,1,1,86400,1,1\n172800000,1,3,1,86400,1,2\n").unwrap();
    let predicted = moving_average(&log);
    let first = 1.0 / (1.0 + (-1.2_f64).exp());
    let second = 1.0 / (1.0 + (-(1.2 - 0.3 * first)).exp());
    assert!((predicted[0] - first).abs() < 1e-12 && (predicted[1] - second).abs() < 1e-12);
}

#[test]
fn too_few_are_told_with_how_many_are_needed() {
    let said = evaluate(&learner(1, 200), &Watch::none()).unwrap_err().to_string();
    assert!(said.contains("180 in all"), "{said}");
}

#[test]
fn all_models_predict_the_last_five_segments() {
    let log = learner(2, 700);
    let found = evaluate(&log, &Watch::none()).unwrap();
    for (name, measure) in found.models() {
        assert_eq!(measure.n, log.items().len() / 6 * 5, "{name}");
        assert!(measure.log_loss > 0.0 && measure.log_loss < 2.0, "{name}: {measure:?}");
        assert!(measure.rmse_bins > 0.0 && measure.rmse_bins < 1.0, "{name}: {measure:?}");
    }
}

#[test]
fn nothing_is_predicted_from_what_comes_after() {
    // Another end of the log must not change what was predicted before it.
    let all = answers(&Learner::new(4, 900));
    let cut = Log::new(&all);
    let mut turned = all.clone();
    let last = turned.len() - 150;
    for answer in &mut turned[last..] {
        answer.rating = if answer.rating == Rating::Again { Rating::Easy } else { Rating::Again };
    }
    let other = Log::new(&turned);
    let same = cut
        .items()
        .iter()
        .zip(other.items())
        .take_while(|(a, b)| cut.sequence(**a) == other.sequence(**b))
        .count();
    // The last fit but one has to stop short of the change, in the midst of what
    // it predicts.
    let end = cut.items().len();
    let cuts = [200, same - 40];
    let pairs = |log: &Log| {
        let mut pairs = chain::predict(log, &cuts, end, &Watch::none()).unwrap();
        pairs.truncate(same - 200);
        pairs
    };
    assert_eq!(pairs(&cut), pairs(&other));
}

#[test]
fn data_that_tells_nothing_is_no_fit_and_no_panic() {
    for rating in [Rating::Again, Rating::Good] {
        let same: Vec<Answer> = (0..400)
            .map(|at| Answer {
                at_ms: at * 86_400_000,
                card: at % 7,
                rating,
                days: u32::from(at >= 7),
                secs: 86_400.0,
            })
            .collect();
        let log = Log::new(&same);
        assert_eq!(fsrs6::fit(&log, usize::MAX, &Watch::none()).unwrap(), None);
        let seven = fsrs7::fit(&log, usize::MAX, &Watch::none()).unwrap();
        assert!(seven.weights().iter().all(|weight| weight.is_finite()));
    }
    let empty = Log::default();
    assert_eq!(fsrs6::fit(&empty, 0, &Watch::none()).unwrap(), None);
    assert_eq!(fsrs7::fit(&empty, 9, &Watch::none()).unwrap(), fsrs7::Params::default());
}

#[test]
fn a_fit_can_be_broken_off() {
    let log = learner(3, 3_000);
    let cancel = AtomicBool::new(true);
    let quiet = |_: f64| {};
    let watch = Watch::new(&cancel, &quiet);
    assert!(fsrs7::fit(&log, usize::MAX, &watch).unwrap_err().is_stopped());
    assert!(fsrs6::fit(&log, usize::MAX, &watch).unwrap_err().is_stopped());
    assert!(evaluate(&log, &watch).unwrap_err().is_stopped());
    // And on the way.
    let cancel = AtomicBool::new(false);
    let stop = |share: f64| {
        if share > 0.2 {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let watch = Watch::new(&cancel, &stop);
    assert!(fsrs7::fit(&log, usize::MAX, &watch).unwrap_err().is_stopped());
}

#[test]
fn fitting_seven_lowers_the_loss_on_what_it_is_fitted_to() {
    for seed in [0, 2, 12] {
        let log = learner(seed, 2_500);
        let all = 0..log.items().len();
        let of = |params: &fsrs7::Params| {
            let predicted = fsrs7::predict(&log, &fsrs7::Fsrs7::new(params), all.clone());
            measure(&log, log.items(), &predicted).log_loss
        };
        let fitted = fsrs7::fit(&log, usize::MAX, &Watch::none()).unwrap();
        assert!(of(&fitted) < of(&fsrs7::Params::default()), "learner {seed}");
    }
}

#[test]
fn predicting_goes_by_the_states_of_the_scheduler() {
    let log = learner(5, 600);
    let model = Model::default();
    let predicted = fsrs6::predict(&log, &model, 0..log.items().len());
    let crate_model = fsrs::FSRS::default();
    for (item, predicted) in log.items().iter().zip(predicted) {
        let steps = log.sequence(*item);
        let (last, before) = steps.split_last().unwrap();
        let reviews = before
            .iter()
            .map(|step| fsrs::FSRSReview { rating: u32::from(step.rating), delta_t: step.days });
        let history = fsrs::FSRSItem { reviews: reviews.collect() };
        let state = crate_model.memory_state(history, None).unwrap();
        let expected = fsrs::current_retrievability(
            state,
            f32::from(u16::try_from(last.days).unwrap()),
            fsrs::FSRS6_DEFAULT_DECAY,
        );
        assert!((predicted - f64::from(expected)).abs() < 1e-4, "{predicted} {expected}");
    }
}

#[test]
fn a_predictor_that_is_right_gets_the_weight() {
    let pair =
        |at: u32, six: f64, seven: f64| Pair { six, seven, recalled: !(at / 2).is_multiple_of(10) };
    let good_six: Vec<Pair> =
        (0..4_000).map(|at| pair(at, 0.9, if at % 2 == 0 { 0.5 } else { 0.99 })).collect();
    let blend = Blend::learn(&good_six);
    assert!(blend.six > 0.8 && blend.seven < 0.2, "{blend:?}");
    let good_seven: Vec<Pair> =
        (0..4_000).map(|at| pair(at, if at % 2 == 0 { 0.5 } else { 0.99 }, 0.9)).collect();
    let blend = Blend::learn(&good_seven);
    assert!(blend.seven > 0.8 && blend.six < 0.2, "{blend:?}");
    assert_eq!(Blend::learn(&[]), Blend::default());
    assert_eq!(Blend::SIX.recall(0.7, 0.1), 0.7);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_blend_of_anything_is_a_probability_and_no_worse_than_its_start(
        pairs in proptest::collection::vec((0.0_f64..=1.0, 0.0_f64..=1.0, any::<bool>()), 0..200),
    ) {
        let pairs: Vec<Pair> =
            pairs.into_iter().map(|(six, seven, recalled)| Pair { six, seven, recalled }).collect();
        let blend = Blend::learn(&pairs);
        prop_assert!(blend.six >= 0.0 && blend.seven >= 0.0, "{:?}", blend);
        for pair in &pairs {
            let recall = blend.recall(pair.six, pair.seven);
            prop_assert!((0.0..=1.0).contains(&recall), "{recall}");
        }
    }

    #[test]
    fn logs_of_any_order_give_the_same_items(seed in 0_u64..50, turn in 1_usize..300) {
        let mut all = answers(&Learner::new(seed, 300));
        let log = Log::new(&all);
        let count = all.len();
        all.rotate_left(turn % count);
        let turned = Log::new(&all);
        let of = |log: &Log| -> Vec<Vec<(u8, u32)>> {
            log.items().iter().map(|item| {
                log.sequence(*item).iter().map(|step| (step.rating, step.days)).collect()
            }).collect()
        };
        prop_assert_eq!(of(&log), of(&turned));
    }

    #[test]
    fn no_text_makes_reading_fail_badly(text in "\\PC*", lines in "[0-9,.\\-\n\"a]{0,200}") {
        let _ = parse_csv(&text);
        let _ = csv(&lines);
    }
}
