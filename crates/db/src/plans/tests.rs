//! The figures say what they must: a rooftop narrows little, an id narrows to a few.

use super::{PARTIAL_ROWS, ROWS, figure};

fn check(rows: u64, unique: bool, names: &[&str], expected: &str) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(figure(rows, unique, &names), expected, "{names:?}");
}

#[test]
fn a_rooftop_narrows_little_and_an_id_to_a_few() {
    check(ROWS, true, &["rooftop_id", "case_id"], "1000000 100000 1");
    check(ROWS, false, &["rooftop_id", "case_id", "ord"], "1000000 100000 20 5");
    check(PARTIAL_ROWS, false, &["rooftop_id", "urgency_rank", "due_us"], "10000 1000 250 20");
    check(ROWS, true, &["token_hash"], "1000000 1");
}
