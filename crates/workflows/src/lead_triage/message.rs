//! What the model is asked to read, and the reading that counts.

use std::borrow::Cow;

use domain::context::CaseContext;
use domain::judgement::{Confidence, Judgement, OptOut};
use domain::labels::{Intent, RouteCues, Signal, Urgency, route};
use domain::lead::{Interest, Lead, VehicleWish};
use domain::untrusted::Untrusted;
use domain::workflow::Ask;

/// The customer's words as they came, because evidence points into them by byte; a lead without words is
/// put in words by its vehicles, so that every case has been read once.
pub(super) fn ask(lead: &Lead) -> Ask {
    let text = match &lead.words {
        Some(words) if !words.is_blank() => words.clone(),
        _ if has_words(lead) => Untrusted::default(),
        _ => Untrusted::new(in_words(lead)),
    };
    Ask::Judge {
        channel: lead.channel,
        subject: lead.subject.clone(),
        text,
        store_said: lead.store_said.clone(),
    }
}

/// The reading that counts, for the record and for every draft: what the model said of the customer's
/// words; of a lead without words, what its vehicles are marked with, by rule and without evidence, since
/// the words that the model then read are our own.
#[must_use]
pub fn settled<'j>(cx: &CaseContext, judged: &'j Judgement) -> Cow<'j, Judgement> {
    let lead = &cx.lead;
    if has_words(lead) {
        return Cow::Borrowed(judged);
    }
    let intent = intent_of(lead);
    let owns = lead.vehicles.iter().any(|wish| matches!(wish.interest, Interest::TradeIn | Interest::Sell));
    let signals = if owns { vec![Signal::TradeIn] } else { Vec::new() };
    let language = lead
        .language
        .as_deref()
        .or_else(|| cx.facts.contact().and_then(|contact| contact.language.as_deref()))
        .map_or_else(|| "en".to_owned(), primary_language);
    Cow::Owned(Judgement {
        intent,
        confidence: Confidence::ByRule,
        also: Vec::new(),
        route: route(intent, &[], &signals, RouteCues::default()),
        signals,
        urgency: Urgency::Normal,
        evidence: Vec::new(),
        opt_out: OptOut::None,
        language,
        model_version: judged.model_version.clone(),
    })
}

/// "es" of "es-MX".
pub(super) fn primary_language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// Did the customer write anything?
pub(super) fn has_words(lead: &Lead) -> bool {
    [&lead.words, &lead.subject].into_iter().flatten().any(|text| !text.is_blank())
}

/// The kind of a lead without words: ADF's default interest is to buy, and who sends a vehicle without a
/// word asks whether it is there.
fn intent_of(lead: &Lead) -> Intent {
    match first_wanted(lead).or(lead.vehicles.first()).map(|wish| wish.interest) {
        Some(Interest::Buy | Interest::Other) => Intent::Availability,
        Some(Interest::Lease) => Intent::Financing,
        Some(Interest::TestDrive) => Intent::TestDrive,
        Some(Interest::Sell | Interest::TradeIn) => Intent::TradeIn,
        None => Intent::HumanRequest,
    }
}

/// The first vehicle that is not the customer's own.
pub(super) fn first_wanted(lead: &Lead) -> Option<&VehicleWish> {
    lead.vehicles.iter().find(|wish| !matches!(wish.interest, Interest::TradeIn | Interest::Sell))
}

fn in_words(lead: &Lead) -> String {
    let (Some(wish), intent) = (first_wanted(lead).or(lead.vehicles.first()), intent_of(lead)) else {
        return "Please contact me.".to_owned();
    };
    let vehicle = describe(wish).unwrap_or_else(|| "vehicle".to_owned());
    match intent {
        Intent::TestDrive => format!("I would like to test drive the {vehicle}."),
        Intent::Financing => format!("I would like to lease the {vehicle}."),
        Intent::TradeIn => format!("What is my {vehicle} worth in trade?"),
        _ => format!("Is the {vehicle} still available?"),
    }
}

/// "2025 Toyota RAV4 XLE" as the sender wrote it; `None` if nothing names it.
pub(super) fn describe(wish: &VehicleWish) -> Option<String> {
    let parts: Vec<String> =
        [wish.year.map(|year| year.to_string()), wish.make.clone(), wish.model.clone(), wish.trim.clone()]
            .into_iter()
            .flatten()
            .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
