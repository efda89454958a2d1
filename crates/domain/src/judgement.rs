//! What the classifier says about a message, how sure that is, and on which words it rests.

use serde::{Deserialize, Serialize};

use crate::labels::{Intent, Route, Signal, Urgency};

/// How often a judgement like this one was right, if that has been measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Never compared with what people did: it may be shown as such and never acts alone.
    Uncalibrated,
    /// Measured on rows that the model was not trained on.
    Calibrated(Calibrated),
    /// Follows from the record by rule (an exact match of a stock number), not from a model.
    ByRule,
}

/// A measured frequency of being right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// Share that was right, 0 to 1.
    pub p: f32,
    /// Rows it was measured on.
    pub n: u32,
    /// Lower end of the 95 % interval (Clopper-Pearson or Wilson), 0 to 1.
    pub low: f32,
    /// Upper end of the interval, 0 to 1.
    pub high: f32,
}

/// Which text a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The subject line.
    Subject,
    /// The body.
    Text,
}

/// The words a label rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The label it speaks for: a signal's or an intent's spelling.
    pub label: String,
    /// The extractor or model part that found it.
    pub rule: String,
    /// Which text.
    pub field: Field,
    /// First byte, on a character boundary.
    pub start: u32,
    /// One past the last byte, on a character boundary.
    pub end: u32,
}

/// Whether the customer asked to be left alone, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOut {
    /// No.
    None,
    /// In free words: automation stops now, a person confirms.
    FreeText,
    /// A bare word of 47 CFR 64.1200(a)(10) or a carrier's list: final at once.
    Final,
}

/// What was read out of one message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The one primary intent.
    pub intent: Intent,
    /// How sure the intent is.
    pub confidence: Confidence,
    /// Further intents, strongest first.
    pub also: Vec<Intent>,
    /// Every signal found.
    pub signals: Vec<Signal>,
    /// What should happen with the message, by the guide's precedence.
    pub route: Route,
    /// How soon.
    pub urgency: Urgency,
    /// Spans in the subject and text.
    pub evidence: Vec<Evidence>,
    /// Whether and how the customer opted out.
    pub opt_out: OptOut,
    /// Detected language, ISO 639-1 (`en` when in doubt).
    pub language: String,
    /// Which model said so.
    pub model_version: String,
}
