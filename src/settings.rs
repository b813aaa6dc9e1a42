//! What the learner can set, and the commented file it lives in.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::plan::{Week, Weekday};
use crate::session::Track;

mod preset;

pub use preset::Preset;

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
}

/// The learner's settings: `settings.ron`, every field optional.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the learner's")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The share of due reviews that should be recalled, 0.70 to 0.99.
    pub desired_retention: f64,
    /// New cards a day, all decks together.
    pub new_per_day: u32,
    /// Reviews a day, all decks together.
    pub reviews_per_day: u32,
    /// The hour (0–23, local time) at which a new study day starts.
    pub rollover_hour: u8,
    /// The longest interval, days, 1 to 36500.
    pub max_interval_days: u32,
    /// The shortest interval of a known card, days.
    pub min_interval_days: u32,
    /// Spread due dates a little so that cards met together part.
    pub fuzz: bool,
    /// Minutes until a card that was not known returns within the session.
    pub learning_minutes: u32,
    /// Lapses after which a card is set aside as a leech; 0: never.
    pub leech_lapses: u32,
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// 0.8 to 1.6 times the normal size.
    pub text_size: f32,
    /// No motion but what carries meaning.
    pub reduced_motion: bool,
    /// The way into backend work that brings new decks one by one.
    pub track: Track,
    /// Choose the day within the fuzz that has the least to do.
    pub balance_load: bool,
    /// How much of the usual load each weekday carries, Monday first, 0 to 1.
    pub easy_days: Vec<f64>,
    /// Bring fewer new cards when the coming week overflows.
    pub slow_new: bool,
    /// Minutes of answering a day, 0 for no goal.
    pub goal_minutes: u32,
    /// Weekdays on which nothing is asked of the streak.
    pub rest_days: Vec<Weekday>,
    /// Days a week that may be missed without ending the streak, 0 to 6.
    pub free_days: u32,
    /// Folders with decks besides the user's own.
    pub deck_folders: Vec<PathBuf>,
    /// Fit the memory model anew by itself when the log has grown.
    pub auto_fit: bool,
    /// Other goals and limits for some decks; all others go by the fields above.
    pub presets: Vec<Preset>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            desired_retention: 0.90,
            new_per_day: 20,
            reviews_per_day: 200,
            rollover_hour: 4,
            max_interval_days: 36_500,
            min_interval_days: 1,
            fuzz: true,
            learning_minutes: 10,
            leech_lapses: 8,
            theme: Theme::System,
            text_size: 1.0,
            reduced_motion: false,
            track: Track::default(),
            balance_load: true,
            easy_days: vec![1.0; 7],
            slow_new: false,
            goal_minutes: 0,
            rest_days: Vec::new(),
            free_days: 0,
            deck_folders: Vec::new(),
            auto_fit: true,
            presets: Vec::new(),
        }
    }
}

/// Why settings could not be read or written.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file is there but can't be read.
    #[error("the settings in {path} can't be read ({source}); the defaults hold until they can")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no settings file.
    #[error("{path}:{line}:{column}: {message}; the defaults hold until it is mended")]
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
    #[error("{path}: `{field}` must be {range}; the default holds until it is mended")]
    OutOfRange {
        /// The file.
        path: PathBuf,
        /// The field's name.
        field: &'static str,
        /// The allowed range in words.
        range: &'static str,
    },
    /// The file can't be written.
    #[error("the settings can't be saved to {path} ({source}); they hold until the app closes")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Each field with what is written above it.
