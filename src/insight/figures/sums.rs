//! One pass over the answers for all figures that are plain sums.

use super::answers::{Grades, HourRow, Hours, KindRow, Kinds, Pace};
use super::calibration::{ConfidenceRow, Confidences};
use super::retention::Tally;
use super::{Input, say};
use crate::deck::Kind;
use crate::insight::Answered;
use crate::insight::overview::MATURE_DAYS;
use crate::scheduler::Confidence;

/// What one day adds up to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DaySum {
    pub reviews: u32,
    pub correct: u32,
    pub met: u32,
    pub young: Tally,
    pub mature: Tally,
    pub time_ms: u64,
}

/// Days beyond a century from today are no days of a learner: what a broken
/// clock put there counts for the last day that is one.
const CENTURY: i32 = 36_525;

/// The sums of all days.
#[derive(Debug, Default)]
pub(super) struct DaySums {
    first: i32,
    days: Vec<DaySum>,
    today: i32,
}

impl DaySums {
    pub fn new(today: i32) -> Self {
        Self { first: today, days: Vec::new(), today }
    }

    /// The first and the last day with an answer; `None` without any.
    pub fn span(&self) -> Option<(i32, i32)> {
        let last = i32::try_from(self.days.len().checked_sub(1)?).ok()?;
        Some((self.first, self.first.saturating_add(last)))
    }

    pub fn get(&self, day: i32) -> DaySum {
        let at = day.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.days.get(at)).copied().unwrap_or_default()
    }

    fn slot(&mut self, day: i32) -> Option<&mut DaySum> {
        let near = self.today.saturating_sub(CENTURY)..=self.today.saturating_add(CENTURY);
        let day = day.clamp(*near.start(), *near.end());
        if self.days.is_empty() {
            self.first = day;
        }
        if day < self.first {
            let more = usize::try_from(self.first - day).ok()?;
            self.days.splice(0..0, std::iter::repeat_n(DaySum::default(), more));
            self.first = day;
        }
        let at = usize::try_from(day - self.first).ok()?;
        if at >= self.days.len() {
            self.days.resize(at + 1, DaySum::default());
        }
        self.days.get_mut(at)
    }
}

/// Half a minute in steps of two seconds, a minute, and longer.
const PACE_STEP_MS: u32 = 2_000;
const PACE_BARS: usize = 31;
/// The median is found to this many milliseconds.
const FINE_MS: u32 = 100;
const FINE_BARS: usize = 6_001;

/// All plain sums.
pub(super) struct Sums {
    pub days: DaySums,
    pub reviews: u32,
    pub reviews_ever: u32,
    kinds: [KindRow; 7],
    pub grades: Grades,
    pub hours: Hours,
    pub confidence: Confidences,
    fine: Vec<u32>,
    time_ms: u64,
    right: (u32, u64),
}

const KINDS: [Kind; 7] =
    [Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output, Kind::Order, Kind::Match];

impl Sums {
    /// Adds up the answers that count.
    pub fn of(input: &Input<'_>) -> Self {
        let kind = |kind| KindRow { kind, grades: [0; 4], reviews: 0, right: 0, time_ms: 0 };
        let mut sums = Self {
            days: DaySums::new(input.today),
            reviews: 0,
            reviews_ever: 0,
            kinds: KINDS.map(kind),
            grades: Grades::default(),
            hours: Hours::default(),
            confidence: Confidences::default(),
            fine: vec![0; FINE_BARS],
            time_ms: 0,
            right: (0, 0),
        };
        for (hour, row) in (0..).zip(&mut sums.hours.rows) {
            row.hour = hour;
        }
        let said =
            [Some(Confidence::Guess), Some(Confidence::Unsure), Some(Confidence::Sure), None];
        for (said, row) in said.into_iter().zip(&mut sums.confidence.rows) {
            row.said = said;
        }
        let first_day = input.period.first_day(input.today);
        for answered in input.history.answers() {
            if !input.selection.has(answered.item) {
                continue;
            }
            sums.count_day(answered);
            if answered.day >= first_day {
                sums.count(answered);
            }
        }
        for row in &mut sums.confidence.rows {
            row.interval = say::wilson(row.right, row.answers);
        }
        sums
    }

