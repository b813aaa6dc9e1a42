//! Learners out of the machine, of differing habits: for tests and benchmarks.
//!
//! What they remember follows none of the models exactly: each card has a
//! strength of its own, days are good and bad, memory drifts, right answers may
//! be guessed, and known ones be missed.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

use super::fsrs7::{self, Fsrs7};
use super::log::Answer;
use crate::scheduler::{Memory, Model, Params, Rating};

const DAY_MS: i64 = 86_400_000;

/// What a learner's memory is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// One stability, as FSRS-6 has it.
    One,
    /// A short-lived and a long-lived one, as FSRS-7 has it.
    Two,
}

/// A learner's memory and habits.
#[derive(Debug, Clone, Copy)]
pub struct Learner {
    /// For all that is left to chance.
    pub seed: u64,
    /// Reviews in all, about.
    pub reviews: usize,
    /// New cards a day.
    pub new_per_day: usize,
    /// The retention that their app schedules for, 0 to 1.
    pub retention: f64,
    /// What their memory is made of.
    pub truth: Truth,
    /// How far their parameters are from the usual ones; 0: not at all.
    pub oddness: f64,
    /// How much cards differ besides (standard deviation of ln stability).
    pub variety: f64,
    /// Good and bad days (standard deviation of log odds).
    pub mood: f64,
    /// By how much stability has grown by the end (its logarithm).
    pub drift: f64,
    /// The chance of a right guess.
    pub guess: f64,
    /// The chance of missing what is known.
    pub slip: f64,
    /// How often a recalled card is graded hard, and easy.
    pub grades: (f64, f64),
    /// The chance that a day is missed.
    pub absence: f64,
}

impl Learner {
    /// A learner like many: a little odd in everything.
    #[must_use]
    pub fn new(seed: u64, reviews: usize) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed ^ 0x5eed);
        let mut between = |low: f64, high: f64| low + (high - low) * rng.random::<f64>();
        Self {
            seed,
            reviews,
            new_per_day: 4 + reviews / 800,
            retention: between(0.80, 0.95),
            truth: if seed.is_multiple_of(2) { Truth::Two } else { Truth::One },
            oddness: between(0.0, 0.5),
            variety: between(0.0, 0.8),
            mood: between(0.0, 0.5),
            drift: between(-0.6, 0.6),
            guess: between(0.0, 0.25),
            slip: between(0.0, 0.04),
            grades: (between(0.0, 0.25), between(0.0, 0.2)),
            absence: between(0.0, 0.3),
        }
    }
}

/// A card of a made-up learner.
struct Card {
    due: i64,
    /// What the learner's app believes.
    believed: Option<Memory>,
    /// What is so: one of these.
    one: Option<Memory>,
    two: Option<fsrs7::State>,
    /// ln of what this card's stability is multiplied by.
    strength: f64,
    last_ms: i64,
    last_day: i64,
}

/// Plays a learner; answers in the order of time.
#[must_use]
pub fn answers(learner: &Learner) -> Vec<Answer> {
    Play::new(learner).run()
}

struct Play<'a> {
    learner: &'a Learner,
    rng: ChaCha12Rng,
    app: Model,
    one: Model,
    two: Fsrs7,
    cards: Vec<Card>,
    /// Cards by the day they are due.
    due: BTreeMap<i64, Vec<usize>>,
    answers: Vec<Answer>,
}

