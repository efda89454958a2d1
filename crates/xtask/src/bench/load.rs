//! One run of the load client.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::server::{Server, Store};
use super::tools::{self, Tools};

/// What one run gave.
#[derive(Clone, Debug)]
pub struct Run {
    pub per_s: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub errors: f64,
    /// Actions carried out a second, where one approval carries out several.
    pub actions_per_s: Option<f64>,
    /// The first few, for the report.
    pub samples: String,
}

impl Run {
    fn of(answer: &Value, what: &str) -> Self {
        Self {
            per_s: tools::number(answer, "/per_s"),
            p50_ms: tools::number(answer, &format!("/{what}/p50_ms")),
            p99_ms: tools::number(answer, &format!("/{what}/p99_ms")),
            errors: tools::number(answer, "/errors"),
            actions_per_s: None,
            samples: answer.get("error_samples").map(Value::to_string).unwrap_or_default(),
        }
    }

    /// The run in the middle by rate.
    pub fn median(mut runs: Vec<Self>) -> Option<Self> {
        runs.sort_by(|left, right| left.per_s.total_cmp(&right.per_s));
        let middle = runs.len() / 2;
        runs.into_iter().nth(middle)
    }
}

/// How long, or how many.
#[derive(Clone, Copy)]
pub enum Until {
    Seconds(f64),
    Count(usize),
}

impl Until {
    fn put(self, command: &mut Command) {
        match self {
            Self::Seconds(seconds) => command.args(["--n", "100000000", "--secs", &seconds.to_string()]),
            Self::Count(count) => command.args(["--n", &count.to_string(), "--secs", "3600"]),
        };
    }
}

/// Leads into the product; ids go to `ids`.
pub fn product_intake(
    tools: &Tools,
    on: (&Server, &Store),
    clients: usize,
    until: Until,
    ids: Option<&Path>,
) -> anyhow::Result<Run> {
    let (server, store) = on;
    let mut command = Command::new(&tools.client);
    command.args(["--mode", "intake", "--id", "/case_id"]);
    command.args(["--url", &format!("http://127.0.0.1:{}/api/v1/leads", server.port)]);
    command.arg("--body-file").arg(&tools.lead_adf);
    command.args(["--header", "content-type: application/x-adf+xml"]);
    command.args(["--header", &format!("authorization: Bearer {}", store.intake_key)]);
    command.args(["--c", &clients.to_string()]);
    until.put(&mut command);
    if let Some(ids) = ids {
        command.arg("--ids-out").arg(ids);
    }
    Ok(Run::of(&tools::json(&mut command)?, "intake"))
}

/// Approvals of the product's cases named in `ids`, each once.
pub fn product_approve(
    tools: &Tools,
    on: (&Server, &Store),
    clients: usize,
    ids: &Path,
) -> anyhow::Result<Run> {
    let (server, store) = on;
    let mut command = Command::new(&tools.client);
    command.args(["--mode", "approve", "--n", "100000000", "--secs", "600"]);
    command.args(["--approve-url", &format!("http://127.0.0.1:{}/api/v1/cases/{{id}}/approve", server.port)]);
    command.args(["--approve-header", &format!("authorization: Bearer {}", store.token)]);
    command.args(["--approve-contains", "executed", "--c", &clients.to_string()]);
    command.arg("--ids-in").arg(ids);
    let before = server.counted("executed")?;
    let answer = tools::json(&mut command)?;
    let actions = server.counted("executed")? - before;
    let actions_per_s = Some(actions / tools::number(&answer, "/wall_s").max(f64::MIN_POSITIVE));
    Ok(Run { actions_per_s, ..Run::of(&answer, "approve") })
}

/// Leads into the probe.
pub fn probe_intake(
    tools: &Tools,
    server: &Server,
    clients: usize,
    until: Until,
    ids: Option<&Path>,
) -> anyhow::Result<Run> {
    let mut command = Command::new(&tools.client);
    command.args(["--mode", "intake", "--url", &format!("http://127.0.0.1:{}/leads", server.port)]);
    command.arg("--body-file").arg(&tools.lead_json);
    command.args(["--header", "content-type: application/json", "--c", &clients.to_string()]);
    until.put(&mut command);
    if let Some(ids) = ids {
        command.arg("--ids-out").arg(ids);
    }
    Ok(Run::of(&tools::json(&mut command)?, "intake"))
}

/// Approvals of the probe's leads, each once.
pub fn probe_approve(tools: &Tools, server: &Server, clients: usize, ids: &Path) -> anyhow::Result<Run> {
    let mut command = Command::new(&tools.client);
    command.args(["--mode", "approve", "--n", "100000000", "--secs", "600", "--c", &clients.to_string()]);
    command.args(["--approve-url", &format!("http://127.0.0.1:{}/leads/{{id}}/approve", server.port)]);
    command.arg("--ids-in").arg(ids);
    Ok(Run::of(&tools::json(&mut command)?, "approve"))
}
