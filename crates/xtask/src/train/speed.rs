//! How many messages a second the embedded judge takes on one core.

use std::time::Instant;

use anyhow::Result;

use models::triage::Triage;

use super::data::Set;

/// Judges the whole set several times over and prints the rates.
pub fn run(set: &Set) -> Result<()> {
    let started = Instant::now();
    let triage = Triage::embedded()?;
    println!("loaded in {:.1} ms, version {}", started.elapsed().as_secs_f64() * 1e3, triage.version());
    for round in 1..=5 {
        let started = Instant::now();
        let mut signals = 0;
        for row in &set.rows {
            signals += triage.judge(&row.label.message()).signals.len();
        }
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "round {round}: {:.0} messages a second, {:.1} us each ({signals} signals)",
            set.rows.len() as f64 / seconds,
            seconds * 1e6 / set.rows.len() as f64
        );
    }
    Ok(())
}
