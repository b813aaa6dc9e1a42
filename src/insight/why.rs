//! 'Why is this due today?': the arithmetic of a card's schedule, in numbers and
//! in words.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::scheduler::interval::{fuzz_range, whole_days};
use crate::scheduler::{CardState, Due, Memory, Model, Phase, Rating};
use crate::store::{Event, EventBody, Setting};

/// What the answer is made from.
#[derive(Debug, Clone, Copy)]
pub struct WhyInput<'a> {
    /// The card's state.
    pub state: &'a CardState,
    /// All that counts of what happened to it, oldest first.
    pub events: &'a [Event],
    /// The memory model in use.
    pub model: &'a Model,
    /// The aim: the recall at which a card should come back, 0.70 to 0.99.
    pub aim: f64,
    /// The study day.
    pub today: i32,
    /// Milliseconds since 1970, UTC.
    pub now_ms: i64,
}

/// Where the card stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Never answered: it comes with the new cards of a day.
    New,
    /// Set aside, and whether for its lapses.
    Suspended {
        /// It was forgotten too often.
        is_leech: bool,
    },
    /// Rests until this study day.
    Buried(i32),
    /// Comes back within the session, in so many minutes; 0 now.
    Learning(u32),
    /// Due since so many days; 0: today.
    Due(u32),
    /// Not due before so many days.
    Later(u32),
}

/// The forgetting curve with its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// Stability and difficulty.
    pub memory: Memory,
    /// t: study days since the last answer.
    pub elapsed_days: u32,
    /// f: makes the curve pass through 0.9 at one stability.
    pub factor: f64,
    /// The curve's exponent, below 0.
    pub decay: f64,
    /// R: predicted recall, 0 to 1.
    pub recall: f64,
}

/// How the interval came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spacing {
    /// The interval at which recall has fallen to the aim, unrounded, days.
    pub raw_days: f64,
    /// The shortest and the longest that the spreading allows, days.
    pub range: (u32, u32),
    /// What the log has, days.
    pub given_days: u32,
    /// The study day of the answer.
    pub answered_on: i32,
    /// Its grade.
    pub rating: Rating,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Where the card stands.
    pub standing: Standing,
    /// `None` for a card that was never answered.
    pub curve: Option<Curve>,
    /// `None` unless the last answer gave an interval in days.
    pub spacing: Option<Spacing>,
    /// The learner named the day: when, and which.
    pub by_hand: Option<(i32, i32)>,
    /// The study day it is planned for.
    pub due: Option<i32>,
    /// Predicted recall on that day, when it is still to come.
    pub recall_when_due: Option<f64>,
    /// The aim, 0 to 1.
    pub aim: f64,
}

/// One line of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In words.
    pub said: String,
    /// The formula with its numbers; empty when there is nothing to reckon.
    pub reckoned: String,
}

/// Answers it.
#[must_use]
pub fn why(input: &WhyInput<'_>) -> Why {
    let WhyInput { state, model, today, .. } = *input;
    let last = input.events.iter().rev().find_map(|event| match &event.body {
        EventBody::Review(_, review) => Some((event, review)),
        _ => None,
    });
    let curve = state.memory.map(|memory| {
        let elapsed_days = state.last_day.map_or(0, |day| days_between(day, today));
        let (factor, decay) = model.curve();
        let recall = model.retrievability(memory, elapsed_days);
        Curve { memory, elapsed_days, factor: f64::from(factor), decay: f64::from(decay), recall }
    });
    let spacing = last.filter(|(_, review)| review.interval_days > 0).map(|(event, review)| {
        let raw_days = model.interval(review.after, input.aim);
        let range = fuzz_range(raw_days);
        Spacing {
            raw_days,
            range: (*range.start(), *range.end()),
            given_days: review.interval_days,
            answered_on: event.moment.day,
            rating: review.grade.rating,
        }
    });
    let due = match state.due {
        Due::Day(day) => Some(day),
        Due::Never | Due::At(_) => None,
    };
    let recall_when_due = due.filter(|day| *day > today).zip(state.memory).map(|(day, memory)| {
        let elapsed = state.last_day.map_or(0, |last| days_between(last, day));
        model.retrievability(memory, elapsed)
    });
    Why {
        standing: standing(input),
        curve,
        spacing,
        by_hand: by_hand(input),
        due,
        recall_when_due,
        aim: input.aim,
    }
}

