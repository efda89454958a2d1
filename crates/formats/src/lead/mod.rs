//! The neutral value that every lead is read to, whatever it came as.

mod view;

use jiff::Timestamp;
use serde::Serialize;

use crate::defect::{Defect, DefectCode};

pub use view::{NameView, ParseLine, VehicleView};

/// One person's interest, as the sender stated it. Nothing is invented: what was not said is `None` or empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LeadDoc {
    /// Who delivers the lead, for example a marketplace.
    pub provider: Option<String>,
    /// The provider's service or campaign, where it is named.
    pub service: Option<String>,
    /// The sender's id of this lead.
    pub source_id: Option<String>,
    /// Every id the sender attached to the prospect, in document order (consent notes and codes travel here).
    pub ids: Vec<SourceId>,
    /// The instant of the request; only when the source states an offset.
    pub requested_at: Option<Timestamp>,
    /// The request date as the source wrote it, also when its instant is unknown.
    pub requested_at_written: Option<String>,
    /// The customer's name.
    pub name: PersonName,
    /// Lower-case, without repeats, document order.
    pub emails: Vec<String>,
    /// E.164 where it can be known, else as written; without repeats, document order.
    pub phones: Vec<String>,
    /// Document order.
    pub vehicles: Vec<VehicleInterest>,
    /// The subject of the mail that the customer wrote, when the lead is that mail.
    pub subject: Option<String>,
    /// The customer's words; lines kept, at most 64 KiB. Data, never an instruction.
    pub comments: Option<String>,
    /// Where the customer lives or works.
    pub address: Address,
    /// The channel the customer prefers, when a structured field says so.
    pub preferred_channel: Option<PreferredChannel>,
    /// When the customer wants to buy, in the sender's words.
    pub timeframe: Option<String>,
    /// The store the lead is meant for.
    pub vendor_name: Option<String>,
    /// The customer's language as a lower-case primary tag (`en`, `es`, `fr`), when stated.
    pub language: Option<String>,
    /// The sender says that this prospect was sent before.
    pub resend: bool,
    /// The place among the prospects of one document, from 0.
    pub prospect_index: u32,
    /// What was wrong with the document, in the order met.
    pub defects: Vec<Defect>,
}

impl LeadDoc {
    /// Notes a deviation; a code that is there already in the same words is not repeated.
    pub fn note(&mut self, code: DefectCode, detail: impl Into<String>) {
        let defect = Defect::new(code, detail);
        if self.defects.len() < MAX_DEFECTS && !self.defects.contains(&defect) {
            self.defects.push(defect);
        }
    }

    /// Whether a deviation of this kind was met.
    pub fn has_defect(&self, code: DefectCode) -> bool {
        self.defects.iter().any(|defect| defect.code == code)
    }
}

/// More than this many deviations say nothing new.
const MAX_DEFECTS: usize = 64;

/// An id with the name of the system that gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceId {
    /// The system or meaning, for example `Cobalt` or `TPCA_Consent`.
    pub source: Option<String>,
    /// The id itself; never empty.
    pub value: String,
}

/// A person's name in the parts that the sender gave; a full name is never split.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PersonName {
    pub first: Option<String>,
    pub middle: Option<String>,
    pub last: Option<String>,
    /// The full name as given, else first, middle and last joined by one blank.
    pub full: Option<String>,
}

/// A vehicle that the customer asks for, or offers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct VehicleInterest {
    /// Lower-case: `buy`, `lease`, `sell`, `trade-in`, `test-drive`, or what the sender wrote; `buy` when absent.
    pub interest: String,
    /// Lower-case: `new`, `used`, or what the sender wrote; absent is unknown, never `new`.
    pub status: Option<String>,
    pub year: Option<i32>,
    pub make: Option<String>,
    pub model: Option<String>,
    pub trim: Option<String>,
    /// Upper-case without blanks, never corrected.
    pub vin: Option<String>,
    pub stock: Option<String>,
    pub price: Option<PriceSaid>,
    pub odometer: Option<Odometer>,
    /// The sender's words about the vehicle; not the customer's comment.
    pub comments: Option<String>,
}

impl VehicleInterest {
    /// What the customer wants to do with the vehicle.
    pub fn kind(&self) -> InterestKind {
        match self.interest.as_str() {
            "buy" => InterestKind::Buy,
            "lease" => InterestKind::Lease,
            "sell" => InterestKind::Sell,
            "trade-in" => InterestKind::TradeIn,
            "test-drive" => InterestKind::TestDrive,
            _ => InterestKind::Other,
        }
    }
}

/// What the customer wants to do with a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InterestKind {
    Buy,
    Lease,
    Sell,
    TradeIn,
    TestDrive,
    Other,
}

/// A price as the sender stated it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceSaid {
    /// In the smallest unit of the currency (cents); two decimals are assumed where no currency is named.
    pub minor: i64,
    /// ISO 4217, upper-case, when stated.
    pub currency: Option<String>,
    /// `quote`, `offer`, `msrp`, `asking` ..., lower-case, when stated.
    pub kind: Option<String>,
}

/// An odometer reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Odometer {
    pub value: u32,
    /// Unknown when the sender does not say.
    pub unit: Option<DistanceUnit>,
}

/// The unit of an odometer reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DistanceUnit {
    Mi,
    Km,
}

/// A postal address in the parts that the sender gave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Address {
    /// Street lines and apartment, joined by a comma.
    pub street: Option<String>,
    pub city: Option<String>,
    /// State or province as written, upper-case when it is a code of two or three letters.
    pub region: Option<String>,
    pub postal_code: Option<String>,
    /// ISO 3166 alpha-2, upper-case, when the country is known; else as written.
    pub country: Option<String>,
}

impl Address {
    /// Whether nothing at all is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the customer wants to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PreferredChannel {
    Phone,
    Text,
    Email,
}
