//! By when a person should have acted.

use domain::context::CaseContext;
use domain::labels::Urgency;
use domain::time::{MINUTE_US, UtcMicros};

use crate::reply::when;

/// Whether the clock may wait for the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// Starts at opening if the store is closed.
    OpeningHours,
    /// Runs at any hour: somebody may be in danger.
    Wall,
}

/// While the store is open: minutes after the lead came in, on the wall clock, even past closing time.
/// While it is closed: minutes after it opens, so that the morning's list is in order and not all red; for
/// a matter of safety, minutes after the lead came in all the same.
pub(super) fn due(cx: &CaseContext, urgency: Urgency, clock: Clock) -> UtcMicros {
    let minutes = i64::from(cx.instructions.due.minutes(urgency));
    let opening = cx
        .facts
        .hours()
        .filter(|hours| clock == Clock::OpeningHours && !hours.open_now)
        .and_then(|hours| hours.opens)
        .filter(|opens| *opens > cx.received);
    opening.unwrap_or(cx.received).plus(minutes.saturating_mul(MINUTE_US))
}

/// "10:30 am" or "Sat 9:15 am" on the store's wall; `None` if its zone is not known.
pub(super) fn in_words(cx: &CaseContext, due: UtcMicros) -> Option<String> {
    let zone = &cx.facts.hours()?.timezone;
    Some(when::short(&when::local(due, zone)?, &when::local(cx.received, zone)?))
}
