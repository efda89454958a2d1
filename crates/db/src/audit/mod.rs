//! The record that anyone can verify: append-only events per rooftop, as leaves of a Merkle tree with signed heads.

mod append;
mod event;
pub mod merkle;

pub use event::{AuditDraft, AuditEvent};

pub(crate) use append::{Appender, TAKE_HEAD, bigint, read_frontier, take_head};
