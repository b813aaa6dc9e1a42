//! Which cards a query finds: each condition as a set of cards, the sets joined.

use super::ast::{Atom, Expr, FlagTest, Is, Op, Prop};
use super::bits::Bits;
use super::facts::{Facts, NO_DAY, bit};
use super::pattern::Pattern;
use super::recent::Recent;
use super::text::TextIndex;
use crate::deck::{Area, DeckInfo, Kind};
use crate::scheduler::Rating;

/// What a query is asked of.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// All cards at this moment.
    pub facts: &'a Facts,
    /// The last answers; needed by `rated:` and `introduced:` only.
    pub recent: Option<&'a Recent>,
    /// The texts; needed by words only.
    pub text: Option<&'a TextIndex>,
}

/// What a query needs and is not at hand yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The texts of the cards.
    #[error("the cards' texts are still being read")]
    Text,
    /// The answers.
    #[error("the history is still being read")]
    History,
}

impl Expr {
    /// What has to be at hand for this query that `world` lacks.
    #[must_use]
    pub fn missing(&self, world: &World<'_>) -> Option<Missing> {
        let is_text = |atom: &Atom| matches!(atom, Atom::Text(pattern) if !pattern.is_anything());
        let is_rated = |atom: &Atom| matches!(atom, Atom::Rated(..) | Atom::Introduced(_));
        if world.text.is_none() && self.has(is_text) {
            return Some(Missing::Text);
        }
        (world.recent.is_none() && self.has(is_rated)).then_some(Missing::History)
    }
}

/// The cards that a query finds.
///
/// # Errors
/// When what it needs is not at hand.
pub fn find(query: &Expr, world: &World<'_>) -> Result<Bits, Missing> {
    match query.missing(world) {
        Some(missing) => Err(missing),
        None => Ok(found(query, world)),
    }
}

fn found(query: &Expr, world: &World<'_>) -> Bits {
    let len = world.facts.len();
    match query {
        Expr::All => Bits::all(len),
        Expr::Term(term) => atom(&term.atom, world),
        Expr::Not(inner) => {
            let mut bits = found(inner, world);
            bits.flip();
            bits
        }
        Expr::And(all) => {
            let mut bits = Bits::all(len);
            for one in all {
                bits.keep(&found(one, world));
            }
            bits
        }
        Expr::Or(any) => {
            let mut bits = Bits::none(len);
            for one in any {
                bits.join(&found(one, world));
            }
            bits
        }
    }
}

fn atom(atom: &Atom, world: &World<'_>) -> Bits {
    let facts = world.facts;
    let items = facts.library.items();
    match atom {
        Atom::Text(pattern) => match world.text {
            _ if pattern.is_anything() => Bits::all(facts.len()),
            Some(text) => text.search(pattern, &facts.library),
            None => Bits::none(facts.len()),
        },
        Atom::Deck(pattern) => {
            of_decks(facts, |deck| pattern.fits(&deck.head.id) || pattern.fits(&deck.head.title))
        }
        Atom::Area(pattern) => of_decks(facts, |deck| {
            let area = &deck.head.area;
            pattern.fits(area_name(area)) || pattern.fits(area_plural(area))
        }),
        Atom::Tag(pattern) => tagged(facts, pattern),
        Atom::Point(pattern) => on_point(facts, pattern),
        Atom::Id(pattern) => named(facts, pattern),
        Atom::Kind(kind) => {
            Bits::which(facts.len(), |at| items.get(at).is_some_and(|item| item.kind == *kind))
        }
        Atom::Level(level) => Bits::which(facts.len(), |at| {
            items.get(at).is_some_and(|item| item.level == level.unwrap_or(0))
        }),
        Atom::Is(is) => standing(facts, *is),
        Atom::Flag(test) => column(&facts.flag, |flag| match test {
            FlagTest::Any => flag != 0,
            FlagTest::None => flag == 0,
            FlagTest::Number(number) => flag == *number,
        }),
        Atom::Prop(prop, op, number) => figure(facts, *prop, *op, *number),
        Atom::Rated(days, grade) => within(world, *days, *grade),
        Atom::Introduced(days) => {
            let after = facts.today.saturating_sub_unsigned(*days);
            within_days(facts.len(), world.recent.map(Recent::introduced), after)
        }
    }
}

fn column<T: Copy>(values: &[T], fits: impl Fn(T) -> bool) -> Bits {
    Bits::which(values.len(), |at| values.get(at).is_some_and(|value| fits(*value)))
}

/// Deck by deck: their items stand together.
fn of_decks(facts: &Facts, fits: impl Fn(&DeckInfo) -> bool) -> Bits {
    let mut bits = Bits::none(facts.len());
    for deck in facts.library.decks().iter().filter(|deck| fits(deck)) {
        deck.items.clone().for_each(|item| bits.add(item as usize));
    }
    bits
}

