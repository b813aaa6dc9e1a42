//! What is coming: due cards by day.

use serde::Serialize;

use super::Input;
use super::say::{self, count, number};
use crate::insight::overview::MATURE_DAYS;
use crate::scheduler::{CardState, Due, Phase};

/// Cards due on a day, were nothing answered until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ForecastDay {
    /// The study day.
    #[serde(serialize_with = "say::as_date")]
    pub day: i32,
    /// Cards being learned: they come back within hours.
    pub learning: u32,
    /// Known, with an interval under 21 days.
    pub young: u32,
    /// Known, with an interval of 21 days or more.
    pub mature: u32,
    /// The backlog and all that is due up to this day.
    pub cumulated: u32,
}

impl ForecastDay {
    /// Cards due on this day.
    #[must_use]
    pub fn due(&self) -> u32 {
        self.learning.saturating_add(self.young).saturating_add(self.mature)
    }
}

/// Due cards of the next days, today first, none left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Forecast {
    /// Cards that were due before today.
    pub backlog: u32,
    /// The days.
    pub days: Vec<ForecastDay>,
    /// Cards due after the last of the days.
    pub later: u32,
}

impl Forecast {
    pub(super) fn of(input: &Input<'_>) -> Self {
        let days = 0..i32::try_from(input.period.ahead()).unwrap_or(0);
        let day = |ahead| ForecastDay {
            day: input.today.saturating_add(ahead),
            ..ForecastDay::default()
        };
        let mut forecast = Self { days: days.map(day).collect(), ..Self::default() };
        for (item, state) in (0..).zip(input.states) {
            if !input.selection.has(item) {
                continue;
            }
            let Some(day) = due_day(state, input.today) else { continue };
            let ahead = i64::from(day) - i64::from(input.today);
            let Ok(ahead) = usize::try_from(ahead) else {
                forecast.backlog += 1;
                continue;
            };
            let Some(day) = forecast.days.get_mut(ahead) else {
                forecast.later += 1;
                continue;
            };
            match state.phase {
                Phase::Review if state.interval_days >= MATURE_DAYS => day.mature += 1,
                Phase::Review => day.young += 1,
                _ => day.learning += 1,
            }
        }
        let mut sum = forecast.backlog;
        for day in &mut forecast.days {
            sum = sum.saturating_add(day.due());
            day.cumulated = sum;
        }
        forecast
    }

    /// Cards due on one of the days, the backlog left out.
    #[must_use]
    pub fn due(&self) -> u32 {
        self.days.iter().map(ForecastDay::due).sum()
    }

    /// One sentence on what to expect.
    #[must_use]
    pub fn sentence(&self) -> String {
        let cards = |cards: u32| count(number(cards), "card");
        let (Some(today), length) = (self.days.first(), self.days.len()) else {
            return say::TOO_FEW.to_owned();
        };
        if self.backlog + self.due() + self.later == 0 {
            return "Nothing is scheduled yet.".to_owned();
        }
        let now = match self.backlog {
            0 => format!("{} due today", cards(today.due())),
            late if today.due() == 0 => format!("{} overdue, none due today", cards(late)),
            late => {
                let due = say::grouped(number(today.due()));
                format!("{} overdue and {due} due today", cards(late))
            }
        };
        let coming = self.due() - today.due();
        let ahead = length.saturating_sub(1).max(1);
        let a_day = f64::from(coming) / f64::from(u32::try_from(ahead).unwrap_or(1));
        let rest = if coming == 0 {
            "none after that yet".to_owned()
        } else if a_day < 1.0 {
            format!("then {} in {}", cards(coming), count(ahead, "day"))
        } else {
            format!("then about {a_day:.0} a day for {}", count(ahead, "day"))
        };
        format!("{now}, {rest}, new cards not counted.")
    }
}

/// The study day on which a card is asked; `None` when it is not scheduled or
/// set aside.
pub(super) fn due_day(state: &CardState, today: i32) -> Option<i32> {
    if state.suspended {
        return None;
    }
    let day = match state.due {
        Due::Never => return None,
        // Within the session: on the day of the last answer, or late.
        Due::At(_) => state.last_day.unwrap_or(today).min(today),
        Due::Day(day) => day,
    };
    // Resting through the day before.
    Some(day.max(state.buried_until.unwrap_or(i32::MIN)))
}
