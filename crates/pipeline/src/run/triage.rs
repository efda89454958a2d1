//! One batch of cases of one store: contexts read in one go, judged and vetted, each stored in a unit of its own.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use db::cases::{CaseRow, rank};
use db::facts::FactSetRow;
use db::jobs::JobRow;
use db::proposals::{Move, ProposalRow};
use db::record::{Doc, ProposalDoc};
use db::rooftops::AgentsState;
use db::{DbError, Reader, Unit};
use domain::action::{Action, ActionKind, Assign, Assignee};
use domain::case::CaseState;
use domain::context::CaseContext;
use domain::event::EventKind;
use domain::fact::{Suppressed, Topic};
use domain::id::{PersonId, ProposalId, RooftopId};
use domain::judgement::{Judgement, OptOut};
use domain::lead::Lead;
use domain::proposal::ProposalState;
use domain::time::{HOUR_US, MINUTE_US, SECOND_US, UtcMicros};
use domain::verdict::Outcome;
use domain::workflow::{Done, Workflow as _};
use futures_util::future::join_all;
use workflows::lead_triage::LeadTriage;

use super::judge::{Ran, Vetted, run, vet};
use crate::context::facts::{Standing, facts};
use crate::context::gathered::Gathered;
use crate::context::load::gather;
use crate::house::House;
use crate::intake::points;
use crate::live::{LiveKind, count};
use crate::parts::Pipeline;

/// While the agents of a store are stopped, its leads are looked at again after this.
const STOPPED_US: i64 = 30 * SECOND_US;

/// When somebody was last proposed for a lead. Approvals come later: without this a whole night's leads would all be
/// proposed to the same person.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<(RooftopId, PersonId), UtcMicros>>);

impl Turns {
    fn give(&self, rooftop: RooftopId, person: PersonId, at: UtcMicros) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((rooftop, person), at);
    }
}

/// The store's standing, with everybody's last turn.
fn standing_with_turns(house: &House, turns: &Turns) -> Standing {
    let mut standing = house.standing.clone();
    let turns = turns.0.lock().unwrap_or_else(PoisonError::into_inner);
    for staff in &mut standing.staff {
        let turn = turns.get(&(house.rooftop, staff.as_fact.person)).copied();
        staff.as_fact.last_assigned = staff.as_fact.last_assigned.max(turn);
    }
    standing
}

/// A case that is drafted anew goes to whoever it was proposed for: that is no new turn.
fn standing_for<'s>(standing: &'s Standing, case: &Loaded) -> Cow<'s, Standing> {
    let proposed = case.standing_proposals.iter().rev().find_map(|row| match &row.doc.0.proposal.draft.action {
        Action::Assign(Assign { to: Assignee::Person(person), .. }) => Some(*person),
        _ => None,
    });
    let Some(person) = proposed else { return Cow::Borrowed(standing) };
    let mut own = standing.clone();
    for staff in own.staff.iter_mut().filter(|staff| staff.as_fact.person == person) {
        staff.as_fact.last_assigned = None;
    }
    Cow::Owned(own)
}

/// One case as it was read.
struct Loaded {
    job: JobRow,
    row: CaseRow,
    lead: Arc<Lead>,
    gathered: Gathered,
    standing_proposals: Vec<ProposalRow>,
}

/// One case as it is to be stored.
struct Worked {
    job: JobRow,
    row: CaseRow,
    cx: CaseContext,
    ran: Ran,
    vetted: Vec<Vetted>,
    replaced: Vec<ProposalRow>,
    /// Open proposals that stay as they are.
    kept: usize,
    /// Proposals that were decided before.
    settled: usize,
}

impl Pipeline {
    /// Works a batch of one store.
    pub(super) async fn triage(&self, rooftop: RooftopId, jobs: Vec<JobRow>) {
        let house = match self.house_now(rooftop).await {
            Ok(Some(house)) => house,
            Ok(None) => {
                return self.all_failed(&jobs, "the store has no readable policy or instructions").await;
            }
            Err(error) => return self.all_failed(&jobs, &error.to_string()).await,
        };
        if house.agents == AgentsState::Stopped {
            join_all(jobs.iter().map(|job| self.again(job, "the agents are stopped", STOPPED_US))).await;
            return;
        }
        let (now, for_reading) = (self.now(), Arc::clone(&house));
        let wanted = jobs.clone();
        let loaded = self.store().read(move |r| load(r, &for_reading, wanted, now)).await;
        let (loaded, gone) = match loaded {
            Ok(found) => found,
            Err(error) => return self.all_failed(&jobs, &error.to_string()).await,
        };
        join_all(gone.iter().map(|job| self.finish(job, Unit::new().with(db::jobs::finish(job))))).await;
        let pipeline = self.clone();
        let worked = tokio::task::spawn_blocking(move || pipeline.think(&house, loaded, now)).await;
        let Ok(worked) = worked else { return self.all_failed(&jobs, "a case could not be worked").await };
        join_all(worked.into_iter().map(|worked| self.put_down(worked))).await;
    }

