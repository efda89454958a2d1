//! People, their names, and keys.

use std::collections::BTreeMap;

use db::people::PersonState;
use db::{DbError, Reader};
use domain::action::Assignee;
use domain::id::{PersonId, RooftopId};
use domain::person::Role;
use domain::time::{DAY_US, UtcMicros};

use crate::state::WebState;
use crate::view::house::{KeyLine, PersonLine};
use crate::view::time::Clock;

/// Departments that have a queue.
const QUEUES: [&str; 6] = ["sales", "bdc", "service", "parts", "finance", "management"];

/// Who works at a store, by id.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: BTreeMap<PersonId, (String, Vec<Role>)>,
}

impl Names {
    /// Everybody who may still be given something.
    pub fn load(r: &mut Reader<'_>, rooftop: RooftopId) -> Result<Self, DbError> {
        let staff = db::people::staff(r, rooftop)?;
        let people = staff.into_iter().map(|one| {
            let roles = if one.person.state == PersonState::Active { one.member.roles.0 } else { Vec::new() };
            (one.person.person_id, (one.person.name, roles))
        });
        Ok(Self { people: people.collect() })
    }

    /// As the person signs; somebody who has left is named by id.
    #[must_use]
    pub fn of(&self, person: PersonId) -> String {
        self.people.get(&person).map_or_else(|| person.to_string(), |(name, _)| name.clone())
    }

    /// An assignee in words.
    #[must_use]
    pub fn assignee(&self, to: &Assignee) -> String {
        match to {
            Assignee::Person(person) => self.of(*person),
            Assignee::Queue(queue) => format!("{queue} queue"),
        }
    }

    /// Colleagues who may sign, without `me`.
    #[must_use]
    pub fn signers(&self, me: PersonId) -> Vec<(PersonId, String)> {
        let may = |roles: &[Role]| {
            roles.iter().any(|role| role.covers(Role::Reviewer) || role.covers(Role::Compliance))
        };
        self.people
            .iter()
            .filter(|(id, (_, roles))| **id != me && may(roles))
            .map(|(id, (name, _))| (*id, name.clone()))
            .collect()
    }

    /// Everybody and every queue that work can be given to.
    #[must_use]
    pub fn assignees(&self) -> Vec<(String, String)> {
        let people = self.people.iter().map(|(id, (name, _))| (id.to_string(), name.clone()));
        people.chain(QUEUES.map(|queue| (format!("queue:{queue}"), format!("{queue} queue")))).collect()
    }
}

/// The name of one person, wherever they work.
pub fn name(r: &mut Reader<'_>, person: PersonId) -> Result<String, DbError> {
    Ok(db::people::load(r, person)?.map_or_else(|| person.to_string(), |row| row.name))
}

/// An assignee of this store in words; `None` if nobody of that id works here.
pub async fn label(state: &WebState, rooftop: RooftopId, who: &Assignee) -> Result<Option<String>, DbError> {
    let names = state.pipeline.store().read(move |r| Names::load(r, rooftop)).await?;
    let stored = who.to_string();
    Ok(names.assignees().into_iter().find(|(known, _)| *known == stored).map(|(_, label)| label))
}

/// Everybody at the store.
pub async fn list(state: &WebState, rooftop: RooftopId) -> Result<Vec<PersonLine>, DbError> {
    let staff = state.pipeline.store().read(move |r| db::people::staff(r, rooftop)).await?;
    Ok(staff
        .into_iter()
        .map(|one| PersonLine {
            person: one.person.person_id,
            name: one.person.name,
            email: one.person.email,
            roles: one.member.roles.0,
            department: one.member.department,
            active: one.person.state == PersonState::Active,
            open: one.member.open_count,
        })
        .collect())
}

/// The store's keys, newest first.
pub async fn keys(state: &WebState, rooftop: RooftopId) -> Result<Vec<KeyLine>, DbError> {
    let read =
        state.pipeline.store().read(move |r| Ok((db::access::keys(r, rooftop)?, Names::load(r, rooftop)?)));
    let (rows, names) = read.await?;
    // Days are kept in UTC, so that a busy key is not written on every call.
    let clock = Clock::of("UTC", state.pipeline.now());
    Ok(rows
        .into_iter()
        .map(|row| KeyLine {
            key: row.key_id,
            name: row.name,
            scope: row.scope.as_str().to_owned(),
            person: row.person_id.map(|person| names.of(person)),
            created: row.created_us,
            last_used: row.last_used_day.map(|day| clock.day(UtcMicros(day.saturating_mul(DAY_US)))),
            revoked: row.revoked_us,
        })
        .collect())
}
