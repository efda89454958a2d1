//! Work for people, with a due time.

use domain::action::Assignee;
use domain::id::{CaseId, ContactId, PersonId, RooftopId, TaskId};
use domain::labels::Urgency;
use domain::time::UtcMicros;

use crate::column::stored_names;
use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::table::table;
use crate::unit::{Expect, Op};

stored_names! {
    /// How a task stands.
    TaskState, "the state of a task" {
        Open = "open",
        Done = "done",
        Cancelled = "cancelled",
    }
}

table! {
    /// One task.
    pub revisioned struct TaskRow in "task" [rooftop_id: RooftopId, task_id: TaskId] {
        case_id: Option<CaseId>,
        contact_id: Option<ContactId>,
        title: String,
        note: String,
        due_us: UtcMicros,
        urgency: Urgency,
        assignee: Assignee,
        state: TaskState,
        done_us: Option<UtcMicros>,
        done_by: Option<PersonId>,
    }
}

const LOAD: &str = "SELECT * FROM task WHERE rooftop_id = $1 AND task_id = $2";
const OF_CASE: &str = "SELECT * FROM task WHERE rooftop_id = $1 AND case_id = $2 ORDER BY due_us, task_id";
const LIST: &str = "SELECT * FROM task WHERE rooftop_id = $1 AND state = $2 AND (due_us, task_id) > ($3, $4) \
     AND (assignee = $5 OR $5 IS NULL) AND (due_us < $6 OR $6 IS NULL) ORDER BY due_us, task_id LIMIT $7";
const COUNT: &str =
    "SELECT COUNT(*) AS number FROM task WHERE rooftop_id = $1 AND state = 'open' AND due_us < $2";
const DELETE: &str = "DELETE FROM task WHERE rooftop_id = $1 AND task_id = $2 AND revision = $3";

pub fn load(r: &mut Reader<'_>, rooftop: RooftopId, task: TaskId) -> Result<Option<TaskRow>, DbError> {
    r.find(LOAD, &params![rooftop, task], TaskRow::read)
}

pub fn of_case(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<Vec<TaskRow>, DbError> {
    r.list(OF_CASE, &params![rooftop, case], TaskRow::read)
}

/// Which tasks a list shows; what is `None` does not restrict.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskFilter {
    pub state: TaskState,
    pub assignee: Option<Assignee>,
    pub due_before: Option<UtcMicros>,
}

/// A page of tasks by due time; `after` is the last one of the page before.
pub fn list(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    filter: &TaskFilter,
    after: Option<(UtcMicros, TaskId)>,
    limit: i64,
) -> Result<Vec<TaskRow>, DbError> {
    let (due, task) = after.map_or((i64::MIN, String::new()), |(due, task)| (due.micros(), task.to_string()));
    let assignee = filter.assignee.as_ref().map(Assignee::to_string);
    r.list(
        LIST,
        &params![rooftop, filter.state, due, task, assignee, filter.due_before, limit],
        TaskRow::read,
    )
}

/// Open tasks that were due before `now`.
pub fn count_overdue(r: &mut Reader<'_>, rooftop: RooftopId, now: UtcMicros) -> Result<i64, DbError> {
    r.count(COUNT, &params![rooftop, now])
}

/// Removes the row, as if it had never been: for undoing what an agent made; the precondition is called `revision`.
#[must_use]
pub fn delete(rooftop: RooftopId, task: TaskId, revision: i64) -> Op {
    Op::new(DELETE, params![rooftop, task, revision]).expecting(Expect::Rows(1), "revision")
}
