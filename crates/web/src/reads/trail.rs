//! A case's whole story.

use db::attempts::AttemptRow;
use db::decisions::DecisionRow;
use db::effects::EffectRow;
use db::{DbError, Reader};
use domain::id::{CaseId, RooftopId};
use domain::person::Actor;
use domain::time::UtcMicros;

use super::people::Names;
use super::{audit, case};
use crate::state::WebState;
use crate::view::trail::{Attempt, Effect, Signature, Trail};
use crate::view::words;

/// The story, if this store has the case.
pub async fn load(state: &WebState, actor: &Actor, of: CaseId) -> Result<Option<Trail>, DbError> {
    let actor = actor.clone();
    state.pipeline.store().read(move |r| r.snapshot(|r| read(r, &actor, of))).await
}

fn read(r: &mut Reader<'_>, actor: &Actor, of: CaseId) -> Result<Option<Trail>, DbError> {
    let rooftop = actor.rooftop;
    let Some(panel) = case::read(r, actor, of)? else { return Ok(None) };
    let names = Names::load(r, rooftop)?;
    let signatures = db::decisions::of_case(r, rooftop, of)?;
    let attempts = db::attempts::of_case(r, rooftop, of)?;
    let effects = db::effects::of_case(r, rooftop, of)?;
    Ok(Some(Trail {
        panel,
        signatures: signatures.into_iter().map(|row| signature(row, &names)).collect(),
        attempts: attempts.into_iter().map(attempt).collect(),
        effects: effects.into_iter().map(|row| effect(row, &names)).collect(),
        events: audit::of_case(r, rooftop, of)?,
        related: related(r, rooftop, of)?,
        seal: audit::seal(r, rooftop)?,
    }))
}

fn signature(row: DecisionRow, names: &Names) -> Signature {
    Signature {
        proposal: row.proposal_id,
        choice: row.choice,
        by: names.of(row.by_person),
        via_token: row.via_token.is_some(),
        at: row.at_us,
        took_ms: row.took_ms,
        reason: row.reason,
        note: row.note,
    }
}

fn attempt(row: AttemptRow) -> Attempt {
    Attempt {
        proposal: row.proposal_id,
        state: row.state.as_str().to_owned(),
        started: row.started_us,
        finished: row.finished_us,
        tries: row.tries,
        error: row.error,
        receipt: row.receipt,
    }
}

fn effect(row: EffectRow, names: &Names) -> Effect {
    Effect {
        proposal: row.proposal_id,
        kind: row.kind.as_str().to_owned(),
        done: row.done_us,
        undone: row.undone_us.map(|at| (at, row.undone_by.map(|by| names.of(by)).unwrap_or_default())),
    }
}

/// Other cases of the same contact.
fn related(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    of: CaseId,
) -> Result<Vec<(CaseId, String, UtcMicros)>, DbError> {
    let Some(contact) = db::cases::load(r, rooftop, of)?.and_then(|row| row.contact_id) else {
        return Ok(Vec::new());
    };
    let (rows, _) = db::cases::history_of_contact(r, rooftop, contact, 20)?;
    let others = rows.into_iter().filter(|row| row.case_id != of);
    Ok(others
        .map(|row| {
            (row.case_id, row.intent.map_or("Not read yet", words::intent).to_owned(), row.received_us)
        })
        .collect())
}
