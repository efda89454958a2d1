//! Prices and readings as feeds and leads write them.

use super::*;

#[test]
fn prices_are_read_in_hundredths() {
    let check = |text: &str, minor: i64, currency: Option<&str>| {
        let found = money(text).map(|amount| (amount.minor, amount.currency));
        assert_eq!(found, Some((minor, currency)), "{text}");
    };
    check("36480", 3_648_000, None);
    check("$36,480.00", 3_648_000, None);
    check("64460.0", 6_446_000, None);
    check("59999.99", 5_999_999, None);
    check("10499 USD", 1_049_900, Some("USD"));
    check("36.480,50 €", 3_648_050, Some("EUR"));
    check("36.480 EUR", 3_648_000, Some("EUR"));
    check("1,234,567", 123_456_700, None);
    check("C$ 12 500", 1_250_000, Some("CAD"));
    check("0", 0, None);
}

#[test]
fn what_is_no_price_is_no_price() {
    for text in ["", "call", "-5", "12k", "Call for price", "9999999999999999999999"] {
        assert_eq!(money(text), None, "{text}");
    }
    assert!(is_no_price("Call for price") && is_no_price("N/A") && !is_no_price("twelve"));
}

#[test]
fn readings_keep_their_unit() {
    let check = |text: &str, value: u32, unit: Option<DistanceUnit>| {
        assert_eq!(distance(text), Some(Odometer { value, unit }), "{text}");
    };
    check("52,777 miles", 52_777, Some(DistanceUnit::Mi));
    check("64460.0", 64_460, None);
    check("96 000 km", 96_000, Some(DistanceUnit::Km));
    check("61k", 61_000, None);
    check("12", 12, None);
    assert_eq!(distance("low"), None);
    assert_eq!(distance("12 lightyears"), None);
}
