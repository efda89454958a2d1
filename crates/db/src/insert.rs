//! The text of an `INSERT` that carries several rows: one statement costs less than many.

/// `INSERT INTO table (columns) VALUES ($1, …), (…)` for `rows` rows.
pub(crate) fn insert_text(table: &str, columns: &[&str], rows: usize) -> String {
    let width = columns.len();
    let row = |at: usize| {
        let names: Vec<String> =
            (at * width + 1..=(at + 1) * width).map(|number| format!("${number}")).collect();
        format!("({})", names.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), rows.join(", "))
}
