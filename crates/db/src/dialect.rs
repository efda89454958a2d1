//! The few true differences between the two engines' SQL, each under a name.

/// Which engine's words to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The engine's name, for messages and backups.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Opens a transaction that will write. SQLite takes its write lock at once: upgrading a read transaction later
    /// fails with SQLITE_BUSY_SNAPSHOT without waiting.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Opens a transaction in which every query sees the same state.
    pub(crate) fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Lets one process at a time change the schema; held until the transaction ends. SQLite's `BEGIN IMMEDIATE`
    /// already does. The number is `countersi` in the letters of a telephone keypad.
    pub(crate) fn lock_schema(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(268683774)"),
        }
    }

    /// What an `UPDATE … WHERE id IN (SELECT … LIMIT $n` puts before the closing parenthesis, so that several
    /// processes claim different rows. SQLite has one writer.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Our own tables, one name a row, in order.
    pub(crate) fn list_tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Self::Postgres => {
                "SELECT table_name::text AS name FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
            }
        }
    }

    /// The columns of table `$1`, one name a row, in the order of the table.
    pub(crate) fn list_columns(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
            Self::Postgres => {
                "SELECT column_name::text AS name FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
            }
        }
    }

    /// A migration in this engine's words. Migrations are written in PostgreSQL's types; three differ:
    /// * SQLite's STRICT tables know `INTEGER`, `REAL` and `BLOB` only;
    /// * text in PostgreSQL sorts by bytes, as in SQLite, whatever the server's locale is;
    /// * `/* sqlite: WORDS */` and `/* postgres: WORDS */` are comments to the other engine.
    pub fn ddl(self, portable: &str) -> String {
        match self {
            Self::Sqlite => uncomment(portable, "/* sqlite: ")
                .replace("BIGINT", "INTEGER")
                .replace("DOUBLE PRECISION", "REAL")
                .replace("BYTEA", "BLOB"),
            Self::Postgres => uncomment(portable, "/* postgres: ").replace(" TEXT", " TEXT COLLATE \"C\""),
        }
    }
}

/// Removes the comment marks around every `{opening}WORDS */`.
fn uncomment(sql: &str, opening: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(opening) {
        let (words, later) = after.split_once(" */").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(words);
        rest = later;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
