//! Which card comes next. Pure: what may be asked goes in, the order comes out.

use std::collections::{HashMap, HashSet, VecDeque};

/// One item that may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its position in the library.
    pub item: usize,
    /// Its deck's position in the library.
    pub deck: usize,
    /// Siblings share this number; an item without siblings has its own.
    pub family: u64,
    /// Why it is here.
    pub kind: CandidateKind,
}

/// Why an item may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CandidateKind {
    /// A due review, with its rank: the lowest comes first. Usually its
    /// retrievability now (0 to 1).
    Review(f64),
    /// Not met yet.
    New,
    /// Met, not known: returns at this instant (milliseconds since 1970).
    Learning(i64),
    /// Asked in the order given, whatever its state (custom sessions).
    Listed,
}

/// How much may be asked today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Due reviews still allowed.
    pub reviews: usize,
    /// New cards still allowed.
    pub new: usize,
}

impl Limits {
    /// No limit at all, for custom sessions.
    pub const NONE: Self = Self { reviews: usize::MAX, new: usize::MAX };
}

/// What is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Remaining {
    /// Due reviews (and cards of a custom session).
    pub reviews: usize,
    /// Cards never met.
    pub new: usize,
    /// Cards that return within the session.
    pub learning: usize,
}

impl Remaining {
    /// All together.
    #[must_use]
    pub fn total(self) -> usize {
        self.reviews + self.new + self.learning
    }
}

/// An item that waits for its turn; the rank orders the whole queue.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Waiting {
    rank: usize,
    candidate: Candidate,
}

/// The queue of one session: reviews first, the ones most at risk in front,
/// then new cards; learning cards as their time comes; siblings apart; never
/// more than two cards of one deck in a row while others wait.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// By deck, each in rank order: the next card of any deck is a front.
    decks: HashMap<usize, VecDeque<Waiting>>,
    /// By the instant they are due.
    learning: Vec<(i64, Candidate)>,
    /// The decks of the last two cards, the latest last.
    recent: VecDeque<usize>,
    /// The item asked last: it does not follow itself while others wait.
    last: Option<usize>,
    /// Counts by kind, kept so that no frame has to count.
    reviews: usize,
    new: usize,
    /// Put back by an undo: asked before all else, the last one first.
    put_back: Vec<Candidate>,
}

/// Cards of one deck in a row, at most.
const RUN: usize = 2;

impl Queue {
    /// Orders the candidates and keeps to the limits. `answered_families` are
    /// the siblings of what was answered today: they rest until tomorrow.
    #[must_use]
    pub fn new(
        candidates: impl IntoIterator<Item = Candidate>,
        answered_families: &HashSet<u64>,
        limits: Limits,
    ) -> Self {
        let mut reviews: Vec<(f64, Candidate)> = Vec::new();
        let mut new: Vec<Candidate> = Vec::new();
        let mut listed: Vec<Candidate> = Vec::new();
        let mut queue = Self::default();
        for candidate in candidates {
            match candidate.kind {
                CandidateKind::Review(retrievability) => reviews.push((retrievability, candidate)),
                CandidateKind::New => new.push(candidate),
                CandidateKind::Listed => listed.push(candidate),
                CandidateKind::Learning(at) => queue.learning.push((at, candidate)),
            }
        }
        // Ties go by position, so that the same collection gives the same queue.
        reviews.sort_by(|(a, left), (b, right)| a.total_cmp(b).then(left.item.cmp(&right.item)));
        queue.learning.sort_by_key(|(at, candidate)| (*at, candidate.item));

        let mut families: HashSet<u64> = answered_families.clone();
        families.extend(queue.learning.iter().map(|(_, candidate)| candidate.family));
        let reviews = reviews
            .into_iter()
            .map(|(_, candidate)| candidate)
            .filter(|candidate| families.insert(candidate.family))
            .take(limits.reviews)
            .collect::<Vec<_>>();
        let taken: HashSet<u64> = reviews.iter().map(|candidate| candidate.family).collect();
        // A review beyond the limit is not asked, so it keeps no sibling away.
        let mut families: HashSet<u64> = answered_families.union(&taken).copied().collect();
        families.extend(queue.learning.iter().map(|(_, candidate)| candidate.family));
        let new = take_in_turns(new)
            .into_iter()
            .filter(|candidate| families.insert(candidate.family))
            .take(limits.new)
            .collect::<Vec<_>>();
        let all = reviews.into_iter().chain(new).chain(spread(listed));
        for (rank, candidate) in all.enumerate() {
            queue.push_back(Waiting { rank, candidate });
        }
        queue
    }

