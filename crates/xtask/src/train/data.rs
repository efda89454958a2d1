//! The labelled messages, read once and turned into features.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use domain::labels::{Channel, Intent, Route, Signal, Urgency};
use models::features::{Feature, Message, Reading, features};
use models::heads::{COUNT, INTENTS, ROUTES, SIGNALS, URGENCIES};
use models::lexicon::Lexicon;
use models::signals::{Evidence, extract};
use models::triage::LEXICON;

/// The five files; each was written by another author.
pub const AUTHORS: [&str; 5] = ["a", "b", "c", "d", "dev"];

/// One labelled line.
#[derive(Debug, Clone, Deserialize)]
pub struct Labelled {
    pub channel: Channel,
    pub subject: Option<String>,
    pub text: String,
    pub context: Option<String>,
    pub intent: Intent,
    pub also: Vec<Intent>,
    pub signals: Vec<Signal>,
    pub route: Route,
    pub urgency: Urgency,
}

/// One message, ready to train on or to be judged.
#[derive(Debug)]
pub struct Row {
    pub author: usize,
    pub label: Labelled,
    pub reading: Reading,
    pub features: Vec<Feature>,
    pub evidence: Vec<Evidence>,
}

/// All rows, in the order of files and lines.
#[derive(Debug)]
pub struct Set {
    pub rows: Vec<Row>,
}

impl Labelled {
    /// As the judge takes it.
    pub fn message(&self) -> Message<'_> {
        Message {
            channel: self.channel,
            subject: self.subject.as_deref(),
            text: &self.text,
            context: self.context.as_deref(),
        }
    }
}

impl Row {
    /// Which columns are true for this row.
    pub fn targets(&self) -> [bool; COUNT] {
        let mut out = [false; COUNT];
        let label = &self.label;
        let signals = label.signals.iter().map(|s| SIGNALS + s.index());
        let single =
            [INTENTS + label.intent.index(), ROUTES + label.route.index(), URGENCIES + label.urgency.index()];
        for column in signals.chain(single) {
            if let Some(target) = out.get_mut(column) {
                *target = true;
            }
        }
        out
    }
}

/// Reads the five files of `folder`.
pub fn load(folder: &Path) -> Result<Set> {
    let lexicon = Lexicon::parse(&LEXICON)?;
    let mut rows = Vec::new();
    for (author, name) in AUTHORS.iter().enumerate() {
        let path = folder.join(format!("messages-{name}.jsonl"));
        let file = fs::read_to_string(&path).with_context(|| format!("reading `{}`", path.display()))?;
        for (index, line) in file.lines().enumerate() {
            let label: Labelled = serde_json::from_str(line)
                .with_context(|| format!("reading line {} of `{}`", index + 1, path.display()))?;
            let message = label.message();
            let reading = Reading::of(&message, &lexicon);
            let features = features(&message, &reading, &lexicon);
            let evidence = extract(&message, &reading, &lexicon);
            rows.push(Row { author, reading, features, evidence, label });
        }
    }
    Ok(Set { rows })
}
