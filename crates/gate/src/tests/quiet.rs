//! The hours table: every state resolves, and a moment is inside or outside where the customer lives.

use domain::action::Reach;
use domain::fact::{FactState, Topic};
use domain::time::{HOUR_US, UtcMicros};
use jiff::Timestamp;

use super::fixtures::Scene;
use crate::Rule;

/// Outreach to `region` and `zip` at a moment written as RFC 3339: `None` is not held.
fn held(region: Option<&str>, zip: Option<&str>, at: &str) -> bool {
    let at: Timestamp = at.parse().unwrap();
    let scene = Scene::reply().bent(|s| {
        s.mail().reach = Reach::Outreach;
        s.set(Topic::Contact, FactState::Gap("nobody on file".into()), "1");
        s.lead().address.region = region.map(str::to_owned);
        s.lead().address.postal_code = zip.map(str::to_owned);
        s.now = UtcMicros(at.as_microsecond());
    });
    scene.says(Rule::QuietHours).is_some()
}

#[test]
fn hours_are_those_of_the_customers_place() {
    let check = |region: Option<&str>, zip: Option<&str>, at: &str, wanted: bool| {
        assert_eq!(held(region, zip, at), wanted, "{region:?} {zip:?} {at}");
    };
    // Ohio: federal, 8 to 21, Eastern.
    check(Some("OH"), None, "2026-11-20T08:00:00-05:00", false);
    check(Some("OH"), None, "2026-11-20T07:59:59-05:00", true);
    check(Some("ohio"), None, "2026-11-20T20:59:59-05:00", false);
    check(Some("Ohio "), None, "2026-11-20T21:00:00-05:00", true);
    check(None, Some("43215-1234"), "2026-11-20T20:30:00-05:00", false);
    // Daylight saving time is the zone's business.
    check(Some("OH"), None, "2026-07-20T20:30:00-04:00", false);
    check(Some("OH"), None, "2026-07-20T21:30:00-04:00", true);
    // Texas: 9 to 21 Monday to Saturday, from 12 on Sunday; a corner keeps Mountain time.
    check(Some("TX"), None, "2026-11-20T09:30:00-06:00", true);
    check(Some("TX"), None, "2026-11-20T10:00:00-06:00", false);
    check(None, Some("75001"), "2026-11-22T11:30:00-06:00", true);
    check(None, Some("75001"), "2026-11-22T14:00:00-06:00", false);
    // Rhode Island on a weekend; Alabama and Louisiana on Sunday; Alabama on Thanksgiving.
    check(Some("RI"), None, "2026-11-21T17:30:00-05:00", true);
    check(Some("RI"), None, "2026-11-20T17:30:00-05:00", false);
    check(Some("AL"), None, "2026-11-22T12:00:00-06:00", true);
    check(Some("LA"), None, "2026-11-22T12:00:00-06:00", true);
    check(Some("AL"), None, "2026-11-26T12:00:00-06:00", true);
    check(Some("AL"), None, "2026-11-27T12:00:00-06:00", false);
    // After the last holiday of the table nobody knows which day is one.
    check(Some("AL"), None, "2041-06-04T12:00:00-05:00", true);
    check(Some("OH"), None, "2041-06-04T12:00:00-04:00", false);
    // Two places that differ both count.
    check(Some("OH"), Some("90001"), "2026-11-20T09:00:00-05:00", true);
    check(Some("OH"), Some("90001"), "2026-11-20T14:00:00-05:00", false);
}

#[test]
fn an_unknown_place_is_every_state_and_a_foreign_one_is_none() {
    // On a Friday one hour is inside everywhere: 5 in the afternoon in Rhode Island, 8 on Saturday in Guam.
    for hour in 0..24 {
        assert_eq!(held(None, None, &format!("2026-11-20T{hour:02}:30:00Z")), hour != 22, "{hour}");
    }
    assert!(held(Some("ON"), None, "2026-11-20T12:00:00-05:00"));
    assert!(held(None, Some("M5V 2T6"), "2026-11-20T12:00:00-05:00"));
    assert!(held(Some("Atlantis"), None, "2026-11-20T12:00:00-05:00"));
    assert!(held(None, Some("é€漢字"), "2026-11-20T12:00:00-05:00"));
    let mexico = Scene::reply().bent(|s| {
        s.mail().reach = Reach::Outreach;
        s.lead().address.country = Some("MX".into());
    });
    assert!(mexico.says(Rule::QuietHours).is_some());
    let usa = Scene::reply().bent(|s| {
        s.mail().reach = Reach::Outreach;
        s.lead().address.country = Some("U.S.A.".into());
    });
    assert!(usa.says(Rule::QuietHours).is_none());
}

#[test]
fn every_row_of_the_table_resolves() {
    for prefix in ["005", "100", "606", "733", "850", "900", "967", "995"] {
        assert!(!held_forever(prefix), "{prefix}");
    }
}

/// Is there no hour of a week in which a customer with this ZIP may be written to?
fn held_forever(prefix: &str) -> bool {
    let start: Timestamp = "2026-11-15T00:00:00Z".parse().unwrap();
    (0..168).all(|hour| {
        let at = Timestamp::from_microsecond(start.as_microsecond() + hour * HOUR_US).unwrap();
        held(None, Some(&format!("{prefix}01")), &at.to_string())
    })
}
