//! The rules, one file each: what may be done at all, to whom, when, and with which words.
//!
//! A rule answers with notes. None means no objection; an error means that it could not tell, which holds.

mod action_in_scope;
mod autonomy_level;
mod credit_decision;
mod high_value;
mod low_confidence;
mod missing_data;
mod money_claim;
mod opt_out;
mod quiet_hours;
mod rate_budget;
mod recipient_is_contact;
mod repeated_failure;
mod senior_person;
mod source_conflict;
mod stale_basis;
mod untrusted_instruction;

use domain::action::{Action, SendReply};
use domain::context::CaseContext;
use domain::person::Role;
use domain::proposal::Proposal;
use domain::time::UtcMicros;
use domain::verdict::{Note, Outcome};

use crate::policy::{PolicySnapshot, Signer};
use crate::words::Words;

/// The name of a rule, in the order in which a verdict lists notes of equal weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The act, its tool and its workflow are granted here, and the case is an agent's to act on.
    ActionInScope,
    /// A message goes to the customer of the case and to nobody else.
    RecipientIsContact,
    /// Whoever asked us to stop is left alone.
    OptOut,
    /// Credit is never decided nor hinted at.
    CreditDecision,
    /// Nobody speaks through us.
    UntrustedInstruction,
    /// A price or a car in stock stands in the facts.
    MoneyClaim,
    /// Nobody is written to at night.
    QuietHours,
    /// The settled list goes to a senior person.
    SeniorPerson,
    /// An expensive car goes to a senior person.
    HighValue,
    /// What contradicts itself is looked at.
    SourceConflict,
    /// What is not known is not acted on.
    MissingData,
    /// What is old, or has moved, is looked at again.
    StaleBasis,
    /// What is unsure is decided by a person.
    LowConfidence,
    /// What failed again and again is looked at.
    RepeatedFailure,
    /// Nobody is written to too often.
    RateBudget,
    /// How much the workflow may do alone.
    AutonomyLevel,
}

impl Rule {
    /// Every rule, in the order of a verdict.
    pub const ALL: [Self; 16] = [
        Self::ActionInScope,
        Self::RecipientIsContact,
        Self::OptOut,
        Self::CreditDecision,
        Self::UntrustedInstruction,
        Self::MoneyClaim,
        Self::QuietHours,
        Self::SeniorPerson,
        Self::HighValue,
        Self::SourceConflict,
        Self::MissingData,
        Self::StaleBasis,
        Self::LowConfidence,
        Self::RepeatedFailure,
        Self::RateBudget,
        Self::AutonomyLevel,
    ];

