//! Dates and instants as senders write them. An offset that is not stated is never invented.

/// The order of a date in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `12/31/2026`, the United States.
    MonthDayYear,
    /// `31/12/2026`, most of the world.
    DayMonthYear,
    /// `2026-12-31`.
    YearMonthDay,
}
