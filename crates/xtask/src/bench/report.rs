//! Figures as JSON and as a table of docs/PERFORMANCE.md.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::{Value, json};

use super::load::Run;

const FROM: &str = "<!-- bench: from here -->";
const TO: &str = "<!-- bench: to here -->";

/// What was measured so far.
pub struct Report {
    rates: Vec<Rate>,
    figures: Vec<Figure>,
    notes: Vec<String>,
}

/// Product beside probe.
pub struct Rate {
    pub what: &'static str,
    pub engine: &'static str,
    pub clients: usize,
    pub product: Run,
    pub probe: Run,
}

/// One number beside the number it should reach.
pub struct Figure {
    pub what: String,
    pub value: String,
    pub goal: &'static str,
}

impl Report {
    pub fn new() -> Self {
        Self { rates: Vec::new(), figures: Vec::new(), notes: Vec::new() }
    }

    /// Adds a comparison, and says it at once.
    pub fn rate(&mut self, rate: Rate) {
        println!(
            "{} {} c={}: {:.0}/s, p50 {:.2} ms, p99 {:.2} ms, errors {}; probe {:.0}/s; share {:.2}",
            rate.engine,
            rate.what,
            rate.clients,
            rate.product.per_s,
            rate.product.p50_ms,
            rate.product.p99_ms,
            rate.product.errors,
            rate.probe.per_s,
            rate.share()
        );
        if rate.product.errors > 0.0 {
            self.note(format!(
                "{} {} with {} clients: {} errors, such as {}",
                rate.engine, rate.what, rate.clients, rate.product.errors, rate.product.samples
            ));
        }
        self.rates.push(rate);
    }

    /// Adds a number, and says it at once.
    pub fn figure(&mut self, what: impl Into<String>, value: impl Into<String>, goal: &'static str) {
        let figure = Figure { what: what.into(), value: value.into(), goal };
        println!("{}: {} (goal: {})", figure.what, figure.value, figure.goal);
        self.figures.push(figure);
    }

    /// Adds a sentence.
    pub fn note(&mut self, note: String) {
        println!("note: {note}");
        self.notes.push(note);
    }

    /// Everything, for scripts.
    pub fn json(&self) -> Value {
        let run = |run: &Run| json!({"per_s": run.per_s, "actions_per_s": run.actions_per_s, "p50_ms": run.p50_ms, "p99_ms": run.p99_ms, "errors": run.errors});
        let rates: Vec<Value> = self
            .rates
            .iter()
            .map(|rate| {
                json!({
                    "what": rate.what, "engine": rate.engine, "clients": rate.clients,
                    "product": run(&rate.product), "probe": run(&rate.probe), "share": rate.share()
                })
            })
            .collect();
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| json!({"what": figure.what, "value": figure.value, "goal": figure.goal}))
            .collect();
        json!({"machine": machine(), "rates": rates, "figures": figures, "notes": self.notes})
    }

    /// Everything, for people.
    pub fn markdown(&self) -> String {
        let mut text = format!("Measured on {}.\n", machine());
        if !self.rates.is_empty() {
            text.push_str("\n| what | engine | clients | product /s | p50 ms | p99 ms | probe /s | share of probe |\n|---|---|--:|--:|--:|--:|--:|--:|\n");
        }
        for rate in &self.rates {
            let Run { per_s, p50_ms, p99_ms, .. } = &rate.product;
            let actions =
                rate.product.actions_per_s.map_or(String::new(), |rate| format!(" ({rate:.0} actions)"));
            text.push_str(&format!(
                "| {} | {} | {} | {per_s:.0}{actions} | {p50_ms:.2} | {p99_ms:.2} | {:.0} | {:.2} |\n",
                rate.what,
                rate.engine,
                rate.clients,
                rate.probe.per_s,
                rate.share()
            ));
        }
        if !self.figures.is_empty() {
            text.push_str("\n| figure | measured | to reach |\n|---|--:|--:|\n");
        }
        for figure in &self.figures {
            text.push_str(&format!("| {} | {} | {} |\n", figure.what, figure.value, figure.goal));
        }
        for note in &self.notes {
            text.push_str(&format!("\n- {note}\n"));
        }
        text
    }
}

impl Rate {
    /// Like with like: the probe carries out one action for an approval, the product as many as the case has.
    fn share(&self) -> f64 {
        let done = self.product.actions_per_s.unwrap_or(self.product.per_s);
        if self.probe.per_s > 0.0 { done / self.probe.per_s } else { 0.0 }
    }
}

/// Cores, processor and load, so that a figure can be judged later.
fn machine() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    let day = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    let day = day.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    format!("{day}, {cores} cores ({}), load {load} at the end", model.unwrap_or("unknown processor"))
}

/// Replaces what stands between the two marks of `document`.
pub fn into_document(document: &Path, table: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(document)?;
    let place = "docs/PERFORMANCE.md has lost its marks for the table";
    let (before, rest) = text.split_once(FROM).context(place)?;
    let (_, after) = rest.split_once(TO).context(place)?;
    std::fs::write(document, format!("{before}{FROM}\n{table}{TO}{after}"))?;
    Ok(())
}
