//! Taking back restores; a change in between is seen, field by field.

use domain::action::{
    Action, Assign, Assignee, AttachUnit, CreateContact, CreateTask, LinkContact, MarkDuplicate,
};
use domain::id::{CaseId, ContactId, PersonId, TaskId, UnitId};
use domain::labels::Urgency;
use domain::lead::{Address, PersonName};
use domain::time::UtcMicros;
use proptest::prelude::*;

use super::records::{ContactRecord, NewIds, Records, apply, image, restore};
use crate::undo::three_way::three_way;

const NEW: NewIds = NewIds { contact: ContactId::from_bits(900), task: TaskId::from_bits(901) };

fn name(full: &str) -> PersonName {
    PersonName { full: Some(full.to_owned()), ..PersonName::default() }
}

fn points() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set("[a-d]@example\\.com|\\+1937555010[0-3]", 0..4)
        .prop_map(|set| set.into_iter().collect())
}

fn actions() -> impl Strategy<Value = Action> {
    prop_oneof![
        (points(), points()).prop_map(|(add_emails, add_phones)| Action::LinkContact(LinkContact {
            contact: ContactId::from_bits(7),
            label: "Jordan".into(),
            revision: 1,
            add_emails,
            add_phones,
        })),
        (points(), "[A-Z][a-z]{1,6}").prop_map(|(emails, full)| Action::CreateContact(CreateContact {
            name: name(&full),
            emails,
            phones: vec!["+19375550100".into()],
            address: Address::default(),
            language: Some("es".into()),
        })),
        (0u128..9).prop_map(|id| Action::AttachUnit(AttachUnit {
            unit: UnitId::from_bits(id),
            label: "a car".into()
        })),
        (0u128..9).prop_map(|id| Action::MarkDuplicate(MarkDuplicate {
            of: CaseId::from_bits(id),
            label: "it".into()
        })),
        (0u128..9).prop_map(|id| Action::Assign(Assign {
            to: Assignee::Person(PersonId::from_bits(id)),
            label: "Priya".into(),
            rule: "sales".into(),
        })),
        "[a-z ]{1,12}".prop_map(|title| Action::CreateTask(CreateTask {
            title,
            note: String::new(),
            due: UtcMicros(5),
            urgency: Urgency::Normal,
            assignee: Assignee::Queue("sales".into()),
            assignee_label: "sales queue".into(),
        })),
    ]
}

fn records() -> impl Strategy<Value = Records> {
    let id = || proptest::option::of(0u128..9);
    (points(), points(), id(), id(), id()).prop_map(|(emails, phones, unit, duplicate, assigned)| Records {
        contact_of_lead: None,
        unit_of_lead: unit.map(UnitId::from_bits),
        assigned_to: assigned.map(|id| PersonId::from_bits(id).to_string()),
        duplicate_of: duplicate.map(CaseId::from_bits),
        contact: Some(ContactRecord {
            id: ContactId::from_bits(7),
            name: name("Jordan Ellery"),
            emails,
            phones,
            address: Address::default(),
            language: None,
            notes: None,
        }),
        task: None,
        other_leads: 0,
    })
}

proptest! {
    #[test]
    fn taking_back_restores_every_record_exactly(action in actions(), mut start in records()) {
        if matches!(action, Action::CreateContact(_)) {
            start.contact = None;
        }
        let mut now = start.clone();
        let before = image(&action, &now);
        apply(&action, NEW, &mut now);
        let done = image(&action, &now);
        prop_assert_eq!(three_way(&before, &done, &image(&action, &now)), None, "nobody changed anything");
        restore(&action, &before, &mut now);
        prop_assert_eq!(now, start);
    }

    #[test]
    fn a_change_since_is_shown_three_ways(person in 20u128..29) {
        let action = Action::Assign(Assign {
            to: Assignee::Person(PersonId::from_bits(1)),
            label: "Priya".into(),
            rule: "sales".into(),
        });
        let mut records = Records::default();
        let before = image(&action, &records);
        apply(&action, NEW, &mut records);
        let done = image(&action, &records);
        records.assigned_to = Some(PersonId::from_bits(person).to_string());
        let view = three_way(&before, &done, &image(&action, &records)).unwrap();
        prop_assert_eq!(view.fields.len(), 1);
        prop_assert_eq!(view.fields[0].before.clone(), None);
        prop_assert_eq!(view.fields[0].done.clone(), Some(PersonId::from_bits(1).to_string()));
        prop_assert_eq!(view.fields[0].now.clone(), records.assigned_to);
    }
}
