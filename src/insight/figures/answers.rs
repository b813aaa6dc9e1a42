//! Answers by kind, grade and hour, and how long they take.

use serde::Serialize;

use super::say::{self, count, number, percent};
use crate::deck::Kind;

/// The answers to one kind of card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KindRow {
    /// The kind.
    pub kind: Kind,
    /// Answers by grade: again, hard, good, easy.
    pub grades: [u32; 4],
    /// Answers.
    pub reviews: u32,
    /// Right ones among them.
    pub right: u32,
    /// From questions to answers, milliseconds.
    pub time_ms: u64,
}

/// A row for each kind that was answered in the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Kinds {
    /// The rows, in the order of [`Kind`].
    pub rows: Vec<KindRow>,
}

impl Kinds {
    /// One sentence on which kind is hardest.
    #[must_use]
    pub fn sentence(&self) -> String {
        let enough = || self.rows.iter().filter(|row| row.reviews >= ENOUGH);
        let share = |row: &&KindRow| say::share(row.right, row.reviews);
        let by_share = |a: &&KindRow, b: &&KindRow| share(a).total_cmp(&share(b));
        let (Some(hardest), Some(easiest)) = (enough().min_by(by_share), enough().max_by(by_share))
        else {
            return say::TOO_FEW.to_owned();
        };
        let right = |row: &KindRow| percent(share(&row));
        if hardest.kind == easiest.kind {
            let kind = hardest.kind.name();
            return format!("You get {} of the {kind} cards right.", right(hardest));
        }
        let z = say::difference((easiest.right, easiest.reviews), (hardest.right, hardest.reviews));
        let (hard, easy) = (hardest.kind.name(), easiest.kind.name());
        // The widest gap of several is wide by chance more often than one.
        if z < 2.6 {
            return "No kind of card is harder for you than another by more than chance."
                .to_owned();
        }
        format!(
            "Hardest are {hard} cards: {} right, against {} of {easy} cards.",
            right(hardest),
            right(easiest)
        )
    }
}

/// Answers by grade (again, hard, good, easy) and by what the card was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Grades {
    /// New cards, and cards being learned (again).
    pub learning: [u32; 4],
    /// Known, with an interval under 21 days.
    pub young: [u32; 4],
    /// Known, with an interval of 21 days or more.
    pub mature: [u32; 4],
}

impl Grades {
    /// One sentence on how the grades are spread.
    #[must_use]
    pub fn sentence(&self) -> String {
        let all = |grades: &[u32; 4]| grades.iter().sum::<u32>();
        let again = |grades: &[u32; 4]| grades.first().copied().unwrap_or(0);
        let share = |grades: &[u32; 4]| percent(say::share(again(grades), all(grades)));
        let (young, mature) = (&self.young, &self.mature);
        match (all(young) >= ENOUGH, all(mature) >= ENOUGH) {
            (true, true) => format!(
                "You forget {} of the young cards and {} of the mature ones.",
                share(young),
                share(mature)
            ),
            (true, false) => {
                format!("You forget {} of the young cards; few are mature yet.", share(young))
            }
            (false, true) => format!("You forget {} of the mature cards.", share(mature)),
            (false, false) => say::TOO_FEW.to_owned(),
        }
    }

    /// Answers of all cards by grade.
    #[must_use]
    pub fn all(&self) -> [u32; 4] {
        let mut all = self.learning;
        for grades in [self.young, self.mature] {
            for (sum, count) in all.iter_mut().zip(grades) {
                *sum += count;
            }
        }
        all
    }
}

/// The answers within one hour of the learner's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HourRow {
    /// 0 to 23, by the learner's clock at the time.
    pub hour: u8,
    /// Answers.
    pub reviews: u32,
    /// Right ones among them.
    pub right: u32,
    /// Answers that tested memory over at least one night.
    pub recalls: u32,
    /// Right ones among the recalls.
    pub recalled: u32,
}

