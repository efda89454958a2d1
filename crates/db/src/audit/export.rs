//! A case on its own: its events, the proof that each is in the log, and the signed head that the proofs lead to.
//!
//! Whoever holds the rooftop's public key can check the file without the database. It proves that these events are in
//! the log as they stand here; not that the case has no others.

use domain::digest::Digest;
use domain::id::{CaseId, RooftopId};
use serde::{Deserialize, Serialize};

use super::checkpoint::{SignatureError, SignedCheckpoint};
use super::event::AuditEvent;
use super::log;
use super::merkle::{inclusion_path, root_from_path};
use super::subtrees::StoredSubtrees;
use crate::error::DbError;
use crate::reader::Reader;

const FORMAT: &str = "countersign-audit-export";
const VERSION: u32 = 1;

/// An exported case; its JSON is the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseExport {
    pub format: String,
    pub version: u32,
    pub rooftop_id: String,
    pub case_id: String,
    pub checkpoint: SignedCheckpoint,
    pub events: Vec<ProvenEvent>,
}

/// An event and its way to the root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenEvent {
    #[serde(flatten)]
    pub event: AuditEvent,
    /// RFC 9162 inclusion path in the checkpoint's tree, nearest sibling first.
    pub path: Vec<Digest>,
}

/// Why a case cannot be exported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("the case has no events")]
    NoEvents,
    #[error("event {seq} is not under a signed checkpoint yet: sign one, then export again")]
    NotSigned { seq: u64 },
    #[error("event {seq} does not lead to the signed root: run `audit verify`")]
    Broken { seq: u64 },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a file does not prove what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    #[error("this is not an exported case: {0}")]
    NotAnExport(String),
    #[error("the file is of version {0}, which this program does not know")]
    UnknownVersion(u32),
    #[error("the checkpoint does not count: {0}")]
    Signature(#[from] SignatureError),
    #[error("the checkpoint is of another rooftop's log")]
    OtherLog,
    #[error("event {seq} is of another case or rooftop")]
    OtherCase { seq: u64 },
    #[error("event {seq} is not in the log that was signed")]
    NotInLog { seq: u64 },
    #[error("the file has no events")]
    NoEvents,
    #[error("the events are not in the order of the log")]
    Order,
}

/// Exports a case under the last signed checkpoint. Run it in a snapshot.
pub fn export_case(r: &mut Reader<'_>, rooftop: RooftopId, case: CaseId) -> Result<CaseExport, ExportError> {
    let events = log::of_case(r, rooftop, case)?;
    let last = events.last().ok_or(ExportError::NoEvents)?.seq;
    let checkpoint = log::last_checkpoint(r, rooftop)?.filter(|signed| signed.checkpoint.size > last);
    let checkpoint = checkpoint.ok_or(ExportError::NotSigned { seq: last })?;
    let mut subtrees = StoredSubtrees::new(r, rooftop.to_string());
    let mut proven = Vec::with_capacity(events.len());
    for event in events {
        let path = inclusion_path(event.seq, checkpoint.checkpoint.size, &mut subtrees)?;
        let one = ProvenEvent { event, path };
        if !leads_to_root(&one, &checkpoint) {
            return Err(ExportError::Broken { seq: one.event.seq });
        }
        proven.push(one);
    }
    Ok(CaseExport {
        format: FORMAT.to_owned(),
        version: VERSION,
        rooftop_id: rooftop.to_string(),
        case_id: case.to_string(),
        checkpoint,
        events: proven,
    })
}

fn leads_to_root(one: &ProvenEvent, signed: &SignedCheckpoint) -> bool {
    let checkpoint = &signed.checkpoint;
    root_from_path(one.event.leaf_hash(), one.event.seq, checkpoint.size, &one.path) == Some(checkpoint.root)
}

/// Checks the bytes of an exported case against the `trusted` public keys, without a database; answers what they
/// prove.
pub fn check_export(bytes: &[u8], trusted: &[[u8; 32]]) -> Result<CaseExport, CheckError> {
    let export: CaseExport =
        serde_json::from_slice(bytes).map_err(|error| CheckError::NotAnExport(error.to_string()))?;
    if export.format != FORMAT {
        return Err(CheckError::NotAnExport(format!("its format is `{}`", export.format)));
    }
    if export.version != VERSION {
        return Err(CheckError::UnknownVersion(export.version));
    }
    export.checkpoint.check(trusted)?;
    if export.checkpoint.checkpoint.rooftop_id != export.rooftop_id {
        return Err(CheckError::OtherLog);
    }
    if export.events.is_empty() {
        return Err(CheckError::NoEvents);
    }
    for one in &export.events {
        let ProvenEvent { event, .. } = one;
        if event.rooftop_id != export.rooftop_id || event.case_id.as_ref() != Some(&export.case_id) {
            return Err(CheckError::OtherCase { seq: event.seq });
        }
        if !leads_to_root(one, &export.checkpoint) {
            return Err(CheckError::NotInLog { seq: event.seq });
        }
    }
    if !export.events.is_sorted_by(|left, right| left.event.seq < right.event.seq) {
        return Err(CheckError::Order);
    }
    Ok(export)
}
