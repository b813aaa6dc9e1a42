//! What the learner can set.

use serde::{Deserialize, Serialize};

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
    /// Folders with decks besides the user's own.
    pub deck_folders: Vec<std::path::PathBuf>,
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
            deck_folders: Vec::new(),
        }
    }
}
