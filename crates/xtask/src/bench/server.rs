//! A started server, product or probe, on a free port; killed when dropped.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::Value;

use super::http::{Line, free_port};
use super::tools::{self, Tools};

/// A running server.
pub struct Server {
    child: Child,
    pub port: u16,
    /// From the start of the process to the first good answer.
    pub started_in: Duration,
}

/// A store made by `countersign init`.
pub struct Store {
    pub folder: PathBuf,
    pub config: PathBuf,
    pub intake_key: String,
    pub token: String,
    pub email: String,
    pub password: String,
}

impl Store {
    /// A new store in `folder`; in `database` where given, else in SQLite beside its configuration.
    pub fn init(tools: &Tools, folder: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let mut command = Command::new(&tools.product);
        command.arg("init").arg(folder).arg("--json");
        command.args(database.into_iter().flat_map(|url| ["--database", url]));
        let made = tools::json(&mut command)?;
        let text = |pointer: &str| {
            made.pointer(pointer)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .with_context(|| format!("init says no {pointer}"))
        };
        Ok(Self {
            folder: folder.to_path_buf(),
            config: text("/config")?.into(),
            intake_key: text("/intake_key")?,
            token: text("/token")?,
            email: text("/admin/email")?,
            password: text("/admin/password")?,
        })
    }

    /// Starts the product on it.
    pub fn serve(&self, tools: &Tools) -> anyhow::Result<Server> {
        let port = free_port()?;
        let mut command = Command::new(&tools.product);
        command
            .arg("serve")
            .arg("--config")
            .arg(&self.config)
            .args(["--listen", &format!("127.0.0.1:{port}")]);
        command.env("COUNTERSIGN_LOG_LEVEL", "warn");
        Server::start(command, port, "/readyz")
    }

    /// Bytes of the SQLite database, with its log.
    pub fn disk_bytes(&self) -> u64 {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let database = files.filter(|file| file.file_name().to_string_lossy().contains(".db"));
        database.filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum()
    }
}

impl Server {
    /// Starts the probe on `sqlite FILE` or `pg URL`.
    pub fn probe(tools: &Tools, engine: &str, place: &str) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(&tools.probe);
        command.args([engine, place, "FULL"]).env("PORT", port.to_string());
        Self::start(command, port, "/health")
    }

    fn start(mut command: Command, port: u16, health: &str) -> anyhow::Result<Self> {
        let began = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("start {command:?}"))?;
        let mut server = Self { child, port, started_in: Duration::ZERO };
        loop {
            if let Ok(answer) = Line::open(port).and_then(|mut line| line.get(health, &[]))
                && answer.status == 200
            {
                server.started_in = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("{command:?} ended with {status}");
            }
            if began.elapsed() > Duration::from_secs(120) {
                bail!("{command:?} is not ready after two minutes");
            }
            pause(Duration::from_millis(5));
        }
    }

    /// A line of `/proc/PID/status` in MiB: `VmRSS` now, `VmHWM` at most so far.
    pub fn memory_mib(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
        let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }

    /// Leads that are kept and not yet judged, by the counters of this process.
    pub fn backlog(&self) -> anyhow::Result<f64> {
        Ok(self.counted("deliveries")? - self.counted("judged")?)
    }

    /// How often something happened in the product since it started.
    pub fn counted(&self, what: &str) -> anyhow::Result<f64> {
        let name = format!("countersign_pipeline_{what}_total ");
        let text = Line::open(self.port)?.get("/metrics", &[])?.text();
        let value = text.lines().find_map(|line| line.strip_prefix(&name)?.parse().ok());
        value.with_context(|| format!("/metrics has no `{name}`"))
    }

    /// Waits until every lead is judged; says how long that took.
    pub fn caught_up(&self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        while self.backlog()? > 0.0 {
            if began.elapsed() > Duration::from_secs(3_600) {
                bail!("the backlog does not empty");
            }
            pause(Duration::from_millis(50));
        }
        Ok(began.elapsed())
    }

    /// Ends it as an operator would, and waits until it has gone.
    pub fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "another process is waited for; there is nothing to be notified by"
)]
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}
