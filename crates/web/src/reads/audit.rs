//! The record: a case's events, the latest ones, its head, and an export with proof.

use db::audit::AuditEvent;
use db::{DbError, Reader};
use domain::id::{CaseId, RooftopId};
use domain::time::UtcMicros;

use crate::state::WebState;
use crate::view::trail::{Event, Seal};

/// Events that the audit page lists.
const LATEST: i64 = 100;

/// A case's events, oldest first.
pub(super) fn of_case(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<Vec<Event>, DbError> {
    Ok(db::audit::of_case(r, rooftop, case)?.iter().map(event).collect())
}

/// The latest events of a store, newest first.
pub async fn latest(state: &WebState, rooftop: RooftopId) -> Result<Vec<Event>, DbError> {
    let events = state.pipeline.store().read(move |r| db::audit::latest(r, rooftop, LATEST)).await?;
    Ok(events.iter().map(event).collect())
}

fn event(event: &AuditEvent) -> Event {
    Event {
        seq: i64::try_from(event.seq).unwrap_or(i64::MAX),
        kind: event.kind.clone(),
        at: UtcMicros(event.at_us),
        hash: event.leaf_hash().to_string(),
    }
}

/// The head of a store's record, and what was signed of it last.
pub async fn head(state: &WebState, rooftop: RooftopId) -> Result<Seal, DbError> {
    state.pipeline.store().read(move |r| seal(r, rooftop)).await
}

pub(super) fn seal(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Seal, DbError> {
    let head = db::audit::head(r, rooftop)?;
    let signed = db::audit::last_checkpoint(r, rooftop)?;
    Ok(Seal {
        size: head.size,
        root: (head.size > 0).then(|| head.root.to_string()),
        signed: signed.as_ref().map(|signed| signed.at),
        signed_size: signed.map_or(0, |signed| signed.size),
    })
}

/// A case's events with their proofs as JSON, if this store has the case.
pub async fn export(state: &WebState, rooftop: RooftopId, case: CaseId) -> Result<Option<Vec<u8>>, DbError> {
    let read = state.pipeline.store().read(move |r| {
        if db::cases::load(r, rooftop, case)?.is_none() {
            return Ok(None);
        }
        db::audit::export_case(r, rooftop, case).map(Some)
    });
    Ok(read.await?.and_then(|export| serde_json::to_vec_pretty(&export).ok()))
}
