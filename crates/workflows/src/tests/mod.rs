//! Tests of the room, by table: one small case, one behaviour.

mod drafts;
mod fixtures;
mod instructions;
mod kinds;
mod properties;
mod replies;
mod routes;
mod steps;
