//! Makes a dictionary from the documents of databases: what they have in common, for packing.
//!
//! `cargo run --release -p db --example train_dictionary -- FILE KIB ADDRESS…`. A released dictionary is never
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
    let usage = "usage: train_dictionary FILE KIB ADDRESS\u{2026}";
    let (file, kib) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let kib: usize = kib.parse()?;
    let mut samples = Vec::new();
    for address in args {
        let store = Store::open(Place::parse(&address)?, UtcMicros(1)).await?;
        samples.extend(store.read_long(read_samples).await?);
        store.close().await;
    }
    println!("{} documents, {} bytes", samples.len(), samples.iter().map(Vec::len).sum::<usize>());
    let dictionary = zstd::dict::from_samples(&samples, kib << 10)?;
    std::fs::write(&file, &dictionary)?;
    println!("{file}: {} bytes", dictionary.len());
    Ok(())
}

fn read_samples(r: &mut Reader<'_>) -> std::result::Result<Vec<Vec<u8>>, DbError> {
    let mut samples = Vec::new();
    for (sql, is_doc, limit) in SOURCES {
        for (at, row) in
            r.query(&format!("{sql} ORDER BY RANDOM() LIMIT $1"), &params![limit])?.iter().enumerate()
        {
            let plain = unpacked(row.blob("stored")?, is_doc);
            samples.extend(plain.map(|plain| without_marks(plain, at as u64)));
        }
    }
    Ok(samples)
}

/// The document with other ids, hashes and numbers in place of its own: a dictionary must not learn one store's.
fn without_marks(mut plain: Vec<u8>, seed: u64) -> Vec<u8> {
    let mut state = seed << 20;
    for run in plain.split_mut(|byte| !byte.is_ascii_alphanumeric()) {
        let digits = run.iter().filter(|byte| byte.is_ascii_digit()).count();
        // Ids have 26 letters and digits, hashes 64; a time in microseconds has 16 digits.
        let is_mark = matches!(run.len(), 26 | 64) || (run.len() >= 5 && digits * 2 > run.len());
        for byte in run.iter_mut().filter(|_| is_mark) {
            state = testkit::samples::mixed(state);
            if byte.is_ascii_digit() || state.is_multiple_of(3) {
                *byte = b'0' + (state % 10) as u8;
            } else {
                *byte = b'a' + (state % 6) as u8;
            }
        }
    }
    plain
}
