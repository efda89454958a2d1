//! A proposed action with its reason, what it rests on and who drafted it.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::digest::Digest;
use crate::fact::Topic;
use crate::id::{CaseId, PersonId, ProposalId, RooftopId};
use crate::judgement::{Confidence, Evidence};
use crate::labels::{Intent, Signal, Urgency};
use crate::time::UtcMicros;
use crate::verdict::Verdict;

/// What one line of a record is before and after an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// "Assigned to".
    pub label: String,
    /// `None`: nothing stood there.
    pub before: Option<String>,
    /// What will stand there.
    pub after: String,
}

/// Who drafted a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// An agent, at the instruction and model version it had.
    Agent {
        /// Version of the classifier.
        model: String,
    },
    /// A person who edited an agent's proposal, or wrote one.
    Person(PersonId),
}

/// What a workflow hands over: a proposal without its ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposalDraft {
    /// Place among the case's actions, from 0; carried out in this order.
    pub order: u16,
    /// The act.
    pub action: Action,
    /// Before and after, for the card.
    pub changes: Vec<Change>,
    /// Why, in a sentence or two, for the person who signs.
    pub reason: String,
    /// Words of the customer that it rests on.
    pub evidence: Vec<Evidence>,
    /// How sure.
    pub confidence: Confidence,
    /// Facts it rests on: if one of them moves, an approval is void.
    pub rests_on: Vec<Topic>,
    /// Goes to a senior person, because of these (signals, intents, or `high value`); empty: does not.
    pub senior_because: Vec<String>,
}

/// A proposal on the record. Immutable: an edit makes a child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Which.
    pub id: ProposalId,
    /// The store.
    pub rooftop: RooftopId,
    /// The case.
    pub case: CaseId,
    /// `lead_triage`.
    pub workflow: String,
    /// The case type that levels and thresholds are set for: the primary intent.
    pub case_type: Intent,
    /// Further intents.
    pub also: Vec<Intent>,
    /// What the message carries.
    pub signals: Vec<Signal>,
    /// How soon.
    pub urgency: Urgency,
    /// What is to be done, why, on what.
    pub draft: ProposalDraft,
    /// Who drafted it.
    pub author: Author,
    /// The proposal this one edits.
    pub parent: Option<ProposalId>,
    /// Fingerprint of the facts it rests on, as they were seen.
    pub basis: Digest,
    /// Version and hash of the instructions.
    pub instruction_version: String,
    /// When it was made.
    pub made: UtcMicros,
    /// After this it is not carried out any more.
    pub expires: UtcMicros,
}

impl Proposal {
    /// The fingerprint of exactly what a person is shown: the proposal and the gate's verdict on it.
    // INVARIANT (shown-bound): a decision names this hash, and is refused when it is another one.
    #[must_use]
    pub fn shown(&self, verdict: &Verdict) -> Digest {
        Digest::of_json(&(self, verdict))
    }
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Waiting for a person.
    Pending,
    /// Waiting for a second person's approval.
    AwaitingSecond,
    /// Put off until a time.
    Snoozed,
    /// Approved; being carried out, or in its grace period.
    Approved,
    /// Carried out.
    Executed,
    /// A person said no.
    Rejected,
    /// A person does it by hand.
    TakenOver,
    /// Replaced by an edited or newer one.
    Superseded,
    /// The gate refuses it: nobody can approve.
    Refused,
    /// Tried and given up: a person must look.
    Parked,
    /// Carried out and taken back.
    Undone,
    /// Called back during its grace period.
    CalledBack,
    /// Nobody decided in time.
    Expired,
}

impl ProposalState {
    /// The stored spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::AwaitingSecond => "awaiting_second",
            Self::Snoozed => "snoozed",
            Self::Approved => "approved",
            Self::Executed => "executed",
            Self::Rejected => "rejected",
            Self::TakenOver => "taken_over",
            Self::Superseded => "superseded",
            Self::Refused => "refused",
            Self::Parked => "parked",
            Self::Undone => "undone",
            Self::CalledBack => "called_back",
            Self::Expired => "expired",
        }
    }

    /// Every state.
    pub const ALL: [Self; 13] = [
        Self::Pending,
        Self::AwaitingSecond,
        Self::Snoozed,
        Self::Approved,
        Self::Executed,
        Self::Rejected,
        Self::TakenOver,
        Self::Superseded,
        Self::Refused,
        Self::Parked,
        Self::Undone,
        Self::CalledBack,
        Self::Expired,
    ];

    /// The state of a stored spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// May a person still decide it?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::AwaitingSecond | Self::Snoozed)
    }
}

impl std::str::FromStr for ProposalState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| format!("`{text}` is not a state of a proposal"))
    }
}
