//! Cached states as 49 bytes each, little-endian, in the order of [`pack`].

use crate::scheduler::{CardState, Due, Memory, Phase};

/// The layout. Another one means another number, and the caches made anew.
const LAYOUT: u8 = 1;
const SIZE: usize = 49;

const SUSPENDED: u8 = 1;
const LEECH: u8 = 1 << 1;
const CONFIDENT_ERROR: u8 = 1 << 2;
const HAS_MEMORY: u8 = 1 << 3;
const HAS_LAST_AT: u8 = 1 << 4;
const HAS_LAST_DAY: u8 = 1 << 5;
const IS_BURIED: u8 = 1 << 6;

/// The bytes of a state: the same state always gives the same ones.
pub(super) fn pack(state: &CardState) -> [u8; SIZE] {
    let marks = [
        (state.suspended, SUSPENDED),
        (state.leech, LEECH),
        (state.confident_error, CONFIDENT_ERROR),
        (state.memory.is_some(), HAS_MEMORY),
        (state.last_at_ms.is_some(), HAS_LAST_AT),
        (state.last_day.is_some(), HAS_LAST_DAY),
        (state.buried_until.is_some(), IS_BURIED),
    ];
    let marks = marks.into_iter().filter(|(on, _)| *on).fold(0, |all, (_, mark)| all | mark);
    let (due, due_at) = match state.due {
        Due::Never => (0, 0),
        Due::At(at_ms) => (1, at_ms),
        Due::Day(day) => (2, i64::from(day)),
    };
    let memory = state.memory.unwrap_or(Memory { stability: 0.0, difficulty: 0.0 });
    let parts: [&[u8]; 10] = [
        &[LAYOUT, super::row::phase_number(state.phase), marks, state.flag, due],
        &due_at.to_le_bytes(),
        &memory.stability.to_le_bytes(),
        &memory.difficulty.to_le_bytes(),
        &state.interval_days.to_le_bytes(),
        &state.last_at_ms.unwrap_or(0).to_le_bytes(),
        &state.last_day.unwrap_or(0).to_le_bytes(),
        &state.reps.to_le_bytes(),
        &state.lapses.to_le_bytes(),
        &state.buried_until.unwrap_or(0).to_le_bytes(),
    ];
    let mut out = [0; SIZE];
    for (to, from) in out.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    out
}

/// The state that [`pack`] made these bytes of.
pub(super) fn unpack(mut bytes: &[u8]) -> Option<CardState> {
    let rest = &mut bytes;
    let [LAYOUT, phase, marks, flag, due] = get(rest)? else { return None };
    let due_at = i64::from_le_bytes(get(rest)?);
    let due = match due {
        0 => Due::Never,
        1 => Due::At(due_at),
        2 => Due::Day(i32::try_from(due_at).ok()?),
        _ => return None,
    };
    let is = |mark| marks & mark != 0;
    let memory = Memory {
        stability: f32::from_le_bytes(get(rest)?),
        difficulty: f32::from_le_bytes(get(rest)?),
    };
    let state = CardState {
        phase: match phase {
            0 => Phase::New,
            1 => Phase::Learning,
            2 => Phase::Review,
            3 => Phase::Relearning,
            _ => return None,
        },
        memory: is(HAS_MEMORY).then_some(memory),
        due,
        interval_days: u32::from_le_bytes(get(rest)?),
        last_at_ms: Some(i64::from_le_bytes(get(rest)?)).filter(|_| is(HAS_LAST_AT)),
        last_day: Some(i32::from_le_bytes(get(rest)?)).filter(|_| is(HAS_LAST_DAY)),
        reps: u32::from_le_bytes(get(rest)?),
        lapses: u32::from_le_bytes(get(rest)?),
        buried_until: Some(i32::from_le_bytes(get(rest)?)).filter(|_| is(IS_BURIED)),
        suspended: is(SUSPENDED),
        leech: is(LEECH),
        flag,
        confident_error: is(CONFIDENT_ERROR),
    };
    rest.is_empty().then_some(state)
}

fn get<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::option::of;
    use proptest::prelude::*;

    fn any_state() -> impl Strategy<Value = CardState> {
        let phase = prop_oneof![
            Just(Phase::New),
            Just(Phase::Learning),
            Just(Phase::Review),
            Just(Phase::Relearning)
        ];
        let due = prop_oneof![
            Just(Due::Never),
            any::<i64>().prop_map(Due::At),
            any::<i32>().prop_map(Due::Day)
        ];
        let memory = (0.001_f32..36_500.0, 1.0_f32..10.0)
            .prop_map(|(stability, difficulty)| Memory { stability, difficulty });
        let numbers = any::<(u32, u32, u32, u8)>();
        let days = (of(any::<i64>()), of(any::<i32>()), of(any::<i32>()));
        (phase, due, of(memory), numbers, days, any::<(bool, bool, bool)>()).prop_map(
            |(phase, due, memory, numbers, days, marks)| CardState {
                phase,
                memory,
                due,
                interval_days: numbers.0,
                last_at_ms: days.0,
                last_day: days.1,
                reps: numbers.1,
                lapses: numbers.2,
                suspended: marks.0,
                leech: marks.1,
                buried_until: days.2,
                flag: numbers.3,
                confident_error: marks.2,
            },
        )
    }

    proptest! {
        #[test]
        fn unpacking_gives_back_what_was_packed(state in any_state()) {
            prop_assert_eq!(unpack(&pack(&state)), Some(state));
        }

        #[test]
        fn any_bytes_are_a_state_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(state) = unpack(&bytes) {
                prop_assert_eq!(bytes.len(), SIZE);
                // Bytes of what is absent need not be 0.
                prop_assert_eq!(unpack(&pack(&state)).map(|s| s.due), Some(state.due));
            }
        }
    }

    #[test]
    fn the_bytes_fill_their_room() {
        let state = CardState { buried_until: Some(-1), ..CardState::default() };
        assert!(pack(&state).ends_with(&[0xff; 4]));
        assert_eq!(unpack(&pack(&state)[..SIZE - 1]), None);
    }
}
