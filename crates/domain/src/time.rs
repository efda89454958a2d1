//! Points in time as integers: UTC microseconds since 1970-01-01, the same in memory and on disk.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE_US: i64 = 60 * SECOND_US;
/// Microseconds in an hour.
pub const HOUR_US: i64 = 60 * MINUTE_US;
/// Microseconds in 24 hours (a day of civil time may be longer or shorter).
pub const DAY_US: i64 = 24 * HOUR_US;

/// A point in time, in microseconds since 1970-01-01T00:00:00Z; arithmetic saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtcMicros(pub i64);

impl UtcMicros {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The point `us` microseconds later (earlier if negative).
    #[must_use]
    pub const fn plus(self, us: i64) -> Self {
        Self(self.0.saturating_add(us))
    }

    /// Microseconds from `earlier` to this point; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for UtcMicros {
    /// Writes the number; people are shown times by the screens, in their store's zone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}us", self.0)
    }
}