    fn count_day(&mut self, answered: &Answered) {
        self.reviews_ever += 1;
        let right = u32::from(answered.is_right);
        let Some(sum) = self.days.slot(answered.day) else { return };
        sum.reviews += 1;
        sum.correct += right;
        sum.met += u32::from(answered.is_first);
        sum.time_ms += u64::from(answered.latency_ms);
        if answered.is_recall() {
            let is_mature = answered.previous_days >= MATURE_DAYS;
            let tally = if is_mature { &mut sum.mature } else { &mut sum.young };
            tally.passed += right;
            tally.failed += 1 - right;
        }
    }

    fn count(&mut self, answered: &Answered) {
        self.reviews += 1;
        let right = u32::from(answered.is_right);
        let grade = usize::from(answered.rating.number()).saturating_sub(1);
        let latency = u64::from(answered.latency_ms);
        if let Some(row) = self.kinds.get_mut(answered.kind as usize) {
            row.reviews += 1;
            row.right += right;
            row.time_ms += latency;
            row.grades.get_mut(grade).into_iter().for_each(|count| *count += 1);
        }
        let grades = match answered.previous_days {
            0 => &mut self.grades.learning,
            1..MATURE_DAYS => &mut self.grades.young,
            _ => &mut self.grades.mature,
        };
        grades.get_mut(grade).into_iter().for_each(|count| *count += 1);
        if let Some(row) = self.hours.rows.get_mut(hour_of(answered)) {
            row.reviews += 1;
            row.right += right;
            let recall = u32::from(answered.is_recall());
            row.recalls += recall;
            row.recalled += recall * right;
        }
        let said = answered.confidence.map_or(3, |said| said as usize);
        if let Some(ConfidenceRow { answers, right: known, .. }) =
            self.confidence.rows.get_mut(said)
        {
            *answers += 1;
            *known += right;
        }
        let fine = (answered.latency_ms / FINE_MS) as usize;
        if let Some(count) = self.fine.get_mut(fine.min(FINE_BARS - 1)) {
            *count += 1;
        }
        self.time_ms += latency;
        self.right.0 += right;
        self.right.1 += latency * u64::from(right);
    }

    /// The kinds that were answered.
    pub fn kinds(&self) -> Kinds {
        let mut rows: Vec<KindRow> =
            self.kinds.iter().filter(|row| row.reviews > 0).copied().collect();
        rows.sort_by_key(|row| row.kind);
        Kinds { rows }
    }

    /// How long the answers took.
    pub fn pace(&self) -> Pace {
        let step = (PACE_STEP_MS / FINE_MS) as usize;
        let mut cards = [0_u32; PACE_BARS];
        for (at, count) in self.fine.iter().enumerate() {
            if let Some(bar) = cards.get_mut((at / step).min(PACE_BARS - 1)) {
                *bar += count;
            }
        }
        let seconds = f64::from(PACE_STEP_MS) / 1000.0;
        let buckets = (0_u32..).zip(cards).map(|(at, cards)| super::HistogramBucket {
            from: f64::from(at) * seconds,
            to: if at as usize + 1 < PACE_BARS {
                f64::from(at + 1) * seconds
            } else {
                f64::INFINITY
            },
            cards,
        });
        let mut passed = 0;
        let half = self.reviews.div_ceil(2);
        let median = self.fine.iter().position(|count| {
            passed += count;
            passed >= half
        });
        let mean = |(answers, ms): (u32, u64)| {
            #[expect(clippy::cast_precision_loss, reason = "below 2^53 for a million years")]
            (answers > 0).then(|| ms as f64 / f64::from(answers))
        };
        let wrong = (self.reviews - self.right.0, self.time_ms - self.right.1);
        Pace {
            buckets: buckets.collect(),
            reviews: self.reviews,
            time_ms: self.time_ms,
            median_ms: median
                .filter(|_| self.reviews > 0)
                .and_then(|at| u32::try_from(at).ok())
                .map(|at| at * FINE_MS + FINE_MS / 2),
            right_ms: mean(self.right),
            wrong_ms: mean(wrong),
        }
    }
}

/// The hour that the learner's clock showed: 0 to 23.
fn hour_of(answered: &Answered) -> usize {
    let local = answered.at_ms.saturating_add(i64::from(answered.zone_min) * 60_000);
    usize::try_from(local.div_euclid(3_600_000).rem_euclid(24)).unwrap_or(0)
}

impl HourRow {
    /// Both together.
    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            hour: self.hour,
            reviews: self.reviews + other.reviews,
            right: self.right + other.right,
            recalls: self.recalls + other.recalls,
            recalled: self.recalled + other.recalled,
        }
    }
}
