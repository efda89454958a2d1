//! The sides of a lead that screens sort by and routing looks at, beside intent and signals.

use domain::context::CaseContext;
use domain::fact::MarketFact;
use domain::judgement::Judgement;
use domain::labels::{Intent, Signal, Urgency};
use domain::lead::{Channel, Interest, Lead};
use serde::{Deserialize, Serialize};

/// What a lead is, at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimensions {
    /// The marketplace or site that sent it, as it names itself.
    pub provider: Option<String>,
    /// How it came.
    pub channel: Channel,
    /// What the customer wants with a vehicle.
    pub vehicle_intent: VehicleIntent,
    /// Where the customer lives.
    pub geography: Geography,
    /// How soon.
    pub urgency: Urgency,
    /// Owns a vehicle that may come in trade: by the words or by a vehicle marked so.
    pub trade_in: bool,
    /// Speaks of credit.
    pub credit_hint: bool,
    /// How well the customer can be reached.
    pub completeness: Completeness,
}

/// What the customer wants with a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VehicleIntent {
    /// To buy one.
    Buy,
    /// To lease one.
    Lease,
    /// To drive or see one.
    TestDrive,
    /// To sell or trade in their own.
    Sell,
    /// To have their own looked after: service, parts, recall.
    Own,
    /// None of these.
    None,
}

/// Where the customer lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Geography {
    /// In the store's market area.
    InMarket,
    /// Outside it.
    OutOfMarket,
    /// Not known.
    Unknown,
}

/// How well the customer can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Name, phone and e-mail.
    Complete,
    /// A phone number and an e-mail address, but no name.
    NoName,
    /// A phone number, no e-mail address.
    PhoneOnly,
    /// An e-mail address, no phone number.
    EmailOnly,
    /// Neither: nobody can answer.
    Unreachable,
}

impl VehicleIntent {
    /// As shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Lease => "lease",
            Self::TestDrive => "test drive",
            Self::Sell => "sell or trade in",
            Self::Own => "own vehicle",
            Self::None => "no vehicle",
        }
    }
}

impl Geography {
    /// As shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::InMarket => "in market",
            Self::OutOfMarket => "out of market",
            Self::Unknown => "market unknown",
        }
    }
}

impl Completeness {
    /// As shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Complete => "name, phone, e-mail",
            Self::NoName => "phone and e-mail, no name",
            Self::PhoneOnly => "phone only",
            Self::EmailOnly => "e-mail only",
            Self::Unreachable => "cannot be reached",
        }
    }
}

/// Works them out from the record and the reading; the same input gives the same answer.
#[must_use]
pub fn dimensions(cx: &CaseContext, judgement: &Judgement) -> Dimensions {
    let lead = &cx.lead;
    let says = |signal: Signal| judgement.signals.contains(&signal);
    let wants = |intent: Intent| judgement.intent == intent || judgement.also.contains(&intent);
    let own_vehicle =
        lead.vehicles.iter().any(|wish| matches!(wish.interest, Interest::TradeIn | Interest::Sell));
    Dimensions {
        provider: lead.provider.clone(),
        channel: lead.channel,
        vehicle_intent: vehicle_intent(lead, judgement.intent),
        geography: geography(cx.facts.market()),
        urgency: judgement.urgency,
        trade_in: own_vehicle || says(Signal::TradeIn) || wants(Intent::TradeIn),
        credit_hint: says(Signal::CreditHint),
        completeness: completeness(cx),
    }
}

/// The words speak first; where they name no act, the vehicle's mark does.
fn vehicle_intent(lead: &Lead, intent: Intent) -> VehicleIntent {
    let marked =
        lead.vehicles.iter().map(|wish| wish.interest).find(|interest| *interest != Interest::TradeIn);
    match intent {
        Intent::TestDrive => VehicleIntent::TestDrive,
        Intent::TradeIn => VehicleIntent::Sell,
        Intent::ServiceBooking
        | Intent::ServiceStatus
        | Intent::ServiceQuestion
        | Intent::Parts
        | Intent::RecallWarranty => VehicleIntent::Own,
        Intent::Availability
        | Intent::Price
        | Intent::VehicleInfo
        | Intent::Financing
        | Intent::Fleet
        | Intent::Delivery => match marked {
            Some(Interest::Lease) => VehicleIntent::Lease,
            _ => VehicleIntent::Buy,
        },
        Intent::Spam | Intent::WrongRecipient | Intent::Employment => VehicleIntent::None,
        Intent::Complaint
        | Intent::AppointmentChange
        | Intent::HoursLocation
        | Intent::HumanRequest
        | Intent::Reply
        | Intent::NotInterested
        | Intent::OptOut
        | Intent::PrivacyLegal
        | Intent::Other => match marked {
            Some(Interest::Buy) => VehicleIntent::Buy,
            Some(Interest::Lease) => VehicleIntent::Lease,
            Some(Interest::TestDrive) => VehicleIntent::TestDrive,
            Some(Interest::Sell | Interest::TradeIn) => VehicleIntent::Sell,
            Some(Interest::Other) | None => VehicleIntent::None,
        },
    }
}

fn geography(market: Option<&MarketFact>) -> Geography {
    match market.map(|fact| fact.in_market) {
        Some(true) => Geography::InMarket,
        Some(false) => Geography::OutOfMarket,
        None => Geography::Unknown,
    }
}

/// By the lead itself and by the one contact on file.
fn completeness(cx: &CaseContext) -> Completeness {
    let (lead, contact) = (&cx.lead, cx.facts.contact());
    let phone = !lead.phones.is_empty() || contact.is_some_and(|fact| !fact.phones.is_empty());
    let email = !lead.emails.is_empty() || contact.is_some_and(|fact| !fact.emails.is_empty());
    let named = |name: &domain::lead::PersonName| {
        [&name.first, &name.last, &name.full]
            .into_iter()
            .any(|part| part.as_ref().is_some_and(|text| !text.trim().is_empty()))
    };
    let name = named(&lead.name) || contact.is_some_and(|fact| named(&fact.name));
    match (phone, email, name) {
        (true, true, true) => Completeness::Complete,
        (true, true, false) => Completeness::NoName,
        (true, false, _) => Completeness::PhoneOnly,
        (false, true, _) => Completeness::EmailOnly,
        (false, false, _) => Completeness::Unreachable,
    }
}
