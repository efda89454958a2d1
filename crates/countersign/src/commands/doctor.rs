//! `countersign doctor`: looks at everything the store rests on and says what to do.

use std::path::PathBuf;

use crate::boot;
use crate::cli::Ended;
use crate::config::Config;
use crate::doctor::{self, Check, State};

/// Check configuration, key, clock, disk, address, mail, database, record and feeds, and say what to do.
///
/// Changes nothing but the schema of an older database. Exit code 1 where something does not work.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The store's configuration.
    #[arg(long, env = "COUNTERSIGN_CONFIG", value_name = "FILE")]
    config: PathBuf,
    /// Do not try to reach the mail server.
    #[arg(long)]
    offline: bool,
    /// Answer as JSON: ok, checks[{name,state,found,then}].
    #[arg(long)]
    json: bool,
}

/// Looks, and prints what was found.
pub fn run(args: &Args) -> anyhow::Result<Ended> {
    let checks = match Config::load(&args.config) {
        Ok(config) => boot::runtime(1)?.block_on(doctor::examine(&config, args.offline)),
        Err(error) => {
            vec![Check::bad(
                "configuration",
                format!("{error:#}"),
                "repair the file; `countersign init DIR` writes a new one",
            )]
        }
    };
    let is_ok = checks.iter().all(|check| check.state != State::Bad);
    if args.json {
        println!("{}", serde_json::json!({"ok": is_ok, "checks": checks}));
    } else {
        checks.iter().for_each(show);
    }
    Ok(if is_ok { Ended::Done } else { Ended::Failed })
}

fn show(check: &Check) {
    let sign = match check.state {
        State::Well => "ok  ",
        State::Look => "look",
        State::Bad => "BAD ",
    };
    println!("{sign}  {:<17} {}", check.name, check.found);
    if let Some(then) = &check.then {
        println!("      {:<17} -> {then}", "");
    }
}
