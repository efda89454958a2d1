//! Nobody is written to in their night: the hours are those of the place where the customer lives.
//!
//! Why: federal and state laws name hours (table with sources in `data/quiet-hours.toml`); most exempt an answer to the
//! consumer's own inquiry (RCW 80.36.390(1)(a)), so the policy says apart what answers and what outreach must mind.
//! Where the place is not known, a message goes only when every state of the table is inside its hours.
//! Holds: a follow-up to Ohio at 22:40 there. Lets pass: the answer, at 22:40, to a question asked at 22:38.

use domain::action::Reach;

use super::{Broken, Exam, Judged, Rule};
use crate::policy::{Night, Place};

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    let Some((reply, _)) = exam.reply() else { return Ok(Vec::new()) };
    let night = match reply.reach {
        Reach::Answer => exam.policy.answers,
        Reach::Outreach => exam.policy.outreach,
    };
    if night == Night::AnyTime {
        return Ok(Vec::new());
    }
    let table = &exam.policy.quiet;
    let place = table.place(exam.cx.facts.contact(), &exam.cx.lead);
    let because = match (&place, table.is_inside(&place, exam.now)) {
        (_, Some(true)) => return Ok(Vec::new()),
        (Place::Elsewhere, _) => "the hours table does not know the place where the customer lives",
        (_, None) => return Err(Broken("the local time or a holiday there cannot be told")),
        (Place::In(_), Some(false)) => {
            "it is outside the hours in which customers may be reached where this one lives"
        }
        (Place::Anywhere, Some(false)) => {
            "nobody knows where the customer lives, and it is night, or not allowed, in one of the states"
        }
    };
    Ok(vec![exam.hold(Rule::QuietHours, because, "send it in the customer's morning")])
}
