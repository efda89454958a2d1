//! `GET /live`: what changes while a page is open, as server-sent events. Counts and ids only, never words.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::id::RooftopId;
use futures_util::stream::{self, Stream};
use pipeline::live::Live;
use tokio::sync::{broadcast, watch};

use crate::entry::seat::Member;
use crate::reads;
use crate::state::WebState;

/// Shorter than the minute after which proxies close a silent connection.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

struct Listener {
    state: WebState,
    rooftop: RooftopId,
    news: broadcast::Receiver<Live>,
    stop: watch::Receiver<bool>,
    greeted: bool,
}

/// The stream; it ends when the process is asked to stop.
pub async fn stream(
    State(state): State<WebState>,
    Member(seat): Member,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    state.metrics().stream_opened();
    let listener = Listener {
        news: state.pipeline.live(),
        stop: state.stop.clone(),
        rooftop: seat.actor.rooftop,
        greeted: false,
        state,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

impl Listener {
    /// The next event for this store; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.counts(None).await);
        }
        loop {
            if *self.stop.borrow() {
                return None;
            }
            tokio::select! {
                changed = self.stop.changed() => if changed.is_err() || *self.stop.borrow() { return None },
                news = self.news.recv() => match news {
                    Ok(live) if live.rooftop == self.rooftop => return Some(self.counts(Some(live)).await),
                    Ok(_) => {}
                    // Fell behind: the counts say where things stand now.
                    Err(broadcast::error::RecvError::Lagged(_)) => return Some(self.counts(None).await),
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
            }
        }
    }

    async fn counts(&self, live: Option<Live>) -> Event {
        let counts = reads::shell::counts(&self.state, self.rooftop).await.unwrap_or_default();
        let data = serde_json::json!({
            "waiting": counts.waiting, "overdue": counts.overdue, "alarms": counts.alarms,
            "kind": live.map(|live| live.kind.as_str()), "case": live.and_then(|live| live.case).map(|case| case.to_string()),
        });
        Event::default().event("counts").data(data.to_string())
    }
}
