//! Tries at carrying out an approved proposal.

use domain::id::{AttemptId, CaseId, ProposalId, RooftopId};
use domain::time::UtcMicros;

use crate::column::stored_names;
use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::table::table;
use crate::unit::{Expect, Op};

stored_names! {
    /// How a try stands.
    AttemptState, "the state of an attempt" {
        Open = "open",
        Done = "done",
        Failed = "failed",
        /// It may have happened; a person must look.
        Unknown = "unknown",
        CalledBack = "called_back",
    }
}

table! {
    /// One try; while it is open, done or unknown, its proposal can have no other.
    pub struct AttemptRow in "attempt" [rooftop_id: RooftopId, attempt_id: AttemptId] {
        proposal_id: ProposalId,
        case_id: CaseId,
        idempotency_key: String,
        state: AttemptState,
        tries: i64,
        started_us: UtcMicros,
        finished_us: Option<UtcMicros>,
        error: Option<String>,
        receipt: Option<String>,
    }
}

const LOAD: &str = "SELECT * FROM attempt WHERE rooftop_id = $1 AND attempt_id = $2";
const OF_CASE: &str = "SELECT * FROM attempt WHERE rooftop_id = $1 AND case_id = $2 ORDER BY attempt_id";
/// The first condition on the state is that of the index `attempt_once`, so that SQLite sees that it may be used.
const OPEN_OF: &str = "SELECT * FROM attempt WHERE rooftop_id = $1 AND proposal_id = $2 \
     AND state IN ('open', 'done', 'unknown') AND state = 'open'";
const FAILED_OF_CASE: &str =
    "SELECT COUNT(*) AS number FROM attempt WHERE rooftop_id = $1 AND case_id = $2 AND state = 'failed'";
const TRY_AGAIN: &str = "UPDATE attempt SET tries = tries + 1, error = $3 \
     WHERE rooftop_id = $1 AND attempt_id = $2 AND state = 'open'";
const NOTE_ERROR: &str =
    "UPDATE attempt SET error = $3 WHERE rooftop_id = $1 AND attempt_id = $2 AND state = 'open'";
const FINISH: &str = "UPDATE attempt SET state = $3, finished_us = $4, error = $5, receipt = $6 \
     WHERE rooftop_id = $1 AND attempt_id = $2 AND state = 'open'";

pub fn load(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    attempt: AttemptId,
) -> Result<Option<AttemptRow>, DbError> {
    r.find(LOAD, &params![rooftop, attempt], AttemptRow::read)
}

pub fn of_case(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<Vec<AttemptRow>, DbError> {
    r.list(OF_CASE, &params![rooftop, case], AttemptRow::read)
}

/// The try that is under way.
pub fn open_of(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    proposal: ProposalId,
) -> Result<Option<AttemptRow>, DbError> {
    r.find(OPEN_OF, &params![rooftop, proposal], AttemptRow::read)
}

pub fn failed_of_case(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<i64, DbError> {
    r.count(FAILED_OF_CASE, &params![rooftop, case])
}

/// Counts a try that failed for now; the attempt stays open.
#[must_use]
pub fn count_try(rooftop: RooftopId, attempt: AttemptId, error: &str) -> Op {
    Op::new(TRY_AGAIN, params![rooftop, attempt, error]).expecting(Expect::Rows(1), "attempt_open")
}

/// Notes what went wrong with an open attempt, without counting a try.
#[must_use]
pub fn note_error(rooftop: RooftopId, attempt: AttemptId, error: &str) -> Op {
    Op::new(NOTE_ERROR, params![rooftop, attempt, error]).expecting(Expect::Rows(1), "attempt_open")
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub state: AttemptState,
    pub at: UtcMicros,
    pub error: Option<String>,
    pub receipt: Option<String>,
}

/// Ends the attempt, if it is still open; the precondition is called `attempt_open`.
#[must_use]
pub fn finish(rooftop: RooftopId, attempt: AttemptId, ending: &Ending) -> Op {
    let params = params![
        rooftop,
        attempt,
        ending.state,
        ending.at,
        ending.error.as_deref(),
        ending.receipt.as_deref()
    ];
    Op::new(FINISH, params).expecting(Expect::Rows(1), "attempt_open")
}
