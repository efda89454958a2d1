//! What a store may change about its agents: policy, instructions, its own particulars, stop and start.

use domain::digest::Digest;
use domain::judgement::Judgement;
use domain::labels::Channel;
use domain::person::{Actor, Role};
use domain::proposal::ProposalDraft;

use crate::parts::Pipeline;

/// A policy or instructions that came into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Counts up with every change.
    pub version: i64,
    /// Of the TOML text.
    pub hash: Digest,
}

/// Why a setting was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetRefused {
    /// It wants a person with this role.
    NeedsRole(Role),
    /// The text cannot be taken; the messages name the line.
    Invalid(Vec<String>),
    /// It is what stands there already.
    Unchanged,
    /// Somebody was faster: reload.
    Moved,
    /// The store could not be read or written.
    Storage,
}

/// How much of the agents stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopScope {
    /// Nothing leaves the house; mails in their grace wait.
    Sending,
    /// Nothing is drafted, approved or sent; leads are still kept.
    All,
}

/// A store's own particulars; times are minutes after local midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RooftopForm {
    /// The revision that was shown.
    pub revision: i64,
    /// As shown.
    pub name: String,
    /// IANA name.
    pub timezone: String,
    /// As printed.
    pub phone: Option<String>,
    /// One line; every commercial mail carries it.
    pub address: Option<String>,
    /// `https://…`
    pub website: Option<String>,
    /// ZIP of the store.
    pub postal_code: Option<String>,
    /// State, two letters.
    pub region: Option<String>,
    /// The address that answers come from.
    pub reply_from: Option<String>,
    /// Opening times: ISO weekday (1 is Monday), from, to.
    pub hours: Vec<(u8, u16, u16)>,
    /// Closed all day: `2026-12-25`.
    pub closed_dates: Vec<String>,
    /// Miles between ZIP centroids that still count as the market area.
    pub market_radius_mi: Option<u32>,
    /// ZIPs, or prefixes of ZIPs, that count as the market area.
    pub market_zips: Vec<String>,
}

/// A made-up message for the routing test box.
#[derive(Clone, Debug)]
pub struct TrialMessage {
    /// How it would come in.
    pub channel: Channel,
    /// Its subject.
    pub subject: Option<String>,
    /// Its words.
    pub text: String,
    /// Instructions to try instead of those in force, as TOML.
    pub instructions: Option<String>,
}

/// What would have been proposed. Nothing was stored.
#[derive(Clone, Debug)]
pub struct Trial {
    /// How the message was read.
    pub judgement: Option<Judgement>,
    /// What would be proposed.
    pub drafts: Vec<ProposalDraft>,
    /// Why nothing would be.
    pub nothing_because: Option<String>,
}

impl Pipeline {
    /// Puts a policy in force for the actor's store. Open proposals are vetted anew when decided.
    pub async fn set_policy(&self, who: &Actor, toml: &str, note: &str) -> Result<InForce, SetRefused> {
        let _ = (who, toml, note);
        Err(SetRefused::Storage)
    }

    /// Puts instructions of `lead_triage` in force for the actor's store.
    pub async fn set_instructions(&self, who: &Actor, toml: &str, note: &str) -> Result<InForce, SetRefused> {
        let _ = (who, toml, note);
        Err(SetRefused::Storage)
    }

    /// Changes the store's particulars.
    pub async fn set_rooftop(&self, who: &Actor, form: RooftopForm) -> Result<(), SetRefused> {
        let _ = (who, form);
        Err(SetRefused::Storage)
    }

    /// Stops the agents of the actor's store, at once; a reviewer may.
    pub async fn stop_agents(&self, who: &Actor, scope: StopScope, why: &str) -> Result<(), SetRefused> {
        let _ = (who, scope, why);
        Err(SetRefused::Storage)
    }

    /// Starts them again; a manager may.
    pub async fn start_agents(&self, who: &Actor, why: &str) -> Result<(), SetRefused> {
        let _ = (who, why);
        Err(SetRefused::Storage)
    }

    /// Reads a made-up message and says what would be proposed.
    pub async fn try_message(&self, who: &Actor, message: TrialMessage) -> Result<Trial, SetRefused> {
        let _ = (who, message);
        Err(SetRefused::Storage)
    }
}
