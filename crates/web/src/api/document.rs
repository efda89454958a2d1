//! The OpenAPI document, generated from the handlers, and who answers when nothing matches.

use axum::Json;
use axum::extract::State;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{audit, cases, leads, proposals};
use crate::state::WebState;

#[derive(OpenApi)]
#[openapi(
    info(title = "Countersign", description = "Governed agents do a dealership's back-office work; people countersign. Errors are problem documents (RFC 9457) with a stable `type`."),
    paths(leads::take, cases::list, cases::show, cases::approve, proposals::list, proposals::show, proposals::approve, proposals::edit,
        proposals::reject, proposals::take_over, proposals::snooze, proposals::delegate, proposals::ask, proposals::undo, audit::head, audit::export),
    modifiers(&BearerKey),
    tags((name = "Leads", description = "What comes in"), (name = "Cases", description = "A lead and everything it causes"),
        (name = "Proposals", description = "What agents suggest"), (name = "Decisions", description = "What people decide"), (name = "Audit", description = "The record"))
)]
struct Api;

struct BearerKey;

impl Modify for BearerKey {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// The document for the program's `version`.
#[must_use]
pub fn document(version: &str) -> utoipa::openapi::OpenApi {
    let mut document = Api::openapi();
    document.info.version = version.to_owned();
    document
}

/// `GET /api/openapi.json`
pub async fn json(State(state): State<WebState>) -> Json<utoipa::openapi::OpenApi> {
    Json(document(&state.config.version))
}
