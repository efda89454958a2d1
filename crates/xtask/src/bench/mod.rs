//! `cargo xtask bench`: the figures of docs/PERFORMANCE.md, product and probe in turn in one run.

mod http;
mod load;
mod paced;
mod parts;
mod postgres;
mod report;
mod server;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};

use report::Report;
use tools::Tools;

const USAGE: &str =
    "usage: cargo xtask bench [--quick] [--only PART,PART] [--leads N] [--rate N] [--dir DIR] [--write]
  parts: disk, intake, approve, whole, audit, memory, big (all but big unless named)
  --quick    one run of 3 seconds instead of the median of three of 10
  --leads N  size of the database of the part `big` (1000000)
  --rate N   leads a second of the part `whole` (1000)
  --dir DIR  where databases are made; the disk that is measured (target/bench)
  --write    put the table into docs/PERFORMANCE.md";

/// What to measure, and how long.
pub struct Options {
    quick: bool,
    only: Vec<String>,
    leads: usize,
    rate: usize,
    dir: PathBuf,
    write: bool,
}

impl Options {
    fn read(args: &[String], root: &Path) -> anyhow::Result<Self> {
        let dir = root.join("target/bench");
        let mut options =
            Self { quick: false, only: Vec::new(), leads: 1_000_000, rate: 1_000, dir, write: false };
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("{arg} wants a value\n{USAGE}"));
            match arg.as_str() {
                "--quick" => options.quick = true,
                "--write" => options.write = true,
                "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
                "--leads" => options.leads = value()?.parse()?,
                "--rate" => options.rate = value()?.parse()?,
                "--dir" => options.dir = value()?.into(),
                _ => bail!("`{arg}` is no option\n{USAGE}"),
            }
        }
        Ok(options)
    }

    fn wants(&self, part: &str) -> bool {
        if self.only.is_empty() { part != "big" } else { self.only.iter().any(|name| name == part) }
    }

    fn runs(&self) -> usize {
        if self.quick { 1 } else { 3 }
    }

    fn seconds(&self) -> f64 {
        if self.quick { 3.0 } else { 10.0 }
    }
}

/// A folder for one store, emptied first.
pub fn fresh(options: &Options, name: &str) -> anyhow::Result<PathBuf> {
    let folder = options.dir.join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Measures and reports.
pub fn command(args: &[String]) -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let options = Options::read(args, &root)?;
    let tools = tools::build(&root)?;
    std::fs::create_dir_all(&options.dir)?;
    let mut report = Report::new();
    measure(&options, &tools, &mut report)?;
    let json = options.dir.join("result.json");
    std::fs::write(&json, serde_json::to_string_pretty(&report.json())?)?;
    let table = report.markdown();
    std::fs::write(options.dir.join("table.md"), &table)?;
    println!("\n{table}\nwritten to {}", options.dir.display());
    if options.write {
        report::into_document(&root.join("docs/PERFORMANCE.md"), &table)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(options: &Options, tools: &Tools, report: &mut Report) -> anyhow::Result<()> {
    if options.wants("disk") {
        parts::disk(options, report)?;
    }
    let both = options.wants("intake") || options.wants("approve");
    if both {
        parts::engine(options, tools, None, report)?;
        match postgres::Server::start(&fresh(options, "pg")?.join("server")) {
            Ok(server) => parts::engine(options, tools, Some(&server), report)?,
            Err(error) => report.note(format!("PostgreSQL was not measured: {error:#}")),
        }
    }
    if options.wants("whole") || options.wants("memory") || options.wants("audit") {
        parts::whole(options, tools, report)?;
    }
    if options.wants("big") {
        parts::big(options, tools, report)?;
    }
    Ok(())
}
