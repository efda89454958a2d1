//! A whole first reply: greeting, who is writing, the template's paragraphs, who and where the store is.

use domain::context::CaseContext;
use domain::fact::Topic;
use domain::instructions::{Localized, Template};

use super::fill::filled;
use super::sms::{Segments, segments};
use super::values::Values;

/// The template for customers who are upset, threaten, or are in danger: it promises nothing.
pub const ACKNOWLEDGEMENT: &str = "acknowledgement";

/// What always goes with it where the rooftop's own line cannot be filled.
const ASSISTANT: [(&str, &str); 3] = [
    ("en", "This is an automated assistant of the store. To reach a person, reply to this message."),
    (
        "es",
        "Este es un asistente automatizado de la tienda. Para hablar con una persona, responda a este mensaje.",
    ),
    (
        "fr",
        "Ceci est un assistant automatisé de la concession. Pour joindre une personne, répondez à ce message.",
    ),
];

const SMS_OPT_OUT: [(&str, &str); 3] = [
    ("en", "Reply STOP to opt out."),
    ("es", "Responda STOP para darse de baja."),
    ("fr", "Répondez STOP pour ne plus recevoir de messages."),
];

/// A reply ready for a person to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The subject line, one line.
    pub subject: String,
    /// Plain text, paragraphs parted by an empty line.
    pub body: String,
    /// The facts that stand in it, in the order of `Topic`, each once.
    pub topics: Vec<Topic>,
}

/// A text message for a person to send by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsDraft {
    /// With the opt-out line.
    pub text: String,
    /// What it costs.
    pub segments: Segments,
}

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    /// CAN-SPAM (15 U.S.C. 7704(a)(5)) wants a postal address in every commercial mail.
    #[error("the store's name or postal address is not configured, and every mail must carry them")]
    NoPostalAddress,
    /// Nobody may be written to without being told that the writer is automated.
    #[error("there is no assistant line in the customer's language")]
    NoAssistantLine,
    /// Every paragraph lacked a fact.
    #[error("no paragraph of the template has the facts it needs")]
    NothingLeft,
}

/// Fills `template`.
///
/// # Errors
/// [`NoReply`] says what is missing.
pub fn compose(cx: &CaseContext, template: &Template) -> Result<Composed, NoReply> {
    let language = template.language.as_str();
    let values = Values::new(cx, language);
    let footer = footer(&values).ok_or(NoReply::NoPostalAddress)?;
    let assistant = standing_line(&cx.instructions.assistant_line, &ASSISTANT, &values, language)
        .ok_or(NoReply::NoAssistantLine)?;
    let mut topics = vec![Topic::Rooftop];
    let mut body = greeting(&values, language);
    push_paragraph(&mut body, &assistant);
    let opening = body.len();
    for paragraph in template.body.iter().filter_map(|text| filled(text, &values)) {
        topics.extend(paragraph.topics);
        push_paragraph(&mut body, &paragraph.text);
    }
    if body.len() == opening {
        return Err(NoReply::NothingLeft);
    }
    push_paragraph(&mut body, &footer);
    let subject = subject(template, &values, &mut topics);
    topics.sort_unstable();
    topics.dedup();
    Ok(Composed { subject, body, topics })
}

/// The template's short form with the opt-out line that a first text message carries; lines that lack a
/// fact are left out. `None`: the template has no short form, or nothing of it is left.
#[must_use]
pub fn compose_sms(cx: &CaseContext, template: &Template) -> Option<SmsDraft> {
    let language = template.language.as_str();
    let values = Values::new(cx, language);
    let opt_out = standing_line(&cx.instructions.sms_opt_out_line, &SMS_OPT_OUT, &values, language)?;
    let lines: Vec<String> = template
        .sms
        .as_deref()?
        .lines()
        .filter_map(|line| filled(line, &values))
        .map(|line| line.text)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    let text = format!("{} {opt_out}", lines.join(" "));
    Some(SmsDraft { segments: segments(&text), text })
}

/// The subject of the template, else one that is true of any reply.
fn subject(template: &Template, values: &Values<'_>, topics: &mut Vec<Topic>) -> String {
    if let Some(subject) = filled(&template.subject, values).filter(|subject| !subject.text.is_empty()) {
        topics.extend(subject.topics);
        return subject.text;
    }
    let store = values.lookup("store").map(|(store, _)| store).unwrap_or_default();
    match template.language.as_str() {
        "es" => format!("Su mensaje a {store}"),
        "fr" => format!("Votre message à {store}"),
        _ => format!("Your message to {store}"),
    }
}

fn greeting(values: &Values<'_>, language: &str) -> String {
    match (language, values.first_name()) {
        ("es", Some(name)) => format!("Hola, {name}:"),
        ("es", None) => "Hola:".to_owned(),
        ("fr", Some(name)) => format!("Bonjour {name},"),
        ("fr", None) => "Bonjour,".to_owned(),
        (_, Some(name)) => format!("Hi {name},"),
        ("en", None) => "Hello,".to_owned(),
        (_, None) => String::new(),
    }
}

/// The rooftop's own line in `language` if its facts are there, else the house's.
fn standing_line(
    own: &[Localized],
    house: &[(&str, &str)],
    values: &Values<'_>,
    language: &str,
) -> Option<String> {
    own.iter()
        .find(|line| line.language == language)
        .and_then(|line| filled(&line.text, values))
        .map(|line| line.text)
        .filter(|line| !line.is_empty())
        .or_else(|| house.iter().find(|(code, _)| *code == language).map(|(_, text)| (*text).to_owned()))
}

fn footer(values: &Values<'_>) -> Option<String> {
    let (store, _) = values.lookup("store")?;
    let (address, _) = values.lookup("address")?;
    Some(match values.lookup("phone") {
        Some((phone, _)) => format!("{store}\n{address}\n{phone}"),
        None => format!("{store}\n{address}"),
    })
}

fn push_paragraph(body: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    if !body.is_empty() {
        body.push_str("\n\n");
    }
    body.push_str(text);
}
