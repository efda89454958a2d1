//! `cargo xtask screens`: a picture of every screen of the running demo, light, dark and on a phone.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};

/// The picture that the README shows: which one, where it is kept, the most that it may weigh.
const README: (&str, &str, u64) = ("inbox-readme-light.png", "docs/screens/inbox.png", 250_000);

/// Runs the browser test that walks all screens, with a folder for the pictures, and copies the README's picture.
pub fn command(args: &[String]) -> anyhow::Result<ExitCode> {
    ensure!(args.is_empty(), "usage: cargo xtask screens");
    let root = crate::root();
    let folder = root.join("target/screens");
    let status = Command::new(env!("CARGO"))
        .args([
            "test",
            "--release",
            "--locked",
            "-p",
            "countersign",
            "--test",
            "browser",
            "--",
            "every_screen",
        ])
        .env("SCREENS", &folder)
        .env("COUNTERSIGN_REQUIRE_BROWSER", "1")
        .current_dir(&root)
        .status()?;
    if !status.success() {
        return Ok(ExitCode::FAILURE);
    }
    keep(&folder, &root)?;
    println!("pictures of all screens: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

fn keep(folder: &Path, root: &Path) -> anyhow::Result<()> {
    let (name, kept, most) = README;
    let from = folder.join(name);
    let size = std::fs::metadata(&from).with_context(|| format!("look at {}", from.display()))?.len();
    ensure!(size <= most, "{name} is {size} bytes; at most {most}");
    std::fs::create_dir_all(root.join("docs/screens"))?;
    std::fs::copy(&from, root.join(kept)).with_context(|| format!("write {kept}"))?;
    println!("{kept}: {size} bytes");
    Ok(())
}
