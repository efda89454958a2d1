//! Every rule of the gate is one file that opens with what it holds and what it lets pass, and has cases of both.

use super::{Finding, House};

const FOLDER: &str = "crates/gate/src/rules/";

/// Rule files without an example or without cases.
pub fn check(house: &House) -> Vec<Finding> {
    let tables: String = house
        .sources
        .iter()
        .filter(|source| source.krate == "gate" && source.is_test())
        .map(|source| source.text.as_str())
        .collect();
    let mut findings = Vec::new();
    for source in &house.sources {
        let Some(name) = source.path.strip_prefix(FOLDER).and_then(|file| file.strip_suffix(".rs")) else {
            continue;
        };
        if name == "mod" || source.is_test() {
            continue;
        }
        let head: String = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let stops = ["Holds", "Refuses"].iter().any(|word| head.contains(word));
        if !stops || !head.contains("Lets pass") {
            findings.push(format!(
                "{}: opens without an example that it holds and one that it lets pass",
                source.path
            ));
        }
        let (passing, stopping) = cases(&tables, &camel(name));
        if !passing {
            findings.push(format!("{}: no case that it lets pass", source.path));
        }
        if !stopping {
            findings.push(format!("{}: no case that it holds or refuses", source.path));
        }
    }
    findings
}

/// Whether the tables of `rule` hold a passing and a stopping case.
fn cases(tables: &str, rule: &str) -> (bool, bool) {
    let (mut passing, mut stopping) = (false, false);
    for table in tables.split("Table::of(").skip(1) {
        if table.starts_with(&format!("Rule::{rule})")) {
            passing |= table.contains(".passes(");
            stopping |= table.contains(".holds(") || table.contains(".refuses(");
        }
    }
    (passing, stopping)
}

/// `money_claim` to `MoneyClaim`.
fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        })
        .collect()
}
