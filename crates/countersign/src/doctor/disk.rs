//! Room, permission and speed where the data are.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::Check;
use crate::clock;
use crate::config::Config;

/// Below this a busy store has days left, not weeks.
const LITTLE_MIB: u64 = 1_024;
/// Below this SQLite and PostgreSQL may fail in the middle of an afternoon.
const TOO_LITTLE_MIB: u64 = 128;
const FLUSHES: usize = 20;

/// Can files be made where the data are?
pub fn writable(config: &Config) -> Check {
    const NAME: &str = "write permission";
    let folder = folder(config);
    match probe_file(&folder).and_then(std::fs::remove_file) {
        Ok(()) => Check::well(NAME, format!("files can be made in `{}`", folder.display())),
        Err(error) => Check::bad(
            NAME,
            format!("no file can be made in `{}`: {error}", folder.display()),
            "make it writable for the user that runs countersign",
        ),
    }
}

/// Is there room?
pub fn space(config: &Config) -> Check {
    const NAME: &str = "disk space";
    let folder = folder(config);
    let Some(mib) = free_mib(&folder) else {
        return Check::look(NAME, "not known: `df` did not answer", "look at the free space yourself");
    };
    let found = format!("{} GiB free at `{}`", mib / 1_024, folder.display());
    match mib {
        0..TOO_LITTLE_MIB => {
            Check::bad(NAME, format!("{mib} MiB free"), "make room now: leads are refused when it ends")
        }
        TOO_LITTLE_MIB..LITTLE_MIB => Check::look(NAME, format!("{mib} MiB free"), "make room soon"),
        _ => Check::well(NAME, found),
    }
}

/// Does a flush take as long as one on a disk does?
pub fn flushes(config: &Config) -> Check {
    const NAME: &str = "disk flush";
    match median_flush_us(&folder(config)) {
        Err(error) => Check::bad(NAME, format!("a file could not be flushed: {error}"), "look at the disk"),
        Ok(us) if us > 30_000 => Check::look(
            NAME,
            format!("{:.1} ms each: every lead waits that long", us as f64 / 1e3),
            "put the database on a local solid-state disk",
        ),
        Ok(us) if us < 15 => Check::look(
            NAME,
            format!("{us} us each, faster than a disk is"),
            "make sure that the folder is no memory disk: what is acknowledged must survive a power cut",
        ),
        Ok(us) => Check::well(NAME, format!("{:.2} ms each", us as f64 / 1e3)),
    }
}

/// The folder of the SQLite file, else that of the configuration.
fn folder(config: &Config) -> PathBuf {
    let database = config.database();
    let file = database.strip_prefix("sqlite:").map(Path::new);
    let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(&config.home).to_path_buf()
}

fn probe_file(folder: &Path) -> std::io::Result<PathBuf> {
    let path = folder.join(format!(".doctor-{:08x}", u32::from_le_bytes(clock::random::<4>())));
    std::fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    Ok(path)
}

/// POSIX `df -P -k`: one header line, then one line whose fourth column is the free kibibytes.
fn free_mib(folder: &Path) -> Option<u64> {
    let output = Command::new("df").args(["-P", "-k"]).arg(folder).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kib / 1_024)
}

fn median_flush_us(folder: &Path) -> std::io::Result<u128> {
    let path = probe_file(folder)?;
    let timed = time_flushes(&path);
    std::fs::remove_file(&path)?;
    timed
}

fn time_flushes(path: &Path) -> std::io::Result<u128> {
    let mut file = std::fs::OpenOptions::new().append(true).open(path)?;
    let mut took = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let began = Instant::now();
        file.write_all(&[0; 4_096])?;
        file.sync_data()?;
        took.push(began.elapsed().as_micros());
    }
    took.sort_unstable();
    Ok(took.get(FLUSHES / 2).copied().unwrap_or_default())
}
