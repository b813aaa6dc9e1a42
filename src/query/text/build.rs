//! Making the index: decks that are as they were are taken over, those that the
//! cache has are read from there, the others are parsed.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{DeckTexts, TextIndex, cache};
use crate::deck::{Body, Card, Choice, ClozePart, Library, plain};
use crate::query::pattern::fold_into;

/// What an index is made from.
#[derive(Debug, Clone)]
pub struct Building {
    /// The decks.
    pub library: Arc<Library>,
    /// Where texts are kept between runs; `None`: nowhere.
    pub cache: Option<PathBuf>,
    /// What there was before.
    pub old: Option<Arc<TextIndex>>,
}

impl Building {
    /// Makes the index. Reads and parses: not for the window's thread.
    /// `progress` gets the cards done and all of them. `None` when cancelled.
    #[must_use]
    pub fn run(
        &self,
        progress: &(dyn Fn(usize, usize) + Sync),
        cancel: &AtomicBool,
    ) -> Option<TextIndex> {
        let decks = self.library.decks();
        let total: usize = decks.iter().map(|deck| deck.cards as usize).sum();
        let before = self.old.iter().flat_map(|old| &old.decks);
        let before: HashMap<u64, &Arc<DeckTexts>> =
            before.map(|texts| (texts.hash, texts)).collect();
        let made: Mutex<Vec<Option<Arc<DeckTexts>>>> = Mutex::new(vec![None; decks.len()]);
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || {
            while !cancel.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(deck) = decks.get(at) else { return };
                let cards = deck.cards as usize;
                let kept = before.get(&deck.text_hash()).filter(|texts| texts.ends.len() == cards);
                let texts = kept.map_or_else(|| self.texts(at), |texts| Some(Arc::clone(texts)));
                let texts = texts.unwrap_or_else(|| Arc::new(DeckTexts::without(cards)));
                let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(slot) = made.get_mut(at) {
                    *slot = Some(texts);
                }
                drop(made);
                progress(done.fetch_add(cards, Ordering::Relaxed) + cards, total);
            }
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        std::thread::scope(|scope| {
            for _ in 1..cores.min(4).min(decks.len()) {
                scope.spawn(work);
            }
            work();
        });
        let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        // With a deck missing it was cancelled.
        let decks: Option<Vec<_>> = made.into_iter().collect();
        let index = TextIndex { decks: decks? };
        if let Some(folder) = &self.cache {
            cache::prune(folder, index.decks.iter().map(|deck| deck.hash));
        }
        Some(index)
    }

    /// From the cache or from the deck; `None` when it can't be read just now:
    /// it has changed, and will be read anew.
    fn texts(&self, at: usize) -> Option<Arc<DeckTexts>> {
        let deck = self.library.decks().get(at)?;
        let (hash, cards) = (deck.text_hash(), deck.cards as usize);
        let kept = self.cache.as_ref().and_then(|folder| cache::read(folder, hash, cards));
        if let Some(texts) = kept {
            return Some(Arc::new(texts));
        }
        let cards = self.library.cards_of(at).ok()?;
        let texts = DeckTexts::of(hash, &cards);
        if let Some(folder) = self.cache.as_ref().filter(|_| cards.iter().all(Option::is_some)) {
            // Without a cache it is only made anew the next time.
            let _ = cache::write(folder, &texts);
        }
        Some(Arc::new(texts))
    }
}

/// Questions are kept by their beginnings: a row has no room for more.
const LONGEST_QUESTION: usize = 200;

impl DeckTexts {
    /// Of a deck whose text can't be had.
    fn without(cards: usize) -> Self {
        Self { ends: vec![0; cards], asked_ends: vec![0; cards], ..Self::default() }
    }

    fn of(hash: u64, cards: &[Option<Card>]) -> Self {
        let mut texts = Self { hash, ..Self::default() };
        for card in cards {
            if let Some(card) = card {
                texts.add(card);
            }
            texts.ends.push(u32::try_from(texts.folded.len()).unwrap_or(u32::MAX));
            texts.asked_ends.push(u32::try_from(texts.asked.len()).unwrap_or(u32::MAX));
        }
        texts.folded.shrink_to_fit();
        texts.asked.shrink_to_fit();
        texts
    }

    fn add(&mut self, card: &Card) {
        let asked = question(card);
        let shown = asked.split_whitespace();
        let from = self.asked.len();
        for word in shown {
            if self.asked.len() - from >= LONGEST_QUESTION {
                self.asked.push('…');
                break;
            }
            if self.asked.len() > from {
                self.asked.push(' ');
            }
            self.asked.push_str(word);
        }
        self.field(&asked);
        let notes = &card.notes;
        match &card.body {
            Body::Choice { right, wrong, .. } => self.choices(right.iter().chain(wrong)),
            Body::Flip { back, .. } => self.markdown(back),
            // Its gaps stand in the text.
            Body::Cloze { .. } => {}
            Body::Typed { accept, .. } => accept.iter().for_each(|text| self.field(text)),
            Body::Output { code, prints, wrong, .. } => {
                self.field(&code.text);
                self.field(prints);
                self.choices(wrong.iter());
            }
            Body::Order { steps, decoys, .. } => {
                steps.iter().chain(decoys).for_each(|text| self.markdown(text));
            }
            Body::Match { pairs, .. } => {
                for (left, right) in pairs {
                    self.markdown(left);
                    self.markdown(right);
                }
            }
        }
        notes.why.iter().chain(&notes.hints).for_each(|text| self.markdown(text));
    }

    fn choices<'a>(&mut self, choices: impl Iterator<Item = &'a Choice>) {
        for choice in choices {
            self.markdown(&choice.text);
            choice.why.iter().for_each(|why| self.markdown(why));
        }
    }

    fn markdown(&mut self, text: &str) {
        if is_plain(text) { self.field(text) } else { self.field(&plain(text)) }
    }

    fn field(&mut self, text: &str) {
        fold_into(text, &mut self.folded);
        self.folded.push('\n');
    }
}

/// What the card asks, plain; a cloze with its gaps filled.
#[must_use]
pub fn question(card: &Card) -> String {
    let markdown = match &card.body {
        Body::Cloze { parts } => {
            let texts = parts.iter().map(|part| match part {
                ClozePart::Text(text) => text.as_str(),
                ClozePart::Gap { answer, .. } => answer,
            });
            texts.collect::<String>()
        }
        Body::Flip { front: ask, .. }
        | Body::Choice { ask, .. }
        | Body::Typed { ask, .. }
        | Body::Output { ask, .. }
        | Body::Order { ask, .. }
        | Body::Match { ask, .. } => ask.clone(),
    };
    if is_plain(&markdown) { markdown } else { plain(&markdown) }
}

/// Whether Markdown takes this text as it is: no sign in it that could mean
/// something. Most options are such, and parsing is most of the work.
fn is_plain(text: &str) -> bool {
    let starts_plain = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let is_sign = |byte: u8| {
        matches!(
            byte,
            b'*' | b'_'
                | b'`'
                | b'['
                | b'<'
                | b'&'
                | b'\\'
                | b'#'
                | b'|'
                | b'~'
                | b'!'
                | b'\n'
                | b'='
        )
    };
    starts_plain && !text.bytes().any(is_sign) && !text.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_plain_needs_no_parsing(text in "[-`*_#>|\\[\\]()!<>&a-zA-Z0-9 .,:;+=\n~\\\\]{0,60}") {
            if is_plain(&text) {
                proptest::prop_assert_eq!(plain(&text), text);
            }
        }
    }
}
