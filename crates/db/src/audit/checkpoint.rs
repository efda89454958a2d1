//! Signed heads: what a log held at a time, under an Ed25519 signature, in the form that outside witnesses read.
//!
//! The signed text is a checkpoint of the C2SP tlog-checkpoint specification (v1.0.0): the log's name, the number of
//! events, the root in base64; then two lines of our own, the size of the checkpoint before and the time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::digest::Digest;
use domain::id::RooftopId;
use domain::time::UtcMicros;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::append::bigint;
use crate::error::DbError;
use crate::params;
use crate::row::Row;
use crate::store::Store;
use crate::unit::{Expect, Unit, UnitError};

/// C2SP signed-note (v1.0.0): the byte that stands for Ed25519 in a key's id.
const ED25519: u8 = 0x01;

/// What a log held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub rooftop_id: String,
    /// Events in the log.
    pub size: u64,
    /// Of the checkpoint before; 0 for the first. So none can be taken out unnoticed.
    pub previous_size: u64,
    pub at_us: i64,
    /// Of the tree over these events.
    pub root: Digest,
}

/// A checkpoint under a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCheckpoint {
    #[serde(flatten)]
    pub checkpoint: Checkpoint,
    /// [`key_id`] of the signing key.
    pub key_id: String,
    /// Ed25519 over [`Checkpoint::text`]: 64 bytes in base64.
    pub signature: String,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("it names a key that is not among the trusted ones")]
    UnknownKey,
    #[error("its signature does not fit its text")]
    Wrong,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { rooftop_id, size, previous_size, at_us, root } = self;
        let root = STANDARD.encode(root.0);
        format!("{}\n{size}\n{root}\nprevious {previous_size}\ntime {at_us}\n", log_name(rooftop_id))
    }

    /// Signs with the key of this seed.
    #[must_use]
    pub fn sign(self, seed: &[u8; 32]) -> SignedCheckpoint {
        let key = SigningKey::from_bytes(seed);
        let signature = STANDARD.encode(key.sign(self.text().as_bytes()).to_bytes());
        let key_id = key_id(&self.rooftop_id, key.verifying_key().as_bytes());
        SignedCheckpoint { checkpoint: self, key_id, signature }
    }
}

impl SignedCheckpoint {
    /// Whether one of the `trusted` public keys signed it.
    pub fn check(&self, trusted: &[[u8; 32]]) -> Result<(), SignatureError> {
        let rooftop = &self.checkpoint.rooftop_id;
        let key = trusted
            .iter()
            .find(|key| key_id(rooftop, key) == self.key_id)
            .ok_or(SignatureError::UnknownKey)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| SignatureError::UnknownKey)?;
        let bytes: Option<[u8; 64]> =
            STANDARD.decode(&self.signature).ok().and_then(|bytes| bytes.try_into().ok());
        let signature = Signature::from_bytes(&bytes.ok_or(SignatureError::Wrong)?);
        key.verify_strict(self.checkpoint.text().as_bytes(), &signature).map_err(|_| SignatureError::Wrong)
    }

    /// The whole as a signed note, to be published or handed to a witness.
    #[must_use]
    pub fn note(&self) -> String {
        let key = u32::from_str_radix(&self.key_id, 16).unwrap_or_default().to_be_bytes();
        let signature = STANDARD.decode(&self.signature).unwrap_or_default();
        let line = STANDARD.encode([key.as_slice(), signature.as_slice()].concat());
        format!("{}\n\u{2014} {} {line}\n", self.checkpoint.text(), log_name(&self.checkpoint.rooftop_id))
    }

    pub(crate) fn read(row: &Row) -> Result<Self, DbError> {
        let checkpoint = Checkpoint {
            rooftop_id: row.read("rooftop_id")?,
            size: count(row.int("size")?),
            previous_size: count(row.int("previous_size")?),
            at_us: row.int("at_us")?,
            root: row.read("root")?,
        };
        let signature = STANDARD.encode(row.blob("signature")?);
        Ok(Self { checkpoint, key_id: row.read("key_id")?, signature })
    }
}

/// A stored count; a negative one, which only tampering makes, becomes one that fits nothing.
pub(super) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(u64::MAX)
}

fn log_name(rooftop_id: &str) -> String {
    format!("countersign/audit/{rooftop_id}")
}

/// The public key of a seed.
#[must_use]
pub fn public_key(seed: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

/// The short name of a public key for one rooftop's log: 8 hexadecimal digits, as the signed-note specification
/// makes them.
#[must_use]
pub fn key_id(rooftop_id: &str, public_key: &[u8; 32]) -> String {
    let mut bytes = log_name(rooftop_id).into_bytes();
    bytes.extend([b'\n', ED25519]);
    bytes.extend(public_key);
    Digest::of(&bytes).short()
}

const MOVED: &str = "SELECT h.rooftop_id, h.size, h.root, COALESCE((SELECT MAX(c.size) FROM audit_checkpoint c \
     WHERE c.rooftop_id = h.rooftop_id), 0) AS signed FROM audit_head h";
// Locks the log, so that no other process signs at the same time and each checkpoint names the one before it.
const HOLD_HEAD: &str = "UPDATE audit_head SET size = size WHERE rooftop_id = $1";
const INSERT: &str = "INSERT INTO audit_checkpoint (rooftop_id, size, previous_size, at_us, root, key_id, signature) \
     SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $3 = COALESCE((SELECT MAX(size) FROM audit_checkpoint \
     WHERE rooftop_id = $1), 0)";

/// Signs the head of every log that has grown since its last checkpoint; answers how many were signed.
///
/// A log that another process has signed meanwhile is passed over.
pub async fn checkpoint(store: &Store, seed: &[u8; 32], now: UtcMicros) -> Result<usize, UnitError> {
    let heads = store.read(|r| r.query(MOVED, &[])).await?;
    let mut signed = 0;
    for head in heads {
        let (size, previous) = (head.int("size")?, head.int("signed")?);
        if size <= previous {
            continue;
        }
        let rooftop: RooftopId = head.read("rooftop_id")?;
        let checkpoint = Checkpoint {
            rooftop_id: rooftop.to_string(),
            size: count(size),
            previous_size: count(previous),
            at_us: now.micros(),
            root: head.read("root")?,
        };
        match store.write(insert(rooftop, &checkpoint.sign(seed))).await {
            Ok(()) => signed += 1,
            Err(UnitError::Precondition { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(signed)
}

fn insert(rooftop: RooftopId, signed: &SignedCheckpoint) -> Unit {
    let SignedCheckpoint { checkpoint, key_id, signature } = signed;
    let params = params![
        rooftop,
        bigint(checkpoint.size),
        bigint(checkpoint.previous_size),
        checkpoint.at_us,
        checkpoint.root,
        key_id,
        STANDARD.decode(signature).unwrap_or_default()
    ];
    Unit::new().op(HOLD_HEAD, params![rooftop]).op(INSERT, params).expect(Expect::Rows(1), "checkpoint")
}
