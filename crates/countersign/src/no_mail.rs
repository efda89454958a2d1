//! Mail is switched off: every approved reply goes back to a person with that sentence.

use connect::error::ConnectError;
use connect::write::mail::{Delivery, Letter, MailDoor};

/// A door that stays shut.
pub struct NoMail;

impl MailDoor for NoMail {
    fn deliver<'a>(&'a self, _: &'a Letter) -> Delivery<'a> {
        let why = "mail is switched off (`mail.door` is \"off\")".to_owned();
        Box::pin(async { Err(ConnectError::Unauthorized(why)) })
    }

    fn describe(&self) -> String {
        "none: mail is switched off".to_owned()
    }
}