impl HourRow {
    /// True retention in this hour, 0 to 1; `None` without recalls.
    #[must_use]
    pub fn retention(&self) -> Option<f64> {
        (self.recalls > 0).then(|| f64::from(self.recalled) / f64::from(self.recalls))
    }
}

/// The 24 hours from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hours {
    /// The hours.
    pub rows: [HourRow; 24],
}

impl Hours {
    /// The recalls from one hour up to another, over midnight if need be.
    fn between(&self, from: u8, to: u8) -> HourRow {
        let within = |row: &&HourRow| {
            if from <= to {
                (from..to).contains(&row.hour)
            } else {
                row.hour >= from || row.hour < to
            }
        };
        self.rows.iter().filter(within).fold(HourRow::default(), HourRow::plus)
    }

    /// One sentence on when memory is best.
    #[must_use]
    pub fn sentence(&self) -> String {
        let all = self.between(0, 24);
        if all.recalls < 2 * ENOUGH {
            return say::TOO_FEW.to_owned();
        }
        let compared = PARTS.iter().filter_map(|&(from, to, name)| {
            let part = self.between(from, to);
            let rest = (all.recalled - part.recalled, all.recalls - part.recalls);
            let enough = part.recalls >= ENOUGH && rest.1 >= ENOUGH;
            let z = say::difference((part.recalled, part.recalls), rest);
            enough.then_some((z, from, to, name, part, rest))
        });
        let widest = compared.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        let Some((z, from, to, name, part, rest)) = widest else {
            let most = self.rows.iter().max_by_key(|row| row.recalls).map_or(0, |row| row.hour);
            return format!(
                "You study around {most}:00: with so few answers at other times nothing can be \
                 compared."
            );
        };
        let (here, elsewhere) =
            (say::share(part.recalled, part.recalls), say::share(rest.0, rest.1));
        let (here, elsewhere) = (percent(here), percent(elsewhere));
        // The widest of five gaps, so 99 in 100 instead of 95.
        if z.abs() < 2.6 || here == elsewhere {
            return "The hour makes no difference that is more than chance.".to_owned();
        }
        let word = if z < 0.0 { "forget" } else { "remember" };
        format!(
            "You {word} more {name}: {here} right between {from}:00 and {to}:00, {elsewhere} at \
             other times."
        )
    }
}

/// Parts of a day: from, to, and when that is.
const PARTS: [(u8, u8, &str); 5] = [
    (5, 11, "in the morning"),
    (11, 14, "at midday"),
    (14, 18, "in the afternoon"),
    (18, 23, "in the evening"),
    (23, 5, "at night"),
];

/// Fewer answers say nothing about a share.
const ENOUGH: u32 = 50;

/// How long answers take. Times from question to answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Pace {
    /// Bars of seconds: 0–2, 2–4, 4–6, … up to 60, and longer.
    pub buckets: Vec<super::HistogramBucket>,
    /// Answers.
    pub reviews: u32,
    /// All together, milliseconds.
    pub time_ms: u64,
    /// Half of the answers take less, milliseconds; `None` without any.
    pub median_ms: Option<u32>,
    /// Mean of right answers, milliseconds.
    pub right_ms: Option<f64>,
    /// Mean of wrong answers, milliseconds.
    pub wrong_ms: Option<f64>,
}

impl Pace {
    /// One sentence on what answering takes.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(median) = self.median_ms else { return say::TOO_FEW.to_owned() };
        let half = format!(
            "Half of {} took {} or less",
            count(number(self.reviews), "answer"),
            say::duration(u64::from(median))
        );
        match (self.right_ms, self.wrong_ms) {
            (Some(right), Some(wrong)) if self.reviews >= ENOUGH && wrong > right * 1.1 => {
                let more = percent(wrong / right - 1.0);
                format!("{half}; wrong ones take {more} longer than right ones.")
            }
            (Some(right), Some(wrong)) if self.reviews >= ENOUGH && right > wrong * 1.1 => {
                let less = percent(1.0 - wrong / right);
                format!("{half}; wrong ones come {less} faster than right ones: slow down.")
            }
            _ => format!("{half}."),
        }
    }
}
