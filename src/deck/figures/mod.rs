//! The figures of good writing: what a deck gives away, and whether its cards
//! teach. Each has a bar; statistics of guessers are held against chance.

mod guess;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use guess::Guesser;
use serde::Serialize;

use super::lint::item::{self, Offered};
use super::model::{Body, Card};
use super::words::{has_absolute, plain};

/// One figure of a deck.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Never changes, so scripts may rely on it.
    pub name: &'static str,
    /// What was measured: a share from 0 to 1, a ratio or a count.
    pub value: f64,
    /// The least that is allowed, where there is such.
    pub least: Option<f64>,
    /// The most that is allowed, where there is such.
    pub most: Option<f64>,
    /// The share of a blind guess, for figures that are held against it.
    pub chance: Option<f64>,
    /// What the value is about, such as the best guesser's name.
    pub about: Option<&'static str>,
}

impl Figure {
    /// Whether the value is within its bar.
    #[must_use]
    pub fn is_met(&self) -> bool {
        // A share that meets its bar exactly may miss it by a rounding.
        const ROUNDING: f64 = 1e-9;
        self.least.is_none_or(|least| self.value >= least - ROUNDING)
            && self.most.is_none_or(|most| self.value <= most + ROUNDING)
    }

    fn at_most(name: &'static str, value: f64, most: f64) -> Self {
        Self { name, value, least: None, most: Some(most), chance: None, about: None }
    }

    fn at_least(name: &'static str, value: f64, least: f64) -> Self {
        Self { name, value, least: Some(least), most: None, chance: None, about: None }
    }
}

/// The figures of a deck, or of all decks together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The deck's id; `all decks` for all together.
    pub deck: String,
    /// How many cards.
    pub cards: usize,
    /// How many of them are asked with options.
    pub items: usize,
    /// The figures; those about options are left out when no card has any.
    pub figures: Vec<Figure>,
}

/// How strictly statistics are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sample {
    /// One deck: chance plays its part, so the bar is wider for small ones.
    Deck,
    /// All decks together: five points above chance, flat.
    Pooled,
}

/// Points above chance that no figure needs, however large the sample.
const POINTS: f64 = 0.05;

impl Figures {
    /// The figures of one deck. `near` counts its near duplicates, `flaws` its
    /// 'all of the above', article cues and doubled options.
    pub(super) fn of_deck<'a>(
        id: &str,
        cards: impl Iterator<Item = &'a Card> + Clone,
        near: usize,
        flaws: usize,
    ) -> Self {
        Self::new(id, cards, near, flaws, Sample::Deck)
    }

    /// The figures of all cards of all decks.
    pub(super) fn pooled<'a>(
        cards: impl Iterator<Item = &'a Card> + Clone,
        near: usize,
        flaws: usize,
    ) -> Self {
        Self::new("all decks", cards, near, flaws, Sample::Pooled)
    }

    fn new<'a>(
        id: &str,
        cards: impl Iterator<Item = &'a Card> + Clone,
        near: usize,
        flaws: usize,
        sample: Sample,
    ) -> Self {
        let items: Vec<Offered> = cards.clone().filter_map(Offered::of).collect();
        let count = cards.clone().count();
        let share =
            |is: fn(&Card) -> bool| of(cards.clone().filter(|card| is(card)).count(), count);
        let mut figures = Vec::new();
        if !items.is_empty() {
            options(&items, sample, &mut figures);
        }
        figures.extend([
            Figure::at_most("negated-stems", share(|c| item::is_negated(&item::asked(c))), 0.05),
            Figure::at_most("choice-share", share(|c| matches!(c.body, Body::Choice { .. })), 0.6),
            Figure::at_least("explained", share(|c| c.notes.why.is_some()), 1.0),
            Figure::at_least("sourced", share(|c| c.notes.source.is_some()), 1.0),
            Figure::at_most("near-duplicates", number(near), 0.0),
            Figure::at_most("option-flaws", number(flaws), 0.0),
        ]);
        if let Some(absolute) = absolute_words(cards) {
            figures.push(absolute);
        }
        Self { deck: id.to_owned(), cards: count, items: items.len(), figures }
    }

    /// The figures that miss their bar.
    pub fn missed(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| !figure.is_met())
    }

    /// A table for people: the value of each figure and its bar.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}: {} cards, {} with options\n", self.deck, self.cards, self.items);
        for figure in &self.figures {
            let mark = if figure.is_met() { ' ' } else { '!' };
            let _ = write!(out, "{mark} {:<18} {:>7}", figure.name, shown(figure, figure.value));
            match (figure.least, figure.most) {
                (Some(least), Some(most)) => {
                    let _ = write!(out, "  {} to {}", shown(figure, least), shown(figure, most));
                }
                (Some(least), None) => {
                    let _ = write!(out, "  at least {}", shown(figure, least));
                }
                (None, Some(most)) => {
                    let _ = write!(out, "  at most {}", shown(figure, most));
                }
                (None, None) => {}
            }
            if let Some(chance) = figure.chance {
                let _ = write!(out, " (chance {})", shown(figure, chance));
            }
            if let Some(about) = figure.about {
                let _ = write!(out, ", {about}");
            }
            out.push('\n');
        }
        out
    }
}

