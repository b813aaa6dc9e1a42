use super::*;
use crate::deck::Kind;

fn graded(evidence: &Evidence, recall: Option<f64>) -> Grade {
    grade(evidence, recall, &Habits::default(), Pace::Usual)
}

#[test]
fn the_rule_gives_the_figures_it_was_published_with() {
    let guess = Evidence { confidence: Some(Confidence::Guess), ..plain() };
    // k·a / (k·a + (1−k)·g·b) with k = 0.9, a = 0.07, b = 0.70, g = 1/4
    let expected = 0.9 * 0.07 / (0.9 * 0.07 + 0.1 * 0.25 * 0.70);
    let found = graded(&guess, Some(0.9));
    assert!((found.known - expected).abs() < 1e-12, "{found:?}");
    assert_eq!((found.rating, found.base), (Rating::Hard, Rating::Hard));
    // Nothing said, on first sight: k = 0.3, a = b.
    let expected = 0.3 / (0.3 + 0.7 * 0.25);
    let found = graded(&plain(), None);
    assert!((found.known - expected).abs() < 1e-12, "{found:?}");
    assert_eq!((found.rating, found.base), (Rating::Hard, Rating::Good));
    // A first-sight guess is worth next to nothing.
    let found = graded(&guess, None);
    assert!(found.known < AGAIN_BELOW && found.rating == Rating::Again, "{found:?}");
    let typed = Evidence { chance: 0.0, ..plain() };
    assert_eq!(
        graded(&typed, None),
        Grade { rating: Rating::Good, base: Rating::Good, known: 1.0 }
    );
}

#[test]
fn a_fast_answer_is_easy_unless_doubted() {
    let fast = |evidence: Evidence| grade(&evidence, Some(0.9), &Habits::default(), Pace::Fast);
    let sure = Evidence { confidence: Some(Confidence::Sure), ..plain() };
    assert_eq!(fast(sure).rating, Rating::Easy);
    assert_eq!(fast(plain()).rating, Rating::Easy);
    let unsure = Evidence { confidence: Some(Confidence::Unsure), ..plain() };
    assert_eq!(fast(unsure).rating, Rating::Hard);
    let guess = Evidence { confidence: Some(Confidence::Guess), chance: 0.0, ..plain() };
    assert_eq!(fast(guess).rating, Rating::Hard);
    assert_eq!(fast(Evidence { hints: 1, ..sure }).rating, Rating::Hard);
    // Slow alone is not Hard.
    let slow = Evidence { latency_ms: Evidence::MAX_LATENCY_MS, ..sure };
    assert_eq!(graded(&slow, Some(0.9)).rating, Rating::Good);
}

#[test]
fn what_can_not_be_read_counts_against_the_answer() {
    let odd = Evidence { chance: f64::NAN, ..plain() };
    assert!(graded(&odd, Some(0.9)).known <= graded(&plain(), Some(0.9)).known);
    assert!(graded(&plain(), Some(f64::NAN)).known <= graded(&plain(), Some(0.01)).known);
    let impossible = Evidence { chance: 7.0, ..plain() };
    assert!((0.0..=1.0).contains(&graded(&impossible, Some(-3.0)).known));
}

/// Ranks a grade so that 'at least as good' can be asked: rating, then π.
fn no_worse(better: Grade, worse: Grade) -> bool {
    better.rating >= worse.rating && better.base >= worse.base && better.known >= worse.known
}

