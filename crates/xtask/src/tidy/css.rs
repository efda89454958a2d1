//! The dark colours stand twice in the style sheet (by system setting, by choice) and must be the same.

use super::{Finding, House};

const BY_SYSTEM: &str = ":root:not([data-theme=\"light\"]) {";
const BY_CHOICE: &str = ":root[data-theme=\"dark\"] {";

/// Style sheets whose two dark blocks differ.
pub fn check(house: &House) -> Vec<Finding> {
    house
        .texts
        .iter()
        .filter(|(path, _)| path.starts_with("crates/web/") && path.ends_with(".css"))
        .filter_map(|(path, text)| compare(path, text))
        .collect()
}

fn compare(path: &str, text: &str) -> Option<Finding> {
    match (block(text, BY_SYSTEM), block(text, BY_CHOICE)) {
        (None, None) => None,
        (Some(system), Some(choice)) if system == choice => None,
        (Some(system), Some(choice)) => {
            let odd = system.iter().zip(&choice).find(|(left, right)| left != right);
            let shown =
                odd.map_or("one is longer".to_owned(), |(left, right)| format!("`{left}` and `{right}`"));
            Some(format!("{path}: the two dark blocks differ: {shown}"))
        }
        _ => Some(format!("{path}: one dark block is missing; there are two, {BY_SYSTEM} and {BY_CHOICE}")),
    }
}

/// The declarations of the block that starts with `head`, without white space around them.
fn block<'a>(text: &'a str, head: &str) -> Option<Vec<&'a str>> {
    let from = text.find(head)? + head.len();
    let rest = text.get(from..)?;
    let inside = rest.get(..rest.find('}')?)?;
    Some(inside.split(';').map(str::trim).filter(|line| !line.is_empty()).collect())
}