const COMMENTS: [(&str, &str); 22] = [
    (
        "desired_retention",
        "The share of due reviews you want to recall: 0.70 to 0.99.\nHigher means shorter intervals and more reviews a day.",
    ),
    ("new_per_day", "New cards a day, over all decks."),
    ("reviews_per_day", "Reviews a day, over all decks."),
    ("rollover_hour", "The hour at which a new study day starts, 0 to 23, local time."),
    ("max_interval_days", "The longest interval in days: 1 to 36500."),
    ("min_interval_days", "The shortest interval of a known card in days."),
    ("fuzz", "Spread due dates a little, so that cards met together part."),
    ("learning_minutes", "Minutes until a card that you did not know returns: 1 to 1440."),
    ("leech_lapses", "Lapses after which a card is set aside as a leech; 0 for never."),
    ("theme", "System, Light or Dark."),
    ("text_size", "0.8 to 1.6 times the normal size."),
    ("reduced_motion", "No motion but what carries meaning."),
    (
        "track",
        "The way into backend work that brings new decks one by one:\nPython, JavaScript, Java, Ruby, Php, CSharp or Off.",
    ),
    ("balance_load", "Choose the day with the least to do among those that spreading allows."),
    (
        "easy_days",
        "How much each weekday may carry, Monday first: 1 as usual, 0.5 half, 0 as\nlittle as can be.",
    ),
    ("slow_new", "Bring fewer new cards when the coming seven days are full."),
    ("goal_minutes", "Minutes of answering a day: 0 for no goal, at most 600."),
    ("rest_days", "Weekdays that don't end a streak: Mon, Tue, Wed, Thu, Fri, Sat, Sun."),
    ("free_days", "Days a week that may be missed without ending a streak: 0 to 6."),
    ("deck_folders", "Folders with decks, besides your own: [\"/home/me/decks\"]."),
    ("auto_fit", "Fit the memory model to you anew whenever your log has grown by 5 %."),
    (
        "presets",
        "Other goals and limits for some decks, with a memory model of their own:\n[(name: \"Interview\", decks: [\"sql\"], desired_retention: 0.95, new_per_day: 10, reviews_per_day: 100)].",
    ),
];

