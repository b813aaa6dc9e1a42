//! What is told by card: states, forecast, distributions, calibration,
//! misconceptions.

use super::*;

#[test]
fn the_forecast_keeps_the_backlog_apart() {
    let states = [
        CardState::default(),
        known(TODAY - 3, 10, 10.0),
        known(TODAY, 5, 10.0),
        known(TODAY, 21, 10.0),
        known(TODAY + 1, 10, 10.0),
        known(TODAY + 29, 40, 10.0),
        known(TODAY + 30, 40, 10.0),
        CardState { suspended: true, ..known(TODAY, 10, 10.0) },
        // Being learned: today, and left over from yesterday.
        CardState {
            phase: Phase::Learning,
            due: Due::At(0),
            last_day: Some(TODAY),
            ..known(TODAY, 0, 1.0)
        },
        CardState {
            phase: Phase::Relearning,
            due: Due::At(0),
            last_day: Some(TODAY - 1),
            ..known(TODAY, 0, 1.0)
        },
        // Resting until the day after tomorrow.
        CardState { buried_until: Some(TODAY + 2), ..known(TODAY - 9, 10, 10.0) },
    ];
    let forecast = all(&History::default(), &states, &Selection::All, Period::Month).forecast;
    assert_eq!((forecast.backlog, forecast.later, forecast.days.len()), (2, 1, 30));
    let day = |ahead: usize| {
        let day = forecast.days[ahead];
        (day.learning, day.young, day.mature, day.cumulated)
    };
    assert_eq!(day(0), (1, 1, 1, 5));
    assert_eq!(day(1), (0, 1, 0, 6));
    assert_eq!(day(2), (0, 1, 0, 7));
    assert_eq!(day(3), (0, 0, 0, 7));
    assert_eq!(day(29), (0, 0, 1, 8));
    assert_eq!(forecast.days[29].day, TODAY + 29);
}

#[test]
fn distributions_have_buckets_without_gaps() {
    let mut states: Vec<CardState> =
        [0.5, 1.0, 3.9, 4.0, 5000.0].map(|days| known(TODAY, 25, days)).to_vec();
    states[0].memory.as_mut().unwrap().difficulty = 10.0;
    states[1].memory.as_mut().unwrap().difficulty = 1.0;
    states.push(CardState { suspended: true, ..known(TODAY, 25, 7.0) });
    states.push(CardState::default());
    states.push(CardState { phase: Phase::Learning, interval_days: 0, ..known(TODAY, 0, 30.0) });
    let figures = all(&History::default(), &states, &Selection::All, Period::Month);
    for histogram in
        [&figures.stability, &figures.difficulty, &figures.retrievability, &figures.interval]
    {
        for pair in histogram.buckets.windows(2) {
            assert_eq!(pair[0].to, pair[1].from);
        }
    }
    let counted = |histogram: &Histogram| -> Vec<(f64, u32)> {
        let bars = histogram.buckets.iter().filter(|bar| bar.cards > 0);
        bars.map(|bar| (bar.from, bar.cards)).collect()
    };
    let stability = &figures.stability;
    let bars = [(0.0, 1), (1.0, 1), (2.0, 1), (4.0, 1), (30.0, 1), (1825.0, 1)];
    assert_eq!(counted(stability), bars);
    assert_eq!(stability.buckets.last().unwrap().to, f64::INFINITY);
    // 0.5 1 3.9 4 30 5000
    assert!((stability.median.unwrap() - 3.95).abs() < 1e-6);
    assert!((stability.mean.unwrap() - 5039.4 / 6.0).abs() < 1e-4);
    assert_eq!(counted(&figures.difficulty), [(1.0, 1), (5.0, 4), (9.5, 1)]);
    assert_eq!(counted(&figures.retrievability), [(80.0, 6)]);
    assert_eq!(counted(&figures.interval), [(21.0, 5)]);
    assert_eq!(figures.interval.median, Some(25.0));
    let counts = figures.counts;
    let states = [counts.new, counts.learning, counts.young, counts.mature, counts.suspended];
    assert_eq!((states, counts.total), ([1, 1, 0, 5, 1], 8));
}

