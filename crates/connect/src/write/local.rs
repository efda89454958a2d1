//! The local door: an act in our own storage. What it answers is the only thing that storage is changed by.

use domain::action::Action;
use domain::id::ProposalId;
use gate::Permit;

/// A permitted act on our own records, to be written in the same transaction as its decision and audit event.
///
/// Cannot be made but by spending a permit.
// INVARIANT (permit-spent): every `LocalEffect` stands for one permit that is gone.
#[derive(Debug)]
pub struct LocalEffect {
    action: Action,
    proposal: ProposalId,
}

/// The permit is for an act that leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the permit is for an act outside our own records")]
pub struct NotLocal;

impl LocalEffect {
    /// Spends `permit`.
    ///
    /// # Errors
    /// If the act is not local.
    pub fn spend(permit: Permit) -> Result<Self, NotLocal> {
        let (proposal, _approval) = permit.into_action();
        match proposal.draft.action {
            Action::SendReply(_) => Err(NotLocal),
            action @ (Action::LinkContact(_)
            | Action::CreateContact(_)
            | Action::AttachUnit(_)
            | Action::MarkDuplicate(_)
            | Action::Assign(_)
            | Action::CreateTask(_)) => Ok(Self { action, proposal: proposal.id }),
        }
    }

    /// The act.
    #[must_use]
    pub const fn action(&self) -> &Action {
        &self.action
    }

    /// The proposal it carries out.
    #[must_use]
    pub const fn proposal(&self) -> ProposalId {
        self.proposal
    }
}
