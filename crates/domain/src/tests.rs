//! The nouns keep their promises: ids round-trip and sort, hashes are stable, money reads as money.

use crate::action::Assignee;
use crate::digest::Digest;
use crate::fact::{Fact, FactState, Facts, Topic};
use crate::id::{CaseId, ContactId, PersonId};
use crate::money::{Currency, Money};
use crate::person::Role;
use crate::time::UtcMicros;
use crate::untrusted::Untrusted;

#[test]
fn ids_round_trip_and_say_what_they_are() {
    let id = CaseId::mint(UtcMicros(1_763_600_000_123_456), u128::MAX);
    let text = id.to_string();
    assert!(text.starts_with("case_") && text.len() == 31, "{text}");
    assert_eq!(text.parse::<CaseId>().unwrap(), id);
    assert_eq!(serde_json::from_str::<CaseId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    assert_eq!((id.bits() >> 76) & 0xf, 7, "version");
    assert_eq!((id.bits() >> 62) & 0b11, 0b10, "variant");
}

#[test]
fn an_id_of_another_kind_is_refused_with_a_sentence() {
    let person = PersonId::mint(UtcMicros(1), 1).to_string();
    let error = person.parse::<CaseId>().unwrap_err().to_string();
    assert!(error.contains("is not a case id"), "{error}");
    for bad in
        ["", "case_", "case_zzz", "case_zzzzzzzzzzzzzzzzzzzzzzzzzz", "case_00000000000000000000000000x"]
    {
        assert!(bad.parse::<CaseId>().is_err(), "{bad}");
    }
}

#[test]
fn ids_sort_by_the_microsecond_they_were_made() {
    let mut texts: Vec<String> = (0..5_000)
        .map(|at| ContactId::mint(UtcMicros(1_700_000_000_000_000 + at), u128::MAX - at as u128).to_string())
        .collect();
    let made = texts.clone();
    texts.sort();
    assert_eq!(texts, made);
}

#[test]
fn digests_round_trip() {
    let digest = Digest::of(b"abc");
    assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(digest.to_string().parse::<Digest>().unwrap(), digest);
    assert!("xyz".parse::<Digest>().is_err());
    assert!("é".repeat(32).parse::<Digest>().is_err());
}

#[test]
fn money_reads_as_money() {
    let check = |money: Money, wanted: &str| assert_eq!(money.to_string(), wanted);
    check(Money::usd_cents(2_399_500), "$23,995");
    check(Money::usd_cents(2_399_550), "$23,995.50");
    check(Money::usd_cents(99), "$0.99");
    check(Money::usd_cents(-100_000_000), "-$1,000,000");
    check(Money { minor: 10_000, currency: Currency::parse("cad").unwrap() }, "CAD 100");
    assert!(Currency::parse("US").is_none() && Currency::parse("U5D").is_none());
}

#[test]
fn untrusted_words_do_not_reach_a_debug_print() {
    assert_eq!(format!("{:?}", Untrusted::new("my ssn is")), "Untrusted(9 bytes)");
}

#[test]
fn assignees_round_trip() {
    let queue = Assignee::Queue("service".into());
    assert_eq!(queue.to_string().parse::<Assignee>().unwrap(), queue);
    let person = Assignee::Person(PersonId::mint(UtcMicros(5), 9));
    assert_eq!(person.to_string().parse::<Assignee>().unwrap(), person);
    assert!("nobody".parse::<Assignee>().is_err());
}

#[test]
fn an_auditor_decides_nothing_and_an_admin_does_not_stand_in_for_compliance() {
    for wanted in [Role::Reviewer, Role::Manager, Role::Owner, Role::Compliance, Role::Admin] {
        assert!(!Role::Auditor.covers(wanted), "{wanted}");
    }
    assert!(Role::Manager.covers(Role::Reviewer) && Role::Admin.covers(Role::Manager));
    assert!(!Role::Admin.covers(Role::Compliance) && !Role::Reviewer.covers(Role::Manager));
}

fn fact(topic: Topic, version: &str, as_of: i64) -> Fact {
    Fact {
        topic,
        state: FactState::Gap("nothing on file".into()),
        source: "contacts".into(),
        version: version.into(),
        as_of: UtcMicros(as_of),
    }
}

#[test]
fn the_basis_moves_with_the_facts_and_not_with_their_age() {
    let facts = Facts(vec![fact(Topic::Unit, "7", 1), fact(Topic::Contact, "1", 1)]);
    let older = Facts(vec![fact(Topic::Contact, "1", 99), fact(Topic::Unit, "7", 50)]);
    let moved = Facts(vec![fact(Topic::Unit, "8", 1), fact(Topic::Contact, "1", 1)]);
    let both = [Topic::Unit, Topic::Contact];
    assert_eq!(facts.basis(&both), older.basis(&[Topic::Contact, Topic::Unit, Topic::Unit]));
    assert_ne!(facts.basis(&both), moved.basis(&both));
    assert_eq!(facts.basis(&[Topic::Contact]), moved.basis(&[Topic::Contact]));
    assert_ne!(facts.basis(&[Topic::Contact]), Facts::default().basis(&[Topic::Contact]));
}
