//! The headers of a mail that decide what becomes of it.

use jiff::Timestamp;
use mail_parser::{DateTime, HeaderValue, Message, MimeHeaders};
use serde::Serialize;

use crate::person;
use crate::text;

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

impl Envelope {
    /// Reads the headers of a mail; what cannot be read is left out.
    pub(super) fn of_headers(message: &Message<'_>) -> Self {
        let from = message.from().and_then(|list| mailboxes(list).into_iter().next());
        let reply_to = message.reply_to().and_then(|list| mailboxes(list).into_iter().next());
        Self {
            reply_to: reply_to
                .filter(|reply| Some(&reply.address) != from.as_ref().map(|from| &from.address)),
            to: message.to().map(mailboxes).unwrap_or_default(),
            cc: message.cc().map(mailboxes).unwrap_or_default(),
            subject: message.subject().and_then(|subject| capped(subject, 1024)),
            message_id: message.message_id().and_then(|id| capped(id, 1024)),
            date: message.date().and_then(instant),
            in_reply_to: ids(message.in_reply_to()),
            references: ids(message.references()),
            automatic: automatic(message, from.as_ref()),
            text: None,
            from,
        }
    }
}

/// A mail to more people than this is no lead.
const MAX_LIST: usize = 100;

fn capped(text: &str, bytes: usize) -> Option<String> {
    let mut text = text::collapsed(text)?;
    text::cap(&mut text, bytes);
    Some(text)
}

fn mailboxes(list: &mail_parser::Address<'_>) -> Vec<MailAddress> {
    let mailbox = |one: &mail_parser::Addr<'_>| {
        let address = one.address().and_then(person::email)?;
        Some(MailAddress { name: one.name().and_then(|name| capped(name, 256)), address })
    };
    list.iter().take(MAX_LIST).filter_map(mailbox).collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => capped(id, 1024).into_iter().collect(),
        HeaderValue::TextList(ids) => ids.iter().take(MAX_LIST).filter_map(|id| capped(id, 1024)).collect(),
        _ => Vec::new(),
    }
}

fn instant(date: &DateTime) -> Option<Timestamp> {
    date.is_valid().then(|| Timestamp::from_second(date.to_timestamp()).ok()).flatten()
}

fn automatic(message: &Message<'_>, from: Option<&MailAddress>) -> Option<Automatic> {
    let says = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_ascii_lowercase());
    let machine = |sender: &MailAddress| {
        let local = sender.address.split('@').next().unwrap_or_default();
        matches!(local, "mailer-daemon" | "postmaster")
    };
    let report = message.content_type().is_some_and(|ct| {
        ct.ctype() == "multipart" && ct.subtype().is_some_and(|s| s.eq_ignore_ascii_case("report"))
    });
    if report || from.is_some_and(machine) {
        return Some(Automatic::DeliveryReport);
    }
    if says("Auto-Submitted").is_some_and(|value| !value.starts_with("no"))
        || says("X-Autoreply").is_some_and(|value| value != "no")
        || says("X-Auto-Response-Suppress")
            .is_some_and(|value| value.contains("all") || value.contains("oof"))
    {
        return Some(Automatic::AutoSubmitted);
    }
    if says("Precedence").is_some_and(|v| matches!(v.as_str(), "bulk" | "list" | "junk" | "auto_reply")) {
        return Some(Automatic::Precedence);
    }
    if says("Return-Path").is_some_and(|value| value == "<>") {
        return Some(Automatic::EmptyReturnPath);
    }
    if says("List-Id").is_some() || says("List-Unsubscribe").is_some() {
        return Some(Automatic::MailingList);
    }
    None
}