fn standing(input: &WhyInput<'_>) -> Standing {
    let WhyInput { state, today, now_ms, .. } = *input;
    if state.suspended {
        return Standing::Suspended { is_leech: state.leech };
    }
    if let Some(until) = state.buried_until.filter(|until| *until > today) {
        return Standing::Buried(until);
    }
    match state.due {
        _ if state.phase == Phase::New => Standing::New,
        Due::Never => Standing::New,
        Due::At(at_ms) => {
            let minutes = (at_ms - now_ms).max(0).div_euclid(60_000) + i64::from(at_ms > now_ms);
            let is_past = state.last_day.is_some_and(|day| day < today);
            Standing::Learning(if is_past { 0 } else { u32::try_from(minutes).unwrap_or(0) })
        }
        Due::Day(day) if day <= today => Standing::Due(days_between(day, today)),
        Due::Day(day) => Standing::Later(days_between(today, day)),
    }
}

/// The day that the learner named after the last answer, if that still holds.
fn by_hand(input: &WhyInput<'_>) -> Option<(i32, i32)> {
    for event in input.events.iter().rev() {
        match &event.body {
            EventBody::Set(_, Setting::Due(day)) if input.state.due == Due::Day(*day) => {
                return Some((event.moment.day, *day));
            }
            EventBody::Review(..) | EventBody::Set(_, Setting::Forget) => return None,
            _ => {}
        }
    }
    None
}

fn days_between(from: i32, to: i32) -> u32 {
    u32::try_from(to.saturating_sub(from)).unwrap_or(0)
}

impl Why {
    /// The answer in a sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        match self.standing {
            Standing::New => {
                "You have never answered it: it comes with the new cards of a day.".to_owned()
            }
            Standing::Suspended { is_leech: true } => {
                "It is set aside because you forgot it so often: it is not asked until you bring \
                 it back."
                    .to_owned()
            }
            Standing::Suspended { is_leech: false } => {
                "It is suspended: it is not asked until you bring it back.".to_owned()
            }
            Standing::Buried(until) => format!("It rests until {}.", date(until)),
            Standing::Learning(0) => "You are learning it: it comes back now.".to_owned(),
            Standing::Learning(1) => "You are learning it: it comes back in a minute.".to_owned(),
            Standing::Learning(minutes) => {
                format!("You are learning it: it comes back in {minutes} minutes.")
            }
            Standing::Due(0) => "It is due today.".to_owned(),
            Standing::Due(1) => "It has been due since yesterday.".to_owned(),
            Standing::Due(days) => format!("It has been due for {days} days."),
            Standing::Later(1) => "It is due tomorrow.".to_owned(),
            Standing::Later(days) => format!("It is due in {days} days."),
        }
    }

    /// The arithmetic, step by step.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut add = |said: String, reckoned: String| reasons.push(Reason { said, reckoned });
        if let Some(curve) = &self.curve {
            let Memory { stability, difficulty } = curve.memory;
            add(
                format!(
                    "Stability is how long recall takes to fall to 90 %; difficulty slows its \
                     growth. Your answers have brought them to {} and {difficulty:.1} of 10.",
                    days(f64::from(stability))
                ),
                format!("S = {stability:.2} d    D = {difficulty:.2}"),
            );
            let ago = match curve.elapsed_days {
                0 => "today".to_owned(),
                1 => "yesterday".to_owned(),
                days => format!("{days} days ago"),
            };
            add(
                format!(
                    "Your last answer was {ago}: now you would recall it with a probability of {}.",
                    percent(curve.recall)
                ),
                format!(
                    "R = (1 + f·t/S)^c = (1 + {:.4}·{}/{stability:.2})^{} = {:.3}",
                    curve.factor,
                    curve.elapsed_days,
                    minus(curve.decay),
                    curve.recall
                ),
            );
        }
        if let Some(spacing) = &self.spacing {
            self.reason_spacing(spacing, &mut add);
        }
        if let Some((set_on, day)) = self.by_hand {
            add(
                format!("On {} you set it to come back on {}.", date(set_on), date(day)),
                String::new(),
            );
        } else if let (Some(spacing), Some(due)) = (&self.spacing, self.due) {
            let planned = spacing.answered_on.saturating_add_unsigned(spacing.given_days);
            let said = if planned == due {
                format!(
                    "You answered {} on {}, and the log put it down for {}.",
                    grade(spacing.rating),
                    date(spacing.answered_on),
                    date(due)
                )
            } else {
                format!("It was moved to {} since: its answer was changed.", date(due))
            };
            add(
                said,
                format!(
                    "{} + {} d = {}",
                    date(spacing.answered_on),
                    spacing.given_days,
                    date(planned)
                ),
            );
        }
        if let Some(recall) = self.recall_when_due {
            add(
                format!(
                    "If nothing asks you before, your recall on that day will be {}.",
                    percent(recall)
                ),
                String::new(),
            );
        }
        reasons
    }

    fn reason_spacing(&self, spacing: &Spacing, add: &mut impl FnMut(String, String)) {
        let (low, high) = spacing.range;
        let given = spacing.given_days;
        let why = if low == high && given == low {
            format!("That is {} when rounded.", days(f64::from(given)))
        } else if (low..=high).contains(&given) {
            format!(
                "Rounded and spread within {low} to {high} days, so that cards met together part, \
                 it became {}.",
                days(f64::from(given))
            )
        } else {
            format!(
                "The log has {}: limits, the order of the grades, or another aim than now's held \
                 at the time.",
                days(f64::from(given))
            )
        };
        let curve = self.curve.as_ref();
        let reckoned = curve.map_or_else(String::new, |curve| {
            format!(
                "I = S/f·({:.2}^(1/c) − 1) = {:.2} d → {} d, in {low}–{high}: {given} d",
                self.aim,
                spacing.raw_days,
                whole_days(spacing.raw_days)
            )
            .replace("c)", &format!("{})", minus(curve.decay)))
        });
        add(
            format!(
                "You aim at {}: recall falls to that {} after the answer. {why}",
                percent(self.aim),
                days(spacing.raw_days)
            ),
            reckoned,
        );
    }
}

