//! For the test box on the settings page: "this message would go to …, because …".

use domain::instructions::Instructions;

use super::matching::{fails, holds};
use super::{RouteInput, choose};

/// What became of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOutcome {
    /// It decides.
    Chosen,
    /// A condition does not hold.
    Passed,
    /// It would match, but an earlier rule decides.
    TooLate,
}

/// One rule and why it did or did not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTrace {
    /// The rule's name.
    pub rule: String,
    /// What became of it.
    pub outcome: RuleOutcome,
    /// Why; for the rule that decides also who gets the case.
    pub because: String,
}

/// Every rule in order; a last line named `no rule` if none decides.
#[must_use]
pub fn explain(instructions: &Instructions, input: &RouteInput<'_>) -> Vec<RuleTrace> {
    let chosen = choose(instructions, input);
    let destination = match &chosen.alarm {
        Some(alarm) => format!("goes to {} ({}); alarm: {alarm}", chosen.label, chosen.because),
        None => format!("goes to {} ({})", chosen.label, chosen.because),
    };
    let mut decided = false;
    let mut traces: Vec<RuleTrace> = Vec::with_capacity(instructions.routing.len() + 1);
    for rule in &instructions.routing {
        let (outcome, because) = match fails(rule, input) {
            Some(why) => (RuleOutcome::Passed, why),
            None if decided => (RuleOutcome::TooLate, "an earlier rule decides".to_owned()),
            None => {
                decided = true;
                (RuleOutcome::Chosen, format!("{}: {destination}", holds(rule, input)))
            }
        };
        traces.push(RuleTrace { rule: rule.name.clone(), outcome, because });
    }
    if !decided {
        traces.push(RuleTrace { rule: chosen.rule, outcome: RuleOutcome::Chosen, because: destination });
    }
    traces
}
