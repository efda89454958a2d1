//! `countersign triage`: judge messages from a file. No database.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use models::jsonl::{self, Outcome};
use models::triage::Triage;

use crate::cli::{Ended, Misuse};

/// Judge messages: one JSON object a line in, one a line out, in order; no database needed.
///
/// In: id, channel, subject, text, context (data/LABELS.md). Out: id, intent, confidence, also, signals, route,
/// urgency, evidence and more. A line that is no message is answered with its number and what is wrong.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Messages, one JSON object a line; `-` is standard input.
    #[arg(long = "in", value_name = "FILE.jsonl")]
    input: PathBuf,
    /// Where the judgements go; `-` is standard output.
    #[arg(long = "out", value_name = "FILE.jsonl")]
    output: PathBuf,
}

/// Judges every line; a line that is no message ends the command as failed, after all others were judged.
pub fn run(args: &Args) -> anyhow::Result<Ended> {
    if args.input == args.output && args.input != Path::new("-") {
        return Err(Misuse("--in and --out name the same file, which would be lost".to_owned()).into());
    }
    let mut input = open(&args.input)?;
    let mut output = create(&args.output)?;
    let triage = Triage::embedded().context("read the embedded model")?;
    let mut line = Vec::new();
    let (mut number, mut failed) = (0, 0_usize);
    while input.read_until(b'\n', &mut line).with_context(|| read(&args.input))? > 0 {
        number += 1;
        let outcome = jsonl::judge_line(&triage, number, &String::from_utf8_lossy(&line));
        failed += usize::from(matches!(outcome, Outcome::Failed(_)));
        if let Some(json) = outcome.to_json() {
            writeln!(output, "{json}")?;
        }
        line.clear();
    }
    output.flush().with_context(|| format!("write `{}`", args.output.display()))?;
    if failed > 0 {
        eprintln!(
            "countersign: {failed} of {number} lines are no messages; each is answered with what is wrong"
        );
        return Ok(Ended::Failed);
    }
    Ok(Ended::Done)
}

fn read(path: &Path) -> String {
    format!("read `{}`", path.display())
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    Ok(Box::new(BufReader::new(File::open(path).with_context(|| read(path))?)))
}

fn create(path: &Path) -> anyhow::Result<Box<dyn Write>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufWriter::new(std::io::stdout())));
    }
    let file = File::create(path).with_context(|| format!("write `{}`", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}
