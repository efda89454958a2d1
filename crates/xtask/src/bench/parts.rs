//! The parts of a measurement, in the order they are run.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::http::Line;
use super::load::{self, Run, Until};
use super::report::{Rate, Report};
use super::server::{Server, Store, pause};
use super::tools::{self, Tools};
use super::{Options, fresh, paced, postgres};

const CLIENTS: [usize; 3] = [1, 16, 64];

/// How fast this disk flushes: 1.2 kB appended and `fdatasync`, as the probe does it.
pub fn disk(options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let path = fresh(options, "disk")?.join("flush.bin");
    let mut file = std::fs::File::create(path)?;
    let row = [b'x'; 1_200];
    let mut took = Vec::new();
    let began = Instant::now();
    while began.elapsed().as_secs_f64() < options.seconds() / 2.0 {
        let one = Instant::now();
        file.write_all(&row)?;
        file.sync_data()?;
        took.push(one.elapsed());
    }
    took.sort();
    let median = took.get(took.len() / 2).copied().unwrap_or_default();
    let rate = took.len() as f64 / began.elapsed().as_secs_f64();
    report.figure("disk: flushes a second, one after another", format!("{rate:.0}"), "for reading the rest");
    report.figure(
        "disk: one flush, median",
        format!("{:.2} ms", median.as_secs_f64() * 1e3),
        "for reading the rest",
    );
    Ok(())
}

/// Intake and approvals on one engine, product and probe in turn.
pub fn engine(
    options: &Options,
    tools: &Tools,
    postgres: Option<&postgres::Server>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let bench = Engine { options, tools, postgres };
    for clients in CLIENTS {
        if options.wants("intake") {
            let (mut product, mut probe) = (Vec::new(), Vec::new());
            for _ in 0..options.runs() {
                probe.push(bench.probe_intake(clients)?);
                product.push(bench.product_intake(clients)?);
            }
            bench.tell(report, "intake", clients, product, probe);
        }
        if options.wants("approve") {
            let (mut product, mut probe) = (Vec::new(), Vec::new());
            for _ in 0..options.runs() {
                probe.push(bench.probe_approve(clients)?);
                product.push(bench.product_approve(clients)?);
            }
            bench.tell(report, "approve", clients, product, probe);
        }
    }
    Ok(())
}

struct Engine<'a> {
    options: &'a Options,
    tools: &'a Tools,
    postgres: Option<&'a postgres::Server>,
}

impl Engine<'_> {
    fn tell(
        &self,
        report: &mut Report,
        what: &'static str,
        clients: usize,
        product: Vec<Run>,
        probe: Vec<Run>,
    ) {
        let engine = if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" };
        if let (Some(product), Some(probe)) = (Run::median(product), Run::median(probe)) {
            report.rate(Rate { what, engine, clients, product, probe });
        }
    }

    /// A new store and the product on it.
    fn product(&self) -> anyhow::Result<(Server, Store)> {
        let database = self.postgres.map(|server| server.database("product")).transpose()?;
        let store = Store::init(self.tools, &fresh(self.options, "product")?, database.as_deref())?;
        Ok((store.serve(self.tools)?, store))
    }

    fn probe(&self) -> anyhow::Result<Server> {
        match self.postgres {
            Some(server) => Server::probe(self.tools, "pg", &server.database("probe")?),
            None => {
                let file = fresh(self.options, "probe")?.join("probe.sqlite");
                Server::probe(self.tools, "sqlite", &file.display().to_string())
            }
        }
    }

    fn product_intake(&self, clients: usize) -> anyhow::Result<Run> {
        let (server, store) = self.product()?;
        load::product_intake(
            self.tools,
            (&server, &store),
            clients,
            Until::Seconds(self.options.seconds()),
            None,
        )
    }

    fn probe_intake(&self, clients: usize) -> anyhow::Result<Run> {
        let server = self.probe()?;
        load::probe_intake(self.tools, &server, clients, Until::Seconds(self.options.seconds()), None)
    }

    /// Approves as many as one client, or many, get through in about the time of a run.
    fn count(&self, clients: usize) -> usize {
        let full = if clients == 1 { 2_000 } else { 12_000 };
        if self.options.quick { full / 4 } else { full }
    }

    fn product_approve(&self, clients: usize) -> anyhow::Result<Run> {
        let (server, store) = self.product()?;
        let ids = store.folder.join("ids.txt");
        let count = Until::Count(self.count(clients));
        let taken = load::product_intake(self.tools, (&server, &store), 16, count, Some(&ids))?;
        ensure!(taken.errors == 0.0, "intake for approvals failed: {}", taken.samples);
        server.caught_up()?;
        load::product_approve(self.tools, (&server, &store), clients, &ids)
    }

    fn probe_approve(&self, clients: usize) -> anyhow::Result<Run> {
        let server = self.probe()?;
        let ids = self.options.dir.join("probe-ids.txt");
        load::probe_intake(self.tools, &server, 16, Until::Count(self.count(clients) * 4), Some(&ids))?;
        load::probe_approve(self.tools, &server, clients, &ids)
    }
}

