//! One prospect of a document to one lead.

use super::contact;
use super::tag::Tag;
use super::tree::{NodeId, Tree};
use super::vehicle;
use crate::defect::DefectCode;
use crate::lead::{LeadDoc, SourceId};
use crate::text::{self, MAX_COMMENT, MAX_VALUE};
use crate::when::{self, When};

/// More of one kind than this belongs to no lead.
const MAX_IDS: usize = 50;

/// A customer or vehicle outside of the prospects belongs to them all; to more than this it belongs to none, and
/// copying it to each would multiply the document.
const MAX_SHARING: usize = 20;

/// The prospects of a document. `customer`, `vendor`, `provider` and vehicles that stand outside belong to each
/// prospect that has none of its own; an `adf` without `prospect` is one.
pub(super) fn read_all(tree: &Tree<'_>, most: usize) -> Vec<LeadDoc> {
    let mut leads = Vec::new();
    for root in tree.roots() {
        let prospects: Vec<NodeId> = match tree.tag(*root) {
            Tag::Prospect => vec![*root],
            _ => tree
                .below(*root, |tag| tag != Tag::Prospect)
                .filter(|id| tree.tag(*id) == Tag::Prospect)
                .take(most + 1)
                .collect(),
        };
        let mut outside = Sections::of(tree, *root);
        if prospects.len() > MAX_SHARING {
            outside.customers.clear();
            outside.vehicles.clear();
        }
        if prospects.is_empty() {
            leads.push(read(tree, *root, &outside, &Sections::default()));
        }
        for prospect in prospects {
            if leads.len() == most {
                break;
            }
            leads.push(read(tree, prospect, &Sections::of(tree, prospect), &outside));
        }
        if leads.len() >= most {
            if let Some(last) = leads.last_mut() {
                last.note(
                    DefectCode::TooManyElements,
                    format!("prospects after the first {most} were left out"),
                );
            }
            break;
        }
    }
    for (index, lead) in leads.iter_mut().enumerate() {
        lead.prospect_index = u32::try_from(index).unwrap_or(u32::MAX);
    }
    leads
}

/// The parts of a prospect, wherever they stand in it.
#[derive(Debug, Default)]
struct Sections {
    customers: Vec<NodeId>,
    vehicles: Vec<NodeId>,
    vendors: Vec<NodeId>,
    providers: Vec<NodeId>,
    dates: Vec<NodeId>,
    misplaced: bool,
}

impl Sections {
    fn of(tree: &Tree<'_>, root: NodeId) -> Self {
        let mut found = Self::default();
        // The words of a comment are never parts of the lead.
        for id in tree.below(root, |tag| !matches!(tag, Tag::Prospect | Tag::Comments)) {
            let list = match tree.tag(id) {
                Tag::Customer => &mut found.customers,
                Tag::Vehicle => &mut found.vehicles,
                Tag::Vendor => &mut found.vendors,
                Tag::Provider => &mut found.providers,
                Tag::RequestDate => &mut found.dates,
                _ => continue,
            };
            list.push(id);
            found.misplaced |= tree.parent_tag(id) != Some(Tag::Prospect);
        }
        found
    }
}

fn either<'s>(own: &'s [NodeId], outside: &'s [NodeId]) -> &'s [NodeId] {
    if own.is_empty() { outside } else { own }
}

fn read(tree: &Tree<'_>, prospect: NodeId, own: &Sections, outside: &Sections) -> LeadDoc {
    let mut lead = LeadDoc {
        resend: tree
            .attribute(prospect, "status")
            .is_some_and(|status| status.eq_ignore_ascii_case("resend")),
        ..LeadDoc::default()
    };
    let customers = either(&own.customers, &outside.customers);
    let providers = either(&own.providers, &outside.providers);
    let vendors = either(&own.vendors, &outside.vendors);
    if own.misplaced || (own.customers.is_empty() && !outside.customers.is_empty()) {
        lead.note(DefectCode::MisplacedElement, "a part of the prospect stands elsewhere");
    }
    read_ids(tree, prospect, &mut lead);
    read_date(tree, either(&own.dates, &outside.dates), &mut lead);
    lead.provider = first_name(tree, providers, &mut lead);
    lead.service = providers.iter().find_map(|id| value(tree, *id, Tag::Service, &mut lead));
    lead.vendor_name = vendors
        .iter()
        .find_map(|id| value(tree, *id, Tag::VendorName, &mut lead))
        .or_else(|| first_name(tree, vendors, &mut lead));
    for vehicle in either(&own.vehicles, &outside.vehicles) {
        vehicle::read(tree, *vehicle, &mut lead);
    }
    contact::read(tree, customers, &mut lead);
    lead.timeframe =
        customers.iter().chain([&prospect]).find_map(|id| value(tree, *id, Tag::Timeframe, &mut lead));
    lead.comments = comments(tree, prospect, customers, &mut lead);
    lead.language = lead.language.take().or_else(|| language(tree, &[prospect], &mut lead));
    note_gaps(customers, &mut lead);
    lead
}

fn note_gaps(customers: &[NodeId], lead: &mut LeadDoc) {
    if customers.is_empty() {
        lead.note(DefectCode::MissingCustomer, "customer");
        return;
    }
    if lead.name.full.is_none() {
        lead.note(DefectCode::MissingName, "customer/contact/name");
    }
    if lead.emails.is_empty() && lead.phones.is_empty() {
        lead.note(DefectCode::MissingContact, "customer/contact: neither email nor phone");
    }
    if lead.vehicles.is_empty() {
        lead.note(DefectCode::MissingVehicle, "vehicle");
    }
}

