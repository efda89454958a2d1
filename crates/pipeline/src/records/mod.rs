//! What people change by hand: contacts, tasks, cases, alarms; each with a revision check and on the record.

use domain::id::{CaseId, ContactId, TaskId};
use domain::lead::{Address, PersonName};
use domain::person::{Actor, Role};

use crate::parts::Pipeline;

/// A contact as a person wants it to stand.
#[derive(Clone, Debug)]
pub struct ContactEdit {
    /// Which.
    pub contact: ContactId,
    /// The revision that was shown.
    pub revision: i64,
    /// The name.
    pub name: PersonName,
    /// Lower case.
    pub emails: Vec<String>,
    /// E.164 where known.
    pub phones: Vec<String>,
    /// Where they live.
    pub address: Address,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Notes.
    pub notes: Option<String>,
}

/// Why a record was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRefused {
    /// It wants a person with this role.
    NeedsRole(Role),
    /// No such record at this store.
    NotFound,
    /// Somebody was faster: reload.
    Moved,
    /// The value cannot be taken; why, for a person.
    Invalid(String),
    /// The store could not be read or written.
    Storage,
}

impl Pipeline {
    /// Changes a contact.
    pub async fn edit_contact(&self, who: &Actor, edit: ContactEdit) -> Result<(), EditRefused> {
        let _ = (who, edit);
        Err(EditRefused::Storage)
    }

    /// Marks a task as done.
    pub async fn complete_task(&self, who: &Actor, task: TaskId, revision: i64) -> Result<(), EditRefused> {
        let _ = (who, task, revision);
        Err(EditRefused::Storage)
    }

    /// Closes a case: open proposals are superseded, nothing more is drafted.
    pub async fn close_case(&self, who: &Actor, case: CaseId, note: &str) -> Result<(), EditRefused> {
        let _ = (who, case, note);
        Err(EditRefused::Storage)
    }

    /// Takes an alarm off the board.
    pub async fn clear_alarm(&self, who: &Actor, alarm: &str) -> Result<(), EditRefused> {
        let _ = (who, alarm);
        Err(EditRefused::Storage)
    }
}
