//! How fast the rooms are without HTTP before them: intake, the whole way, approvals. For a release build:
//! `cargo run --release -p pipeline --example pace -- [FILE.db | postgres://…] [SECONDS]`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use connect::Doors;
use db::{Place, Store};
use domain::id::CaseId;
use domain::person::Actor;
use domain::time::UtcMicros;
use models::triage::Triage;
use pipeline::access::{NewPerson, NewRooftop};
use pipeline::context::market::Centroids;
use pipeline::feeds::{FeedFile, FeedKind};
use pipeline::intake::Delivery;
use pipeline::settings::RooftopForm;
use pipeline::{Clock, Entropy, Limits, Parts, Pipeline};
use testkit::fakes::FakeMail;
use tokio::sync::{mpsc, watch};

const CLIENTS: u64 = 64;
const LEAD: &str = include_str!("../../../bench/payload/lead.adf.xml");
const START: UtcMicros = UtcMicros(1_795_186_800_000_000);

struct Running(Instant);

impl Clock for Running {
    fn now(&self) -> UtcMicros {
        START.plus(i64::try_from(self.0.elapsed().as_micros()).unwrap_or(0))
    }
}

#[derive(Default)]
struct Mixed(AtomicU64);

impl Entropy for Mixed {
    /// Not for secrets: spread enough for ids.
    fn bits(&self) -> u128 {
        let number = u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1);
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let place = arguments.next().unwrap_or_else(|| "pace.db".to_owned());
    let seconds: u64 = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run(&place, Duration::from_secs(seconds)))
}

async fn run(place: &str, span: Duration) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open(Place::parse(place)?, START).await?;
    let pipeline = Pipeline::new(Parts {
        store,
        triage: Arc::new(Triage::embedded()?),
        doors: Doors::new(Arc::new(FakeMail::default())),
        centroids: Arc::new(Centroids::default()),
        clock: Arc::new(Running(Instant::now())),
        entropy: Arc::new(Mixed::default()),
        limits: Limits::default(),
        checkpoint_key: [7; 32],
    });
    let who = furnish(&pipeline).await?;
    let before = cpu_us();
    let taken = intake(&pipeline, &who, 0, span).await;
    let each = (cpu_us() - before) / taken.max(1) as f64;
    println!("intake     {:>8.0} leads/s, {each:.0} us of processor each", taken as f64 / span.as_secs_f64());
    let (began, before, stop) = (Instant::now(), cpu_us(), watch::channel(false));
    let worker = tokio::spawn({
        let (pipeline, stop) = (pipeline.clone(), stop.1.clone());
        async move { pipeline.run_worker(stop).await }
    });
    wait_for_none_due(&pipeline).await?;
    let (seconds, each) = (began.elapsed().as_secs_f64(), (cpu_us() - before) / taken.max(1) as f64);
    println!("worked     {:>8.0} leads/s, {each:.0} us of processor each", taken as f64 / seconds);
    let taken = intake(&pipeline, &who, 1, span).await;
    let due = pipeline.figures().await?.jobs_due;
    let through = (taken as i64 - due).max(0);
    println!(
        "whole way  {:>8.0} leads/s in, {through} of {taken} worked at the end",
        taken as f64 / span.as_secs_f64()
    );
    wait_for_none_due(&pipeline).await?;
    approvals(&pipeline, &who, span).await?;
    let _ended = stop.0.send(true);
    worker.await?;
    let rooftop = who.rooftop;
    let count = "SELECT COUNT(*) AS n FROM lead_case WHERE rooftop_id = $1";
    let cases =
        pipeline.store().read(move |r| r.query_one(count, &[db::Value::from(rooftop)])?.int("n")).await?;
    pipeline.store().close().await;
    if let Ok(file) = std::fs::metadata(place) {
        println!("disk       {:>8.0} bytes a lead, approvals among them", file.len() as f64 / cases as f64);
    }
    Ok(())
}

/// Processor time of this process so far, in microseconds: on a machine that others use as well it says more than
/// the wall clock. Linux only; 0 elsewhere.
fn cpu_us() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // Fields 14 and 15, in ticks of 10 ms; two stand before the bracket.
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks * 10_000.0
}

