//! An expensive car is a senior person's business.
//!
//! Why: labelling guide, settled point 9: from 75,000 dollars a clumsy first answer costs more than a senior's minute.
//! Only what speaks to the customer is held; matching and assigning such a lead is how it gets to the senior.
//! Holds: a reply about a car advertised at 92,500 dollars. Lets pass: one about a car at 23,995, and a task about either.

use domain::lead::Interest;

use super::{Exam, Judged, Rule};

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    if exam.reply().is_none() {
        return Ok(Vec::new());
    }
    let limit = exam.policy.limits.high_value_usd;
    let advertised = exam.cx.facts.unit().and_then(|unit| unit.price).map(|price| price.minor);
    let wished = exam.cx.lead.vehicles.iter().filter(|wish| wish.interest != Interest::TradeIn);
    let highest = wished.filter_map(|wish| wish.price.map(|price| price.minor)).chain(advertised).max();
    // Other currencies are compared by their figure: near enough for asking a senior, and never fewer than asked.
    if highest.is_none_or(|cents| cents < limit.saturating_mul(100)) {
        return Ok(Vec::new());
    }
    let because = format!("a vehicle on this case is priced at {limit} dollars or more");
    Ok(vec![exam.hold(Rule::HighValue, because, "a senior person answers")])
}
