//! What the collection adds up to: the home screen's figures and their kin.

use super::{Collection, CollectionError};
use crate::insight::{self, Counts, DeckOverview, Overview, Totals};
use crate::scheduler::{Due, day};
use crate::session::{CandidateKind, NextDue, Queue, Scope};
use crate::store::DayStat;

/// A card takes this long before anything is known of the learner, ms.
const TYPICAL_ANSWER_MS: u64 = 12_000;

/// A new card takes longer than a review: reading, then learning it.
const NEW_CARD_FACTOR: u64 = 2;

/// Weeks of the home screen's heatmap.
const HEAT_WEEKS: u32 = 18;

impl Collection {
    /// The home screen's figures: one pass over all states.
    #[must_use]
    pub fn overview(&mut self) -> Overview {
        // A day that can't be started anew shows the one before; answering
        // reports what is wrong.
        let _ = self.roll_over();
        let candidates = self.all_candidates(&Scope::default());
        let (families, limits) = self.today_limits();
        let daily = self.limits(&Scope::default());
        let of_the_day = self.within_limits(self.of_the_day(&candidates).collect());
        let remaining = Queue::new(of_the_day, families, daily).remaining();
        let mut decks = self.deck_figures();
        // A deck's own session asks its new cards, started or not.
        for candidate in &candidates {
            let Some(deck) = decks.get_mut(candidate.deck) else { continue };
            match candidate.kind {
                CandidateKind::New => deck.new += 1,
                _ => deck.due += 1,
            }
        }
        let by_preset = self.limits_by_preset();
        for (at, deck) in decks.iter_mut().enumerate() {
            let limits = by_preset.get(self.preset_of_deck(at)).copied().unwrap_or(limits);
            deck.new = deck.new.min(limits.new);
        }
        let today = self.today.day;
        // Figures that can't be read are shown as none; opening the progress
        // has reported what is wrong with it.
        let stats = self.store.day_stats(i32::MIN..=i32::MAX).unwrap_or_default();
        let days: Vec<i32> = stats.iter().map(|(day, _)| *day).collect();
        let reviews: Vec<(i32, u32)> =
            stats.iter().map(|(day, stat)| (*day, stat.reviews)).collect();
        let now = stats
            .iter()
            .find(|(day, _)| *day == today)
            .map_or(DayStat::default(), |(_, stat)| *stat);
        let due = remaining.reviews + remaining.learning;
        let per_card = self.typical_answer_ms();
        let cards = due as u64 + remaining.new as u64 * NEW_CARD_FACTOR;
        Overview {
            due,
            new: remaining.new,
            seconds: cards.saturating_mul(per_card) / 1000,
            decks,
            totals: Totals {
                reviews_today: now.reviews as usize,
                correct_today: now.correct as usize,
                reviews: stats.iter().map(|(_, stat)| u64::from(stat.reviews)).sum(),
                met_today: now.met as usize,
            },
            streak: insight::streak_with_rest(
                &days,
                today,
                self.settings.rests(),
                self.settings.free_days,
            ),
            ahead: self.ahead(minutes(now.time_ms), self.last_week().unwrap_or_default()),
            heat: insight::heat(&reviews, today, HEAT_WEEKS),
            started: !stats.is_empty(),
            track: self.track(),
        }
    }

    fn deck_figures(&self) -> Vec<DeckOverview> {
        let (today, now_ms) = (self.today.day, self.now_ms());
        let decks = self.library.decks().iter().map(|deck| {
            let mut figures = DeckOverview::default();
            let (mut recall, mut met) = (0.0, 0.0);
            for item in deck.items.clone() {
                let item = item as usize;
                figures.counts.add(&self.state(item), today, now_ms);
                if let Some(retrievability) = self.retrievability(item) {
                    recall += retrievability;
                    met += 1.0;
                }
            }
            figures.remembered = (met > 0.0).then(|| recall / met);
            figures
        });
        decks.collect()
    }

    /// All items by state.
    #[must_use]
    pub fn counts(&self) -> Counts {
        insight::counts(&self.states, self.today.day, self.now_ms())
    }

    /// True retention over the study days `from` to `to`: the share of answers
    /// after at least one night that were right, 0 to 1; `None` without any.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn retention(&self, from: i32, to: i32) -> Result<Option<f64>, CollectionError> {
        let stats = self.store.day_stats(from..=to)?;
        let sum = stats.into_iter().fold(DayStat::default(), |sum, (_, stat)| sum.plus(stat));
        Ok((sum.recalls > 0).then(|| f64::from(sum.recalled) / f64::from(sum.recalls)))
    }

    /// How long an answer takes this learner, milliseconds: the mean of the
    /// last weeks, once there are enough.
    #[must_use]
    pub fn typical_answer_ms(&self) -> u64 {
        self.typical_answer_ms.unwrap_or(TYPICAL_ANSWER_MS)
    }

    pub(super) fn learn_pace(&mut self) -> Result<(), CollectionError> {
        let today = self.today.day;
        let stats = self.store.day_stats(today - 30..=today)?;
        let sum = stats.into_iter().fold(DayStat::default(), |sum, (_, stat)| sum.plus(stat));
        let enough = sum.reviews >= 30;
        self.typical_answer_ms =
            enough.then(|| (sum.time_ms / u64::from(sum.reviews)).clamp(2_000, 120_000));
        Ok(())
    }

    /// The next study day with something due, today included.
    #[must_use]
    pub fn next_due(&self) -> Option<NextDue> {
        let today = self.today.day;
        let days = self.states.iter().filter(|state| !state.suspended).filter_map(|state| {
            let day = match state.due {
                Due::Day(day) => day,
                Due::At(at_ms) => {
                    day::day_of(at_ms, &self.zone, self.settings.rollover_hour).max(today)
                }
                Due::Never => return None,
            };
            Some(day.max(state.buried_until.unwrap_or(i32::MIN)).max(today))
        });
        let mut next: Option<(i32, usize)> = None;
        for day in days {
            next = Some(match next {
                Some((first, cards)) if first == day => (first, cards + 1),
                Some((first, cards)) if first < day => (first, cards),
                _ => (day, 1),
            });
        }
        next.map(|(day, cards)| NextDue { in_days: day.abs_diff(today), cards })
    }
}

fn minutes(time_ms: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
    let minutes = time_ms as f64 / 60_000.0;
    minutes
}
