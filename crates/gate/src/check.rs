//! The verdict on one proposal: every rule asked, the largest outcome taken.

use domain::context::CaseContext;
use domain::person::Role;
use domain::proposal::Proposal;
use domain::time::UtcMicros;
use domain::verdict::{Note, Outcome, Verdict};

use crate::policy::PolicySnapshot;
use crate::rules::{Exam, Rule};

/// Judges `p` against the facts and the policy of this moment. Total and pure: the same arguments, the same verdict.
///
/// *Shape*: notes are sorted, most severe first, then by rule; never empty: `Allow` has a note that says why.
/// No rule with an opinion is a hold, and so is a rule that could not tell.
#[must_use]
pub fn check(p: &Proposal, cx: &CaseContext, policy: &PolicySnapshot, now: UtcMicros) -> Verdict {
    let exam = Exam::of(p, cx, policy, now);
    let mut notes: Vec<Note> = Vec::new();
    let mut second_approver = policy.grant(p.draft.action.kind()).is_some_and(|grant| grant.second_approver)
        || policy.autonomy(&p.workflow, p.case_type).is_some_and(|autonomy| autonomy.second_approver);
    for rule in Rule::ALL {
        let own = rule.notes(&exam);
        second_approver |=
            !own.is_empty() && !rule.is_signed_by_tool() && policy.signer(rule).second_approver;
        notes.extend(own);
    }
    if notes.is_empty() {
        notes.push(exam.hold(Rule::AutonomyLevel, "no rule had an opinion", "look at it yourself"));
    }
    // Stable: notes of one outcome keep the order of `Rule::ALL`, and an exception comes before the routine.
    notes.sort_by_key(|note| (std::cmp::Reverse(note.outcome), note.routine));
    let outcome = notes.iter().map(|note| note.outcome).max().unwrap_or(Outcome::Hold);
    let held = notes.iter().filter(|note| note.outcome == Outcome::Hold);
    let approver = held
        .map(|note| note.approver)
        .max_by_key(|role| STRICTNESS.iter().position(|r| r == role))
        .unwrap_or(Role::Reviewer);
    Verdict { outcome, notes, approver, second_approver, policy: policy.hash() }
}

/// From the mildest demand to the strictest. Roles are no ladder (`Role::covers`): `permit` asks for each note's own
/// role, and this order only decides which one a card names.
const STRICTNESS: [Role; 6] =
    [Role::Auditor, Role::Reviewer, Role::Owner, Role::Manager, Role::Admin, Role::Compliance];
