//! What the browser loads beside pages: one style sheet, one script, one icon. Embedded, addressed by content,
//! compressed once at start.

use std::io::Write as _;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::state::WebState;

const CSS: &[&str] = &[include_str!("desk.css"), include_str!("product.css")];
const JS: &str = include_str!("desk.js");
const ICON: &str = include_str!("icon.svg");
const MANIFEST: &str = include_str!("manifest.json");

/// One file, in the two forms it is sent in.
#[derive(Clone, Debug)]
pub struct Asset {
    name: String,
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
}

/// All files.
#[derive(Clone, Debug)]
pub struct Assets {
    css: Asset,
    js: Asset,
    icon: Asset,
    manifest: Asset,
}

/// Where a page finds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetUrls {
    /// `/assets/desk.0123456789abcdef.css`
    pub css: String,
    /// `/assets/desk.0123456789abcdef.js`
    pub js: String,
    /// `/assets/icon.0123456789abcdef.svg`
    pub icon: String,
    /// `/assets/manifest.0123456789abcdef.json`
    pub manifest: String,
}

impl Asset {
    fn pack(stem: &str, extension: &str, content_type: &'static str, content: String) -> Self {
        let hash: String = Digest::of(content.as_bytes()).to_string().chars().take(16).collect();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail; if it did, the file would be sent plain.
        let gzip = encoder.write_all(content.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
        Self {
            name: format!("{stem}.{hash}.{extension}"),
            content_type,
            plain: content.into(),
            gzip: gzip.into(),
        }
    }

    fn url(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

impl Assets {
    /// Packs the embedded files.
    #[must_use]
    pub fn pack() -> Self {
        let icon = Asset::pack("icon", "svg", "image/svg+xml", ICON.to_owned());
        let manifest = MANIFEST.replace("{icon}", &icon.url());
        Self {
            css: Asset::pack("desk", "css", "text/css; charset=utf-8", CSS.concat()),
            js: Asset::pack("desk", "js", "text/javascript; charset=utf-8", JS.to_owned()),
            manifest: Asset::pack("manifest", "json", "application/manifest+json", manifest),
            icon,
        }
    }

    /// The addresses for pages.
    #[must_use]
    pub fn urls(&self) -> AssetUrls {
        AssetUrls {
            css: self.css.url(),
            js: self.js.url(),
            icon: self.icon.url(),
            manifest: self.manifest.url(),
        }
    }

    fn by_name(&self, name: &str) -> Option<&Asset> {
        [&self.css, &self.js, &self.icon, &self.manifest].into_iter().find(|asset| asset.name == name)
    }
}

/// `GET /assets/{name}`: for ever the same bytes, so it may be kept for a year.
pub async fn serve(State(state): State<WebState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = state.assets().by_name(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = !asset.gzip.is_empty() && accepts_gzip(&headers);
    let body = if packed { asset.gzip.clone() } else { asset.plain.clone() };
    let mut answer = body.into_response();
    let out = answer.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let offered =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    offered.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("gzip")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