proptest! {
    #[test]
    fn a_wrong_answer_is_always_again(
        evidence in any_evidence(), recall in prop::option::of(0.0_f64..=1.0),
        habits in any_habits(), fast in any::<bool>(),
    ) {
        let evidence = Evidence { correct: false, stated: None, ..evidence };
        let pace = if fast { Pace::Fast } else { Pace::Usual };
        let expected = Grade { rating: Rating::Again, base: Rating::Again, known: 0.0 };
        prop_assert_eq!(grade(&evidence, recall, &habits, pace), expected);
    }

    #[test]
    fn the_learners_own_grade_wins(
        evidence in any_evidence(), recall in prop::option::of(0.0_f64..=1.0),
        habits in any_habits(), stated in any_rating(),
    ) {
        let evidence = Evidence { stated: Some(stated), ..evidence };
        let found = grade(&evidence, recall, &habits, Pace::Fast);
        prop_assert_eq!((found.rating, found.base), (stated, stated));
        prop_assert!(found.known.to_bits() == f64::from(u8::from(stated != Rating::Again)).to_bits());
    }

    #[test]
    fn known_is_a_probability_and_the_rating_never_beats_the_base(
        evidence in any_evidence(), recall in prop::option::of(any::<f64>()), habits in any_habits(),
        chance in any::<f64>(),
    ) {
        let evidence = Evidence { chance, ..evidence };
        let found = grade(&evidence, recall, &habits, Pace::Fast);
        prop_assert!((0.0..=1.0).contains(&found.known), "{:?}", found);
        prop_assert!(found.rating <= found.base);
    }

    #[test]
    fn more_options_never_make_a_right_answer_weaker(
        evidence in any_evidence(), recall in 0.0_f64..=1.0, habits in any_habits(),
        options in 2_usize..12, more in 1_usize..12, right in 1_usize..4,
    ) {
        let with = |options| Evidence {
            correct: true, stated: None, chance: chance::options(options, right), ..evidence
        };
        let few = grade(&with(options), Some(recall), &habits, Pace::Usual);
        let many = grade(&with(options + more), Some(recall), &habits, Pace::Usual);
        prop_assert!(no_worse(many, few), "{:?} {:?}", many, few);
        let typed = grade(&Evidence { chance: 0.0, ..with(2) }, Some(recall), &habits, Pace::Usual);
        prop_assert!(no_worse(typed, many), "typed beats recognised: {:?} {:?}", typed, many);
    }

    #[test]
    fn a_guess_never_beats_unsure_and_unsure_never_sure(
        evidence in any_evidence(), recall in prop::option::of(0.0_f64..=1.0),
        habits in any_habits(), fast in any::<bool>(),
    ) {
        let pace = if fast { Pace::Fast } else { Pace::Usual };
        let said = |confidence| {
            let evidence = Evidence { stated: None, confidence, ..evidence };
            grade(&evidence, recall, &habits, pace)
        };
        let guess = said(Some(Confidence::Guess));
        let unsure = said(Some(Confidence::Unsure));
        let sure = said(Some(Confidence::Sure));
        prop_assert!(no_worse(unsure, guess), "{:?} {:?}", unsure, guess);
        prop_assert!(no_worse(sure, unsure), "{:?} {:?}", sure, unsure);
        prop_assert!(no_worse(sure, said(None)) && no_worse(said(None), guess));
    }

    #[test]
    fn hints_never_help(
        evidence in any_evidence(), recall in prop::option::of(0.0_f64..=1.0), more in 1_u8..5,
    ) {
        let evidence = Evidence { stated: None, ..evidence };
        let hinted = Evidence { hints: evidence.hints + more, ..evidence };
        let (with, without) = (graded(&hinted, recall), graded(&evidence, recall));
        prop_assert!(no_worse(without, with), "{:?} {:?}", without, with);
        prop_assert!(with.rating <= Rating::Hard, "Hard at best");
    }

    #[test]
    fn what_was_likely_known_counts_for_more(
        evidence in any_evidence(), habits in any_habits(),
        low in 0.0_f64..=1.0, high in 0.0_f64..=1.0,
    ) {
        let evidence = Evidence { stated: None, ..evidence };
        let (low, high) = if low < high { (low, high) } else { (high, low) };
        let at = |recall| grade(&evidence, Some(recall), &habits, Pace::Usual);
        prop_assert!(no_worse(at(high), at(low)));
        let fast = grade(&evidence, Some(low), &habits, Pace::Fast);
        prop_assert!(no_worse(fast, at(low)), "a fast answer is no worse");
    }

    #[test]
    fn ratios_stay_in_order_whatever_was_counted(habits in any_habits()) {
        let [guess, unsure, sure] =
            [Confidence::Guess, Confidence::Unsure, Confidence::Sure].map(|said| habits.ratio(said));
        prop_assert!(guess > 0.0 && guess <= unsure && unsure <= sure && sure.is_finite());
        prop_assert!(guess <= 1.0 && sure >= 1.0);
    }

    #[test]
    fn counting_can_be_taken_back_to_the_last_bit(
        habits in any_habits(), evidence in any_evidence(), known in 0.0_f64..=1.0,
    ) {
        let grade = Grade { rating: Rating::Good, base: Rating::Good, known };
        let mut after = habits.clone();
        after.record(&evidence, &grade);
        prop_assert_eq!(after != habits, evidence.correct || evidence.confidence.is_some());
        after.unrecord(&evidence, &grade);
        prop_assert_eq!(after, habits);
    }
}

