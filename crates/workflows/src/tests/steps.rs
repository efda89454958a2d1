//! The machine itself: what it wants next, and that replaying it says the same.

use domain::fact::Topic;
use domain::judgement::Confidence;
use domain::labels::{Intent, Signal};
use domain::lead::Interest;
use domain::untrusted::Untrusted;
use domain::workflow::{Answer, Ask, Done, Step, Workflow};

use super::fixtures::{case, wish};
use crate::lead_triage::{LeadTriage, settled};

fn asked(case: &super::fixtures::Case) -> String {
    match LeadTriage.step(&case.cx(), &[Answer::Loaded]) {
        Step::Ask(Ask::Judge { text, .. }) => text.as_data().to_owned(),
        other => panic!("no question: {other:?}"),
    }
}

#[test]
fn it_loads_then_asks_then_proposes_then_is_done() {
    let case = case();
    let judged = Answer::Judged(Box::new(case.judgement.clone()));
    assert_eq!(LeadTriage.step(&case.cx(), &[]), Step::Load(Topic::ALL.to_vec()));
    assert_eq!(asked(&case), "is it zqstill zqthere");
    assert!(matches!(LeadTriage.step(&case.cx(), &[Answer::Loaded, judged.clone()]), Step::Propose(_)));
    let all = [Answer::Loaded, judged, Answer::Proposed];
    assert_eq!(LeadTriage.step(&case.cx(), &all), Step::Done(Done::Proposed));
}

#[test]
fn only_which_answers_there_are_counts() {
    let case = case();
    let judged = Answer::Judged(Box::new(case.judgement.clone()));
    let expected = LeadTriage.step(&case.cx(), &[Answer::Loaded, judged.clone()]);
    for answers in [vec![judged.clone()], vec![judged.clone(), Answer::Loaded], vec![judged.clone(), judged]]
    {
        assert_eq!(LeadTriage.step(&case.cx(), &answers), expected);
    }
}

#[test]
fn a_lead_without_words_is_put_in_words_by_its_vehicle() {
    for (interest, text, intent) in [
        (Interest::Buy, "Is the 2025 Toyota RAV4 Hybrid still available?", Intent::Availability),
        (Interest::TestDrive, "I would like to test drive the 2025 Toyota RAV4 Hybrid.", Intent::TestDrive),
        (Interest::Lease, "I would like to lease the 2025 Toyota RAV4 Hybrid.", Intent::Financing),
        (Interest::Sell, "What is my 2025 Toyota RAV4 Hybrid worth in trade?", Intent::TradeIn),
    ] {
        let case = case().read(Intent::Other, &[Signal::NonEnglish]).lead(|lead| {
            lead.words = Some(Untrusted::new("  "));
            lead.vehicles = vec![wish(interest)];
        });
        assert_eq!(asked(&case), text);
        let cx = case.cx();
        let reading = settled(&cx, &case.judgement);
        assert_eq!((reading.intent, reading.confidence), (intent, Confidence::ByRule));
    }
}

#[test]
fn a_lead_with_neither_words_nor_vehicle_asks_for_a_person() {
    let case = case().lead(|lead| {
        lead.words = None;
        lead.vehicles.clear();
    });
    assert_eq!(asked(&case), "Please contact me.");
    assert_eq!(settled(&case.cx(), &case.judgement).intent, Intent::HumanRequest);
}

#[test]
fn a_lead_with_words_keeps_the_models_reading() {
    let case = case();
    assert_eq!(*settled(&case.cx(), &case.judgement), case.judgement);
}

#[test]
fn a_subject_alone_is_words_too() {
    let case = case().lead(|lead| {
        lead.words = None;
        lead.subject = Some(Untrusted::new("RAV4?"));
    });
    assert_eq!(asked(&case), "");
    assert_eq!(*settled(&case.cx(), &case.judgement), case.judgement);
}

#[test]
fn a_wordless_lead_speaks_the_language_its_sender_states() {
    let case = case().lead(|lead| {
        lead.words = None;
        lead.language = Some("es-MX".to_owned());
    });
    assert_eq!(case.reply().expect("a reply").language, "es");
}
