//! Migrations: numbered SQL files, embedded, applied in order on both engines, each in a transaction of its own.

use domain::digest::Digest;
use domain::time::UtcMicros;

use crate::conn::Conn;
use crate::dialect::Dialect;
use crate::error::DbError;
use crate::params;

/// One step of the schema. A released file is never edited: databases remember its checksum.
struct Migration {
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        [$(Migration { name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// In order; the first is version 1.
const ALL: [Migration; 5] =
    migrations!["0001_audit", "0002_people", "0003_cases", "0004_records", "0005_governance"];

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, \
     checksum TEXT NOT NULL, applied_us BIGINT NOT NULL)";
/// The table that migrations are recorded in.
pub(crate) const RECORDS: &str = "schema_migration";
const LIST: &str = "SELECT version, name, checksum FROM schema_migration ORDER BY version";
const RECORD: &str =
    "INSERT INTO schema_migration (version, name, checksum, applied_us) VALUES ($1, $2, $3, $4)";

/// Why the tables could not be brought to this program's version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MigrateError {
    /// A later version of the program has migrated the database.
    #[error(
        "the database is at schema version {found}, and this program knows versions up to {known}: \
         start the newer program, or restore a backup made with this one"
    )]
    Newer { found: u64, known: u64 },
    /// A migration was recorded that is not the one this program has under its number.
    #[error(
        "migration {version} of the database (`{found}`) is not this program's (`{known}`): \
         the database belongs to another build"
    )]
    Changed { version: u64, found: String, known: &'static str },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The newest schema version that this program knows.
#[must_use]
pub fn known_version() -> u64 {
    ALL.len() as u64
}

/// Applies every migration that the database lacks.
pub fn forward(conn: &mut Conn, now: UtcMicros) -> Result<u64, MigrateError> {
    forward_to(conn, known_version(), now)
}

/// Applies the migrations up to `version` that the database lacks; answers the version that it has then.
pub(crate) fn forward_to(conn: &mut Conn, version: u64, now: UtcMicros) -> Result<u64, MigrateError> {
    loop {
        let dialect = conn.dialect();
        conn.script(dialect.begin())?;
        let result = apply_next(conn, dialect, version, now);
        let end = if matches!(result, Ok(Next::Applied)) { "COMMIT" } else { "ROLLBACK" };
        let ended = conn.script(end);
        match result? {
            Next::Applied => ended?,
            Next::Nothing(current) => return Ok(current),
        }
    }
}

/// The version that a database has, without changing it; 0 if it has no tables of ours.
pub(crate) fn recorded_version(conn: &mut Conn) -> Result<u64, MigrateError> {
    let tables = conn.query(conn.dialect().list_tables(), &[])?;
    let is_ours = tables.iter().any(|row| row.text("name") == Ok(RECORDS));
    if is_ours { check_recorded(conn) } else { Ok(0) }
}

enum Next {
    Applied,
    Nothing(u64),
}

/// Inside a transaction that keeps other processes out.
fn apply_next(conn: &mut Conn, dialect: Dialect, version: u64, now: UtcMicros) -> Result<Next, MigrateError> {
    if let Some(lock) = dialect.lock_schema() {
        conn.script(lock)?;
    }
    conn.script(&dialect.ddl(CREATE))?;
    let current = check_recorded(conn)?;
    let next = usize::try_from(current).ok().and_then(|at| ALL.get(at));
    let Some(migration) = next.filter(|_| current < version) else { return Ok(Next::Nothing(current)) };
    conn.script(&dialect.ddl(migration.sql))?;
    let number = crate::audit::bigint(current + 1);
    conn.execute(RECORD, &params![number, migration.name, checksum(migration), now])?;
    Ok(Next::Applied)
}

/// The database's version, if what it recorded is what this program knows.
fn check_recorded(conn: &mut Conn) -> Result<u64, MigrateError> {
    let recorded = conn.query(LIST, &[])?;
    let found = recorded.len() as u64;
    if found > known_version() {
        return Err(MigrateError::Newer { found, known: known_version() });
    }
    for (at, (row, migration)) in recorded.iter().zip(&ALL).enumerate() {
        let is_same = row.int("version")? == at as i64 + 1 && row.text("checksum")? == checksum(migration);
        if !is_same {
            let found = row.text("name")?.to_owned();
            return Err(MigrateError::Changed { version: at as u64 + 1, found, known: migration.name });
        }
    }
    Ok(found)
}

/// Of the portable text, so that it is the same on both engines.
fn checksum(migration: &Migration) -> String {
    Digest::of(migration.sql.as_bytes()).to_string()
}
