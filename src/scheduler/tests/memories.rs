use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};

use super::*;

#[test]
fn parameters_that_make_no_sense_are_refused_by_name() {
    let with = |index: usize, value: f32| {
        let mut weights = DEFAULT_PARAMETERS;
        *weights.get_mut(index).unwrap() = value;
        Params::new(3, &weights)
    };
    assert_eq!(Params::new(3, &[]), Err(SchedulerError::ParameterCount { found: 0 }));
    assert_eq!(Params::new(3, &[1.0; 20]), Err(SchedulerError::ParameterCount { found: 20 }));
    assert_eq!(Params::new(3, &[1.0; 22]), Err(SchedulerError::ParameterCount { found: 22 }));
    assert!(matches!(with(5, f32::NAN), Err(SchedulerError::ParameterNotFinite { index: 5, .. })));
    assert!(matches!(
        with(20, f32::INFINITY),
        Err(SchedulerError::ParameterNotFinite { index: 20, .. })
    ));
    assert_eq!(
        with(20, 0.09),
        Err(SchedulerError::ParameterOutOfRange { index: 20, value: 0.09, low: 0.1, high: 0.8 })
    );
    assert!(with(20, 0.1).is_ok());
    assert_eq!(with(0, 0.3).unwrap().version(), 3);
    let said = with(16, 7.0).unwrap_err().to_string();
    assert!(said.contains("w16 is 7, outside 1 to 6; restore"), "{said}");
    assert_eq!(Params::default().version(), 0);
    assert_eq!(Params::default().weights().map(f32::to_bits), DEFAULT_PARAMETERS.map(f32::to_bits));
}

#[test]
fn the_ranges_are_those_the_crate_clips_to() {
    // Just inside nothing changes, so what we let pass is used as it is.
    for index in 0..memory::PARAMETER_COUNT {
        for value in [-1000.0_f32, 1000.0] {
            let mut weights = DEFAULT_PARAMETERS;
            *weights.get_mut(index).unwrap() = value;
            let Err(SchedulerError::ParameterOutOfRange { low, high, .. }) =
                Params::new(0, &weights)
            else {
                panic!("w{index} = {value} has to be refused")
            };
            let clipped = if value < 0.0 { low } else { high };
            *weights.get_mut(index).unwrap() = clipped;
            let ours = Model::new(&Params::new(0, &weights).unwrap());
            let mut beyond = weights;
            *beyond.get_mut(index).unwrap() = value;
            let theirs = FSRS::new(&beyond).unwrap();
            let memory = Memory { stability: 3.3, difficulty: 6.6 };
            for elapsed in [0, 2, 40] {
                let state = MemoryState { stability: 3.3, difficulty: 6.6 };
                let next = theirs.next_states(Some(state), 0.9, elapsed).unwrap();
                for (ours, theirs) in ours
                    .next(Some(memory), elapsed)
                    .iter()
                    .zip([next.again, next.hard, next.good, next.easy])
                {
                    assert_eq!(ours.stability.to_bits(), theirs.memory.stability.to_bits());
                    assert_eq!(ours.difficulty.to_bits(), theirs.memory.difficulty.to_bits());
                }
            }
        }
    }
}

#[test]
fn no_retention_makes_an_interval_infinite_or_negative() {
    let model = Model::default();
    let memory = Memory { stability: 10.0, difficulty: 5.0 };
    let ten = model.interval(memory, 0.9);
    assert!((ten - 10.0).abs() < 1e-3, "at 0.9 the interval is the stability: {ten}");
    let same = |a: f64, b: f64| {
        assert_eq!(model.interval(memory, a).to_bits(), model.interval(memory, b).to_bits());
    };
    same(0.0, 0.70);
    same(-3.0, 0.70);
    same(1.0, 0.99);
    same(1.5, 0.99);
    same(f64::INFINITY, 0.99);
    same(f64::NAN, 0.90);
}