    async fn all_failed(&self, jobs: &[JobRow], error: &str) {
        join_all(jobs.iter().map(|job| self.failed(job, error))).await;
    }

    /// CPU only: facts, workflow, gate. Cases go one after the other, so that turns are taken in order.
    fn think(&self, house: &House, loaded: Vec<Loaded>, now: UtcMicros) -> Vec<Worked> {
        let mut standing = standing_with_turns(house, &self.inner.turns);
        let mut worked = Vec::with_capacity(loaded.len());
        for (position, case) in loaded.into_iter().enumerate() {
            let done = self.think_one(house, &standing_for(&standing, &case), case, now);
            let turn = done.vetted.iter().find_map(|vetted| match &vetted.proposal.draft.action {
                Action::Assign(assign) => match assign.to {
                    Assignee::Person(person) => Some(person),
                    Assignee::Queue(_) => None,
                },
                _ => None,
            });
            if let Some(person) = turn {
                let at = now.plus(i64::try_from(position).unwrap_or(0));
                self.inner.turns.give(house.rooftop, person, at);
                let staff = standing.staff.iter_mut().find(|staff| staff.as_fact.person == person);
                if let Some(staff) = staff {
                    staff.as_fact.last_assigned = Some(at);
                }
            }
            worked.push(done);
        }
        worked
    }

    fn think_one(&self, house: &House, standing: &Standing, case: Loaded, now: UtcMicros) -> Worked {
        let Loaded { job, row, lead, mut gathered, standing_proposals } = case;
        let judged = row.judgement.as_ref().map(|doc| doc.0.clone());
        let mut cx = context(house, standing, &row, &lead, gathered.clone(), now);
        let mut ran = run(&LeadTriage, &cx, judged, self.inner.parts.triage.as_ref());
        // An opt-out read here is in force with this very unit: what is proposed rests on that.
        if ran.judgement.as_ref().is_some_and(|judgement| opt_out(&mut gathered, &lead, judgement.opt_out, now)) {
            cx = context(house, standing, &row, &lead, gathered, now);
            ran = run(&LeadTriage, &cx, ran.judgement, self.inner.parts.triage.as_ref());
        }
        let (standing_open, settled): (Vec<_>, Vec<_>) =
            standing_proposals.into_iter().partition(|row| row.state.is_open() || row.state == ProposalState::Refused);
        let drafts = ran.drafts.iter().filter(|draft| !is_settled(draft.action.kind(), &row, &settled));
        let vetted = ran.judgement.as_ref().map_or_else(Vec::new, |judgement| {
            let id = || ProposalId::mint(now, self.bits());
            let expires = now.plus(self.limits().proposal_us);
            vet(LeadTriage.name(), drafts.cloned().collect(), judgement, &cx, &house.policy, id, expires)
        });
        // What would be proposed in the same words on the same facts stays as it is.
        let (kept, replaced): (Vec<_>, Vec<_>) =
            standing_open.into_iter().partition(|old| vetted.iter().any(|new| says_the_same(old, new)));
        let vetted = vetted.into_iter().filter(|new| !kept.iter().any(|old| says_the_same(old, new))).collect();
        let kept = kept.iter().filter(|row| row.state.is_open()).count();
        Worked { job, row, cx, ran, vetted, replaced, kept, settled: settled.len() }
    }

    /// Stores one worked case, with everything that it causes.
    async fn put_down(&self, worked: Worked) {
        let opted_out = worked.ran.judgement.as_ref().map_or(OptOut::None, |judgement| judgement.opt_out);
        let unit = self.unit_of(&worked, opted_out);
        if !self.finish(&worked.job, unit).await {
            return;
        }
        let counters = &self.inner.counters;
        let held = worked.vetted.iter().filter(|vetted| vetted.verdict.exceptions().next().is_some()).count();
        count(&counters.judged, 1);
        count(&counters.proposals, worked.vetted.len() as u64);
        count(&counters.held, held as u64);
        if opted_out != OptOut::None {
            count(&counters.opt_outs, 1);
        }
        self.tell(worked.cx.rooftop, LiveKind::Waiting, Some(worked.cx.case), None);
    }

