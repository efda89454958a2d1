//! What can go wrong at a door, told apart by what may be done about it.

/// A failed act. Texts name hosts and reply codes, never a customer's words or address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// Nothing happened; the same may work later.
    #[error("not now: {0}")]
    Transient(String),
    /// Nothing happened, and nothing will however often it is tried.
    #[error("refused for good: {0}")]
    Permanent(String),
    /// Nothing happened, because we may not come in; a person must look at the settings.
    #[error("not let in: {0}")]
    Unauthorized(String),
    /// It may have happened. Never to be tried again without a person.
    #[error("outcome not known: {0}")]
    Unknown(String),
}

impl ConnectError {
    /// Whether the same may be tried again without a person.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        matches!(self, Self::Transient(_))
    }

    /// The name of the class, for the record.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Transient(_) => "transient",
            Self::Permanent(_) => "permanent",
            Self::Unauthorized(_) => "unauthorized",
            Self::Unknown(_) => "unknown",
        }
    }
}
