//! Rows as they come back: owned and read by column name, or borrowed and read by position while streaming.

use std::str::FromStr;
use std::sync::Arc;

use domain::digest::Digest;
use domain::time::UtcMicros;

use crate::conn::RowRef;
use crate::error::DbError;
use crate::value::{Cell, Value};

/// One row of a result, owned. Columns are named as the statement names them.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[Box<str>]>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<[Box<str>]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// The value under `column`.
    pub fn value(&self, column: &str) -> Result<&Value, DbError> {
        let position = self.columns.iter().position(|name| **name == *column);
        position.and_then(|at| self.values.get(at)).ok_or_else(|| missing(column))
    }

    /// All values, in the order of the statement.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    pub fn int(&self, column: &str) -> Result<i64, DbError> {
        int(self.value(column)?.as_cell(), &column)
    }

    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, DbError> {
        optional(self.value(column)?.as_cell(), &column, int)
    }

    /// An integer as yes (anything but 0) or no (0).
    pub fn flag(&self, column: &str) -> Result<bool, DbError> {
        Ok(self.int(column)? != 0)
    }

    pub fn real(&self, column: &str) -> Result<f64, DbError> {
        real(self.value(column)?.as_cell(), &column)
    }

    pub fn opt_real(&self, column: &str) -> Result<Option<f64>, DbError> {
        optional(self.value(column)?.as_cell(), &column, real)
    }

    pub fn text(&self, column: &str) -> Result<&str, DbError> {
        text(self.value(column)?.as_cell(), &column)
    }

    pub fn opt_text(&self, column: &str) -> Result<Option<&str>, DbError> {
        optional(self.value(column)?.as_cell(), &column, text)
    }

    pub fn blob(&self, column: &str) -> Result<&[u8], DbError> {
        blob(self.value(column)?.as_cell(), &column)
    }

    pub fn opt_blob(&self, column: &str) -> Result<Option<&[u8]>, DbError> {
        optional(self.value(column)?.as_cell(), &column, blob)
    }

    pub fn digest(&self, column: &str) -> Result<Digest, DbError> {
        digest(self.value(column)?.as_cell(), &column)
    }

    pub fn at(&self, column: &str) -> Result<UtcMicros, DbError> {
        self.int(column).map(UtcMicros)
    }

    pub fn opt_at(&self, column: &str) -> Result<Option<UtcMicros>, DbError> {
        Ok(self.opt_int(column)?.map(UtcMicros))
    }

    /// Text read as a `T`: an id, or a label that is stored by name.
    pub fn parsed<T: FromStr>(&self, column: &str) -> Result<T, DbError> {
        parsed(self.text(column)?, column)
    }

    pub fn opt_parsed<T: FromStr>(&self, column: &str) -> Result<Option<T>, DbError> {
        self.opt_text(column)?.map(|text| parsed(text, column)).transpose()
    }
}

/// Reading by position, without copying; for results too long to be kept.
impl<'r> RowRef<'r> {
    pub fn int(&self, at: usize) -> Result<i64, DbError> {
        int(self.cell(at)?, &at)
    }

    pub fn text(&self, at: usize) -> Result<&'r str, DbError> {
        text(self.cell(at)?, &at)
    }

    pub fn opt_text(&self, at: usize) -> Result<Option<&'r str>, DbError> {
        optional(self.cell(at)?, &at, text)
    }

    pub fn blob(&self, at: usize) -> Result<&'r [u8], DbError> {
        blob(self.cell(at)?, &at)
    }
}

fn int(cell: Cell<'_>, column: &dyn ToString) -> Result<i64, DbError> {
    match cell {
        Cell::Int(number) => Ok(number),
        other => Err(mismatch(column, "an integer", other)),
    }
}

fn real(cell: Cell<'_>, column: &dyn ToString) -> Result<f64, DbError> {
    match cell {
        Cell::Real(number) => Ok(number),
        other => Err(mismatch(column, "a real number", other)),
    }
}

fn text<'c>(cell: Cell<'c>, column: &dyn ToString) -> Result<&'c str, DbError> {
    match cell {
        Cell::Text(text) => Ok(text),
        other => Err(mismatch(column, "text", other)),
    }
}

fn blob<'c>(cell: Cell<'c>, column: &dyn ToString) -> Result<&'c [u8], DbError> {
    match cell {
        Cell::Blob(bytes) => Ok(bytes),
        other => Err(mismatch(column, "bytes", other)),
    }
}

fn digest(cell: Cell<'_>, column: &dyn ToString) -> Result<Digest, DbError> {
    let bytes = blob(cell, column)?;
    bytes.try_into().map(Digest).map_err(|_| mismatch(column, "a hash of 32 bytes", cell))
}

fn optional<'c, T>(
    cell: Cell<'c>,
    column: &dyn ToString,
    read: fn(Cell<'c>, &dyn ToString) -> Result<T, DbError>,
) -> Result<Option<T>, DbError> {
    if matches!(cell, Cell::Null) { Ok(None) } else { read(cell, column).map(Some) }
}

/// The stored text is not repeated in the error: it may be a customer's.
fn parsed<T: FromStr>(text: &str, column: &str) -> Result<T, DbError> {
    text.parse().map_err(|_| DbError::Column {
        column: column.to_owned(),
        wanted: std::any::type_name::<T>(),
        found: "text of another kind".to_owned(),
    })
}

fn missing(column: &str) -> DbError {
    DbError::Column { column: column.to_owned(), wanted: "a column", found: "none".to_owned() }
}

fn mismatch(column: &dyn ToString, wanted: &'static str, found: Cell<'_>) -> DbError {
    DbError::Column { column: column.to_string(), wanted, found: found.shape().to_owned() }
}
