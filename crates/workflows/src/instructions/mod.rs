//! Instructions as a rooftop writes them: TOML in, TOML out, and problems that name the line.

mod check;
mod read;
mod write;

use domain::digest::Digest;
use domain::instructions::Instructions;

pub use write::to_toml;

/// What a new rooftop starts with: commented, and a template for every intent that can be answered.
pub const DEFAULT_INSTRUCTIONS: &str = include_str!("default.toml");

/// Something to put right in an instructions file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

/// Reads and checks instructions.
///
/// # Errors
/// Every problem found, by line; text that is no TOML has one.
pub fn parse(text: &str, version: i64) -> Result<Instructions, Vec<Problem>> {
    let raw = read::read(text)?;
    let mut problems = check::check(&raw, text);
    if problems.is_empty() {
        return Ok(raw.into_instructions(version, Digest::of(text.as_bytes())));
    }
    problems.sort_by_key(|problem| problem.line);
    problems.dedup();
    Err(problems)
}
