//! Chance without a generator: what happens to a card at its n-th answer depends
//! on the seed, the card and n alone. So two simulations that differ in one wish
//! see the same luck, and their difference is the wish's.

/// Scrambles a number (the finaliser of `SplitMix64`, Steele et al. 2014).
#[must_use]
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number in [0, 1) for the `time`-th throw of a card.
#[must_use]
pub(crate) fn draw(seed: u64, card: u32, time: u32) -> f32 {
    let bits = mix(seed ^ mix((u64::from(card) << 32) | u64::from(time)));
    #[expect(clippy::cast_precision_loss, reason = "24 bits fit an f32")]
    let share = (bits >> 40) as f32 / 16_777_216.0;
    share
}

/// Which of these (shares that add up to 1) a number in [0, 1) falls into.
#[must_use]
pub(crate) fn pick(shares: &[f32], mut at: f32) -> usize {
    for (index, share) in shares.iter().enumerate() {
        if at < *share {
            return index;
        }
        at -= share;
    }
    shares.len().saturating_sub(1)
}