    fn push_back(&mut self, waiting: Waiting) {
        self.count(waiting.candidate, 1);
        self.decks.entry(waiting.candidate.deck).or_default().push_back(waiting);
    }

    fn count(&mut self, candidate: Candidate, by: isize) {
        let counter = match candidate.kind {
            CandidateKind::New => &mut self.new,
            CandidateKind::Review(_) | CandidateKind::Listed => &mut self.reviews,
            // Those are counted where they wait.
            CandidateKind::Learning(_) => return,
        };
        *counter = counter.saturating_add_signed(by);
    }

    /// Takes the next card, or `None` when nothing is left. Cards that return
    /// within the session come early when nothing else waits.
    pub fn next(&mut self, now_ms: i64) -> Option<Candidate> {
        if let Some(candidate) = self.put_back.pop() {
            self.count(candidate, -1);
            self.shown(candidate);
            return Some(candidate);
        }
        let blocked = self.blocked_deck();
        let due = |(at, _): &&(i64, Candidate)| *at <= now_ms;
        let learning = self
            .learning
            .iter()
            .filter(due)
            .find(|(_, candidate)| Some(candidate.deck) != blocked && !self.is_last(candidate));
        if let Some(candidate) = learning.map(|(_, candidate)| *candidate) {
            return Some(self.take_learning(candidate));
        }
        if let Some(candidate) = self.take_first(|deck| Some(deck) != blocked) {
            return Some(candidate);
        }
        // Only the blocked deck has cards now: what is due there, then the rest.
        let due_anyway =
            self.learning.iter().filter(due).find(|(_, candidate)| !self.is_last(candidate));
        if let Some(candidate) = due_anyway.map(|(_, candidate)| *candidate) {
            return Some(self.take_learning(candidate));
        }
        if let Some(candidate) = self.take_first(|_| true) {
            return Some(candidate);
        }
        let early = self.learning.iter().find(|(_, candidate)| !self.is_last(candidate));
        let candidate = early.or_else(|| self.learning.first()).map(|(_, candidate)| *candidate)?;
        Some(self.take_learning(candidate))
    }

    fn is_last(&self, candidate: &Candidate) -> bool {
        self.last == Some(candidate.item)
    }

    /// The deck that has had its run.
    fn blocked_deck(&self) -> Option<usize> {
        let deck = *self.recent.back()?;
        let run = self.recent.len() >= RUN && self.recent.iter().all(|&recent| recent == deck);
        run.then_some(deck)
    }

    fn take_learning(&mut self, candidate: Candidate) -> Candidate {
        self.learning.retain(|(_, waiting)| waiting.item != candidate.item);
        self.shown(candidate);
        candidate
    }

    fn take_first(&mut self, allowed: impl Fn(usize) -> bool) -> Option<Candidate> {
        let deck = self
            .decks
            .iter()
            .filter(|(deck, _)| allowed(**deck))
            .filter_map(|(deck, waiting)| Some((waiting.front()?.rank, *deck)))
            .min()
            .map(|(_, deck)| deck)?;
        let waiting = self.decks.get_mut(&deck)?;
        let candidate = waiting.pop_front()?.candidate;
        if waiting.is_empty() {
            self.decks.remove(&deck);
        }
        self.count(candidate, -1);
        self.shown(candidate);
        Some(candidate)
    }

    fn shown(&mut self, candidate: Candidate) {
        if self.recent.len() >= RUN {
            self.recent.pop_front();
        }
        self.recent.push_back(candidate.deck);
        self.last = Some(candidate.item);
    }

