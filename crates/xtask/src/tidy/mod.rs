//! House rules that the compiler does not check. Runs as a test, and as `cargo xtask tidy`.

mod actions;
mod css;
mod edges;
mod layout;
mod routes;
mod rules;
mod sources;
#[cfg(test)]
mod tests;
mod words;

use std::process::ExitCode;

pub use sources::{House, Source};

/// One breach, as a sentence that begins with the place.
pub type Finding = String;

/// `cargo xtask tidy`: prints every breach.
pub fn command(_: &[String]) -> anyhow::Result<ExitCode> {
    let house = House::read(&crate::root())?;
    let findings = check(&house);
    for finding in &findings {
        println!("{finding}");
    }
    for note in layout::soft(&house) {
        println!("note: {note}");
    }
    if findings.is_empty() {
        println!("tidy: {} files, {} crates, nothing found", house.sources.len(), house.manifests.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("tidy: {} findings", findings.len());
    Ok(ExitCode::FAILURE)
}

/// Every breach of every rule.
pub fn check(house: &House) -> Vec<Finding> {
    let mut all = Vec::new();
    all.extend(edges::check(house));
    all.extend(layout::check(house));
    all.extend(rules::check(house));
    all.extend(actions::check(house));
    all.extend(routes::check(house));
    all.extend(words::check(house));
    all.extend(css::check(house));
    all
}
