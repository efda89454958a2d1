//! Tasks by due time.

use db::DbError;
use db::tasks::{TaskFilter, TaskState};
use domain::action::Assignee;
use domain::id::TaskId;
use domain::person::Actor;
use domain::time::UtcMicros;

use super::people::Names;
use crate::state::WebState;
use crate::view::tables::TaskLine;

/// Rows of one page.
const PAGE: i64 = 100;

/// A page of open tasks, soonest due first, and where the next begins.
pub async fn list(
    state: &WebState,
    actor: &Actor,
    mine: bool,
    after: Option<String>,
) -> Result<(Vec<TaskLine>, Option<String>), DbError> {
    let rooftop = actor.rooftop;
    let assignee = mine.then_some(Assignee::Person(actor.person));
    let filter = TaskFilter { state: TaskState::Open, assignee, due_before: None };
    let after = after.as_deref().and_then(cursor);
    let read = state.pipeline.store().read(move |r| {
        let rows = db::tasks::list(r, rooftop, &filter, after, PAGE + 1)?;
        Ok((rows, Names::load(r, rooftop)?))
    });
    let (mut rows, names) = read.await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|last| format!("{}.{}", last.due_us.micros(), last.task_id));
    let lines = rows
        .into_iter()
        .map(|row| TaskLine {
            task: row.task_id,
            case: row.case_id,
            title: row.title,
            note: row.note,
            due: row.due_us,
            assignee: names.assignee(&row.assignee),
            open: row.state == TaskState::Open,
            revision: row.revision,
        })
        .collect();
    Ok((lines, next))
}

/// "1700000000000000.task_…"
fn cursor(text: &str) -> Option<(UtcMicros, TaskId)> {
    let (due, task) = text.split_once('.')?;
    Some((UtcMicros(due.parse().ok()?), task.parse().ok()?))
}
