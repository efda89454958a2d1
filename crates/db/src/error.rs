//! What can go wrong between us and a database, told apart as far as code has to branch on it.

/// A failed operation; nothing that the caller asked to store has been stored, except where
/// [`crate::unit::UnitError::Unknown`] says otherwise. Texts name tables and constraints, never stored words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// The engine cannot be reached, or the file cannot be opened.
    #[error("cannot open the database {place}: {reason}")]
    Unreachable { place: String, reason: String },
    /// The connection broke during the operation.
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    /// Another process or transaction was in the way; the same operation may succeed if repeated.
    #[error("another process kept the database busy: {0}")]
    Contended(String),
    /// A row with the same key exists.
    #[error("a row with the same key exists: {0}")]
    Duplicate(String),
    /// The engine refused the statement itself, or one of its values.
    #[error("the database refused a statement: {0}")]
    Refused(String),
    /// A stored column is missing, or is not of the shape that was asked for.
    #[error("column `{column}` holds {found} where {wanted} was expected")]
    Column { column: String, wanted: &'static str, found: String },
    /// A query for exactly one row found another number of them.
    #[error("expected one row, found {0}")]
    NotOneRow(usize),
    /// The store has been closed, or its thread has ended.
    #[error("the store is closed")]
    Closed,
}

impl DbError {
    /// Whether trying the same again, on a fresh connection, can help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Lost(_) | Self::Contended(_))
    }
}
