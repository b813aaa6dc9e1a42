//! The learner's plans: `plans.ron` beside the settings, to be read and edited by
//! hand, and always replaced as a whole.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::steer::Wish;
use super::week::Weekday;
use crate::scheduler::day::date_of;

/// What a plan is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// A deck, by id.
    Deck(String),
    /// All cards with a tag.
    Tag(String),
    /// All decks of an area, by its name on the home screen.
    Area(String),
}

impl Subject {
    /// The id or name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Deck(name) | Self::Tag(name) | Self::Area(name) => name,
        }
    }
}

/// How the day went, in the learner's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Felt {
    /// Better than predicted.
    Better,
    /// About as predicted.
    AsPredicted,
    /// Worse than predicted.
    Worse,
    /// Not told.
    Untold,
}

/// Towards one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What the day is.
    pub name: String,
    /// Its date.
    pub day: Date,
    /// What will be asked.
    pub subjects: Vec<Subject>,
    /// Minutes on each study day, 1 to 600.
    pub minutes: u32,
    /// Weekdays without study.
    #[serde(default)]
    pub rest: Vec<Weekday>,
    /// The plan's cards' own desired retention, 0.70 to 0.99; `None` for that
    /// of the settings.
    #[serde(default)]
    pub retention: Option<f64>,
    /// Whether it chooses the pace of new cards and the last look before the day.
    #[serde(default = "yes")]
    pub steers: bool,
    /// The day it was made on.
    pub from: Date,
    /// Cards not met then.
    #[serde(default)]
    pub unmet: u32,
    /// The share that was last predicted for the day, 0 to 1.
    #[serde(default)]
    pub predicted: Option<f64>,
    /// How it went; the plan is over then.
    #[serde(default)]
    pub felt: Option<Felt>,
}

fn yes() -> bool {
    true
}

impl Plan {
    /// The study day of its date.
    #[must_use]
    pub fn study_day(&self) -> i32 {
        study_day(self.day)
    }

    /// What it asks of the days.
    #[must_use]
    pub fn wish(&self) -> Wish {
        Wish { day: self.study_day(), minutes: f64::from(self.minutes), rest: self.rest_days() }
    }

    /// The weekdays without study, Monday first.
    #[must_use]
    pub fn rest_days(&self) -> [bool; 7] {
        Weekday::ALL.map(|weekday| self.rest.contains(&weekday))
    }

    /// Whether its day is still to come and it changes what a day brings.
    #[must_use]
    pub fn is_steering(&self, today: i32) -> bool {
        self.steers && self.is_open(today)
    }

    /// Whether its day is still to come.
    #[must_use]
    pub fn is_open(&self, today: i32) -> bool {
        self.felt.is_none() && today < self.study_day()
    }

    /// Whether its day has come and nobody has said yet how it went.
    #[must_use]
    pub fn asks_how_it_went(&self, today: i32) -> bool {
        self.felt.is_none() && today >= self.study_day()
    }
}

/// The study day that a date is.
#[must_use]
pub fn study_day(date: Date) -> i32 {
    let epoch = date_of(0);
    let days = date.duration_since(epoch).as_hours() / 24;
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// How a pile is worked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatchUpWay {
    /// No new cards until nothing is overdue.
    PauseNew,
    /// As much each day as clears it in so many days, without new cards.
    InDays(u32),
    /// Only the plans' cards; the rest waits.
    OnlyPlan,
}

/// A pile is being worked off, by worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatchUp {
    /// Since when.
    pub from: Date,
    /// How.
    pub way: CatchUpWay,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plans {
    /// All plans, also those that are over.
    pub plans: Vec<Plan>,
    /// What is done about a pile.
    pub catch_up: Option<CatchUp>,
    /// The Monday of the latest week whose summary was shown.
    pub week_told: Option<Date>,
}

/// Why plans could not be read or written.
#[derive(Debug, Error)]
pub enum PlansError {
    /// The file is there but can't be read.
    #[error("your plans in {path} can't be read ({source}); nothing is steered until they can")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file does not hold plans.
    #[error("{path}:{line}:{column}: {message}; no plan is in force until it is mended")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// One-based.
        line: usize,
        /// One-based.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A value lies outside its range.
    #[error("{path}: `{field}` of ‘{plan}’ must be {range}; {instead} holds until it is mended")]
    OutOfRange {
        /// The file.
        path: PathBuf,
        /// The plan's name.
        plan: String,
        /// The field.
        field: &'static str,
        /// The allowed range in words.
        range: &'static str,
        /// What is taken in its place.
        instead: &'static str,
    },
    /// The file can't be written.
    #[error("your plans can't be saved to {path} ({source}); they hold until the app closes")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Plans {
    /// The file that belongs to these settings.
    #[must_use]
    pub fn file(settings: &Path) -> PathBuf {
        settings.with_file_name("plans.ron")
    }

