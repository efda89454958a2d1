//! Words from outside: to be shown or read by a classifier, never taken for an instruction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A customer's or sender's own words.
///
/// Has no `Display` and no `Deref`, so that it cannot slip into a format string; its `Debug` tells the
/// length alone, so that it cannot slip into a log line.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// Marks `words` as coming from outside.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The words, for a reader that treats them as data: the classifier, an escaping template, storage.
    #[must_use]
    pub fn as_data(&self) -> &str {
        &self.0
    }

    /// Nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({} bytes)", self.0.len())
    }
}
