//! From what a person sends to a decision, and from its outcome to words. Shared by the screens and the API.

pub mod edit;
pub mod outcome;

#[cfg(test)]
mod tests;
