//! The market area: lists, radii, and honest gaps.

use domain::fact::{FactState, Known};

use crate::context::market::{Area, Centroids, market, normal_zip};

const TABLE: &str =
    "zip,lat,lon\n45402,39.7555,-84.1896\n45202,39.1089,-84.5022\nbroken\n99501,61.2116,-149.8761\n";

fn check(radius_mi: Option<u32>, zips: &[&str], zip: Option<&str>, expected: Option<bool>) {
    let zips: Vec<String> = zips.iter().map(|zip| (*zip).to_owned()).collect();
    let centroids = Centroids::parse(TABLE);
    let area = Area { home: Some("45402"), radius_mi, zips: &zips, centroids: &centroids };
    let found = match market(area, zip).0 {
        FactState::Known(Known::Market(fact)) => Some(fact.in_market),
        _ => None,
    };
    assert_eq!(found, expected, "{radius_mi:?} {zips:?} {zip:?}");
}

#[test]
fn zips_and_distances_say_in_or_out() {
    check(Some(60), &[], Some("45202-1234"), Some(true));
    check(Some(40), &[], Some("45202"), Some(false));
    check(Some(40), &["452"], Some("45202"), Some(true));
    check(None, &["454", "45202"], Some("45309"), Some(false));
    check(None, &["m5v"], Some("M5V 2T6"), Some(true));
}

#[test]
fn what_cannot_be_known_is_a_gap() {
    check(Some(40), &[], Some("90210"), None);
    check(Some(40), &["454"], Some("90210"), None);
    check(Some(40), &[], None, None);
    check(None, &[], Some("45402"), None);
}

#[test]
fn miles_are_right_to_within_one() {
    let centroids = Centroids::parse(TABLE);
    assert_eq!(centroids.len(), 3);
    let miles = centroids.miles("45402", "45202").unwrap();
    assert!((47..=48).contains(&miles), "{miles}");
    assert_eq!(centroids.miles("45402", "45402"), Some(0));
    assert_eq!(normal_zip("45402-0001"), "45402");
}
