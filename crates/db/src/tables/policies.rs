//! Policies, every version of them.

use domain::digest::Digest;
use domain::id::{PersonId, RooftopId};
use domain::time::UtcMicros;

use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::table::table;

table! {
    /// One version; the highest one is in force.
    pub struct PolicyRow in "policy" [rooftop_id: RooftopId, version: i64] {
        hash: Digest,
        toml: String,
        by_person: PersonId,
        at_us: UtcMicros,
        note: Option<String>,
    }
}

const LATEST: &str = "SELECT * FROM policy WHERE rooftop_id = $1 ORDER BY version DESC LIMIT 1";
const IN_FORCE: &str = "SELECT version, hash FROM policy WHERE rooftop_id = $1 ORDER BY version DESC LIMIT 1";
const LOAD: &str = "SELECT * FROM policy WHERE rooftop_id = $1 AND version = $2";
const LIST: &str = "SELECT * FROM policy WHERE rooftop_id = $1 ORDER BY version DESC LIMIT $2";

/// The policy in force.
pub fn latest(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Option<PolicyRow>, DbError> {
    r.find(LATEST, &params![rooftop], PolicyRow::read)
}

/// Version and hash of the policy in force, without its text.
pub fn in_force(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Option<(i64, Digest)>, DbError> {
    r.find(IN_FORCE, &params![rooftop], |row| Ok((row.int("version")?, row.read("hash")?)))
}

pub fn load(r: &mut Reader<'_>, rooftop: RooftopId, version: i64) -> Result<Option<PolicyRow>, DbError> {
    r.find(LOAD, &params![rooftop, version], PolicyRow::read)
}

/// Newest first.
pub fn list(r: &mut Reader<'_>, rooftop: RooftopId, limit: i64) -> Result<Vec<PolicyRow>, DbError> {
    r.list(LIST, &params![rooftop, limit], PolicyRow::read)
}
