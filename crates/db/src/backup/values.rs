//! Rows as bytes: a block names its table and columns, then holds values row after row.
//!
//! Integers are little endian. A name is its length in 2 bytes and its UTF-8. A value is a tag and its content: 0
//! nothing, 1 an integer in 8 bytes, 2 a real number in 8 bytes, 3 text and 4 bytes, both after their length in 4.

use crate::value::{Cell, Value};

/// A block being written.
pub(super) struct Block {
    head: Vec<u8>,
    rows: u32,
    values: Vec<u8>,
}

impl Block {
    pub(super) fn new(table: &str, columns: &[String]) -> Self {
        let mut head = Vec::new();
        push_name(&mut head, table);
        head.extend((columns.len() as u16).to_le_bytes());
        columns.iter().for_each(|column| push_name(&mut head, column));
        Self { head, rows: 0, values: Vec::new() }
    }

    pub(super) fn push(&mut self, cell: Cell<'_>) {
        let out = &mut self.values;
        match cell {
            Cell::Null => out.push(0),
            Cell::Int(number) => {
                out.push(1);
                out.extend(number.to_le_bytes());
            }
            Cell::Real(number) => {
                out.push(2);
                out.extend(number.to_le_bytes());
            }
            Cell::Text(text) => push_long(out, 3, text.as_bytes()),
            Cell::Blob(bytes) => push_long(out, 4, bytes),
        }
    }

    pub(super) fn end_row(&mut self) {
        self.rows += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        let Self { mut head, rows, values } = self;
        head.extend(rows.to_le_bytes());
        head.extend(values);
        head
    }
}

/// Names are the house's own, far below the limit.
fn push_name(out: &mut Vec<u8>, name: &str) {
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(name.as_bytes());
}

/// Neither engine stores a value of 4 GiB.
fn push_long(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

/// A block read back.
pub(super) struct ReadBlock {
    pub table: String,
    pub columns: Vec<String>,
    pub rows: u64,
    /// Row after row.
    pub values: Vec<Value>,
}

/// `None` if the bytes are not exactly one block.
pub(super) fn read(bytes: &[u8]) -> Option<ReadBlock> {
    let mut rest = bytes;
    let table = name(&mut rest)?;
    let width = u16::from_le_bytes(take(&mut rest)?);
    let columns = (0..width).map(|_| name(&mut rest)).collect::<Option<Vec<_>>>()?;
    let rows = u64::from(u32::from_le_bytes(take(&mut rest)?));
    let count = rows.checked_mul(u64::from(width)).filter(|count| *count <= rest.len() as u64)?;
    let values = (0..count).map(|_| value(&mut rest)).collect::<Option<Vec<_>>>()?;
    let is_plain = |name: &String| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
    };
    // The names go into statements.
    let is_sane = is_plain(&table) && columns.iter().all(is_plain) && rest.is_empty();
    is_sane.then_some(ReadBlock { table, columns, rows, values })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

fn long<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

fn name(rest: &mut &[u8]) -> Option<String> {
    let length = u16::from_le_bytes(take(rest)?);
    String::from_utf8(long(rest, usize::from(length))?.to_vec()).ok()
}

fn value(rest: &mut &[u8]) -> Option<Value> {
    let [tag] = take(rest)?;
    Some(match tag {
        0 => Value::Null,
        1 => Value::Int(i64::from_le_bytes(take(rest)?)),
        2 => Value::Real(f64::from_le_bytes(take(rest)?)),
        3 | 4 => {
            let length = u32::from_le_bytes(take(rest)?);
            let bytes = long(rest, usize::try_from(length).ok()?)?.to_vec();
            if tag == 3 { Value::Text(String::from_utf8(bytes).ok()?) } else { Value::Blob(bytes) }
        }
        _ => return None,
    })
}
