//! Long computing that can be followed and broken off.

use std::sync::atomic::{AtomicBool, Ordering};

use super::PredictError;

/// Hears how far a computation has come, and can break it off.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    cancel: &'a AtomicBool,
    tell: &'a (dyn Fn(f64) + Sync),
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'a> Watch<'a> {
    /// `tell` hears the share that is done, 0 to 1, perhaps from other threads.
    #[must_use]
    pub fn new(cancel: &'a AtomicBool, tell: &'a (dyn Fn(f64) + Sync)) -> Self {
        Self { cancel, tell }
    }

    /// Nobody watches.
    #[must_use]
    pub fn none() -> Watch<'static> {
        Watch { cancel: &NEVER, tell: &|_| {} }
    }

    /// Tells how much is done.
    pub fn tell(&self, share: f64) {
        (self.tell)(share.clamp(0.0, 1.0));
    }

    /// Whether it was broken off.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// The flag that breaks it off.
    #[must_use]
    pub fn cancel(&self) -> &'a AtomicBool {
        self.cancel
    }

    /// Goes on, unless it was broken off.
    ///
    /// # Errors
    /// [`PredictError::Stopped`] then.
    pub fn check(&self) -> Result<(), PredictError> {
        if self.is_cancelled() { Err(PredictError::Stopped) } else { Ok(()) }
    }
}
