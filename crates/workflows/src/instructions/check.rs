//! What a file may not say: labels outside the guide, unreachable rules, templates that claim or promise.

use std::collections::HashSet;
use std::str::FromStr;

use domain::instructions::RouteTo;
use domain::labels::{Intent, Signal};
use toml::Spanned;

use super::Problem;
use super::read::{Raw, RawLocalized, RawRule, RawTemplate, line_of};
use crate::reply::{PLACEHOLDERS, placeholders};

/// Intents that no reply may answer, whatever a template says.
const NEVER_ANSWERED: [Intent; 3] = [Intent::OptOut, Intent::Spam, Intent::WrongRecipient];

/// Languages with an assistant line of the house's own.
const HOUSE_LANGUAGES: [&str; 3] = ["en", "es", "fr"];

/// Words that speak of stock; they need a placeholder that is there only in that state.
const STOCK_WORDS: [&str; 7] =
    ["available", "in stock", "for sale", "disponible", "en existencia", "en inventario", "en stock"];

const STATE_PLACEHOLDERS: [&str; 5] =
    ["available_vehicle", "if_available", "pending_vehicle", "in_transit_vehicle", "sold_vehicle"];

/// A reply never denies being automated (California B&P 17940-43, Maine 10 MRS 1500-DD).
const DENIALS: [&str; 8] = [
    "not a bot",
    "not a robot",
    "not automated",
    "real person here",
    "i am a real person",
    "i'm a real person",
    "no soy un robot",
    "soy una persona",
];

/// Collects problems with their lines.
struct Checker<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn say(&mut self, byte: usize, what: impl Into<String>) {
        self.problems.push(Problem { line: line_of(self.text, byte), what: what.into() });
    }

    fn label<L: FromStr>(&mut self, spelled: &Spanned<String>, kind: &str, all: &str) -> Option<L> {
        let label = spelled.get_ref().parse().ok();
        if label.is_none() {
            self.say(spelled.span().start, format!("`{}` is not {kind} (want {all})", spelled.get_ref()));
        }
        label
    }

    fn intent(&mut self, spelled: &Spanned<String>) -> Option<Intent> {
        self.label(spelled, "an intent", &Intent::ALL.map(Intent::as_str).join(", "))
    }

    fn signal(&mut self, spelled: &Spanned<String>) {
        let _: Option<Signal> = self.label(spelled, "a signal", &Signal::ALL.map(Signal::as_str).join(", "));
    }

    fn language(&mut self, spelled: &Spanned<String>) {
        let code = spelled.get_ref();
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.say(
                spelled.span().start,
                format!("`{code}` is not a language code (want two letters: en, es)"),
            );
        }
    }

    fn not_blank(&mut self, spelled: &Spanned<String>, what: &str) {
        if spelled.get_ref().trim().is_empty() {
            self.say(spelled.span().start, format!("{what} is empty"));
        }
    }

    fn placeholders(&mut self, spelled: &Spanned<String>) {
        for name in placeholders(spelled.get_ref()) {
            if !PLACEHOLDERS.iter().any(|known| known.name == name) {
                let known: Vec<&str> = PLACEHOLDERS.iter().map(|known| known.name).collect();
                let what = if name == "{" {
                    "a brace stands alone: placeholders are written `{store}`".to_owned()
                } else {
                    format!("`{{{name}}}` is not a placeholder (want {})", known.join(", "))
                };
                self.say(spelled.span().start, what);
            }
        }
    }
}

/// Every problem in what was read.
pub(super) fn check(raw: &Raw, text: &str) -> Vec<Problem> {
    let mut checker = Checker { text, problems: Vec::new() };
    let due = raw.due.get_ref();
    if due.high_min == 0 || due.high_min > due.normal_min || due.normal_min > due.low_min {
        checker.say(
            raw.due.span().start,
            "due times must be above 0 and grow: high_min, then normal_min, then low_min",
        );
    }
    for signal in &raw.senior.signals {
        checker.signal(signal);
    }
    for intent in &raw.senior.intents {
        checker.intent(intent);
    }
    check_lines(&mut checker, &raw.assistant_line);
    for line in &raw.assistant_line {
        check_assistant(&mut checker, line);
    }
    check_lines(&mut checker, &raw.sms_opt_out_line);
    for line in &raw.sms_opt_out_line {
        if !line.text.get_ref().contains("STOP") {
            checker.say(line.text.span().start, "the opt-out line must tell the word STOP");
        }
    }
    check_routing(&mut checker, &raw.routing);
    check_templates(&mut checker, raw);
    checker.problems
}

fn check_lines(checker: &mut Checker<'_>, lines: &[RawLocalized]) {
    let mut seen: HashSet<&str> = HashSet::new();
    for line in lines {
        checker.language(&line.language);
        checker.not_blank(&line.text, "the line");
        checker.placeholders(&line.text);
        if !seen.insert(line.language.get_ref()) {
            let what = format!("there is already a line in `{}`", line.language.get_ref());
            checker.say(line.language.span().start, what);
        }
    }
}

/// It must say that it is automated and how to reach a person; in other languages a person must see to it.
fn check_assistant(checker: &mut Checker<'_>, line: &RawLocalized) {
    let text = line.text.get_ref().to_lowercase();
    let house = HOUSE_LANGUAGES.contains(&line.language.get_ref().as_str());
    if house && !text.contains("automat") {
        checker.say(line.text.span().start, "the assistant line must say that it is automated");
    }
    if house && !text.contains("person") {
        checker.say(line.text.span().start, "the assistant line must say how to reach a person");
    }
    check_words(checker, &line.text);
}

