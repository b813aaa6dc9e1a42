//! Which rows are selected: by click, Shift, Ctrl, the arrows.

use crate::query::Bits;

/// The selected cards, and where the keyboard stands.
#[derive(Debug, Default)]
pub struct Selection {
    /// Positions in the library.
    items: Bits,
    /// The row that the keyboard stands on.
    cursor: Option<usize>,
    /// The row that a range begins at.
    anchor: Option<usize>,
}

/// How a row was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// It alone.
    Only,
    /// It as well, or no longer.
    Toggle,
    /// All from the anchor to it.
    Range,
}

impl Selection {
    /// The row that the keyboard stands on.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// Whether a card is selected.
    pub fn has(&self, item: usize) -> bool {
        self.items.has(item)
    }

    /// How many are.
    pub fn count(&self) -> usize {
        self.items.count()
    }

    /// The selected cards.
    pub fn items(&self) -> Vec<usize> {
        self.items.positions().collect()
    }

    /// Chooses a row of those that are shown; `len` is how many cards the
    /// library has.
    pub fn pick(&mut self, row: usize, pick: Pick, rows: &[u32], len: usize) {
        let Some(item) = rows.get(row).map(|item| *item as usize) else { return };
        if self.items.len() != len {
            self.items = Bits::none(len);
        }
        match pick {
            Pick::Only => {
                self.items = Bits::none(len);
                self.items.add(item);
                self.anchor = Some(row);
            }
            Pick::Toggle => {
                if self.items.has(item) {
                    self.items.remove(item);
                } else {
                    self.items.add(item);
                }
                self.anchor = Some(row);
            }
            Pick::Range => {
                let anchor = self.anchor.unwrap_or(row).min(rows.len().saturating_sub(1));
                self.anchor = Some(anchor);
                self.items = Bits::none(len);
                let range = anchor.min(row)..=anchor.max(row);
                for item in rows.get(range).unwrap_or_default() {
                    self.items.add(*item as usize);
                }
            }
        }
        self.cursor = Some(row);
    }

    /// Everything that is shown.
    pub fn all(&mut self, rows: &[u32], len: usize) {
        self.items = Bits::none(len);
        for item in rows {
            self.items.add(*item as usize);
        }
        self.cursor = self.cursor.or((!rows.is_empty()).then_some(0));
    }

    /// Nothing; the keyboard stays where it is.
    pub fn clear(&mut self) {
        self.items = Bits::none(self.items.len());
        self.anchor = None;
    }

    /// Other rows are shown: the card at the cursor (`item`) may stand elsewhere,
    /// and what is no longer shown is no longer selected.
    pub fn follow(&mut self, item: Option<u32>, rows: &[u32], len: usize) {
        let mut shown = Bits::none(len);
        for item in rows {
            shown.add(*item as usize);
        }
        if self.items.len() == len {
            self.items.keep(&shown);
        } else {
            self.items = Bits::none(len);
        }
        self.anchor = None;
        self.cursor = item.and_then(|item| rows.iter().position(|other| *other == item));
    }

    /// The library is another: these cards are selected now.
    pub fn moved(&mut self, items: impl Iterator<Item = usize>, len: usize) {
        self.items = Bits::none(len);
        items.for_each(|item| self.items.add(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [u32; 5] = [9, 3, 7, 1, 5];

    fn picked(picks: &[(usize, Pick)]) -> Vec<usize> {
        let mut selection = Selection::default();
        for (row, pick) in picks {
            selection.pick(*row, *pick, &ROWS, 10);
        }
        selection.items()
    }

    #[test]
    fn rows_are_chosen_as_everywhere() {
        use Pick::{Only, Range, Toggle};
        assert_eq!(picked(&[(0, Only), (2, Only)]), [7]);
        assert_eq!(picked(&[(0, Only), (2, Toggle)]), [7, 9]);
        assert_eq!(picked(&[(0, Only), (2, Toggle), (0, Toggle)]), [7]);
        assert_eq!(picked(&[(1, Only), (3, Range)]), [1, 3, 7]);
        assert_eq!(picked(&[(3, Only), (1, Range), (4, Range)]), [1, 5], "from the anchor on");
        assert_eq!(picked(&[(9, Only)]), Vec::<usize>::new());
    }

    #[test]
    fn what_is_no_longer_shown_is_no_longer_selected() {
        let mut selection = Selection::default();
        selection.all(&ROWS, 10);
        selection.pick(2, Pick::Toggle, &ROWS, 10);
        selection.follow(Some(7), &[1, 7, 3], 10);
        assert_eq!((selection.items(), selection.cursor()), (vec![1, 3], Some(1)));
        selection.follow(Some(7), &[1], 10);
        assert_eq!(selection.cursor(), None);
        selection.moved([2, 4].into_iter(), 6);
        assert_eq!(selection.items(), [2, 4]);
    }
}