impl Settings {
    /// Reads the settings. A missing file means the defaults; a value out of
    /// range falls back alone; a malformed file falls back whole. The file
    /// itself is never touched.
    #[must_use]
    pub fn load(path: &Path) -> (Self, Vec<SettingsError>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (Self::default(), Vec::new());
            }
            Err(source) => {
                let error = SettingsError::Unreadable { path: path.to_owned(), source };
                return (Self::default(), vec![error]);
            }
        };
        match ron::from_str::<Self>(&text) {
            Ok(settings) => settings.fenced(path),
            Err(error) => {
                let error = SettingsError::Malformed {
                    path: path.to_owned(),
                    line: error.span.start.line,
                    column: error.span.start.col,
                    message: error.code.to_string(),
                };
                (Self::default(), vec![error])
            }
        }
    }

    /// Values out of range go back to their defaults, each with an error.
    fn fenced(mut self, path: &Path) -> (Self, Vec<SettingsError>) {
        let default = Self::default();
        let mut errors = Vec::new();
        let mut fence = |ok: bool, field, range| {
            if !ok {
                errors.push(SettingsError::OutOfRange { path: path.to_owned(), field, range });
            }
            !ok
        };
        if fence(
            (0.70..=0.99).contains(&self.desired_retention),
            "desired_retention",
            "between 0.70 and 0.99",
        ) {
            self.desired_retention = default.desired_retention;
        }
        if fence(self.rollover_hour <= 23, "rollover_hour", "between 0 and 23") {
            self.rollover_hour = default.rollover_hour;
        }
        if fence(
            (1..=36_500).contains(&self.max_interval_days),
            "max_interval_days",
            "between 1 and 36500",
        ) {
            self.max_interval_days = default.max_interval_days;
        }
        if fence(
            (1..=self.max_interval_days).contains(&self.min_interval_days),
            "min_interval_days",
            "between 1 and `max_interval_days`",
        ) {
            self.min_interval_days = default.min_interval_days;
        }
        if fence(
            (1..=1440).contains(&self.learning_minutes),
            "learning_minutes",
            "between 1 and 1440",
        ) {
            self.learning_minutes = default.learning_minutes;
        }
        if fence((0.8..=1.6).contains(&self.text_size), "text_size", "between 0.8 and 1.6") {
            self.text_size = default.text_size;
        }
        if fence(
            self.easy_days.len() == 7 && self.easy_days.iter().all(|s| (0.0..=1.0).contains(s)),
            "easy_days",
            "seven values between 0 and 1",
        ) {
            self.easy_days = default.easy_days;
        }
        if fence(self.goal_minutes <= 600, "goal_minutes", "between 0 and 600") {
            self.goal_minutes = default.goal_minutes;
        }
        if fence(self.free_days <= 6, "free_days", "between 0 and 6") {
            self.free_days = default.free_days;
        }
        if fence(
            preset::are_sound(&self.presets),
            "presets",
            "named each by another name, with a retention between 0.70 and 0.99",
        ) {
            self.presets = preset::mended(std::mem::take(&mut self.presets));
        }
        (self, errors)
    }

    /// How the week carries the load.
    #[must_use]
    pub fn week(&self) -> Week {
        Week::new(&self.easy_days)
    }

    /// Weekdays that don't end a streak, Monday first.
    #[must_use]
    pub fn rests(&self) -> [bool; 7] {
        Weekday::ALL.map(|weekday| self.rest_days.contains(&weekday))
    }

    /// Writes the settings with a comment on each, atomically. A file that
    /// could not be read is kept beside it as `settings.broken.ron`.
    ///
    /// # Errors
    /// When the folder or file can't be written.
    pub fn save(&self, path: &Path) -> Result<(), SettingsError> {
        let unwritable = |source| SettingsError::Unwritable { path: path.to_owned(), source };
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        let old = std::fs::read_to_string(path).ok();
        if old.as_deref().is_some_and(|old| ron::from_str::<Self>(old).is_err()) {
            std::fs::copy(path, path.with_extension("broken.ron")).map_err(unwritable)?;
        }
        let text = self.patched(old.as_deref()).unwrap_or_else(|| self.commented());
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        file.as_file().sync_all().map_err(unwritable)?;
        file.persist(path).map_err(|error| unwritable(error.error))?;
        Ok(())
    }

    /// Each field's value as RON.
    fn values(&self) -> Vec<(&'static str, String)> {
        let folders: Vec<String> =
            self.deck_folders.iter().map(|folder| ron_text(&folder.to_string_lossy())).collect();
        let value = |field: &str| match field {
            "desired_retention" => format!("{:.2}", self.desired_retention),
            "new_per_day" => self.new_per_day.to_string(),
            "reviews_per_day" => self.reviews_per_day.to_string(),
            "rollover_hour" => self.rollover_hour.to_string(),
            "max_interval_days" => self.max_interval_days.to_string(),
            "min_interval_days" => self.min_interval_days.to_string(),
            "fuzz" => self.fuzz.to_string(),
            "learning_minutes" => self.learning_minutes.to_string(),
            "leech_lapses" => self.leech_lapses.to_string(),
            "theme" => format!("{:?}", self.theme),
            "text_size" => format!("{:.2}", self.text_size),
            "reduced_motion" => self.reduced_motion.to_string(),
            "track" => format!("{:?}", self.track),
            "balance_load" => self.balance_load.to_string(),
            "easy_days" => {
                let shares = self.easy_days.iter().map(|share| format!("{share:?}"));
                format!("[{}]", shares.collect::<Vec<_>>().join(", "))
            }
            "slow_new" => self.slow_new.to_string(),
            "goal_minutes" => self.goal_minutes.to_string(),
            "rest_days" => {
                let days = self.rest_days.iter().map(|day| day.short());
                format!("[{}]", days.collect::<Vec<_>>().join(", "))
            }
            "free_days" => self.free_days.to_string(),
            "auto_fit" => self.auto_fit.to_string(),
            "presets" => preset::ron(&self.presets),
            _ => format!("[{}]", folders.join(", ")),
        };
        COMMENTS.iter().map(|(field, _)| (*field, value(field))).collect()
    }

    /// The whole file, each field under its comment.
    #[must_use]
    pub fn commented(&self) -> String {
        let mut text = String::from(
            "// Hippocache's settings. Change them here or in the app; a field left out\n\
             // keeps its default.\n(\n",
        );
        for ((field, value), (_, comment)) in self.values().into_iter().zip(COMMENTS) {
            for line in comment.lines() {
                let _ = writeln!(text, "    // {line}");
            }
            let _ = writeln!(text, "    {field}: {value},\n");
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n)\n");
        text
    }

    /// The file as it was with only the changed values replaced, so that the
    /// learner's own comments stay. `None` when that doesn't work out.
    fn patched(&self, old: Option<&str>) -> Option<String> {
        let old = old?;
        let before: Self = ron::from_str(old).ok()?;
        let values = self.values();
        let mut text = String::with_capacity(old.len());
        for line in old.split_inclusive('\n') {
            let changed =
                values.iter().zip(before.values()).find_map(|((field, new), (_, was))| {
                    let rest =
                        line.trim_start().strip_prefix(field)?.trim_start().strip_prefix(':')?;
                    (*new != was).then_some((new, rest))
                });
            let Some((new, rest)) = changed else {
                text.push_str(line);
                continue;
            };
            // Only a value that ends on its own line is replaced here.
            let end = if rest.trim_start().starts_with('[') {
                preset::list_end(rest)?
            } else {
                rest.find(',').or_else(|| rest.find(['\n', '/']))?
            };
            text.push_str(&line[..line.len() - rest.len()]);
            text.push(' ');
            text.push_str(new);
            text.push_str(&rest[end..]);
        }
        let reread: Self = ron::from_str(&text).ok()?;
        (reread.values() == values).then_some(text)
    }
}