fn check_routing(checker: &mut Checker<'_>, rules: &[RawRule]) {
    let mut names: HashSet<&str> = HashSet::new();
    let mut catches_all: Option<&str> = None;
    for rule in rules {
        let name = rule.name.get_ref().as_str();
        checker.not_blank(&rule.name, "the rule's name");
        if !names.insert(name) {
            checker.say(rule.name.span().start, format!("there is already a rule `{name}`"));
        }
        if let Some(earlier) = catches_all {
            let what = format!("`{name}` is never reached: `{earlier}` before it takes every lead");
            checker.say(rule.name.span().start, what);
        }
        for intent in &rule.intents {
            checker.intent(intent);
        }
        for signal in &rule.signals {
            checker.signal(signal);
        }
        for language in &rule.languages {
            checker.language(language);
        }
        for provider in &rule.providers {
            checker.not_blank(provider, "a provider");
        }
        let (RouteTo::Department(to)
        | RouteTo::SeniorOf(to)
        | RouteTo::Queue(to)
        | RouteTo::Person(to)
        | RouteTo::OwnerOrDepartment(to)) = rule.to.get_ref();
        if to.trim().is_empty() {
            checker.say(rule.to.span().start, format!("`{name}` sends leads to nobody: name who gets them"));
        }
        if has_no_conditions(rule) {
            catches_all = catches_all.or(Some(name));
        }
    }
    if catches_all.is_none() {
        let byte = rules.last().map_or(0, |rule| rule.name.span().start);
        checker.say(byte, "the last rule must have no conditions, so that every lead goes somewhere");
    }
}

fn has_no_conditions(rule: &RawRule) -> bool {
    rule.intents.is_empty()
        && rule.signals.is_empty()
        && rule.languages.is_empty()
        && rule.providers.is_empty()
        && rule.in_market.is_none()
        && rule.open.is_none()
}

fn check_templates(checker: &mut Checker<'_>, raw: &Raw) {
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for template in &raw.template {
        let (name, language) = (template.name.get_ref().as_str(), template.language.get_ref().as_str());
        checker.not_blank(&template.name, "the template's name");
        checker.language(&template.language);
        if !seen.insert((name, language)) {
            let what = format!("there is already a template `{name}` in `{language}`");
            checker.say(template.name.span().start, what);
        }
        let own = raw.assistant_line.iter().any(|line| line.language.get_ref() == language);
        if !own && !HOUSE_LANGUAGES.contains(&language) {
            let what = format!("`{language}` has no [[assistant_line]], so that nothing can be sent in it");
            checker.say(template.language.span().start, what);
        }
        check_template(checker, template);
    }
}

fn check_template(checker: &mut Checker<'_>, template: &RawTemplate) {
    for spelled in &template.intents {
        if let Some(intent) = checker.intent(spelled)
            && NEVER_ANSWERED.contains(&intent)
        {
            checker.say(spelled.span().start, format!("`{intent}` is never answered"));
        }
    }
    checker.not_blank(&template.subject, "the subject");
    if template.body.is_empty() {
        checker.say(template.name.span().start, "the body has no paragraph");
    }
    for text in template.body.iter().chain(&template.sms) {
        checker.not_blank(text, "a paragraph");
    }
    for text in template.body.iter().chain([&template.subject]).chain(&template.sms) {
        checker.placeholders(text);
        check_words(checker, text);
    }
}

/// No amounts, no stock claims and no denials in fixed words.
fn check_words(checker: &mut Checker<'_>, text: &Spanned<String>) {
    let (start, words) = (text.span().start, text.get_ref().to_lowercase());
    if names_an_amount(&words) {
        checker.say(start, "an amount in fixed words: use {price}, which is the advertised one");
    }
    // A text message's lines stand alone: each is dropped or kept by its own placeholders.
    let claims = words.lines().any(|line| {
        let stateful = placeholders(line).any(|name| STATE_PLACEHOLDERS.contains(&name));
        !stateful && STOCK_WORDS.iter().any(|word| line_has(line, word))
    });
    if claims {
        let what = format!(
            "words about stock need one of {}",
            STATE_PLACEHOLDERS.map(|p| format!("{{{p}}}")).join(", ")
        );
        checker.say(start, what);
    }
    if DENIALS.iter().any(|denial| words.contains(denial)) {
        checker.say(start, "a reply never denies being automated");
    }
}

/// The phrase as whole words, so that "unavailable" is not "available", and outside placeholders.
fn line_has(line: &str, phrase: &str) -> bool {
    line.match_indices(phrase).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + phrase.len()..).and_then(|text| text.chars().next());
        let part = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_alphanumeric() || "{_".contains(letter))
        };
        !part(before) && !part(after)
    })
}

/// A currency sign or word beside a digit.
fn names_an_amount(words: &str) -> bool {
    let signed = words.contains(['$', '€', '£']);
    let spelled = ["usd", "dollars", "dólares", "percent", "%"].iter().any(|word| words.contains(word));
    signed || (spelled && words.bytes().any(|byte| byte.is_ascii_digit()))
}
