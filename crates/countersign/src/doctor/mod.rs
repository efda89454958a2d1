//! What is well and what is not, each with what to do.

mod disk;
mod records;
mod surroundings;

use serde::Serialize;

use crate::config::Config;

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Well,
    /// Works, and should be looked at.
    Look,
    /// Does not work.
    Bad,
}

/// One thing looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    /// What was found, in a sentence.
    pub found: String,
    /// What to do; only where something is not well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

impl Check {
    /// Nothing to do.
    pub fn well(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, state: State::Well, found: found.into(), then: None }
    }

    /// Works, and should be looked at.
    pub fn look(name: &'static str, found: impl Into<String>, then: impl Into<String>) -> Self {
        Self { name, state: State::Look, found: found.into(), then: Some(then.into()) }
    }

    /// Does not work.
    pub fn bad(name: &'static str, found: impl Into<String>, then: impl Into<String>) -> Self {
        Self { name, state: State::Bad, found: found.into(), then: Some(then.into()) }
    }
}

/// Looks at everything, in the order in which one thing rests on another.
pub async fn examine(config: &Config, is_offline: bool) -> Vec<Check> {
    let mut checks = vec![
        Check::well("configuration", "read, every key known"),
        surroundings::signing_key(config),
        surroundings::clock(),
        disk::writable(config),
        disk::space(config),
        disk::flushes(config),
        surroundings::address(config).await,
        surroundings::mail(config, is_offline).await,
    ];
    checks.extend(records::examine(config).await);
    checks
}
