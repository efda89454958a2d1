//! The record that anyone can verify: append-only events per rooftop, as leaves of a Merkle tree with signed heads.

pub mod merkle;
mod event;
mod append;

pub use event::{AuditDraft, AuditEvent};

pub(crate) use append::{Appender, TAKE_HEAD, bigint, read_frontier, take_head};
