//! What a plan changes on the way to its day: how many new cards a day brings,
//! and the last look at each card before the day. Pure, and the same for the
//! simulation and for the learner's own days.

use super::learner::Learner;
use super::week::Weekday;

/// A card that is recalled on the day with at least this probability is not
/// worth another look, however much time there is.
const SURE: f64 = 0.97;

/// A new card comes back about so often before it holds for weeks.
const FOLLOW_UPS: f64 = 2.5;

/// What the learner wishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The study day that counts.
    pub day: i32,
    /// Minutes on each study day.
    pub minutes: f64,
    /// Weekdays without study, Monday first.
    pub rest: [bool; 7],
}

impl Wish {
    /// Whether a day is for study.
    #[must_use]
    pub fn studies_on(&self, day: i32) -> bool {
        !self.rest.get(Weekday::of(day).index()).copied().unwrap_or(false)
    }

    /// Days for study from one day up to (not with) another.
    #[must_use]
    pub fn study_days(&self, from: i32, to: i32) -> u32 {
        let days = i64::from(to).saturating_sub(i64::from(from)).max(0);
        let weeks = days / 7;
        let a_week = self.rest.iter().filter(|rest| !**rest).count();
        let left = (0..days % 7).filter(|ahead| {
            self.studies_on(from.saturating_add(i32::try_from(*ahead).unwrap_or(0)))
        });
        let all =
            weeks * i64::try_from(a_week).unwrap_or(0) + i64::try_from(left.count()).unwrap_or(0);
        u32::try_from(all).unwrap_or(u32::MAX)
    }
}

/// Where a plan's cards stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Never answered.
    pub unmet: u32,
    /// Answered at least once.
    pub met: u32,
    /// Of those, due before the day that counts.
    pub due_before: u32,
}

/// How one day is steered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Steer {
    wish: Wish,
    /// The last look at each card lies on or after this day.
    pub window_from: i32,
    /// New cards shall have been met before this day.
    pub met_by: i32,
    /// Only cards that would be recalled on the day with less than this get a
    /// last look, 0 to 1; 0 when there is no time for any.
    pub look_below: f64,
}

impl Steer {
    /// Decides how to steer on `today`.
    ///
    /// New cards are spread evenly over the study days up to `met_by`, a few
    /// days before the day, so that even the last ones come back at least once.
    /// The last look is spread over as many days before the day as it takes.
    #[must_use]
    pub fn new(wish: Wish, today: i32, standing: Standing, learner: &Learner) -> Self {
        let left = wish.day.saturating_sub(today).max(1);
        let settle = (left / 8).clamp(1, 7).min(left - 1).max(0);
        let a_day = wish.minutes * 60.0;
        let review = review_secs(learner);
        let cards = f64::from(standing.met + standing.unmet);
        let looks = cards * learner.costs.pass_secs;
        // The look takes at most a third of the way, and leaves a third of each
        // day for what is due anyway.
        let window = days_for(looks, a_day * 2.0 / 3.0).clamp(1, (left / 3).max(1));
        let all = f64::from(wish.study_days(today, wish.day)) * a_day;
        let met = f64::from(standing.due_before) * review * 1.5;
        let new = f64::from(standing.unmet) * (first_secs(learner) + FOLLOW_UPS * review);
        let room = if looks > 0.0 { (all - met - new) / looks } else { 1.0 };
        let look_below = if room <= 0.0 { 0.0 } else { 0.90 + (SURE - 0.90) * room.min(1.0) };
        Self {
            wish,
            window_from: wish.day.saturating_sub(window),
            met_by: wish.day.saturating_sub(settle),
            look_below,
        }
    }

    /// The day that counts.
    #[must_use]
    pub fn day(&self) -> i32 {
        self.wish.day
    }

    /// How many new cards `today` brings in all, when `unmet` are left and what
    /// is due takes `due_secs`. Never more than fits the day's minutes, to the
    /// nearest card. After
    /// `met_by` new cards come only if some are left and there is time: even one
    /// seen the day before is better than one never met.
    #[must_use]
    pub fn new_today(&self, today: i32, unmet: u32, due_secs: f64, learner: &Learner) -> u32 {
        if today >= self.wish.day || !self.wish.studies_on(today) || unmet == 0 {
            return 0;
        }
        let ordinary = self.wish.study_days(today, self.met_by);
        let days = if ordinary > 0 { ordinary } else { self.wish.study_days(today, self.wish.day) };
        let even = unmet.div_ceil(days.max(1));
        let fits = (self.wish.minutes * 60.0 - due_secs) / first_secs(learner);
        even.min(whole(fits.round()))
    }

    /// How many cards may have their last look today, beside what is due.
    #[must_use]
    pub fn looks_today(&self, today: i32, busy_secs: f64, learner: &Learner) -> u32 {
        if !self.is_window(today) || !self.wish.studies_on(today) || self.look_below <= 0.0 {
            return 0;
        }
        whole((self.wish.minutes * 60.0 - busy_secs) / learner.costs.pass_secs)
    }

    /// Whether `today` is for the last look.
    #[must_use]
    pub fn is_window(&self, today: i32) -> bool {
        today >= self.window_from && today < self.wish.day
    }

