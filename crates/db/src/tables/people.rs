//! Who works here, and what each may do at which rooftop.

use domain::id::{PersonId, RooftopId};
use domain::person::Role;
use domain::time::UtcMicros;

use crate::column::{List, stored_names};
use crate::error::DbError;
use crate::params;
use crate::reader::Reader;
use crate::record::{Json, Week};
use crate::row::Row;
use crate::unit::{Expect, Op};

stored_names! {
    /// Whether somebody may sign in.
    PersonState, "the state of a person" {
        Active = "active",
        Disabled = "disabled",
    }
}

mod person {
    use super::{PersonId, PersonState, UtcMicros};
    use crate::table::table;

    table! {
        /// Somebody who may sign in.
        pub revisioned struct PersonRow in "person" [person_id: PersonId] {
            /// Lower case; nobody shares one.
            email: String,
            /// As the person signs.
            name: String,
            /// argon2id, as a PHC string; none until a password has been chosen.
            password_hash: Option<String>,
            state: PersonState,
            created_us: UtcMicros,
        }
    }
}

mod member {
    use super::{Json, List, PersonId, Role, RooftopId, UtcMicros, Week};
    use crate::table::table;

    table! {
        /// A person at one rooftop.
        pub revisioned struct MemberRow in "member" [rooftop_id: RooftopId, person_id: PersonId] {
            roles: List<Role>,
            department: String,
            senior: bool,
            /// ISO 639-1.
            languages: List<String>,
            /// Days and hours on duty.
            schedule: Json<Week>,
            /// Overrules the schedule.
            on_duty: Option<bool>,
            /// Most open assignments at once.
            load_cap: Option<i64>,
            last_assigned_us: Option<UtcMicros>,
            /// Open assignments, kept by [`super::assigned`] and [`super::released`].
            open_count: i64,
        }
    }
}

pub use member::{MemberRow, insert as insert_member, update as update_member};
pub use person::{PersonRow, insert, update};

/// A person with what they are at one rooftop.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    pub person: PersonRow,
    pub member: MemberRow,
}

const LOAD: &str = "SELECT * FROM person WHERE person_id = $1";
const BY_EMAIL: &str = "SELECT * FROM person WHERE email = $1";
const LOAD_MEMBER: &str = "SELECT * FROM member WHERE rooftop_id = $1 AND person_id = $2";
const MEMBERSHIPS: &str = "SELECT * FROM member WHERE person_id = $1 ORDER BY rooftop_id";
const STAFF: &str = "SELECT m.*, p.email, p.name, p.password_hash, p.state, p.created_us, p.revision AS person_revision \
     FROM member m JOIN person p ON p.person_id = m.person_id WHERE m.rooftop_id = $1 ORDER BY p.name, p.person_id";
const ASSIGNED: &str = "UPDATE member SET open_count = open_count + 1, last_assigned_us = $3 \
     WHERE rooftop_id = $1 AND person_id = $2";
const RELEASED: &str = "UPDATE member SET open_count = CASE WHEN open_count > 0 THEN open_count - 1 ELSE 0 END \
     WHERE rooftop_id = $1 AND person_id = $2";
const REMOVE: &str = "DELETE FROM member WHERE rooftop_id = $1 AND person_id = $2 AND revision = $3";

pub fn load(r: &mut Reader<'_>, person: PersonId) -> Result<Option<PersonRow>, DbError> {
    r.find(LOAD, &params![person], PersonRow::read)
}

/// By e-mail address in lower case.
pub fn by_email(r: &mut Reader<'_>, email: &str) -> Result<Option<PersonRow>, DbError> {
    r.find(BY_EMAIL, &params![email], PersonRow::read)
}

pub fn member(
    r: &mut Reader<'_>,
    rooftop: RooftopId,
    person: PersonId,
) -> Result<Option<MemberRow>, DbError> {
    r.find(LOAD_MEMBER, &params![rooftop, person], MemberRow::read)
}

/// What the person is, at every rooftop.
pub fn memberships_of(r: &mut Reader<'_>, person: PersonId) -> Result<Vec<MemberRow>, DbError> {
    r.list(MEMBERSHIPS, &params![person], MemberRow::read)
}

/// Everybody at the rooftop, disabled ones too, by name.
pub fn staff(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Vec<Staff>, DbError> {
    r.list(STAFF, &params![rooftop], read_staff)
}

/// The active admins of the rooftop.
pub fn admins(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Vec<Staff>, DbError> {
    let mut all = staff(r, rooftop)?;
    all.retain(|one| one.person.state == PersonState::Active && one.member.roles.0.contains(&Role::Admin));
    Ok(all)
}

fn read_staff(row: &Row) -> Result<Staff, DbError> {
    let person = PersonRow {
        person_id: row.read("person_id")?,
        email: row.read("email")?,
        name: row.read("name")?,
        password_hash: row.read("password_hash")?,
        state: row.read("state")?,
        created_us: row.read("created_us")?,
        revision: row.read("person_revision")?,
    };
    Ok(Staff { person, member: MemberRow::read(row)? })
}

/// The person was given a case.
#[must_use]
pub fn assigned(rooftop: RooftopId, person: PersonId, at: UtcMicros) -> Op {
    Op::new(ASSIGNED, params![rooftop, person, at]).expecting(Expect::Rows(1), "member")
}

/// The person has one case less.
#[must_use]
pub fn released(rooftop: RooftopId, person: PersonId) -> Op {
    Op::new(RELEASED, params![rooftop, person]).expecting(Expect::Rows(1), "member")
}

/// The person does not work at the rooftop any more.
#[must_use]
pub fn remove_member(row: &MemberRow) -> Op {
    Op::new(REMOVE, params![row.rooftop_id, row.person_id, row.revision])
        .expecting(Expect::Rows(1), "revision")
}
