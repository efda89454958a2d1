//! Edits keep to words and hands; outcomes name who decided and when.

use domain::action::{Action, Assign, Assignee, AttachUnit, Reach, SendReply};
use domain::fact::Topic;
use domain::id::UnitId;
use domain::proposal::ProposalState;
use domain::time::{SECOND_US, UtcMicros};
use pipeline::review::DecideRefused;

use super::edit::{Changes, edited};
use super::outcome;
use crate::problem::Kind;
use crate::view::time::Clock;

fn letter() -> Action {
    Action::SendReply(SendReply {
        to: "marisol@example.com".to_owned(),
        subject: "Your Tundra".to_owned(),
        body: "It is here.".to_owned(),
        language: "en".to_owned(),
        template: "availability".to_owned(),
        reach: Reach::Answer,
        in_reply_to: None,
    })
}

fn check(action: &Action, changes: Changes, expected: Result<&str, &str>) {
    match (edited(action, changes), expected) {
        (Ok(done), Ok(part)) => {
            let done = serde_json::to_string(&done).unwrap_or_default();
            assert!(done.contains(part), "{done} lacks {part}");
        }
        (Err(why), Err(part)) => assert!(why.contains(part), "{why} lacks {part}"),
        (found, _) => panic!("expected {expected:?}, found {found:?}"),
    }
}

#[test]
fn a_letter_changes_its_words_and_never_its_recipient() {
    let body = |text: &str| Changes { body: Some(text.to_owned()), ..Changes::default() };
    let subject = |text: &str| Changes { subject: Some(text.to_owned()), ..Changes::default() };
    check(&letter(), body("Come on Thursday."), Ok("Come on Thursday."));
    check(&letter(), body("Come on Thursday."), Ok("\"to\":\"marisol@example.com\""));
    check(&letter(), body(" \n"), Err("without words"));
    check(&letter(), body(&"x".repeat(20_001)), Err("at most 20000"));
    check(&letter(), subject("two\nlines"), Err("one line"));
    check(&letter(), subject("a\r\nBcc: everybody@example.com"), Err("one line"));
    check(&letter(), Changes::default(), Ok("It is here."));
}

#[test]
fn an_assignment_is_given_to_somebody_else_and_the_rest_cannot_be_edited() {
    let assign = Action::Assign(Assign {
        to: Assignee::Queue("sales".to_owned()),
        label: "sales queue".to_owned(),
        rule: "floor".to_owned(),
    });
    let to = Changes {
        assignee: Some((Assignee::Queue("service".to_owned()), "service queue".to_owned())),
        ..Changes::default()
    };
    check(&assign, to.clone(), Ok("service queue"));
    check(&assign, Changes::default(), Err("naming somebody else"));
    let attach = Action::AttachUnit(AttachUnit { unit: UnitId::from_bits(1), label: "T2291".to_owned() });
    check(&attach, to, Err("nothing to edit"));
}

#[test]
fn a_refusal_says_who_was_faster_what_moved_and_what_to_do() {
    let clock = Clock::of("America/Denver", UtcMicros(1_773_157_620_000_000));
    let late = DecideRefused::NotOpen {
        state: ProposalState::Executed,
        by: Some("Tom Okafor".to_owned()),
        at: Some(clock.now.plus(-4 * SECOND_US)),
    };
    let told = outcome::refused(&late, &clock);
    assert_eq!(told.title, "Decided 4 s ago by Tom Okafor: done");
    assert_eq!(told.kind, Kind::AlreadyDecided);
    let moved = DecideRefused::FactsMoved { topics: vec![Topic::Unit, Topic::Consent], redrafting: true };
    let told = outcome::refused(&moved, &clock);
    assert!(
        told.text.contains("vehicle, opt-outs") && told.text.contains("writing it again"),
        "{}",
        told.text
    );
    let invalid = outcome::refused(&DecideRefused::Invalid("the time is past".to_owned()), &clock);
    assert_eq!(invalid.text, "The time is past.");
}
