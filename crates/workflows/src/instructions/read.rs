//! The file's form: the same as `domain::instructions`, with the place of everything that can be wrong.

use domain::digest::Digest;
use domain::instructions::{DueTimes, Instructions, Localized, RouteTo, RoutingRule, SeniorList, Template};
use serde::Deserialize;
use toml::Spanned;

use super::Problem;

type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub price_in_replies: bool,
    pub due: Spanned<DueTimes>,
    pub senior: RawSenior,
    #[serde(default)]
    pub assistant_line: Vec<RawLocalized>,
    #[serde(default)]
    pub sms_opt_out_line: Vec<RawLocalized>,
    #[serde(default)]
    pub routing: Vec<RawRule>,
    #[serde(default)]
    pub template: Vec<RawTemplate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSenior {
    pub signals: Vec<Text>,
    pub intents: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLocalized {
    pub language: Text,
    pub text: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub name: Text,
    #[serde(default)]
    pub intents: Vec<Text>,
    #[serde(default)]
    pub signals: Vec<Text>,
    pub in_market: Option<bool>,
    pub open: Option<bool>,
    #[serde(default)]
    pub languages: Vec<Text>,
    #[serde(default)]
    pub providers: Vec<Text>,
    pub to: Spanned<RouteTo>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTemplate {
    pub name: Text,
    pub intents: Vec<Text>,
    pub language: Text,
    pub subject: Text,
    pub body: Vec<Text>,
    pub sms: Option<Text>,
}

/// The line, from 1, of a byte.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

/// Reads the form; what it says is checked elsewhere.
pub(super) fn read(text: &str) -> Result<Raw, Vec<Problem>> {
    toml::from_str(text).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        vec![Problem { line, what: error.message().trim().to_owned() }]
    })
}

impl Raw {
    /// The instructions; labels have been checked before, one that is not in the guide is left out.
    pub(super) fn into_instructions(self, version: i64, hash: Digest) -> Instructions {
        Instructions {
            version,
            hash,
            routing: self.routing.into_iter().map(RawRule::into_rule).collect(),
            due: self.due.into_inner(),
            templates: self.template.into_iter().map(RawTemplate::into_template).collect(),
            price_in_replies: self.price_in_replies,
            assistant_line: self.assistant_line.into_iter().map(RawLocalized::into_localized).collect(),
            sms_opt_out_line: self.sms_opt_out_line.into_iter().map(RawLocalized::into_localized).collect(),
            senior: SeniorList {
                signals: labels(&self.senior.signals),
                intents: labels(&self.senior.intents),
            },
        }
    }
}

impl RawLocalized {
    fn into_localized(self) -> Localized {
        Localized { language: self.language.into_inner(), text: self.text.into_inner() }
    }
}

impl RawRule {
    fn into_rule(self) -> RoutingRule {
        RoutingRule {
            name: self.name.into_inner(),
            intents: labels(&self.intents),
            signals: labels(&self.signals),
            in_market: self.in_market,
            open: self.open,
            languages: texts(self.languages),
            providers: texts(self.providers),
            to: self.to.into_inner(),
        }
    }
}

impl RawTemplate {
    fn into_template(self) -> Template {
        Template {
            name: self.name.into_inner(),
            intents: labels(&self.intents),
            language: self.language.into_inner(),
            subject: self.subject.into_inner(),
            body: texts(self.body),
            sms: self.sms.map(Spanned::into_inner),
        }
    }
}

fn labels<L: std::str::FromStr>(spelled: &[Text]) -> Vec<L> {
    spelled.iter().filter_map(|label| label.get_ref().parse().ok()).collect()
}

fn texts(spanned: Vec<Text>) -> Vec<String> {
    spanned.into_iter().map(Spanned::into_inner).collect()
}
