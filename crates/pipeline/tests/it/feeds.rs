//! Files: planned without a change, applied whole, held when they look cut off.

use pipeline::feeds::{FeedFile, FeedKind, FeedRefused};
use testkit::engines::on_both_engines;

use crate::support::{count, world};

fn stock(rows: u32) -> FeedFile {
    let mut csv = "Stock Number,Year,Make,Model,Price\n".to_owned();
    for row in 0..rows {
        csv.push_str(&format!("T{row:03},2024,Toyota,Corolla,2{row:04}\n"));
    }
    let (kind, name) = (FeedKind::Inventory, "stock.csv".to_owned());
    FeedFile { kind, name, bytes: csv.into_bytes(), price_column: None }
}

const ALIVE: &str = "SELECT COUNT(*) AS n FROM vehicle WHERE status <> 'sold'";

#[test]
fn a_plan_changes_nothing_and_a_short_file_waits_for_a_person() {
    on_both_engines(async |db| {
        let world = world(db).await;
        let (pipeline, sam) = (&world.pipeline, world.actor("sam"));
        let plan = pipeline.plan_feed(sam, &stock(40)).await.unwrap();
        assert_eq!((plan.rows, plan.added, plan.gone), (40, 40, 7));
        assert_eq!(count(&world, ALIVE).await, 7, "planning changes nothing");
        assert!(pipeline.apply_feed(sam, stock(40), false).await.unwrap().applied);
        assert_eq!(count(&world, ALIVE).await, 40);

        let held = pipeline.apply_feed(sam, stock(5), false).await.unwrap();
        assert!(!held.applied && held.plan.held_because.is_some(), "{:?}", held.plan);
        assert_eq!(count(&world, ALIVE).await, 40, "a held file changes nothing");
        let done = pipeline.confirm_feed(sam, &held.feed).await.unwrap();
        assert_eq!((done.applied, done.plan.gone), (true, 35));
        assert_eq!(count(&world, ALIVE).await, 5);
        assert_eq!(pipeline.confirm_feed(sam, &held.feed).await.unwrap_err(), FeedRefused::NotFound);
        assert_eq!(pipeline.apply_feed(sam, stock(5), false).await.unwrap().plan.unchanged, 5);
    });
}

#[test]
fn customers_are_added_and_completed_and_never_overwritten() {
    on_both_engines(async |db| {
        let world = world(db).await;
        let csv = "First Name,Last Name,Email,Phone\n\
                   Alma,Torres,alma.torres@example.com,(937) 555-0119\n\
                   Zed,New,zed.new@example.com,(937) 555-0120\n";
        let (kind, name) = (FeedKind::Customers, "customers.csv".to_owned());
        let file = FeedFile { kind, name, bytes: csv.as_bytes().to_vec(), price_column: None };
        let done = world.pipeline.apply_feed(world.actor("sam"), file.clone(), false).await.unwrap();
        assert_eq!((done.plan.added, done.plan.changed), (1, 1), "{:?}", done.plan);
        assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM contact").await, 4);
        let again = world.pipeline.apply_feed(world.actor("sam"), file, false).await.unwrap();
        assert_eq!((again.plan.added, again.plan.changed, again.plan.unchanged), (0, 0, 2));
    });
}
