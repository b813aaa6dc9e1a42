//! One step of the fold from log to state: taken alike while studying and when
//! the log is replayed. It decides nothing: what was decided is in the review.

use super::{CardState, Confidence, Due, Evidence, Memory, Phase};
use crate::store::{Review, Setting, Verdict};

/// What an event does to one item.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// It was answered.
    Review(&'a Review),
    /// The learner set something.
    Set(Setting),
}

/// The state after an event that happened at `at_ms` (milliseconds since 1970,
/// UTC) on study day `day`.
#[must_use]
pub fn apply(state: &CardState, change: Change<'_>, at_ms: i64, day: i32) -> CardState {
    match change {
        Change::Review(review) => reviewed(state, review, at_ms, day),
        Change::Set(setting) => set(state, setting, day),
    }
}

/// The learner was sure, and wrong, and left it at that.
#[must_use]
pub fn is_confident_error(evidence: &Evidence) -> bool {
    !evidence.correct
        && evidence.confidence == Some(Confidence::Sure)
        // Overruled to a pass: the learner says it was right after all.
        && evidence.stated.is_none_or(|rating| rating == super::Rating::Again)
}

/// Whether this answer is a lapse: a known item that has to be relearned.
#[must_use]
pub fn is_lapse(before: Phase, after: Phase) -> bool {
    before == Phase::Review && after == Phase::Relearning
}

fn reviewed(state: &CardState, review: &Review, at_ms: i64, day: i32) -> CardState {
    // The check is passed when a known item stays known; until then it is open.
    let checked = state.phase == Phase::Review && review.phase == Phase::Review;
    CardState {
        phase: review.phase,
        memory: Some(review.after),
        due: review.due,
        interval_days: review.interval_days,
        last_at_ms: Some(at_ms),
        last_day: Some(day),
        reps: state.reps.saturating_add(1),
        lapses: state.lapses.saturating_add(u32::from(is_lapse(state.phase, review.phase))),
        suspended: state.suspended || review.leech,
        leech: state.leech || review.leech,
        // Whoever answers an item has not let it rest.
        buried_until: None,
        flag: state.flag,
        confident_error: is_confident_error(&review.evidence)
            || (state.confident_error && !checked),
    }
}

fn set(state: &CardState, setting: Setting, day: i32) -> CardState {
    match setting {
        Setting::Suspended(true) => CardState { suspended: true, ..*state },
        Setting::Suspended(false) => CardState { suspended: false, leech: false, ..*state },
        Setting::BuriedUntil(until) => CardState { buried_until: until, ..*state },
        Setting::Flag(flag) => CardState { flag: flag.min(7), ..*state },
        Setting::Due(day) => moved(state, day),
        Setting::Reworded(Verdict::Keep, _) => *state,
        Setting::Reworded(Verdict::Ease, _) => eased(state, day),
        // A flag is the learner's note on the card, not on what they remember.
        Setting::Forget | Setting::Reworded(Verdict::StartOver, _) => {
            CardState { due: Due::Never, flag: state.flag, ..CardState::default() }
        }
    }
}

/// Comes back on another day. The memory is what it was, and so is the interval
/// that was given: what follows the next answer goes by those. Whoever names a
/// day wants the card to be asked on it, so it rests no longer. A card without
/// memory is not scheduled by days: nothing changes.
fn moved(state: &CardState, day: i32) -> CardState {
    if state.memory.is_none() {
        return *state;
    }
    CardState { due: Due::Day(day), buried_until: None, ..*state }
}

/// The least stability that FSRS knows, days.
const LEAST_STABILITY: f32 = 0.001;

/// A memory of nearly the same fact: it lasts half as long, and is tried today.
/// What is still being learned is asked soon anyway.
fn eased(state: &CardState, day: i32) -> CardState {
    let halved = |memory: Memory| Memory {
        stability: (memory.stability / 2.0).max(LEAST_STABILITY),
        ..memory
    };
    let memory = state.memory.map(halved);
    let due = match state.due {
        Due::Day(due) => Due::Day(due.min(day)),
        due => due,
    };
    CardState { memory, due, ..*state }
}
