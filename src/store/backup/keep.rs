//! Which backups stay.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{BackupInfo, Reason, date_time};

/// The newest backup stays of each of this many days.
pub const DAYS: usize = 7;
/// The newest backup stays of each of this many weeks.
pub const WEEKS: usize = 4;
/// The newest backup stays of each of this many months.
pub const MONTHS: usize = 12;
/// Backups made before an update or a restore stay this many days.
pub const GUARDED_DAYS: i64 = 90;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The backups that may go, seen from `now_ms`. Days, weeks and months are
/// those that have a backup: a learner who comes back after a year finds all
/// that there was. The newest backup always stays, and so do those made before
/// an update or a restore for [`GUARDED_DAYS`].
#[must_use]
pub fn surplus(all: &[BackupInfo], now_ms: i64) -> Vec<&BackupInfo> {
    let mut newest_first: Vec<&BackupInfo> = all.iter().collect();
    newest_first.sort_by(|a, b| (b.at_ms, &b.name).cmp(&(a.at_ms, &a.name)));
    let daily: Vec<&BackupInfo> =
        newest_first.iter().copied().filter(|backup| backup.reason == Reason::Daily).collect();

    let mut stay = BTreeSet::new();
    stay.extend(newest_first.first().map(|backup| &backup.name));
    stay.extend(newest_of(&daily, DAYS, |date| (date.year(), i16::from(date.month()), date.day())));
    stay.extend(newest_of(&daily, WEEKS, |date| {
        let week = date.iso_week_date();
        (week.year(), i16::from(week.week()), 0)
    }));
    stay.extend(newest_of(&daily, MONTHS, |date| (date.year(), i16::from(date.month()), 0)));

    newest_first
        .into_iter()
        .filter(|backup| !stay.contains(&backup.name))
        .filter(|backup| {
            backup.reason == Reason::Daily || now_ms - backup.at_ms > GUARDED_DAYS * DAY_MS
        })
        .collect()
}

/// The newest backup of each of the last `count` periods.
fn newest_of<'a, P: PartialEq>(
    newest_first: &[&'a BackupInfo],
    count: usize,
    period: impl Fn(Date) -> P,
) -> Vec<&'a String> {
    let mut seen: Vec<P> = Vec::new();
    let mut names = Vec::new();
    for backup in newest_first {
        let period = period(date_time(backup.at_ms).date());
        if seen.last() == Some(&period) {
            continue;
        }
        if seen.len() == count {
            break;
        }
        seen.push(period);
        names.push(&backup.name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::{parse, stamp};
    use super::*;
    use proptest::prelude::*;

    fn backup(at_ms: i64, reason: Reason) -> BackupInfo {
        let name = format!("progress-{}{}.sqlite3", stamp(at_ms), reason.suffix());
        BackupInfo { path: name.clone().into(), name, at_ms, reason, bytes: 1 }
    }

    fn some_backups() -> impl Strategy<Value = Vec<BackupInfo>> {
        let reason = prop_oneof![
            6 => Just(Reason::Daily),
            1 => Just(Reason::BeforeMigration),
            1 => Just(Reason::BeforeRestore)
        ];
        let one = (0_i64..2 * 365 * 24, reason)
            .prop_map(|(hours, reason)| backup(1_700_000_000_000 + hours * 3_600_000, reason));
        proptest::collection::vec(one, 0..80).prop_map(|mut all| {
            all.sort_by(|a, b| a.name.cmp(&b.name));
            all.dedup_by(|a, b| a.name == b.name);
            all
        })
    }

    proptest! {
        #[test]
        fn what_matters_stays(all in some_backups(), late in 0_i64..1000) {
            let newest = all.iter().map(|backup| backup.at_ms).max();
            let now_ms = newest.unwrap_or(0) + late * DAY_MS;
            let gone = surplus(&all, now_ms);
            for backup in &gone {
                prop_assert_ne!(Some(backup.at_ms), newest.filter(|_| all.iter()
                    .filter(|other| other.at_ms == backup.at_ms).count() == 1));
                if backup.reason != Reason::Daily {
                    prop_assert!(now_ms - backup.at_ms > GUARDED_DAYS * DAY_MS);
                }
            }
            let daily = all.iter().filter(|backup| backup.reason == Reason::Daily);
            let days: BTreeSet<_> = daily.clone().map(|b| date_time(b.at_ms).date()).collect();
            let gone_names: BTreeSet<_> = gone.iter().map(|backup| &backup.name).collect();
            let kept = daily.filter(|backup| !gone_names.contains(&backup.name)).count();
            prop_assert!(kept >= days.len().min(DAYS));
            prop_assert!(kept <= DAYS + WEEKS + MONTHS + 1);
            prop_assert!(all.is_empty() || gone.len() < all.len());
        }

        #[test]
        fn thinning_twice_changes_nothing(all in some_backups(), late in 0_i64..1000) {
            let now_ms = all.iter().map(|b| b.at_ms).max().unwrap_or(0) + late * DAY_MS;
            let gone: BTreeSet<String> =
                surplus(&all, now_ms).into_iter().map(|b| b.name.clone()).collect();
            let rest: Vec<_> = all.into_iter().filter(|b| !gone.contains(&b.name)).collect();
            prop_assert!(surplus(&rest, now_ms).is_empty());
        }

        #[test]
        fn names_tell_time_and_reason(second in 0_i64..250_000_000_000, which in 0_usize..3) {
            let reason = Reason::ALL[which];
            let backup = backup(second * 1000, reason);
            prop_assert_eq!(parse(&backup.name), Some((second * 1000, reason)));
        }
    }

    #[test]
    fn a_year_of_days_leaves_a_week_a_month_and_a_year() {
        let start = 1_700_000_000_000;
        let mut all = Vec::new();
        for day in 0..800 {
            let now_ms = start + day * DAY_MS;
            all.push(backup(now_ms, Reason::Daily));
            let gone: BTreeSet<String> =
                surplus(&all, now_ms).into_iter().map(|b| b.name.clone()).collect();
            all.retain(|backup| !gone.contains(&backup.name));
        }
        let now_ms = start + 799 * DAY_MS;
        let ages: Vec<i64> = all.iter().map(|b| (now_ms - b.at_ms) / DAY_MS).collect();
        assert!((0..7).all(|age| ages.contains(&age)), "the last week: {ages:?}");
        assert!(ages.iter().any(|age| (14..28).contains(age)), "weeks: {ages:?}");
        assert!(ages.iter().any(|age| (300..366).contains(age)), "months: {ages:?}");
        assert!(ages.len() <= DAYS + WEEKS + MONTHS, "{ages:?}");
    }
}
