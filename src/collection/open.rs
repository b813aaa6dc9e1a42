//! Opening: settings, decks and progress are read side by side and joined.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::tz::TimeZone;

use super::names::Names;
use super::tuning::Tuning;
use super::{Collection, CollectionError, Today};
use crate::clock::Clock;
use crate::deck::{ItemKey, Library, Severity, Sources};
use crate::paths::Paths;
use crate::plan::{DayLoad, Learner, Plans, Sample};
use crate::scheduler::day::Last;
use crate::scheduler::{CardState, Habits, Model};
use crate::settings::Settings;
use crate::store::{self, EventBody, Store, StoreError};

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
    #[doc(hidden)]
    pub durability: store::Durability,
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
            durability: store::Durability::Full,
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
        let (plans, trouble) = Plans::load(&Plans::file(&paths.settings));
        notices.extend(trouble.into_iter().map(|error| Notice(error.to_string())));
        let sources = sources(paths, &settings, options.builtin);
        // Decks and progress don't wait for each other.
        let (library, progress) = std::thread::scope(|scope| {
            let library = scope.spawn(|| Library::open(&sources, &AtomicBool::new(false)));
            let progress = Progress::read(paths, &options);
            (library.join(), progress)
        });
        let progress = progress?;
        // Opening a library never fails as a whole; a panic in it is a fault of
        // ours that must not cost the progress.
        let library = Arc::new(library.unwrap_or_default());
        let errors = library.faults().iter().filter(|fault| fault.severity == Severity::Error);
        notices.extend(errors.map(|fault| Notice(fault.to_string())));

        let mut states = vec![CardState::default(); library.items().len()];
        let mut orphans = HashMap::new();
        for (key, state) in progress.states {
            match library.find(&key).and_then(|item| states.get_mut(item)) {
                Some(slot) => *slot = state,
                // A deck that is away keeps its progress: it is just not joined.
                None => drop(orphans.insert(key, state)),
            }
        }
        let mut collection = Self {
            library,
            store: progress.store,
            history_file: Some(paths.history_file()),
            settings,
            learner: progress.learner,
            plans,
            steering: super::planning::Steering::default(),
            load: DayLoad::default(),
            groups: HashMap::new(),
            model: progress.model,
            habits: progress.habits,
            clock: options.clock,
            zone: options.zone,
            states,
            names: Names::default(),
            orphans,
            today: Today::default(),
            last: progress.last,
            typical_answer_ms: None,
            tuning: Tuning::default(),
        };
        collection.tune()?;
        collection.find_names()?;
        if !options.read_only {
            collection.say_names()?;
        }
        collection.remake_load();
        collection.start_day()?;
        Ok(Opened { collection, notices })
    }
}

/// Where the decks of these settings are.
#[must_use]
pub fn sources(paths: &Paths, settings: &Settings, builtin: bool) -> Sources {
    let mut folders = vec![paths.decks.clone()];
    folders.extend(settings.deck_folders.iter().cloned());
    Sources {
        builtin,
        folders,
        index_file: Some(paths.deck_index()),
        good_dir: Some(paths.good_decks()),
    }
}

/// What is read of the progress at start.
struct Progress {
    store: Store,
    states: Vec<(ItemKey, CardState)>,
    model: Model,
    habits: Habits,
    learner: Learner,
    last: Option<Last>,
}

/// Answers that habits are learned from: enough to know them, few enough to be
/// read at once.
const HABIT_REVIEWS: u32 = 2_000;

impl Progress {
    fn read(paths: &Paths, options: &OpenOptions) -> Result<Self, CollectionError> {
        let now_ms = options.clock.now_ms();
        let store_options = store::Options {
            durability: options.durability,
            ..store::Options::new(now_ms, options.entropy)
        };
        let mut store = open_store(paths, options, &store_options)?;
        let last = store.last()?.map(|last| Last { day: last.day, at_ms: last.at_ms });
        let mut last = last;
        if let store::Clock::Back { last_ms, .. } = store.clock(now_ms)? {
            if options.trust_clock {
                store.accept_clock()?;
                last = None;
            } else if !options.read_only {
                let zone = options.zone.clone();
                return Err(CollectionError::clock_behind(now_ms, last_ms, &zone));
            }
        }
        let model = Model::new(&store.current_params()?);
        let mut habits = Habits::default();
        let mut reviews = store.recent_reviews(HABIT_REVIEWS)?;
        reviews.reverse();
        for event in &reviews {
            if let EventBody::Review(_, review) = &event.body {
                habits.record(&review.evidence, &review.grade);
            }
        }
        let learner = Learner::learn(reviews.iter().filter_map(|event| match &event.body {
            EventBody::Review(_, review) => Some(Sample {
                is_first: review.before.is_none(),
                is_same_day: review.before.is_some() && review.elapsed_days == 0,
                rating: review.grade.rating,
                latency_ms: review.evidence.latency_ms,
            }),
            _ => None,
        }));
        let states = store.states()?;
        Ok(Self { store, states, model, habits, learner, last })
    }
}

/// Looking does not lock, so that figures can be had while the window is open.
/// Before the first start there is nothing to look at yet: then it is made.
fn open_store(
    paths: &Paths,
    options: &OpenOptions,
    store_options: &store::Options,
) -> Result<Store, StoreError> {
    if !options.read_only {
        return Store::open(&paths.data, store_options);
    }
    match Store::open_to_read(&paths.data, store_options) {
        Err(StoreError::Missing { .. }) => Store::open(&paths.data, store_options),
        opened => opened,
    }
}
