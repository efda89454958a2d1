//! The policy of one rooftop: what each workflow and each tool may do, who signs for what, and the limits.

mod read;
mod zones;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::action::{ActionKind, UndoTerms};
use domain::digest::Digest;
use domain::fact::Topic;
use domain::labels::{Intent, Signal};
use domain::person::Role;
use domain::time::HOUR_US;

use crate::rules::Rule;
pub(crate) use zones::{Place, QuietTable};

/// The policy that the binary ships and `init` writes; every figure in it names its source.
pub const DEFAULT_POLICY: &str = include_str!("../../data/default-policy.toml");

/// How much a workflow may do on one kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: what it proposes is refused.
    Off,
    /// It proposes; a person approves every write.
    Suggest,
    /// It may act alone above its threshold. No policy can ask for it until evidence can be shown for it.
    Auto,
}

impl Level {
    /// Every level, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Off, Self::Suggest, Self::Auto];

    /// The spelling in policies and on screens.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Suggest => "suggest",
            Self::Auto => "auto",
        }
    }
}

/// What holds for one workflow on one kind of case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autonomy {
    /// How much it may do.
    pub level: Level,
    /// Lower end of the measured interval from which `auto` would act alone, 0 to 1.
    pub auto_at: f32,
    /// Measured frequency of being right below which a person decides without a suggestion, 0 to 1.
    pub suggest_at: f32,
    /// Two different people must approve every write.
    pub second_approver: bool,
}

/// What one tool may touch, who signs for it and who may take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Facts that a proposal for this tool may rest on.
    pub reads: Vec<Topic>,
    /// Records it may change, as the screen shows them: `contact`, `lead`, `task`, `mail`.
    pub writes: Vec<String>,
    /// Who may approve it when nothing else holds it.
    pub approver: Role,
    /// Two different people must approve.
    pub second_approver: bool,
    /// Nobody may use it.
    pub forbidden: bool,
    /// Whether and how it can be taken back here; `None`: this store does not allow it.
    pub undo: Option<UndoTerms>,
    /// Who may take it back.
    pub undo_by: Role,
}

/// Who may let a hold of one rule through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The role.
    pub approver: Role,
    /// Two different people must.
    pub second_approver: bool,
}

/// Figures that rules compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Advertised price from which a case is of high value, in whole US dollars.
    pub high_value_usd: i64,
    /// Most messages to one customer in 24 hours.
    pub messages_per_customer_24h: u32,
    /// Most messages of all agents of the rooftop in one hour.
    pub messages_per_rooftop_1h: u32,
    /// Failed attempts on one case after which a person looks before anything else goes out.
    pub max_failed_attempts: u32,
}

/// Whether a message minds the recipient's night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Night {
    /// It may go at any hour.
    AnyTime,
    /// It waits for the window of the recipient's state.
    InsideWindow,
}

/// One rooftop's policy, parsed and checked; immutable.
///
/// Built by [`PolicySnapshot::parse`] alone.
// INVARIANT (policy-hash): `hash` is the SHA-256 of exactly the text that `to_toml` returns.
#[derive(Clone, Debug)]
pub struct PolicySnapshot {
    pub(crate) text: String,
    pub(crate) hash: Digest,
    pub(crate) version: i64,
    pub(crate) workflows: BTreeMap<String, WorkflowPolicy>,
    pub(crate) grants: BTreeMap<ActionKind, Grant>,
    pub(crate) signers: BTreeMap<Rule, Signer>,
    pub(crate) senior_signals: Vec<Signal>,
    pub(crate) senior_intents: Vec<Intent>,
    pub(crate) limits: Limits,
    pub(crate) stale_after_h: BTreeMap<Topic, u32>,
    pub(crate) price_in_replies: bool,
    pub(crate) answers: Night,
    pub(crate) outreach: Night,
    pub(crate) quiet: Arc<QuietTable>,
}

/// The levels of one workflow.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WorkflowPolicy {
    pub(crate) default: Autonomy,
    pub(crate) case_types: BTreeMap<Intent, Autonomy>,
}

/// One thing wrong with a policy text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct PolicyProblem {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl PolicySnapshot {
    /// Reads and checks a policy text. `version` counts up with every change at the rooftop.
    ///
    /// # Errors
    /// Every problem found, in the order of the lines; a text that is not TOML yields one.
    pub fn parse(toml: &str, version: i64) -> Result<Self, Vec<PolicyProblem>> {
        read::read(toml, version)
    }

    /// The very text that was parsed, comments and all, so that its hash stays the same.
    #[must_use]
    pub fn to_toml(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text; stands in every verdict and every decision.
    #[must_use]
    pub const fn hash(&self) -> Digest {
        self.hash
    }

    /// Counts up with every change at this rooftop.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// What holds for `workflow` on cases of type `case_type`; `None`: the policy does not name the workflow.
    #[must_use]
    pub fn autonomy(&self, workflow: &str, case_type: Intent) -> Option<Autonomy> {
        let found = self.workflows.get(workflow)?;
        Some(*found.case_types.get(&case_type).unwrap_or(&found.default))
    }

    /// What `kind` may do; `None`: not granted, so refused.
    #[must_use]
    pub fn grant(&self, kind: ActionKind) -> Option<&Grant> {
        self.grants.get(&kind)
    }

    /// Who may let a hold of `rule` through.
    #[must_use]
    pub fn signer(&self, rule: Rule) -> Signer {
        self.signers.get(&rule).copied().unwrap_or(rule.default_signer())
    }

    /// How old a fact on `topic` may be, in microseconds; `None`: no limit.
    pub(crate) fn stale_after_us(&self, topic: Topic) -> Option<i64> {
        self.stale_after_h.get(&topic).map(|hours| i64::from(*hours).saturating_mul(HOUR_US))
    }
}
