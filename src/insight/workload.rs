//! What a desired retention costs: reviews a day, estimated from the memory
//! model itself.

use crate::scheduler::{Memory, Model};

/// Reviews count in full up to the first of these days and less and less until
/// the second: half a year to two years, without a step at one chosen day.
const DAYS: (f64, f64) = (180.0, 730.0);

/// Branches of the future less likely than this are not followed.
const UNLIKELY: f64 = 0.004;

/// About how many reviews a card takes in its first year or so when it is asked
/// each time its recall has fallen to `retention` (0.70 to 0.99).
///
/// Follows what may happen to one card, weighted by how likely it is: at each
/// review it is recalled with the probability that the forgetting curve gives
/// (and graded Good), or forgotten (Again) and asked once more the same day.
/// Hard and Easy, fuzz, and the limits of the day are left out.
#[must_use]
pub fn reviews_per_card(model: &Model, retention: f64) -> f64 {
    let [_, _, good, _] = model.next(None, 0);
    let mut reviews = 0.0;
    let mut futures: Vec<(f64, f64, Memory)> = vec![(1.0, 0.0, good)];
    while let Some((weight, day, memory)) = futures.pop() {
        let interval = model.interval(memory, retention).max(1.0);
        let day = day + interval;
        if day > DAYS.1 || weight < UNLIKELY {
            continue;
        }
        let counts = weight * ((DAYS.1 - day) / (DAYS.1 - DAYS.0)).min(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "two years")]
        let elapsed = interval.round() as u32;
        let recall = model.retrievability(memory, elapsed);
        let [again, _, good, _] = model.next(Some(memory), elapsed);
        // A card that was forgotten is asked again within the session.
        reviews += counts * (2.0 - recall);
        futures.push((weight * recall, day, good));
        futures.push((weight * (1.0 - recall), day, again));
    }
    reviews
}

/// Reviews at each whole percent from 70 to 99, as multiples of those at 90.
#[must_use]
pub fn workload(model: &Model) -> Vec<(f64, f64)> {
    let usual = reviews_per_card(model, 0.90);
    (70..=99)
        .map(|percent| {
            let retention = f64::from(percent) / 100.0;
            (retention, reviews_per_card(model, retention) / usual)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_retention_costs_more_reviews() {
        let curve = workload(&Model::default());
        assert_eq!(curve.len(), 30);
        for pair in curve.windows(2) {
            if let [(_, fewer), (at, more)] = pair {
                // Whole days make small steps.
                assert!(*more > fewer - 0.08, "{at}: {fewer} then {more}");
            }
        }
        let at = |retention: f64| {
            curve.iter().find(|(r, _)| (r - retention).abs() < 1e-9).map_or(0.0, |(_, cost)| *cost)
        };
        assert!((at(0.90) - 1.0).abs() < 1e-12);
        assert!(at(0.70) < 0.8, "{}", at(0.70));
        assert!(at(0.95) > 1.3, "{}", at(0.95));
        assert!(at(0.99) > 2.5 * at(0.95) / 1.5, "{}", at(0.99));
    }
}
