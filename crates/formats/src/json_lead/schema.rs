//! The JSON form of a lead, as senders are asked to write it. The reader takes much more than this.

use serde::Serialize;

/// One lead. Every field may be left out; a lead needs at least one of name, e-mail, phone, vehicle and comments.
/// Several leads travel as a list, or as `{"leads": [...]}`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct JsonLead {
    /// Who delivers the lead, for example the name of the web site or marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The sender's id of this lead; a repeated delivery carries the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// RFC 3339 with an offset, for example `2026-11-18T09:14:03-05:00`. Without an offset it counts as unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<String>,
    /// The customer's name in parts; `name` may also be one text, which is the full name and never split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<JsonName>,
    /// E-mail addresses; `email` with one text is read too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Phone numbers, best in E.164; others are read by the country of the address, else as of the United States.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// The customer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// The vehicles asked for or offered; `vehicle` with one object is read too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vehicles: Vec<JsonVehicle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<JsonAddress>,
    /// How the customer wants to be answered: `phone`, `text` or `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The customer's language as a tag, for example `es`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When the customer wants to buy, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeframe: Option<String>,
    /// The store that the lead is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// True when the lead was sent before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resend: bool,
}

/// A name in parts; `full` alone is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct JsonName {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
}

/// A vehicle.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct JsonVehicle {
    /// `buy` (assumed when absent), `lease`, `sell`, `trade-in` or `test-drive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// `new` or `used`; absent is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// The store's stock number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<String>,
    /// The price that the customer saw, in whole units with decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// ISO 4217 code of `price`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odometer: Option<u32>,
    /// `mi` or `km`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odometer_unit: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct JsonAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166 alpha-2, or the country's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A lead with every field, for documentation; the reader reads it without a defect.
pub const SCHEMA_EXAMPLE: &str = r#"{
  "source": "Example Listings",
  "source_id": "L-20931",
  "requested_at": "2026-11-18T09:14:03-05:00",
  "name": { "first": "Jordan", "last": "Ellery" },
  "emails": ["jordan@example.com"],
  "phones": ["+19375550123"],
  "comments": "Is the RAV4 still on the lot? I could come on Saturday.",
  "vehicles": [
    {
      "interest": "buy",
      "status": "new",
      "year": 2026,
      "make": "Toyota",
      "model": "RAV4 Hybrid",
      "trim": "XLE Premium",
      "vin": "1HGCM82633A004352",
      "stock": "R2291",
      "price": 36480,
      "currency": "USD"
    },
    { "interest": "trade-in", "year": 2018, "make": "Honda", "model": "CR-V", "odometer": 61000, "odometer_unit": "mi" }
  ],
  "address": {
    "street": "1482 Sycamore Hollow Rd",
    "city": "Dayton",
    "region": "OH",
    "postal_code": "45402",
    "country": "US"
  },
  "channel": "text",
  "language": "en",
  "timeframe": "within two weeks",
  "vendor": "Example Motors North"
}"#;
