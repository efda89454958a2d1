//! Makes a dictionary from the documents of a database: what they have in common, for packing.
//!
//! `cargo run --release -p db --example train_dictionary -- ADDRESS FILE [KIB]`. A released dictionary is never
//! replaced: the file gets the next number, and `record/packing.rs` its next byte.

use std::error::Error;

use db::record::unpacked;
use db::{DbError, Place, Reader, Store, params};
use domain::time::UtcMicros;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Every kind of document, and how many of each are looked at: about as many bytes of each kind as a lead has.
const SOURCES: [(&str, bool, i64); 7] = [
    ("SELECT doc AS stored FROM proposal", true, 6_000),
    ("SELECT facts AS stored FROM fact_set", true, 1_500),
    ("SELECT lead AS stored FROM lead_case WHERE lead IS NOT NULL", true, 2_000),
    ("SELECT judgement AS stored FROM lead_case WHERE judgement IS NOT NULL", true, 2_000),
    ("SELECT raw AS stored FROM delivery", false, 2_000),
    ("SELECT before_image AS stored FROM effect", true, 1_000),
    ("SELECT after_image AS stored FROM effect", true, 1_000),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: train_dictionary ADDRESS FILE [KIB]";
    let (address, file) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let kib: usize = args.next().map_or(Ok(64), |text| text.parse())?;
    let store = Store::open(Place::parse(&address)?, UtcMicros(1)).await?;
    let samples = store.read_long(read_samples).await?;
    println!("{} documents, {} bytes", samples.len(), samples.iter().map(Vec::len).sum::<usize>());
    let dictionary = zstd::dict::from_samples(&samples, kib << 10)?;
    std::fs::write(&file, &dictionary)?;
    println!("{file}: {} bytes", dictionary.len());
    store.close().await;
    Ok(())
}

fn read_samples(r: &mut Reader<'_>) -> std::result::Result<Vec<Vec<u8>>, DbError> {
    let mut samples = Vec::new();
    for (sql, is_doc, limit) in SOURCES {
        for row in r.query(&format!("{sql} ORDER BY RANDOM() LIMIT $1"), &params![limit])? {
            samples.extend(unpacked(row.blob("stored")?, is_doc));
        }
    }
    Ok(samples)
}
