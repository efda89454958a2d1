//! The queue: one line for each case that waits for a person, by urgency and due time.

use domain::action::Assignee;
use domain::case::CaseState;
use domain::id::{CaseId, RooftopId};
use domain::labels::{Intent, Urgency};
use domain::time::UtcMicros;

use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::row::Row;

/// One line of the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxRow {
    pub case_id: CaseId,
    pub state: CaseState,
    pub who: Option<String>,
    pub about: Option<String>,
    pub channel: String,
    pub provider: Option<String>,
    pub intent: Option<Intent>,
    pub urgency: Option<Urgency>,
    pub urgency_rank: i64,
    pub due_us: UtcMicros,
    pub received_us: UtcMicros,
    pub pending: i64,
    pub held: i64,
    pub hold_rule: Option<String>,
    /// Kinds of the open proposals, joined by commas.
    pub kinds: String,
    pub assigned_to: Option<Assignee>,
}

/// The place of a line in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InboxCursor {
    pub urgency_rank: i64,
    pub due: UtcMicros,
    pub case: CaseId,
}

impl InboxRow {
    /// Where the page after this line begins.
    #[must_use]
    pub fn cursor(&self) -> InboxCursor {
        InboxCursor { urgency_rank: self.urgency_rank, due: self.due_us, case: self.case_id }
    }
}

/// Which lines are shown; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboxFilter {
    pub urgency: Option<Urgency>,
    pub intent: Option<Intent>,
    pub state: Option<CaseState>,
    pub assigned_to: Option<Assignee>,
    pub hold_rule: Option<String>,
    /// `Some(true)`: only with an exception; `Some(false)`: only without.
    pub is_held: Option<bool>,
    /// Only those that were due before this time.
    pub due_before: Option<UtcMicros>,
}

const PAGE: &str = "SELECT case_id, state, who, about, channel, provider, intent, urgency, urgency_rank, due_us, \
     received_us, pending, held, hold_rule, kinds, assigned_to FROM lead_case \
     WHERE rooftop_id = $1 AND waiting = 1 AND (urgency_rank, due_us, case_id) > ($2, $3, $4) \
     AND (urgency_rank = $5 OR $5 IS NULL) AND (intent = $6 OR $6 IS NULL) AND (state = $7 OR $7 IS NULL) \
     AND (assigned_to = $8 OR $8 IS NULL) AND (hold_rule = $9 OR $9 IS NULL) \
     AND (CAST(CASE WHEN held > 0 THEN 1 ELSE 0 END AS BIGINT) = $10 OR $10 IS NULL) AND (due_us < $11 OR $11 IS NULL) \
     ORDER BY urgency_rank, due_us, case_id LIMIT $12";
const COUNTS: &str = "SELECT urgency_rank, COUNT(*) AS waiting, \
     CAST(SUM(CASE WHEN due_us < $2 THEN 1 ELSE 0 END) AS BIGINT) AS overdue \
     FROM lead_case WHERE rooftop_id = $1 AND waiting = 1 GROUP BY urgency_rank";
const COUNT_ASSIGNED: &str =
    "SELECT COUNT(*) AS number FROM lead_case WHERE rooftop_id = $1 AND assigned_to = $2 AND waiting = 1";

/// A page of the queue, from the top or after a line.
pub fn page(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    filter: &InboxFilter,
    after: Option<InboxCursor>,
    limit: i64,
) -> Result<Vec<InboxRow>, DbError> {
    let start = after
        .map_or((-1, i64::MIN, String::new()), |at| (at.urgency_rank, at.due.micros(), at.case.to_string()));
    let params = params![
        rooftop,
        start.0,
        start.1,
        start.2,
        filter.urgency.map(|urgency| super::cases::rank(Some(urgency))),
        filter.intent.map(Intent::as_str),
        filter.state,
        filter.assigned_to.as_ref().map(Assignee::to_string),
        filter.hold_rule.as_deref(),
        filter.is_held.map(i64::from),
        filter.due_before,
        limit
    ];
    r.list(PAGE, &params, read)
}

fn read(row: &Row) -> Result<InboxRow, DbError> {
    Ok(InboxRow {
        case_id: row.read("case_id")?,
        state: row.read("state")?,
        who: row.read("who")?,
        about: row.read("about")?,
        channel: row.read("channel")?,
        provider: row.read("provider")?,
        intent: row.read("intent")?,
        urgency: row.read("urgency")?,
        urgency_rank: row.read("urgency_rank")?,
        due_us: row.read("due_us")?,
        received_us: row.read("received_us")?,
        pending: row.read("pending")?,
        held: row.read("held")?,
        hold_rule: row.read("hold_rule")?,
        kinds: row.read("kinds")?,
        assigned_to: row.read("assigned_to")?,
    })
}

/// How many cases wait, by urgency, and how many of them are overdue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    pub high: i64,
    pub normal: i64,
    pub low: i64,
    pub overdue: i64,
}

impl InboxCounts {
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.high + self.normal + self.low
    }
}

/// Counts the queue from its index alone.
pub fn counts(r: &mut Reader<'_>, rooftop: RooftopId, now: UtcMicros) -> Result<InboxCounts, DbError> {
    let mut counts = InboxCounts::default();
    for row in r.query(COUNTS, &params![rooftop, now])? {
        let waiting = row.int("waiting")?;
        match row.int("urgency_rank")? {
            0 => counts.high += waiting,
            1 => counts.normal += waiting,
            _ => counts.low += waiting,
        }
        counts.overdue += row.int("overdue")?;
    }
    Ok(counts)
}

/// How many waiting cases a person or a queue has.
pub fn count_assigned(r: &mut Reader<'_>, rooftop: RooftopId, assignee: &Assignee) -> Result<i64, DbError> {
    r.count(COUNT_ASSIGNED, &params![rooftop, assignee.to_string()])
}