#[test]
fn confidence_against_right() {
    let said = |said, count: usize| vec![Answered { confidence: said, ..answer(0, TODAY) }; count];
    let mut answers = said(Some(Confidence::Sure), 15);
    answers.extend(said(Some(Confidence::Sure), 5).into_iter().map(wrong));
    answers.extend(said(Some(Confidence::Guess), 1).into_iter().map(wrong));
    answers.extend(said(None, 2));
    let rows = figures(answers, Period::Month).confidence;
    let sure = rows.row(Some(Confidence::Sure));
    assert_eq!((sure.answers, sure.right, sure.share()), (20, 15, Some(0.75)));
    let (low, high) = sure.interval.unwrap();
    assert!((low - 0.5313).abs() < 1e-4 && (high - 0.8881).abs() < 1e-4);
    let unsure = rows.row(Some(Confidence::Unsure));
    assert_eq!((unsure.answers, unsure.interval, unsure.share()), (0, None, None));
    assert_eq!(rows.row(None).right, 2);
    let order: Vec<_> = rows.rows.iter().map(|row| row.said).collect();
    let all = [Some(Confidence::Guess), Some(Confidence::Unsure), Some(Confidence::Sure), None];
    assert_eq!(order, all);
}

#[test]
fn predictions_against_what_happened() {
    let predicted = |recall, elapsed_days| Answered { elapsed_days, recall, ..answer(0, TODAY) };
    let answers = vec![
        Answered { item: 1, card: 2, ..predicted(0.5, 3) },
        wrong(Answered { item: 1, card: 2, ..predicted(0.8, 3) }),
        predicted(0.92, 20),
        // Not counted: within the session, first, and without a prediction.
        predicted(0.1, 0),
        first(answer(5, TODAY)),
        predicted(f32::NAN, 4),
    ];
    let figure = figures(answers, Period::Month).calibration;
    assert_eq!((figure.answers, figure.bins.len()), (3, 20));
    let loss = -(0.5_f64.ln() + 0.2_f64.ln() + 0.92_f64.ln()) / 3.0;
    assert!((figure.log_loss.unwrap() - loss).abs() < 1e-7);
    assert!((figure.predicted.unwrap() - 2.22 / 3.0).abs() < 1e-7);
    assert_eq!(figure.actual, Some(2.0 / 3.0));
    // The first two are alike (2 and 3 reviews lie between 1.89 and 3.57): 0.65
    // was said of them, and one was right. The third stands alone.
    let squares = (2.0 * 0.15 * 0.15 + 0.08 * 0.08) / 3.0_f64;
    assert!((figure.rmse_bins.unwrap() - squares.sqrt()).abs() < 1e-7);
    let bin = figure.bins[18];
    assert_eq!((bin.from, bin.to, bin.answers, bin.right), (0.9, 0.95, 1, 1));
    assert_eq!(figure.bins[10].answers, 1, "a half lies in the upper bin");
    assert_eq!((figure.bins[0].answers, figure.bins[0].predicted), (0, None));
    let none = figures(vec![], Period::All).calibration;
    assert_eq!((none.answers, none.log_loss, none.rmse_bins, none.bins.len()), (0, None, None, 20));
}

