//! Whoever asked us to stop is left alone, on every channel, whoever writes and whatever for.
//!
//! Why: 47 CFR 64.1200(a)(10) (in force since 2025-04-11): any reasonable means, in any words; 500 to 1,500 dollars a
//! message (47 USC 227); CAN-SPAM for e-mail. A false alarm is lifted by a manager on the customer's record, with a
//! reason; it is not argued away on one message.
//! Holds: an answer by e-mail to a customer whose phone number has texted STOP. Lets pass: one to a customer who has not.

use domain::action::Reach;
use domain::labels::{Intent, Signal};

use super::{Exam, Judged, Rule};

const RULE: Rule = Rule::OptOut;

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    let Some((reply, _)) = exam.reply() else { return Ok(Vec::new()) };
    let mut notes = Vec::new();
    let to = reply.to.trim();
    // That nobody has read the list is held by `missing_data`.
    let suppressed = exam.cx.facts.consent().map_or(&[][..], Vec::as_slice);
    for point in suppressed.iter().filter(|point| point.point.trim().eq_ignore_ascii_case(to)) {
        notes.push(if point.is_final {
            exam.refuse(
                RULE,
                "this address asked not to be written to",
                "a manager may lift it, with a reason",
            )
        } else {
            let because =
                "this address asked in free words not to be written to, and nobody has looked at it yet";
            exam.refuse(RULE, because, "a manager confirms or lifts the opt-out first")
        });
    }
    if suppressed.iter().any(|point| !point.point.trim().eq_ignore_ascii_case(to)) {
        let because = "the customer asked at another address or number not to be written to";
        notes.push(match reply.reach {
            Reach::Outreach => exam.refuse(RULE, because, "a manager may lift it, with a reason"),
            Reach::Answer => exam.hold(RULE, because, "answer only what was asked"),
        });
    }
    let p = exam.p;
    let asks = p.signals.contains(&Signal::OptOut)
        || p.case_type == Intent::OptOut
        || p.also.contains(&Intent::OptOut);
    if asks {
        let because = "this very message was read as asking us to stop";
        notes.push(match reply.reach {
            Reach::Outreach => exam.refuse(RULE, because, ""),
            Reach::Answer => exam.hold(RULE, because, "confirm the opt-out, and write nothing"),
        });
    }
    Ok(notes)
}
