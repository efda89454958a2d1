//! Instructions of the workflows, every version of them.

use domain::digest::Digest;
use domain::id::{PersonId, RooftopId};
use domain::time::UtcMicros;

use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::table::table;

table! {
    /// One version of one workflow's instructions; the highest one is in force.
    pub struct InstructionRow in "instruction" [rooftop_id: RooftopId, workflow: String, version: i64] {
        hash: Digest,
        toml: String,
        by_person: PersonId,
        at_us: UtcMicros,
        note: Option<String>,
    }
}

const LATEST: &str = "SELECT * FROM instruction WHERE rooftop_id = $1 AND workflow = $2 \
     ORDER BY version DESC LIMIT 1";
const IN_FORCE: &str = "SELECT version, hash FROM instruction WHERE rooftop_id = $1 AND workflow = $2 \
     ORDER BY version DESC LIMIT 1";
const LOAD: &str = "SELECT * FROM instruction WHERE rooftop_id = $1 AND workflow = $2 AND version = $3";
const LIST: &str = "SELECT * FROM instruction WHERE rooftop_id = $1 AND workflow = $2 \
     ORDER BY version DESC LIMIT $3";

/// The instructions in force.
pub fn latest(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    workflow: &str,
) -> Result<Option<InstructionRow>, DbError> {
    r.find(LATEST, &params![rooftop, workflow], InstructionRow::read)
}

/// Version and hash of the instructions in force, without their text.
pub fn in_force(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    workflow: &str,
) -> Result<Option<(i64, Digest)>, DbError> {
    r.find(IN_FORCE, &params![rooftop, workflow], |row| Ok((row.int("version")?, row.read("hash")?)))
}

pub fn load(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    workflow: &str,
    version: i64,
) -> Result<Option<InstructionRow>, DbError> {
    r.find(LOAD, &params![rooftop, workflow, version], InstructionRow::read)
}

/// Newest first.
pub fn list(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    workflow: &str,
    limit: i64,
) -> Result<Vec<InstructionRow>, DbError> {
    r.list(LIST, &params![rooftop, workflow, limit], InstructionRow::read)
}
