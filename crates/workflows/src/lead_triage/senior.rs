//! What always goes to a senior person: a floor that no list takes away, and the rooftop's list above it.

use domain::context::CaseContext;
use domain::judgement::Judgement;
use domain::labels::{Intent, Signal, Urgency};

/// Harm to a person or to the house: no rooftop may leave these to whoever is free.
pub(super) const FLOOR: [Signal; 5] = [
    Signal::LegalThreat,
    Signal::Safety,
    Signal::MinorOrVulnerable,
    Signal::SensitiveData,
    Signal::Injection,
];

/// An advertised price above this is a matter of high value (labelling guide: above 75,000).
const HIGH_VALUE_MINOR: i64 = 7_500_000;

/// Why this case goes to a senior person, in the guide's spellings, each once; empty: it need not.
pub(super) fn because(cx: &CaseContext, judgement: &Judgement, trade_in: bool, unclear: bool) -> Vec<String> {
    let list = &cx.instructions.senior;
    let mut because: Vec<String> = Vec::new();
    let mut say = |reason: &str| {
        if !because.iter().any(|said| said == reason) {
            because.push(reason.to_owned());
        }
    };
    for signal in &judgement.signals {
        if FLOOR.contains(signal) || list.signals.contains(signal) {
            say(signal.as_str());
        }
    }
    if trade_in && list.signals.contains(&Signal::TradeIn) {
        say(Signal::TradeIn.as_str());
    }
    for intent in std::iter::once(&judgement.intent).chain(&judgement.also) {
        let listed = list.intents.contains(intent);
        if listed || (*intent == Intent::Complaint && is_unusual(judgement, unclear)) {
            say(intent.as_str());
        }
    }
    let price = cx.facts.unit().and_then(|unit| unit.price);
    if list.signals.contains(&Signal::HighValue) && price.is_some_and(|price| price.minor > HIGH_VALUE_MINOR)
    {
        say("high value");
    }
    because
}

/// A complaint out of the ordinary: upset, urgent, threatening, unclear, or not the only matter.
fn is_unusual(judgement: &Judgement, unclear: bool) -> bool {
    unclear
        || judgement.urgency == Urgency::High
        || !judgement.also.is_empty()
        || judgement.signals.iter().any(|signal| *signal == Signal::Frustration || FLOOR.contains(signal))
}
