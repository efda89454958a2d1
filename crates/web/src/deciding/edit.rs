//! An edit: the words and hands a person may change on an action. Recipient, vehicle and record stay those of the case.

use domain::action::{Action, Assign, Assignee, CreateTask, SendReply};
use domain::time::UtcMicros;

/// Longest subject, in characters (RFC 5322 lines hold 998 bytes; nobody reads more than this).
const SUBJECT: usize = 400;
/// Longest letter, in characters.
const BODY: usize = 20_000;
/// Longest task title, in characters.
const TITLE: usize = 200;
/// Longest task note, in characters.
const NOTE: usize = 8_000;

/// What was changed; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Of a letter.
    pub subject: Option<String>,
    /// Of a letter.
    pub body: Option<String>,
    /// Of a task.
    pub title: Option<String>,
    /// Of a task.
    pub task_note: Option<String>,
    /// Of a task.
    pub due: Option<UtcMicros>,
    /// Of a task or an assignment: as stored, and as shown.
    pub assignee: Option<(Assignee, String)>,
}

/// The action with the changes made; the sentence says why it cannot be edited so.
pub fn edited(action: &Action, changes: Changes) -> Result<Action, String> {
    match action {
        Action::SendReply(reply) => letter(reply, changes).map(Action::SendReply),
        Action::CreateTask(task) => assignment(task, changes).map(Action::CreateTask),
        Action::Assign(assign) => {
            let (to, label) = changes.assignee.ok_or("an assignment is edited by naming somebody else")?;
            Ok(Action::Assign(Assign { to, label, rule: assign.rule.clone() }))
        }
        Action::LinkContact(_)
        | Action::CreateContact(_)
        | Action::AttachUnit(_)
        | Action::MarkDuplicate(_) => {
            Err("this action has nothing to edit: approve it, reject it, or take it over".to_owned())
        }
    }
}

fn letter(reply: &SendReply, changes: Changes) -> Result<SendReply, String> {
    let subject = changes.subject.unwrap_or_else(|| reply.subject.clone());
    let body = changes.body.unwrap_or_else(|| reply.body.clone());
    if subject.trim().is_empty() || subject.contains(['\r', '\n']) {
        return Err("a subject is one line and not empty".to_owned());
    }
    if body.trim().is_empty() {
        return Err("a letter without words is not sent".to_owned());
    }
    fits(&subject, SUBJECT, "the subject")?;
    fits(&body, BODY, "the letter")?;
    Ok(SendReply { subject: subject.trim().to_owned(), body, ..reply.clone() })
}

fn assignment(task: &CreateTask, changes: Changes) -> Result<CreateTask, String> {
    let title = changes.title.unwrap_or_else(|| task.title.clone());
    let note = changes.task_note.unwrap_or_else(|| task.note.clone());
    if title.trim().is_empty() {
        return Err("a task needs a title".to_owned());
    }
    fits(&title, TITLE, "the title")?;
    fits(&note, NOTE, "the note")?;
    let (assignee, assignee_label) =
        changes.assignee.unwrap_or_else(|| (task.assignee.clone(), task.assignee_label.clone()));
    let due = changes.due.unwrap_or(task.due);
    Ok(CreateTask { title: title.trim().to_owned(), note, due, assignee, assignee_label, ..task.clone() })
}

fn fits(text: &str, limit: usize, what: &str) -> Result<(), String> {
    let length = text.chars().count();
    if length <= limit { Ok(()) } else { Err(format!("{what} has {length} characters, at most {limit} fit")) }
}
