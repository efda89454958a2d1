//! What every handler is given: the pipeline, the configuration, counters and caches. Cheap to clone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::digest::Digest;
use domain::id::RooftopId;
use pipeline::Pipeline;
use tokio::sync::watch;

use crate::api::keys::KeyCache;
use crate::assets::Assets;
use crate::metrics::Metrics;

/// Ten mebibytes: the largest request body unless configured otherwise (issue 2, section 2).
pub const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// How the web side is set up.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// The address people type, without a slash at its end: `https://desk.example.com`.
    pub base_url: String,
    /// HTTPS ends here or in front: cookies are `Secure` with the `__Host-` prefix, and HSTS is sent.
    pub tls_in_front: bool,
    /// Proxies of our own in front; the peer's address is the one this many steps from the right of `X-Forwarded-For`.
    pub trusted_hops: usize,
    /// Largest request body, in bytes.
    pub body_limit: usize,
    /// The program's version, as shown.
    pub version: String,
}

impl WebConfig {
    /// The name of the session cookie. The `__Host-` prefix ties it to this host and to HTTPS (RFC 6265bis).
    #[must_use]
    pub const fn cookie_name(&self) -> &'static str {
        if self.tls_in_front { "__Host-countersign" } else { "countersign" }
    }
}

/// Everything handlers share.
#[derive(Clone)]
pub struct WebState {
    /// The rooms behind the screens.
    pub pipeline: Pipeline,
    /// Set-up.
    pub config: Arc<WebConfig>,
    /// Turns true when the process is to end: open event streams close.
    pub stop: watch::Receiver<bool>,
    shared: Arc<Shared>,
}

struct Shared {
    assets: Assets,
    metrics: Metrics,
    keys: KeyCache,
    stores: Mutex<HashMap<Digest, RooftopId>>,
}

impl WebState {
    /// State for [`crate::router`].
    #[must_use]
    pub fn new(pipeline: Pipeline, config: WebConfig, stop: watch::Receiver<bool>) -> Self {
        let shared = Shared {
            assets: Assets::pack(),
            metrics: Metrics::default(),
            keys: KeyCache::default(),
            stores: Mutex::default(),
        };
        Self { pipeline, config: Arc::new(config), stop, shared: Arc::new(shared) }
    }

    /// Files for the browser.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.shared.assets
    }

    /// Our own counters.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// API keys checked a moment ago.
    #[must_use]
    pub fn keys(&self) -> &KeyCache {
        &self.shared.keys
    }

    /// The store that a session looks at, if it chose one since this process started.
    #[must_use]
    pub fn chosen_store(&self, token: &str) -> Option<RooftopId> {
        let stores = self.shared.stores.lock().unwrap_or_else(PoisonError::into_inner);
        stores.get(&Digest::of(token.as_bytes())).copied()
    }

    /// Remembers the store that a session looks at. There is no cookie beside the session's, so the choice stands
    /// here, by the hash of the token; a restart forgets it and the first store is shown.
    pub fn choose_store(&self, token: &str, rooftop: RooftopId) {
        let mut stores = self.shared.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if stores.len() >= 10_000 {
            stores.clear();
        }
        stores.insert(Digest::of(token.as_bytes()), rooftop);
    }
}
