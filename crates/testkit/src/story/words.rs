//! Values in the words of a transcript.

use db::audit::AuditEvent;
use domain::action::Action;
use domain::fact::{FactState, Known, Topic};
use domain::judgement::{Confidence, Judgement};

/// The few details that read well; ids and hashes are left out.
pub(super) fn detail(event: &AuditEvent) -> String {
    let value: serde_json::Value = serde_json::from_str(&event.detail).unwrap_or_default();
    let mut words = Vec::new();
    for name in ["choice", "kind", "because", "class", "alarm", "final", "reason", "by", "what", "state"] {
        match value.get(name) {
            Some(serde_json::Value::String(text)) => words.push(text.clone()),
            Some(serde_json::Value::Bool(yes)) => words.push(format!("{name} {yes}")),
            _ => {}
        }
    }
    if let Some(proposals) = value.get("proposals").and_then(|list| list.as_array()) {
        words.push(format!("{} proposals", proposals.len()));
    }
    if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) }
}

pub(super) fn reading(judgement: &Judgement) -> String {
    let mut words = judgement.intent.as_str().to_owned();
    match judgement.confidence {
        Confidence::Calibrated(sure) => words.push_str(&format!(" ({:.0} % sure)", sure.p * 100.0)),
        Confidence::Uncalibrated => words.push_str(" (sureness not measured)"),
        Confidence::ByRule => words.push_str(" (by rule)"),
    }
    if !judgement.also.is_empty() {
        let also: Vec<&str> = judgement.also.iter().map(|intent| intent.as_str()).collect();
        words.push_str(&format!(", also {}", also.join(", ")));
    }
    if !judgement.signals.is_empty() {
        let signals: Vec<&str> = judgement.signals.iter().map(|signal| signal.as_str()).collect();
        words.push_str(&format!(", signals {}", signals.join(", ")));
    }
    format!("{words}; {}, urgency {}", judgement.route, judgement.urgency)
}

pub(super) const fn topic_name(topic: Topic) -> &'static str {
    match topic {
        Topic::OpenLeads => "open lead",
        other => other.as_str(),
    }
}

pub(super) fn fact_in_words(state: &FactState) -> Option<String> {
    let known = match state {
        FactState::Gap(why) => return Some(format!("? {why}")),
        FactState::Conflict(conflict) => return Some(format!("! {}", conflict.about)),
        FactState::Known(known) => known,
    };
    Some(match known {
        Known::Contact(contact) => {
            let name = contact.name.full.clone().or_else(|| {
                contact.name.first.clone().zip(contact.name.last.clone()).map(|(a, b)| format!("{a} {b}"))
            });
            let differs = if contact.name_differs { ", another name than on the lead" } else { "" };
            format!("{}, by {:?}{differs}", name.unwrap_or_default(), contact.matched_by)
        }
        Known::OpenLeads(leads) if leads.is_empty() => return None,
        Known::OpenLeads(leads) => {
            let one = |lead: &domain::fact::OpenLead| {
                let about = lead.about.clone().unwrap_or_else(|| "no vehicle".to_owned());
                let same = if lead.same_vehicle { "the same vehicle" } else { "another vehicle" };
                format!(
                    "{about} through {} ({same})",
                    lead.provider.clone().unwrap_or_else(|| "nobody".to_owned())
                )
            };
            leads.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Known::Unit(unit) => {
            let price = unit.price.map_or_else(|| "no price".to_owned(), |price| price.to_string());
            format!("{}, {:?}, {price}", unit.label(), unit.status)
        }
        Known::Consent(points) if points.is_empty() => return None,
        Known::Consent(points) => {
            let names: Vec<&str> = points.iter().map(|point| point.point.as_str()).collect();
            format!("opted out: {}", names.join(", "))
        }
        Known::Market(market) => {
            format!("{} is {} the market", market.postal_code, if market.in_market { "in" } else { "out of" })
        }
        Known::Hours(hours) => (if hours.open_now { "open" } else { "closed" }).to_owned(),
        Known::Duty(staff) if staff.is_empty() => "nobody".to_owned(),
        Known::Duty(staff) => {
            let names: Vec<&str> = staff.iter().filter_map(|one| one.name.split(' ').next()).collect();
            names.join(", ")
        }
        Known::History(_) | Known::Activity(_) | Known::Rooftop(_) => return None,
    })
}

pub(super) fn in_words(action: &Action) -> String {
    match action {
        Action::LinkContact(link) => {
            let adds: Vec<&str> =
                link.add_emails.iter().chain(&link.add_phones).map(String::as_str).collect();
            if adds.is_empty() {
                link.label.clone()
            } else {
                format!("{}, adds {}", link.label, adds.join(", "))
            }
        }
        Action::CreateContact(create) => {
            let points: Vec<&str> = create.emails.iter().chain(&create.phones).map(String::as_str).collect();
            let name = create.name.full.clone().unwrap_or_else(|| "no name".to_owned());
            format!("{name}, {}", points.join(", "))
        }
        Action::AttachUnit(attach) => attach.label.clone(),
        Action::MarkDuplicate(mark) => stable(&mark.label, "case"),
        Action::Assign(assign) => format!("{} by rule `{}`", assign.label, assign.rule),
        Action::CreateTask(task) => format!("for {}: {}", task.assignee_label, task.title),
        Action::SendReply(reply) => format!("to {} from template `{}`", reply.to, reply.template),
    }
}

/// Without ids, which say nothing to a reader.
pub(super) fn stable(text: &str, instead: &str) -> String {
    text.split(' ')
        .map(|word| if word.contains("case_0") { instead } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}
