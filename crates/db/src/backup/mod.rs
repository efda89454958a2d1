//! Backups: the whole database in one file that either engine can be filled from, taken while the product runs.
//!
//! A backup is a snapshot: every table as it was at one moment. It can be restored into an empty database only, on
//! the same engine or the other one; the audit log verifies there as it did here.

mod file;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::time::UtcMicros;
use serde::{Deserialize, Serialize};

use self::file::{BackupReader, BackupWriter};
use crate::conn::{Access, Conn, Place, Returns, RowRef, Step};
use crate::error::DbError;
use crate::insert::insert_text;
use crate::migrate::{self, MigrateError};
use crate::params;
use crate::value::Value;

/// Bytes of rows that are packed together.
const BLOCK_BYTES: usize = 1 << 20;
/// Parameters of one restoring statement, and statements sent at once.
const PARAMETERS: usize = 400;
const STATEMENTS: usize = 200;

/// What a backup says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub schema_version: u64,
    pub taken_us: i64,
    /// The engine that it was taken from.
    pub engine: String,
}

/// What was written or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub header: Header,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

/// Why a backup was not written or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("cannot write or read `{path}`: {reason}")]
    File { path: PathBuf, reason: String },
    #[error("`{0}` is not a backup of this program")]
    NotABackup(PathBuf),
    #[error("the backup `{path}` is damaged: {what}")]
    Damaged { path: PathBuf, what: &'static str },
    #[error(
        "the backup is at schema version {found}, and this program knows versions up to {known}: use the newer program"
    )]
    Newer { found: u64, known: u64 },
    #[error("the database is not empty (table `{0}` has rows): restore into a new one")]
    NotEmpty(String),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes a backup of the database at `place` to `path`; the product may be running, in this process or another.
///
/// *Effects:* writes beside `path` first, and renames once everything is on disk; an existing file is replaced.
pub async fn write(place: Place, path: PathBuf, now: UtcMicros) -> Result<Summary, BackupError> {
    blocking(move || write_blocking(&place, &path, now)).await
}

/// Fills the empty database at `place` from the backup at `path`, and brings it to this program's version.
///
/// *Errors:* the file is checked as a whole before anything is stored.
pub async fn restore(path: PathBuf, place: Place, now: UtcMicros) -> Result<Summary, BackupError> {
    blocking(move || restore_blocking(&path, &place, now)).await
}

async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(run).await.unwrap_or(Err(BackupError::Db(DbError::Closed)))
}

fn write_blocking(place: &Place, path: &Path, now: UtcMicros) -> Result<Summary, BackupError> {
    let mut conn = Conn::open(place, Access::Read)?;
    conn.script(conn.dialect().begin_snapshot())?;
    let header = Header {
        schema_version: migrate::recorded_version(&mut conn)?,
        taken_us: now.micros(),
        engine: conn.dialect().name().to_owned(),
    };
    let mut out = BackupWriter::create(path, &header)?;
    let mut rows = BTreeMap::new();
    for table in tables(&mut conn)? {
        let written = write_table(&mut conn, &table, &mut out)?;
        rows.insert(table, written);
    }
    conn.rollback()?;
    out.finish(&rows)?;
    Ok(Summary { header, rows })
}

/// Our tables, but for the one that the migrations keep themselves.
fn tables(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let rows = conn.query(conn.dialect().list_tables(), &[])?;
    let names = rows.iter().map(|row| row.read("name")).collect::<Result<Vec<String>, _>>()?;
    Ok(names.into_iter().filter(|name| name != migrate::RECORDS).collect())
}

