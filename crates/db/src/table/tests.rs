//! The statements that a table's declaration makes.

#[test]
fn an_insert_names_every_column_once() {
    assert_eq!(crate::table::insert_sql!("t", a [b c]), "INSERT INTO t (a, b, c) VALUES ($1, $2, $3)");
}

#[test]
fn an_update_checks_and_counts_up_the_revision() {
    assert_eq!(
        crate::table::update_sql!("t", a [b] [c d]),
        "UPDATE t SET c = $3, d = $4, revision = revision + 1 WHERE a = $1 AND b = $2 AND revision = $5"
    );
}
