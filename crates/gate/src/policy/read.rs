//! Reads a policy text: the TOML as it is written, then every value checked, with a line for each problem.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use domain::action::{ActionKind, MAIL_GRACE_US, UndoTerms};
use domain::digest::Digest;
use domain::fact::Topic;
use domain::person::Role;
use serde::Deserialize;
use toml::Spanned;

use super::zones::{QuietRow, QuietTable};
use super::{Autonomy, Grant, Level, Limits, Night, PolicyProblem, PolicySnapshot, Signer, WorkflowPolicy};
use crate::rules::Rule;

/// A policy is a page or two of text.
const MAX_BYTES: usize = 262_144;

type Text = Spanned<String>;

/// The text as written. Every table but `workflow` and `senior` may be missing, so that a policy kept from an older
/// version stays readable: what is missing has the value of the shipped policy, and a missing tool is not granted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: Spanned<i64>,
    workflow: BTreeMap<Text, WrittenLevel>,
    #[serde(default)]
    tool: BTreeMap<Text, WrittenTool>,
    #[serde(default)]
    rule: BTreeMap<Text, WrittenSigner>,
    senior: WrittenSenior,
    #[serde(default)]
    limits: WrittenLimits,
    #[serde(default)]
    stale_after_h: BTreeMap<Text, Spanned<i64>>,
    #[serde(default)]
    replies: WrittenReplies,
    #[serde(default)]
    quiet_hours: WrittenQuiet,
}

