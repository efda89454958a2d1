//! Agents stop and start.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use pipeline::settings::{SetRefused, StopScope};

use super::rules::set_refused;
use super::{Answer, back, shell};
use crate::entry::form::Posted;
use crate::entry::seat::{Auditor, Manager, Member, Seat, Signer};
use crate::reads;
use crate::screens::failure::ScreenError;
use crate::state::WebState;
use crate::view::house;
use crate::view::notice::Notice;

/// `GET /agents`
pub async fn show(State(state): State<WebState>, Member(seat): Member) -> Answer {
    page(&state, &seat, None, StatusCode::OK).await
}

async fn page(state: &WebState, seat: &Seat, notice: Option<Notice>, status: StatusCode) -> Answer {
    let shell = shell(state, seat).await?;
    Ok((status, house::agents(&shell, notice.as_ref())).into_response())
}

async fn after(state: &WebState, seat: &Seat, done: Result<(), SetRefused>) -> Answer {
    match done {
        Ok(()) => back("/agents"),
        Err(why) => {
            let (status, notices) = set_refused(&why);
            page(state, seat, notices.into_iter().next(), status).await
        }
    }
}

/// `POST /agents/stop`
pub async fn stop(State(state): State<WebState>, Signer(seat): Signer, form: Posted) -> Answer {
    let scope = if form.one("scope") == Some("all") { StopScope::All } else { StopScope::Sending };
    let done = state.pipeline.stop_agents(&seat.actor, scope, form.one("why").unwrap_or_default()).await;
    after(&state, &seat, done).await
}

/// `POST /agents/start`
pub async fn start(State(state): State<WebState>, Manager(seat): Manager, form: Posted) -> Answer {
    let done = state.pipeline.start_agents(&seat.actor, form.one("why").unwrap_or_default()).await;
    after(&state, &seat, done).await
}

/// `GET /audit`
pub async fn audit(State(state): State<WebState>, Auditor(seat): Auditor) -> Answer {
    let storage = |_| ScreenError::storage(&state);
    let shell = shell(&state, &seat).await?;
    let head = reads::audit::head(&state, seat.actor.rooftop).await.map_err(storage)?;
    let events = reads::audit::latest(&state, seat.actor.rooftop).await.map_err(storage)?;
    Ok(house::audit(&shell, &head, &events).into_response())
}
