//! Numbers in words, and when two shares differ by more than chance.

/// `1 card`, `12 cards`: `what` takes an 's' unless there is one.
#[must_use]
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number)) }
}

/// `12 345`: thousands apart, as is read the same everywhere.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// A share of one as `83 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

/// `9 s`, `4 min`, `2 h 10 min`: what some milliseconds are.
pub(super) fn duration(ms: u64) -> String {
    let seconds = (ms + 500) / 1000;
    let minutes = (seconds + 30) / 60;
    match minutes {
        _ if seconds < 60 => format!("{seconds} s"),
        0..60 => format!("{minutes} min"),
        _ if minutes.is_multiple_of(60) => format!("{} h", grouped_u64(minutes / 60)),
        _ => format!("{} h {} min", grouped_u64(minutes / 60), minutes % 60),
    }
}

fn grouped_u64(number: u64) -> String {
    grouped(usize::try_from(number).unwrap_or(usize::MAX))
}

/// `less than a day`, `1 day`, `23 days`, `2.5 years`.
pub(super) fn days(days: f64) -> String {
    match days {
        _ if days < 0.95 => "less than a day".to_owned(),
        _ if days < 1.5 => "1 day".to_owned(),
        _ if days < 730.0 => format!("{days:.0} days"),
        _ => format!("{:.1} years", days / 365.25),
    }
}

/// As a count for [`count`].
pub(super) fn number(number: u32) -> usize {
    number as usize
}

/// What stands where there are too few answers for a sentence.
pub const TOO_FEW: &str = "Too few answers yet to say.";

/// `part` of `whole`, 0 to 1; 0 without any.
pub(super) fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// How many standard errors the first share lies above the second, by the
/// pooled two-proportion test; 0 where nothing can be said. Each is given as
/// (right, all).
pub(super) fn difference(a: (u32, u32), b: (u32, u32)) -> f64 {
    if a.1 == 0 || b.1 == 0 {
        return 0.0;
    }
    let (n, m) = (f64::from(a.1), f64::from(b.1));
    let pooled = (f64::from(a.0) + f64::from(b.0)) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    if error > 0.0 { (share(a.0, a.1) - share(b.0, b.1)) / error } else { 0.0 }
}

/// The interval in which the true share lies with 95 % certainty, given that
/// `right` of `all` were right (Wilson 1927, doi:10.1080/01621459.1927.10502953).
/// `None` without any.
#[must_use]
pub fn wilson(right: u32, all: u32) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_964;
    if all == 0 {
        return None;
    }
    let n = f64::from(all);
    let p = f64::from(right.min(all)) / n;
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)))
}

/// A study day as JSON has it: `2026-05-27`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(super) fn as_date<S: serde::Serializer>(day: &i32, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&crate::scheduler::day::date_of(*day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_well() {
        assert_eq!(duration(0), "0 s");
        assert_eq!(duration(9_400), "9 s");
        assert_eq!(duration(59_400), "59 s");
        assert_eq!(duration(61_000), "1 min");
        assert_eq!(duration(7_800_000), "2 h 10 min");
        assert_eq!(duration(7_200_000), "2 h");
        assert_eq!(days(0.42), "less than a day");
        assert_eq!(days(1.2), "1 day");
        assert_eq!(days(23.4), "23 days");
        assert_eq!(days(800.0), "2.2 years");
    }

    #[test]
    fn wilsons_interval_is_that_of_the_books() {
        // 15 of 20: 0.5313 to 0.8881 (Newcombe 1998, method 3, gives 0.531, 0.888).
        let (low, high) = wilson(15, 20).unwrap_or_default();
        assert!((low - 0.5313).abs() < 1e-4 && (high - 0.8881).abs() < 1e-4, "{low} {high}");
        let (low, high) = wilson(0, 10).unwrap_or_default();
        assert!(low.abs() < 1e-12 && (high - 0.2775).abs() < 1e-4, "{low} {high}");
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn a_difference_is_told_from_chance() {
        // 90 of 100 against 70 of 100: pooled 0.8, error √(0.16 · 0.02).
        assert!((difference((90, 100), (70, 100)) - 3.5355).abs() < 1e-3);
        assert!(difference((0, 0), (5, 5)).abs() < 1e-12);
        assert!(difference((5, 5), (5, 5)).abs() < 1e-12, "no error, no number");
    }
}
