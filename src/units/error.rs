//! What is wrong with a text that should be a quantity.

use std::ops::Range;

/// The kind of fault; each is an error code of the scenario language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number without its unit.
    MissingUnit,
    /// A unit that does not exist or does not fit.
    WrongUnit,
    /// Not readable at all.
    BadValue,
    /// Readable, but outside the values allowed.
    OutOfRange,
}

/// A text that could not be read, with the way to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnitError {
    /// Kind of fault.
    pub fault: Fault,
    /// What is wrong, for the headline.
    pub message: String,
    /// How to mend it, for the label under the value.
    pub fix: String,
    /// Bytes of the text that are at fault; `None` = all of it.
    pub at: Option<Range<usize>>,
}

impl UnitError {
    /// A fault of the whole text.
    pub fn new(fault: Fault, message: impl Into<String>, fix: impl Into<String>) -> UnitError {
        UnitError { fault, message: message.into(), fix: fix.into(), at: None }
    }

    /// The same fault, narrowed to the bytes `at` unless it is narrower already.
    pub fn within(mut self, at: Range<usize>) -> UnitError {
        self.at = Some(match self.at {
            Some(inner) => at.start + inner.start..at.start + inner.end,
            None => at,
        });
        self
    }
}
