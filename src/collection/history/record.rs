//! One review in the cache file: 44 bytes, little-endian.

use crate::deck::Kind;
use crate::insight::Answered;
use crate::scheduler::{Confidence, Phase, Rating};

/// Bytes of a record.
pub(super) const LEN: usize = 44;

/// A review, undone or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// Its row in the log.
    pub seq: u32,
    /// The review. `card` is the item's row, `item` is not kept: decks come and
    /// go.
    pub answered: Answered,
}

impl Record {
    /// Appends it.
    pub fn write(&self, out: &mut Vec<u8>) {
        let answered = &self.answered;
        out.extend(self.seq.to_le_bytes());
        out.extend(answered.card.to_le_bytes());
        out.extend(answered.at_ms.to_le_bytes());
        out.extend(answered.day.to_le_bytes());
        out.extend(answered.latency_ms.to_le_bytes());
        out.extend(answered.elapsed_days.to_le_bytes());
        out.extend(answered.previous_days.to_le_bytes());
        out.extend(answered.interval_days.to_le_bytes());
        out.extend(answered.recall.to_le_bytes());
        out.extend(answered.zone_min.to_le_bytes());
        let confidence = match answered.confidence {
            None => 0,
            Some(Confidence::Guess) => 1,
            Some(Confidence::Unsure) => 2,
            Some(Confidence::Sure) => 3,
        };
        let rating = u16::from(answered.rating.number() - 1);
        let bits = kind_bits(answered.kind)
            | rating << 3
            | confidence << 5
            | phase_bits(answered.phase) << 7
            | u16::from(answered.is_right) << 9
            | u16::from(answered.is_first) << 10;
        out.extend(bits.to_le_bytes());
    }

    /// The inverse of [`Record::write`]; `None` when the bytes make no sense.
    #[inline]
    pub fn read(bytes: &[u8; LEN]) -> Option<Self> {
        let mut fields = Fields(bytes);
        let seq = u32::from_le_bytes(fields.take()?);
        let card = u32::from_le_bytes(fields.take()?);
        let at_ms = i64::from_le_bytes(fields.take()?);
        let day = i32::from_le_bytes(fields.take()?);
        let latency_ms = u32::from_le_bytes(fields.take()?);
        let elapsed_days = u32::from_le_bytes(fields.take()?);
        let previous_days = u32::from_le_bytes(fields.take()?);
        let interval_days = u32::from_le_bytes(fields.take()?);
        let recall = f32::from_le_bytes(fields.take()?);
        let zone_min = i16::from_le_bytes(fields.take()?);
        let bits = u16::from_le_bytes(fields.take()?);
        if bits >> 11 != 0 {
            return None;
        }
        let rating = match bits >> 3 & 3 {
            0 => Rating::Again,
            1 => Rating::Hard,
            2 => Rating::Good,
            _ => Rating::Easy,
        };
        let confidence = match bits >> 5 & 3 {
            0 => None,
            1 => Some(Confidence::Guess),
            2 => Some(Confidence::Unsure),
            _ => Some(Confidence::Sure),
        };
        let phase = match bits >> 7 & 3 {
            0 => Phase::New,
            1 => Phase::Learning,
            2 => Phase::Review,
            _ => Phase::Relearning,
        };
        let answered = Answered {
            at_ms,
            item: crate::insight::NOWHERE,
            card,
            day,
            latency_ms,
            elapsed_days,
            previous_days,
            interval_days,
            recall,
            zone_min,
            kind: kind_of(bits & 7)?,
            rating,
            confidence,
            is_right: bits & 1 << 9 != 0,
            is_first: bits & 1 << 10 != 0,
            phase,
        };
        Some(Self { seq, answered })
    }
}

/// The rest of a record.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    #[inline]
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*field)
    }
}

fn kind_bits(kind: Kind) -> u16 {
    match kind {
        Kind::Choice => 1,
        Kind::Flip => 2,
        Kind::Cloze => 3,
        Kind::Typed => 4,
        Kind::Output => 5,
        Kind::Order => 6,
        Kind::Match => 7,
    }
}

fn kind_of(bits: u16) -> Option<Kind> {
    Some(match bits {
        1 => Kind::Choice,
        2 => Kind::Flip,
        3 => Kind::Cloze,
        4 => Kind::Typed,
        5 => Kind::Output,
        6 => Kind::Order,
        7 => Kind::Match,
        _ => return None,
    })
}

fn phase_bits(phase: Phase) -> u16 {
    match phase {
        Phase::New => 0,
        Phase::Learning => 1,
        Phase::Review => 2,
        Phase::Relearning => 3,
    }
}