#[test]
fn habits_are_learned_by_counting() {
    let mut habits = Habits::default();
    let before = habits.ratio(Confidence::Guess);
    assert!((before - 0.1).abs() < 1e-9, "0.07 to 0.70: {before}");
    // One who says 'guess' of all that they know learns to be believed.
    let modest = Evidence { confidence: Some(Confidence::Guess), ..plain() };
    let known = Grade { rating: Rating::Good, base: Rating::Good, known: 1.0 };
    for _ in 0..200 {
        habits.record(&modest, &known);
    }
    let after = habits.ratio(Confidence::Guess);
    assert!(after > 9.0 * before && after <= 1.0, "{after}");
    // One who is sure of all that they don't know learns not to be.
    let mut habits = Habits::default();
    let before = habits.ratio(Confidence::Sure);
    let rash = Evidence { confidence: Some(Confidence::Sure), correct: false, ..plain() };
    let wrong = Grade { rating: Rating::Again, base: Rating::Again, known: 0.0 };
    for _ in 0..200 {
        habits.record(&rash, &wrong);
    }
    assert!(habits.ratio(Confidence::Sure) < before / 5.0);
}

#[test]
fn fast_is_among_the_learners_own_fastest_fifth_of_thirty() {
    let known = Grade { rating: Rating::Good, base: Rating::Good, known: 1.0 };
    let mut habits = Habits::default();
    for n in 1..=29_u32 {
        habits.record(&Evidence { latency_ms: n * 1000, ..plain() }, &known);
    }
    assert_eq!(habits.pace(Kind::Choice, 10), Pace::Usual, "29 answers are too few");
    habits.record(&Evidence { latency_ms: 30_000, ..plain() }, &known);
    assert_eq!(habits.pace(Kind::Choice, 10), Pace::Fast);
    assert_eq!(habits.pace(Kind::Choice, 5_000), Pace::Fast);
    assert_eq!(habits.pace(Kind::Choice, 6_000), Pace::Fast, "the sixth of thirty");
    assert_eq!(habits.pace(Kind::Choice, 7_000), Pace::Usual, "the seventh");
    assert_eq!(habits.pace(Kind::Typed, 10), Pace::Usual, "other kinds are other matters");
    // Wrong answers say nothing about pace.
    let mut wrong = Habits::default();
    for _ in 0..100 {
        wrong.record(&Evidence { correct: false, ..plain() }, &known);
    }
    assert_eq!(wrong.pace(Kind::Choice, 10), Pace::Usual);
    let mut last = Pace::Fast;
    for latency in (0..700_000).step_by(97) {
        let pace = habits.pace(Kind::Choice, latency);
        assert!(last == Pace::Fast || pace == Pace::Usual, "longer is never faster");
        last = pace;
    }
}

#[test]
fn chances_are_those_of_blind_picking() {
    let near = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    };
    near(chance::options(4, 1), 0.25);
    near(chance::options(2, 1), 0.5);
    near(chance::options(1, 1), 1.0);
    near(chance::options(0, 0), 1.0);
    near(chance::options(4, 2), 1.0 / 15.0);
    near(chance::options(5, 3), 1.0 / 31.0);
    near(chance::order(4, 0, 1), 1.0 / 24.0);
    near(chance::order(4, 0, 2), 2.0 / 24.0);
    near(chance::order(2, 1, 1), 1.0 / 15.0);
    near(chance::order(1, 0, 1), 1.0);
    near(chance::order(0, 0, 0), 1.0);
    near(chance::pairs(3), 1.0 / 6.0);
    near(chance::pairs(0), 1.0);
    for n in [1000, usize::MAX] {
        for chance in [chance::options(n, 2), chance::order(n, n, 1), chance::pairs(n)] {
            assert!((0.0..1e-9).contains(&chance), "{chance}");
        }
    }
}
