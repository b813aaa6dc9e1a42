//! Watching long work from another thread: how far it is, and ending it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Shared between who works and who waits. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    cancel: Arc<AtomicBool>,
    done: Arc<AtomicU32>,
}

impl Watch {
    /// Asks for an end. Simulations look at it many times a millisecond.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Whether an end was asked for.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// How far it is, 0 to 1.
    #[must_use]
    pub fn done(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        let share = self.done.load(Ordering::Relaxed) as f32 / 1000.0;
        share.clamp(0.0, 1.0)
    }

    /// Notes how far it is, 0 to 1.
    pub fn note(&self, share: f64) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let thousandths = (share.clamp(0.0, 1.0) * 1000.0) as u32;
        self.done.store(thousandths, Ordering::Relaxed);
    }
}
