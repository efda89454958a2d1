//! Words that must not stand in the house: places of somebody's machine, promises to do it later.

use super::{Finding, House};

/// Put together at compile time so that this file does not name them itself.
const FORBIDDEN: [(&str, &str); 6] = [
    (concat!("/work/", "main"), "a path of somebody's machine"),
    (concat!("/work/", "shared"), "a path of somebody's machine"),
    (concat!("/tmp/", "brief"), "a path of somebody's machine"),
    (concat!("/home/", "user"), "a path of somebody's machine"),
    (concat!("TO", "DO"), "a promise; do it, or say in the issue that it is not done"),
    (concat!("FIX", "ME"), "a promise; do it, or say in the issue that it is not done"),
];

/// Data and samples hold other people's words and are not searched.
const NOT_SEARCHED: [&str; 4] = ["data/", "samples/", "Cargo.lock", "bench/"];

/// Places where a forbidden word stands.
pub fn check(house: &House) -> Vec<Finding> {
    let sources = house.sources.iter().map(|source| (source.path.as_str(), source.text.as_str()));
    let texts = house.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut findings = Vec::new();
    for (path, text) in sources.chain(texts) {
        if NOT_SEARCHED.iter().any(|start| path.starts_with(start)) || path.contains("/data/") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for (word, why) in FORBIDDEN {
                if line.contains(word) {
                    findings.push(format!("{path}:{}: `{word}` is {why}", number + 1));
                }
            }
        }
    }
    findings
}
