//! Every reader over damaged documents: no panic.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test is allowed to stop loudly, in its helpers too"
)]

mod damaged;

#[path = "../readers.rs"]
mod readers;

/// The public documents, the mails and feeds of the unit tests, and a JSON lead.
fn samples() -> Vec<(String, Vec<u8>)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/adf");
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests-data");
    let mut found = Vec::new();
    for folder in [root, data] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found.push(("json".into(), formats::json_lead::SCHEMA_EXAMPLE.into()));
    let adf = found.iter().find(|(name, _)| name.ends_with("public-11.xml")).unwrap().1.clone();
    let mut mail = b"From: a@example.com\r\nSubject: =?utf-8?Q?Lead=C3=A9?=\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>&lt;adf&gt;</p>\r\n--b\r\nContent-Type: application/x-adf+xml\r\n\r\n".to_vec();
    mail.extend(adf);
    mail.extend(b"\r\n--b--\r\n");
    found.push(("mail".into(), mail));
    found
}
