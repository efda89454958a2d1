//! The figures as a page: docs/TRIAGE.md keeps its own words above the line that this file writes below.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use domain::labels::{Intent, Signal};

use super::figures::{Figures, Part};

const MARK: &str = "<!-- figures: everything below is written by `cargo xtask train` -->";

/// Replaces what stands below the mark; makes the page where there is none.
pub fn put_into(path: &Path, page: &str) -> io::Result<()> {
    let old = fs::read_to_string(path).unwrap_or_else(|_| "# Triage\n\n".to_owned());
    let above = old.split(MARK).next().unwrap_or_default();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, format!("{above}{MARK}\n\n{page}"))
}

/// The figures of both ways of splitting, in Markdown.
pub fn page(unseen: &Figures, mixed: &Figures, model_bytes: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "Model file: {model_bytes} bytes. Rows: {}.\n", unseen.pooled.rows);
    let _ = writeln!(out, "## Unseen authors (four files train, the fifth tests, each in turn)\n");
    split(&mut out, unseen);
    let _ = writeln!(out, "## Random five-fold\n");
    split(&mut out, mixed);
    out
}

/// The means and the signals in a few lines, for choosing between settings.
pub fn summary(figures: &Figures) -> String {
    let mut out = String::new();
    for part in figures.parts.iter().chain([&mean(&figures.parts)]) {
        let _ = writeln!(
            out,
            "{:18} intent {:.4} route {:.4} urgency {:.4} ece {:.4} coverage {:.3} {:.3}",
            part.name, part.intent, part.route, part.urgency, part.ece, part.coverage_1, part.coverage_5
        );
    }
    for (signal, t) in Signal::ALL.iter().zip(&figures.signals) {
        let _ = write!(out, "{signal} {:.3}/{:.3}={:.3}  ", t.precision(), t.recall(), t.f1());
    }
    let _ = writeln!(out, "further {:.3}/{:.3}", figures.also.precision(), figures.also.recall());
    out
}

fn split(out: &mut String, figures: &Figures) {
    let _ = writeln!(
        out,
        "| test part | rows | intent accuracy | macro-F1 | route accuracy | urgency accuracy | calibration error | coverage at 1 % error | at 5 % |\n|---|---|---|---|---|---|---|---|---|"
    );
    for part in figures.parts.iter().chain([&mean(&figures.parts), &figures.pooled]) {
        let _ = writeln!(
            out,
            "| {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            part.name,
            part.rows,
            part.intent,
            part.macro_f1,
            part.route,
            part.urgency,
            part.ece,
            part.coverage_1,
            part.coverage_5
        );
    }
    let _ = writeln!(out, "\n| signal | rows | precision | recall | F1 |\n|---|---|---|---|---|");
    for (signal, t) in Signal::ALL.iter().zip(&figures.signals) {
        let rows = t.hit + t.missed;
        let _ =
            writeln!(out, "| {signal} | {rows} | {:.3} | {:.3} | {:.3} |", t.precision(), t.recall(), t.f1());
    }
    let macro_f1 = figures.signals.iter().map(|t| t.f1()).sum::<f64>() / figures.signals.len().max(1) as f64;
    let _ = writeln!(out, "| mean of signals | | | | {macro_f1:.3} |");
    let also = figures.also;
    let _ = writeln!(
        out,
        "| (further intents) | {} | {:.3} | {:.3} | {:.3} |",
        also.hit + also.missed,
        also.precision(),
        also.recall(),
        also.f1()
    );
    let _ = writeln!(out, "\n| intent | rows | precision | recall | F1 |\n|---|---|---|---|---|");
    for (intent, t) in Intent::ALL.iter().zip(&figures.intents) {
        let rows = t.hit + t.missed;
        let _ =
            writeln!(out, "| {intent} | {rows} | {:.3} | {:.3} | {:.3} |", t.precision(), t.recall(), t.f1());
    }
    let _ = writeln!(out);
}

fn mean(parts: &[Part]) -> Part {
    let count = parts.len().max(1) as f64;
    let of = |field: fn(&Part) -> f64| parts.iter().map(field).sum::<f64>() / count;
    Part {
        name: "**mean of parts**".to_owned(),
        rows: parts.iter().map(|p| p.rows).sum::<usize>() / parts.len().max(1),
        intent: of(|p| p.intent),
        macro_f1: of(|p| p.macro_f1),
        route: of(|p| p.route),
        urgency: of(|p| p.urgency),
        ece: of(|p| p.ece),
        coverage_1: of(|p| p.coverage_1),
        coverage_5: of(|p| p.coverage_5),
    }
}
