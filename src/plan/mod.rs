//! Looking ahead: what a day will bring, what will be remembered on the day that
//! counts, and what to do about a pile. Pure; knows neither disk nor window.

mod ahead;
mod curve;
mod draw;
mod goals;
mod learner;
mod load;
mod plans;
mod project;
mod sim;
mod steer;
mod triage;
mod watch;
mod week;
mod world;

pub use ahead::{Ahead, Backlog, PlanNow};
pub use curve::Curve;
pub use goals::{WeekSummary, slowed};
pub use learner::{Costs, Learner, Sample};
pub use load::{DayLoad, DayWish, choose, wish};
pub use plans::{CatchUp, CatchUpWay, Felt, Plan, Plans, PlansError, Subject, study_day};
pub use project::{LoadDay, PlanWorlds, Projection, SubjectForecast, Track, project};
pub use sim::{card_secs, simulate};
pub use steer::{Standing, Steer, Wish, first_secs, review_secs};
pub use triage::{CATCH_UP_DAYS, MOST_DAYS, Triage, triage, worth};
pub use watch::Watch;
pub use week::{Week, Weekday, week_of};
pub use world::{
    NO_SUBJECT, NewCards, Order, Probe, Rules, Score, SimCard, SimDay, SimResult, World,
};

#[cfg(test)]
mod tests;