    /// A card that was not known comes back at this instant.
    pub fn learn_again(&mut self, candidate: Candidate, at_ms: i64) {
        let candidate = Candidate { kind: CandidateKind::Learning(at_ms), ..candidate };
        let place = self.learning.partition_point(|(at, _)| *at <= at_ms);
        self.learning.insert(place, (at_ms, candidate));
    }

    /// Puts a card in front of everything: it is asked next (after an undo).
    pub fn put_back(&mut self, candidate: Candidate) {
        self.remove(candidate.item);
        self.recent.pop_back();
        self.last = None;
        self.count(candidate, 1);
        self.put_back.push(candidate);
    }

    /// Takes an item out (suspended, buried), wherever it waits.
    pub fn remove(&mut self, item: usize) {
        self.learning.retain(|(_, candidate)| candidate.item != item);
        let mut removed = Vec::new();
        self.put_back.retain(|candidate| {
            let keep = candidate.item != item;
            if !keep {
                removed.push(*candidate);
            }
            keep
        });
        self.decks.retain(|_, waiting| {
            waiting.retain(|waiting| {
                let keep = waiting.candidate.item != item;
                if !keep {
                    removed.push(waiting.candidate);
                }
                keep
            });
            !waiting.is_empty()
        });
        for candidate in removed {
            self.count(candidate, -1);
        }
    }

    /// Gives every waiting card its place in another library; a card that has
    /// none there waits no longer.
    pub fn move_to(&mut self, place: impl Fn(Candidate) -> Option<Candidate>) {
        let mut old = std::mem::take(self);
        self.put_back = old.put_back.into_iter().filter_map(&place).collect();
        let learning = old.learning.into_iter();
        self.learning = learning.filter_map(|(at, waiting)| Some((at, place(waiting)?))).collect();
        let mut waiting: Vec<Waiting> =
            old.decks.drain().flat_map(|(_, waiting)| waiting).collect();
        waiting.sort_by_key(|waiting| waiting.rank);
        for Waiting { rank, candidate } in waiting {
            if let Some(candidate) = place(candidate) {
                self.push_back(Waiting { rank, candidate });
            }
        }
        for candidate in self.put_back.clone() {
            self.count(candidate, 1);
        }
    }

    /// What is still to come.
    #[must_use]
    pub fn remaining(&self) -> Remaining {
        let learning =
            |candidate: &&Candidate| matches!(candidate.kind, CandidateKind::Learning(_));
        let learning = self.learning.len() + self.put_back.iter().filter(learning).count();
        Remaining { reviews: self.reviews, new: self.new, learning }
    }
}

/// New cards deck by deck in turns, each deck in its author's order.
fn take_in_turns(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut order: Vec<usize> = Vec::new();
    let mut decks: HashMap<usize, VecDeque<Candidate>> = HashMap::new();
    for candidate in candidates {
        decks
            .entry(candidate.deck)
            .or_insert_with(|| {
                order.push(candidate.deck);
                VecDeque::new()
            })
            .push_back(candidate);
    }
    let mut turns = Vec::new();
    while !decks.is_empty() {
        order.retain(|deck| {
            let Some(waiting) = decks.get_mut(deck) else { return false };
            turns.extend(waiting.pop_front());
            if waiting.is_empty() {
                decks.remove(deck);
            }
            decks.contains_key(deck)
        });
    }
    turns
}

/// Siblings of a custom session as far apart as its length allows: everyone's
/// first sibling in order, then everyone's second.
fn spread(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut rounds: Vec<Vec<Candidate>> = Vec::new();
    let mut seen: HashMap<u64, usize> = HashMap::new();
    for candidate in candidates {
        let round = seen.entry(candidate.family).or_insert(0);
        if rounds.len() <= *round {
            rounds.push(Vec::new());
        }
        if let Some(cards) = rounds.get_mut(*round) {
            cards.push(candidate);
        }
        *round += 1;
    }
    rounds.concat()
}

#[cfg(test)]
mod tests;
