//! FSRS-7 against its published value, and its gradient against differences.
#![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

use proptest::prelude::*;

use super::*;
use crate::predict::log::Step;

#[test]
fn the_published_check_value_comes_out() {
    let model = Fsrs7::default();
    let reviews = [
        (0.0, 2),
        (3.7, 2),
        (20.0, 2),
        (90.0, 1),
        (0.4, 2),
        (0.01, 4),
        (3.7, 2),
        (0.0007, 1),
        (0.0007, 1),
        (0.4, 1),
        (0.0007, 3),
        (3.7, 3),
    ];
    let state = model.fold(reviews).unwrap();
    assert!((state.long - 1.469_074_161).abs() < 1e-8, "{state:?}");
    assert!((state.short - 27.252_939_029).abs() < 1e-8, "{state:?}");
    assert!((state.difficulty - 9.664_860_597).abs() < 1e-8, "{state:?}");
    let recall = model.recall(state, 5.0);
    assert!((recall - 0.710_681_893).abs() < 1e-8, "{recall}");
}

#[test]
fn parameters_are_brought_within_their_bounds() {
    let mut weights = [1e9; COUNT];
    weights[1] = -5.0;
    weights[25] = 0.85;
    weights[26] = 0.6;
    let params = Params::new(&weights).unwrap();
    for (weight, (least, most)) in params.weights().iter().zip(BOUNDS) {
        assert!((least..=most).contains(weight), "{weight}");
    }
    let w = params.weights();
    assert!(w[0] <= w[1] && w[1] <= w[2] && w[2] <= w[3], "{w:?}");
    assert!(w[26] >= w[25], "{w:?}");
    weights[7] = f64::NAN;
    assert!(Params::new(&weights).is_none());
    assert_eq!(Params::new(&DEFAULTS), Some(Params::default()), "the defaults lie within");
}

fn any_params() -> impl Strategy<Value = Params> {
    proptest::collection::vec(0.02_f64..0.98, COUNT).prop_map(|shares| {
        let mut weights = DEFAULTS;
        for ((weight, (least, most)), share) in weights.iter_mut().zip(BOUNDS).zip(shares) {
            *weight = least + (most - least) * share;
        }
        // First stabilities of a hundred days are allowed, but say little.
        for weight in &mut weights[..4] {
            *weight *= 0.2;
        }
        Params::new(&weights).unwrap()
    })
}

fn any_reviews() -> impl Strategy<Value = Vec<(f64, u8)>> {
    let days = prop_oneof![0.0001_f64..0.05, 0.05_f64..2.0, 2.0_f64..400.0];
    proptest::collection::vec((days, 1_u8..=4), 2..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn recall_lies_between_0_and_1_and_falls(
        params in any_params(), reviews in any_reviews(), days in 0.0_f64..4000.0,
    ) {
        let model = Fsrs7::new(&params);
        let state = model.fold(reviews).unwrap();
        prop_assert!((STABILITY.0..=STABILITY.1).contains(&state.long));
        prop_assert!((STABILITY.0..=STABILITY.1).contains(&state.short));
        prop_assert!((DIFFICULTY.0..=DIFFICULTY.1).contains(&state.difficulty));
        let (now, later) = (model.recall(state, days), model.recall(state, days * 1.5 + 0.1));
        prop_assert!(now > 0.0 && now < 1.0 && later > 0.0 && later <= now, "{now} {later}");
    }

    #[test]
    fn a_lapse_lengthens_no_stability_and_a_success_shortens_none(
        params in any_params(), reviews in any_reviews(), days in 0.0001_f64..400.0,
    ) {
        let model = Fsrs7::new(&params);
        let state = model.fold(reviews).unwrap();
        let [again, hard, good, easy] = [1, 2, 3, 4].map(|grade| model.next(state, days, grade));
        prop_assert!(again.long <= state.long && again.short <= state.short);
        prop_assert!(again.short <= SHORT_SHARE * again.long + STABILITY.0);
        prop_assert!(hard.long >= state.long && hard.short >= state.short);
        prop_assert!(hard.long <= good.long && good.long <= easy.long);
        prop_assert!(again.difficulty >= easy.difficulty);
    }

    #[test]
    fn the_gradient_agrees_with_differences(params in any_params(), reviews in any_reviews()) {
        let steps: Vec<Step> = reviews
            .iter()
            .enumerate()
            .map(|(at, (days, rating))| Step {
                rating: *rating,
                days: 1,
                elapsed: *days,
                item: u32::try_from(at).unwrap(),
            })
            .collect();
        // Every third review is history only; the others count differently.
        let weight = |step: &Step| match step.item % 3 {
            0 => 0.0,
            1 => 1.0,
            _ => 0.3,
        };
        let mut tape = Tape::default();
        let mut slope = [0.0; COUNT];
        gradient(&Fsrs7::new(&params), &mut tape, &steps, weight, &mut slope);
        let loss = |weights: &[f64; COUNT]| {
            // Not through `Params::new`, which would move a number back.
            let model = Fsrs7::new(&Params::unfenced(weights));
            gradient(&model, &mut Tape::default(), &steps, weight, &mut [0.0; COUNT])
        };
        for at in 0..COUNT {
            let by = 1e-6 * params.weights()[at].abs().max(1e-3);
            let shifted = |by: f64| {
                let mut weights = *params.weights();
                weights[at] += by;
                loss(&weights)
            };
            let (up, down) = (shifted(by) - loss(params.weights()), loss(params.weights()) - shifted(-by));
            let (up, down) = (up / by, down / by);
            // At a bound or a cap the loss has a kink: there either side will do.
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-3 * (1.0 + a.abs().max(b.abs()));
            let kink = !near(up, down);
            let slope = slope[at];
            prop_assert!(
                near(slope, up.midpoint(down)) || (kink && (near(slope, up) || near(slope, down))),
                "w{at}: {slope}, but {up} up and {down} down"
            );
        }
    }
}
