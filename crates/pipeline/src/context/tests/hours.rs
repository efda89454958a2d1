//! Open, closed, opening next: also at night, on holidays and when the clocks change.

use domain::time::UtcMicros;

use crate::context::hours::{Week, in_shift};

fn at(text: &str) -> UtcMicros {
    UtcMicros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

fn week(closed: &[&str]) -> Week {
    let spans: Vec<(u8, u16, u16)> = (1..=5).map(|day| (day, 540, 1_200)).chain([(6, 540, 1_080)]).collect();
    let closed: Vec<String> = closed.iter().map(|date| (*date).to_owned()).collect();
    Week::new("America/New_York", &spans, &closed).unwrap()
}

#[test]
fn a_week_reads_as_on_the_door() {
    assert_eq!(week(&[]).at(at("2026-11-20T15:00:00Z")).week, "Mon-Fri 9 am-8 pm, Sat 9 am-6 pm, Sun closed");
}

#[test]
fn open_and_closed_follow_the_stores_own_clock() {
    let check = |now: &str, open: bool, opens: Option<&str>, closes: Option<&str>| {
        let fact = week(&["2026-11-26"]).at(at(now));
        assert_eq!((fact.open_now, fact.opens, fact.closes), (open, opens.map(at), closes.map(at)), "{now}");
    };
    check("2026-11-20T15:00:00Z", true, None, Some("2026-11-21T01:00:00Z"));
    check("2026-11-21T01:00:00Z", false, Some("2026-11-21T14:00:00Z"), None);
    check("2026-11-22T03:00:00Z", false, Some("2026-11-23T14:00:00Z"), None);
    check("2026-11-26T01:30:00Z", false, Some("2026-11-27T14:00:00Z"), None);
}

#[test]
fn hours_keep_to_the_wall_clock_when_the_clocks_change() {
    // 2026-11-01 02:00 the clocks go back: 9 am is 13:00Z on Saturday and 14:00Z on Monday.
    let closes = week(&[]).at(at("2026-10-31T13:00:00Z"));
    assert!(closes.open_now);
    assert_eq!(week(&[]).at(at("2026-11-01T12:00:00Z")).opens, Some(at("2026-11-02T14:00:00Z")));
}

#[test]
fn the_version_moves_with_the_schedule_and_not_with_the_time() {
    assert_eq!(week(&[]).version(), week(&[]).version());
    assert_ne!(week(&[]).version(), week(&["2026-12-25"]).version());
    assert!(Week::new("Mars/Olympus", &[], &[]).is_none());
}

#[test]
fn a_shift_ends_at_its_last_minute() {
    let zone = week(&[]).zone().clone();
    let shifts = [(5, 540, 1_020)];
    assert!(in_shift(at("2026-11-20T14:00:00Z"), &zone, &shifts));
    assert!(!in_shift(at("2026-11-20T22:00:00Z"), &zone, &shifts));
    assert!(!in_shift(at("2026-11-21T14:00:00Z"), &zone, &shifts));
}
