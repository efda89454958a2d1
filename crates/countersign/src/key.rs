//! The Ed25519 seed that signs checkpoints of the record: a file of 64 hexadecimal digits, for its owner alone.

use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, ensure};
use domain::digest::Digest;

use crate::clock;

/// Only the owner reads and writes.
const MODE: u32 = 0o600;

/// Makes a key at `path`, which must not exist.
pub fn create(path: &Path) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(MODE).open(path);
    let mut file = opened.with_context(|| format!("make the signing key `{}`", path.display()))?;
    let seed = Digest(clock::random::<32>());
    writeln!(file, "{seed}")?;
    file.sync_all()?;
    Ok(())
}

/// The seed in the file at `path`.
pub fn load(path: &Path) -> anyhow::Result<[u8; 32]> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("read the signing key `{}` (audit.signing_key_file)", path.display()))?;
    let seed: Digest = text
        .trim()
        .parse()
        .with_context(|| format!("the signing key `{}` wants 64 hexadecimal digits", path.display()))?;
    Ok(seed.0)
}

/// Says what is wrong when others than its owner can read the file.
pub fn check_mode(path: &Path) -> anyhow::Result<()> {
    let mode = std::fs::metadata(path)?.mode() & 0o777;
    ensure!(mode & 0o077 == 0, "others can read it (mode {mode:o}); run: chmod 600 {}", path.display());
    Ok(())
}
