//! Policy and instructions: the text in force, its versions, a form to change it, and the routing test box.

use domain::judgement::Judgement;
use domain::lead::Channel;
use domain::time::UtcMicros;
use maud::{Markup, html};

use super::frame::{Shell, Tab};
use super::icons::icon;
use super::notice::Notice;
use super::rail;
use super::text::{editable, plain, shown};
use super::words;

/// One version of a text.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number.
    pub version: i64,
    /// Hash of the text.
    pub hash: String,
    /// Who put it in force.
    pub by: String,
    /// When.
    pub at: UtcMicros,
    /// Why.
    pub note: String,
}

/// Which of the two texts a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// What is allowed.
    Policy,
    /// How the workflow works.
    Instructions,
}

impl Text {
    const fn path(self) -> &'static str {
        match self {
            Self::Policy => "/policy",
            Self::Instructions => "/instructions",
        }
    }
}

/// The text, its versions, and what was typed but not taken.
#[derive(Clone, Debug)]
pub struct RulesPage {
    /// Which.
    pub text: Text,
    /// In force, or what somebody just typed.
    pub toml: String,
    /// Newest first.
    pub versions: Vec<Version>,
    /// May this person change it?
    pub may_edit: bool,
    /// What happened.
    pub notices: Vec<Notice>,
    /// What the test box found.
    pub trial: Option<TrialView>,
}

/// A trial's answer.
#[derive(Clone, Debug)]
pub struct TrialView {
    /// The message tried.
    pub subject: String,
    /// The message tried.
    pub words: String,
    /// How it was read.
    pub judgement: Option<Judgement>,
    /// What would be proposed: act and reason.
    pub drafts: Vec<(String, String)>,
    /// Who would get it.
    pub goes_to: Option<String>,
    /// The routing rule that would choose.
    pub rule: Option<String>,
    /// Why, or why nothing would be proposed.
    pub because: String,
}

/// `GET /policy` and `GET /instructions`
#[must_use]
pub fn page(shell: &Shell, page: &RulesPage) -> Markup {
    let (tab, title, lead) = match page.text {
        Text::Policy => (
            Tab::Policy,
            "Policy",
            "What agents may do, who may approve it, and what nobody may. Versioned and hashed; every verdict names its version.",
        ),
        Text::Instructions => (
            Tab::Instructions,
            "Instructions",
            "Routing rules, due times and first replies of lead triage. What is allowed stands in the policy.",
        ),
    };
    shell.sheet(tab, title, lead, html! {
        @for notice in &page.notices { (notice.markup()) }
        @if page.text == Text::Instructions { (test_box(shell, page.trial.as_ref())) }
        div.audit {
            section.card { div.card-head { h2 { "In force" } @if let Some(now) = page.versions.first() { span.meta { "version " (now.version) " " span.hash { (super::trail::short_hash(&now.hash)) } } } }
                div.card-body {
                    @if page.may_edit { form.edit-form method="post" action=(page.text.path()) { (shell.token())
                        input type="hidden" name="version" value=(page.versions.first().map_or(0, |now| now.version));
                        div.field { label for="toml" { "Text, as TOML" } textarea.input.toml #toml name="toml" rows="28" spellcheck="false" maxlength="200000" { (editable(&page.toml)) } }
                        div.field { label for="why" { "Why it changes, for the record" } input.input #why name="note" type="text" maxlength="500" required; }
                        button.btn.is-primary type="submit" { "Put in force" }
                    } } @else { pre.raw tabindex="0" { (shown(&page.toml)) } p.meta { "You may read this. " @match page.text { Text::Policy => { "An admin changes it." } Text::Instructions => { "The workflow’s owner changes it." } } } }
                } }
            aside.stack aria-label="Versions" { section.card { div.card-head { h2 { "Versions" } } div.card-body { ol.vers { @for one in &page.versions {
                li { span.num { (one.version) } span { (shown(&one.note)) br; span.meta { (shown(&one.by)) ", " (shell.clock.when(one.at)) } } span.hash { (super::trail::short_hash(&one.hash)) } } } } } } }
        }
    })
}

fn test_box(shell: &Shell, trial: Option<&TrialView>) -> Markup {
    let channels = [
        Channel::WebForm,
        Channel::Email,
        Channel::Sms,
        Channel::Chat,
        Channel::AdfComment,
        Channel::Voicemail,
    ];
    html! {
        section.card.form-card aria-labelledby="try-h" { div.card-head { h2 #try-h { "Try a message" } span.meta { "nothing is stored or sent" } } div.card-body {
            form.edit-form method="post" action="/instructions/try" { (shell.token())
                div.field { label for="try-channel" { "Comes as" } select.input #try-channel name="channel" { @for channel in channels { option value=(channel.as_str()) { (words::channel(channel)) } } } }
                div.field { label for="try-subject" { "Subject" } input.input #try-subject name="subject" type="text" maxlength="400" value=(trial.map(|one| plain(&one.subject).into_owned()).unwrap_or_default()); }
                div.field { label for="try-text" { "Words" } textarea.input #try-text name="text" rows="3" maxlength="20000" required { (trial.map(|one| plain(&one.words).into_owned()).unwrap_or_default()) } }
                button.btn type="submit" { "What would happen?" }
            }
            @if let Some(trial) = trial { div.trial role="status" {
                @if let Some(judgement) = &trial.judgement {
                    p { "Read as " b { (words::intent(judgement.intent).to_lowercase()) } ", " (words::urgency(judgement.urgency)) @if !judgement.signals.is_empty() { "; the message " (judgement.signals.iter().map(|signal| words::signal(*signal)).collect::<Vec<_>>().join("; it ")) } "." }
                    (rail::confidence(judgement.confidence))
                }
                div.note { (icon("info")) div {
                    strong { "Would go to " (trial.goes_to.as_deref().map_or_else(|| html! { "nobody" }, shown)) @if let Some(rule) = &trial.rule { " by the rule " (shown(rule)) } }
                    p { "because: " (shown(&trial.because)) }
                } }
                ol.acts { @for (act, reason) in &trial.drafts { li.act { span.act-what { (shown(act)) } div.act-body { p.meta { "because: " (shown(reason)) } } } } }
            } }
        } }
    }
}
