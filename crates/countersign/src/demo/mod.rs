//! An invented rooftop, Larkfield North, with two months behind it and leads coming in.

pub mod clock;
mod dice;
pub mod history;
pub mod house;
pub mod letters;
pub mod people;
pub mod stock;
#[cfg(test)]
mod tests;
pub mod traffic;

/// Where Larkfield North would stand.
pub const TIMEZONE: &str = "America/Denver";