fn tagged(facts: &Facts, pattern: &Pattern) -> Bits {
    let library = &facts.library;
    let names = library.tag_names().iter().map(|name| pattern.fits(name));
    let fits: Vec<bool> = names.collect();
    if !fits.contains(&true) {
        return Bits::none(facts.len());
    }
    let is_it = |tag: &u32| fits.get(*tag as usize).copied().unwrap_or(false);
    Bits::which(facts.len(), |at| library.tags(at).iter().any(is_it))
}

/// A point is a tag within its own deck.
fn on_point(facts: &Facts, pattern: &Pattern) -> Bits {
    let library = &facts.library;
    let mut bits = Bits::none(facts.len());
    for deck in library.decks() {
        let points = deck.head.syllabus.iter();
        let fits = points.filter(|point| pattern.fits(&point.id) || pattern.fits(&point.title));
        let tags: Vec<u32> = fits.filter_map(|point| library.tag(&point.id)).collect();
        if tags.is_empty() {
            continue;
        }
        for item in deck.items.clone() {
            if library.tags(item as usize).iter().any(|tag| tags.contains(tag)) {
                bits.add(item as usize);
            }
        }
    }
    bits
}

fn named(facts: &Facts, pattern: &Pattern) -> Bits {
    let library = &facts.library;
    let has_deck = pattern.pieces().iter().any(|piece| piece.contains('/'));
    let is_open = pattern.pieces().len() > 1;
    let mut bits = Bits::none(facts.len());
    let mut name = String::new();
    for deck in library.decks() {
        for item in deck.items.clone() {
            let item = item as usize;
            let id = library.card_id(item);
            let mut fits = pattern.fits(id);
            if !fits && (has_deck || is_open) {
                name.clear();
                name.push_str(&deck.head.id);
                name.push('/');
                name.push_str(id);
                fits = pattern.fits(&name);
            }
            if fits {
                bits.add(item);
            }
        }
    }
    bits
}

fn standing(facts: &Facts, is: Is) -> Bits {
    let (with, without) = bits_of(is);
    column(&facts.standing, |standing| standing & with != 0 && standing & without == 0)
}

/// The bits that must be set, one of them at least, and those that must not.
pub(super) fn bits_of(is: Is) -> (u16, u16) {
    match is {
        Is::Due => (bit::DUE, 0),
        Is::New => (bit::NEW, 0),
        Is::Learning => (bit::LEARNING, 0),
        Is::Review => (bit::REVIEW, 0),
        Is::Young => (bit::REVIEW, bit::MATURE),
        Is::Mature => (bit::MATURE, 0),
        Is::Suspended => (bit::SUSPENDED, 0),
        Is::Buried => (bit::BURIED, 0),
        Is::Leech => (bit::LEECH, 0),
    }
}

fn figure(facts: &Facts, prop: Prop, op: Op, number: f64) -> Bits {
    let holds = |figure: f64| op.holds(figure, number);
    let share = |values: &[f32]| column(values, |value| holds(f64::from(value)));
    let count = |values: &[u32]| column(values, |value| holds(f64::from(value)));
    match prop {
        Prop::Stability => share(&facts.stability),
        Prop::Difficulty => share(&facts.difficulty),
        Prop::Retrievability => share(&facts.recall),
        // New cards have none.
        Prop::Interval => Bits::which(facts.len(), |at| {
            !facts.stands(at, bit::NEW)
                && facts.interval.get(at).is_some_and(|days| holds(f64::from(*days)))
        }),
        Prop::Due => {
            let today = f64::from(facts.today);
            column(&facts.due, |day| day != NO_DAY && holds(f64::from(day) - today))
        }
        Prop::Reps => count(&facts.reps),
        Prop::Lapses => count(&facts.lapses),
    }
}

fn within(world: &World<'_>, days: u32, grade: Option<Rating>) -> Bits {
    let after = world.facts.today.saturating_sub_unsigned(days);
    within_days(world.facts.len(), world.recent.map(|recent| recent.days(grade)), after)
}

fn within_days(len: usize, days: Option<&[i32]>, after: i32) -> Bits {
    let days = days.unwrap_or_default();
    Bits::which(len, |at| days.get(at).is_some_and(|day| *day != NO_DAY && *day > after))
}

/// An area as a query names it.
pub(super) fn area_name(area: &Area) -> &str {
    match area {
        Area::Foundations => "foundations",
        Area::Language => "language",
        Area::Framework => "framework",
        Area::Database => "database",
        Area::Other(name) => name,
    }
}

/// As the home screen heads it.
fn area_plural(area: &Area) -> &str {
    match area {
        Area::Foundations => "foundation",
        Area::Language => "languages",
        Area::Framework => "frameworks",
        Area::Database => "databases",
        Area::Other(name) => name,
    }
}

/// How many cards there are of a kind, for completion.
pub(super) fn of_kind(facts: &Facts, kind: Kind) -> usize {
    facts.library.items().iter().filter(|item| item.kind == kind).count()
}
