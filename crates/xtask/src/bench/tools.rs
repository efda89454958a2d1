//! The three programs: built in release, found, run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

/// Where the built programs are.
pub struct Tools {
    pub product: PathBuf,
    pub client: PathBuf,
    pub probe: PathBuf,
    pub lead_adf: PathBuf,
    pub lead_json: PathBuf,
}

/// Builds product, load client and probe in release.
pub fn build(root: &Path) -> anyhow::Result<Tools> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let apart = target.join("bench-tools");
    cargo(root, &["build", "--release", "--locked", "-p", "countersign"])?;
    for tool in ["loadgen", "probe"] {
        let manifest = root.join("bench").join(tool).join("Cargo.toml");
        let (manifest, apart) = (manifest.display().to_string(), apart.display().to_string());
        cargo(
            root,
            &["build", "--release", "--locked", "--manifest-path", &manifest, "--target-dir", &apart],
        )?;
    }
    Ok(Tools {
        product: target.join("release/countersign"),
        client: apart.join("release/leadload"),
        probe: apart.join("release/leadprobe"),
        lead_adf: root.join("bench/payload/lead.adf.xml"),
        lead_json: root.join("bench/payload/lead.json"),
    })
}

fn cargo(root: &Path, args: &[&str]) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO")).args(args).current_dir(root).status()?;
    ensure!(status.success(), "cargo {} failed", args.join(" "));
    Ok(())
}

/// Runs a program that answers JSON on standard output.
pub fn json(command: &mut Command) -> anyhow::Result<Value> {
    let output = command.output().with_context(|| format!("run {command:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} ended with {}: {}", output.status, said.trim());
    serde_json::from_slice(&output.stdout).with_context(|| format!("{command:?} answered no JSON"))
}

/// A number somewhere in a JSON value; 0 where there is none.
pub fn number(value: &Value, pointer: &str) -> f64 {
    value.pointer(pointer).and_then(Value::as_f64).unwrap_or(0.0)
}
