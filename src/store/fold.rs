//! Stand-in for the scheduler's fold until it is here.

use super::event::{Review, Setting};
use crate::scheduler::{CardState, Grade, Memory, Phase, Rating};

pub(super) fn apply_review(state: &CardState, review: &Review, at_ms: i64, day: i32) -> CardState {
    let lapse = state.phase == Phase::Review && review.grade.rating == Rating::Again;
    CardState {
        phase: review.phase,
        memory: Some(review.after),
        due: review.due,
        interval_days: review.interval_days,
        last_at_ms: Some(at_ms),
        last_day: Some(day),
        reps: state.reps + 1,
        lapses: state.lapses + u32::from(lapse),
        suspended: state.suspended || review.leech,
        leech: state.leech || review.leech,
        buried_until: state.buried_until,
        flag: state.flag,
    }
}

pub(super) fn apply_setting(state: &CardState, setting: Setting) -> CardState {
    let mut state = *state;
    match setting {
        Setting::Suspended(on) => {
            state.suspended = on;
            state.leech &= on;
        }
        Setting::BuriedUntil(day) => state.buried_until = day,
        Setting::Flag(flag) => state.flag = flag,
        Setting::Forget => state = CardState { flag: state.flag, ..CardState::default() },
    }
    state
}

#[derive(Debug)]
pub(super) struct Model;

impl Model {
    pub(super) fn new(_weights: &[f32]) -> Self {
        Self
    }

    #[expect(clippy::unused_self, clippy::cast_possible_truncation, reason = "stand-in")]
    pub(super) fn remember(&self, before: Option<Memory>, elapsed: u32, grade: &Grade) -> Memory {
        let memory = before.unwrap_or(Memory { stability: 0.7, difficulty: 5.0 });
        Memory {
            stability: memory.stability * (0.5 + f32::from(grade.rating.number()) * 0.3)
                + 0.01 * elapsed.min(100) as f32,
            difficulty: (memory.difficulty - 0.1 * grade.known as f32).max(1.0),
        }
    }
}
