//! The chance of being right by blind guessing, for each way of asking.
//! Typed and self-graded answers have none: 0.

/// Ticking options: `options` are still to choose from (those a hint has
/// struck out don't count), `right` of them are right.
///
/// With one right option the chance is `1/n`. With several the learner must
/// find out how many, too: any ticking but none is possible, `1/(2^n − 1)`.
/// 1 where there is nothing to choose.
#[must_use]
pub fn options(options: usize, right: usize) -> f64 {
    if options <= 1 || right == 0 {
        return 1.0;
    }
    if right == 1 {
        return 1.0 / count(options);
    }
    1.0 / (2.0_f64.powf(count(options)) - 1.0)
}

/// Putting lines into order: `steps` that belong, `decoys` that must stay out,
/// `orders` that are right (at least 1).
///
/// Without decoys `orders/n!`. With decoys the learner picks which lines belong
/// and how many: one of all ordered selections of at least one line.
#[must_use]
pub fn order(steps: usize, decoys: usize, orders: usize) -> f64 {
    let ways = if decoys == 0 {
        factorial(steps)
    } else {
        // Σ over k = 1..=n of n!/(n−k)!
        let lines = steps.saturating_add(decoys);
        let mut ways = 0.0;
        let mut chosen = 1.0;
        for k in 0..lines {
            chosen *= count(lines - k);
            ways += chosen;
            if !ways.is_finite() {
                break;
            }
        }
        ways.max(1.0)
    };
    (count(orders.max(1)) / ways).min(1.0)
}

/// Joining pairs: `1/n!`, each right side being used once.
#[must_use]
pub fn pairs(pairs: usize) -> f64 {
    1.0 / factorial(pairs)
}

fn factorial(n: usize) -> f64 {
    // 171! is beyond f64: infinity, and a chance of 0.
    (2..=n.min(171)).map(count).product()
}

#[expect(clippy::cast_precision_loss, reason = "counts of options stay far below 2^53")]
fn count(n: usize) -> f64 {
    n as f64
}
