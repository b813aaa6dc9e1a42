//! The gradient of the log loss by FSRS-7's parameters, in reverse mode: a
//! card's reviews are gone through once forwards, keeping what is needed, and
//! once backwards.

use super::DIFFICULTY;
use super::{
    COUNT, Curve, F_EXPONENT_MOST, Fsrs7, M_BOUNDS, RECALL_SCALE, SHORT_SHARE, STABILITY, State,
};
use crate::predict::log::Step;

/// One review on the way forwards.
#[derive(Debug, Clone, Copy)]
struct Passed {
    /// The state before it, and the curves then.
    state: State,
    curve: Curve,
    days: f64,
    rating: u8,
    /// How much its prediction counts; 0 when it is history only.
    weight: f64,
}

/// What is kept on the way; used again for the next card.
#[derive(Debug, Default)]
pub struct Tape {
    passed: Vec<Passed>,
}

/// How a loss depends on a state.
#[derive(Debug, Clone, Copy, Default)]
struct Pull {
    long: f64,
    short: f64,
    difficulty: f64,
}

/// Adds the gradient of a card's loss to `into`, and gives the loss: the sum of
/// `−weight·ln(probability of what happened)` over the reviews that count.
/// `weight` tells how much a review counts; 0 for history only. The first
/// review has nothing to be predicted from and never counts.
pub fn gradient(
    model: &Fsrs7,
    tape: &mut Tape,
    steps: &[Step],
    weight: impl Fn(&Step) -> f64,
    into: &mut [f64; COUNT],
) -> f64 {
    let Some((first, rest)) = steps.split_first() else { return 0.0 };
    let mut state = model.first(first.rating);
    let mut loss = 0.0;
    tape.passed.clear();
    for step in rest {
        let curve = model.curve(state, step.elapsed);
        let weight = weight(step);
        if weight > 0.0 {
            let chance = if step.recalled() { curve.recall } else { 1.0 - curve.recall };
            loss -= weight * chance.ln();
        }
        let (days, rating) = (step.elapsed.max(0.0), step.rating);
        tape.passed.push(Passed { state, curve, days, rating, weight });
        state = model.step(state, &curve, step.rating);
    }
    let mut pull = Pull::default();
    // What the long curve's constants collect on the way.
    let mut constants = (0.0, 0.0);
    for passed in tape.passed.iter().rev() {
        pull = back(model, passed, pull, into, &mut constants);
    }
    back_to_first(model, first.rating, pull, into);
    back_to_constants(model, constants, into);
    loss
}

/// From the state after a review back to the one before it.
fn back(
    model: &Fsrs7,
    passed: &Passed,
    after: Pull,
    into: &mut [f64; COUNT],
    constants: &mut (f64, f64),
) -> Pull {
    let Passed { state, curve, rating, weight, .. } = *passed;
    let mut pull = Pull::default();
    let (mut recall, mut r1) = (0.0, 0.0);
    if weight > 0.0 {
        recall += if rating > 1 { -weight / curve.recall } else { weight / (1.0 - curve.recall) };
    }
    if after.long != 0.0 || after.short != 0.0 || after.difficulty != 0.0 {
        recall += back_through_difficulty(model, passed, after.difficulty, &mut pull, into);
        let (mut long, mut short) = (after.long, after.short);
        let raw_long =
            model.stability(state.long, curve.ln_long, state.difficulty, curve.recall, rating, 7);
        let mut raw_short =
            model.stability(state.short, curve.ln_short, state.difficulty, curve.r1, rating, 15);
        let mut capped = false;
        if rating <= 1 && raw_short > SHORT_SHARE * raw_long {
            raw_short = SHORT_SHARE * raw_long;
            capped = true;
        }
        if !is_inside(raw_long, STABILITY) {
            long = 0.0;
        }
        if !is_inside(raw_short, STABILITY) {
            short = 0.0;
        }
        if capped {
            long += SHORT_SHARE * short;
            short = 0.0;
        }
        let (x, r) = back_through_stability(
            model,
            &Grown {
                x: state.long,
                ln_x: curve.ln_long,
                d: state.difficulty,
                r: curve.recall,
                rating,
                i: 7,
            },
            long,
            &mut pull.difficulty,
            into,
        );
        pull.long += x;
        recall += r;
        let (x, r) = back_through_stability(
            model,
            &Grown {
                x: state.short,
                ln_x: curve.ln_short,
                d: state.difficulty,
                r: curve.r1,
                rating,
                i: 15,
            },
            short,
            &mut pull.difficulty,
            into,
        );
        pull.short += x;
        r1 += r;
    }
    back_through_curve(model, passed, recall, r1, &mut pull, into, constants);
    pull
}

