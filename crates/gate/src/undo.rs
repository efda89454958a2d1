//! Leave to take back what was done: who may, and what cannot be taken back.

use std::fmt;

use domain::action::UndoTerms;
use domain::person::{Actor, Role};
use domain::proposal::Proposal;
use domain::time::UtcMicros;

use crate::policy::PolicySnapshot;

/// Leave to take back one carried-out proposal, once. Made in this file alone; cannot be copied or read from a file.
#[must_use = "an undo permit that is dropped does nothing; hand it to a door"]
pub struct UndoPermit {
    proposal: Proposal,
    by: Actor,
    given: UtcMicros,
}

impl UndoPermit {
    /// What may be taken back.
    #[must_use]
    pub const fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// Spends the permit: what to take back, who answers for it, and since when.
    #[must_use]
    pub fn into_action(self) -> (Proposal, Actor, UtcMicros) {
        (self.proposal, self.by, self.given)
    }
}

impl fmt::Debug for UndoPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UndoPermit({})", self.proposal.id)
    }
}

/// Why something may not be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefused {
    /// It was done at another store.
    #[error("it was done at another store; sign in there")]
    WrongRooftop,
    /// It has left the house. A mail can be called back during its grace period, before it is carried out.
    #[error("it has left the house and cannot be taken back; write to the customer instead")]
    Final,
    /// The policy does not allow it, or no longer knows the tool.
    #[error("the policy of this store does not let it be taken back; ask its owner")]
    Forbidden,
    /// Somebody else may.
    #[error("taking it back needs a {0}")]
    RoleTooLow(Role),
}

/// Leave for `by` to take back `p`. Whether somebody has changed the record since is for the door to see.
///
/// Neither the level of the workflow nor the age of the proposal matters: switching agents off must not stop people
/// from putting things right.
///
/// # Errors
/// See [`UndoRefused`].
pub fn permit_undo(
    p: &Proposal,
    by: &Actor,
    policy: &PolicySnapshot,
    now: UtcMicros,
) -> Result<UndoPermit, UndoRefused> {
    if by.rooftop != p.rooftop {
        return Err(UndoRefused::WrongRooftop);
    }
    match p.draft.action.undo_terms() {
        UndoTerms::FromBeforeImage => {}
        UndoTerms::FinalAfterGrace { .. } => return Err(UndoRefused::Final),
    }
    let grant = policy.grant(p.draft.action.kind()).ok_or(UndoRefused::Forbidden)?;
    if grant.undo.is_none() {
        return Err(UndoRefused::Forbidden);
    }
    if !by.covers(grant.undo_by) {
        return Err(UndoRefused::RoleTooLow(grant.undo_by));
    }
    Ok(UndoPermit { proposal: p.clone(), by: by.clone(), given: now })
}
