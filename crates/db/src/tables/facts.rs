//! The facts that a case was last judged on, as the agent saw them.

use domain::digest::Digest;
use domain::fact::Facts;
use domain::id::{CaseId, RooftopId};
use domain::time::UtcMicros;

use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::record::Doc;
use crate::table::table;
use crate::unit::Op;

table! {
    /// One case's facts.
    pub struct FactSetRow in "fact_set" [rooftop_id: RooftopId, case_id: CaseId] {
        /// Fingerprint over all topics.
        basis: Digest,
        facts: Doc<Facts>,
        taken_us: UtcMicros,
    }
}

const LOAD: &str = "SELECT * FROM fact_set WHERE rooftop_id = $1 AND case_id = $2";
const REPLACE: &str = "INSERT INTO fact_set (rooftop_id, case_id, basis, facts, taken_us) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (rooftop_id, case_id) DO UPDATE SET \
     basis = excluded.basis, facts = excluded.facts, taken_us = excluded.taken_us";

pub fn load(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<Option<FactSetRow>, DbError> {
    r.find(LOAD, &params![rooftop, case], FactSetRow::read)
}

/// Stores the facts in place of earlier ones.
#[must_use]
pub fn replace(row: &FactSetRow) -> Op {
    Op::new(REPLACE, row.parameters())
}
