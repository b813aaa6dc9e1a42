//! The point of weighing guesses: recall nearer to what was asked for.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;

/// Four options, a recall of 0.90 asked for.
const CHANCE: f64 = 0.25;
const TARGET: f64 = 0.90;

/// A learner whose memory follows FSRS exactly: what they know goes by a memory
/// of their own, moved by whether they knew, not by whether they were right.
/// Returns their mean recall at the moment of asking, first sights aside.
fn true_recall(judge: impl Fn(&Evidence, f64, bool) -> Grade) -> f64 {
    let model = Model::default();
    let limits = interval::Limits::new(&crate::settings::Settings::default());
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let (mut recalls, mut asked) = (0.0, 0.0);
    for _ in 0..1500 {
        let mut believed: Option<Memory> = None;
        let mut real: Option<Memory> = None;
        let mut day = 0;
        let mut wait = 0;
        while day < 730 {
            let recall = real.map_or(FIRST_SIGHT, |real| model.retrievability(real, wait));
            if real.is_some() {
                recalls += recall;
                asked += 1.0;
            }
            let knew = rng.random_bool(recall);
            let correct = knew || rng.random_bool(CHANCE);
            let evidence = Evidence {
                correct,
                chance: CHANCE,
                confidence: Some(said(knew, &mut rng)),
                ..plain()
            };
            let predicted =
                believed.map_or(FIRST_SIGHT, |believed| model.retrievability(believed, wait));
            let grade = judge(&evidence, predicted, believed.is_none());
            believed = Some(model.remember(believed, wait, &grade));
            let truth = if knew { Rating::Good } else { Rating::Again };
            let truth = Grade { rating: truth, base: truth, known: f64::from(u8::from(knew)) };
            real = Some(model.remember(real, wait, &truth));
            let days = believed.map_or(1.0, |believed| model.interval(believed, TARGET));
            wait = interval::whole_days(days).min(limits.max_days);
            day += wait;
        }
    }
    recalls / asked
}

/// What a learner of the usual habits says.
fn said(knew: bool, rng: &mut ChaCha8Rng) -> Confidence {
    let (guess, unsure) = if knew { (0.07, 0.30) } else { (0.70, 0.92) };
    let draw: f64 = rng.random();
    if draw < guess {
        Confidence::Guess
    } else if draw < unsure {
        Confidence::Unsure
    } else {
        Confidence::Sure
    }
}

#[test]
fn weighing_guesses_brings_recall_nearer_to_its_target() {
    let naive = true_recall(|evidence, _, _| {
        let rating = if evidence.correct { Rating::Good } else { Rating::Again };
        Grade { rating, base: rating, known: f64::from(u8::from(evidence.correct)) }
    });
    let habits = Habits::default();
    let unsaid = true_recall(|evidence, predicted, first| {
        let evidence = Evidence { confidence: None, ..*evidence };
        grade(&evidence, (!first).then_some(predicted), &habits, Pace::Usual)
    });
    let weighed = true_recall(|evidence, predicted, first| {
        grade(evidence, (!first).then_some(predicted), &habits, Pace::Usual)
    });
    let off = |recall: f64| (recall - TARGET).abs();
    assert!(naive < TARGET - 0.02, "guesses cost recall: {naive}");
    assert!(off(unsaid) < off(naive) - 0.01, "{unsaid} is nearer to 0.90 than {naive}");
    assert!(off(weighed) < off(naive) - 0.01, "{weighed} is nearer to 0.90 than {naive}");
}
