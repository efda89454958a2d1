//! One letter as it goes over the wire (RFC 5322, 2008-10), written from a permit.

use std::time::{Duration, SystemTime};

use domain::action::{Action, Reach, SendReply};
use domain::id::AttemptId;
use domain::time::UtcMicros;
use gate::Permit;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{self, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};

use crate::error::ConnectError;

/// RFC 5322 allows 998 characters a line; nobody reads that far.
const MAX_SUBJECT_CHARS: usize = 200;

/// Which attempt this is. Two deliveries with the same key are the same letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub AttemptId);

/// Who a store's mail comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// "Larkfield North".
    pub name: String,
    /// The address that answers go to.
    pub address: String,
}

/// A letter, ready to leave.
#[derive(Clone, Debug)]
pub struct Letter {
    envelope: Envelope,
    bytes: Vec<u8>,
    message_id: String,
}

impl Letter {
    /// Spends `permit` and writes the letter it is for.
    pub(crate) fn write(
        permit: Permit,
        key: IdempotencyKey,
        sender: &Sender,
        now: UtcMicros,
    ) -> Result<Self, ConnectError> {
        let (proposal, _approval) = permit.into_action();
        match proposal.draft.action {
            Action::SendReply(reply) => Self::of_reply(&reply, key, sender, now),
            Action::LinkContact(_)
            | Action::CreateContact(_)
            | Action::AttachUnit(_)
            | Action::MarkDuplicate(_)
            | Action::Assign(_)
            | Action::CreateTask(_) => {
                Err(ConnectError::Permanent("the permit is not for a mail".to_owned()))
            }
        }
    }

    pub(super) fn of_reply(
        reply: &SendReply,
        key: IdempotencyKey,
        sender: &Sender,
        now: UtcMicros,
    ) -> Result<Self, ConnectError> {
        let from = address(&sender.address, "the store's own address")?;
        let to = address(&reply.to, "the customer's address")?;
        let message_id = format!("<{}@{}>", key.0, from.domain());
        let sent = SystemTime::UNIX_EPOCH + Duration::from_micros(now.micros().max(0).unsigned_abs());
        let mut builder = Message::builder()
            .from(Mailbox::new(Some(one_line(&sender.name)), from.clone()))
            .to(Mailbox::new(None, to.clone()))
            .subject(one_line(&reply.subject))
            .message_id(Some(message_id.clone()))
            .date(sent)
            .header(header::MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN);
        if let Some(answered) = reply.in_reply_to.as_deref().and_then(message_reference) {
            builder = builder.in_reply_to(answered.clone()).references(answered);
        }
        let written = builder.body(reply.body.replace("\r\n", "\n").replace('\n', "\r\n"));
        let mut message = written.map_err(|error| ConnectError::Permanent(error.to_string()))?;
        // RFC 3834 (2004-08): a mail written by a machine says so, so that no machine answers it. A person has
        // countersigned it, but the words are a template's.
        let said = match reply.reach {
            Reach::Answer => "auto-replied",
            Reach::Outreach => "auto-generated",
        };
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, said.to_owned()));
        let envelope = Envelope::new(Some(from), vec![to])
            .map_err(|error| ConnectError::Permanent(error.to_string()))?;
        Ok(Self { envelope, bytes: message.formatted(), message_id })
    }

    /// Whole, with its headers, lines ending in CRLF.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// With angle brackets.
    #[must_use]
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// From whom and to whom, for the wire.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

/// The address itself is not repeated: it is a customer's.
fn address(text: &str, whose: &str) -> Result<Address, ConnectError> {
    text.parse().map_err(|_| ConnectError::Permanent(format!("{whose} is not an e-mail address")))
}

/// No line break gets into a header, whoever wrote the words.
fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.trim().chars().take(MAX_SUBJECT_CHARS).collect()
}

/// `<left@right>` of what a sender called its Message-ID, or nothing if it cannot stand in a header.
fn message_reference(text: &str) -> Option<String> {
    let id = text.trim().trim_start_matches('<').trim_end_matches('>');
    let fits = id.contains('@')
        && id.len() <= 250
        && id.chars().all(|c| c.is_ascii_graphic() && c != '<' && c != '>');
    fits.then(|| format!("<{id}>"))
}
