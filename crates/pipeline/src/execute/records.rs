//! The records an act touches, before and after: pure, so that taking back can be proved to restore.

use std::collections::BTreeMap;

use domain::action::Action;
use domain::id::{CaseId, ContactId, TaskId, UnitId};
use domain::lead::{Address, PersonName};

/// What the touched fields hold, by the name a screen gives them; `None` is nothing.
pub type Image = BTreeMap<String, Option<String>>;

/// The records that an act on one case can touch, as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The lead's contact.
    pub contact_of_lead: Option<ContactId>,
    /// The lead's vehicle.
    pub unit_of_lead: Option<UnitId>,
    /// Who has the lead; as stored.
    pub assigned_to: Option<String>,
    /// The lead that this one repeats.
    pub duplicate_of: Option<CaseId>,
    /// The contact that the act names or made.
    pub contact: Option<ContactRecord>,
    /// The task that the act made.
    pub task: Option<TaskRecord>,
    /// Other leads of that contact.
    pub other_leads: u32,
}

/// A contact, as far as acts touch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRecord {
    /// Which.
    pub id: ContactId,
    /// As on file.
    pub name: PersonName,
    /// Sorted.
    pub emails: Vec<String>,
    /// Sorted.
    pub phones: Vec<String>,
    /// As on file.
    pub address: Address,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Notes of people.
    pub notes: Option<String>,
}

/// A task, as far as acts touch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRecord {
    /// Which.
    pub id: TaskId,
    /// `open`, `done`, `cancelled`.
    pub state: String,
    /// What to do.
    pub title: String,
    /// What to know.
    pub note: String,
    /// As stored.
    pub assignee: String,
}

const LEADS_CONTACT: &str = "Contact of the lead";
const DUPLICATE_OF: &str = "Duplicate of";
const ASSIGNED_TO: &str = "Assigned to";
const VEHICLE: &str = "Vehicle of the lead";
const EMAILS: &str = "E-mail addresses";
const PHONES: &str = "Phone numbers";
const OTHER_LEADS: &str = "Other leads of the contact";

/// The fields that `action` touches, as they stand in `records`.
// INVARIANT (touched-fields): an act changes no field that its image does not name.
#[must_use]
pub fn image(action: &Action, records: &Records) -> Image {
    let mut image = Image::new();
    let mut put = |field: &str, value: Option<String>| drop(image.insert(field.to_owned(), value));
    let contact = records.contact.as_ref();
    match action {
        Action::LinkContact(_) => {
            put(LEADS_CONTACT, text(records.contact_of_lead));
            put(EMAILS, contact.map(|contact| contact.emails.join(", ")));
            put(PHONES, contact.map(|contact| contact.phones.join(", ")));
        }
        Action::CreateContact(_) => {
            put(LEADS_CONTACT, text(records.contact_of_lead));
            put("Contact", contact.map(|contact| contact.id.to_string()));
            put("Name", contact.and_then(|contact| name(&contact.name)));
            put(EMAILS, contact.map(|contact| contact.emails.join(", ")));
            put(PHONES, contact.map(|contact| contact.phones.join(", ")));
            put("Address", contact.and_then(|contact| address(&contact.address)));
            put("Language", contact.and_then(|contact| contact.language.clone()));
            put("Notes", contact.and_then(|contact| contact.notes.clone()));
            put(OTHER_LEADS, (records.other_leads > 0).then(|| records.other_leads.to_string()));
        }
        Action::AttachUnit(_) => put(VEHICLE, text(records.unit_of_lead)),
        Action::MarkDuplicate(_) => put(DUPLICATE_OF, text(records.duplicate_of)),
        Action::Assign(_) => put(ASSIGNED_TO, records.assigned_to.clone()),
        Action::CreateTask(_) => {
            let task = records.task.as_ref();
            put("Task", task.map(|task| task.id.to_string()));
            put("Task's state", task.map(|task| task.state.clone()));
            put("Title", task.map(|task| task.title.clone()));
            put("Note", task.map(|task| task.note.clone()));
            put("Task for", task.map(|task| task.assignee.clone()));
        }
        // Nothing of ours: what leaves the house is in the attempt and its receipt.
        Action::SendReply(_) => {}
    }
    image
}

/// The ids that an act gives to what it makes.
#[derive(Clone, Copy, Debug)]
pub struct NewIds {
    /// For a new contact.
    pub contact: ContactId,
    /// For a new task.
    pub task: TaskId,
}

/// Carries out `action` on `records`.
pub fn apply(action: &Action, new: NewIds, records: &mut Records) {
    match action {
        Action::LinkContact(link) => {
            records.contact_of_lead = Some(link.contact);
            if let Some(contact) = &mut records.contact {
                merge(&mut contact.emails, &link.add_emails);
                merge(&mut contact.phones, &link.add_phones);
            }
        }
        Action::CreateContact(create) => {
            let mut contact = ContactRecord {
                id: new.contact,
                name: create.name.clone(),
                emails: Vec::new(),
                phones: Vec::new(),
                address: create.address.clone(),
                language: create.language.clone(),
                notes: None,
            };
            merge(&mut contact.emails, &create.emails);
            merge(&mut contact.phones, &create.phones);
            records.contact = Some(contact);
            records.contact_of_lead = Some(new.contact);
        }
        Action::AttachUnit(attach) => records.unit_of_lead = Some(attach.unit),
        Action::MarkDuplicate(mark) => records.duplicate_of = Some(mark.of),
        Action::Assign(assign) => records.assigned_to = Some(assign.to.to_string()),
        Action::CreateTask(task) => {
            records.task = Some(TaskRecord {
                id: new.task,
                state: "open".to_owned(),
                title: task.title.clone(),
                note: task.note.clone(),
                assignee: task.assignee.to_string(),
            });
        }
        Action::SendReply(_) => {}
    }
}

/// Puts back what `before` says. Only for an image that [`image`] made of the same action.
pub fn restore(action: &Action, before: &Image, records: &mut Records) {
    let value = |field: &str| before.get(field).cloned().flatten();
    match action {
        Action::LinkContact(_) => {
            records.contact_of_lead = parsed(value(LEADS_CONTACT));
            if let Some(contact) = &mut records.contact {
                contact.emails = list(value(EMAILS));
                contact.phones = list(value(PHONES));
            }
        }
        Action::CreateContact(_) => {
            records.contact_of_lead = parsed(value(LEADS_CONTACT));
            records.contact = None;
        }
        Action::AttachUnit(_) => records.unit_of_lead = parsed(value(VEHICLE)),
        Action::MarkDuplicate(_) => records.duplicate_of = parsed(value(DUPLICATE_OF)),
        Action::Assign(_) => records.assigned_to = value(ASSIGNED_TO),
        Action::CreateTask(_) => records.task = None,
        Action::SendReply(_) => {}
    }
}

fn merge(into: &mut Vec<String>, more: &[String]) {
    into.extend(more.iter().cloned());
    into.sort();
    into.dedup();
}

fn text<T: ToString>(id: Option<T>) -> Option<String> {
    id.map(|id| id.to_string())
}

fn parsed<T: std::str::FromStr>(text: Option<String>) -> Option<T> {
    text.and_then(|text| text.parse().ok())
}

fn list(joined: Option<String>) -> Vec<String> {
    joined.iter().flat_map(|text| text.split(", ")).filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

fn name(name: &PersonName) -> Option<String> {
    name.full.clone().or_else(|| {
        let parts: Vec<&str> = [name.first.as_deref(), name.last.as_deref()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

fn address(address: &Address) -> Option<String> {
    let parts = [&address.street, &address.city, &address.region, &address.postal_code, &address.country];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