    fn unit_of(&self, worked: &Worked, opted_out: OptOut) -> Unit {
        let (rooftop, case, now) = (worked.cx.rooftop, worked.cx.case, worked.cx.read_at);
        let facts = FactSetRow {
            rooftop_id: rooftop,
            case_id: case,
            basis: worked.cx.facts.basis(&Topic::ALL),
            facts: Doc(worked.cx.facts.clone()),
            taken_us: now,
        };
        let mut unit = Unit::new().with(db::jobs::finish(&worked.job)).with(db::facts::replace(&facts));
        for row in &worked.replaced {
            let change =
                Move { to: ProposalState::Superseded, decided: Some(now), by: None, snooze_until: None };
            unit = unit.with(db::proposals::set_state(row, &change));
        }
        for vetted in &worked.vetted {
            unit = unit.with(db::proposals::insert(&proposal_row(vetted)));
        }
        unit = unit.with(db::cases::update(&case_row(worked)));
        if worked.kept > 0 {
            unit = unit.with(db::cases::recount(rooftop, case));
        }
        if let Some(judgement) = &worked.ran.judgement {
            unit = unit.audit(judged_event(worked, judgement));
            unit = suppress(unit, worked, judgement, opted_out);
        }
        if !worked.vetted.is_empty() {
            unit = unit.audit(proposed_event(worked));
        }
        for alarm in alarms(worked) {
            unit = self.raise(unit, rooftop, "nobody_eligible", &case.to_string(), Some(case), &alarm);
        }
        unit
    }

    /// Brings a snoozed proposal back into the queue.
    pub(super) async fn wake_proposal(&self, job: JobRow) {
        let (rooftop, now) = (job.rooftop_id, self.now());
        let Ok(id) = job.subject_id.parse::<ProposalId>() else {
            return self.park(&job, "no proposal's id").await;
        };
        let row = match self.store().read(move |r| db::proposals::load(r, rooftop, id)).await {
            Ok(row) => row,
            Err(error) => return self.failed(&job, &error.to_string()).await,
        };
        let mut unit = Unit::new().with(db::jobs::finish(&job));
        let snoozed = row.filter(|row| {
            row.state == ProposalState::Snoozed && row.snooze_until_us.is_none_or(|until| until <= now)
        });
        let case = snoozed.as_ref().map(|row| row.case_id);
        if let Some(row) = snoozed {
            let change = Move { to: ProposalState::Pending, decided: None, by: None, snooze_until: None };
            unit = unit
                .with(db::proposals::set_state(&row, &change))
                .with(db::cases::recount(rooftop, row.case_id));
        }
        if self.finish(&job, unit).await {
            self.tell(rooftop, LiveKind::Waiting, case, Some(id));
        }
    }
}

/// What was carried out, scheduled or turned down is not proposed again; nor is what the case has already.
fn is_settled(kind: ActionKind, case: &CaseRow, settled: &[ProposalRow]) -> bool {
    let decided = settled.iter().any(|row| {
        row.kind == kind && !matches!(row.state, ProposalState::Superseded | ProposalState::Expired | ProposalState::Undone)
    });
    decided
        || match kind {
            ActionKind::LinkContact | ActionKind::CreateContact => case.contact_id.is_some(),
            ActionKind::AttachUnit => case.unit_id.is_some(),
            ActionKind::MarkDuplicate => case.duplicate_of.is_some(),
            ActionKind::Assign | ActionKind::CreateTask | ActionKind::SendReply => false,
        }
}

fn says_the_same(old: &ProposalRow, new: &Vetted) -> bool {
    let doc = &old.doc.0;
    doc.proposal.draft == new.proposal.draft
        && doc.proposal.basis == new.proposal.basis
        && doc.verdict == new.verdict
}

fn context(
    house: &House,
    standing: &Standing,
    row: &CaseRow,
    lead: &Arc<Lead>,
    gathered: Gathered,
    now: UtcMicros,
) -> CaseContext {
    CaseContext {
        rooftop: house.rooftop,
        case: row.case_id,
        lead: Arc::clone(lead),
        received: row.received_us,
        read_at: now,
        facts: facts(standing, row.case_id, lead, gathered, now),
        instructions: Arc::clone(&house.instructions),
    }
}

/// Adds the lead's own opt-out to what is known; false if there is nothing to add.
fn opt_out(gathered: &mut Gathered, lead: &Lead, opted_out: OptOut, since: UtcMicros) -> bool {
    let is_final = match opted_out {
        OptOut::None => return false,
        OptOut::FreeText => false,
        OptOut::Final => true,
    };
    let known = gathered.suppressed.len();
    for point in points(lead) {
        if gathered.suppressed.iter().all(|one| one.point != point) {
            gathered.suppressed.push(Suppressed { point, since, is_final });
        }
    }
    gathered.suppressed.len() > known
}