fn write_table(conn: &mut Conn, table: &str, out: &mut BackupWriter) -> Result<u64, BackupError> {
    let rows = conn.query(conn.dialect().list_columns(), &params![table])?;
    let columns = rows.iter().map(|row| row.read("name")).collect::<Result<Vec<String>, _>>()?;
    let mut block = values::Block::new(table, &columns);
    let mut written = 0;
    let mut failed = None;
    let sql = format!("SELECT {} FROM {table}", columns.join(", "));
    let mut take = |row: RowRef<'_>| {
        for at in 0..columns.len() {
            block.push(row.cell(at)?);
        }
        block.end_row();
        written += 1;
        if block.len() >= BLOCK_BYTES {
            let full = std::mem::replace(&mut block, values::Block::new(table, &columns));
            if let Err(error) = out.block(&full.into_bytes()) {
                failed = Some(error);
                return Err(DbError::Closed);
            }
        }
        Ok(())
    };
    let walked = conn.for_each(&sql, &[], &mut take);
    if let Some(error) = failed {
        return Err(error);
    }
    walked?;
    out.block(&block.into_bytes())?;
    Ok(written)
}

fn restore_blocking(path: &Path, place: &Place, now: UtcMicros) -> Result<Summary, BackupError> {
    file::check_whole(path)?;
    let mut input = BackupReader::open(path)?;
    let header = input.header().clone();
    let (found, known) = (header.schema_version, migrate::known_version());
    if found > known {
        return Err(BackupError::Newer { found, known });
    }
    let mut conn = Conn::open(place, Access::Write)?;
    if migrate::forward_to(&mut conn, found, now)? != found {
        return Err(BackupError::NotEmpty(migrate::RECORDS.to_owned()));
    }
    refuse_rows(&mut conn)?;
    conn.script(conn.dialect().begin())?;
    let rows = load(&mut conn, &mut input).and_then(|rows| {
        let is_whole = input.totals().is_some_and(|totals| *totals == rows);
        if is_whole { Ok(rows) } else { Err(input.damaged("its tables do not have the rows that it counts")) }
    });
    match rows {
        Ok(rows) => {
            conn.script("COMMIT")?;
            migrate::forward(&mut conn, now)?;
            Ok(Summary { header, rows })
        }
        Err(error) => {
            conn.rollback()?;
            Err(error)
        }
    }
}

fn refuse_rows(conn: &mut Conn) -> Result<(), BackupError> {
    for table in tables(conn)? {
        if !conn.query(&format!("SELECT 1 AS one FROM {table} LIMIT 1"), &[])?.is_empty() {
            return Err(BackupError::NotEmpty(table));
        }
    }
    Ok(())
}

fn load(conn: &mut Conn, input: &mut BackupReader) -> Result<BTreeMap<String, u64>, BackupError> {
    let known = tables(conn)?;
    let mut rows = BTreeMap::new();
    while let Some(bytes) = input.next_block()? {
        let block = values::read(&bytes).ok_or_else(|| input.damaged("a block of rows cannot be read"))?;
        if !known.contains(&block.table) {
            return Err(input.damaged("it has a table that its schema does not have"));
        }
        *rows.entry(block.table.clone()).or_insert(0) += block.rows;
        insert(conn, &block)?;
    }
    Ok(rows)
}

/// Stores the rows of a block, many with each statement.
fn insert(conn: &mut Conn, block: &values::ReadBlock) -> Result<(), DbError> {
    let columns: Vec<&str> = block.columns.iter().map(String::as_str).collect();
    let width = columns.len().max(1);
    let rows_each = (PARAMETERS / width).max(1);
    let many = insert_text(&block.table, &columns, rows_each);
    let one = insert_text(&block.table, &columns, 1);
    let step = |sql, params| Step { sql, params, returns: Returns::Count };
    let groups = block.values.chunks_exact(rows_each * width);
    let rest: Vec<Step<'_>> = groups.remainder().chunks(width).map(|row| step(&one, row)).collect();
    let mut steps: Vec<Step<'_>> = groups.map(|group: &[Value]| step(&many, group)).collect();
    steps.extend(rest);
    for steps in steps.chunks(STATEMENTS) {
        conn.run(steps).map_err(|failed| failed.error)?;
    }
    Ok(())
}