fn is_inside(value: f64, (least, most): (f64, f64)) -> bool {
    value > least && value < most
}

/// Gives the pull on recall.
fn back_through_difficulty(
    model: &Fsrs7,
    passed: &Passed,
    pull: f64,
    before: &mut Pull,
    into: &mut [f64; COUNT],
) -> f64 {
    let w = &model.w;
    let d = passed.state.difficulty;
    let off = f64::from(passed.rating) - 3.0;
    let is_lapse = passed.rating <= 1;
    let scale = if is_lapse { passed.curve.recall + 0.1 } else { 1.0 };
    let change = -w[6] * off * scale;
    let next = 0.01 * model.easy_difficulty + 0.99 * (d + change * (10.0 - d) / 9.0);
    if !is_inside(next, DIFFICULTY) {
        return 0.0;
    }
    into[4] += 0.01 * pull;
    into[5] -= 0.03 * pull * (3.0 * w[5]).exp();
    before.difficulty += 0.99 * pull * (1.0 - change / 9.0);
    let change_pull = 0.99 * pull * (10.0 - d) / 9.0;
    into[6] -= change_pull * off * scale;
    if is_lapse { -change_pull * w[6] * off } else { 0.0 }
}

/// A stability that a review changed.
struct Grown {
    x: f64,
    ln_x: f64,
    d: f64,
    r: f64,
    rating: u8,
    i: usize,
}

/// Gives the pull on the stability before and on its recall.
fn back_through_stability(
    model: &Fsrs7,
    grown: &Grown,
    pull: f64,
    difficulty: &mut f64,
    into: &mut [f64; COUNT],
) -> (f64, f64) {
    let w = &model.w;
    let Grown { x, ln_x, d, r, rating, i } = *grown;
    if pull == 0.0 {
        return (0.0, 0.0);
    }
    if rating <= 1 {
        let power = (x + 1.0).powf(w[i + 4]);
        let surprise = ((1.0 - r) * w[i + 5]).exp();
        let shape = (power - 1.0) * surprise;
        let lapsed = w[i + 3] * shape;
        if lapsed >= x {
            return (pull, 0.0);
        }
        into[i + 3] += pull * shape;
        let power_pull = pull * w[i + 3] * surprise * power;
        into[i + 4] += power_pull * (x + 1.0).ln();
        into[i + 5] += pull * lapsed * (1.0 - r);
        return (power_pull * w[i + 4] / (x + 1.0), -pull * lapsed * w[i + 5]);
    }
    let at_grade = match rating {
        2 => Some(i + 6),
        4.. => Some(i + 7),
        _ => None,
    };
    let grade = at_grade.map_or(1.0, |at| w[at]);
    let growth = ((1.0 - r) * w[i + 2]).exp();
    let scale = (w[i] - 1.5 - w[i + 1] * ln_x).exp() * (11.0 - d);
    let base = scale * (growth - 1.0);
    let gain = base * grade;
    let gain_pull = pull * x;
    let log_pull = gain_pull * gain;
    into[i] += log_pull;
    into[i + 1] -= log_pull * ln_x;
    *difficulty -= log_pull / (11.0 - d);
    if let Some(at) = at_grade {
        into[at] += gain_pull * base;
    }
    let growth_pull = gain_pull * scale * grade * growth;
    into[i + 2] += growth_pull * (1.0 - r);
    (pull * (1.0 + gain) - log_pull * w[i + 1] / x, -growth_pull * w[i + 2])
}

