//! People's names, addresses and numbers, whatever form they came in.

use crate::defect::DefectCode;
use crate::lead::{Address, LeadDoc, PersonName};
use crate::phone::{self, Region, Standing};
use crate::text;

/// A lead has a handful of addresses and numbers; more are noted and left out.
const MAX_VALUES: usize = 20;

/// Adds the e-mail addresses of one field: `mailto:` stripped, several split, lower-case, no repeats.
pub(crate) fn add_emails(written: &str, lead: &mut LeadDoc) {
    for piece in written.split([',', ';', ' ', '\t', '\n']) {
        match email(piece) {
            Some(address) if lead.emails.contains(&address) => {}
            Some(_) if lead.emails.len() >= MAX_VALUES => lead.note(DefectCode::TooManyValues, "email"),
            Some(address) => lead.emails.push(address),
            None if piece.is_empty() || text::is_placeholder(piece) => {}
            None => lead.note(DefectCode::EmailUnreadable, "a value without `@`, or with nothing beside it"),
        }
    }
}

/// One e-mail address; `None` when there is no `@` with something on both sides.
pub(crate) fn email(piece: &str) -> Option<String> {
    let piece = text::visible(piece);
    let piece = piece.trim_matches(['<', '>', '"', '\'', '(', ')', '.']);
    let bare = match piece.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => piece.get(7..)?,
        _ => piece,
    };
    let bare = bare.split('?').next()?;
    let (local, host) = bare.rsplit_once('@')?;
    let possible = !local.is_empty() && !host.is_empty() && bare.len() <= 254;
    possible.then(|| bare.to_lowercase())
}

/// Adds the phone numbers of one field, without repeats.
pub(crate) fn add_phones(written: &str, region: Region, lead: &mut LeadDoc) {
    for piece in phone::pieces(written) {
        let Some(phone) = phone::read(piece, region) else {
            if !text::is_placeholder(piece) {
                lead.note(DefectCode::PhoneUnreadable, "a value without a phone number");
            }
            continue;
        };
        match phone.standing {
            Standing::Sound => {}
            Standing::Unlikely => lead.note(DefectCode::PhoneUnlikely, "no such number is given out"),
            Standing::AsWritten => lead.note(DefectCode::PhoneAsWritten, "its country or area is not known"),
        }
        if lead.phones.contains(&phone.number) {
            continue;
        }
        if lead.phones.len() >= MAX_VALUES {
            lead.note(DefectCode::TooManyValues, "phone");
            continue;
        }
        lead.phones.push(phone.number);
    }
}

/// Drops placeholders and makes the full name from its parts where none is given.
pub(crate) fn completed(name: PersonName) -> PersonName {
    let real = |part: Option<String>| part.filter(|part| !is_nobody(part));
    let mut name = PersonName {
        first: real(name.first),
        middle: real(name.middle),
        last: real(name.last),
        full: real(name.full),
    };
    if name.full.is_none() {
        let parts: Vec<&str> =
            [&name.first, &name.middle, &name.last].into_iter().filter_map(|part| part.as_deref()).collect();
        name.full = (!parts.is_empty()).then(|| parts.join(" "));
    }
    name
}

/// What stands in a name field when there is no name. `Null` and `None` are people's names, `null` is not.
fn is_nobody(part: &str) -> bool {
    match part {
        "null" | "none" | "undefined" | "(null)" => true,
        "None" | "Null" | "NULL" | "NONE" | "Na" => false,
        other => text::is_placeholder(other),
    }
}

/// Drops empty parts and placeholders; a known country becomes its code, a short region upper-case.
pub(crate) fn address(address: Address) -> Address {
    let real = |part: Option<String>| part.filter(|part| !part.is_empty() && !text::is_placeholder(part));
    let region = real(address.region).map(|region| {
        let is_code = (2..=3).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_alphabetic());
        if is_code { region.to_ascii_uppercase() } else { region }
    });
    let country = real(address.country)
        .map(|country| phone::iso_country(&country).map_or(country, |iso| iso.to_owned()));
    Address {
        street: real(address.street),
        city: real(address.city),
        region,
        postal_code: real(address.postal_code),
        country,
    }
}

/// `1`, `yes`, `true`, `y`.
pub(crate) fn is_yes(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "yes" | "true" | "y")
}
