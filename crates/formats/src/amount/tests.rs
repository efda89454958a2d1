//! Amounts and distances.
