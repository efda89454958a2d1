//! VINs from the standards, and what checking says about others.

use super::*;

fn check(text: &str, expected: Verdict) {
    assert_eq!(read(text).map(|vin| vin.verdict), Some(expected), "{text}");
}

#[test]
fn a_sound_vin_passes() {
    for vin in [
        "1M8GDM9AXKP042788",
        "11111111111111111",
        "1HGCM82633A004352",
        "KM8K2CAB4PU001140",
        "1FTMW1T88MFA00001",
        "5YJ3E1EB6NF126791",
        "2GTEK19R7V1511644",
    ] {
        check(vin, Verdict::Sound);
    }
}

#[test]
fn one_wrong_character_is_found_and_not_repaired() {
    check("1HGCM82633A004353", Verdict::WrongCheckDigit);
    assert_eq!(read(" 1hgcm82633a00 4353 ").map(|vin| vin.text), Some("1HGCM82633A004353".to_owned()));
}

#[test]
fn a_european_vin_without_check_digit_is_a_warning() {
    check("WVWZZZ1JZXW000002", Verdict::NoCheckDigitAbroad);
    assert!(read("WVWZZZ1JZXW000002").is_some_and(|vin| vin.is_usable()));
}

#[test]
fn letters_that_no_vin_has_are_named() {
    check("1HGCM8263OA004352", Verdict::ImpossibleCharacter);
    check("1HGCM8263-A004352", Verdict::ImpossibleCharacter);
}

#[test]
fn shorter_numbers_are_undecodable() {
    check("JHLRW2H59KX00000", Verdict::WrongLength(16));
    check("ABC12345M79A", Verdict::WrongLength(12));
    assert_eq!(read("  "), None);
}

#[test]
fn the_model_year_follows_position_seven() {
    assert_eq!(read("1HGCM82633A004352").and_then(|vin| vin.model_year()), Some(2003));
    assert_eq!(read("5YJ3E1EB6NF126791").and_then(|vin| vin.model_year()), Some(2022));
    assert_eq!(read("KM8K2CAB4PU001140").and_then(|vin| vin.model_year()), None);
}

#[test]
fn the_maker_and_the_origin_are_read() {
    let vin = read("2GTEK19R7V1511644").unwrap();
    assert_eq!(vin.wmi(), Some("2GT"));
    assert_eq!(vin.origin(), Some(Origin::NorthAmerica));
    assert_eq!(vin.model_year(), Some(1997));
}
