//! Room 2: what the agent may see. Each fact with its source, version and age; gaps and conflicts are facts too.

pub mod hours;
pub mod market;

#[cfg(test)]
mod tests;
