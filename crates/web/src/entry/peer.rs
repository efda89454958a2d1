//! Where a request comes from, for throttling: the socket's peer, or the address that our own proxies vouch for.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use pipeline::access::Peer;

/// The peer of a request. With `hops` proxies of our own in front, the address is the one `hops` steps from the right
/// of `X-Forwarded-For`: what stands further left was written by the caller and proves nothing.
#[must_use]
pub fn of(parts: &Parts, hops: usize) -> Peer {
    let socket =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let vouched = hops
        .checked_sub(1)
        .and_then(|back| forwarded.len().checked_sub(back + 1))
        .and_then(|at| forwarded.get(at));
    let address =
        vouched.map(|address| (*address).to_owned()).or(socket).unwrap_or_else(|| "unknown".to_owned());
    let user_agent = parts.headers.get("user-agent").and_then(|value| value.to_str().ok());
    Peer {
        address: address.chars().take(64).collect(),
        user_agent: user_agent.map(|text| text.chars().take(200).collect()),
    }
}