    /// The name in notes, policies and the record; the name of its file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ActionInScope => "action_in_scope",
            Self::RecipientIsContact => "recipient_is_contact",
            Self::OptOut => "opt_out",
            Self::CreditDecision => "credit_decision",
            Self::UntrustedInstruction => "untrusted_instruction",
            Self::MoneyClaim => "money_claim",
            Self::QuietHours => "quiet_hours",
            Self::SeniorPerson => "senior_person",
            Self::HighValue => "high_value",
            Self::SourceConflict => "source_conflict",
            Self::MissingData => "missing_data",
            Self::StaleBasis => "stale_basis",
            Self::LowConfidence => "low_confidence",
            Self::RepeatedFailure => "repeated_failure",
            Self::RateBudget => "rate_budget",
            Self::AutonomyLevel => "autonomy_level",
        }
    }

    /// A rule whose every objection is a refusal, or whose signer the tool names: a policy cannot name one.
    #[must_use]
    pub const fn only_refuses(self) -> bool {
        matches!(self, Self::CreditDecision | Self::AutonomyLevel)
    }

    /// Who signs where the policy is silent.
    #[must_use]
    pub(crate) const fn default_signer(self) -> Signer {
        let approver = match self {
            Self::RecipientIsContact
            | Self::SourceConflict
            | Self::MissingData
            | Self::StaleBasis
            | Self::LowConfidence
            | Self::AutonomyLevel => Role::Reviewer,
            Self::ActionInScope
            | Self::OptOut
            | Self::CreditDecision
            | Self::UntrustedInstruction
            | Self::MoneyClaim
            | Self::QuietHours
            | Self::SeniorPerson
            | Self::HighValue
            | Self::RepeatedFailure
            | Self::RateBudget => Role::Manager,
        };
        Signer { approver, second_approver: false }
    }

    fn judge(self, exam: &Exam<'_>) -> Judged {
        match self {
            Self::ActionInScope => action_in_scope::judge(exam),
            Self::RecipientIsContact => recipient_is_contact::judge(exam),
            Self::OptOut => opt_out::judge(exam),
            Self::CreditDecision => credit_decision::judge(exam),
            Self::UntrustedInstruction => untrusted_instruction::judge(exam),
            Self::MoneyClaim => money_claim::judge(exam),
            Self::QuietHours => quiet_hours::judge(exam),
            Self::SeniorPerson => senior_person::judge(exam),
            Self::HighValue => high_value::judge(exam),
            Self::SourceConflict => source_conflict::judge(exam),
            Self::MissingData => missing_data::judge(exam),
            Self::StaleBasis => stale_basis::judge(exam),
            Self::LowConfidence => low_confidence::judge(exam),
            Self::RepeatedFailure => repeated_failure::judge(exam),
            Self::RateBudget => rate_budget::judge(exam),
            Self::AutonomyLevel => autonomy_level::judge(exam),
        }
    }

    /// The rule's notes; a rule that could not tell holds.
    pub(crate) fn notes(self, exam: &Exam<'_>) -> Vec<Note> {
        match self.judge(exam) {
            Ok(notes) => notes,
            Err(Broken(why)) => {
                vec![exam.hold(self, format!("the rule could not be applied: {why}"), "look at it yourself")]
            }
        }
    }
}

/// A rule could not tell.
#[derive(Debug)]
pub(crate) struct Broken(pub(crate) &'static str);

/// What a rule answers.
pub(crate) type Judged = Result<Vec<Note>, Broken>;

/// One proposal in front of the rules.
pub(crate) struct Exam<'a> {
    pub(crate) p: &'a Proposal,
    pub(crate) cx: &'a CaseContext,
    pub(crate) policy: &'a PolicySnapshot,
    pub(crate) now: UtcMicros,
    /// The words a person will read because of this act: a reply, or a task with its text-message draft.
    pub(crate) words: Option<Words>,
}

impl<'a> Exam<'a> {
    pub(crate) fn of(
        p: &'a Proposal,
        cx: &'a CaseContext,
        policy: &'a PolicySnapshot,
        now: UtcMicros,
    ) -> Self {
        let words = match &p.draft.action {
            Action::SendReply(reply) => Some(Words::of(&[&reply.subject, &reply.body])),
            Action::CreateTask(task) => Some(Words::of(&[&task.title, &task.note])),
            Action::LinkContact(_)
            | Action::CreateContact(_)
            | Action::AttachUnit(_)
            | Action::MarkDuplicate(_)
            | Action::Assign(_) => None,
        };
        Self { p, cx, policy, now, words }
    }

    /// The reply, where the act is one.
    pub(crate) fn reply(&self) -> Option<(&'a SendReply, &Words)> {
        match (&self.p.draft.action, &self.words) {
            (Action::SendReply(reply), Some(words)) => Some((reply, words)),
            _ => None,
        }
    }

    pub(crate) fn hold(&self, rule: Rule, because: impl Into<String>, repair: &str) -> Note {
        self.note(rule, Outcome::Hold, because.into(), repair)
    }

    pub(crate) fn refuse(&self, rule: Rule, because: impl Into<String>, repair: &str) -> Note {
        self.note(rule, Outcome::Refuse, because.into(), repair)
    }

    fn note(&self, rule: Rule, outcome: Outcome, because: String, repair: &str) -> Note {
        Note {
            rule: rule.as_str().to_owned(),
            outcome,
            because,
            approver: self.policy.signer(rule).approver,
            repair: (!repair.is_empty()).then(|| repair.to_owned()),
            routine: false,
        }
    }
}
