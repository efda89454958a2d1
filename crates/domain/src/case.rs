//! Where a case stands.

use std::fmt;
use std::str::FromStr;

/// The state of a case, from its trigger to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// Kept; an agent has not read it yet.
    Received,
    /// Proposals wait, or people work on it.
    Open,
    /// A person must look, without a suggestion.
    AwaitingPerson,
    /// Could not be read; kept raw for a person.
    SetAside,
    /// A person does it by hand; agents leave it alone.
    TakenOver,
    /// The same person's other lead stays open instead.
    Duplicate,
    /// Nothing more to do.
    Closed,
}

impl CaseState {
    /// Every state, in the order a filter lists them.
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::Open,
        Self::AwaitingPerson,
        Self::SetAside,
        Self::TakenOver,
        Self::Duplicate,
        Self::Closed,
    ];

    /// The stored spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Open => "open",
            Self::AwaitingPerson => "awaiting_person",
            Self::SetAside => "set_aside",
            Self::TakenOver => "taken_over",
            Self::Duplicate => "duplicate",
            Self::Closed => "closed",
        }
    }

    /// Is it still somebody's or some agent's work? Another lead of the same person is a duplicate only of such a case.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Received | Self::Open | Self::AwaitingPerson | Self::TakenOver)
    }
}

impl fmt::Display for CaseState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The given text names no state of a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a state of a case")]
pub struct CaseStateError(String);

impl FromStr for CaseState {
    type Err = CaseStateError;

    fn from_str(text: &str) -> Result<Self, CaseStateError> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| CaseStateError(text.to_owned()))
    }
}