/// A string as RON writes it.
fn ron_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]
    use super::*;

    #[test]
    fn the_commented_file_reads_back_as_it_was_written() {
        let settings = Settings {
            desired_retention: 0.85,
            deck_folders: vec![PathBuf::from("/a \"b\"\\c"), PathBuf::from("d")],
            theme: Theme::Dark,
            ..Settings::default()
        };
        assert_eq!(ron::from_str::<Settings>(&settings.commented()).unwrap(), settings);
    }

    #[test]
    fn saving_keeps_the_learners_own_comments() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(\n  // mine, and dear to me\n  new_per_day: 7, // few\n)\n")
            .unwrap();
        let (mut settings, errors) = Settings::load(&path);
        assert!(errors.is_empty());
        assert_eq!(settings.new_per_day, 7);
        settings.new_per_day = 9;
        settings.save(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "(\n  // mine, and dear to me\n  new_per_day: 9, // few\n)\n");
        settings.fuzz = false;
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path).0, settings, "a field not yet in the file is added");
    }

    #[test]
    fn a_broken_file_gives_its_place_and_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(\n  new_per_day: many,\n)").unwrap();
        let (settings, errors) = Settings::load(&path);
        assert_eq!(settings, Settings::default());
        let message = errors.first().unwrap().to_string();
        assert!(message.contains("settings.ron:2:"), "{message}");
        settings.save(&path).unwrap();
        let kept = std::fs::read_to_string(folder.path().join("settings.broken.ron")).unwrap();
        assert!(kept.contains("many"));
    }

    #[test]
    fn a_value_out_of_range_falls_back_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(desired_retention: 1.5, new_per_day: 3)").unwrap();
        let (settings, errors) = Settings::load(&path);
        assert!((settings.desired_retention - 0.90).abs() < 1e-9);
        assert_eq!(settings.new_per_day, 3);
        assert!(errors.first().unwrap().to_string().contains("desired_retention"));
    }

    #[test]
    fn the_weeks_values_are_kept_fenced_and_patched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let text = "(\n  // rest\n  rest_days: [Sat, Sun], // mine\n  easy_days: [1, 1],\n  \
                    free_days: 9,\n  goal_minutes: 700,\n)\n";
        std::fs::write(&path, text).unwrap();
        let (mut settings, errors) = Settings::load(&path);
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        for field in ["easy_days", "free_days", "goal_minutes"] {
            assert!(said.iter().any(|text| text.contains(field)), "{field}: {said:?}");
        }
        assert_eq!(settings.easy_days, vec![1.0; 7]);
        assert_eq!(settings.rests(), [false, false, false, false, false, true, true]);
        std::fs::write(&path, "(\n  rest_days: [Sat, Sun], // mine\n)\n").unwrap();
        settings.rest_days = vec![Weekday::Wed];
        settings.easy_days = vec![1.0, 1.0, 0.5, 1.0, 1.0, 0.0, 1.0];
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path).0, settings);
        std::fs::write(&path, "(\n  rest_days: [Sat], // mine\n)\n").unwrap();
        Settings { rest_days: vec![Weekday::Wed], ..Settings::default() }.save(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "(\n  rest_days: [Wed], // mine\n)\n");
    }
}
