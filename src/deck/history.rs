//! What changed between two versions of a deck, as learners meet it.

use std::collections::HashSet;
use std::path::Path;

use super::model::{Card, DeckHead, Side};
use super::parse::parse;
use super::wording::Wording;

/// How a deck changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckChange {
    /// The deck's id now, or before when it is gone.
    pub id: String,
    /// Its title.
    pub title: String,
    /// It is new, gone, or neither.
    pub fate: Fate,
    /// Its cards that changed, in the order of the deck, those that are gone last.
    pub cards: Vec<CardChange>,
    /// Words of the deck itself that changed: `title`, `version` and so on.
    pub head: Vec<&'static str>,
    /// Some text of this version could not be read.
    pub is_broken: bool,
}

/// Whether something is new, gone, or was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// It was and is there.
    Kept,
}

/// How a card changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChange {
    /// Its id now, or before when it is gone.
    pub id: String,
    /// Its question, plain text.
    pub question: String,
    /// What happened.
    pub what: What,
}

/// What happened to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// What is right is another: learners are asked whether it is the same fact.
    Answer {
        /// What was right.
        was: String,
        /// What is right.
        is: String,
    },
    /// The question is put in other words; what is right stayed.
    Reworded {
        /// What was asked.
        was: String,
        /// What is asked.
        is: String,
    },
    /// It has another id; nothing else. Progress goes on.
    Renamed {
        /// Its id before.
        was: String,
    },
    /// What is shown around the question: `why`, `source`, `options` and so on.
    Around(Vec<&'static str>),
}

/// Below this, two cards are two.
const ALIKE: f64 = 0.6;

/// Compares two versions of a deck; `None` where there is none.
#[must_use]
pub fn changes(before: Option<&str>, after: Option<&str>) -> Option<DeckChange> {
    let read = |text: Option<&str>| text.map(|text| parse(text, Path::new("deck.ron")));
    let (old, new) = (read(before), read(after));
    let head = |parsed: &Option<super::parse::Parsed>| parsed.as_ref()?.head.clone();
    let (old_head, new_head) = (head(&old), head(&new));
    let is_broken = new.as_ref().is_some_and(|new| {
        new.faults.iter().any(|fault| fault.severity == super::fault::Severity::Error)
    });
    let fate = match (&old_head, &new_head) {
        (None, Some(_)) => Fate::Added,
        (Some(_), None) => Fate::Removed,
        (Some(_), Some(_)) => Fate::Kept,
        (None, None) => return None,
    };
    let shown = new_head.as_ref().or(old_head.as_ref())?;
    let (id, title) = (shown.id.clone(), shown.title.clone());
    let deck_before = old_head.as_ref().map_or(id.as_str(), |head| head.id.as_str());
    let old_cards = old.as_ref().map_or(&[][..], |old| &old.cards);
    let new_cards = new.as_ref().map_or(&[][..], |new| &new.cards);
    let cards = cards(old_cards, new_cards, deck_before);
    let head = match (&old_head, &new_head) {
        (Some(old), Some(new)) => head_changes(old, new),
        _ => Vec::new(),
    };
    let is_same = fate == Fate::Kept && cards.is_empty() && head.is_empty();
    (!is_same || is_broken).then_some(DeckChange { id, title, fate, cards, head, is_broken })
}

fn head_changes(old: &DeckHead, new: &DeckHead) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let mut note = |is_other: bool, what| changed.extend(is_other.then_some(what));
    note(old.id != new.id, "id");
    note(old.title != new.title, "title");
    note(old.area != new.area, "area");
    note(old.about != new.about, "about");
    note(old.version != new.version, "version");
    note(old.authors != new.authors, "authors");
    note(old.license != new.license, "license");
    note(old.syllabus != new.syllabus, "syllabus");
    note(old.runner != new.runner, "runner");
    changed
}

fn cards(old: &[Card], new: &[Card], deck: &str) -> Vec<CardChange> {
    let partners = partners(old, new, deck);
    let mut found = Vec::new();
    for (card, partner) in new.iter().zip(&partners) {
        let what = match partner.and_then(|at| old.get(at)) {
            None => Some(What::Added),
            Some(before) => compared(before, card),
        };
        found.extend(what.map(|what| told(card, what)));
    }
    let kept: HashSet<usize> = partners.iter().flatten().copied().collect();
    let gone = old.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    found.extend(gone.map(|(_, card)| told(card, What::Removed)));
    found
}

fn told(card: &Card, what: What) -> CardChange {
    let question = Wording::of(card, Side::Forward).asked;
    CardChange { id: card.id.clone(), question, what }
}

