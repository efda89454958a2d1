//! Messages in, judgements out, one JSON object a line: the schema of `data/LABELS.md`.

use domain::labels::{Channel, Intent, Route, Signal, Urgency};
use serde::{Deserialize, Serialize};

use crate::calibration::Confidence;
use crate::features::Message;
use crate::signals::{Evidence, OptOut};
use crate::triage::Triage;

/// One line as it comes in; unknown keys (labels among them) are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct InputLine {
    /// Unique in its file; a number is read as its digits.
    #[serde(default)]
    pub id: Option<serde_json::Value>,
    /// The guide's spelling; absent or unknown means a web form.
    #[serde(default)]
    pub channel: Option<String>,
    /// E-mail subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// The customer's words.
    pub text: String,
    /// What the store said last.
    #[serde(default)]
    pub context: Option<String>,
}

impl InputLine {
    /// As the judge takes it.
    #[must_use]
    pub fn message(&self) -> Message<'_> {
        Message {
            channel: self.channel.as_deref().and_then(|c| c.parse().ok()).unwrap_or(Channel::WebForm),
            subject: self.subject.as_deref(),
            text: &self.text,
            context: self.context.as_deref(),
        }
    }
}

/// One judged line as it goes out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutputLine {
    /// As it came in; null where there was none.
    pub id: serde_json::Value,
    /// The primary intent.
    pub intent: Intent,
    /// Probability that the intent is right, 0 to 1; null where it is not calibrated.
    pub confidence: Option<f32>,
    /// Held-out rows behind it and the 95 % interval.
    pub confidence_basis: Confidence,
    /// Further intents, strongest first.
    pub also: Vec<Intent>,
    /// Signals in the guide's order.
    pub signals: Vec<Signal>,
    /// Where it goes next.
    pub route: Route,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Whether and how it asks to be left alone.
    pub opt_out: OptOut,
    /// ISO 639-1 code.
    pub language: &'static str,
    /// The places that speak for the labels; byte offsets.
    pub evidence: Vec<Evidence>,
    /// Which model said so.
    pub model: String,
}

/// A line that is no message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorLine {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub error: String,
}

/// What became of one line.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Judged.
    Judged(Box<OutputLine>),
    /// Not a message.
    Failed(ErrorLine),
    /// Nothing but white space.
    Blank,
}

impl Outcome {
    /// The JSON line to write, without its line end; nothing for a blank line.
    #[must_use]
    pub fn to_json(&self) -> Option<String> {
        match self {
            Outcome::Judged(line) => serde_json::to_string(line).ok(),
            Outcome::Failed(line) => serde_json::to_string(line).ok(),
            Outcome::Blank => None,
        }
    }
}

/// Reads, judges and answers line `number` (from 1) of a file.
#[must_use]
pub fn judge_line(triage: &Triage, number: usize, line: &str) -> Outcome {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Outcome::Blank;
    }
    let input: InputLine = match serde_json::from_str(line) {
        Ok(input) => input,
        Err(e) => return Outcome::Failed(ErrorLine { line: number, error: e.to_string() }),
    };
    let j = triage.judge(&input.message());
    Outcome::Judged(Box::new(OutputLine {
        id: input.id.unwrap_or(serde_json::Value::Null),
        intent: j.intent,
        confidence: j.confidence.probability(),
        confidence_basis: j.confidence,
        also: j.also,
        signals: j.signals,
        route: j.route,
        urgency: j.urgency,
        opt_out: j.opt_out,
        language: j.language,
        evidence: j.evidence,
        model: j.model_version,
    }))
}

#[cfg(test)]
mod tests;
