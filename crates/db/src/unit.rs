//! A unit of work: what one caller wants stored, all of it or nothing, together with the audit events it causes.
//!
//! A unit is data, not a closure, so that the committer can send many of them at once, and send one again.

use crate::audit::AuditDraft;
use crate::error::DbError;
use crate::value::Params;

/// Statements and audit events that are stored together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub(crate) ops: Vec<Op>,
    pub(crate) audit: Vec<AuditDraft>,
}

/// One statement of a unit, and what must come of it.
#[derive(Clone, Debug)]
pub struct Op {
    pub(crate) sql: &'static str,
    pub(crate) params: Params,
    pub(crate) expect: Expect,
    pub(crate) code: &'static str,
}

/// How many rows a statement must change (or find, if it is a query).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    Any,
    Rows(u64),
    AtLeastOne,
}

/// Why a unit was not stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// The statement at position `op` met another number of rows than it had to. Nothing of the unit is stored.
    #[error("`{code}` does not hold any more")]
    Precondition { op: usize, code: &'static str },
    /// The statement at position `op` met a row with the same key. Nothing of the unit is stored.
    #[error("statement {op} (`{code}`) met a row with the same key: {constraint}")]
    Duplicate { op: usize, code: &'static str, constraint: String },
    /// The connection broke after the commit was sent: the unit is stored whole, or not at all, and nobody knows
    /// which. Read before doing it again.
    #[error("the connection broke during the commit; whether it was stored is not known")]
    Unknown,
    /// Nothing of the unit is stored.
    #[error(transparent)]
    Failed(#[from] DbError),
}

impl Op {
    /// A statement that may change any number of rows.
    #[must_use]
    pub fn new(sql: &'static str, params: Params) -> Self {
        Self { sql, params, expect: Expect::Any, code: "" }
    }

    /// The same statement, which must meet what `expect` says; `code` names the broken precondition to the caller.
    #[must_use]
    pub fn expecting(self, expect: Expect, code: &'static str) -> Self {
        Self { expect, code, ..self }
    }

    /// Whether `count` rows are what was expected.
    pub(crate) fn is_met_by(&self, count: u64) -> bool {
        match self.expect {
            Expect::Any => true,
            Expect::Rows(wanted) => count == wanted,
            Expect::AtLeastOne => count > 0,
        }
    }

    fn weight(&self) -> usize {
        self.sql.len() + self.params.iter().map(|value| value.weight() + size_of_val(value)).sum::<usize>()
    }
}

impl Unit {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement that may change any number of rows.
    #[must_use]
    pub fn op(self, sql: &'static str, params: Params) -> Self {
        self.with(Op::new(sql, params))
    }

    /// Makes the statement added last a precondition: it must change (or find) exactly `rows` rows.
    #[must_use]
    pub fn expect_rows(self, rows: u64, code: &'static str) -> Self {
        self.expect(Expect::Rows(rows), code)
    }

    /// Makes the statement added last a precondition; `code` is what the caller is told if it does not hold.
    #[must_use]
    pub fn expect(mut self, expect: Expect, code: &'static str) -> Self {
        debug_assert!(!self.ops.is_empty(), "`{code}` is expected of a unit without statements");
        if let Some(last) = self.ops.pop() {
            self.ops.push(last.expecting(expect, code));
        }
        self
    }

    /// Adds a statement.
    #[must_use]
    pub fn with(mut self, op: Op) -> Self {
        self.ops.push(op);
        self
    }

    /// Adds an audit event. It is stored after the statements, in the order of the calls.
    #[must_use]
    pub fn audit(mut self, event: AuditDraft) -> Self {
        self.audit.push(event);
        self
    }

    /// Adds all statements and events of `other` after those of this unit.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.ops.extend(other.ops);
        self.audit.extend(other.audit);
        self
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty() && self.audit.is_empty()
    }

    /// Bytes that the unit takes in memory, about.
    pub(crate) fn weight(&self) -> usize {
        self.ops.iter().map(Op::weight).sum::<usize>()
            + self.audit.iter().map(AuditDraft::weight).sum::<usize>()
    }
}