#[test]
fn like_cards_share_a_bin() {
    // Two of one interval class (3 and 3.6 lie below 3.62, 4 above), both second
    // reviews: half of them right where 0.75 was said each time.
    let of = |card: u32, elapsed_days| Answered {
        card,
        recall: 0.75,
        elapsed_days,
        ..answer(card, TODAY)
    };
    let figure = figures(vec![of(1, 2), wrong(of(2, 3))], Period::Month).calibration;
    assert!((figure.rmse_bins.unwrap() - 0.25).abs() < 1e-9);
    let figure = figures(vec![of(1, 2), wrong(of(2, 4))], Period::Month).calibration;
    let apart = f64::midpoint(0.0625, 0.5625);
    assert!((figure.rmse_bins.unwrap() - apart.sqrt()).abs() < 1e-9);
    // A lapse makes another card, a start anew forgets it.
    let lapsed = vec![wrong(of(1, 2)), of(1, 2), of(2, 2), wrong(of(2, 2))];
    let figure = figures(lapsed, Period::Month).calibration;
    // Without a lapse: 1 of 3 right. After it: the one that was right.
    let gap = 0.75 - 1.0 / 3.0;
    let expected: f64 = (3.0 * gap * gap + 0.0625) / 4.0;
    assert!((figure.rmse_bins.unwrap() - expected.sqrt()).abs() < 1e-9);
    // Four reviews are more than 1.89², three are not.
    let often = vec![of(1, 2), of(1, 2), wrong(of(1, 2))];
    let figure = figures(often, Period::Month).calibration;
    let expected: f64 = (2.0 * 0.0625 + 0.5625) / 3.0;
    assert!((figure.rmse_bins.unwrap() - expected.sqrt()).abs() < 1e-9);
    let anew = vec![wrong(of(1, 2)), first(of(1, 2)), of(1, 2)];
    let figure = figures(anew, Period::Month).calibration;
    assert!((figure.rmse_bins.unwrap() - 0.25).abs() < 1e-9, "both without a lapse");
}

#[test]
fn certainty_that_is_wrong_has_a_finite_loss() {
    let sure = wrong(Answered { recall: 1.0, ..answer(0, TODAY) });
    let figure = figures(vec![sure; 500], Period::Month).calibration;
    assert!((figure.log_loss.unwrap() - 1e6_f64.ln()).abs() < 1e-6);
    assert_eq!(figure.bins[19].answers, 500);
}

#[test]
fn what_is_picked_for_what() {
    let answers = vec![
        wrong(answer(0, TODAY - 200)),
        wrong(answer(0, TODAY - 2)),
        wrong(answer(0, TODAY - 1)),
        answer(0, TODAY),
        wrong(answer(1, TODAY)),
        wrong(Answered { item: NOWHERE, card: 9, ..answer(0, TODAY) }),
        // Let pass by the learner.
        answer(1, TODAY),
    ];
    let pick = |answer, option| Picked { answer, option };
    let picked =
        vec![pick(0, 0), pick(1, 0), pick(1, 1), pick(2, 2), pick(4, 0), pick(5, 0), pick(6, 1)];
    // The same text twice: one from the file, one from the log since.
    let history = History::new(answers).with_picked(picked, ["heap", "stack", "heap"]);
    let found = all(&history, &[], &Selection::All, Period::Month).misconceptions;
    assert_eq!((found.options, found.picks), (3, 4));
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| (row.item, row.option.as_str(), row.picked, row.asked, row.last_day - TODAY))
        .collect();
    let expected = [(0, "heap", 2, 3, -1), (1, "heap", 1, 2, 0), (0, "stack", 1, 3, -2)];
    assert_eq!(rows, expected);
    assert!(found.rows[0].is_overcome);
    let ever = all(&history, &[], &Selection::All, Period::All).misconceptions;
    assert_eq!((ever.rows[0].picked, ever.rows[0].asked), (3, 4));
    let one = Selection::Items(vec![false, true]);
    let one = all(&history, &[], &one, Period::All).misconceptions;
    assert_eq!((one.options, one.rows[0].item), (1, 1));
}

#[test]
fn only_the_worst_misconceptions_are_shown() {
    let count = u32::try_from(Misconceptions::SHOWN).unwrap() + 50;
    let answers: Vec<Answered> =
        (0..count).chain(count - 2..count).map(|item| wrong(answer(item, TODAY))).collect();
    let picked = (0..count + 2).map(|answer| Picked { answer, option: 0 }).collect();
    let history = History::new(answers).with_picked(picked, ["x"]);
    let found = all(&history, &[], &Selection::All, Period::All).misconceptions;
    assert_eq!((found.rows.len(), found.options), (Misconceptions::SHOWN, count));
    let first: Vec<(u32, u32)> =
        found.rows.iter().take(3).map(|row| (row.item, row.picked)).collect();
    assert_eq!(first, [(count - 2, 2), (count - 1, 2), (0, 1)]);
}
