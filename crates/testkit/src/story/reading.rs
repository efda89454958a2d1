//! A recorded answer of the classifier, as a story writes it.

use std::str::FromStr;

use domain::judgement::{Calibrated, Confidence, Evidence, Field, Judgement, OptOut};
use domain::labels::{Intent, RouteCues, Urgency, route};

/// Reads lines of `name: value`: intent, sure (0 to 1, or `not measured`), also, signals, urgency, language, opt_out
/// (`none`, `free text`, `final`), evidence (`LABEL RULE START..END`). The route follows from the guide.
pub(super) fn parse(body: &str) -> Result<Judgement, String> {
    let mut judgement = Judgement {
        intent: Intent::Other,
        confidence: sure(0.9),
        also: Vec::new(),
        signals: Vec::new(),
        route: domain::labels::Route::QuickAnswer,
        urgency: Urgency::Normal,
        evidence: Vec::new(),
        opt_out: OptOut::None,
        language: "en".to_owned(),
        model_version: "recorded".to_owned(),
    };
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is not `name: value`"))?;
        let value = value.trim();
        match name.trim() {
            "intent" => judgement.intent = label(value)?,
            "sure" if value == "not measured" => judgement.confidence = Confidence::Uncalibrated,
            "sure" => {
                judgement.confidence = sure(value.parse().map_err(|_| format!("`{value}` is no number"))?)
            }
            "also" => judgement.also = list(value)?,
            "signals" => judgement.signals = list(value)?,
            "urgency" => judgement.urgency = label(value)?,
            "language" => value.clone_into(&mut judgement.language),
            "opt_out" => {
                judgement.opt_out = match value {
                    "none" => OptOut::None,
                    "free text" => OptOut::FreeText,
                    "final" => OptOut::Final,
                    other => return Err(format!("`{other}` is no way to opt out")),
                }
            }
            "evidence" => judgement.evidence.push(evidence(value)?),
            other => return Err(format!("`{other}` is no part of a reading")),
        }
    }
    judgement.route = route(judgement.intent, &judgement.also, &judgement.signals, RouteCues::default());
    Ok(judgement)
}

/// Measured on 400 messages, give or take three in a hundred.
fn sure(p: f32) -> Confidence {
    Confidence::Calibrated(Calibrated { p, n: 400, low: (p - 0.03).max(0.0), high: (p + 0.03).min(1.0) })
}

fn label<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is not a label of the guide"))
}

fn list<T: FromStr>(text: &str) -> Result<Vec<T>, String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(label).collect()
}

fn evidence(text: &str) -> Result<Evidence, String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [name, rule, span] = parts.as_slice() else {
        return Err(format!("`{text}` is not `LABEL RULE START..END`"));
    };
    let (start, end) = span.split_once("..").ok_or_else(|| format!("`{span}` is not START..END"))?;
    let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number"));
    Ok(Evidence {
        label: (*name).to_owned(),
        rule: (*rule).to_owned(),
        field: Field::Text,
        start: number(start)?,
        end: number(end)?,
    })
}

/// `LegalThreat` and the like are spelled as in the guide.
#[cfg(test)]
mod tests {
    use domain::labels::Signal;

    use super::*;

    #[test]
    fn a_reading_is_written_as_people_say_it() {
        let read = parse("intent: price\nsure: 0.83\nsignals: trade_in, negotiation\nurgency: high").unwrap();
        assert_eq!((read.intent, read.urgency), (Intent::Price, Urgency::High));
        assert_eq!(read.signals, [Signal::TradeIn, Signal::Negotiation]);
        assert_eq!(read.route, domain::labels::Route::Handoff);
        assert!(parse("mood: good").is_err());
    }
}
