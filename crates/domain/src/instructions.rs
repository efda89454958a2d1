//! How a rooftop wants a workflow to work: routing rules, templates, due times. Versioned and editable;
//! what is *allowed* stands in the gate's policy, not here.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::labels::{Intent, Signal, Urgency};

/// The instructions of one workflow at one rooftop, as parsed from their TOML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instructions {
    /// Counts up with every change at this rooftop.
    pub version: i64,
    /// Of the TOML text.
    pub hash: Digest,
    /// First match wins.
    pub routing: Vec<RoutingRule>,
    /// Minutes until a person should have acted, by urgency.
    pub due: DueTimes,
    /// First replies, by intent and language.
    pub templates: Vec<Template>,
    /// May a reply name the advertised price?
    pub price_in_replies: bool,
    /// How the assistant introduces itself, by language: says that it is automated and how to reach a person.
    pub assistant_line: Vec<Localized>,
    /// The opt-out sentence on a first text message, by language.
    pub sms_opt_out_line: Vec<Localized>,
    /// What always goes to a senior person, beside the settled list.
    pub senior: SeniorList,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// ISO 639-1.
    pub language: String,
    /// The text; `{phone}` and the like are filled from the context.
    pub text: String,
}

/// Minutes until due, wall clock while open; after hours the clock starts at opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueTimes {
    /// Today or tomorrow, stranded, angry, safety.
    pub high_min: u32,
    /// Everything else.
    pub normal_min: u32,
    /// Browsing, months out.
    pub low_min: u32,
}

impl DueTimes {
    /// Minutes for `urgency`.
    #[must_use]
    pub const fn minutes(&self, urgency: Urgency) -> u32 {
        match urgency {
            Urgency::High => self.high_min,
            Urgency::Normal => self.normal_min,
            Urgency::Low => self.low_min,
        }
    }
}

/// Who always wants a senior person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeniorList {
    /// Signals that send a case to a senior person.
    pub signals: Vec<Signal>,
    /// Intents that do.
    pub intents: Vec<Intent>,
}

/// One routing rule: all stated conditions must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// For people and for the record: "service desk".
    pub name: String,
    /// Any of these intents; empty is any.
    #[serde(default)]
    pub intents: Vec<Intent>,
    /// Any of these signals; empty is any.
    #[serde(default)]
    pub signals: Vec<Signal>,
    /// Only in (true) or out of (false) the market area; an unknown area meets neither.
    #[serde(default)]
    pub in_market: Option<bool>,
    /// Only while open (true) or closed (false).
    #[serde(default)]
    pub open: Option<bool>,
    /// Only leads in these languages; empty is any.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Only leads of these providers (case-insensitive part of the name); empty is any.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Who gets it.
    pub to: RouteTo,
}

/// Where a rule sends a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RouteTo {
    /// In turn, one of a department who is on duty, speaks the language and is below the cap; else its queue.
    Department(String),
    /// The same among seniors only.
    SeniorOf(String),
    /// A named queue.
    Queue(String),
    /// One named person by e-mail address, if on duty; else the management queue.
    Person(String),
    /// The customer's own salesperson if on duty, else the named department.
    OwnerOrDepartment(String),
}

/// A first reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// For the record.
    pub name: String,
    /// For which intents.
    pub intents: Vec<Intent>,
    /// ISO 639-1.
    pub language: String,
    /// The subject line.
    pub subject: String,
    /// Paragraphs; a paragraph whose placeholder has no fact behind it is left out.
    pub body: Vec<String>,
    /// The same, short, for a text message a person sends.
    #[serde(default)]
    pub sms: Option<String>,
}
