//! The mail door: one letter a permit, with a Message-ID that is the same for the same attempt.

mod letter;
mod outbox;
mod smtp;

use std::future::Future;
use std::pin::Pin;

use crate::error::ConnectError;

pub use letter::{IdempotencyKey, Letter, Sender};
pub use outbox::OutboxFolder;
pub use smtp::{Smtp, SmtpSettings, SmtpTls};

/// Proof that the other side has taken a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What the other side said, at most 200 characters; a file name for the folder.
    pub said: String,
}

/// What a delivery answers.
pub type Delivery<'a> = Pin<Box<dyn Future<Output = Result<Receipt, ConnectError>> + Send + 'a>>;

/// A way for letters to leave the house. A [`Letter`] can only be made from a permit.
pub trait MailDoor: Send + Sync {
    /// Hands one letter over.
    fn deliver<'a>(&'a self, letter: &'a Letter) -> Delivery<'a>;

    /// "SMTP at mail.example.com:587", for `doctor` and the log.
    fn describe(&self) -> String;
}

#[cfg(test)]
mod tests;
