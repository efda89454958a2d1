//! The labelled messages, read once and turned into features.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use domain::labels::{Channel, Intent, Route, Signal, Urgency};
use models::features::{Feature, Message, Reading, features};
use models::heads::{COUNT, INTENTS, ROUTES, SIGNALS, URGENCIES};
use models::lexicon::Lexicon;
use models::signals::{Evidence, extract, language};
use models::triage::LEXICON;

/// The five files; each was written by another author.
pub const AUTHORS: [&str; 5] = ["a", "b", "c", "d", "dev"];

const PHRASES: [&str; 2] = [include_str!("phrases.txt"), include_str!("letters.txt")];

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
    /// The labelled messages.
    pub rows: Vec<Row>,
    /// The general phrases: trained on, never judged.
    pub phrases: Vec<Row>,
}

impl Set {
    /// The rows of some authors only, with all phrases.
    pub fn of_authors(mut self, names: &[&str]) -> Set {
        self.rows.retain(|r| AUTHORS.get(r.author).is_some_and(|a| names.contains(a)));
        self
    }
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
            rows.push(row(author, label, &lexicon));
        }
    }
    let mut written = Vec::new();
    for file in PHRASES {
        written.extend(phrases(file, &lexicon)?);
    }
    Ok(Set { rows, phrases: written })
}

fn row(author: usize, label: Labelled, lexicon: &Lexicon) -> Row {
    let message = label.message();
    let reading = Reading::of(&message, lexicon);
    let features = features(&message, &reading, lexicon);
    let evidence = extract(&reading, lexicon);
    Row { author, reading, features, evidence, label }
}

/// Reads the phrase file: a head `[intent signals route urgency]`, then one phrase a line, as `text`, `store's words >> text`,
/// `(channel) text` or `(email: subject) text`.
fn phrases(file: &str, lexicon: &Lexicon) -> Result<Vec<Row>> {
    const CHANNELS: [Channel; 3] = [Channel::Sms, Channel::Chat, Channel::WebForm];
    let mut rows = Vec::new();
    let mut head = None;
    for (index, line) in file.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(words) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'))
            && words.split(' ').count() == 4
        {
            head = Some(read_head(words).with_context(|| format!("reading phrase line {}", index + 1))?);
            continue;
        }
        let Some(label) = &head else { bail!("phrase line {} stands before the first head", index + 1) };
        let mut label: Labelled = label.clone();
        let (door, line) = line.strip_prefix('(').and_then(|l| l.split_once(") ")).unwrap_or(("", line));
        let (context, text) = line.split_once(" >> ").map_or((None, line), |(c, t)| (Some(c), t));
        label.context = context.map(str::to_owned);
        label.text = text.to_owned();
        label.channel = CHANNELS.get(index % CHANNELS.len()).copied().unwrap_or(Channel::Sms);
        if !door.is_empty() {
            let (channel, subject) = door.split_once(": ").map_or((door, None), |(c, s)| (c, Some(s)));
            label.channel = channel.parse().with_context(|| format!("reading phrase line {}", index + 1))?;
            label.subject = subject.map(str::to_owned);
        }
        if language(text) != "en" {
            label.signals.push(Signal::NonEnglish);
        }
        rows.push(row(AUTHORS.len(), label, lexicon));
    }
    Ok(rows)
}

fn read_head(words: &str) -> Result<Labelled> {
    let mut parts = words.split(' ');
    let mut next = || parts.next().unwrap_or_default();
    let intent = next().parse()?;
    let signals =
        next().split(',').filter(|s| *s != "-").map(str::parse).collect::<Result<Vec<Signal>, _>>()?;
    Ok(Labelled {
        channel: Channel::Sms,
        subject: None,
        text: String::new(),
        context: None,
        intent,
        also: Vec::new(),
        signals,
        route: next().parse()?,
        urgency: next().parse()?,
    })
}
