//! Raw e-mail (`message/rfc822`): the envelope that matters, and the lead that is in it.

pub mod envelope;
pub mod marketplace;

pub use envelope::{Automatic, Envelope, MailAddress};
