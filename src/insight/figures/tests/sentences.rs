//! What the figures say in words, and when they say nothing.

use super::*;

fn many(answered: Answered, right: usize, missed: usize) -> Vec<Answered> {
    let mut answers = vec![answered; right];
    answers.extend(vec![wrong(answered); missed]);
    answers
}

fn at_hour(hour: i64) -> Answered {
    Answered { at_ms: hour * HOUR, ..answer(0, TODAY) }
}

#[test]
fn the_hour_matters_only_beyond_chance() {
    let mut answers = many(at_hour(20), 81, 19);
    answers.extend(many(at_hour(9), 270, 30));
    let say = |answers: &[Answered]| figures(answers.to_vec(), Period::Month).hours.sentence();
    assert_eq!(
        say(&answers),
        // z = −2.39 of 81 against 90 percent: not enough for the widest of five.
        "The hour makes no difference that is more than chance."
    );
    answers.extend(many(at_hour(22), 81, 19));
    assert_eq!(
        say(&answers),
        "You forget more in the evening: 81\u{a0}% right between 18:00 and 23:00, 90\u{a0}% at \
         other times."
    );
    assert_eq!(say(&many(at_hour(23), 40, 20)), "Too few answers yet to say.");
    assert!(say(&many(at_hour(23), 140, 20)).starts_with("You study around 23:00"));
}

#[test]
fn the_aim_is_met_within_chance() {
    let say = |right, missed| {
        figures(many(answer(0, TODAY - 3), right, missed), Period::Month).retention.sentence()
    };
    assert_eq!(say(40, 5), "Too few answers yet to say.");
    assert!(say(85, 15).starts_with("On your aim of 90\u{a0}%: 85\u{a0}% right"));
    assert!(say(80, 20).starts_with("Below your aim: 80\u{a0}% right"));
    assert!(say(990, 10).starts_with("Above your aim: 99\u{a0}% right"));
    let old = figures(many(answer(0, TODAY - 300), 90, 10), Period::Month).retention.sentence();
    assert!(old.ends_with("in the last year."), "{old}");
}

#[test]
fn the_scheduler_is_trusted_or_not() {
    let say = |right, missed| {
        figures(many(answer(0, TODAY), right, missed), Period::Month).calibration.sentence()
    };
    assert_eq!(say(50, 10), "Too few answers yet to say.");
    assert!(say(178, 22).starts_with("The schedule can be trusted: 89\u{a0}% right, 90\u{a0}%"));
    assert!(say(196, 4).starts_with("You remember more than expected, 98\u{a0}% instead of 90"));
    assert!(say(150, 50).starts_with("You remember less than expected, 75\u{a0}% instead of 90"));
}

#[test]
fn confidence_in_words() {
    let said = |said| Answered { confidence: Some(said), ..answer(0, TODAY) };
    let say = |answers: Vec<Answered>| figures(answers, Period::Month).confidence.sentence();
    let (sure, unsure) = (said(Confidence::Sure), said(Confidence::Unsure));
    assert!(say(many(answer(0, TODAY), 9, 9)).starts_with("Say how sure you are"));
    assert_eq!(say(many(sure, 9, 9)), "Too few answers yet to say.");
    assert_eq!(
        say(many(sure, 97, 3)),
        "You know what you know: 97\u{a0}% right when you are sure."
    );
    assert_eq!(
        say(many(sure, 75, 25)),
        "You fool yourself at times: of the answers you were sure of, 25\u{a0}% were wrong."
    );
    let both = |unsure_right, unsure_missed| {
        let mut answers = many(sure, 99, 1);
        answers.extend(many(unsure, unsure_right, unsure_missed));
        say(answers)
    };
    assert!(both(98, 2).starts_with("Sure or not makes no difference"));
    assert!(both(186, 14).starts_with("You know more than you think: 93\u{a0}% right"));
    assert!(both(60, 40).starts_with("You know what you know: 99\u{a0}% right"));
}

