//! Cases for the labels and for the precedence of routes.

use super::*;

fn check(intent: Intent, also: &[Intent], signals: &[Signal], cues: RouteCues, expected: Route) {
    assert_eq!(route(intent, also, signals, cues), expected, "{intent} {also:?} {signals:?} {cues:?}");
}

const NONE: RouteCues =
    RouteCues { talks_numbers: false, disputes: false, leaves_door_open: false, needs_action: false };

#[test]
fn every_label_reads_back_from_its_own_spelling() {
    for i in Intent::ALL {
        assert_eq!(i.as_str().parse::<Intent>(), Ok(i));
        assert_eq!(serde_json::to_string(&i).unwrap(), format!("\"{i}\""));
    }
    for s in Signal::ALL {
        assert_eq!(s.as_str().parse::<Signal>(), Ok(s));
    }
    for r in Route::ALL {
        assert_eq!(r.as_str().parse::<Route>(), Ok(r));
    }
    for u in Urgency::ALL {
        assert_eq!(u.as_str().parse::<Urgency>(), Ok(u));
    }
    for c in Channel::ALL {
        assert_eq!(c.as_str().parse::<Channel>(), Ok(c));
    }
}

#[test]
fn a_label_that_is_not_in_the_guide_is_named_in_the_error() {
    let error = "pricing".parse::<Intent>().unwrap_err();
    assert_eq!(error.to_string(), "`pricing` is not an intent of the labelling guide");
}

#[test]
fn stop_beats_everything() {
    check(Intent::OptOut, &[], &[Signal::OptOut], NONE, Route::Stop);
    check(Intent::Spam, &[], &[Signal::OptOut, Signal::SpamLike], NONE, Route::Stop);
    check(Intent::PrivacyLegal, &[Intent::OptOut], &[Signal::LegalThreat], NONE, Route::Stop);
    check(Intent::OptOut, &[Intent::WrongRecipient], &[Signal::OptOut], NONE, Route::Stop);
}

#[test]
fn ignore_beats_handoff_for_spam() {
    check(Intent::Spam, &[], &[Signal::SpamLike, Signal::Injection], NONE, Route::Ignore);
    check(Intent::WrongRecipient, &[], &[], NONE, Route::Ignore);
    check(Intent::WrongRecipient, &[], &[], RouteCues { needs_action: true, ..NONE }, Route::QuickAnswer);
    check(Intent::WrongRecipient, &[], &[Signal::Safety], NONE, Route::Handoff);
}

#[test]
fn every_handoff_signal_goes_to_a_person() {
    for signal in Signal::ALL {
        let expected = match signal {
            Signal::OptOut => Route::Stop,
            Signal::SpamLike | Signal::NonEnglish => Route::QuickAnswer,
            _ => Route::Handoff,
        };
        check(Intent::Availability, &[], &[signal], NONE, expected);
    }
}

#[test]
fn a_further_intent_counts_as_the_primary_one_does() {
    check(Intent::Availability, &[Intent::Financing], &[], NONE, Route::Handoff);
    check(Intent::Availability, &[Intent::Price], &[], NONE, Route::QuickAnswer);
}

#[test]
fn a_total_for_a_vehicle_is_handed_over_and_a_list_price_is_not() {
    check(Intent::Price, &[], &[], RouteCues { talks_numbers: true, ..NONE }, Route::Handoff);
    check(Intent::Price, &[], &[], NONE, Route::QuickAnswer);
}

#[test]
fn a_warranty_question_is_answered_and_a_dispute_is_handed_over() {
    check(Intent::RecallWarranty, &[], &[], NONE, Route::QuickAnswer);
    check(Intent::RecallWarranty, &[], &[], RouteCues { disputes: true, ..NONE }, Route::Handoff);
    check(Intent::Parts, &[], &[], RouteCues { disputes: true, ..NONE }, Route::QuickAnswer);
}

#[test]
fn an_open_door_is_followed_up_and_a_closed_one_is_closed() {
    let open = RouteCues { leaves_door_open: true, ..NONE };
    check(Intent::NotInterested, &[], &[], open, Route::FollowUp);
    check(Intent::NotInterested, &[], &[], NONE, Route::QuickAnswer);
    check(Intent::Reply, &[], &[], open, Route::FollowUp);
    check(Intent::Reply, &[], &[], NONE, Route::QuickAnswer);
    check(Intent::Reply, &[], &[Signal::TradeIn], open, Route::Handoff);
    check(Intent::Price, &[], &[], open, Route::QuickAnswer);
}

#[test]
fn text_to_the_software_is_handed_over_unless_it_is_spam() {
    check(Intent::Other, &[], &[Signal::Injection], NONE, Route::Handoff);
}