/// For each new card the old one that it is: by its id, by a name that it says it
/// had, else the likest of those that are left.
fn partners(old: &[Card], new: &[Card], deck: &str) -> Vec<Option<usize>> {
    let mut free: Vec<bool> = vec![true; old.len()];
    let mut take = |at: usize| free.get_mut(at).is_some_and(std::mem::take).then_some(at);
    let mut found: Vec<Option<usize>> = new
        .iter()
        .map(|card| old.iter().position(|other| other.id == card.id).and_then(&mut take))
        .collect();
    for (card, partner) in new.iter().zip(&mut found).filter(|(_, partner)| partner.is_none()) {
        let names =
            card.notes.was.iter().filter_map(|name| name.strip_prefix(deck)?.strip_prefix('/'));
        *partner = names
            .filter_map(|name| old.iter().position(|other| other.id == name))
            .find_map(&mut take);
    }
    let mut pairs = Vec::new();
    for (n, card) in new.iter().enumerate().filter(|(n, _)| found.get(*n) == Some(&None)) {
        let is = Wording::of(card, Side::Forward);
        for (at, other) in old.iter().enumerate().filter(|(at, _)| free.get(*at) == Some(&true)) {
            let likeness = Wording::of(other, Side::Forward).likeness(&is);
            if likeness >= ALIKE {
                pairs.push((likeness, n, at));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, n, at) in pairs {
        if let Some(slot) = found.get_mut(n).filter(|slot| slot.is_none()) {
            *slot = free.get_mut(at).is_some_and(std::mem::take).then_some(at);
        }
    }
    found
}

/// The weightiest of what changed; `None` when nothing did.
fn compared(old: &Card, new: &Card) -> Option<What> {
    let sides = [Side::Forward, Side::Reversed];
    if sides.iter().any(|side| old.answer_key(*side) != new.answer_key(*side)) {
        let (was, is) = (old.answer_text(Side::Forward), new.answer_text(Side::Forward));
        return Some(What::Answer { was, is });
    }
    let (was, is) = (Wording::of(old, Side::Forward), Wording::of(new, Side::Forward));
    if was.asked != is.asked {
        return Some(What::Reworded { was: was.asked, is: is.asked });
    }
    let mut around = Vec::new();
    let mut note = |is_other: bool, what| around.extend(is_other.then_some(what));
    let (a, b) = (&old.notes, &new.notes);
    note(old.body != new.body, "options or layout");
    note(a.why != b.why, "why");
    note(a.source != b.source, "source");
    note(a.tags != b.tags, "tags");
    note(a.level != b.level, "level");
    note(a.hints != b.hints, "hints");
    note(a.group != b.group, "group");
    note(a.point != b.point, "point");
    note(a.proof != b.proof, "proof");
    if !around.is_empty() {
        return Some(What::Around(around));
    }
    (old.id != new.id).then(|| What::Renamed { was: old.id.clone() })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

    use super::*;

    fn deck(cards: &str) -> String {
        format!(
            "#![enable(implicit_some)]\nDeck(format: 1, id: \"d\", title: \"D\", cards: [{cards}])"
        )
    }

    const ONE: &str = "Typed(id: \"one\", ask: \"Which command sets a key's lifetime?\", accept: [\"EXPIRE\"], why: \"w\"),";

    fn what(after: &str) -> Vec<(String, What)> {
        let changed = changes(Some(&deck(ONE)), Some(&deck(after)));
        changed.into_iter().flat_map(|deck| deck.cards).map(|card| (card.id, card.what)).collect()
    }

    #[test]
    fn each_change_is_told_as_learners_meet_it() {
        assert_eq!(changes(Some(&deck(ONE)), Some(&deck(&ONE.replace(", ask", ",\n  ask")))), None);
        let one = |what| vec![("one".to_owned(), what)];
        let answer = What::Answer { was: "EXPIRE".into(), is: "PEXPIRE".into() };
        assert_eq!(what(&ONE.replace("\"EXPIRE", "\"PEXPIRE")), one(answer));
        let other = "Which command gives a key a lifetime?";
        let reworded =
            What::Reworded { was: "Which command sets a key's lifetime?".into(), is: other.into() };
        let text = ONE.replace("Which command sets a key's lifetime?", other);
        assert_eq!(what(&text), one(reworded.clone()));
        assert_eq!(what(&ONE.replace("\"w\"", "\"x\"")), one(What::Around(vec!["why"])));
        let renamed = What::Renamed { was: "one".into() };
        assert_eq!(what(&ONE.replace("\"one\"", "\"two\"")), [("two".to_owned(), renamed)]);
        // By the name that it says it had, however different it is.
        let named = "Flip(id: \"two\", front: \"x\", back: \"y\", was: [\"d/one\"])";
        assert!(matches!(what(named).as_slice(), [(id, What::Answer { .. })] if id == "two"));
        let new = "Flip(id: \"two\", front: \"x\", back: \"y\"),";
        assert_eq!(what(&format!("{ONE}{new}")), [("two".to_owned(), What::Added)]);
        assert_eq!(what(new), [("two".to_owned(), What::Added), ("one".to_owned(), What::Removed)]);
    }

    #[test]
    fn decks_come_and_go() {
        assert_eq!(changes(None, Some(&deck(ONE))).unwrap().fate, Fate::Added);
        assert_eq!(changes(Some(&deck(ONE)), None).unwrap().fate, Fate::Removed);
        let title = deck(ONE).replace("\"D\"", "\"E\"");
        assert_eq!(changes(Some(&deck(ONE)), Some(&title)).unwrap().head, ["title"]);
        let broken = deck("Flip(id: \"x\")");
        assert!(changes(Some(&deck(ONE)), Some(&broken)).unwrap().is_broken);
        assert_eq!(changes(None, None), None);
    }
}
