//! What came in: a lead as read from ADF, JSON or e-mail, before anybody has judged it.

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::time::UtcMicros;
use crate::untrusted::Untrusted;

pub use crate::labels::Channel;

/// A name as the sender gave it; a full name is never split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Given name, only if marked as such.
    pub first: Option<String>,
    /// Family name, only if marked as such.
    pub last: Option<String>,
    /// The whole name as given, else the parts joined by blanks.
    pub full: Option<String>,
}

/// What the customer wants with a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interest {
    /// To buy it (ADF's default).
    Buy,
    /// To lease it.
    Lease,
    /// To sell it to the store.
    Sell,
    /// To give it in part payment: the customer's own vehicle.
    TradeIn,
    /// To drive it.
    TestDrive,
    /// A word the sender made up.
    Other,
}

/// A vehicle as the sender describes it; every field may be missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleWish {
    /// What for.
    pub interest: Interest,
    /// Model year.
    pub year: Option<i32>,
    /// As written.
    pub make: Option<String>,
    /// As written.
    pub model: Option<String>,
    /// As written.
    pub trim: Option<String>,
    /// Upper case, not corrected; may fail its check digit.
    pub vin: Option<String>,
    /// The store's stock number, as written.
    pub stock: Option<String>,
    /// The price the sender says was shown.
    pub price: Option<Money>,
}

/// Where the customer says they live.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province, as written.
    pub region: Option<String>,
    /// ZIP or postal code, as written.
    pub postal_code: Option<String>,
    /// Country, as written.
    pub country: Option<String>,
}

/// One lead, as read. Everything in it comes from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// How it came.
    pub channel: Channel,
    /// The marketplace or website that sent it.
    pub provider: Option<String>,
    /// The sender's own number for it.
    pub source_id: Option<String>,
    /// When the customer asked, if the sender stated it with an offset.
    pub requested_us: Option<UtcMicros>,
    /// Who asked.
    pub name: PersonName,
    /// Lower case, in the sender's order, no duplicates.
    pub emails: Vec<String>,
    /// E.164 where it can be known, in the sender's order, no duplicates.
    pub phones: Vec<String>,
    /// Vehicles wanted and vehicles owned.
    pub vehicles: Vec<VehicleWish>,
    /// Where the customer lives.
    pub address: Address,
    /// The subject line of an e-mail.
    pub subject: Option<Untrusted>,
    /// The customer's words.
    pub words: Option<Untrusted>,
    /// What the store said last, where the message answers something.
    pub store_said: Option<Untrusted>,
    /// The customer's language where stated, BCP 47.
    pub language: Option<String>,
    /// The Message-ID to answer to, for e-mail.
    pub message_id: Option<String>,
    /// A machine wrote it (Auto-Submitted, bulk): never answered.
    pub automatic: bool,
    /// What the reader had to bend, as stable codes.
    pub defects: Vec<String>,
}