async fn furnish(pipeline: &Pipeline) -> Result<Actor, String> {
    let said = |error: &dyn std::fmt::Debug| format!("{error:?}");
    let person = |email: &str| NewPerson {
        name: email.to_owned(),
        email: format!("{email}@example.com"),
        department: "sales".to_owned(),
        senior: true,
        ..NewPerson::default()
    };
    let new = NewRooftop {
        name: "Larkfield".to_owned(),
        timezone: "America/New_York".to_owned(),
        admin: person("admin"),
    };
    let who = pipeline.found_rooftop(new).await.map_err(|error| said(&error))?;
    for number in 0..12 {
        pipeline
            .create_person(&who, person(&format!("sales{number}")))
            .await
            .map_err(|error| said(&error))?;
    }
    let form = RooftopForm {
        revision: 1,
        name: "Larkfield".to_owned(),
        timezone: "America/New_York".to_owned(),
        phone: Some("(937) 555-0100".to_owned()),
        address: Some("200 Larkfield Road, Dayton, OH 45402".to_owned()),
        reply_from: Some("desk@example.com".to_owned()),
        hours: (1..=7).map(|day| (day, 0, 1_440)).collect(),
        market_zips: vec!["454".to_owned()],
        ..RooftopForm::default()
    };
    pipeline.set_rooftop(&who, form).await.map_err(|error| said(&error))?;
    let mut csv = "Stock Number,Year,Make,Model,Trim,Price\n".to_owned();
    for number in 0..120 {
        csv.push_str(&format!("T{number},2024,Honda,CR-V,EX,2{number:04}\n"));
    }
    let (kind, name) = (FeedKind::Inventory, "stock.csv".to_owned());
    let file = FeedFile { kind, name, bytes: csv.into_bytes(), price_column: None };
    pipeline.apply_feed(&who, file, true).await.map_err(|error| said(&error))?;
    Ok(who)
}

async fn intake(pipeline: &Pipeline, who: &Actor, run: u64, span: Duration) -> u64 {
    let (taken, end) = (Arc::new(AtomicU64::new(0)), Instant::now() + span);
    let clients = (0..CLIENTS).map(|client| {
        let (pipeline, taken, rooftop) = (pipeline.clone(), Arc::clone(&taken), who.rooftop);
        tokio::spawn(async move {
            let mut number = client;
            while Instant::now() < end {
                let seq = format!("{number:05}");
                let bytes = LEAD
                    .replace("{run}", &run.to_string())
                    .replace("{seq7}", &format!("{:07}", run * 1_000_000 + number))
                    .replace("{seq}", &seq);
                let delivery = Delivery {
                    rooftop,
                    key: None,
                    bytes: bytes.into_bytes(),
                    content_type: Some("application/x-adf+xml".to_owned()),
                    idempotency_key: None,
                };
                if pipeline.take(delivery).await.is_ok() {
                    taken.fetch_add(1, Ordering::Relaxed);
                }
                number += CLIENTS;
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        drop(client.await);
    }
    taken.load(Ordering::Relaxed)
}

async fn wait_for_none_due(pipeline: &Pipeline) -> Result<(), Box<dyn std::error::Error>> {
    while pipeline.figures().await?.jobs_due > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn approvals(
    pipeline: &Pipeline,
    who: &Actor,
    span: Duration,
) -> Result<(), Box<dyn std::error::Error>> {
    let rooftop = who.rooftop;
    let ids = "SELECT case_id FROM lead_case WHERE rooftop_id = $1 ORDER BY case_id LIMIT 100000";
    let cases: Vec<CaseId> = pipeline
        .store()
        .read(move |r| {
            r.query(ids, &[db::Value::from(rooftop)])?.iter().map(|row| row.read("case_id")).collect()
        })
        .await?;
    let (send, receive) = mpsc::unbounded_channel();
    for case in cases {
        send.send(case)?;
    }
    drop(send);
    let receive = Arc::new(tokio::sync::Mutex::new(receive));
    let before = cpu_us();
    let (done, items, began, end) =
        (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Instant::now(), Instant::now() + span);
    let clients = (0..CLIENTS).map(|_| {
        let (pipeline, who) = (pipeline.clone(), who.clone());
        let (receive, done, items) = (Arc::clone(&receive), Arc::clone(&done), Arc::clone(&items));
        tokio::spawn(async move {
            while Instant::now() < end {
                let Some(case) = receive.lock().await.recv().await else { return };
                if let Ok(outcomes) = pipeline.approve_case(&who, case).await {
                    done.fetch_add(1, Ordering::Relaxed);
                    let approved = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
                    items.fetch_add(approved as u64, Ordering::Relaxed);
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        drop(client.await);
    }
    let (done, items) = (done.load(Ordering::Relaxed), items.load(Ordering::Relaxed));
    let seconds = began.elapsed().as_secs_f64();
    let (each, share) = ((cpu_us() - before) / done.max(1) as f64, items as f64 / done.max(1) as f64);
    let pace = done as f64 / seconds;
    println!("approvals  {pace:>8.0} cases/s of {share:.1} items, {each:.0} us of processor each");
    Ok(())
}
