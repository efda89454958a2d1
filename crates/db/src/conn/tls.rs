//! TLS for connections to a PostgreSQL server: `ring`, and the web's root certificates.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::DbError;

/// A connector that is used where the URL's `sslmode` asks for TLS.
///
/// The provider is named here, and not taken from the process, so that no other crate's choice can make it panic.
pub(super) fn connector() -> Result<MakeRustlsConnect, DbError> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| DbError::Unreachable { place: "over TLS".to_owned(), reason: error.to_string() })?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
