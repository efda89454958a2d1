//! An invented rooftop, Larkfield North, with two months behind it and leads coming in.

mod dice;
pub mod letters;
pub mod people;
pub mod stock;
#[cfg(test)]
mod tests;

/// Where Larkfield North would stand.
pub const TIMEZONE: &str = "America/Denver";
