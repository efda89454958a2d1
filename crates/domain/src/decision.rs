//! What a person decides, and the approval that the gate accepts.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::digest::Digest;
use crate::id::{PersonId, ProposalId};
use crate::person::Role;
use crate::time::UtcMicros;

/// Why a proposal was rejected, for the workflow's owner to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The facts are wrong or old.
    WrongFacts,
    /// The wrong person or department.
    WrongRecipient,
    /// Not how we speak.
    Tone,
    /// The customer meant something else.
    WrongReading,
    /// Right, but not needed.
    NotNeeded,
    /// Anything else; wants a note.
    Other,
}

impl RejectReason {
    /// All, in the order of the keys 1 to 6.
    pub const ALL: [Self; 6] = [
        Self::WrongFacts,
        Self::WrongRecipient,
        Self::Tone,
        Self::WrongReading,
        Self::NotNeeded,
        Self::Other,
    ];

    /// The stored spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongFacts => "wrong_facts",
            Self::WrongRecipient => "wrong_recipient",
            Self::Tone => "tone",
            Self::WrongReading => "wrong_reading",
            Self::NotNeeded => "not_needed",
            Self::Other => "other",
        }
    }

    /// The category of a stored spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// What a person chose to do with one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Do it as shown.
    Approve,
    /// Do this instead; judged anew by the gate, and done if it needs no other person.
    Edit(Box<Action>),
    /// Do not do it.
    Reject {
        /// The category.
        reason: RejectReason,
    },
    /// I do it by hand; agents leave the case alone.
    TakeOver,
    /// Not now.
    Snooze {
        /// Back in the queue at.
        until: UtcMicros,
    },
    /// Somebody else should decide.
    Delegate {
        /// Who.
        to: PersonId,
    },
    /// Ask a colleague first.
    Ask {
        /// Whom.
        of: PersonId,
    },
}

impl Choice {
    /// The stored spelling.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Edit(_) => "edit",
            Self::Reject { .. } => "reject",
            Self::TakeOver => "take_over",
            Self::Snooze { .. } => "snooze",
            Self::Delegate { .. } => "delegate",
            Self::Ask { .. } => "ask",
        }
    }
}

/// One decision as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRequest {
    /// About which proposal.
    pub proposal: ProposalId,
    /// The hash of exactly what the person was shown; `None` only for a token that decides unseen (scripts).
    pub shown: Option<Digest>,
    /// What was chosen.
    pub choice: Choice,
    /// Why, in the person's words; wanted for a hold and for `Other`.
    pub note: Option<String>,
    /// How long the proposal was on the screen, in milliseconds, where known.
    pub took_ms: Option<i64>,
}

/// A person's yes, as the gate wants to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// To which proposal.
    pub proposal: ProposalId,
    /// The basis the approver saw.
    pub basis: Digest,
    /// The policy the approver's card was judged under.
    pub policy: Digest,
    /// Who.
    pub by: PersonId,
    /// The roles held then.
    pub roles: Vec<Role>,
    /// Why, where a hold wants a reason.
    pub reason: Option<String>,
    /// When.
    pub at: UtcMicros,
    /// The other person, where two are wanted.
    pub second: Option<(PersonId, Vec<Role>)>,
}