/// A value in the unit of its figure.
fn shown(figure: &Figure, value: f64) -> String {
    match figure.name {
        "length-ratio" => format!("{value:.2}"),
        "near-duplicates" | "option-flaws" => format!("{value:.0}"),
        _ => format!("{:.1} %", value * 100.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a deck has 200,000 cards at most")]
fn number(count: usize) -> f64 {
    count as f64
}

fn of(count: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { number(count) / number(all) }
}

/// What the options give away.
fn options(items: &[Offered], sample: Sample, figures: &mut Vec<Figure>) {
    let count = number(items.len());
    let chances = items.iter().map(|item| of(item.right, item.options.len()));
    let chance = chances.clone().sum::<f64>() / count;
    // The variance of the sum of draws with these chances.
    let error = chances.map(|p| p * (1.0 - p)).sum::<f64>().sqrt() / count;
    let bar = |errors: f64| match sample {
        Sample::Deck => chance + POINTS.max(errors * error),
        Sample::Pooled => chance + POINTS,
    };
    let rate = |guesser: Guesser| items.iter().map(|item| guesser.hit(item)).sum::<f64>() / count;
    let against_chance = |name, value, most, about| Figure {
        name,
        value,
        least: None,
        most: Some(most),
        chance: Some(chance),
        about,
    };
    figures.push(against_chance("right-longest", rate(Guesser::Longest), bar(2.0), None));
    figures.push(against_chance("right-shortest", rate(Guesser::Shortest), bar(2.0), None));
    let best = Guesser::ALL.map(|guesser| (rate(guesser), guesser));
    if let Some((value, guesser)) = best.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
        figures.push(against_chance("best-guesser", value, bar(2.5), Some(guesser.name())));
    }
    let outstanding = items.iter().filter(|item| item.stands_out()).count();
    figures.push(Figure::at_most("right-stands-out", of(outstanding, items.len()), 0.15));
    figures.push(Figure {
        least: Some(0.9),
        ..Figure::at_most("length-ratio", length_ratio(items), 1.1)
    });
}

/// The geometric mean of length(right) / mean length(wrong).
fn length_ratio(items: &[Offered]) -> f64 {
    let mut logs = 0.0;
    let mut counted = 0;
    for item in items {
        let lengths = item.lengths();
        let (right, wrong) = lengths.split_at(item.right.min(lengths.len()));
        let mean = |lengths: &[f64]| lengths.iter().sum::<f64>() / number(lengths.len());
        let (right, wrong) = (mean(right), mean(wrong));
        if right > 0.0 && wrong > 0.0 {
            logs += (right / wrong).ln();
            counted += 1;
        }
    }
    if counted == 0 { 1.0 } else { (logs / number(counted)).exp() }
}

/// How much more often wrong options have absolute words than right ones.
fn absolute_words<'a>(cards: impl Iterator<Item = &'a Card>) -> Option<Figure> {
    let (mut right, mut wrong) = ((0, 0), (0, 0));
    for card in cards {
        if let Body::Choice { right: rights, wrong: wrongs, .. } = &card.body {
            for (options, count) in [(rights, &mut right), (wrongs, &mut wrong)] {
                count.0 += options.iter().filter(|c| has_absolute(&plain(&c.text))).count();
                count.1 += options.len();
            }
        }
    }
    if wrong.1 == 0 {
        return None;
    }
    let most = of(right.0, right.1) + 0.03;
    Some(Figure::at_most("absolute-words", of(wrong.0, wrong.1), most))
}
