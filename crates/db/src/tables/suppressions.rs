//! Phone numbers and addresses that must not be written to. They outlive contact and case.

use domain::id::{CaseId, PersonId, RooftopId};
use domain::time::UtcMicros;

use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::table::table;
use crate::tables::contacts::PointKind;
use crate::unit::{Expect, Op};

table! {
    /// One opt-out.
    pub struct SuppressionRow in "suppression" [rooftop_id: RooftopId, point: String] {
        since_us: UtcMicros,
        /// A bare word, or confirmed; otherwise it holds until a person has confirmed or lifted it.
        is_final: bool,
        source_case: Option<CaseId>,
        channel: PointKind,
        lifted_us: Option<UtcMicros>,
        lifted_by: Option<PersonId>,
        /// Why it was lifted.
        reason: Option<String>,
    }
}

const LOAD: &str = "SELECT * FROM suppression WHERE rooftop_id = $1 AND point = $2";
const OF_POINT: &str = "SELECT * FROM suppression WHERE rooftop_id = $1 AND point = $2 AND lifted_us IS NULL";
const LIST: &str = "SELECT * FROM suppression WHERE rooftop_id = $1 AND point > $2 AND lifted_us IS NULL \
     ORDER BY point LIMIT $3";
// A later opt-out revives a lifted one; a free-text one does not weaken a final one.
const SUPPRESS: &str = "INSERT INTO suppression (rooftop_id, point, since_us, is_final, source_case, channel, \
     lifted_us, lifted_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
     ON CONFLICT (rooftop_id, point) DO UPDATE SET \
     since_us = CASE WHEN suppression.lifted_us IS NULL THEN suppression.since_us ELSE excluded.since_us END, \
     is_final = CASE WHEN suppression.lifted_us IS NULL AND suppression.is_final = 1 THEN 1 \
         ELSE excluded.is_final END, \
     source_case = excluded.source_case, lifted_us = NULL, lifted_by = NULL, reason = NULL";
const CONFIRM: &str = "UPDATE suppression SET is_final = 1 \
     WHERE rooftop_id = $1 AND point = $2 AND lifted_us IS NULL AND is_final = 0";
const LIFT: &str = "UPDATE suppression SET lifted_us = $3, lifted_by = $4, reason = $5 \
     WHERE rooftop_id = $1 AND point = $2 AND lifted_us IS NULL";

/// The opt-out of a point, lifted ones too.
pub fn load(r: &mut Reader<'_>, rooftop: RooftopId, point: &str) -> Result<Option<SuppressionRow>, DbError> {
    r.find(LOAD, &params![rooftop, point], SuppressionRow::read)
}

/// The opt-outs in force among `points`.
pub fn of_points(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    points: &[String],
) -> Result<Vec<SuppressionRow>, DbError> {
    let mut found = Vec::new();
    for point in points {
        found.extend(r.find(OF_POINT, &params![rooftop, point], SuppressionRow::read)?);
    }
    Ok(found)
}

/// Opt-outs in force, by point; `after` is the last one of the page before.
pub fn list(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    after: &str,
    limit: i64,
) -> Result<Vec<SuppressionRow>, DbError> {
    r.list(LIST, &params![rooftop, after, limit], SuppressionRow::read)
}

/// Suppresses the point from now on, whether or not it was before.
#[must_use]
pub fn suppress(row: &SuppressionRow) -> Op {
    Op::new(SUPPRESS, row.parameters())
}

/// A person has confirmed an opt-out in free words; the precondition is called `suppression`.
#[must_use]
pub fn confirm(rooftop: RooftopId, point: &str) -> Op {
    Op::new(CONFIRM, params![rooftop, point]).expecting(Expect::Rows(1), "suppression")
}

/// A person has lifted the opt-out; the precondition is called `suppression`.
#[must_use]
pub fn lift(rooftop: RooftopId, point: &str, by: PersonId, reason: &str, at: UtcMicros) -> Op {
    Op::new(LIFT, params![rooftop, point, at, by, reason]).expecting(Expect::Rows(1), "suppression")
}
