//! The files that a list of paths stands for.

use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of lead files, for folders; a file that is named itself is always taken.
const ENDINGS: [&str; 5] = ["xml", "adf", "eml", "json", "txt"];

/// The files of `paths` in order; a folder stands for its lead files and those of its folders, by name.
pub fn listed(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files);
        } else {
            files.push(path.clone());
        }
    }
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().and_then(|ending| ending.to_str()).is_some_and(is_lead_ending) {
            files.push(path);
        }
    }
}

fn is_lead_ending(ending: &str) -> bool {
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The bytes of `path`, at most one more than `limit`, so that a file over the limit is known as such without being
/// read whole; `-` is standard input.
pub fn load(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let most = limit as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The media type that a file's ending declares; none where it says nothing.
pub fn declared_type(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "xml" | "adf" => Some("application/x-adf+xml"),
        "eml" => Some("message/rfc822"),
        "json" => Some("application/json"),
        _ => None,
    }
}
