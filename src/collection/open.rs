//! Opening: settings, decks and progress are read side by side and joined.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::tz::TimeZone;

use super::{Collection, CollectionError, Today};
use crate::clock::Clock;
use crate::deck::{Library, Sources};
use crate::paths::Paths;
use crate::scheduler::{CardState, Habits, Model, clock};
use crate::settings::Settings;
use crate::store::{self, Store};

/// What opening can't know by itself.
#[derive(Clone)]
pub struct OpenOptions {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The learner's time zone.
    pub zone: TimeZone,
    /// Go on although the clock stands before the last answer.
    pub trust_clock: bool,
    /// Only look: nothing is written, and another instance may be studying.
    pub read_only: bool,
    /// Randomness for ids; never a session's seed.
    pub entropy: u64,
    /// Whether the built-in decks belong to the library.
    pub builtin: bool,
}

impl OpenOptions {
    /// The ordinary way: to study, in the system's time zone.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            zone: TimeZone::system(),
            trust_clock: false,
            read_only: false,
            entropy: rand::random(),
            builtin: true,
        }
    }

    /// Only to look.
    #[must_use]
    pub fn reading(clock: Arc<dyn Clock>) -> Self {
        Self { read_only: true, ..Self::new(clock) }
    }
}

/// Something that was left out or needs a look, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice(String);

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An open collection, and what was left out.
#[derive(Debug)]
pub struct Opened {
    /// Decks and progress joined.
    pub collection: Collection,
    /// Broken settings and decks.
    pub notices: Vec<Notice>,
}

impl Collection {
    /// Opens decks and progress. Broken decks and settings cost only
    /// themselves and are told in the notices.
    ///
    /// # Errors
    /// When the progress can't be opened, or the clock stands well before the
    /// last answer.
    pub fn open(paths: &Paths, options: OpenOptions) -> Result<Opened, CollectionError> {
        let (settings, trouble) = Settings::load(&paths.settings);
        let mut notices: Vec<Notice> =
            trouble.into_iter().map(|error| Notice(error.to_string())).collect();
        let mut folders = vec![paths.decks.clone()];
        folders.extend(settings.deck_folders.iter().cloned());
        let sources = Sources {
            builtin: options.builtin,
            folders,
            index_file: Some(paths.deck_index()),
        };
        // Decks and progress don't wait for each other.
        let (library, progress) = std::thread::scope(|scope| {
            let library = scope.spawn(|| Library::open(&sources, &AtomicBool::new(false)));
            let progress = Progress::read(paths, &options);
            (library.join(), progress)
        });
        let progress = progress?;
        let library = Arc::new(library.unwrap_or_default());
        let errors = library.faults().iter().filter(|fault| fault.is_error());
        notices.extend(errors.map(|fault| Notice(fault.to_string())));

        let mut states = vec![CardState::default(); library.items().len()];
        for (key, state) in &progress.states {
            // A deck that is away keeps its progress: it is just not joined.
            if let Some(slot) = library.find(key).and_then(|item| states.get_mut(item)) {
                *slot = *state;
            }
        }
        let mut collection = Self {
            library,
            store: progress.store,
            settings,
            model: Model::new(&progress.params),
            habits: progress.habits,
            clock: options.clock,
            zone: options.zone,
            states,
            today: Today::default(),
            trust_clock: options.trust_clock,
        };
        collection.guard_clock()?;
        collection.start_day()?;
        Ok(Opened { collection, notices })
    }
}
