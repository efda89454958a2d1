//! The house as text: manifests, Rust sources, and everything else that is committed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

/// Everything that the rules look at.
pub struct House {
    /// Crate name and manifest text, for each folder of `crates/`.
    pub manifests: Vec<(String, String)>,
    /// Rust files under `crates/`.
    pub sources: Vec<Source>,
    /// Other text files that git knows or would add: path from the root, text.
    pub texts: Vec<(String, String)>,
}

/// One Rust file.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    /// The crate's folder name.
    pub krate: String,
    pub text: String,
}

impl Source {
    /// A file of tests alone.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The lines before an inline test module.
    pub fn code(&self) -> &str {
        let mut end = self.text.len();
        for mark in ["#[cfg(test)]\nmod ", "#[cfg(test)]\npub mod "] {
            if let Some(at) = self.text.find(mark) {
                let rest = self.text.get(at + mark.len()..).unwrap_or_default();
                let declares_only =
                    rest.find(';').unwrap_or(usize::MAX) < rest.find('{').unwrap_or(usize::MAX);
                if !declares_only {
                    end = end.min(at);
                }
            }
        }
        self.text.get(..end).unwrap_or(&self.text)
    }
}

impl House {
    /// Reads what stands at `root`: the files that git tracks or would add.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(root)
            .output()
            .context("run git to list the files of the house")?;
        ensure!(listed.status.success(), "git could not list the files of {}", root.display());
        let mut house = Self { manifests: Vec::new(), sources: Vec::new(), texts: Vec::new() };
        let names = String::from_utf8_lossy(&listed.stdout).into_owned();
        let mut paths: Vec<&str> = names.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            // A file that was deleted and not yet committed, or one that is no text, has nothing to say.
            let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
            let Ok(text) = String::from_utf8(bytes) else { continue };
            house.keep(path, text);
        }
        Ok(house)
    }

    pub(super) fn keep(&mut self, path: &str, text: String) {
        let inside = path.strip_prefix("crates/").and_then(|rest| rest.split_once('/'));
        match inside {
            Some((krate, "Cargo.toml")) => self.manifests.push((krate.to_owned(), text)),
            Some((krate, file)) if file.ends_with(".rs") => {
                self.sources.push(Source { path: path.to_owned(), krate: krate.to_owned(), text });
            }
            _ => self.texts.push((path.to_owned(), text)),
        }
    }

    /// The Rust files of one crate's `src` that are no tests.
    pub fn code_of<'a>(&'a self, krate: &'a str) -> impl Iterator<Item = &'a Source> {
        self.sources
            .iter()
            .filter(move |source| source.krate == krate && !source.is_test() && source.path.contains("/src/"))
    }
}
