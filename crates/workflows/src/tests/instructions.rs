//! Reading, checking and writing instructions.

use domain::instructions::RouteTo;
use domain::labels::Intent;

use super::fixtures::DEFAULTS;
use crate::instructions::{DEFAULT_INSTRUCTIONS, parse, to_toml};
use crate::reply::segments;

/// The smallest file that is sound; a test adds to it or spoils it.
const LEAST: &str = r#"price_in_replies = true
[due]
high_min = 15
normal_min = 60
low_min = 1440
[senior]
signals = []
intents = []
[[routing]]
name = "all"
to = { department = "sales" }
"#;

/// Each problem as "line: words that it must contain".
fn check(text: &str, expected: &[(usize, &str)]) {
    let problems = parse(text, 1).err().unwrap_or_default();
    let found: Vec<(usize, String)> =
        problems.iter().map(|problem| (problem.line, problem.what.clone())).collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((line, what), (wanted_line, words)) in found.iter().zip(expected) {
        assert!(
            line == wanted_line && what.contains(words),
            "{line}: {what} (wanted {wanted_line}: {words})"
        );
    }
}

fn with(more: &str, expected: &[(usize, &str)]) {
    check(&format!("{LEAST}{more}"), expected);
}

#[test]
fn the_defaults_are_sound_and_survive_writing_and_reading() {
    let written = to_toml(&DEFAULTS);
    let mut read = parse(&written, DEFAULTS.version).expect("what was written is sound");
    assert_ne!(read.hash, DEFAULTS.hash, "the hash is of the text");
    read.hash = DEFAULTS.hash;
    assert_eq!(read, **DEFAULTS);
    assert_eq!(to_toml(&read), written);
}

#[test]
fn version_and_hash_are_those_of_the_file() {
    let read = parse(LEAST, 7).expect("sound");
    assert_eq!((read.version, read.hash), (7, domain::digest::Digest::of(LEAST.as_bytes())));
    assert_eq!(read.routing[0].to, RouteTo::Department("sales".to_owned()));
}

#[test]
fn every_intent_that_can_be_answered_has_a_template_in_english_and_spanish() {
    let silent = [
        Intent::Complaint,
        Intent::PrivacyLegal,
        Intent::Reply,
        Intent::OptOut,
        Intent::Spam,
        Intent::WrongRecipient,
    ];
    for language in ["en", "es"] {
        for intent in Intent::ALL {
            let found = DEFAULTS
                .templates
                .iter()
                .any(|template| template.language == language && template.intents.contains(&intent));
            assert_eq!(found, !silent.contains(&intent), "{intent} in {language}");
        }
    }
    let named = |name: &str, language: &str| {
        DEFAULTS.templates.iter().any(|template| template.name == name && template.language == language)
    };
    assert!(named("acknowledgement", "fr") && named("hours_location", "fr"));
}

#[test]
fn the_lines_of_the_default_text_messages_are_short() {
    for template in &DEFAULTS.templates {
        for line in template.sms.iter().flat_map(|text| text.lines()) {
            assert!(segments(line).count <= 2, "{line}");
        }
    }
}

#[test]
fn text_that_is_not_toml_or_not_instructions_names_its_line() {
    check("price_in_replies = true\n[due\n", &[(2, "")]);
    check(&LEAST.replace("low_min", "lowest_min"), &[(5, "unknown field `lowest_min`")]);
    check(&LEAST.replace("high_min = 15", "high_min = \"soon\""), &[(3, "invalid type")]);
    check(&LEAST.replace("department", "team"), &[(11, "unknown variant `team`")]);
    with("colour = 1\n", &[(12, "unknown field `colour`")]);
}

#[test]
fn due_times_grow() {
    for due in ["high_min = 0", "high_min = 61"] {
        check(&LEAST.replace("high_min = 15", due), &[(2, "due times must be above 0 and grow")]);
    }
}

