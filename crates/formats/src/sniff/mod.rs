//! The one entry of intake: bytes and their declared type in, leads or a reason out.

mod refusal;

use crate::lead::LeadDoc;
use crate::mail::Envelope;
use crate::mail::marketplace::Marketplace;

pub use refusal::Unreadable;

/// What a reader may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest delivery that is read, in bytes.
    pub max_bytes: usize,
}

impl Default for Limits {
    /// 10 MiB.
    fn default() -> Self {
        Self { max_bytes: 10 * 1024 * 1024 }
    }
}

/// A delivery that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// What the bytes turned out to be.
    pub shape: Shape,
    /// At least one; several when the document holds several prospects.
    pub leads: Vec<LeadDoc>,
    /// The mail it came in, for deliveries by mail.
    pub envelope: Option<Envelope>,
}

/// What the bytes of a delivery turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// An ADF document.
    Adf,
    /// A JSON lead.
    Json,
    /// A mail that carries an ADF document.
    MailWithAdf,
    /// A plain-text lead mail of a marketplace.
    MailMarketplace(Marketplace),
    /// A mail that somebody or something wrote, without a lead document in it.
    MailPlain,
}
