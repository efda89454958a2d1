//! Who works here: roles, and who is acting in one call.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{KeyId, PersonId, RooftopId};

/// What a person may do at one rooftop. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads and decides everyday proposals (BDC, sales).
    Reviewer,
    /// Decides what is held for a senior person; undoes; lifts an opt-out with a reason.
    Manager,
    /// Owns a workflow: its instructions and routing rules.
    Owner,
    /// Decides what touches compliance; reads the whole record.
    Compliance,
    /// Reads everything, decides nothing.
    Auditor,
    /// Manages people, keys and settings; decides as a manager does.
    Admin,
}

impl Role {
    /// All roles, in the order a settings page lists them.
    pub const ALL: [Self; 6] =
        [Self::Reviewer, Self::Manager, Self::Owner, Self::Compliance, Self::Auditor, Self::Admin];

    /// The stored and configured spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Manager => "manager",
            Self::Owner => "owner",
            Self::Compliance => "compliance",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Does somebody holding this role meet a demand for `wanted`?
    ///
    /// Manager and Admin cover Reviewer; Admin covers Manager; Compliance, Owner and Auditor stand for themselves alone.
    #[must_use]
    pub const fn covers(self, wanted: Self) -> bool {
        match wanted {
            Self::Reviewer => matches!(self, Self::Reviewer | Self::Manager | Self::Admin),
            Self::Manager => matches!(self, Self::Manager | Self::Admin),
            Self::Owner => matches!(self, Self::Owner | Self::Admin),
            Self::Compliance => matches!(self, Self::Compliance),
            Self::Auditor => matches!(self, Self::Auditor | Self::Compliance | Self::Admin),
            Self::Admin => matches!(self, Self::Admin),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The given text names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role (want reviewer, manager, owner, compliance, auditor or admin)")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| RoleError(text.to_owned()))
    }
}

/// A signed-in person, or a script holding that person's token, at one rooftop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The store this call is about.
    pub rooftop: RooftopId,
    /// Who answers for it.
    pub person: PersonId,
    /// As the person signs: "Priya Nair".
    pub name: String,
    /// The roles held at this rooftop.
    pub roles: Vec<Role>,
    /// The token used, where a script acts as the person.
    pub via_token: Option<KeyId>,
}

impl Actor {
    /// Does one of the held roles meet a demand for `wanted`?
    #[must_use]
    pub fn covers(&self, wanted: Role) -> bool {
        self.roles.iter().any(|held| held.covers(wanted))
    }
}