#[expect(clippy::many_single_char_names, reason = "the names of the published formulas")]
fn back_through_curve(
    model: &Fsrs7,
    passed: &Passed,
    recall: f64,
    r1_besides: f64,
    pull: &mut Pull,
    into: &mut [f64; COUNT],
    constants: &mut (f64, f64),
) {
    if recall == 0.0 && r1_besides == 0.0 {
        return;
    }
    let w = &model.w;
    let Passed { state, curve: c, days: t, .. } = *passed;
    let off = state.difficulty - 5.0;
    let mixed = RECALL_SCALE * recall;
    let sum = c.a + c.b;
    // The weights of the two curves.
    let a = mixed * (c.r1 - c.mixed) / sum * c.a;
    let b = mixed * (c.r2 - c.mixed) / sum * c.b;
    into[27] += a / w[27];
    into[29] -= a * c.ln_short;
    into[28] += b / w[28];
    into[30] += b * c.ln_long;
    into[31] += b * off;
    let mut ln_short = -w[29] * a;
    let mut ln_long = w[30] * b;
    pull.difficulty += b * (w[31] - 0.5);
    // The long curve.
    let r2 = mixed * c.b / sum * c.r2;
    constants.0 -= r2 * c.u2.ln();
    let v = -r2 * model.k / c.u2 * (c.u2 - 1.0);
    if model.factor > 0.0 {
        constants.1 += v / model.factor;
    }
    into[32] += v * off;
    pull.difficulty += v * (w[32] - 0.3);
    ln_long -= v;
    // The short curve.
    let r1 = (mixed * c.a / sum + r1_besides) * c.r1;
    let mut m = -r1 * c.u1.ln();
    let u1 = -r1 * c.m / c.u1;
    ln_short -= u1 * (c.u1 - 1.0);
    let exponent = -model.ln_w25 / c.m;
    if exponent < F_EXPONENT_MOST {
        let e = u1 * t / state.short * (c.f + 1.0);
        into[25] -= e / (c.m * w[25]);
        m += e * model.ln_w25 / (c.m * c.m);
    }
    if is_inside(c.m_raw, M_BOUNDS) {
        let log_m = m * c.m_raw;
        into[23] += log_m / w[23];
        into[33] += log_m * c.ln_short;
        ln_short += log_m * (w[33] - 0.3);
    }
    pull.long += ln_long / state.long;
    pull.short += ln_short / state.short;
}

fn back_to_first(model: &Fsrs7, rating: u8, pull: Pull, into: &mut [f64; COUNT]) {
    let w = &model.w;
    let grade = usize::from(rating.clamp(1, 4)) - 1;
    if is_inside(w[grade], STABILITY) {
        into[grade] += pull.long;
    }
    if is_inside(SHORT_SHARE * w[grade], STABILITY) {
        into[grade] += SHORT_SHARE * pull.short;
    }
    #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
    let step = grade as f64;
    let grown = (w[5] * step).exp();
    if is_inside(w[4] - grown + 1.0, DIFFICULTY) {
        into[4] += pull.difficulty;
        into[5] -= pull.difficulty * step * grown;
    }
}

/// k = clamp(w24) and F = w26^(−1/k) − 1.
fn back_to_constants(model: &Fsrs7, (mut k, factor): (f64, f64), into: &mut [f64; COUNT]) {
    let w = &model.w;
    into[26] -= factor * (model.factor + 1.0) / (model.k * w[26]);
    k += factor * (model.factor + 1.0) * w[26].ln() / (model.k * model.k);
    if is_inside(w[24], M_BOUNDS) {
        into[24] += k;
    }
}
