//! What a route asks of whoever calls it. The extractors and the route table read the same definition.

use domain::person::{Actor, Role};

/// How much a person must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Any role at this store, or none: works here.
    Member,
    /// Signs: reviewer, manager, admin, and compliance for what touches compliance. The gate narrows it further.
    Reviewer,
    /// Manager or admin; compliance where opt-outs are lifted.
    Manager,
    /// Owns a workflow.
    Owner,
    /// Reads the whole record.
    Auditor,
    /// Manages people, keys and settings.
    Admin,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 6] =
        [Self::Member, Self::Reviewer, Self::Manager, Self::Owner, Self::Auditor, Self::Admin];

    /// May `actor` pass?
    #[must_use]
    pub fn admits(self, actor: &Actor) -> bool {
        match self {
            Self::Member => true,
            Self::Reviewer => actor.covers(Role::Reviewer) || actor.covers(Role::Compliance),
            Self::Manager => actor.covers(Role::Manager) || actor.covers(Role::Compliance),
            Self::Owner => actor.covers(Role::Owner),
            Self::Auditor => actor.covers(Role::Auditor) || actor.covers(Role::Manager),
            Self::Admin => actor.covers(Role::Admin),
        }
    }

    /// Who can, for the sentence that says so.
    #[must_use]
    pub const fn who(self) -> &'static str {
        match self {
            Self::Member => "somebody who works at this store",
            Self::Reviewer => "a reviewer, manager, admin or compliance",
            Self::Manager => "a manager, admin or compliance",
            Self::Owner => "the workflow’s owner or an admin",
            Self::Auditor => "an auditor, compliance, a manager or an admin",
            Self::Admin => "an admin",
        }
    }
}
