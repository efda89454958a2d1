//! Passwords as Argon2id hashes (RFC 9106, 2021-09), a bounded number at a time on blocking threads.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// NIST SP 800-63B (2017-06) asks for 8; a store's people sign in from shared desks.
pub(crate) const MIN_CHARS: usize = 10;
/// Longer ones cost only us.
pub(crate) const MAX_BYTES: usize = 512;

/// Too many are being hashed already, or the machine cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HashRefused {
    Busy,
    Failed,
}

/// Hashes and checks, a few at a time: each takes about 19 MiB and tens of milliseconds.
pub(crate) struct Passwords {
    places: Arc<Semaphore>,
    /// Checked when there is nobody to check against, so that an unknown address takes as long as a wrong password.
    decoy: tokio::sync::OnceCell<String>,
}

impl Passwords {
    pub(crate) fn new(at_once: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(at_once.max(1))), decoy: tokio::sync::OnceCell::new() }
    }

    /// The PHC string of `password` with a salt made of `salt`.
    pub(crate) async fn hash(&self, password: &str, salt: u128) -> Result<String, HashRefused> {
        let password = password.to_owned();
        self.work(move || {
            let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt.to_be_bytes());
            hashed.map(|hash| hash.to_string()).map_err(|_| HashRefused::Failed)
        })
        .await
    }

    /// Whether `password` is the one of `phc`; `None` checks a decoy and says no.
    pub(crate) async fn check(&self, password: &str, phc: Option<String>) -> Result<bool, HashRefused> {
        let known = phc.is_some();
        let phc = match phc {
            Some(phc) => phc,
            None => self.decoy.get_or_try_init(|| self.hash("nobody's password", 7)).await?.clone(),
        };
        let password = password.to_owned();
        let fits = self
            .work(move || {
                let hash = PasswordHash::new(&phc).map_err(|_| HashRefused::Failed)?;
                Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(known && fits)
    }

    async fn work<T: Send + 'static>(
        &self,
        body: impl FnOnce() -> Result<T, HashRefused> + Send + 'static,
    ) -> Result<T, HashRefused> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| HashRefused::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let answer = body();
            drop(place);
            answer
        });
        done.await.unwrap_or(Err(HashRefused::Failed))
    }
}