/// Only the ids that are direct children count: those of vendor, provider, vehicle and customer are others.
fn read_ids(tree: &Tree<'_>, prospect: NodeId, lead: &mut LeadDoc) {
    for id in tree.children_with(prospect, Tag::Id).take(MAX_IDS) {
        match words(tree, id, "id", lead) {
            Some(value) => {
                let source = tree.attribute(id, "source").and_then(text::collapsed);
                lead.ids.push(SourceId { source, value });
            }
            None if tree.attribute(id, "sequence").is_some_and(|sequence| sequence.len() > 3) => {
                lead.note(DefectCode::IdWithoutText, "the id stands in the attribute sequence");
            }
            None => {}
        }
    }
    lead.source_id = lead.ids.first().map(|id| id.value.clone());
}

fn read_date(tree: &Tree<'_>, dates: &[NodeId], lead: &mut LeadDoc) {
    let written = dates.iter().find_map(|id| words(tree, *id, "requestdate", lead));
    let Some(written) = written else {
        lead.note(DefectCode::DateMissing, "requestdate");
        return;
    };
    match when::moment(&written) {
        When::Instant(at) => lead.requested_at = Some(at),
        When::NoOffset(_) => lead.note(DefectCode::DateWithoutOffset, "requestdate"),
        When::Unreadable => lead.note(DefectCode::DateUnreadable, "requestdate"),
    }
    lead.requested_at_written = Some(written);
}

/// The name of a provider or vendor: its own, else its contact's.
fn first_name(tree: &Tree<'_>, sections: &[NodeId], lead: &mut LeadDoc) -> Option<String> {
    let own = sections.iter().find_map(|id| value(tree, *id, Tag::Name, lead));
    own.or_else(|| {
        let contacts = sections.iter().flat_map(|id| tree.children_with(*id, Tag::Contact));
        contacts.collect::<Vec<_>>().into_iter().find_map(|contact| {
            let name = contact::name(tree, contact, lead);
            name.full
        })
    })
}

/// `fr-CA` and `French` are `fr`.
pub(super) fn language(tree: &Tree<'_>, sections: &[NodeId], lead: &mut LeadDoc) -> Option<String> {
    let written = sections.iter().find_map(|id| value(tree, *id, Tag::Language, lead))?;
    crate::language::primary_tag(&written)
}

/// The customer's words: of the customer, then of the contact, then of the prospect.
fn comments(tree: &Tree<'_>, prospect: NodeId, customers: &[NodeId], lead: &mut LeadDoc) -> Option<String> {
    let contacts = customers.iter().flat_map(|customer| tree.children_with(*customer, Tag::Contact));
    let sources = customers.iter().copied().chain(contacts).chain([prospect]);
    let mut joined = String::new();
    let mut cut = false;
    for node in sources.flat_map(|section| tree.children_with(section, Tag::Comments)) {
        let (raw, raw_cut) = tree.words(node, MAX_COMMENT * 2);
        cut |= raw_cut;
        if let Some(words) = text::lines(&raw) {
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.push_str(&words);
        }
        if joined.len() > MAX_COMMENT {
            break;
        }
    }
    cut |= text::cap(&mut joined, MAX_COMMENT);
    if cut {
        lead.note(DefectCode::CommentCapped, format!("kept are {MAX_COMMENT} bytes"));
    }
    if text::is_template(&joined) {
        lead.note(DefectCode::TemplatePlaceholder, "comments");
    }
    (!joined.is_empty()).then_some(joined)
}

/// The first non-empty value among the children of a kind; blanks collapsed.
pub(super) fn value(tree: &Tree<'_>, section: NodeId, tag: Tag, lead: &mut LeadDoc) -> Option<String> {
    let children: Vec<NodeId> = tree.children_with(section, tag).take(8).collect();
    children.into_iter().find_map(|id| words(tree, id, field(tag), lead))
}

/// The words of one element, blanks collapsed, at most [`MAX_VALUE`] bytes.
pub(super) fn words(tree: &Tree<'_>, id: NodeId, field: &'static str, lead: &mut LeadDoc) -> Option<String> {
    let (raw, mut cut) = tree.words(id, MAX_VALUE * 4);
    let mut value = text::collapsed(&text::visible(&raw))?;
    cut |= text::cap(&mut value, MAX_VALUE);
    if cut {
        lead.note(DefectCode::ValueCapped, field);
    }
    if text::is_template(&value) {
        lead.note(DefectCode::TemplatePlaceholder, field);
    }
    Some(value)
}

/// The element's name for a defect.
fn field(tag: Tag) -> &'static str {
    match tag {
        Tag::Name => "name",
        Tag::VendorName => "vendorname",
        Tag::Service => "service",
        Tag::Timeframe => "timeframe",
        Tag::Year => "year",
        Tag::Make => "make",
        Tag::Model => "model",
        Tag::Trim => "trim",
        Tag::Vin => "vin",
        Tag::Stock => "stock",
        Tag::City => "city",
        Tag::RegionCode => "regioncode",
        Tag::PostalCode => "postalcode",
        Tag::Country => "country",
        Tag::Language => "language",
        _ => "element",
    }
}
