//! Credit is never decided, promised or hinted at, in a yes or in a no.
//!
//! Why: an approval or denial is a decision under ECOA (Regulation B, 12 CFR 1002.9), with notices and reasons that only
//! a person at the finance desk can give. Nobody can approve such a sentence; it is taken out. The rule reads English and
//! Spanish; `money_claim` holds what is written in another language. It reads strictly: even "we cannot say whether you
//! qualify" is refused, because "a person from our finance desk will answer" says it better.
//! Holds: a task whose text-message draft says "you are approved". Lets pass: "a person from our finance desk will call
//! you". Refuses: "Great news, you're pre-approved!" in a reply, and "con su puntaje no califica".

use super::{Exam, Judged, Rule};
use crate::words::Words;

const RULE: Rule = Rule::CreditDecision;

/// Said to the customer, they are a decision or a hint, whatever stands around them.
const HINTS: &str = "\
    you are approved|youre approved|you were approved|you have been approved|youve been approved|\
    you got approved|you will be approved|youll be approved|you would be approved|youd be approved|\
    you are pre approved|youre pre approved|pre approved|preapproved|pre approve|pre qualified|\
    prequalified|pre qualify|prequalify|you qualify|you would qualify|youd qualify|youll qualify|\
    you will qualify|you may qualify|you might qualify|you could qualify|you should qualify|\
    you can qualify|you dont qualify|you do not qualify|you wont qualify|you are qualified|\
    youre qualified|you are eligible|youre eligible|get you approved|getting you approved|approve you|\
    get you financed|get you a loan|guaranteed approval|approval guaranteed|approval is guaranteed|\
    guaranteed credit|guaranteed financing|easy approval|instant approval|everyone is approved|\
    everybody is approved|everyone gets approved|everyone qualifies|no credit no problem|\
    bad credit no problem|bad credit ok|bad credit okay|bad credit is ok|bad credit is okay|\
    bad credit is fine|all credit accepted|any credit accepted|finance anyone|usted califica|calificas|\
    no califica|si califica|todos califican|esta aprobado|esta aprobada|estas aprobado|estas aprobada|\
    pre aprobado|preaprobado|preaprobada|le aprobamos|te aprobamos|aprobacion garantizada";

/// Words that decide...
const DECIDES: &str = "\
    approve|approves|approved|approving|qualify|qualifies|deny|denied|denies|decline|declined|declines|\
    reject|rejected|preapproved|aprobado|aprobada|aprobados|aprobamos|aprueban|aprobaron|aprobar|\
    califica|calificas|calificar|negado|negada|negaron|rechazado|rechazada|rechazaron|problema";
/// ...and words that make it a matter of credit, in the same sentence.
const CREDIT: &str = "\
    credit|loan|financing|finance|financed|lender|lenders|bank|banks|score|bankruptcy|credito|prestamo|\
    financiamiento|financiera|banco|puntaje|bancarrota";
/// What a judgement of somebody's credit says of it.
const JUDGES: &str = "\
    good|great|excellent|fine|enough|strong|perfect|bad|poor|low|high|issue|problem|trouble|worry|\
    sufficient|bueno|buena|excelente|suficiente|malo|mala|bajo|baja|alto|preocupe";
const YOURS: &str = "your|su|tu|youre";
const OF_CREDIT: &str = "credit|score|credito|puntaje|income|ingresos";

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    let Some(words) = &exam.words else { return Ok(Vec::new()) };
    let repair = "take the sentence out; a person from the finance desk answers";
    if exam.reply().is_some() {
        let because = "it decides about credit, or hints at a decision";
        return Ok(if decides(words) { vec![exam.refuse(RULE, because, repair)] } else { Vec::new() });
    }
    // A task may tell what the customer asked. Only words that speak to the customer, as a text-message draft does, count.
    let because = "it tells a customer that credit is decided, or hints at it";
    Ok(if words.find(HINTS).next().is_some() { vec![exam.hold(RULE, because, repair)] } else { Vec::new() })
}

fn decides(words: &Words) -> bool {
    let of_credit = |at: usize| words.any_in(words.sentence(at), CREDIT);
    // "your credit is good enough", "su puntaje es bajo".
    let is_judged = |at: usize| {
        let sentence = words.sentence(at);
        words.any_in(at.saturating_sub(2).max(sentence.start)..at, YOURS)
            && words.any_in(at..(at + 7).min(sentence.end), JUDGES)
    };
    words.find(HINTS).next().is_some()
        || words.find(DECIDES).any(|hit| of_credit(hit.at))
        || words.find(OF_CREDIT).any(|hit| is_judged(hit.at))
}
