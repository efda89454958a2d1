//! Chores of the house: `cargo xtask tidy | bench | kill | screens | train`.

mod bench;
mod kill;
mod screens;
mod tidy;
mod train;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND
  bench [--help]           measure product and probe, for docs/PERFORMANCE.md
  kill [--times N]         kill the running product N times under load (1000) and count what was lost
  screens                  a picture of every screen of the running demo
  tidy                     check the house rules that the compiler does not
  train [--check | --model-only | --figures-only | --speed]
                           fit the triage model, measure it, write docs/TRIAGE.md";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = args.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let ended = match command {
        "bench" => bench::command(rest),
        "kill" => kill::command(rest),
        "screens" => screens::command(rest),
        "tidy" => tidy::command(rest),
        "train" => train::command(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match ended {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
