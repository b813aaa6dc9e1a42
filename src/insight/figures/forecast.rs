//! What is coming: due cards by day.

use serde::Serialize;

/// Cards due on a day, were nothing answered until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ForecastDay {
    /// The study day.
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
    /// One sentence on what to expect.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
