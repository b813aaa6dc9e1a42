//! What holds whatever was answered.

use super::*;
use crate::store::DayStat;
use proptest::prelude::*;

const ITEMS: u32 = 12;

prop_compose! {
    fn any_answer()(
        item in 0..ITEMS + 2,
        day in TODAY - 900..TODAY + 3,
        hour in 0..24_i64,
        zone_min in -720..=840_i16,
        latency_ms in 0..700_000_u32,
        elapsed_days in 0..400_u32,
        previous_days in 0..60_u32,
        recall in prop_oneof![4 => 0.0..=1.0_f32, 1 => Just(f32::NAN)],
        kind in 0..7_usize,
        rating in 1..5_u8,
        said in 0..4_usize,
        is_right: bool,
        is_first: bool,
    ) -> Answered {
        let kinds = [Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output, Kind::Order, Kind::Match];
        let confidences = [None, Some(Confidence::Guess), Some(Confidence::Unsure), Some(Confidence::Sure)];
        Answered {
            at_ms: i64::from(day) * 24 * HOUR + hour * HOUR,
            item: if item < ITEMS { item } else { NOWHERE },
            card: item,
            day,
            latency_ms,
            elapsed_days: if is_first { 0 } else { elapsed_days },
            previous_days: if is_first { 0 } else { previous_days },
            interval_days: previous_days,
            recall: if is_first { f32::NAN } else { recall },
            zone_min,
            kind: kinds[kind],
            rating: Rating::from_number(rating).unwrap(),
            confidence: confidences[said],
            is_right,
            is_first,
            phase: Phase::Review,
        }
    }
}

prop_compose! {
    fn any_state()(
        phase in 0..4_usize,
        due in TODAY - 50..TODAY + 500,
        at_ms: bool,
        interval_days in 0..3000_u32,
        stability in 0.001..36_500.0_f32,
        difficulty in 1.0..=10.0_f32,
        suspended: bool,
        buried in proptest::option::of(TODAY - 2..TODAY + 3),
    ) -> CardState {
        let phase = [Phase::New, Phase::Learning, Phase::Review, Phase::Relearning][phase];
        if phase == Phase::New {
            return CardState { suspended, ..CardState::default() };
        }
        CardState {
            phase,
            memory: Some(Memory { stability, difficulty }),
            due: if at_ms { Due::At(i64::from(due) * 24 * HOUR) } else { Due::Day(due) },
            interval_days,
            last_day: Some(TODAY.min(due)),
            suspended,
            buried_until: buried,
            ..CardState::default()
        }
    }
}

/// The sums of the log, as the store keeps them of a day.
fn stat(answers: &[Answered]) -> DayStat {
    answers.iter().fold(DayStat::default(), |sum, answered| {
        let recall = !answered.is_first && answered.elapsed_days > 0;
        sum.plus(DayStat {
            reviews: 1,
            correct: u32::from(answered.is_right),
            met: u32::from(answered.is_first),
            recalls: u32::from(recall),
            recalled: u32::from(recall && answered.is_right),
            time_ms: u64::from(answered.latency_ms),
        })
    })
}

fn stat_of(bucket: &Bucket) -> DayStat {
    DayStat {
        reviews: bucket.reviews,
        correct: bucket.correct,
        met: bucket.met,
        recalls: bucket.recalls,
        recalled: bucket.recalled,
        time_ms: bucket.time_ms,
    }
}

