//! The headers of a mail that decide what becomes of it.

use jiff::Timestamp;
use serde::Serialize;

/// Who wrote to whom, about what, in answer to which mail; and whether a machine did.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Envelope {
    pub from: Option<MailAddress>,
    /// Where answers go, when it differs from `from`.
    pub reply_to: Option<MailAddress>,
    pub to: Vec<MailAddress>,
    pub cc: Vec<MailAddress>,
    pub subject: Option<String>,
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// When the sender says it was written.
    pub date: Option<Timestamp>,
    /// Message ids without angle brackets.
    pub in_reply_to: Vec<String>,
    /// Message ids without angle brackets, oldest first.
    pub references: Vec<String>,
    /// Why this is not a person writing; such a mail is never answered automatically.
    pub automatic: Option<Automatic>,
    /// The words of the mail as plain text, at most 64 KiB.
    pub text: Option<String>,
}

/// A mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MailAddress {
    pub name: Option<String>,
    /// Lower-case.
    pub address: String,
}

/// What gives a mail away as sent by a machine (RFC 3834, RFC 2076, RFC 2369).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Automatic {
    /// `Auto-Submitted` other than `no`, or a vendor's header of the same meaning.
    AutoSubmitted,
    /// `Precedence: bulk`, `list`, `junk` or `auto_reply`.
    Precedence,
    /// `Return-Path: <>`.
    EmptyReturnPath,
    /// `List-Id` or `List-Unsubscribe`.
    MailingList,
    /// A delivery report, or a sender such as `mailer-daemon`.
    DeliveryReport,
}
