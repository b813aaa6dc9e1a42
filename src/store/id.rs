//! Event ids: `UUIDv7`, made from the injected time and always rising.

use rand::Rng;
use uuid::{Builder, Uuid};

/// The bits of a `UUIDv7` that are not time, version or variant: 12 + 62.
const TAIL_BITS: u32 = 74;
const TAIL_MASK: u128 = (1 << TAIL_BITS) - 1;
const LOW_BITS: u32 = 62;
const LOW_MASK: u128 = (1 << LOW_BITS) - 1;
const TIME_MASK: u64 = (1 << 48) - 1;

/// The id of an event at `at_ms`, greater than `last` even when the clock
/// stands still or steps back (RFC 9562, section 6.2, method 2).
pub(super) fn next(at_ms: i64, last: Option<Uuid>, rng: &mut impl Rng) -> Uuid {
    let now = u64::try_from(at_ms).unwrap_or(0) & TIME_MASK;
    match last.map(split) {
        Some((time, tail)) if time >= now => {
            // Steps of random width: other devices can't guess their way in.
            let tail = tail + 1 + u128::from(rng.next_u32());
            if tail > TAIL_MASK { join(time + 1, fresh(rng)) } else { join(time, tail) }
        }
        _ => join(now, fresh(rng)),
    }
}

/// A random tail in the lower half, so that there is room to count up.
fn fresh(rng: &mut impl Rng) -> u128 {
    ((u128::from(rng.next_u64()) << 64) | u128::from(rng.next_u64())) & (TAIL_MASK >> 1)
}

fn split(id: Uuid) -> (u64, u128) {
    let bits = id.as_u128();
    let high = (bits >> 64) & 0xfff;
    let time = u64::try_from(bits >> 80).unwrap_or(TIME_MASK);
    (time, (high << LOW_BITS) | (bits & LOW_MASK))
}

fn join(time: u64, tail: u128) -> Uuid {
    let mut bytes = [0; 10];
    let bits = ((tail >> LOW_BITS) << 64) | (tail & LOW_MASK);
    bytes.copy_from_slice(&bits.to_be_bytes()[6..]);
    Builder::from_unix_timestamp_millis(time, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    proptest! {
        #[test]
        fn ids_rise_whatever_the_clock_does(
            times in proptest::collection::vec(prop_oneof![0..4_i64, 0..5_000_000_000_000_i64], 1..50),
            seed: u64,
        ) {
            let mut rng = ChaCha12Rng::seed_from_u64(seed);
            let mut last = None;
            for at in times {
                let id = next(at, last, &mut rng);
                prop_assert!(last.is_none_or(|last| last < id));
                prop_assert_eq!(id.get_version_num(), 7);
                prop_assert!(split(id).0 >= u64::try_from(at).unwrap_or(0));
                last = Some(id);
            }
        }

        #[test]
        fn splitting_and_joining_are_inverse(time in 0..=TIME_MASK, tail in 0..=TAIL_MASK) {
            prop_assert_eq!(split(join(time, tail)), (time, tail));
        }
    }

    #[test]
    fn the_time_is_that_of_the_event() {
        let mut rng = ChaCha12Rng::seed_from_u64(1);
        let id = next(1_700_000_000_123, None, &mut rng);
        assert_eq!(split(id).0, 1_700_000_000_123);
    }

    #[test]
    fn a_full_counter_runs_over_into_the_time() {
        let mut rng = ChaCha12Rng::seed_from_u64(1);
        let last = join(5, TAIL_MASK);
        let id = next(5, Some(last), &mut rng);
        assert_eq!(split(id).0, 6);
        assert!(id > last);
    }
}
