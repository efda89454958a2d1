//! `cargo xtask kill`: the kill -9 test of the product, many times over, in release.

use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

/// Runs the test with as many kills as wanted.
pub fn command(args: &[String]) -> anyhow::Result<ExitCode> {
    let times: u32 = match args {
        [] => 1_000,
        [flag, times] if flag == "--times" => {
            times.parse().with_context(|| format!("`{times}` is no number"))?
        }
        _ => bail!("usage: cargo xtask kill [--times N]"),
    };
    let status = Command::new(env!("CARGO"))
        .args([
            "test",
            "--release",
            "--locked",
            "-p",
            "countersign",
            "--test",
            "it",
            "--",
            "--nocapture",
            "kill",
        ])
        .env("KILL_TIMES", times.to_string())
        .current_dir(crate::root())
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