/// Every number of the figures that is a sum over answers or cards.
fn sums(figures: &Figures) -> Vec<u64> {
    let days = |series: &Series| {
        let stats = series.buckets.iter().map(stat_of).collect::<Vec<_>>();
        stats.into_iter().flat_map(|stat| {
            let counts = [stat.reviews, stat.correct, stat.met, stat.recalls, stat.recalled];
            counts.into_iter().map(u64::from).chain([stat.time_ms])
        })
    };
    let counts = &figures.counts;
    let mut all: Vec<u64> = vec![figures.reviews.into(), figures.reviews_ever.into()];
    all.extend(figures.retention.rows.iter().flat_map(|row| {
        [row.young.passed, row.young.failed, row.mature.passed, row.mature.failed].map(u64::from)
    }));
    all.extend(figures.forecast.days.iter().map(|day| u64::from(day.cumulated)));
    all.extend([figures.forecast.backlog, figures.forecast.later].map(u64::from));
    let states =
        [counts.new, counts.learning, counts.young, counts.mature, counts.suspended, counts.due];
    all.extend(states.map(|count| count as u64));
    for histogram in
        [&figures.stability, &figures.difficulty, &figures.retrievability, &figures.interval]
    {
        all.extend(histogram.buckets.iter().map(|bar| u64::from(bar.cards)));
    }
    all.extend(figures.grades.all().map(u64::from));
    all.extend(
        figures
            .hours
            .rows
            .iter()
            .flat_map(|row| [row.reviews, row.right, row.recalls, row.recalled].map(u64::from)),
    );
    all.extend(
        figures.confidence.rows.iter().flat_map(|row| [row.answers, row.right].map(u64::from)),
    );
    all.extend(
        figures.calibration.bins.iter().flat_map(|bin| [bin.answers, bin.right].map(u64::from)),
    );
    all.extend(figures.pace.buckets.iter().map(|bar| u64::from(bar.cards)));
    all.extend([figures.pace.time_ms, u64::from(figures.misconceptions.picks)]);
    // Only where all parts have the same days.
    if figures.period != Period::All {
        all.extend([&figures.days, &figures.weeks, &figures.months].into_iter().flat_map(days));
    }
    all
}

