//! Units of work: all or nothing, alone and in company.

use db::{Store, Unit, UnitError, params};
use testkit::engines::{TestDb, on_both_engines};

const INSERT: &str = "INSERT INTO note (rooftop_id, id, text) VALUES ($1, $2, $3)";
const CHANGE: &str = "UPDATE note SET text = $3 WHERE rooftop_id = $1 AND id = $2";

/// A store with a table to write to.
async fn store(db: &TestDb) -> Store {
    let store = db.open().await;
    db.raw("CREATE TABLE note (rooftop_id TEXT NOT NULL, id BIGINT NOT NULL, text TEXT, PRIMARY KEY (rooftop_id, id))")
        .await;
    store
}

async fn notes(store: &Store) -> Vec<i64> {
    let rows = store.read(|r| r.query("SELECT id FROM note ORDER BY id", &[])).await.unwrap();
    rows.iter().map(|row| row.int("id").unwrap()).collect()
}

fn add(id: i64) -> Unit {
    Unit::new().op(INSERT, params!["roof_1", id, "a"])
}

#[test]
fn a_unit_that_is_answered_can_be_read() {
    on_both_engines(async |db| {
        let store = store(db).await;
        store.write(add(1).op(INSERT, params!["roof_1", 2, Option::<&str>::None])).await.unwrap();
        assert_eq!(notes(&store).await, [1, 2]);
    });
}

#[test]
fn a_failed_precondition_stores_nothing_of_its_unit_and_says_which() {
    on_both_engines(async |db| {
        let store = store(db).await;
        let unit = add(1).op(CHANGE, params!["roof_1", 9, "b"]).expect_rows(1, "note_exists");
        let refused = store.write(unit).await.unwrap_err();
        assert_eq!(refused, UnitError::Precondition { op: 1, code: "note_exists" });
        assert_eq!(notes(&store).await, [0i64; 0]);
    });
}
