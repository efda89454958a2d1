//! Nobody is written to too often, and no fault of ours writes to everybody.
//!
//! Why: Florida and Oklahoma allow three messages in 24 hours (table in `data/quiet-hours.toml`), customers allow fewer,
//! and a loop that sends is stopped by a budget before anybody reads about it.
//! Holds: the fourth message to a customer in a day. Lets pass: the second.

use super::{Exam, Judged, Rule};
use crate::policy::Place;

const RULE: Rule = Rule::RateBudget;

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    // That nobody has counted is held by `missing_data`.
    let (Some(_), Some(activity)) = (exam.reply(), exam.cx.facts.activity()) else {
        return Ok(Vec::new());
    };
    let limits = exam.policy.limits;
    let of_state = match exam.policy.quiet.place(exam.cx.facts.contact(), &exam.cx.lead) {
        Place::In(windows) => windows.iter().filter_map(|window| window.at_most_24h).min(),
        Place::Anywhere | Place::Elsewhere => None,
    };
    let per_customer = of_state
        .map_or(limits.messages_per_customer_24h, |state| state.min(limits.messages_per_customer_24h));
    let mut notes = Vec::new();
    if activity.sent_24h >= per_customer {
        let because = format!(
            "this customer was written to {} times in 24 hours; the limit is {per_customer}",
            activity.sent_24h
        );
        notes.push(exam.hold(RULE, because, "write tomorrow, or call"));
    }
    if activity.rooftop_sent_1h >= limits.messages_per_rooftop_1h {
        let because = format!(
            "agents of this store sent {} messages in the last hour; the limit is {}",
            activity.rooftop_sent_1h, limits.messages_per_rooftop_1h
        );
        notes.push(exam.hold(RULE, because, "see whether something repeats itself"));
    }
    Ok(notes)
}
