//! A PostgreSQL server to throw away: Debian's binaries, durable settings, a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};

/// Stops when dropped.
pub struct Server {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Server {
    /// Starts one in `folder`, which must not exist. The server refuses to run as root: root runs it as `postgres`.
    pub fn start(folder: &Path) -> anyhow::Result<Self> {
        let server = Self { bin: binaries()?, folder: folder.to_path_buf(), port: super::http::free_port()? };
        std::fs::create_dir_all(folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder))?;
        }
        let data = folder.join("data");
        run(server
            .tool("initdb")
            .arg("-D")
            .arg(&data)
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8"]))?;
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1", server.port, folder.display());
        let log = folder.join("log");
        run(server
            .tool("pg_ctl")
            .arg("-D")
            .arg(&data)
            .args(["-w", "-o", &options, "-l"])
            .arg(log)
            .arg("start"))?;
        Ok(server)
    }

    /// A new, empty database of this name, as a URL.
    pub fn database(&self, name: &str) -> anyhow::Result<String> {
        let port = self.port.to_string();
        let host = ["-h", "127.0.0.1", "-p", &port, "-U", "postgres"];
        run(self.tool("dropdb").args(host).args(["--if-exists", "--force", name]))?;
        run(self.tool("createdb").args(host).arg(name))?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/{name}"))
    }

    fn tool(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stopped = run(self.tool("pg_ctl").arg("-D").arg(data).args(["-m", "immediate", "stop"]));
        if let Err(error) = stopped {
            eprintln!("xtask: the PostgreSQL server in {} was not stopped: {error:#}", self.folder.display());
        }
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn binaries() -> anyhow::Result<PathBuf> {
    let versions =
        std::fs::read_dir("/usr/lib/postgresql").context("find PostgreSQL; install `postgresql`")?;
    let mut bins: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    bins.retain(|bin| bin.join("initdb").exists());
    bins.sort();
    bins.pop().context("no PostgreSQL server under /usr/lib/postgresql; install `postgresql`")
}

fn is_root() -> bool {
    let me = Command::new("id").arg("-u").output();
    me.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    // A server started by pg_ctl keeps what it inherits: with a pipe, waiting for output would never end.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.with_context(|| format!("run {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    if status.code().is_none() {
        bail!("{command:?} was killed");
    }
    Ok(())
}
