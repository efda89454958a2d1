//! Whether a customer lives in the store's market area: a configured list of ZIPs, or the distance of ZIP centroids.
//!
//! No table of centroids is shipped. A store that wants distances gives one (`zip,latitude,longitude`, for example
//! made from the Census Bureau's public-domain ZCTA gazetteer); without one the configured ZIPs decide alone.

use std::collections::HashMap;

use domain::digest::Digest;
use domain::fact::{FactState, Known, MarketFact};

/// Mean radius of the earth in miles (IUGG).
const EARTH_MI: f64 = 3_958.76;

/// Latitude and longitude in degrees, by ZIP.
#[derive(Clone, Debug, Default)]
pub struct Centroids(HashMap<String, (f64, f64)>);

impl Centroids {
    /// Reads lines of `zip,latitude,longitude`; a header and lines that cannot be read are passed over.
    #[must_use]
    pub fn parse(csv: &str) -> Self {
        let line = |line: &str| {
            let mut cells = line.split([',', '\t', '|']).map(str::trim);
            let zip = cells.next().filter(|zip| zip.len() == 5 && zip.bytes().all(|b| b.is_ascii_digit()))?;
            let latitude: f64 = cells.next()?.parse().ok().filter(|v: &f64| v.abs() <= 90.0)?;
            let longitude: f64 = cells.next()?.parse().ok().filter(|v: &f64| v.abs() <= 180.0)?;
            Some((zip.to_owned(), (latitude, longitude)))
        };
        Self(csv.lines().filter_map(line).collect())
    }

    /// How many ZIPs are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// None is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Great-circle miles between two ZIPs (haversine), if both are known.
    #[must_use]
    pub fn miles(&self, one: &str, other: &str) -> Option<u32> {
        let (a, b) = (self.0.get(one)?, self.0.get(other)?);
        let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
        let half = |difference: f64| (difference / 2.0).sin().powi(2);
        let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half((b.1 - a.1).to_radians());
        let miles = 2.0 * EARTH_MI * h.sqrt().clamp(0.0, 1.0).asin();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 12,438 miles")]
        let whole = miles.round() as u32;
        Some(whole)
    }
}

/// What a store calls its market.
#[derive(Clone, Copy, Debug)]
pub struct Area<'a> {
    /// The store's own ZIP.
    pub home: Option<&'a str>,
    /// Miles that still count.
    pub radius_mi: Option<u32>,
    /// ZIPs and prefixes of ZIPs that count whatever the distance.
    pub zips: &'a [String],
    /// Where ZIPs are.
    pub centroids: &'a Centroids,
}

/// The first five digits of a US ZIP, or a Canadian postal code without its blank; as written otherwise.
#[must_use]
pub fn normal_zip(written: &str) -> String {
    let plain: String =
        written.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_uppercase();
    match plain.get(..5) {
        Some(five) if plain.len() >= 5 && five.bytes().all(|b| b.is_ascii_digit()) => five.to_owned(),
        _ => plain,
    }
}

/// In or out, or why that cannot be said; with the version of the fact.
#[must_use]
pub fn market(area: Area<'_>, postal_code: Option<&str>) -> (FactState, String) {
    let configured = !area.zips.is_empty() || area.radius_mi.is_some();
    let config = Digest::of_json(&(area.home, area.radius_mi, area.zips)).short();
    if !configured {
        return (FactState::Gap("no market area has been set up for this store".to_owned()), config);
    }
    let Some(zip) = postal_code.map(normal_zip).filter(|zip| !zip.is_empty()) else {
        return (FactState::Gap("the customer's ZIP is not known".to_owned()), config);
    };
    let version = format!("{config}-{zip}");
    let listed =
        area.zips.iter().map(|listed| normal_zip(listed)).any(|p| !p.is_empty() && zip.starts_with(&p));
    let distance_mi = area.home.and_then(|home| area.centroids.miles(&normal_zip(home), &zip));
    let near = area.radius_mi.zip(distance_mi).map(|(radius, distance)| distance <= radius);
    let in_market = match (listed, near, area.zips.is_empty()) {
        (true, _, _) => true,
        (false, Some(near), _) => near,
        // A list without distances is the whole market; a radius without distances says nothing.
        (false, None, false) if area.radius_mi.is_none() => false,
        (false, None, _) => {
            return (FactState::Gap(format!("no distance is known for ZIP {zip}")), version);
        }
    };
    (FactState::Known(Known::Market(MarketFact { postal_code: zip, in_market, distance_mi })), version)
}
