//! A request that changes something must come from our own pages. Browsers say where it comes from.
//!
//! Source: Fetch Metadata (W3C, 2025), Fetch Standard, `Origin`. A program without a browser sends neither; it holds
//! no ambient cookie that could be misused.

use axum::http::{HeaderMap, header};

use crate::state::WebConfig;

/// Did a browser say that this comes from somewhere else?
#[must_use]
pub fn is_foreign(headers: &HeaderMap, config: &WebConfig) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return true;
    }
    let Some(origin) = text("origin") else { return false };
    let own_host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host_of = |address: &str| address.split_once("://").map(|(_, host)| host.to_ascii_lowercase());
    let from = host_of(origin);
    let is_own_host = from.as_deref().zip(own_host).is_some_and(|(from, own)| from.eq_ignore_ascii_case(own));
    let is_base = from.is_some() && from == host_of(config.base_url.trim_end_matches('/'));
    !(is_own_host || is_base)
}
