//! What to do, in the store's words: "Call Jordan Ellery about the 2025 Toyota RAV4 Hybrid before 10:30 am".

use domain::labels::{Intent, Route, Signal};

use super::reading::Reading;

/// What to do and about what, without the time.
pub(super) fn of(reading: &Reading<'_>) -> String {
    let who = &reading.who;
    if reading.opted_out() {
        return if reading.hands_off() {
            format!("Look into what {who} wrote (opted out: no contact)")
        } else {
            format!("Confirm the opt-out of {who}")
        };
    }
    if reading.ignored() {
        let kind = if reading.judgement.intent == Intent::Spam { "spam" } else { "a wrong recipient" };
        return format!("Glance at a message from {who} that reads like {kind}");
    }
    if reading.carries(Signal::Injection) || reading.cx.lead.automatic {
        return format!("Read what {who} wrote");
    }
    if !reading.is_sure() {
        return format!("Read what {who} wrote and answer");
    }
    if reading.carries(Signal::Safety) {
        return format!("{} {who} at once about a safety matter", verb(reading));
    }
    if reading.carries(Signal::LegalThreat) || reading.asks(Intent::PrivacyLegal) {
        return format!("Read what {who} wrote about a legal or privacy matter");
    }
    let about = about(reading);
    if reading.judgement.route == Route::FollowUp {
        return format!("Follow up with {who} {about}");
    }
    if reading.judgement.intent == Intent::NotInterested {
        return format!("Close the lead of {who} (no longer looking)");
    }
    format!("{} {who} {about}", verb(reading))
}

/// By phone where there is one that may be called.
fn verb(reading: &Reading<'_>) -> &'static str {
    if reading.phones().any(|phone| !reading.is_suppressed(phone)) {
        "Call"
    } else if reading.emails().any(|email| !reading.is_suppressed(email)) {
        "Write to"
    } else {
        "Find a way to reach"
    }
}

fn about(reading: &Reading<'_>) -> String {
    let vehicle = reading.vehicle();
    let named = |with: &str, without: &str| match &vehicle {
        Some(vehicle) => format!("{with} {vehicle}"),
        None => without.to_owned(),
    };
    match reading.judgement.intent {
        Intent::Availability | Intent::VehicleInfo => named("about", "about a vehicle"),
        Intent::Price => named("about the price of", "about a price"),
        Intent::TestDrive => named("to set a test drive of", "to set a visit"),
        Intent::TradeIn => "about a trade-in".to_owned(),
        Intent::Financing => named("about financing", "about financing"),
        Intent::Fleet => "about a fleet order".to_owned(),
        Intent::Delivery => named("about delivery of", "about delivery"),
        Intent::ServiceBooking => "to book a service visit".to_owned(),
        Intent::ServiceStatus => "about the vehicle in the shop".to_owned(),
        Intent::ServiceQuestion => "about a service question".to_owned(),
        Intent::Parts => "about parts".to_owned(),
        Intent::RecallWarranty => "about recall or warranty".to_owned(),
        Intent::Complaint => "about a complaint".to_owned(),
        Intent::AppointmentChange => "about an appointment".to_owned(),
        Intent::HoursLocation => "about hours or directions".to_owned(),
        Intent::HumanRequest => named("as asked about", "as asked"),
        Intent::Employment => "about a job".to_owned(),
        Intent::PrivacyLegal => "about a legal or privacy matter".to_owned(),
        Intent::Reply => named("about", "about the last message"),
        Intent::NotInterested | Intent::OptOut | Intent::Spam | Intent::WrongRecipient | Intent::Other => {
            named("about", "about a message")
        }
    }
}
