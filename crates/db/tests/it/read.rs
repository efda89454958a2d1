//! Reading: what a column holds is told by type, not guessed, and never panics.

use db::{DbError, Reader, Row, params};
use domain::id::CaseId;
use domain::time::UtcMicros;
use testkit::engines::on_both_engines;

const ONE: &str = "SELECT id, share, words, raw, missing FROM shapes";

#[test]
fn every_shape_is_read_back_and_any_other_is_an_error() {
    on_both_engines(async |db| {
        let store = db.open().await;
        let (real, bytes) =
            if db.engine == "SQLite" { ("REAL", "BLOB") } else { ("DOUBLE PRECISION", "BYTEA") };
        db.raw(&format!(
            "CREATE TABLE shapes (id BIGINT, share {real}, words TEXT, raw {bytes}, missing TEXT)"
        ))
        .await;
        let insert = "INSERT INTO shapes (missing, raw, words, share, id) VALUES ($5, $4, $3, $2, $1)";
        let values = params![-3i64, 0.25, "caf\u{e9}", vec![0u8, 255], Option::<String>::None];
        store.write(db::Unit::new().op(insert, values.clone())).await.unwrap();
        let row: Row = store.read(|r| r.query_one(ONE, &[])).await.unwrap();
        assert_eq!(row.values(), values);
        assert_eq!((row.int("id"), row.real("share")), (Ok(-3), Ok(0.25)));
        assert_eq!((row.text("words"), row.blob("raw")), (Ok("caf\u{e9}"), Ok(&[0u8, 255][..])));
        assert_eq!(row.read::<Option<UtcMicros>>("id"), Ok(Some(UtcMicros(-3))));
        assert_eq!(row.read::<Option<String>>("missing"), Ok(None));
        let errors = [
            row.int("words").unwrap_err(),
            row.text("missing").unwrap_err(),
            row.int("no_such_column").unwrap_err(),
            row.read::<CaseId>("words").unwrap_err(),
            row.read::<bool>("id").unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, DbError::Column { .. }), "{error}");
            assert!(!error.to_string().contains("caf"), "{error}");
        }
    });
}

#[test]
fn rows_are_streamed_in_order_and_the_walk_can_be_ended() {
    on_both_engines(async |db| {
        let store = db.open().await;
        let numbers = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
             SELECT i FROM n";
        let walk = |r: &mut Reader<'_>, until: i64| {
            let mut seen = Vec::new();
            let result = r.for_each(numbers, &params![5_000i64], |row| {
                seen.push(row.int(0)?);
                if row.int(0)? == until { Err(DbError::NotOneRow(0)) } else { Ok(()) }
            });
            (result, seen.len())
        };
        let read = store.read(move |r| {
            assert_eq!(walk(r, 0), (Ok(()), 5_000));
            assert_eq!(walk(r, 17), (Err(DbError::NotOneRow(0)), 17));
            // The connection is good for more.
            r.query_one("SELECT CAST(7 AS BIGINT) AS number", &[])
        });
        assert_eq!(read.await.unwrap().int("number"), Ok(7));
    });
}

#[test]
fn a_snapshot_does_not_see_what_is_written_after_it_began() {
    on_both_engines(async |db| {
        let store = db.open().await;
        db.raw("CREATE TABLE note (id BIGINT)").await;
        let (began, begin) = tokio::sync::oneshot::channel();
        let (wrote, written) = std::sync::mpsc::channel();
        let reading = store.read_long(move |r| {
            let inside = r.snapshot(|r| {
                let before = r.count("SELECT COUNT(*) AS number FROM note", &[])?;
                began.send(()).unwrap();
                written.recv().unwrap();
                Ok((before, r.count("SELECT COUNT(*) AS number FROM note", &[])?))
            })?;
            Ok((inside, r.count("SELECT COUNT(*) AS number FROM note", &[])?))
        });
        let writing = async {
            begin.await.unwrap();
            store.write(db::Unit::new().op("INSERT INTO note VALUES ($1)", params![1])).await.unwrap();
            wrote.send(()).unwrap();
        };
        let (read, ()) = tokio::join!(reading, writing);
        assert_eq!(read.unwrap(), ((0, 0), 1));
    });
}

#[test]
fn a_reader_cannot_write() {
    on_both_engines(async |db| {
        let store = db.open().await;
        let read =
            store.read(|r| r.query("INSERT INTO person VALUES ('p', 'e', 'n', NULL, 'active', 1, 1)", &[]));
        assert!(matches!(read.await, Err(DbError::Refused(_))));
    });
}

#[test]
fn a_read_that_panics_takes_no_thread_with_it() {
    on_both_engines(async |db| {
        let store = db.open().await;
        for _ in 0..12 {
            let read = store.read(|_| -> Result<(), DbError> { panic!("on purpose") });
            assert!(matches!(read.await, Err(DbError::Lost(_))));
        }
        assert_eq!(store.read(|r| r.count("SELECT CAST(3 AS BIGINT) AS number", &[])).await, Ok(3));
    });
}
