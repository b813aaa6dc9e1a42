//! `hippocache plan`: what the plans will come to.

use std::io::Write;

use serde::Serialize;

use super::args::OutputArgs;
use super::{CliError, lists, open};
use crate::collection::OpenOptions;
use crate::paths::Paths;
use crate::plan::{self, Watch};

#[derive(Serialize)]
struct Status {
    plans: Vec<PlanStatus>,
    waiting: u32,
    overdue: u32,
}

#[derive(Serialize)]
struct PlanStatus {
    name: String,
    day: String,
    days_left: i32,
    steers: bool,
    cards: u32,
    met: u32,
    /// Days ahead of the pace, behind when negative.
    days_ahead: f64,
    /// `null` once the day has come.
    forecast: Option<Forecast>,
}

#[derive(Serialize)]
struct Forecast {
    /// The share of all cards recalled on the day, 0 to 1.
    score: f64,
    /// Nine times of ten it lies between these.
    low: f64,
    high: f64,
    /// Without the plan's steering, and without another answer.
    unsteered: f64,
    untouched: f64,
    /// Cards that will not be met.
    unmet: f64,
    /// Minutes a day that would meet them; `null` when they fit or nothing does.
    minutes_needed: Option<f64>,
    subjects: Vec<SubjectStatus>,
}

#[derive(Serialize)]
struct SubjectStatus {
    subject: String,
    cards: u32,
    met: f64,
    known: f64,
}

/// `hippocache plan`
pub(super) fn run(paths: &Paths, args: &OutputArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut collection =
        open::collection(paths, OpenOptions::reading(open::clock(args.now.as_deref())?))?;
    // A day that has begun since the last answer is begun here too.
    let _ = collection.overview();
    let backlog = collection.backlog();
    let mut status =
        Status { plans: Vec::new(), waiting: backlog.waiting, overdue: backlog.overdue };
    for now in collection.plans_now() {
        let Some(of) = collection.plans().plans.get(now.plan) else { continue };
        let forecast = (now.days_left > 0)
            .then(|| {
                let new = collection.settings().new_per_day;
                let (worlds, rules) =
                    (collection.plan_worlds(&of.subjects), collection.rules_for(of));
                plan::project(&worlds, &of.wish(), &rules, of.steers, new, &Watch::default())
            })
            .flatten()
            .map(|found| Forecast {
                score: found.score,
                low: found.range.0,
                high: found.range.1,
                unsteered: found.unsteered,
                untouched: found.untouched,
                unmet: f64::from(found.total().total) - found.total().met,
                minutes_needed: found.needed.flatten(),
                subjects: of
                    .subjects
                    .iter()
                    .zip(&found.subjects)
                    .map(|(subject, it)| SubjectStatus {
                        subject: subject.name().to_owned(),
                        cards: it.total,
                        met: it.met,
                        known: it.known,
                    })
                    .collect(),
            });
        status.plans.push(PlanStatus {
            name: now.name,
            day: of.day.to_string(),
            days_left: now.days_left,
            steers: now.steers,
            cards: now.total,
            met: now.total - now.unmet,
            days_ahead: now.track.days,
            forecast,
        });
    }
    if args.json {
        return lists::json(out, &status);
    }
    if status.plans.is_empty() {
        writeln!(out, "No plan. Make one in the window, with Ctrl+L.")?;
    }
    for plan in &status.plans {
        writeln!(out, "{} on {}, in {} days", plan.name, plan.day, plan.days_left)?;
        let behind = match plan.days_ahead.round() {
            0.0 => "on track".to_owned(),
            days if days > 0.0 => format!("{days:.0} days ahead"),
            days => format!("{:.0} days behind", -days),
        };
        writeln!(out, "  {} of {} cards met · {behind}", plan.met, plan.cards)?;
        let Some(forecast) = &plan.forecast else { continue };
        writeln!(
            out,
            "  {:.0}% on the day ({:.0} to {:.0}%), {:.0}% without the plan",
            forecast.score * 100.0,
            forecast.low * 100.0,
            forecast.high * 100.0,
            forecast.unsteered * 100.0
        )?;
        if forecast.unmet >= 0.5 {
            let needed = forecast.minutes_needed.map_or_else(
                || "no time of a day would do".to_owned(),
                |minutes| format!("{minutes:.0} min a day would do"),
            );
            writeln!(out, "  {:.0} cards will not be met; {needed}", forecast.unmet)?;
        }
    }
    if status.overdue > 0 {
        writeln!(out, "{} cards wait, {} of them overdue", status.waiting, status.overdue)?;
    }
    Ok(())
}