/// Reads the cases of `jobs`; those that need nothing any more come back as they are.
fn load(
    r: &mut Reader<'_>,
    house: &House,
    jobs: Vec<JobRow>,
    now: UtcMicros,
) -> Result<(Vec<Loaded>, Vec<JobRow>), DbError> {
    let sent_1h = db::mail::count_sent(r, house.rooftop, now.plus(-HOUR_US))?;
    let (mut loaded, mut gone) = (Vec::with_capacity(jobs.len()), Vec::new());
    for job in jobs {
        let row = match job.subject_id.parse() {
            Ok(case) => db::cases::load(r, house.rooftop, case)?,
            Err(_) => None,
        };
        let row = row.filter(|row| agents_may(row.state));
        let Some((mut row, lead)) = row.and_then(|mut row| row.lead.take().map(|lead| (row, lead.0))) else {
            gone.push(job);
            continue;
        };
        let gathered = gather(r, house, &row, &lead, sent_1h, now)?;
        let standing_proposals = match row.state {
            CaseState::Received => Vec::new(),
            _ => db::proposals::of_case(r, house.rooftop, row.case_id)?,
        };
        row.lead = Some(Doc(lead.clone()));
        loaded.push(Loaded { job, row, lead: Arc::new(lead), gathered, standing_proposals });
    }
    Ok((loaded, gone))
}

/// Agents leave alone what a person has taken, and what is over.
const fn agents_may(state: CaseState) -> bool {
    match state {
        CaseState::Received | CaseState::Open | CaseState::AwaitingPerson => true,
        CaseState::SetAside | CaseState::Closed | CaseState::Duplicate | CaseState::TakenOver => false,
    }
}

/// A proposal as a row: refused ones are on the record, and nobody is asked about them.
pub(crate) fn proposal_row(vetted: &Vetted) -> ProposalRow {
    let Vetted { proposal, verdict, shown } = vetted;
    let state = match verdict.outcome {
        Outcome::Refuse => ProposalState::Refused,
        Outcome::Hold | Outcome::Allow => ProposalState::Pending,
    };
    ProposalRow {
        rooftop_id: proposal.rooftop,
        proposal_id: proposal.id,
        case_id: proposal.case,
        ord: i64::from(proposal.draft.order),
        state,
        kind: proposal.draft.action.kind(),
        approver: verdict.approver,
        held: i64::try_from(verdict.exceptions().filter(|note| note.outcome != Outcome::Allow).count())
            .unwrap_or(0),
        hold_rule: first_exception(vetted),
        assigned_to: None,
        snooze_until_us: None,
        shown: *shown,
        doc: Doc(ProposalDoc { proposal: proposal.clone(), verdict: verdict.clone() }),
        parent_id: proposal.parent,
        made_us: proposal.made,
        expires_us: proposal.expires,
        decided_us: None,
        decided_by: None,
        revision: 1,
    }
}

fn first_exception(vetted: &Vetted) -> Option<String> {
    let mut exceptions = vetted.verdict.exceptions().filter(|note| note.outcome != Outcome::Allow);
    exceptions.next().map(|note| note.rule.clone())
}

/// The case after the run: where it stands, what waits, until when.
fn case_row(worked: &Worked) -> CaseRow {
    let mut row = worked.row.clone();
    let open: Vec<&Vetted> =
        worked.vetted.iter().filter(|vetted| vetted.verdict.outcome != Outcome::Refuse).collect();
    let needs_person =
        matches!(worked.ran.done, Done::NeedsPerson(_)) 
        || (open.is_empty() && worked.kept == 0 && !worked.vetted.is_empty());
    row.state = match (open.is_empty() && worked.kept + worked.settled == 0, needs_person) {
        (_, true) => CaseState::AwaitingPerson,
        (false, false) => CaseState::Open,
        (true, false) => CaseState::Closed,
    };
    if let Some(judgement) = &worked.ran.judgement {
        row.intent = Some(judgement.intent);
        row.route = Some(judgement.route);
        row.urgency = Some(judgement.urgency);
        row.urgency_rank = rank(row.urgency);
        row.judgement = Some(Doc(judgement.clone()));
    }
    row.due_us = due(worked);
    // With proposals that stay, the counts are taken anew by the statement that follows.
    row.waiting = needs_person || !open.is_empty() || worked.kept > 0;
    row.pending = i64::try_from(open.len()).unwrap_or(i64::MAX);
    let held: Vec<String> = open.iter().filter_map(|vetted| first_exception(vetted)).collect();
    row.held = i64::try_from(held.len()).unwrap_or(i64::MAX);
    row.hold_rule = held.into_iter().next();
    let kinds: Vec<&str> = open.iter().map(|vetted| vetted.proposal.draft.action.kind().as_str()).collect();
    row.kinds = kinds.join(",");
    row
}

