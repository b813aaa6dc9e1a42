//! A fault in the build of a file, not yet placed in lines and columns.

use std::ops::Range;

use super::fault::{FaultCode, Loss, Severity};

/// A fault in the build of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damage {
    pub code: FaultCode,
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
    pub severity: Severity,
    pub loss: Loss,
    /// Where the card stands that is lost.
    pub card: Option<Range<usize>>,
}

impl Damage {
    pub fn new(code: FaultCode, span: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        let severity = Severity::Error;
        Self { code, span, message, help: None, severity, loss: Loss::Nothing, card: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn losing(mut self, loss: Loss) -> Self {
        self.loss = loss;
        self
    }
}
