//! Room 6: what a permit lets happen to our own records, with what stood there before.

pub(crate) mod ops;
pub mod records;

#[cfg(test)]
mod tests;