#[test]
fn labels_are_those_of_the_guide() {
    check(
        &LEAST.replace("signals = []", "signals = [\"anger\"]"),
        &[(7, "`anger` is not a signal (want trade_in")],
    );
    check(&LEAST.replace("intents = []", "intents = [\"prices\"]"), &[(8, "`prices` is not an intent")]);
    let rule = "[[routing]]\nname = \"x\"\nintents = [\n  \"price\",\n  \"prise\"]\nsignals = [\"odd\"]\nlanguages = [\"eng\"]\nto = { queue = \"q\" }\n";
    let text = LEAST.replace("[[routing]]", &format!("{rule}[[routing]]"));
    check(&text, &[(13, "`prise`"), (14, "`odd`"), (15, "`eng` is not a language code")]);
}

#[test]
fn every_lead_goes_somewhere_and_every_rule_is_reached() {
    check(
        &LEAST.replace("name = \"all\"", "name = \"all\"\nopen = true"),
        &[(10, "must have no conditions")],
    );
    check(&LEAST.replace("\"sales\"", "\" \""), &[(11, "`all` sends leads to nobody")]);
    with(
        "[[routing]]\nname = \"all\"\nto = { queue = \"q\" }\n",
        &[(13, "there is already a rule `all`"), (13, "`all` is never reached")],
    );
}

fn template(body: &str) -> String {
    format!(
        "[[template]]\nname = \"t\"\nintents = [\"price\"]\nlanguage = \"en\"\nsubject = \"s\"\nbody = [\n{body}]\n"
    )
}

#[test]
fn a_template_claims_nothing_in_fixed_words() {
    for (text, what) in [
        ("It costs $500.", "an amount in fixed words"),
        ("Only 500 dollars down.", "an amount in fixed words"),
        ("It is available.", "words about stock need one of {available_vehicle}"),
        ("Todavía está disponible.", "words about stock need"),
        ("I am a real person.", "never denies being automated"),
        ("Hi {nickname}.", "`{nickname}` is not a placeholder"),
        ("Hi {store.", "a brace stands alone"),
        (" ", "a paragraph is empty"),
    ] {
        with(&template(&format!("\"fine\",\n\"{text}\",\n")), &[(19, what)]);
    }
    for text in
        ["The {available_vehicle} is available.", "Parts unavailable online.", "We open at 9.", "{price}"]
    {
        with(&template(&format!("\"{text}\"")), &[]);
    }
}

#[test]
fn each_line_of_a_text_message_stands_by_itself() {
    let sms = "sms = \"\"\"\nThe {available_vehicle} is here.\nAll are in stock.\"\"\"\n";
    with(&format!("{}{sms}", template("\"fine\"")), &[(19, "words about stock")]);
}

#[test]
fn what_is_never_answered_has_no_template() {
    for intent in ["opt_out", "spam", "wrong_recipient"] {
        let text = template("\"fine\"").replace("\"price\"", &format!("\"{intent}\""));
        with(&text, &[(14, &format!("`{intent}` is never answered"))]);
    }
}

#[test]
fn a_template_is_named_once_and_written_in_a_language_that_can_be_sent() {
    let twice = format!("{}{}", template("\"fine\"\n"), template("\"fine\"\n"));
    with(&twice, &[(21, "there is already a template `t` in `en`")]);
    with(&template("\"fine\"").replace("\"en\"", "\"vi\""), &[(15, "`vi` has no [[assistant_line]]")]);
    with(
        &template("").replace("\"s\"", "\"\""),
        &[(13, "the body has no paragraph"), (16, "the subject is empty")],
    );
}

#[test]
fn the_assistant_line_says_that_it_is_automated_and_how_to_reach_a_person() {
    let line = |text: &str| format!("[[assistant_line]]\nlanguage = \"en\"\ntext = \"{text}\"\n");
    with(&line("Automated assistant. Reply to reach a person."), &[]);
    with(
        &line("Hello from {store}."),
        &[(14, "must say that it is automated"), (14, "how to reach a person")],
    );
    let twice = format!("{0}{0}", line("Automated assistant. Reply to reach a person."));
    with(&twice, &[(16, "there is already a line in `en`")]);
    with(
        "[[sms_opt_out_line]]\nlanguage = \"en\"\ntext = \"Tell us.\"\n",
        &[(14, "must tell the word STOP")],
    );
}

#[test]
fn the_defaults_are_commented() {
    assert!(DEFAULT_INSTRUCTIONS.lines().filter(|line| line.starts_with('#')).count() > 15);
}