/// The soonest task's time, else the rooftop's minutes for the urgency.
fn due(worked: &Worked) -> UtcMicros {
    let tasks = worked.vetted.iter().filter_map(|vetted| match &vetted.proposal.draft.action {
        Action::CreateTask(task) => Some(task.due),
        _ => None,
    });
    tasks.min().unwrap_or_else(|| {
        let urgency = worked
            .ran
            .judgement
            .as_ref()
            .map_or(domain::labels::Urgency::Normal, |judgement| judgement.urgency);
        let minutes = i64::from(worked.cx.instructions.due.minutes(urgency));
        worked.cx.received.plus(minutes.saturating_mul(MINUTE_US))
    })
}

/// Labels, numbers and hashes; the words stay in the lead.
fn judged_event(worked: &Worked, judgement: &Judgement) -> db::audit::AuditDraft {
    let signals: Vec<&str> = judgement.signals.iter().map(|signal| signal.as_str()).collect();
    let detail = serde_json::json!({
        "intent": judgement.intent.as_str(),
        "signals": signals,
        "route": judgement.route.as_str(),
        "urgency": judgement.urgency.as_str(),
        "confidence": judgement.confidence,
        "model": judgement.model_version,
        "facts": worked.cx.facts.basis(&Topic::ALL).to_string(),
        "instructions": worked.cx.instructions.hash.short(),
    });
    let (rooftop, now) = (worked.cx.rooftop, worked.cx.read_at);
    Pipeline::by_agent(rooftop, now, EventKind::CaseJudged, Some(worked.cx.case), None, detail)
}

fn proposed_event(worked: &Worked) -> db::audit::AuditDraft {
    let proposals: Vec<serde_json::Value> = worked
        .vetted
        .iter()
        .map(|vetted| {
            let rules: Vec<&str> = vetted.verdict.notes.iter().map(|note| note.rule.as_str()).collect();
            serde_json::json!({
                "id": vetted.proposal.id.to_string(),
                "kind": vetted.proposal.draft.action.kind().as_str(),
                "outcome": vetted.verdict.outcome,
                "rules": rules,
                "shown": vetted.shown.short(),
            })
        })
        .collect();
    let policy = worked.vetted.first().map(|vetted| vetted.verdict.policy.to_string());
    let detail =
        serde_json::json!({ "proposals": proposals, "policy": policy, "replaces": worked.replaced.len() });
    let (rooftop, now) = (worked.cx.rooftop, worked.cx.read_at);
    Pipeline::by_agent(rooftop, now, EventKind::ProposalsMade, Some(worked.cx.case), None, detail)
}

/// A bare word suppresses for good, free words until a person has confirmed or lifted it; either way at once, by
/// every number and address of the lead.
fn suppress(unit: Unit, worked: &Worked, judgement: &Judgement, opted_out: OptOut) -> Unit {
    let is_final = match opted_out {
        OptOut::None => return unit,
        OptOut::FreeText => false,
        OptOut::Final => true,
    };
    let (rooftop, case, now) = (worked.cx.rooftop, worked.cx.case, worked.cx.read_at);
    let points = points(&worked.cx.lead);
    let detail = serde_json::json!({
        "final": is_final,
        "points": points.len(),
        "rules": judgement.evidence.iter().filter(|e| e.label == "opt_out").map(|e| e.rule.as_str()).collect::<Vec<_>>(),
    });
    let unit = points.iter().fold(unit, |unit, point| {
        unit.with(db::suppressions::suppress(&crate::consent::suppression(
            rooftop,
            point,
            is_final,
            Some(case),
            now,
        )))
    });
    unit.audit(Pipeline::by_agent(rooftop, now, EventKind::OptedOut, Some(case), None, detail))
}

/// Nobody was eligible: the workflow says so in the note of a task, in a line of its own.
fn alarms(worked: &Worked) -> Vec<String> {
    let notes = worked.vetted.iter().filter_map(|vetted| match &vetted.proposal.draft.action {
        Action::CreateTask(task) => task.note.lines().find_map(|line| line.strip_prefix("Alarm: ")),
        _ => None,
    });
    notes.map(|line| line.trim_end_matches('.').to_owned()).take(1).collect()
}
