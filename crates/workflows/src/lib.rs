//! Room `workflows`: the jobs as pure step machines, and what a rooftop may write down about how they work.
//!
//! Nothing here does I/O, reads a clock, or knows a door, the gate or a model: a step sees a `CaseContext`
//! and the answers so far, and says what it wants next.

pub mod instructions;
pub mod lead_triage;
pub mod reply;
pub mod routing;

#[cfg(test)]
mod tests;
