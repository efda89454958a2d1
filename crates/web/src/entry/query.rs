//! The query of an address, as pairs. What cannot be read is empty: an odd link still opens its page.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;

/// Pairs of a query, in order.
#[derive(Clone, Debug, Default)]
pub struct Asked(Vec<(String, String)>);

impl Asked {
    /// The pairs of `query`, without a question mark.
    #[must_use]
    pub fn of(query: &str) -> Self {
        let uri: Option<Uri> = format!("/?{query}").parse().ok();
        Self(uri.and_then(|uri| Query::try_from_uri(&uri).ok()).map(|Query(pairs)| pairs).unwrap_or_default())
    }

    /// The first value under `name`, without blanks around it; empty counts as missing.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        self.pairs()
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.trim())
            .find(|value| !value.is_empty())
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The search text of a list, at most 100 characters.
    #[must_use]
    pub fn search(&self) -> Option<String> {
        self.one("q").map(|text| text.chars().take(100).collect())
    }

    /// The cursor of a list.
    #[must_use]
    pub fn after(&self) -> Option<String> {
        self.one("after").map(|text| text.chars().take(200).collect())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}
