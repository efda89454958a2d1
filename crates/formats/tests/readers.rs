//! The readers that the tests and the fuzz targets drive.

use formats::feed::{FeedOptions, read_customers, read_staff, read_units};
use formats::lead::{LeadDoc, ParseLine};
use formats::sniff::{Limits, read_delivery};
use formats::{adf, json_lead, mail, phone, vin, when};

/// A reader by its name.
pub type Reader = (&'static str, fn(&[u8]));

/// All readers that take bytes from outside, by name; the fuzz targets call the same ones.
pub const READERS: &[Reader] = &[
    ("adf", |bytes| shown(adf::read(bytes).unwrap_or_default())),
    ("json_lead", |bytes| shown(json_lead::read(bytes).unwrap_or_default())),
    ("mail", |bytes| shown(mail::read(bytes).map(|delivery| delivery.leads).unwrap_or_default())),
    ("delivery", |bytes| {
        shown(
            read_delivery(bytes, None, &Limits::default()).map(|delivery| delivery.leads).unwrap_or_default(),
        );
    }),
    ("units", |bytes| {
        let _ = read_units(bytes, &FeedOptions::default()).map(|(rows, _)| rows.len());
    }),
    ("customers", |bytes| {
        let _ = read_customers(bytes, &FeedOptions::default()).map(|(rows, _)| rows.len());
    }),
    ("staff", |bytes| {
        let _ = read_staff(bytes, &FeedOptions::default()).map(|(rows, _)| rows.len());
    }),
    ("values", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let _ = (phone::read(&text, phone::Region::US), vin::read(&text), when::moment(&text));
    }),
];

/// What is read can be printed, and says where it is capped.
fn shown(leads: Vec<LeadDoc>) {
    for lead in &leads {
        assert!(lead.comments.as_ref().is_none_or(|comments| comments.len() <= 64 * 1024));
        assert!(lead.emails.len() <= 20 && lead.phones.len() <= 20 && lead.vehicles.len() <= 50);
        assert!(lead.emails.iter().all(|email| email.contains('@')));
    }
    assert!(serde_json::to_string(&ParseLine::of_leads(&leads)).is_ok_and(|line| !line.is_empty()));
}

/// Runs one reader by its name.
pub fn run(name: &str, bytes: &[u8]) {
    for (_, read) in READERS.iter().filter(|(reader, _)| *reader == name) {
        read(bytes);
    }
}
