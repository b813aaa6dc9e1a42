//! What was fitted to predict the learner: each fit with what came of it.

use rusqlite::params;

use super::Store;
use super::error::StoreError;

/// A fit as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// When, milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Reviews in the log then, of all presets.
    pub reviews: u64,
    /// What came of it, as JSON.
    pub outcome: String,
}

impl Store {
    /// Keeps a fit for a preset (`""`: decks without one).
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn add_fit(&mut self, preset: &str, fit: &Fit) -> Result<(), StoreError> {
        self.refuse_when_reading()?;
        let reviews = i64::try_from(fit.reviews).unwrap_or(i64::MAX);
        self.conn
            .execute(
                "INSERT INTO fit (at_ms, preset, reviews, outcome) VALUES (?1, ?2, ?3, ?4)",
                params![fit.at_ms, preset, reviews, fit.outcome],
            )
            .map(drop)
            .map_err(|error| self.name(error, "keeping a fit"))
    }

    /// A preset's latest fit.
    ///
    /// # Errors
    /// When the file can't be read or is damaged.
    pub fn last_fit(&self, preset: &str) -> Result<Option<Fit>, StoreError> {
        let read = || -> rusqlite::Result<Option<Fit>> {
            let mut query = self.conn.prepare_cached(
                "SELECT at_ms, reviews, outcome FROM fit WHERE preset = ?1 ORDER BY id DESC LIMIT 1",
            )?;
            let mut rows = query.query([preset])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let reviews: i64 = row.get(1)?;
            Ok(Some(Fit {
                at_ms: row.get(0)?,
                reviews: u64::try_from(reviews).unwrap_or(0),
                outcome: row.get(2)?,
            }))
        };
        read().map_err(|error| self.name(error, "reading fits"))
    }
}