    /// Reads the plans. A missing file means none; the file is never touched.
    #[must_use]
    pub fn load(path: &Path) -> (Self, Vec<PlansError>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (Self::default(), Vec::new());
            }
            Err(source) => {
                let error = PlansError::Unreadable { path: path.to_owned(), source };
                return (Self::default(), vec![error]);
            }
        };
        match ron::from_str::<Self>(&text) {
            Ok(plans) => plans.fenced(path),
            Err(error) => {
                let error = PlansError::Malformed {
                    path: path.to_owned(),
                    line: error.span.start.line,
                    column: error.span.start.col,
                    message: error.code.to_string(),
                };
                (Self::default(), vec![error])
            }
        }
    }

    fn fenced(mut self, path: &Path) -> (Self, Vec<PlansError>) {
        let mut errors = Vec::new();
        for plan in &mut self.plans {
            let mut note = |field, range, instead| {
                errors.push(PlansError::OutOfRange {
                    path: path.to_owned(),
                    plan: plan.name.clone(),
                    field,
                    range,
                    instead,
                });
            };
            if !(1..=600).contains(&plan.minutes) {
                note("minutes", "between 1 and 600", "the nearest value");
                plan.minutes = plan.minutes.clamp(1, 600);
            }
            if plan.retention.is_some_and(|share| !(0.70..=0.99).contains(&share)) {
                note("retention", "between 0.70 and 0.99", "that of the settings");
                plan.retention = None;
            }
            if plan.rest_days().iter().all(|rest| *rest) {
                note("rest", "fewer than all seven days", "no rest day");
                plan.rest.clear();
            }
        }
        (self, errors)
    }

    /// Writes the plans, atomically. A file that could not be read is kept
    /// beside it as `plans.broken.ron`.
    ///
    /// # Errors
    /// When the folder or file can't be written.
    pub fn save(&self, path: &Path) -> Result<(), PlansError> {
        let unwritable = |source| PlansError::Unwritable { path: path.to_owned(), source };
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        let old = std::fs::read_to_string(path).ok();
        if old.as_deref().is_some_and(|old| ron::from_str::<Self>(old).is_err()) {
            std::fs::copy(path, path.with_extension("broken.ron")).map_err(unwritable)?;
        }
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
        file.write_all(self.text().as_bytes()).map_err(unwritable)?;
        file.as_file().sync_all().map_err(unwritable)?;
        file.persist(path).map_err(|error| unwritable(error.error))?;
        Ok(())
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from(
            "// Hippocache's plans towards a day. Change them here or in the app.\n\
             // A subject is Deck(\"id\"), Tag(\"name\") or Area(\"name\"); rest days are\n\
             // [Sat, Sun] and the like. `steers: false` leaves your days as they are.\n(\n",
        );
        let pretty = ron::ser::PrettyConfig::new().struct_names(false);
        let value = |value: Result<String, ron::Error>| value.unwrap_or_else(|_| "None".to_owned());
        let plans = value(ron::ser::to_string_pretty(&self.plans, pretty));
        let plans = plans.replace('\n', "\n    ");
        let _ = writeln!(text, "    plans: {plans},\n");
        let catch_up = value(ron::to_string(&self.catch_up));
        let _ = writeln!(text, "    // How a pile is worked off: PauseNew, InDays(5) or OnlyPlan.");
        let _ = writeln!(text, "    catch_up: {catch_up},\n");
        let _ = writeln!(text, "    // The week whose summary you have seen.");
        let _ = writeln!(text, "    week_told: {},\n)", value(ron::to_string(&self.week_told)));
        text
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]
    use jiff::civil::date;

    use super::*;

    fn plan() -> Plan {
        Plan {
            name: "Interview at “Acme” \\ B".to_owned(),
            day: date(2027, 1, 15),
            subjects: vec![
                Subject::Deck("kafka".to_owned()),
                Subject::Tag("transactions".to_owned()),
                Subject::Area("Databases".to_owned()),
            ],
            minutes: 20,
            rest: vec![Weekday::Sat, Weekday::Sun],
            retention: Some(0.85),
            steers: true,
            from: date(2026, 11, 29),
            unmet: 120,
            predicted: None,
            felt: None,
        }
    }

    #[test]
    fn the_file_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plans.ron");
        assert_eq!(Plans::load(&path).0, Plans::default(), "none yet");
        let over = Plan { felt: Some(Felt::AsPredicted), predicted: Some(0.8), ..plan() };
        let plans = Plans {
            plans: vec![plan(), over],
            catch_up: Some(CatchUp { from: date(2026, 11, 29), way: CatchUpWay::InDays(5) }),
            week_told: Some(date(2026, 11, 23)),
        };
        plans.save(&path).unwrap();
        let (read, errors) = Plans::load(&path);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(read, plans);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("2027-01-15") && text.contains("minutes: 20"), "{text}");
        assert_eq!(study_day(date(1970, 1, 5)), 4);
    }

    #[test]
    fn a_broken_file_gives_its_place_and_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plans.ron");
        std::fs::write(&path, "(\n  plans: soon,\n)").unwrap();
        let (plans, errors) = Plans::load(&path);
        assert_eq!(plans, Plans::default());
        assert!(errors.first().unwrap().to_string().contains("plans.ron:2:"));
        plans.save(&path).unwrap();
        let kept = std::fs::read_to_string(folder.path().join("plans.broken.ron")).unwrap();
        assert!(kept.contains("soon"));
    }

    #[test]
    fn values_out_of_range_are_told_and_fenced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plans.ron");
        let all = Weekday::ALL.to_vec();
        let wild = Plan { minutes: 9_000, retention: Some(1.5), rest: all, ..plan() };
        Plans { plans: vec![wild], ..Plans::default() }.save(&path).unwrap();
        let (plans, errors) = Plans::load(&path);
        assert_eq!(errors.len(), 3, "{errors:?}");
        let plan = plans.plans.first().unwrap();
        assert_eq!((plan.minutes, plan.retention, plan.rest.len()), (600, None, 0));
    }
}
