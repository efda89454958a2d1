//! What the classifier is unsure of, a person decides without being told what to think.
//!
//! Why: a wrong suggestion is followed more often than no suggestion is missed. Only a measured frequency counts here; a
//! score that nobody has compared with people's decisions is no measure, is shown as such, and never acts alone.
//! Holds: a reading right 61 times in 100, where the policy asks for 70. Lets pass: one right 88 times in 100.

use domain::judgement::Confidence;

use super::{Exam, Judged, Rule};

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    let Some(autonomy) = exam.policy.autonomy(&exam.p.workflow, exam.p.case_type) else {
        return Ok(Vec::new());
    };
    let Confidence::Calibrated(seen) = exam.p.draft.confidence else {
        return Ok(Vec::new());
    };
    // Written so that a figure that is no number, or no share, is not taken for a high one.
    if seen.p >= autonomy.suggest_at && seen.p <= 1.0 {
        return Ok(Vec::new());
    }
    let because = format!(
        "readings like this one were right {:.0} times in 100; the policy asks for {:.0}",
        seen.p * 100.0,
        autonomy.suggest_at * 100.0
    );
    Ok(vec![exam.hold(Rule::LowConfidence, because, "read the message and decide without the suggestion")])
}
