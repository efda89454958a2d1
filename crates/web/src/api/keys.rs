//! API keys checked a moment ago, so that a busy sender does not cost a read per lead.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::digest::Digest;
use domain::time::{SECOND_US, UtcMicros};
use pipeline::Pipeline;
use pipeline::access::{AccessRefused, KeyHolder};

use crate::problem::{Kind, Problem};

/// How long a checked key is believed. A key revoked through this process is forgotten at once; one revoked through
/// another process opens nothing after this.
const BELIEVED_US: i64 = 2 * SECOND_US;
/// More keys than this are not kept: a sender that tries many keys must not grow our memory.
const MOST: usize = 4_096;

/// Keys by the hash of their token; the token itself is not kept.
#[derive(Debug, Default)]
pub struct KeyCache {
    known: RwLock<HashMap<Digest, (KeyHolder, UtcMicros)>>,
}

impl KeyCache {
    /// Whose key `token` is, if it holds.
    pub async fn holder(&self, token: &str, pipeline: &Pipeline) -> Result<Option<KeyHolder>, Problem> {
        let (hash, now) = (Digest::of(token.as_bytes()), pipeline.now());
        if let Some(holder) = self.fresh(&hash, now) {
            return Ok(Some(holder));
        }
        match pipeline.key(token).await {
            Ok(Some(holder)) => {
                self.keep(hash, holder.clone(), now);
                Ok(Some(holder))
            }
            Ok(None) => Ok(None),
            Err(AccessRefused::Busy) => Err(Kind::Busy.plain()),
            Err(_) => Err(Kind::Internal.plain()),
        }
    }

    fn fresh(&self, hash: &Digest, now: UtcMicros) -> Option<KeyHolder> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (holder, checked) = known.get(hash)?;
        let age = now.since(*checked);
        (0..BELIEVED_US).contains(&age).then(|| holder.clone())
    }

    fn keep(&self, hash: Digest, holder: KeyHolder, now: UtcMicros) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(hash, (holder, now));
    }

    /// Forgets everything: a key, a role or a person has changed.
    pub fn forget(&self) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
