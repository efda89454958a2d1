//! `countersign parse`: what a reader makes of a file. Touches nothing.

use std::io::Write;
use std::path::PathBuf;

use formats::lead::ParseLine;
use formats::sniff::{self, Limits, Unreadable};

use super::lead_files;
use crate::cli::Ended;

/// Print what is read from lead files, one JSON line a file, in order; touches nothing.
///
/// Keys: ok, provider, source_id, requested_at (RFC 3339 or null), name{first,last,full}, emails, phones (E.164 where
/// it can be known), vehicles[{interest,status,year,make,model,trim,vin,stock}], comments, defects, and error where ok
/// is false. A folder stands for its .xml, .eml, .json and .adf files in order of name.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Prints one line for each file; a file that cannot be opened gets a line too, and ends the command as failed.
pub fn run(args: &Args) -> anyhow::Result<Ended> {
    let mut out = std::io::stdout().lock();
    let limits = Limits::default();
    let mut ended = Ended::Done;
    for path in lead_files::listed(&args.paths) {
        let line = match lead_files::load(&path, limits.max_bytes) {
            Ok(bytes) => match sniff::read_delivery(&bytes, lead_files::declared_type(&path), &limits) {
                Ok(delivery) => serde_json::to_string(&ParseLine::of_leads(&delivery.leads))?,
                Err(why) => serde_json::to_string(&ParseLine::refused(&why))?,
            },
            Err(error) => {
                ended = Ended::Failed;
                unopened(&format!("cannot read `{}`: {error}", path.display()))?
            }
        };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ended)
}

/// The line of a file that could not be opened: the same keys.
fn unopened(error: &str) -> anyhow::Result<String> {
    let mut line = ParseLine::refused(&Unreadable::Empty);
    line.error = Some(error.to_owned());
    Ok(serde_json::to_string(&line)?)
}