impl<'a> Play<'a> {
    fn new(learner: &'a Learner) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(learner.seed);
        let mut weights = *Params::default().weights();
        for weight in &mut weights {
            #[expect(clippy::cast_possible_truncation, reason = "FSRS-6 reckons in f32")]
            let scale = (learner.oddness * normal(&mut rng)).exp() as f32;
            *weight *= scale;
        }
        // Odd parameters may be no parameters at all.
        let one = Params::new(0, &weights).unwrap_or_default();
        let mut weights = fsrs7::DEFAULTS;
        for (at, weight) in weights.iter_mut().enumerate() {
            let noise = learner.oddness * normal(&mut rng);
            *weight = if at < 4 { *weight * (2.0 * noise).exp() } else { *weight * noise.exp() };
        }
        let two = fsrs7::Params::new(&weights).unwrap_or_default();
        Self {
            learner,
            rng,
            app: Model::default(),
            one: Model::new(&one),
            two: Fsrs7::new(&two),
            cards: Vec::new(),
            due: BTreeMap::new(),
            answers: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Answer> {
        let mut day = 0;
        while self.answers.len() < self.learner.reviews {
            day += 1;
            if self.chance(self.learner.absence) {
                continue;
            }
            self.study(day);
        }
        self.answers
    }

    fn study(&mut self, day: i64) {
        let mood = self.learner.mood * normal(&mut self.rng);
        let mut now = day * DAY_MS + 6 * 3_600_000 + self.rng.random_range(0..12 * 3_600_000);
        let mut queue: Vec<usize> = Vec::new();
        let later = self.due.split_off(&(day + 1));
        for cards in std::mem::replace(&mut self.due, later).into_values() {
            queue.extend(cards);
        }
        for _ in 0..self.learner.new_per_day {
            queue.push(self.cards.len());
            let strength = self.learner.variety * normal(&mut self.rng);
            self.cards.push(Card {
                due: day,
                believed: None,
                one: None,
                two: None,
                strength,
                last_ms: now,
                last_day: day,
            });
        }
        // Forgotten and new cards come again the same day.
        let mut rounds = 0;
        while !queue.is_empty() && rounds < 5 {
            let mut again = Vec::new();
            for card in queue {
                now += self.rng.random_range(3_000..20_000);
                if self.answer(card, now, day, mood) {
                    let due = self.cards[card].due;
                    self.due.entry(due).or_default().push(card);
                } else {
                    again.push(card);
                }
            }
            now += 600_000;
            rounds += 1;
            queue = again;
        }
        for card in queue {
            self.due.entry(day + 1).or_default().push(card);
        }
    }

    /// Whether the card is done with for this day.
    fn answer(&mut self, at: usize, now: i64, day: i64, mood: f64) -> bool {
        let learner = *self.learner;
        #[expect(clippy::cast_precision_loss, reason = "counts and times of a made-up log")]
        let (progress, secs) = (
            self.answers.len() as f64 / learner.reviews as f64,
            (now - self.cards[at].last_ms) as f64 / 1000.0,
        );
        let days = u32::try_from(day - self.cards[at].last_day).unwrap_or(0);
        let is_first = self.cards[at].believed.is_none();
        let known = if is_first { 0.5 } else { self.known(at, days, secs, progress, mood) };
        let right = learner.guess + (1.0 - learner.guess) * known * (1.0 - learner.slip);
        let rating = if !self.chance(right) {
            Rating::Again
        } else if self.chance(learner.grades.0) {
            Rating::Hard
        } else if self.chance(learner.grades.1) {
            Rating::Easy
        } else {
            Rating::Good
        };
        self.answers.push(Answer {
            at_ms: now,
            card: i64::try_from(at).unwrap_or(0),
            rating,
            days: if is_first { 0 } else { days },
            secs: if is_first { 0.0 } else { secs },
        });
        let learn = |model: &Model, memory| {
            let [again, hard, good, easy] = model.next(memory, days);
            Some(match rating {
                Rating::Again => again,
                Rating::Hard => hard,
                Rating::Good => good,
                Rating::Easy => easy,
            })
        };
        let card = &mut self.cards[at];
        card.one = learn(&self.one, card.one);
        card.two = Some(match card.two {
            None => self.two.first(rating.number()),
            Some(state) => self.two.next(state, secs / 86_400.0, rating.number()),
        });
        card.believed = learn(&self.app, card.believed);
        card.last_ms = now;
        card.last_day = day;
        let interval =
            card.believed.map_or(1.0, |memory| self.app.interval(memory, learner.retention));
        let fuzz = 0.9 + 0.2 * self.rng.random::<f64>();
        #[expect(clippy::cast_possible_truncation, reason = "at most 36,500 days")]
        let interval = (interval * fuzz).round().clamp(1.0, 36_500.0) as i64;
        self.cards[at].due = day + interval;
        rating != Rating::Again
    }

    /// The chance that a card is known now.
    fn known(&self, at: usize, days: u32, secs: f64, progress: f64, mood: f64) -> f64 {
        let card = &self.cards[at];
        let scale = (card.strength + self.learner.drift * progress).exp();
        let recall = match self.learner.truth {
            Truth::One => card.one.map_or(0.0, |memory| {
                #[expect(clippy::cast_possible_truncation, reason = "FSRS-6 reckons in f32")]
                let stability = (f64::from(memory.stability) * scale) as f32;
                self.one.retrievability(Memory { stability, ..memory }, days)
            }),
            Truth::Two => card.two.map_or(0.0, |state| {
                let state =
                    fsrs7::State { long: state.long * scale, short: state.short * scale, ..state };
                self.two.recall(state, secs / 86_400.0)
            }),
        };
        let odds = super::logit(recall.clamp(1e-4, 1.0 - 1e-4)) + mood;
        1.0 / (1.0 + (-odds).exp())
    }

    fn chance(&mut self, of: f64) -> bool {
        self.rng.random::<f64>() < of
    }
}

/// A draw from the standard normal distribution: by the sum of twelve.
fn normal(rng: &mut ChaCha12Rng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}