#[test]
fn a_memory_that_can_not_be_is_stood() {
    let model = Model::default();
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -1.0] {
        for memory in
            [Memory { stability: bad, difficulty: 5.0 }, Memory { stability: 5.0, difficulty: bad }]
        {
            let next = model.next(Some(memory), 3);
            for next in next {
                assert!(next.stability.is_finite() && next.difficulty.is_finite());
            }
            assert_eq!(next == model.next(None, 0), !bad.is_finite(), "{memory:?}");
            assert!((0.0..=1.0).contains(&model.retrievability(memory, 3)), "{memory:?}");
            assert!(model.interval(memory, 0.9) > 0.0);
        }
    }
}

proptest! {
    #[test]
    fn states_are_bit_by_bit_those_of_the_crate(
        history in prop::collection::vec((1_u32..=4, 0_u32..400), 1..20),
    ) {
        let model = Model::default();
        let crate_model = FSRS::default();
        let mut memory = None;
        let mut reviews = Vec::new();
        for (at, (rating, days)) in history.into_iter().enumerate() {
            let days = if at == 0 { 0 } else { days };
            let rating_word = Rating::from_number(u8::try_from(rating).unwrap()).unwrap();
            memory = Some(memory::of(&model.next(memory, days), rating_word));
            reviews.push(FSRSReview { rating, delta_t: days });
        }
        let expected = crate_model.memory_state(FSRSItem { reviews }, None).unwrap();
        let memory = memory.unwrap();
        prop_assert_eq!(memory.stability.to_bits(), expected.stability.to_bits());
        prop_assert_eq!(memory.difficulty.to_bits(), expected.difficulty.to_bits());
    }

    #[test]
    fn recall_follows_the_crates_curve_and_falls(memory in any_memory(), days in 0_u32..40_000) {
        let model = Model::default();
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        #[expect(clippy::cast_precision_loss, reason = "days stay small")]
        let expected = f64::from(current_retrievability(state, days as f32, 0.1542));
        let found = model.retrievability(memory, days);
        prop_assert!((found - expected).abs() < 1e-5, "{} {}", found, expected);
        prop_assert!(model.retrievability(memory, days + 1) <= found);
        prop_assert!((0.0..=1.0).contains(&found));
    }

    #[test]
    fn a_grade_without_doubt_is_exactly_its_ratings_state(
        before in prop::option::of(any_memory()), elapsed in 0_u32..1000, rating in any_rating(),
    ) {
        let model = Model::default();
        let next = model.next(before, elapsed);
        let sure = Grade { rating, base: rating, known: 1.0 };
        prop_assert_eq!(model.remember(before, elapsed, &sure), memory::of(&next, rating));
        let wrong = Grade { rating: Rating::Again, base: rating, known: 0.0 };
        prop_assert_eq!(model.remember(before, elapsed, &wrong), next[0]);
    }

    #[test]
    fn doubt_moves_a_memory_between_the_two_states_and_never_past_them(
        before in prop::option::of(any_memory()),
        elapsed in 0_u32..1000,
        base in any_rating(),
        (less, more) in (0.0_f64..=1.0, 0.0_f64..=1.0)
            .prop_map(|(a, b)| if a < b { (a, b) } else { (b, a) }),
    ) {
        let model = Model::default();
        let remember = |known| model.remember(before, elapsed, &Grade { rating: base, base, known });
        let (low, high) = (remember(less), remember(more));
        prop_assert!(low.stability <= high.stability);
        prop_assert!(low.difficulty >= high.difficulty);
        prop_assert!(high.stability <= remember(1.0).stability);
        prop_assert!(low.stability >= remember(0.0).stability);
    }
}

#[test]
fn the_blend_is_geometric_in_stability_and_linear_in_difficulty() {
    let model = Model::default();
    let before = Some(Memory { stability: 20.0, difficulty: 5.0 });
    let [again, _, good, _] = model.next(before, 18);
    let half = Grade { rating: Rating::Hard, base: Rating::Good, known: 0.5 };
    let blend = model.remember(before, 18, &half);
    let expected = (again.stability * good.stability).sqrt();
    assert!((blend.stability / expected - 1.0).abs() < 1e-5, "{blend:?} {expected}");
    let expected = f32::midpoint(again.difficulty, good.difficulty);
    assert!((blend.difficulty - expected).abs() < 1e-5, "{blend:?} {expected}");
}
