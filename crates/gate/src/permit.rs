//! The only way to a `Permit`: the proposal judged anew against today's facts, and a person's yes where one is due.

use std::fmt;

use domain::context::CaseContext;
use domain::decision::Approval;
use domain::fact::Topic;
use domain::id::PersonId;
use domain::person::Role;
use domain::proposal::{Author, Proposal};
use domain::time::UtcMicros;
use domain::verdict::{Note, Outcome, Verdict};

use crate::check::check;
use crate::policy::PolicySnapshot;

/// Leave to carry out one proposal, once.
///
/// It cannot be copied, read from a file or built elsewhere, and a door takes it by value:
///
/// ```compile_fail
/// fn twice(permit: gate::Permit) -> (gate::Permit, gate::Permit) { (permit.clone(), permit) }
/// ```
/// ```compile_fail
/// fn forged(text: &str) -> gate::Permit { serde_json::from_str(text).unwrap() }
/// ```
/// ```compile_fail
/// fn spent(permit: gate::Permit) { permit.into_action(); permit.into_action(); }
/// ```
// INVARIANT (permit-judged): a `Permit` is made in `permit` below alone, after `check` of exactly this proposal.
#[must_use = "a permit that is dropped does nothing; hand it to a door"]
pub struct Permit {
    proposal: Proposal,
    approval: Option<Approval>,
    verdict: Verdict,
}

impl Permit {
    /// What may be done.
    #[must_use]
    pub const fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// The verdict it was given on.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Who said yes; `None`: it needed nobody.
    #[must_use]
    pub const fn approval(&self) -> Option<&Approval> {
        self.approval.as_ref()
    }

    /// Spends the permit: what to do, and on whose yes.
    #[must_use]
    pub fn into_action(self) -> (Proposal, Option<Approval>) {
        (self.proposal, self.approval)
    }
}

impl fmt::Debug for Permit {
    /// The id alone: a proposal holds customers' names and addresses, and debug prints end in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", self.proposal.id)
    }
}

/// Why a proposal may not be carried out now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PermitRefused {
    /// The approval is for another proposal.
    #[error("the approval is for another proposal; show this one and ask again")]
    WrongProposal,
    /// Its time is over.
    #[error("nobody decided in time; have the case looked at anew")]
    Expired,
    /// The facts are not those that were seen.
    #[error("the facts it rests on have moved; show it again with what changed")]
    BasisMoved {
        /// Topics whose source has spoken since the proposal was made; all it rests on where none did.
        topics: Vec<Topic>,
    },
    /// The policy is not the one the card was judged under.
    #[error("the policy has changed since the card was shown; show it again")]
    PolicyMoved,
    /// The gate refuses it: nobody can approve.
    #[error("the gate refuses it, and nobody can approve that")]
    Refused(Verdict),
    /// A person must say yes, and nobody has.
    #[error("it needs the approval of a {0}")]
    NeedsApproval(Role),
    /// The person who said yes may not.
    #[error("it needs a {0}, and no signer is one")]
    RoleTooLow(Role),
    /// A hold is let through with a reason only.
    #[error("it is held; say why it may go ahead all the same")]
    ReasonWanted,
    /// Two different people must say yes.
    #[error("it needs a second person's approval")]
    SecondApproverWanted,
    /// Who wrote it may not be one of the two who approve it.
    #[error("whoever wrote it cannot be one of the two who approve it")]
    OwnEdit,
}

/// Leave to carry out `p`, if today's facts and policy allow it or `yes` is a sufficient approval of what they hold.
///
/// Runs `check` itself. An approval given under any other policy text is void, stricter or not: judging which of two
/// policies is the stricter would be a second gate, and showing a card again costs a glance.
///
/// # Errors
/// See [`PermitRefused`]; asked in the order of its variants.
pub fn permit(
    p: Proposal,
    cx_now: &CaseContext,
    policy_now: &PolicySnapshot,
    yes: Option<&Approval>,
    now: UtcMicros,
) -> Result<Permit, PermitRefused> {
    if yes.is_some_and(|yes| yes.proposal != p.id) {
        return Err(PermitRefused::WrongProposal);
    }
    if now > p.expires {
        return Err(PermitRefused::Expired);
    }
    // INVARIANT (basis-seen): what is carried out rests on the facts that the approver saw.
    let seen = yes.map_or(p.basis, |yes| yes.basis);
    let basis_now = cx_now.facts.basis(&p.draft.rests_on);
    if p.basis != basis_now || seen != basis_now {
        return Err(PermitRefused::BasisMoved { topics: moved(&p, cx_now) });
    }
    if yes.is_some_and(|yes| yes.policy != policy_now.hash()) {
        return Err(PermitRefused::PolicyMoved);
    }
    let verdict = check(&p, cx_now, policy_now, now);
    match verdict.outcome {
        Outcome::Refuse => return Err(PermitRefused::Refused(verdict)),
        Outcome::Hold => suffices(&p, &verdict, yes)?,
        // Two people were asked for: that nothing else objects does not take it back.
        Outcome::Allow if verdict.second_approver => suffices(&p, &verdict, yes)?,
        Outcome::Allow => {}
    }
    Ok(Permit { proposal: p, approval: yes.cloned(), verdict })
}

/// Is `yes` enough for everything that is held?
fn suffices(p: &Proposal, verdict: &Verdict, yes: Option<&Approval>) -> Result<(), PermitRefused> {
    let Some(yes) = yes else {
        return Err(PermitRefused::NeedsApproval(verdict.approver));
    };
    let covers = |roles: &[Role], note: &Note| roles.iter().any(|role| role.covers(note.approver));
    let wrote = |person: PersonId| p.author == Author::Person(person);
    let held = || verdict.notes.iter().filter(|note| note.outcome == Outcome::Hold);
    let second = yes.second.as_ref();
    for note in held() {
        let by_first = covers(&yes.roles, note);
        let by_second = verdict.second_approver && second.is_some_and(|(_, roles)| covers(roles, note));
        if !by_first && !by_second {
            return Err(PermitRefused::RoleTooLow(note.approver));
        }
    }
    let reason = yes.reason.as_deref().unwrap_or("");
    if held().any(|note| !note.routine) && !reason.chars().any(char::is_alphanumeric) {
        return Err(PermitRefused::ReasonWanted);
    }
    if !verdict.second_approver {
        return Ok(());
    }
    let Some((other, roles)) = second.filter(|(other, _)| *other != yes.by) else {
        return Err(if wrote(yes.by) { PermitRefused::OwnEdit } else { PermitRefused::SecondApproverWanted });
    };
    if wrote(yes.by) || wrote(*other) {
        return Err(PermitRefused::OwnEdit);
    }
    // Each of the two must meet at least one of the demands: a bystander's yes is not a second signature.
    for signer in [&yes.roles, roles] {
        if held().next().is_some() && !held().any(|note| covers(signer, note)) {
            return Err(PermitRefused::RoleTooLow(verdict.approver));
        }
    }
    Ok(())
}

/// The basis is one hash over all topics, so which of them moved is told by when their source last spoke.
fn moved(p: &Proposal, cx: &CaseContext) -> Vec<Topic> {
    let since = |topic: &Topic| cx.facts.about(*topic).is_none_or(|fact| fact.as_of > p.made);
    let spoke: Vec<Topic> = p.draft.rests_on.iter().copied().filter(since).collect();
    if spoke.is_empty() { p.draft.rests_on.clone() } else { spoke }
}
