//! A store with one lead in it, and the words for asking about it.

use db::proposals::ProposalRow;
use domain::decision::{Choice, DecisionRequest};
use domain::digest::Digest;
use domain::id::{CaseId, ProposalId};
use domain::judgement::{Calibrated, Confidence, Judgement, OptOut};
use domain::labels::{Intent, Route, Urgency};
use domain::time::UtcMicros;
use pipeline::intake::{Delivery, Taken};
use testkit::engines::TestDb;
use testkit::world::World;

/// Friday 2026-11-20, 10:00 in Dayton.
pub const START: UtcMicros = UtcMicros(1_795_186_800_000_000);

/// A world in which every message asks whether a vehicle is there.
pub async fn world(db: &TestDb) -> World {
    let world = World::open(db.open().await, START).await;
    world.recorded.answer(Judgement {
        intent: Intent::Availability,
        confidence: Confidence::Calibrated(Calibrated { p: 0.93, n: 400, low: 0.9, high: 0.96 }),
        also: Vec::new(),
        signals: Vec::new(),
        route: Route::QuickAnswer,
        urgency: Urgency::Normal,
        evidence: Vec::new(),
        opt_out: OptOut::None,
        language: "en".to_owned(),
        model_version: "recorded".to_owned(),
    });
    world
}

/// The lead of customer `number`, about the blue RAV4.
pub fn lead(number: u32) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><adf><prospect><id source=\"web\">L-{number}</id>\
         <requestdate>2026-11-20T09:58:00-05:00</requestdate>\
         <vehicle><year>2025</year><make>Toyota</make><model>RAV4</model><stock>R1042</stock></vehicle>\
         <customer><contact><name part=\"full\">Jordan Ellery {number}</name>\
         <email>jordan.{number}@example.com</email></contact>\
         <comments>Is it still there?</comments></customer></prospect></adf>"
    )
    .into_bytes()
}

pub fn delivery(world: &World, bytes: Vec<u8>, key: Option<&str>) -> Delivery {
    Delivery {
        rooftop: world.rooftop,
        key: None,
        bytes,
        content_type: Some("application/x-adf+xml".to_owned()),
        idempotency_key: key.map(str::to_owned),
    }
}

/// Hands a lead in and lets the worker do everything.
pub async fn worked(world: &World, number: u32) -> CaseId {
    let taken: Taken = world.pipeline.take(delivery(world, lead(number), None)).await.unwrap();
    world.pipeline.drain().await;
    taken.cases[0]
}

pub async fn proposals(world: &World, case: CaseId) -> Vec<ProposalRow> {
    let rooftop = world.rooftop;
    world.pipeline.store().read(move |r| db::proposals::of_case(r, rooftop, case)).await.unwrap()
}

pub fn approve(proposal: ProposalId, shown: Option<Digest>) -> DecisionRequest {
    DecisionRequest { proposal, shown, choice: Choice::Approve, note: None, took_ms: None }
}

/// How many rows `sql` counts as `n`.
pub async fn count(world: &World, sql: &'static str) -> i64 {
    world.pipeline.store().read(move |r| r.query_one(sql, &[])?.int("n")).await.unwrap()
}