/// A workflow, or one kind of its cases, which leaves out what is the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLevel {
    level: Option<Text>,
    auto_at: Option<Spanned<f64>>,
    suggest_at: Option<Spanned<f64>>,
    second_approver: Option<bool>,
    #[serde(default)]
    case_type: BTreeMap<Text, WrittenLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTool {
    reads: Vec<Text>,
    writes: Vec<Text>,
    approver: Text,
    #[serde(default)]
    second_approver: bool,
    #[serde(default)]
    forbidden: bool,
    logged: Spanned<bool>,
    undo: Text,
    undo_by: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSigner {
    approver: Option<Text>,
    second_approver: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSenior {
    signals: Vec<Text>,
    intents: Vec<Text>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimits {
    high_value_usd: Option<Spanned<i64>>,
    messages_per_customer_24h: Option<Spanned<i64>>,
    messages_per_rooftop_1h: Option<Spanned<i64>>,
    max_failed_attempts: Option<Spanned<i64>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReplies {
    price: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuiet {
    answers: Option<Text>,
    outreach: Option<Text>,
    #[serde(default)]
    state: BTreeMap<Text, Spanned<QuietRow>>,
}

pub(super) fn read(text: &str, version: i64) -> Result<PolicySnapshot, Vec<PolicyProblem>> {
    let mut reader = Reader { text, problems: Vec::new() };
    if text.len() > MAX_BYTES {
        reader
            .problem(&(0..0), format!("the policy is larger than {MAX_BYTES} bytes; keep it to a few pages"));
        return Err(reader.problems);
    }
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let message = format!("{}; compare with the shipped policy", error.message().replace('\n', ", "));
            reader.problem(&error.span().unwrap_or(0..0), message);
            return Err(reader.problems);
        }
    };
    let quiet = match QuietTable::shipped() {
        Ok(quiet) => quiet,
        Err(message) => {
            reader.problem(&(0..0), message);
            return Err(reader.problems);
        }
    };
    let policy = reader.policy(&written, quiet, version);
    if reader.problems.is_empty() {
        return Ok(policy);
    }
    reader.problems.sort_by_key(|problem| problem.line);
    Err(reader.problems)
}

/// Collects problems while reading goes on, so that an editor sees all of them at once.
struct Reader<'t> {
    text: &'t str,
    problems: Vec<PolicyProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, span: &Range<usize>, message: impl Into<String>) {
        let before = self.text.as_bytes().get(..span.start).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        self.problems.push(PolicyProblem { line, message: message.into() });
    }

    /// One of a list of spellings.
    fn one_of<T: Copy>(&mut self, text: &Text, what: &str, all: &[(T, &'static str)]) -> Option<T> {
        let found = all.iter().find(|(_, spelling)| *spelling == text.as_ref()).map(|(value, _)| *value);
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|(_, spelling)| *spelling).collect();
            let message = format!("`{}` is not {what}; write one of: {}", text.as_ref(), known.join(", "));
            self.problem(&text.span(), message);
        }
        found
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, text: &Text, hint: &str) -> Option<T> {
        match text.as_ref().parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(&text.span(), format!("{error}; {hint}"));
                None
            }
        }
    }

    fn role(&mut self, text: &Text) -> Option<Role> {
        let role = self.parsed(text, "write the role of the people who sign")?;
        if role == Role::Auditor {
            self.problem(
                &text.span(),
                "an auditor decides nothing; name reviewer, manager, owner, compliance or admin",
            );
            return None;
        }
        Some(role)
    }

    fn topics(&mut self, texts: &[Text]) -> Vec<Topic> {
        texts.iter().filter_map(|text| self.topic(text)).collect()
    }

    fn topic(&mut self, text: &Text) -> Option<Topic> {
        self.one_of(text, "a topic of facts", &Topic::ALL.map(|topic| (topic, topic.as_str())))
    }

    fn level(&mut self, text: &Text) -> Option<Level> {
        let level = self.one_of(text, "a level", &Level::ALL.map(|level| (level, level.as_str())))?;
        if level == Level::Auto {
            self.problem(
                &text.span(),
                "`auto` is not to be had yet: this version keeps no evidence of how often the workflow was right; write `suggest`",
            );
            return None;
        }
        Some(level)
    }

    fn share(&mut self, written: Option<&Spanned<f64>>, name: &str, otherwise: f32) -> f32 {
        let Some(written) = written else { return otherwise };
        let value = *written.as_ref();
        if (0.0..=1.0).contains(&value) {
            return value as f32;
        }
        self.problem(&written.span(), format!("`{name}` is a share; write a number from 0.0 to 1.0"));
        otherwise
    }

    fn count(
        &mut self,
        written: Option<&Spanned<i64>>,
        name: &str,
        range: Range<i64>,
        otherwise: i64,
    ) -> i64 {
        let Some(written) = written else { return otherwise };
        if range.contains(written.as_ref()) {
            return *written.as_ref();
        }
        let message = format!("`{name}` must be a whole number from {} to {}", range.start, range.end - 1);
        self.problem(&written.span(), message);
        otherwise
    }

    fn policy(&mut self, written: &Written, mut quiet: QuietTable, version: i64) -> PolicySnapshot {
        if *written.format.as_ref() != 1 {
            self.problem(&written.format.span(), "this version reads policies of `format = 1`");
        }
        if written.workflow.is_empty() {
            self.problem(&(0..0), "no workflow is named; add [workflow.lead_triage] with a level");
        }
        for (state, row) in &written.quiet_hours.state {
            if let Err(message) = quiet.set(state.as_ref(), row.as_ref()) {
                self.problem(&state.span(), message);
            }
        }
        let (answers, outreach) = self.nights(&written.quiet_hours);
        let (senior, hint) = (&written.senior, "write a label of the labelling guide");
        PolicySnapshot {
            text: self.text.to_owned(),
            hash: Digest::of(self.text.as_bytes()),
            version,
            workflows: written
                .workflow
                .iter()
                .map(|(n, w)| (n.as_ref().clone(), self.workflow(n, w)))
                .collect(),
            grants: written.tool.iter().filter_map(|(name, tool)| self.tool(name, tool)).collect(),
            signers: written.rule.iter().filter_map(|(name, rule)| self.signer(name, rule)).collect(),
            senior_signals: senior.signals.iter().filter_map(|text| self.parsed(text, hint)).collect(),
            senior_intents: senior.intents.iter().filter_map(|text| self.parsed(text, hint)).collect(),
            limits: self.limits(&written.limits),
            stale_after_h: written.stale_after_h.iter().filter_map(|(t, h)| self.stale(t, h)).collect(),
            price_in_replies: written.replies.price.unwrap_or(false),
            answers,
            outreach,
            quiet: std::sync::Arc::new(quiet),
        }
    }

    fn workflow(&mut self, name: &Text, written: &WrittenLevel) -> WorkflowPolicy {
        if written.level.is_none() {
            self.problem(&name.span(), "the workflow has no level; add `level = \"suggest\"`");
        }
        let shipped = Autonomy { level: Level::Off, auto_at: 0.95, suggest_at: 0.70, second_approver: false };
        let default = self.autonomy(name, written, shipped);
        let mut case_types = BTreeMap::new();
        for (name, own) in &written.case_type {
            if !own.case_type.is_empty() {
                self.problem(&name.span(), "a kind of case has no kinds of its own; move them beside it");
            }
            let autonomy = self.autonomy(name, own, default);
            if let Some(intent) = self.parsed(name, "write an intent of the labelling guide") {
                case_types.insert(intent, autonomy);
            }
        }
        WorkflowPolicy { default, case_types }
    }

    fn autonomy(&mut self, name: &Text, own: &WrittenLevel, default: Autonomy) -> Autonomy {
        let autonomy = Autonomy {
            level: own.level.as_ref().map_or(Some(default.level), |l| self.level(l)).unwrap_or(Level::Off),
            auto_at: self.share(own.auto_at.as_ref(), "auto_at", default.auto_at),
            suggest_at: self.share(own.suggest_at.as_ref(), "suggest_at", default.suggest_at),
            second_approver: own.second_approver.unwrap_or(default.second_approver),
        };
        if autonomy.suggest_at > autonomy.auto_at {
            let message = "`suggest_at` is above `auto_at`; acting alone must ask for more than suggesting";
            self.problem(&own.auto_at.as_ref().map_or(name.span(), Spanned::span), message);
        }
        autonomy
    }

    fn tool(&mut self, name: &Text, written: &WrittenTool) -> Option<(ActionKind, Grant)> {
        let all = ActionKind::ALL.map(|kind| (kind, kind.as_str()));
        let kind = self.one_of(name, "a tool of this version", &all)?;
        if !*written.logged.as_ref() {
            self.problem(&written.logged.span(), "every act is on the record; write `logged = true`");
        }
        let (does, ..) = nature(kind);
        let granted: Vec<String> = written.writes.iter().map(|record| record.as_ref().clone()).collect();
        if !written.forbidden
            && (granted.len() != does.len() || granted.iter().any(|w| !does.contains(&w.as_str())))
        {
            let span = written.writes.first().map_or(name.span(), Spanned::span);
            let message = format!(
                "`{kind}` writes {does:?}: grant exactly that, or set `forbidden = true`",
                kind = kind.as_str()
            );
            self.problem(&span, message);
        }
        let grant = Grant {
            reads: self.topics(&written.reads),
            writes: granted,
            approver: self.role(&written.approver)?,
            second_approver: written.second_approver,
            forbidden: written.forbidden,
            undo: self.undo(kind, &written.undo)?,
            undo_by: self.role(&written.undo_by)?,
        };
        Some((kind, grant))
    }

    /// The inner option: `none` takes back nothing here.
    fn undo(&mut self, kind: ActionKind, written: &Text) -> Option<Option<UndoTerms>> {
        let (_, terms, spelling) = nature(kind);
        match written.as_ref().as_str() {
            "never" => Some(None),
            given if given == spelling => Some(Some(terms)),
            given => {
                let message = format!(
                    "`{given}` is not how `{}` is taken back; write `{spelling}`, or `never` to forbid it",
                    kind.as_str()
                );
                self.problem(&written.span(), message);
                None
            }
        }
    }

    fn signer(&mut self, name: &Text, written: &WrittenSigner) -> Option<(Rule, Signer)> {
        let rule = self.one_of(name, "a rule of the gate", &Rule::ALL.map(|rule| (rule, rule.as_str())))?;
        if rule.is_signed_by_tool() {
            let message = format!(
                "`{}` is signed by whom [tool] names as approver; take this table out",
                rule.as_str()
            );
            self.problem(&name.span(), message);
            return None;
        }
        let default = rule.default_signer();
        let approver = match &written.approver {
            Some(role) => self.role(role)?,
            None => default.approver,
        };
        let second_approver = written.second_approver.unwrap_or(default.second_approver);
        Some((rule, Signer { approver, second_approver }))
    }

    fn limits(&mut self, written: &WrittenLimits) -> Limits {
        let mut count = |value: &Option<Spanned<i64>>, name: &str, end: i64, otherwise: i64| {
            self.count(value.as_ref(), name, 1..end, otherwise)
        };
        let mut small = |value: &Option<Spanned<i64>>, name: &str, end: i64, otherwise: i64| {
            u32::try_from(count(value, name, end, otherwise)).unwrap_or(1)
        };
        Limits {
            messages_per_customer_24h: small(
                &written.messages_per_customer_24h,
                "messages_per_customer_24h",
                101,
                3,
            ),
            messages_per_rooftop_1h: small(
                &written.messages_per_rooftop_1h,
                "messages_per_rooftop_1h",
                100_001,
                200,
            ),
            max_failed_attempts: small(&written.max_failed_attempts, "max_failed_attempts", 101, 3),
            high_value_usd: count(&written.high_value_usd, "high_value_usd", 100_000_001, 75_000),
        }
    }

    fn stale(&mut self, topic: &Text, hours: &Spanned<i64>) -> Option<(Topic, u32)> {
        let hours = self.count(Some(hours), topic.as_ref(), 1..87_601, 1);
        Some((self.topic(topic)?, u32::try_from(hours).ok()?))
    }

    fn nights(&mut self, written: &WrittenQuiet) -> (Night, Night) {
        let all = [(Night::AnyTime, "any_time"), (Night::InsideWindow, "inside_window")];
        let mut night = |text: &Option<Text>, otherwise: Night| match text {
            Some(text) => self.one_of(text, "a choice here", &all).unwrap_or(Night::InsideWindow),
            None => otherwise,
        };
        (night(&written.answers, Night::AnyTime), night(&written.outreach, Night::InsideWindow))
    }
}

/// The records that a tool changes, in the words of the screen, and how it is taken back.
const fn nature(kind: ActionKind) -> (&'static [&'static str], UndoTerms, &'static str) {
    const LOCAL: (UndoTerms, &str) = (UndoTerms::FromBeforeImage, "from_before_image");
    match kind {
        ActionKind::LinkContact | ActionKind::CreateContact => (&["lead", "contact"], LOCAL.0, LOCAL.1),
        ActionKind::AttachUnit | ActionKind::MarkDuplicate | ActionKind::Assign => {
            (&["lead"], LOCAL.0, LOCAL.1)
        }
        ActionKind::CreateTask => (&["task"], LOCAL.0, LOCAL.1),
        ActionKind::SendReply => {
            (&["mail"], UndoTerms::FinalAfterGrace { grace_us: MAIL_GRACE_US }, "final_after_grace")
        }
    }
}