fn sentences(figures: &Figures) -> Vec<String> {
    let mut all = vec![
        figures.heat.sentence(),
        figures.retention.sentence(),
        figures.forecast.sentence(),
        figures.counts_sentence(),
        figures.kinds.sentence(),
        figures.grades.sentence(),
        figures.hours.sentence(),
        figures.confidence.sentence(),
        figures.calibration.sentence(),
        figures.misconceptions.sentence(),
        figures.pace.sentence(),
    ];
    for histogram in
        [&figures.stability, &figures.difficulty, &figures.retrievability, &figures.interval]
    {
        all.push(histogram.sentence());
    }
    for series in [&figures.days, &figures.weeks, &figures.months] {
        all.extend([
            series.reviews_sentence(),
            series.time_sentence(),
            series.retention_sentence(),
        ]);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn sums_agree_with_the_log(
        answers in proptest::collection::vec(any_answer(), 0..80),
        period in 0..4_usize,
    ) {
        let period = Period::ALL[period];
        let figures = figures(answers.clone(), period);
        let within: Vec<Answered> = answers
            .iter()
            .filter(|answered| answered.day >= period.first_day(TODAY))
            .copied()
            .collect();
        for series in [&figures.days, &figures.weeks, &figures.months] {
            prop_assert_eq!(stat_of(&series.total()), stat(&within));
            // No gap, no overlap, the whole period.
            let buckets = &series.buckets;
            prop_assert_eq!(buckets[0].first_day, figures.first_day);
            prop_assert!(buckets.last().unwrap().last_day >= TODAY);
            for pair in buckets.windows(2) {
                prop_assert_eq!(pair[0].last_day + 1, pair[1].first_day);
            }
            for bucket in buckets {
                let own: Vec<Answered> = within
                    .iter()
                    .filter(|answered| {
                        (bucket.first_day..=bucket.last_day).contains(&answered.day)
                    })
                    .copied()
                    .collect();
                prop_assert_eq!(stat_of(bucket), stat(&own));
            }
        }
        let total = u32::try_from(within.len()).unwrap();
        prop_assert_eq!(figures.reviews, total);
        prop_assert_eq!(figures.reviews_ever as usize, answers.len());
        prop_assert_eq!(figures.heat.days.iter().map(|cell| cell.reviews as usize).sum::<usize>(), answers.len());
        prop_assert_eq!(figures.kinds.rows.iter().map(|row| row.reviews).sum::<u32>(), total);
        prop_assert_eq!(figures.grades.all().iter().sum::<u32>(), total);
        prop_assert_eq!(figures.hours.rows.iter().map(|row| row.reviews).sum::<u32>(), total);
        prop_assert_eq!(figures.confidence.rows.iter().map(|row| row.answers).sum::<u32>(), total);
        prop_assert_eq!(figures.pace.buckets.iter().map(|bar| bar.cards).sum::<u32>(), total);
        let ever = stat(&answers);
        let all = figures.retention.row(Span::All).both();
        prop_assert_eq!((all.total(), all.passed), (ever.recalls, ever.recalled));
        let predicted = within.iter().filter(|a| a.is_recall() && a.recall.is_finite()).count();
        prop_assert_eq!(figures.calibration.answers as usize, predicted);
        let bins = figures.calibration.bins.iter().map(|bin| bin.answers).sum::<u32>();
        prop_assert_eq!(bins as usize, predicted);
    }

    #[test]
    fn filters_partition(
        answers in proptest::collection::vec(any_answer(), 0..80),
        states in proptest::collection::vec(any_state(), ITEMS as usize),
        parts in proptest::collection::vec(0..3_usize, ITEMS as usize),
        period in 0..4_usize,
    ) {
        let period = Period::ALL[period];
        let answers: Vec<Answered> =
            answers.into_iter().filter(|answered| answered.item != NOWHERE && answered.day <= TODAY).collect();
        let picked: Vec<Picked> = (0..u32::try_from(answers.len()).unwrap())
            .step_by(3)
            .map(|answer| Picked { answer, option: answer % 2 })
            .collect();
        let history = History::new(answers).with_picked(picked, ["a", "b"]);
        let whole = sums(&all(&history, &states, &Selection::All, period));
        let mut sum = vec![0; whole.len()];
        for part in 0..3 {
            let selection = Selection::Items(parts.iter().map(|of| *of == part).collect());
            let figures = all(&history, &states, &selection, period);
            let part = sums(&figures);
            prop_assert_eq!(part.len(), whole.len());
            for (sum, part) in sum.iter_mut().zip(part) {
                *sum += part;
            }
        }
        prop_assert_eq!(sum, whole);
    }

    #[test]
    fn every_scheduled_card_is_due_once(
        states in proptest::collection::vec(any_state(), 0..60),
        period in 0..4_usize,
    ) {
        let figures =
            all(&History::default(), &states, &Selection::All, Period::ALL[period]);
        let scheduled =
            states.iter().filter(|state| !state.suspended && state.due != Due::Never).count();
        let forecast = &figures.forecast;
        let due = forecast.backlog + forecast.due() + forecast.later;
        prop_assert_eq!(due as usize, scheduled);
        let counts = figures.counts;
        prop_assert_eq!(
            counts.new + counts.learning + counts.young + counts.mature + counts.suspended,
            states.len()
        );
        let met = states.iter().filter(|state| !state.suspended && state.memory.is_some()).count();
        for histogram in [&figures.stability, &figures.difficulty, &figures.retrievability] {
            let bars: u32 = histogram.buckets.iter().map(|bar| bar.cards).sum();
            prop_assert_eq!((bars as usize, histogram.cards as usize), (met, met));
        }
    }

    #[test]
    fn figures_and_sentences_hold_no_nonsense(
        answers in proptest::collection::vec(any_answer(), 0..400),
        states in proptest::collection::vec(any_state(), 0..30),
        period in 0..4_usize,
    ) {
        let history = History::new(answers);
        let figures = all(&history, &states, &Selection::All, Period::ALL[period]);
        let json = serde_json::to_string(&figures).unwrap();
        prop_assert!(!json.contains("NaN"));
        for sentence in sentences(&figures) {
            prop_assert!(sentence.ends_with('.'), "{}", sentence);
            prop_assert!(!sentence.contains("NaN") && !sentence.contains("inf"), "{}", sentence);
            prop_assert!(sentence.chars().next().unwrap().is_uppercase() || sentence.starts_with(|c: char| c.is_ascii_digit()), "{}", sentence);
        }
    }
}

#[test]
fn nothing_at_all_makes_whole_figures() {
    for period in Period::ALL {
        let figures = figures(vec![], period);
        assert!(figures.is_empty());
        assert_eq!(figures.heat.days.len(), 365);
        assert_eq!(figures.hours.rows[23].hour, 23);
        for sentence in sentences(&figures) {
            assert!(!sentence.is_empty() && !sentence.contains("NaN"), "{sentence}");
        }
    }
}
