//! Under which name each item's progress is kept. The name it began with stays:
//! a card that is renamed, moved to another deck or given an id goes on under
//! it, and nothing in the log is ever rewritten.

use std::collections::{HashMap, HashSet};

use crate::deck::{ItemKey, Library};
use crate::scheduler::CardState;

/// Items whose progress is kept under another name than their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The name that the log has, by item.
    kept: HashMap<usize, ItemKey>,
    /// The item, by the name that the log has.
    items: HashMap<ItemKey, usize>,
    /// Found just now, and not yet in the log: the item's name, and the log's.
    unsaid: Vec<(ItemKey, ItemKey)>,
}

/// What the learner, or an earlier start, has said: the first item goes on with
/// the second, or does not.
pub(super) type Follows = [(ItemKey, ItemKey, bool)];

impl Names {
    /// Finds the items that go on with progress whose own name the library no
    /// longer has (`orphans`). An item with a past of its own (`has_past`) goes
    /// on with that.
    pub fn find(
        library: &Library,
        orphans: &HashMap<ItemKey, CardState>,
        follows: &Follows,
        has_past: impl Fn(usize) -> bool,
    ) -> Self {
        let mut names = Self::default();
        if orphans.is_empty() {
            return names;
        }
        let mut search = Search { library, has_past: &has_past, refused: HashSet::new() };
        // The last word counts.
        let mut said: HashMap<&ItemKey, &ItemKey> = HashMap::new();
        for (item, before, is) in follows {
            if *is {
                said.insert(item, before);
                search.refused.remove(&(item, before));
            } else {
                said.remove(item);
                search.refused.insert((item, before));
            }
        }
        // Every name under which an orphan was known: its own, and later ones.
        let mut known: Vec<(&ItemKey, &ItemKey)> = said
            .iter()
            .filter(|(_, before)| orphans.contains_key(**before))
            .map(|(item, before)| (*item, *before))
            .collect();
        known.extend(orphans.keys().map(|key| (key, key)));
        known.sort_unstable();
        let former: HashMap<&ItemKey, u32> =
            library.former().iter().rev().map(|(key, item)| (key, *item)).collect();
        let ways: [Way<'_>; 4] = [
            &|name| library.find(name),
            &|name| former.get(name).map(|item| *item as usize),
            &|name| search.by_deck(name),
            &|name| search.by_content(name),
        ];
        for way in ways {
            for &(name, before) in &known {
                if names.items.contains_key(before) {
                    continue;
                }
                let Some(item) = way(name) else { continue };
                let Some(key) = library.key(item) else { continue };
                if names.kept.contains_key(&item) || !search.may(item, &key, before) {
                    continue;
                }
                if said.get(&key) != Some(&before) {
                    names.unsaid.push((key, before.clone()));
                }
                names.add(item, before.clone());
            }
        }
        names
    }

    /// Lets an item go on under this name.
    pub fn add(&mut self, item: usize, before: ItemKey) {
        self.items.insert(before.clone(), item);
        self.kept.insert(item, before);
    }

    /// The name that the log has for this item, when it is not its own.
    pub fn kept(&self, item: usize) -> Option<&ItemKey> {
        self.kept.get(&item)
    }

    /// The item that goes on under this name of the log.
    pub fn item(&self, name: &ItemKey) -> Option<usize> {
        self.items.get(name).copied()
    }

    /// Every item that goes on under another name, with that name.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &ItemKey)> {
        self.kept.iter().map(|(item, name)| (*item, name))
    }

    /// What was found and is not yet in the log; asked once.
    pub fn take_unsaid(&mut self) -> Vec<(ItemKey, ItemKey)> {
        std::mem::take(&mut self.unsaid)
    }
}

/// A way from a name to the item that goes by it now.
type Way<'a> = &'a dyn Fn(&ItemKey) -> Option<usize>;

struct Search<'a> {
    library: &'a Library,
    has_past: &'a dyn Fn(usize) -> bool,
    refused: HashSet<(&'a ItemKey, &'a ItemKey)>,
}

impl Search<'_> {
    fn may(&self, item: usize, key: &ItemKey, before: &ItemKey) -> bool {
        !(self.has_past)(item) && !self.refused.contains(&(key, before))
    }

    /// A deck that was renamed says so once, at its head.
    fn by_deck(&self, name: &ItemKey) -> Option<usize> {
        let mut decks =
            self.library.decks().iter().filter(|deck| deck.head.was.contains(&name.deck));
        decks.find_map(|deck| {
            self.library.find(&ItemKey { deck: deck.head.id.clone(), ..name.clone() })
        })
    }

    /// A card without a written id is known by what it says. It may have been
    /// given an id since, or another deck; where two say the same, nobody knows.
    fn by_content(&self, name: &ItemKey) -> Option<usize> {
        if !name.card.starts_with('~') {
            return None;
        }
        let found: Vec<usize> = self.library.with_content(&name.card, name.side).collect();
        let deck_of = |item: &usize| self.library.key(*item).map(|key| key.deck);
        let here: Vec<usize> = found
            .iter()
            .copied()
            .filter(|item| deck_of(item).as_ref() == Some(&name.deck))
            .collect();
        match (here.as_slice(), found.as_slice()) {
            ([only], _) | ([], [only]) => Some(*only),
            _ => None,
        }
    }
}
