//! Everything one step of a workflow may look at.

use std::sync::Arc;

use crate::fact::Facts;
use crate::id::{CaseId, RooftopId};
use crate::instructions::Instructions;
use crate::lead::Lead;
use crate::time::UtcMicros;

/// A case as an agent sees it at one moment. Immutable; read anew before anything is done.
#[derive(Clone, Debug)]
pub struct CaseContext {
    /// The store.
    pub rooftop: RooftopId,
    /// The case.
    pub case: CaseId,
    /// What came in.
    pub lead: Arc<Lead>,
    /// When it came in.
    pub received: UtcMicros,
    /// When the facts were read.
    pub read_at: UtcMicros,
    /// What is known, missing and contradictory.
    pub facts: Facts,
    /// How the rooftop wants the workflow to work.
    pub instructions: Arc<Instructions>,
}
