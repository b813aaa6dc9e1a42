//! Whether the clock can be believed.

/// How far the clock may fall behind the log before anyone need be told:
/// clocks are set right by small steps all the time. Milliseconds.
pub const SMALL_STEP_MS: i64 = 5 * 60 * 1000;

/// How the clock stands to the last entry of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Time has passed since the last entry, or there is none.
    Fine,
    /// A little behind: log the last entry's time instead, and say nothing.
    SmallStep,
    /// Set back: tell the learner before anything is logged.
    Behind {
        /// By how much, milliseconds.
        by_ms: i64,
    },
}

/// Compares the clock with the last entry of the log (both milliseconds since
/// 1970, UTC).
#[must_use]
pub fn verdict(now_ms: i64, last_logged_ms: Option<i64>) -> Verdict {
    let by_ms = last_logged_ms.map_or(0, |last| last.saturating_sub(now_ms));
    if by_ms <= 0 {
        Verdict::Fine
    } else if by_ms <= SMALL_STEP_MS {
        Verdict::SmallStep
    } else {
        Verdict::Behind { by_ms }
    }
}
