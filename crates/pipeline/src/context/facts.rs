//! All facts of one case, from what was read: pure, so that a stored case can be looked at again.

use domain::digest::Digest;
use domain::fact::{Fact, FactState, Facts, HistoryFact, Known, RooftopFact, StaffOnDuty, Topic};
use domain::id::CaseId;
use domain::lead::Lead;
use domain::time::UtcMicros;

use super::gathered::Gathered;
use super::hours::{Week, in_shift};
use super::market::{Area, Centroids, market};
use super::{people, units};

/// What holds for every case of a store at one moment.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The store's particulars.
    pub rooftop: RooftopFact,
    /// Opening hours.
    pub week: Week,
    /// Staff, on duty or not.
    pub staff: Vec<Staff>,
    /// Miles that still count as the market.
    pub radius_mi: Option<u32>,
    /// ZIPs and prefixes that count as the market.
    pub zips: Vec<String>,
    /// Where ZIPs are.
    pub centroids: std::sync::Arc<Centroids>,
    /// When stock was last read in as a whole.
    pub stock_seen: Option<UtcMicros>,
}

/// Somebody who may be assigned to.
#[derive(Clone, Debug)]
pub struct Staff {
    /// As a fact.
    pub as_fact: StaffOnDuty,
    /// ISO weekday, from, to; empty follows the store's hours.
    pub shifts: Vec<(u8, u16, u16)>,
    /// Said by hand; beats the shifts.
    pub on_duty: Option<bool>,
}

impl Standing {
    /// Who is on duty at `now`, by name.
    #[must_use]
    pub fn on_duty(&self, now: UtcMicros) -> Vec<StaffOnDuty> {
        // A store that has entered no hours cannot be said to be closed.
        let open = self.week.is_blank() || self.week.at(now).open_now;
        let on_duty = |staff: &&Staff| {
            staff.on_duty.unwrap_or_else(|| match staff.shifts.is_empty() {
                true => open,
                false => in_shift(now, self.week.zone(), &staff.shifts),
            })
        };
        let mut found: Vec<StaffOnDuty> =
            self.staff.iter().filter(on_duty).map(|staff| staff.as_fact.clone()).collect();
        found.sort_by(|one, other| one.name.cmp(&other.name).then(one.person.cmp(&other.person)));
        found
    }
}

/// The version of facts that no approval ever rests on: they change by the minute.
const UNVERSIONED: &str = "-";

/// Every topic, once, in the order of [`Topic::ALL`].
#[must_use]
pub fn facts(standing: &Standing, case: CaseId, lead: &Lead, gathered: Gathered, now: UtcMicros) -> Facts {
    let (contact, contact_version) = people::contact(lead, gathered.contacts);
    let postal_code = lead.address.postal_code.clone().or_else(|| match &contact {
        FactState::Known(Known::Contact(fact)) => fact.postal_code.clone(),
        _ => None,
    });
    let (open, open_version) = people::open_leads(case, lead, gathered.open);
    let (unit, unit_version, unit_seen) = units::unit(lead, gathered.units);
    let area = Area {
        home: standing.rooftop.postal_code.as_deref(),
        radius_mi: standing.radius_mi,
        zips: &standing.zips,
        centroids: &standing.centroids,
    };
    let (in_market, market_version) = market(area, postal_code.as_deref());
    let mut suppressed = gathered.suppressed;
    suppressed.sort_by(|one, other| one.point.cmp(&other.point));
    let consent_version =
        Digest::of_json(&suppressed.iter().map(|one| &one.point).collect::<Vec<_>>()).short();
    let hours = match standing.week.is_blank() {
        true => FactState::Gap("no opening hours have been entered".to_owned()),
        false => FactState::Known(Known::Hours(standing.week.at(now))),
    };
    let known = |topic, known, version: &str| fact(topic, FactState::Known(known), version, now);
    // Of the particulars themselves: stopping the agents must not void what was approved before.
    let rooftop_version = Digest::of_json(&standing.rooftop).short();
    let history = history(gathered.earlier, &contact);
    Facts(vec![
        fact(Topic::Contact, contact, &contact_version, now),
        fact(Topic::History, history, UNVERSIONED, now),
        known(Topic::OpenLeads, Known::OpenLeads(open), &open_version),
        fact(Topic::Unit, unit, &unit_version, unit_seen.max(standing.stock_seen).unwrap_or(now)),
        known(Topic::Consent, Known::Consent(suppressed), &consent_version),
        fact(Topic::Market, in_market, &market_version, now),
        fact(Topic::Hours, hours, &standing.week.version(), now),
        known(Topic::Duty, Known::Duty(standing.on_duty(now)), UNVERSIONED),
        known(Topic::Activity, Known::Activity(gathered.activity), UNVERSIONED),
        known(Topic::Rooftop, Known::Rooftop(standing.rooftop.clone()), &rooftop_version),
    ])
}

fn history(earlier: Option<(u32, Option<(CaseId, UtcMicros)>)>, contact: &FactState) -> FactState {
    match (earlier, contact) {
        (Some((cases, last_case)), FactState::Known(Known::Contact(_))) => {
            FactState::Known(Known::History(HistoryFact { cases, last_case, notes: Vec::new() }))
        }
        _ => FactState::Gap("no contact is known whose history could be read".to_owned()),
    }
}

fn fact(topic: Topic, state: FactState, version: &str, as_of: UtcMicros) -> Fact {
    Fact { topic, state, source: source(topic).to_owned(), version: version.to_owned(), as_of }
}

/// Where a fact comes from, for a person.
const fn source(topic: Topic) -> &'static str {
    match topic {
        Topic::Contact | Topic::History => "contacts",
        Topic::OpenLeads => "open leads",
        Topic::Unit => "inventory",
        Topic::Consent => "suppression list",
        Topic::Market | Topic::Hours | Topic::Rooftop => "store settings",
        Topic::Duty => "staff schedule",
        Topic::Activity => "record",
    }
}

/// The topics whose version or kind differs between what was seen and what is known now.
#[must_use]
pub fn moved(seen: &Facts, now: &Facts, topics: &[Topic]) -> Vec<Topic> {
    let differs = |topic: &&Topic| seen.basis(&[**topic]) != now.basis(&[**topic]);
    topics.iter().filter(differs).copied().collect()
}

/// Puts what was seen in the place of what this very case has changed since: carrying out one proposal of a case
/// must not void the others. `own` are the topics whose record stands exactly as the case's own effect left it.
// INVARIANT (own-effects): a fact is only put back if nobody but this case has touched its record.
pub fn look_through(now: &mut Facts, seen: &Facts, own: &[Topic]) {
    for topic in own {
        if let (Some(current), Some(before)) =
            (now.0.iter_mut().find(|f| f.topic == *topic), seen.about(*topic))
        {
            current.clone_from(before);
        }
    }
}