#[test]
fn retention_over_time() {
    let say = |before: (usize, usize), after: (usize, usize)| {
        let mut answers = many(answer(0, TODAY - 20), before.0, before.1);
        answers.extend(many(answer(0, TODAY - 2), after.0, after.1));
        figures(answers, Period::Month).days.retention_sentence()
    };
    assert_eq!(say((30, 10), (40, 0)), "Too few answers yet to say.");
    assert!(say((70, 30), (95, 5)).starts_with("You remember more than before: 95\u{a0}%"));
    assert!(say((95, 5), (70, 30)).starts_with("You forget more than before: 70\u{a0}%"));
    assert!(say((90, 10), (89, 11)).starts_with("Retention holds at 90\u{a0}%"));
}

#[test]
fn what_was_done_in_words() {
    let mut answers = many(answer(0, TODAY - 1), 20, 4);
    answers.push(first(answer(1, TODAY)));
    let figures = figures(answers, Period::Month);
    assert_eq!(
        figures.days.reviews_sentence(),
        "25 answers on 2 of 30 days, about 13 a day you study, 1 new card among them."
    );
    assert_eq!(figures.days.time_sentence(), "2 min in all: 1 min a day you study, 5 s an answer.");
    assert_eq!(figures.heat.sentence(), "You studied on 2 of 2 days, at most 2 in a row.");
    assert_eq!(figures.pace.sentence(), "Half of 25 answers took 5 s or less.");
    assert_eq!(figures.grades.sentence(), "Too few answers yet to say.");
}

#[test]
fn what_is_coming_in_words() {
    let states: Vec<CardState> = (-3..60).map(|ahead| known(TODAY + ahead, 30, 30.0)).collect();
    let figures = all(&History::default(), &states, &Selection::All, Period::Month);
    assert_eq!(
        figures.forecast.sentence(),
        "3 cards overdue and 1 due today, then about 1 a day for 29 days, new cards not counted."
    );
    assert_eq!(
        figures.counts_sentence(),
        "Of 63 cards you know 63, 63 of them for three weeks or longer."
    );
    assert_eq!(
        figures.stability.sentence(),
        "Half of the 63 cards met stay above 90\u{a0}% recall for 30 days or longer."
    );
    assert_eq!(
        figures.retrievability.sentence(),
        "Asked now, you would know about 50 of the 63 cards met."
    );
}

#[test]
fn the_hardest_kind() {
    let of = |kind| Answered { kind, ..answer(0, TODAY) };
    let mut answers = many(of(Kind::Choice), 95, 5);
    let say = |answers: &[Answered]| figures(answers.to_vec(), Period::Month).kinds.sentence();
    assert_eq!(say(&answers), "You get 95\u{a0}% of the choice cards right.");
    answers.extend(many(of(Kind::Typed), 90, 10));
    assert!(say(&answers).starts_with("No kind of card is harder"));
    answers.extend(many(of(Kind::Order), 30, 30));
    assert_eq!(
        say(&answers),
        "Hardest are order cards: 50\u{a0}% right, against 95\u{a0}% of choice cards."
    );
}

#[test]
fn misconceptions_in_words() {
    let say = |picks: &[u32], last_right: bool| {
        let mut answers: Vec<Answered> =
            picks.iter().map(|item| wrong(answer(*item, TODAY - 1))).collect();
        if last_right {
            answers.push(answer(0, TODAY));
        }
        let picked = (0..u32::try_from(picks.len()).unwrap())
            .map(|answer| Picked { answer, option: 0 })
            .collect();
        let history = History::new(answers).with_picked(picked, ["x"]);
        all(&history, &[], &Selection::All, Period::Month).misconceptions.sentence()
    };
    assert_eq!(say(&[], true), "No wrong option was picked in this time.");
    assert!(say(&[0, 1, 2], false).starts_with("3 wrong options picked, none of them twice"));
    assert_eq!(
        say(&[0, 0, 1], true),
        "You picked 1 wrong option more than once, and got each right the last time."
    );
    assert_eq!(
        say(&[0, 0, 1, 1, 1, 2], true),
        "You picked 2 wrong options more than once; 1 still stands, wrong on the last answer too."
    );
}
