//! The customer of a prospect: name, addresses, numbers.

use super::prospect::{language, value, words};
use super::tag::Tag;
use super::tree::{NodeId, Tree};
use crate::lead::{Address, LeadDoc, PersonName, PreferredChannel};
use crate::person;
use crate::phone::Region;

/// Values of one kind that are looked at; a lead has a handful.
const MAX_SEEN: usize = 40;

/// Reads the customers' contacts into the lead; values that stand under `customer` itself count too.
pub(super) fn read(tree: &Tree<'_>, customers: &[NodeId], lead: &mut LeadDoc) {
    let contacts: Vec<NodeId> = customers
        .iter()
        .flat_map(|customer| tree.children_with(*customer, Tag::Contact).chain([*customer]))
        .take(MAX_SEEN)
        .collect();
    let primary = |id: &&NodeId| tree.attribute(**id, "primarycontact") == Some("1");
    let first_primary = contacts.iter().find(primary).into_iter();
    for contact in first_primary.chain(&contacts) {
        if lead.name == PersonName::default() {
            lead.name = name(tree, *contact, lead);
        }
    }
    for contact in &contacts {
        if lead.address.is_empty() {
            lead.address = address(tree, *contact, lead);
        }
    }
    let region = lead.address.country.as_deref().and_then(Region::of_country).unwrap_or(Region::US);
    for contact in &contacts {
        for id in tree.children_with(*contact, Tag::Email).take(MAX_SEEN) {
            if let Some(written) = words(tree, id, "email", lead) {
                person::add_emails(&written, lead);
            }
            prefer(tree, id, PreferredChannel::Email, lead);
        }
        for id in tree.children_with(*contact, Tag::Phone).take(MAX_SEEN) {
            if let Some(written) = words(tree, id, "phone", lead) {
                person::add_phones(&written, region, lead);
            }
            prefer(tree, id, PreferredChannel::Phone, lead);
        }
    }
    lead.language = language(tree, &contacts, lead);
}

fn prefer(tree: &Tree<'_>, id: NodeId, channel: PreferredChannel, lead: &mut LeadDoc) {
    let preferred = tree.attribute(id, "preferredcontact").is_some_and(person::is_yes);
    if preferred && lead.preferred_channel.is_none() {
        lead.preferred_channel = Some(channel);
    }
}

/// The name of a contact: parts as attributes or as nested elements; without a part it is the full name.
pub(super) fn name(tree: &Tree<'_>, contact: NodeId, lead: &mut LeadDoc) -> PersonName {
    let mut found = PersonName::default();
    for id in tree.children_with(contact, Tag::Name).take(MAX_SEEN) {
        let parts: Vec<NodeId> = tree.children_with(id, Tag::Part).take(MAX_SEEN).collect();
        if parts.is_empty() {
            let part = tree.attribute(id, "part").unwrap_or("full");
            put(&mut found, part, words(tree, id, "name", lead));
        }
        for part in parts {
            let kind =
                tree.attribute(part, "type").or_else(|| tree.attribute(part, "part")).unwrap_or("full");
            put(&mut found, kind, words(tree, part, "name", lead));
        }
    }
    person::completed(found)
}

fn put(name: &mut PersonName, part: &str, value: Option<String>) {
    let slot = match part.trim().to_ascii_lowercase().as_str() {
        "first" => &mut name.first,
        "middle" => &mut name.middle,
        "last" | "surname" => &mut name.last,
        "full" => &mut name.full,
        _ => return,
    };
    if slot.is_none() {
        *slot = value;
    }
}

fn address(tree: &Tree<'_>, contact: NodeId, lead: &mut LeadDoc) -> Address {
    let Some(id) = tree.children_with(contact, Tag::Address).next() else { return Address::default() };
    let lines = tree.children(id).filter(|child| matches!(tree.tag(*child), Tag::Street | Tag::Apartment));
    let lines: Vec<NodeId> = lines.take(8).collect();
    let street: Vec<String> =
        lines.into_iter().filter_map(|line| words(tree, line, "street", lead)).collect();
    person::address(Address {
        street: Some(street.join(", ")),
        city: value(tree, id, Tag::City, lead),
        region: value(tree, id, Tag::RegionCode, lead),
        postal_code: value(tree, id, Tag::PostalCode, lead),
        country: value(tree, id, Tag::Country, lead),
    })
}
