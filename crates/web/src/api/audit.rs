//! `/api/v1/audit`: the head of the record, and a case with its proof.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::CaseId;

use super::cases::{id_of, not_found, storage};
use super::wire::{AuditHead, rfc3339};
use crate::entry::bearer::{AuditorToken, MemberToken};
use crate::problem::{Kind, Problem};
use crate::reads;
use crate::reads::audit::Export;
use crate::state::WebState;

/// How long the record is, its root, and what was signed last.
#[utoipa::path(get, path = "/api/v1/audit/head", tag = "Audit", security(("bearer" = [])),
    responses((status = 200, body = AuditHead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 500, body = Problem)))]
pub async fn head(
    State(state): State<WebState>,
    MemberToken(actor): MemberToken,
) -> Result<Json<AuditHead>, Problem> {
    let seal = reads::audit::head(&state, actor.rooftop).await.map_err(storage)?;
    Ok(Json(AuditHead {
        size: seal.size,
        root: seal.root,
        signed_size: seal.signed_size,
        signed_at: seal.signed.map(rfc3339),
    }))
}

/// A case's events with inclusion proofs and the signed head; checked offline with `countersign audit check FILE`.
#[utoipa::path(get, path = "/api/v1/cases/{id}/audit-export", tag = "Audit", security(("bearer" = [])), params(("id" = String, Path, description = "A case id")),
    responses((status = 200, description = "The exported record, as JSON", content_type = "application/json"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 500, body = Problem), (status = 503, body = Problem, description = "Not signed yet: ask again")))]
pub async fn export(
    State(state): State<WebState>,
    AuditorToken(actor): AuditorToken,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let case = id_of::<CaseId>(id)?;
    match reads::audit::export(&state, actor.rooftop, case).await.map_err(storage)? {
        Export::Done(bytes) => Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response()),
        Export::NotFound => Err(not_found("case")),
        Export::NotSigned => Err(Kind::Busy.because("the record is signed within seconds; ask again")),
        Export::Broken => {
            Err(Kind::Internal.because("the record does not hold together; run `countersign audit verify`"))
        }
    }
}
