//! What stands around every handler: security headers, a last line against panics, counting, and an answer for
//! addresses that do not exist.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::metrics::RouteCount;
use crate::problem::{Kind, Problem};
use crate::screens::failure::ScreenError;
use crate::state::WebState;

/// No inline script or style, nothing from elsewhere, never in a frame (CSP Level 3).
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                   manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=()"),
    ),
];

/// Sets the headers on every answer; what a signed-in person sees is kept by nobody on the way.
pub async fn headers(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let out = answer.headers_mut();
    for (name, value) in HEADERS {
        out.insert(name, value);
    }
    out.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if state.config.tls_in_front {
        out.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    answer
}

/// Counts an answer of one route; the clock is the pipeline's.
pub async fn count(
    State((state, route)): State<(WebState, Arc<RouteCount>)>,
    request: Request,
    next: Next,
) -> Response {
    let began = state.pipeline.now();
    let answer = next.run(request).await;
    let took = state.pipeline.now().since(began);
    route.count(answer.status().as_u16(), u64::try_from(took).unwrap_or(0));
    answer
}

fn is_api(uri: &Uri) -> bool {
    uri.path().starts_with("/api/") || uri.path() == "/api"
}

/// No such address.
pub async fn nothing_here(State(state): State<WebState>, uri: Uri) -> Response {
    if is_api(&uri) {
        let problem = Kind::NotFound.because("there is no such address; see /api for those there are");
        return Problem { instance: Some(uri.path().to_owned()), ..problem }.into_response();
    }
    ScreenError::not_found(&state).into_response()
}

/// The address exists, the method does not.
pub async fn other_method(State(state): State<WebState>, uri: Uri) -> Response {
    if is_api(&uri) {
        return Problem { instance: Some(uri.path().to_owned()), ..Kind::MethodNotAllowed.plain() }
            .into_response();
    }
    ScreenError::new(
        &state,
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not work like that",
        "Nothing was changed.",
        ("/inbox", "Go to the inbox"),
    )
    .into_response()
}

/// What is answered when a handler panicked: the last line, which no request should ever reach.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked; answered 500");
    Kind::Internal.plain().into_response()
}
