//! One box for everything: contacts, vehicles and cases, by what people remember of them.

use domain::id::RooftopId;

use crate::error::DbError;
use crate::reader::Reader;
use crate::tables::cases::{self, CaseRow};
use crate::tables::contacts::{self, Contact};
use crate::tables::vehicles::{self, VehicleRow};

/// What was found, each kind in its own order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub contacts: Vec<Contact>,
    pub vehicles: Vec<VehicleRow>,
    pub cases: Vec<CaseRow>,
}

/// Looks for `text` as the beginning of a name, a phone number in E.164, an address, a stock number, a VIN, or the
/// beginning of make and model; at most `limit` of each kind.
pub fn find(r: &mut Reader<'_>, rooftop: RooftopId, text: &str, limit: i64) -> Result<Found, DbError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Found::default());
    }
    let contacts = contacts::search(r, rooftop, text, limit)?;
    let vehicles = vehicles::search(r, rooftop, text, limit)?;
    let open = cases::open_by_points(r, rooftop, &[text.to_lowercase()])?;
    let mut cases: Vec<CaseRow> = open.into_iter().map(|open| open.case).collect();
    for contact in &contacts {
        let (history, _) = cases::history_of_contact(r, rooftop, contact.row.contact_id, limit)?;
        cases.extend(history);
    }
    cases.sort_by_key(|case| std::cmp::Reverse(case.case_id));
    cases.dedup_by_key(|case| case.case_id);
    cases.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(Found { contacts, vehicles, cases })
}