    /// Whether an interval that begins today should end before the day, with the
    /// first and last day to choose from (days ahead). `recall` is what would be
    /// left on the day without another look.
    #[must_use]
    pub fn within(&self, today: i32, recall: f64) -> Option<(u32, u32)> {
        if today >= self.window_from || recall >= self.look_below {
            return None;
        }
        let ahead = |day: i32| u32::try_from(i64::from(day) - i64::from(today)).ok();
        let (first, last) = (ahead(self.window_from)?, ahead(self.wish.day.saturating_sub(1))?);
        (last >= 1).then_some((first.max(1), last))
    }

    /// Whether a card wants its last look: not answered since the window began,
    /// and not sure enough to be recalled on the day.
    #[must_use]
    pub fn wants_look(&self, today: i32, last_day: i32, recall_on_day: f64) -> bool {
        self.is_window(today) && last_day < self.window_from && recall_on_day < self.look_below
    }
}

/// What a due card takes on average, at a retention of about 0.9.
#[must_use]
pub fn review_secs(learner: &Learner) -> f64 {
    let costs = &learner.costs;
    0.9 * costs.pass_secs + 0.1 * (costs.fail_secs + return_secs(learner))
}

/// What a new card takes on its first day, returns within the session included.
#[must_use]
pub fn first_secs(learner: &Learner) -> f64 {
    let [again, hard, ..] = learner.first;
    learner.costs.first_secs + f64::from(again + hard) * return_secs(learner)
}

/// What the returns of a card take until it is known.
fn return_secs(learner: &Learner) -> f64 {
    learner.costs.again_secs / f64::from(learner.returns).max(0.2)
}

fn days_for(secs: f64, a_day: f64) -> i32 {
    if a_day <= 0.0 {
        i32::MAX
    } else {
        i32::try_from(whole((secs / a_day).ceil())).unwrap_or(i32::MAX)
    }
}

fn whole(number: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let whole = number.clamp(0.0, 1e9) as u32;
    whole
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]
    use proptest::prelude::*;

    use super::*;

    fn wish(day: i32, minutes: f64) -> Wish {
        Wish { day, minutes, rest: [false; 7] }
    }

    #[test]
    fn study_days_leave_rest_days_out() {
        // Day 4 is a Monday.
        let wish = Wish { rest: [false, false, false, false, false, true, true], ..wish(60, 20.0) };
        assert_eq!(wish.study_days(4, 11), 5);
        assert_eq!(wish.study_days(8, 11), 1, "Friday, then the weekend");
        assert_eq!(wish.study_days(4, 25), 15);
        assert_eq!(wish.study_days(9, 9), 0);
        assert_eq!(wish.study_days(9, 2), 0);
    }

    #[test]
    fn new_cards_are_spread_and_end_before_the_day() {
        let learner = Learner::default();
        let standing = Standing { unmet: 200, met: 0, due_before: 0 };
        let steer = Steer::new(wish(40, 60.0), 0, standing, &learner);
        assert_eq!(steer.met_by, 35);
        assert_eq!(steer.new_today(0, 200, 0.0, &learner), 6, "200 over 35 days");
        assert_eq!(steer.new_today(36, 0, 0.0, &learner), 0);
        assert_eq!(steer.new_today(36, 8, 0.0, &learner), 2, "some are left: four days");
        assert_eq!(steer.new_today(40, 8, 0.0, &learner), 0, "not on the day itself");
        assert_eq!(steer.new_today(0, 200, 3_600.0, &learner), 0, "no time is left");
    }

    #[test]
    fn the_last_look_lies_before_the_day_and_is_dropped_without_time() {
        let learner = Learner::default();
        let standing = Standing { unmet: 0, met: 100, due_before: 60 };
        let steer = Steer::new(wish(30, 20.0), 0, standing, &learner);
        assert!((steer.look_below - SURE).abs() < 1e-9);
        let (first, last) = steer.within(5, 0.92).unwrap();
        assert_eq!((first.cast_signed() + 5, last.cast_signed() + 5), (steer.window_from, 29));
        assert_eq!(steer.within(5, 0.98), None, "sure enough");
        assert_eq!(steer.within(29, 0.92), None, "it has just had it");
        assert!(steer.wants_look(29, 3, 0.9));
        assert!(!steer.wants_look(29, 29, 0.9));
        let full = Standing { unmet: 5_000, ..standing };
        let steer = Steer::new(wish(30, 20.0), 0, full, &learner);
        assert!(steer.look_below <= 0.0, "new cards are worth more");
    }

    proptest! {
        #[test]
        fn steering_stays_within_the_day_and_before_it(
            day in 1_i32..400, today in 0_i32..400, minutes in 0.0_f64..240.0,
            unmet in 0_u32..5000, met in 0_u32..5000, due_secs in 0.0_f64..20_000.0,
        ) {
            let learner = Learner::default();
            let standing = Standing { unmet, met, due_before: met / 2 };
            let steer = Steer::new(wish(day, minutes), today, standing, &learner);
            let new = steer.new_today(today, unmet, due_secs, &learner);
            prop_assert!(new <= unmet);
            let secs = f64::from(new) * first_secs(&learner) + due_secs;
            let half = first_secs(&learner) / 2.0;
            prop_assert!(new == 0 || secs <= minutes * 60.0 + half + 1e-6);
            if let Some((first, last)) = steer.within(today, 0.5) {
                prop_assert!(1 <= first && first <= last);
                prop_assert!(today + last.cast_signed() < day);
            }
        }
    }
}
