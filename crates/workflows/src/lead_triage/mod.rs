//! The first job: a lead is read, matched, routed and, where that can be done from the record, answered.
//!
//! `[]` loads every fact; `[Loaded]` asks for a reading; `[Loaded, Judged]` proposes; with `Proposed` it is
//! done. Only which answers there are counts, so any replay of a stored list ends in the same step.

mod answer;
mod assign;
mod contact;
mod dimensions;
mod draft;
mod due;
mod duplicate;
mod message;
mod reading;
mod senior;
mod task;
mod title;
mod unit;

use domain::context::CaseContext;
use domain::fact::Topic;
use domain::judgement::{Judgement, OptOut};
use domain::proposal::ProposalDraft;
use domain::workflow::{Answer, Done, Step, Workflow};

use answer::Ready;
pub use dimensions::{Completeness, Dimensions, Geography, VehicleIntent, dimensions};
use draft::Draft;
pub use message::settled;
use reading::{AUTO, Reading, at_least};

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

/// Every draft that the reading and the facts carry; none at all is an end with its reason.
fn propose(cx: &CaseContext, judgement: &Judgement) -> Step {
    let reading = Reading::of(cx, judgement);
    let drafts: Vec<ProposalDraft> = draft::finish(drafts(&reading), &reading.senior);
    if !drafts.is_empty() {
        return Step::Propose(drafts);
    }
    let why = if reading.opted_out() {
        "the customer asked for messages to stop, and nothing else".to_owned()
    } else {
        format!("it reads like {}, and nothing is to be done", reading.judgement.intent)
    };
    Step::Done(Done::Nothing(why))
}

/// In the order they are carried out.
fn drafts(reading: &Reading<'_>) -> Vec<Draft> {
    if reading.ignored() {
        return ignored(reading);
    }
    if reading.opted_out() && !reading.hands_off() {
        return opted_out(reading);
    }
    let mut drafts: Vec<Draft> = Vec::with_capacity(7);
    drafts.extend(contact::draft(reading));
    drafts.extend(unit::draft(reading));
    drafts.extend(duplicate::draft(reading));
    let noticed = reading.duplicate.and_then(|open| task::notice(reading, open));
    let is_noticed = noticed.is_some();
    drafts.extend(noticed);
    // The open lead's owner has it; a second person comes in only where a senior one must, or nobody has it.
    if !is_noticed || !reading.senior.is_empty() {
        drafts.extend(placed(reading));
    }
    drafts
}

/// Assignment, tasks and, last, the reply.
fn placed(reading: &Reading<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::with_capacity(4);
    let chosen = assign::chosen(reading);
    let ready = answer::ready(reading);
    if reading.duplicate.is_none() {
        drafts.push(assign::draft(reading, &chosen));
    }
    drafts.push(task::main(reading, &chosen, Some(&ready)));
    drafts.extend(task::alarm(reading, &chosen));
    if let Ready::Mail(mail) = ready {
        drafts.push(*mail);
    }
    drafts
}

/// Spam and wrong numbers go without a glance only when the reading could act alone; else one low task.
fn ignored(reading: &Reading<'_>) -> Vec<Draft> {
    if at_least(reading.judgement.confidence, AUTO) {
        return Vec::new();
    }
    vec![task::main(reading, &assign::chosen(reading), None)]
}

/// A bare word is final and wants nobody; free words want a person to confirm, while nothing is sent.
fn opted_out(reading: &Reading<'_>) -> Vec<Draft> {
    if reading.judgement.opt_out == OptOut::Final {
        return Vec::new();
    }
    vec![task::main(reading, &assign::chosen(reading), None)]
}
