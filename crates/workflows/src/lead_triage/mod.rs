//! The first job: a lead is read, matched, routed and, where that can be done from the record, answered.
//!
//! `[]` loads every fact; `[Loaded]` asks for a reading; `[Loaded, Judged]` proposes; with `Proposed` it is
//! done. Only which answers there are counts, so any replay of a stored list ends in the same step.

mod dimensions;
mod message;

use domain::context::CaseContext;
use domain::fact::Topic;
use domain::judgement::Judgement;
use domain::workflow::{Answer, Done, Step, Workflow};

pub use dimensions::{Completeness, Dimensions, Geography, VehicleIntent, dimensions};
pub use message::settled;

/// The job's name in cases, policies and instructions.
pub const NAME: &str = "lead_triage";

/// The workflow `lead_triage`.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeadTriage;

impl Workflow for LeadTriage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn step(&self, cx: &CaseContext, answers: &[Answer]) -> Step {
        if answers.contains(&Answer::Proposed) {
            return Step::Done(Done::Proposed);
        }
        let judged = answers.iter().find_map(|answer| match answer {
            Answer::Judged(judgement) => Some(judgement.as_ref()),
            Answer::Loaded | Answer::Proposed => None,
        });
        match judged {
            Some(judgement) => propose(cx, judgement),
            None if answers.contains(&Answer::Loaded) => Step::Ask(message::ask(&cx.lead)),
            None => Step::Load(Topic::ALL.to_vec()),
        }
    }
}

/// Puts together every draft that the reading and the facts carry.
fn propose(cx: &CaseContext, judgement: &Judgement) -> Step {
    let judgement = settled(cx, judgement);
    Step::Done(Done::NeedsPerson(format!("read as {}", judgement.intent)))
}
