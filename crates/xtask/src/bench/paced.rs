//! Leads at a steady rate, from a few connections, for the whole-way figure: a closed loop would starve the worker.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::http::Line;
use super::server::{Server, Store, pause};
use super::tools::Tools;

const CONNECTIONS: usize = 8;

/// What steady load gave.
pub struct Paced {
    /// Acknowledged leads a second.
    pub taken_per_s: f64,
    /// Leads taken and not yet judged, each second.
    pub backlog: Vec<f64>,
    /// Largest resident memory seen, MiB.
    pub memory_mib: f64,
}

/// Sends `rate` leads a second for `seconds`.
pub fn send(tools: &Tools, on: (&Server, &Store), rate: usize, seconds: usize) -> anyhow::Result<Paced> {
    let (server, store) = on;
    let body = std::fs::read_to_string(&tools.lead_adf)?;
    let sent = AtomicUsize::new(0);
    let began = Instant::now();
    let total = rate * seconds;
    let (backlog, memory_mib) = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    keep_sending(&body, server.port, &store.intake_key, &sent, (began, rate, total))
                })
            })
            .collect();
        let mut backlog = Vec::new();
        let mut memory = 0.0_f64;
        while senders.iter().any(|sender| !sender.is_finished()) {
            pause(Duration::from_secs(1));
            backlog.push(server.backlog()?);
            memory = memory.max(server.memory_mib("VmRSS"));
        }
        for sender in senders {
            sender.join().map_err(|_| anyhow::anyhow!("a sender broke"))??;
        }
        anyhow::Ok((backlog, memory))
    })?;
    Ok(Paced { taken_per_s: total as f64 / began.elapsed().as_secs_f64(), backlog, memory_mib })
}

fn keep_sending(
    body: &str,
    port: u16,
    key: &str,
    sent: &AtomicUsize,
    (began, rate, total): (Instant, usize, usize),
) -> anyhow::Result<()> {
    let mut line = Line::open(port)?;
    let headers = ["content-type: application/x-adf+xml".to_owned(), format!("authorization: Bearer {key}")];
    loop {
        let number = sent.fetch_add(1, Ordering::Relaxed);
        if number >= total {
            return Ok(());
        }
        let due = Duration::from_secs_f64(number as f64 / rate as f64);
        pause(due.saturating_sub(began.elapsed()));
        let lead = body
            .replace("{seq7}", &format!("{number:07}"))
            .replace("{seq}", &number.to_string())
            .replace("{run}", "paced");
        let answer = line.send("POST", "/api/v1/leads", &headers, lead.as_bytes())?;
        ensure!(answer.status == 202, "intake answered {}: {}", answer.status, answer.text());
    }
}
