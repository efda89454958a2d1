//! Migrations: from empty, forward, and never over a database of another program.

use db::Store;
use db::migrate::{MigrateError, known_version};
use testkit::engines::{OPENED, on_both_engines};

#[test]
fn an_empty_database_gets_every_table_once() {
    on_both_engines(async |db| {
        db.open().await.close().await;
        let store = db.open().await;
        let rows =
            store.read(|r| r.query("SELECT version, applied_us FROM schema_migration ORDER BY version", &[]));
        let versions: Vec<i64> = rows.await.unwrap().iter().map(|row| row.int("version").unwrap()).collect();
        assert_eq!(versions, (1..=known_version() as i64).collect::<Vec<_>>());
    });
}

#[test]
fn processes_that_start_together_migrate_once() {
    on_both_engines(async |db| {
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let place = db.place().clone();
                tokio::spawn(async move { Store::open(place, OPENED).await.map(drop) })
            })
            .collect();
        for start in starts {
            assert_eq!(start.await.unwrap(), Ok(()));
        }
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused_with_a_sentence() {
    on_both_engines(async |db| {
        db.open().await.close().await;
        let newer = known_version() + 1;
        db.raw(&format!("INSERT INTO schema_migration VALUES ({newer}, '0099_future', 'x', 1)")).await;
        let refused = Store::open(db.place().clone(), OPENED).await.map(drop).unwrap_err();
        assert_eq!(refused, MigrateError::Newer { found: newer, known: known_version() });
        let words = refused.to_string();
        assert!(words.contains("start the newer program"), "{words}");
    });
}

#[test]
fn a_migration_that_is_not_this_programs_is_refused() {
    on_both_engines(async |db| {
        db.open().await.close().await;
        db.raw("UPDATE schema_migration SET checksum = 'x', name = '0002_other' WHERE version = 2").await;
        let refused = Store::open(db.place().clone(), OPENED).await.map(drop).unwrap_err();
        assert!(matches!(refused, MigrateError::Changed { version: 2, .. }), "{refused}");
    });
}

#[test]
fn a_database_that_is_behind_goes_forward() {
    on_both_engines(async |db| {
        db.open().await.close().await;
        let last = known_version();
        db.raw(&format!("DELETE FROM schema_migration WHERE version = {last}")).await;
        for table in ["policy", "instruction", "feed_run", "alarm"] {
            db.raw(&format!("DROP TABLE {table}")).await;
        }
        let store = db.open().await;
        let alarms = store.read(|r| db::alarms::count(r, testkit::samples::rooftop())).await.unwrap();
        assert_eq!(alarms, 0);
    });
}