fn grade(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn days(days: f64) -> String {
    if (days - 1.0).abs() < 1e-9 {
        "1 day".to_owned()
    } else if (days - days.round()).abs() < 1e-9 || days >= 100.0 {
        format!("{days:.0} days")
    } else {
        format!("{days:.1} days")
    }
}

/// With a minus sign that is one.
fn minus(number: f64) -> String {
    format!("{number:.4}").replace('-', "−")
}

/// `4 March 2026`.
fn date(day: i32) -> String {
    let epoch = Date::constant(1970, 1, 1);
    let day = epoch.checked_add(Span::new().try_days(day).unwrap_or_else(|_| 0.days()));
    day.unwrap_or(epoch).strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

    use super::*;
    use crate::deck::{ItemKey, Kind, Side};
    use crate::scheduler::{Evidence, Grade};
    use crate::store::{Moment, Review};

    const TODAY: i32 = 20_517;

    fn event(day: i32, body: impl FnOnce(ItemKey) -> EventBody) -> Event {
        let key = ItemKey { deck: "d".into(), card: "c".into(), side: Side::Forward };
        Event {
            id: uuid::Uuid::nil(),
            device: uuid::Uuid::nil(),
            moment: Moment { at_ms: i64::from(day) * 86_400_000, day, zone_min: 0 },
            body: body(key),
        }
    }

    fn review(after: Memory, day: i32, interval_days: u32) -> Review {
        let evidence = Evidence {
            kind: Kind::Flip,
            correct: true,
            chance: 0.0,
            latency_ms: 1,
            confidence: None,
            hints: 0,
            stated: Some(Rating::Good),
        };
        Review {
            evidence,
            grade: Grade { rating: Rating::Good, base: Rating::Good, known: 1.0 },
            elapsed_days: 0,
            before: None,
            after,
            phase: Phase::Review,
            due: Due::Day(day.saturating_add_unsigned(interval_days)),
            interval_days,
            leech: false,
            params: 0,
        }
    }

    /// Answered 12 days ago with a stability of 10 days, given 11 days.
    fn overdue() -> (CardState, Vec<Event>) {
        let memory = Memory { stability: 10.0, difficulty: 5.0 };
        let day = TODAY - 12;
        let state = CardState {
            phase: Phase::Review,
            memory: Some(memory),
            due: Due::Day(day + 11),
            interval_days: 11,
            last_day: Some(day),
            reps: 1,
            ..CardState::default()
        };
        let body = |key| EventBody::Review(key, Box::new(review(memory, day, 11)));
        (state, vec![event(day, body)])
    }

    fn ask(state: &CardState, events: &[Event]) -> Why {
        let model = Model::default();
        let now_ms = i64::from(TODAY) * 86_400_000;
        why(&WhyInput { state, events, model: &model, aim: 0.9, today: TODAY, now_ms })
    }

    #[test]
    fn the_arithmetic_is_that_of_the_model() {
        let (state, events) = overdue();
        let why = ask(&state, &events);
        assert_eq!(why.standing, Standing::Due(1));
        let curve = why.curve.unwrap();
        // By hand: w20 = 0.1542, f = 0.9^(−1/0.1542) − 1 = 0.98035.
        assert!((curve.decay + 0.1542).abs() < 1e-6, "{curve:?}");
        assert!((curve.factor - 0.980_35).abs() < 1e-4, "{curve:?}");
        let by_hand = (1.0 + 0.980_35 * 12.0 / 10.0_f64).powf(-0.1542);
        assert!((curve.recall - by_hand).abs() < 1e-4, "{curve:?} {by_hand}");
        let spacing = why.spacing.unwrap();
        // At an aim of 90 % the interval is the stability; fuzz is
        // 1 + 0.15·4.5 + 0.10·3 = 1.975 around it.
        assert!((spacing.raw_days - 10.0).abs() < 1e-3, "{spacing:?}");
        assert_eq!((spacing.range, spacing.given_days), ((9, 11), 11));
        assert_eq!(why.verdict(), "It has been due since yesterday.");
        let reasons = why.reasons();
        let lines: Vec<String> =
            reasons.iter().flat_map(|r| [r.said.clone(), r.reckoned.clone()]).collect();
        let text = lines.join("\n");
        assert!(text.contains("S = 10.00 d    D = 5.00"), "{text}");
        assert!(text.contains("(1 + 0.9803·12/10.00)^−0.1542 = 0.88"), "{text}");
        assert!(
            text.contains("I = S/f·(0.90^(1/−0.1542) − 1) = 10.00 d → 10 d, in 9–11: 11 d"),
            "{text}"
        );
        assert!(text.contains("21 February 2026 + 11 d = 4 March 2026"), "{text}");
    }

    #[test]
    fn a_day_named_by_hand_is_told() {
        let (mut state, mut events) = overdue();
        state.due = Due::Day(TODAY + 3);
        events.push(event(TODAY, |key| EventBody::Set(key, Setting::Due(TODAY + 3))));
        let why = ask(&state, &events);
        assert_eq!((why.standing, why.by_hand), (Standing::Later(3), Some((TODAY, TODAY + 3))));
        assert!(why.recall_when_due.unwrap() < why.curve.unwrap().recall);
        let said: Vec<String> = why.reasons().into_iter().map(|reason| reason.said).collect();
        assert!(said.iter().any(|said| said.starts_with("On 5 March 2026 you set it")), "{said:?}");
        // An answer since then counts more.
        events.push(event(TODAY, |key| {
            let memory = Memory { stability: 10.0, difficulty: 5.0 };
            EventBody::Review(key, Box::new(review(memory, TODAY, 3)))
        }));
        assert_eq!(ask(&state, &events).by_hand, None);
    }

    #[test]
    fn every_standing_has_its_words() {
        let said = |state: CardState| ask(&state, &[]).verdict();
        let (known, _) = overdue();
        assert!(said(CardState::default()).contains("never answered"));
        assert!(said(CardState { suspended: true, ..known }).contains("suspended"));
        let leech = CardState { suspended: true, leech: true, ..known };
        assert!(said(leech).contains("so often"));
        assert_eq!(
            said(CardState { buried_until: Some(TODAY + 1), ..known }),
            "It rests until 6 March 2026."
        );
        assert_eq!(
            said(CardState { buried_until: Some(TODAY), ..known }),
            "It has been due since yesterday."
        );
        assert_eq!(said(CardState { due: Due::Day(TODAY), ..known }), "It is due today.");
        assert_eq!(said(CardState { due: Due::Day(TODAY + 1), ..known }), "It is due tomorrow.");
        let now_ms = i64::from(TODAY) * 86_400_000;
        let learning = |at_ms| CardState {
            phase: Phase::Learning,
            due: Due::At(at_ms),
            last_day: Some(TODAY),
            ..known
        };
        assert!(said(learning(now_ms - 1)).ends_with("comes back now."));
        assert!(said(learning(now_ms + 90_000)).ends_with("in 2 minutes."));
    }

    #[test]
    fn an_interval_that_another_aim_gave_is_not_explained_away() {
        let (state, mut events) = overdue();
        if let EventBody::Review(_, review) = &mut events[0].body {
            review.interval_days = 30;
        }
        let reasons = ask(&state, &events).reasons();
        assert!(reasons.iter().any(|reason| reason.said.contains("another aim")), "{reasons:?}");
    }
}
