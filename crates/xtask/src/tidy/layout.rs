//! Sizes and heads: `//!` on every file, no logic in `lib.rs`, files and functions of a readable length.

use super::{Finding, House, Source};

const FILE_HARD: usize = 600;
const FILE_SOFT: usize = 400;
const FUNCTION: usize = 60;
/// The gate is read whole.
const GATE: usize = 3_000;

/// Breaches.
pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &house.sources {
        if !source.text.starts_with("//!") {
            findings.push(format!("{}: begins without a `//!` line that says what it is", source.path));
        }
        if source.text.contains(concat!("#[", "ignore")) {
            findings.push(format!("{}: an ignored test checks nothing; repair or delete it", source.path));
        }
        if source.is_test() {
            continue;
        }
        let lines = source.code().lines().count();
        if lines > FILE_HARD {
            findings.push(format!("{}: {lines} lines; at most {FILE_HARD} without tests", source.path));
        }
        findings.extend(long_functions(source));
        if source.path.ends_with("/src/lib.rs") && has_logic(source) {
            findings.push(format!("{}: `lib.rs` declares modules and holds no logic", source.path));
        }
    }
    let gate: usize = house.code_of("gate").map(|source| source.code().lines().count()).sum();
    if gate > GATE {
        findings.push(format!("crates/gate: {gate} lines; at most {GATE}, it is read whole"));
    }
    findings
}

/// Files above the soft cap, and the share of the largest crate: to know, not to fail on.
pub fn soft(house: &House) -> Vec<Finding> {
    let mut notes: Vec<Finding> = house
        .sources
        .iter()
        .filter(|source| !source.is_test())
        .map(|source| (source.code().lines().count(), &source.path))
        .filter(|(lines, _)| *lines > FILE_SOFT)
        .map(|(lines, path)| format!("{path}: {lines} lines, above the soft cap of {FILE_SOFT}"))
        .collect();
    let size = |krate: &str| house.code_of(krate).map(|source| source.code().lines().count()).sum::<usize>();
    let sizes: Vec<(usize, &str)> =
        house.manifests.iter().map(|(krate, _)| (size(krate), krate.as_str())).collect();
    let total: usize = sizes.iter().map(|(lines, _)| lines).sum();
    if let Some((lines, krate)) = sizes.iter().max() {
        notes.push(format!(
            "largest crate: {krate}, {lines} of {total} lines ({} %)",
            lines * 100 / total.max(1)
        ));
    }
    notes
}

/// Functions longer than the cap. Leans on rustfmt: a function ends at a `}` in the column where it began.
fn long_functions(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    for (number, line) in source.code().lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some((began, column, name)) = &open {
            if indent == *column && line.trim_start().starts_with('}') {
                let lines = number - began + 1;
                if lines > FUNCTION {
                    findings.push(format!(
                        "{}:{}: `{name}` has {lines} lines; at most {FUNCTION}",
                        source.path,
                        began + 1
                    ));
                }
                open = None;
            }
        } else if let Some(name) = function_name(line) {
            let one_line = line.trim_end().ends_with('}') || line.trim_end().ends_with(';');
            open = (!one_line).then(|| (number, indent, name.to_owned()));
        }
    }
    findings
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "extern \"C\" "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn has_logic(source: &Source) -> bool {
    source.code().lines().any(|line| {
        function_name(line).is_some()
            || ["struct ", "enum ", "impl ", "impl<", "trait ", "static "].iter().any(|word| {
                line.trim_start().strip_prefix("pub ").unwrap_or(line.trim_start()).starts_with(word)
            })
    })
}
