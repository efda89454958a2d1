//! What the gate says about a proposal: an outcome, and every rule and fact that led to it.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::person::Role;

/// The largest of all rules' outcomes wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// May be done without a person.
    Allow,
    /// A person with the named role may let it through.
    Hold,
    /// Nobody may.
    Refuse,
}

/// One rule's objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The rule's name: `money_claim`.
    pub rule: String,
    /// What it asks for.
    pub outcome: Outcome,
    /// Why, in a sentence for the person who signs; names the facts, never the customer's words.
    pub because: String,
    /// Who may let a hold through.
    pub approver: Role,
    /// What would lift the objection, if something simple would.
    pub repair: Option<String>,
    /// Not an exception but the level the workflow runs at: not shown as a hold.
    pub routine: bool,
}

/// The gate's whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The largest outcome of all notes.
    pub outcome: Outcome,
    /// All objections, most severe first; empty only for `Allow`.
    pub notes: Vec<Note>,
    /// The role needed to approve: the strictest of the held notes.
    pub approver: Role,
    /// Two different people must approve.
    pub second_approver: bool,
    /// The policy it was judged under.
    pub policy: Digest,
}

impl Verdict {
    /// Objections beyond the workflow's ordinary level.
    pub fn exceptions(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| !note.routine)
    }
}
