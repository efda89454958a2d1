//! Moments and dates.