/// The whole way under steady load on SQLite; then disk, memory and the record of what it left.
pub fn whole(options: &Options, tools: &Tools, report: &mut Report) -> anyhow::Result<()> {
    let store = Store::init(tools, &fresh(options, "whole")?, None)?;
    let server = store.serve(tools)?;
    pause(Duration::from_secs(2));
    report.figure("idle memory", format!("{:.0} MiB", server.memory_mib("VmRSS")), "at most 60 MB");
    let empty = store.disk_bytes();
    let seconds = if options.quick { 10 } else { 60 };
    let paced = paced::send(tools, (&server, &store), options.rate, seconds)?;
    let middle = paced.backlog.get(paced.backlog.len() / 2).copied().unwrap_or_default();
    let last = paced.backlog.last().copied().unwrap_or_default();
    let most = paced.backlog.iter().copied().fold(0.0, f64::max);
    let rest = server.caught_up()?;
    report.figure(
        format!("whole way, {} leads/s offered for {seconds} s", options.rate),
        format!(
            "{:.0}/s taken; waiting: at most {most:.0}, half way {middle:.0}, at the end {last:.0}, empty {:.1} s later",
            paced.taken_per_s,
            rest.as_secs_f64()
        ),
        "1,000/s, backlog not growing",
    );
    report.figure(
        "memory under that load, at most",
        format!("{:.0} MiB", paced.memory_mib),
        "at most 200 MB",
    );
    let most_ever = server.memory_mib("VmHWM");
    server.stop()?;
    report.figure("memory, peak of the process", format!("{most_ever:.0} MiB"), "at most 200 MB");
    let leads = options.rate * seconds;
    let each = store.disk_bytes().saturating_sub(empty) as f64 / leads as f64;
    report.figure(
        "disk a lead, with all it causes before decisions",
        format!("{:.1} kB", each / 1e3),
        "at most 8 kB",
    );
    verify(tools, &store.config, report)
}

fn verify(tools: &Tools, config: &Path, report: &mut Report) -> anyhow::Result<()> {
    let mut command = Command::new(&tools.product);
    command.args(["audit", "verify", "--json", "--config"]).arg(config);
    let answer = tools::json(&mut command)?;
    let (events, seconds) = (tools::number(&answer, "/events"), tools::number(&answer, "/seconds"));
    let rate = if seconds > 0.0 { events / seconds } else { 0.0 };
    report.figure(
        "audit verify",
        format!("{rate:.0} events/s ({events:.0} events in {seconds:.2} s)"),
        "at least 500,000 events/s",
    );
    Ok(())
}

/// A database of a million leads: how fast it opens, how fast its queue shows.
pub fn big(options: &Options, tools: &Tools, report: &mut Report) -> anyhow::Result<()> {
    let store = Store::init(tools, &fresh(options, "big")?, None)?;
    let server = store.serve(tools)?;
    let began = Instant::now();
    let taken = load::product_intake(tools, (&server, &store), 64, Until::Count(options.leads), None)?;
    ensure!(taken.errors == 0.0, "filling the database failed: {}", taken.samples);
    let waited = server.caught_up()?;
    let whole = options.leads as f64 / began.elapsed().as_secs_f64();
    report.figure(
        format!("{} leads in, judged, proposed and vetted", options.leads),
        format!("{whole:.0}/s over all, {:.0} s behind intake", waited.as_secs_f64()),
        "at least 1,000/s",
    );
    server.stop()?;
    let each = store.disk_bytes() as f64 / options.leads as f64;
    report.figure("disk a lead in it", format!("{:.1} kB", each / 1e3), "at most 8 kB");
    let server = store.serve(tools)?;
    report.figure(
        format!("start on {} leads", options.leads),
        format!("{:.2} s to ready", server.started_in.as_secs_f64()),
        "at most 1 s",
    );
    queue_page(&server, &store, report)?;
    report.figure(
        "memory with it, after that",
        format!("{:.0} MiB", server.memory_mib("VmRSS")),
        "at most 200 MB",
    );
    server.stop()?;
    verify(tools, &store.config, report)
}

/// The inbox as a signed-in person loads it, whole, over a kept connection.
fn queue_page(server: &Server, store: &Store, report: &mut Report) -> anyhow::Result<()> {
    let mut line = Line::open(server.port)?;
    let form = format!("email={}&password={}", store.email.replace('@', "%40"), store.password);
    let headers = [
        "content-type: application/x-www-form-urlencoded".to_owned(),
        format!("origin: http://127.0.0.1:{}", server.port),
    ];
    let answer = line.send("POST", "/sign-in", &headers, form.as_bytes())?;
    let cookies: Vec<&str> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, value)| value.split(';').next())
        .collect();
    ensure!(!cookies.is_empty(), "sign-in answered {} and set no cookie", answer.status);
    let cookie = [format!("cookie: {}", cookies.join("; "))];
    let mut took = Vec::new();
    for _ in 0..40 {
        let began = Instant::now();
        let page = line.get("/inbox", &cookie)?;
        ensure!(page.status == 200, "the inbox answered {}", page.status);
        took.push(began.elapsed());
    }
    took.sort();
    let at = |share: usize| took.get(took.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    report.figure(
        "inbox page, as its reader sees it",
        format!("{:.1} ms median, {:.1} ms p95", at(50), at(95)),
        "at most 30 ms at 100,000 pending",
    );
    Ok(())
}
