//! Where the two engines' words differ.

use super::Dialect::{Postgres, Sqlite};

const TABLE: &str = "CREATE TABLE t (id TEXT NOT NULL, n BIGINT, raw BYTEA, share DOUBLE PRECISION) \
     /* sqlite: STRICT, WITHOUT ROWID */ /* postgres: WITH (fillfactor = 90) */;";

#[test]
fn a_migration_is_told_to_each_engine_in_its_own_types() {
    assert_eq!(
        Sqlite.ddl(TABLE),
        "CREATE TABLE t (id TEXT NOT NULL, n INTEGER, raw BLOB, share REAL) STRICT, WITHOUT ROWID \
         /* postgres: WITH (fillfactor = 90) */;"
    );
    assert_eq!(
        Postgres.ddl(TABLE),
        "CREATE TABLE t (id TEXT COLLATE \"C\" NOT NULL, n BIGINT, raw BYTEA, share DOUBLE PRECISION) \
         /* sqlite: STRICT, WITHOUT ROWID */ WITH (fillfactor = 90);"
    );
}
