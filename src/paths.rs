//! Where things live on this machine.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// Names one folder that holds everything: for tests and portable use.
pub const HOME_VARIABLE: &str = "HIPPOCACHE_HOME";

/// No place to keep data was found.
#[derive(Debug, Error)]
#[error("this account has no home folder: set {HOME_VARIABLE} to a folder that Hippocache may use")]
pub struct NoHome;

/// The folders and files of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The progress and its backups.
    pub data: PathBuf,
    /// The learner's own decks.
    pub decks: PathBuf,
    /// The settings file.
    pub settings: PathBuf,
    /// What can be remade at any time.
    pub cache: PathBuf,
}

impl Paths {
    /// Follows [`HOME_VARIABLE`], else the system's conventions.
    ///
    /// # Errors
    /// When neither names a folder.
    pub fn find() -> Result<Self, NoHome> {
        if let Some(home) = std::env::var_os(HOME_VARIABLE).filter(|home| !home.is_empty()) {
            return Ok(Self::under(Path::new(&home)));
        }
        let dirs = directories::ProjectDirs::from("", "", "Hippocache").ok_or(NoHome)?;
        Ok(Self {
            data: dirs.data_dir().to_owned(),
            decks: dirs.data_dir().join("decks"),
            settings: dirs.config_dir().join("settings.ron"),
            cache: dirs.cache_dir().to_owned(),
        })
    }

    /// Everything under one folder.
    #[must_use]
    pub fn under(home: &Path) -> Self {
        Self {
            data: home.join("data"),
            decks: home.join("decks"),
            settings: home.join("settings.ron"),
            cache: home.join("cache"),
        }
    }

    /// Copies of the learner's decks as they last were whole.
    #[must_use]
    pub fn good_decks(&self) -> PathBuf {
        self.cache.join("good")
    }

    /// All reviews in a form that is read at once.
    #[must_use]
    pub fn history_file(&self) -> PathBuf {
        self.cache.join("reviews.history")
    }

    /// The texts of cards, for searching.
    #[must_use]
    pub fn texts(&self) -> PathBuf {
        self.cache.join("texts")
    }

    /// The index of parsed decks.
    #[must_use]
    pub fn deck_index(&self) -> PathBuf {
        self.cache.join("decks.index")
    }
}
