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
    /// Cards by name. In the weak mode they are asked however well they are
    /// known: whoever names them has chosen.
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

    /// These cards, due or not, those known least first.
    #[must_use]
    pub fn cards(items: Vec<ItemKey>) -> Self {
        Self { mode: ScopeMode::Weak, items, ..Self::default() }
    }

    /// Whether it covers every card.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.decks.is_empty() && self.tags.is_empty() && self.items.is_empty()
    }

    /// One deck, what is due of it.
    #[must_use]
    pub fn deck(id: &str) -> Self {
        Self { decks: vec![id.to_owned()], ..Self::default() }
    }
}
