//! Who is let in: tokens under their cover, origins, and the peer behind our own proxies.

use axum::http::{HeaderMap, HeaderValue, Request};

use super::form::{masked, unmask};
use super::origin::is_foreign;
use super::peer;
use super::query::Asked;
use crate::state::WebConfig;

fn config() -> WebConfig {
    WebConfig {
        base_url: "https://desk.example.com".to_owned(),
        tls_in_front: true,
        trusted_hops: 1,
        body_limit: 1024,
        version: "0".to_owned(),
    }
}

#[test]
fn a_token_under_its_cover_comes_back_and_looks_different_each_time() {
    let token = "csf_0123456789abcdefghjkmnpqrstvwxyz";
    let (first, second) = (masked(token), masked(token));
    assert_ne!(first, second);
    assert_eq!(unmask(&first).as_deref(), Some(token.as_bytes()));
    assert_eq!(unmask(&second).as_deref(), Some(token.as_bytes()));
    for odd in ["", "0", "zz", "00", "é", &"0".repeat(5_000)] {
        assert_eq!(unmask(odd).filter(|token| !token.is_empty()), None, "{odd}");
    }
}

#[test]
fn only_our_own_pages_may_change_something() {
    let check = |pairs: &[(&'static str, &'static str)], foreign: bool| {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        assert_eq!(is_foreign(&headers, &config()), foreign, "{pairs:?}");
    };
    check(&[], false);
    check(&[("sec-fetch-site", "same-origin")], false);
    check(&[("sec-fetch-site", "none")], false);
    check(&[("sec-fetch-site", "same-site")], true);
    check(&[("sec-fetch-site", "cross-site")], true);
    check(&[("origin", "https://desk.example.com")], false);
    check(&[("origin", "http://10.0.0.5:8080"), ("host", "10.0.0.5:8080")], false);
    check(&[("origin", "https://evil.example.com"), ("host", "desk.example.com")], true);
    check(&[("origin", "null"), ("host", "desk.example.com")], true);
    check(&[("origin", "https://desk.example.com.evil.example.com"), ("host", "desk.example.com")], true);
}

#[test]
fn the_peer_is_the_one_our_own_proxies_vouch_for() {
    let check = |forwarded: &[&'static str], hops: usize, expected: &str| {
        let mut request = Request::get("/");
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let Ok(request) = request.body(()) else { return };
        assert_eq!(peer::of(&request.into_parts().0, hops).address, expected, "{forwarded:?} {hops}");
    };
    check(&["203.0.113.9, 198.51.100.7"], 1, "198.51.100.7");
    check(&["203.0.113.9", "198.51.100.7"], 2, "203.0.113.9");
    check(&["1.2.3.4, 203.0.113.9"], 0, "unknown");
    check(&["203.0.113.9"], 3, "unknown");
    check(&[], 1, "unknown");
}

#[test]
fn an_odd_query_opens_its_page() {
    assert_eq!(Asked::of("q=%20vega%20&after=x").search().as_deref(), Some("vega"));
    for odd in ["", "%zz", "q", "&&&", "q=%ff"] {
        assert!(Asked::of(odd).after().is_none(), "{odd}");
    }
}
