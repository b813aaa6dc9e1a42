//! What a session covers.

use crate::deck::ItemKey;

/// Which cards a session takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScopeMode {
    /// What is due, then new cards.
    #[default]
    Due,
    /// What is known least, due or not.
    Weak,
    /// Everything, without recording anything.
    Cram,
}

/// What a session covers. Empty lists mean everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Due, weak or cram.
    pub mode: ScopeMode,
    /// Ids of decks.
    pub decks: Vec<String>,
    /// Tags, any of which will do.
    pub tags: Vec<String>,
    /// Only these; empty: all that the rest of the scope allows.
    pub items: Vec<ItemKey>,
    /// Stop after this many cards.
    pub limit: Option<usize>,
}

impl Scope {
    /// Whether answers are kept in the log.
    #[must_use]
    pub fn records(&self) -> bool {
        self.mode != ScopeMode::Cram
    }

    /// One deck, what is due of it.
    #[must_use]
    pub fn deck(id: &str) -> Self {
        Self { decks: vec![id.to_owned()], ..Self::default() }
    }
}
