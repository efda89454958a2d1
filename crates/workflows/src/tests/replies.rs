//! What customers would read, word for word.

use domain::fact::{Topic, UnitStatus};
use domain::judgement::Confidence;
use domain::labels::{Intent, Signal};
use domain::lead::PersonName;

use super::fixtures::{Case, case, name};
use crate::reply::{PLACEHOLDERS, Values, fill, greeting_name, segments};

const FOOT: &str = "Larkfield North\n100 Example Ave, Brockton, MA 02301\n508-555-0100";
const HEAD: &str = "Hi Jordan,\n\nThis is the automated assistant of Larkfield North. To reach a person, reply to this message or call 508-555-0100.";

fn check(case: &Case, subject: &str, paragraphs: &[&str]) {
    let reply = case.reply().expect("a reply");
    assert_eq!(reply.subject, subject);
    assert_eq!(reply.body, format!("{HEAD}\n\n{}\n\n{FOOT}", paragraphs.join("\n\n")));
}

fn spanish(case: Case) -> Case {
    case.judged(|judgement| {
        judgement.language = "es".to_owned();
        judgement.signals.push(Signal::NonEnglish);
    })
}

const WHEN: &str = "When would you like to see it? Reply with a day and time that suits you.";
const SUBJECT: &str = "The 2025 Toyota RAV4 Hybrid XLE at Larkfield North";

#[test]
fn a_vehicle_for_sale_is_offered_with_its_advertised_price() {
    let price = "Its advertised price is $38,990. Taxes and fees may be added.";
    let here = "The 2025 Toyota RAV4 Hybrid XLE (stock R1042) is available.";
    check(&case(), SUBJECT, &[here, price, WHEN]);
    check(&case().instructed(|instructions| instructions.price_in_replies = false), SUBJECT, &[here, WHEN]);
    check(&case().unit(|unit| unit.price = None), SUBJECT, &[here, WHEN]);
}

#[test]
fn a_vehicle_that_is_not_for_sale_is_never_called_available() {
    for (status, words) in [
        (
            UnitStatus::Pending,
            "A buyer is working on the 2025 Toyota RAV4 Hybrid XLE (stock R1042) at the moment, so it may not stay open. We can note you as next in line.",
        ),
        (
            UnitStatus::InTransit,
            "The 2025 Toyota RAV4 Hybrid XLE (stock R1042) is on its way to us and not here yet.",
        ),
        (
            UnitStatus::Sold,
            "The 2025 Toyota RAV4 Hybrid XLE (stock R1042) is no longer with us. We can look for one like it.",
        ),
    ] {
        let unit = || case().unit(|unit| unit.status = status);
        check(&unit(), SUBJECT, &[words]);
        for intent in Intent::ALL {
            let reply = spanish(unit().read(intent, &[])).reply();
            let body = reply.map(|reply| reply.body).unwrap_or_default();
            assert!(!body.contains("disponible") && !body.contains('$'), "{intent}: {body}");
        }
    }
}

#[test]
fn a_vehicle_that_was_not_found_is_checked_by_a_person() {
    check(
        &case().gap(Topic::Unit),
        "Your message to Larkfield North",
        &[
            "A person checks which of our vehicles fits your message. Its stock number or the link to its page makes that quicker.",
        ],
    );
}

#[test]
fn a_price_is_the_advertised_one_and_the_figures_are_a_persons() {
    check(
        &case().read(Intent::Price, &[Signal::Negotiation]),
        "The price of the 2025 Toyota RAV4 Hybrid XLE",
        &[
            "The 2025 Toyota RAV4 Hybrid XLE (stock R1042) is available.",
            "The 2025 Toyota RAV4 Hybrid XLE is advertised at $38,990. Taxes and fees may be added.",
            "A person on our team goes through the full figures with you. Reply with a good time to call.",
        ],
    );
}

#[test]
fn credit_is_never_decided_or_hinted() {
    check(
        &case().read(Intent::Financing, &[Signal::CreditHint]),
        "Your question about financing",
        &[
            "Questions about credit, loans and leases are answered by a person of our finance team. An automated assistant decides nothing about credit and asks for no personal figures.",
            "Please do not send account or social security numbers by e-mail.",
            "Reply with a good time to call.",
        ],
    );
}

#[test]
fn an_upset_customer_is_acknowledged_and_promised_nothing() {
    check(
        &case().read(Intent::Complaint, &[Signal::Frustration, Signal::LegalThreat]),
        "Your message to Larkfield North",
        &[
            "Thank you for your message. It has reached our team.",
            "If it cannot wait, please call us at 508-555-0100.",
        ],
    );
}

#[test]
fn hours_are_answered_from_the_configured_week() {
    check(
        &case().read(Intent::HoursLocation, &[]),
        "Hours and directions",
        &[
            "Our hours: Mon-Fri 9 am-8 pm, Sat 9 am-6 pm, Sun closed.",
            "You find us at 100 Example Ave, Brockton, MA 02301.",
            "Our phone number is 508-555-0100.",
        ],
    );
}

#[test]
fn a_spanish_message_is_answered_in_spanish() {
    let reply = spanish(case().read(Intent::HoursLocation, &[])).reply().expect("a reply");
    assert_eq!(reply.subject, "Horario y dirección");
    assert_eq!(
        reply.body,
        format!(
            "Hola, Jordan:\n\nLe escribe el asistente automatizado de Larkfield North. Para hablar con una persona, responda a este mensaje o llame al 508-555-0100.\n\nNuestro horario: lun-vie 9 am-8 pm, sáb 9 am-6 pm, dom cerrado.\n\nNos encuentra en 100 Example Ave, Brockton, MA 02301.\n\nNuestro teléfono es 508-555-0100.\n\n{FOOT}"
        )
    );
}

#[test]
fn a_french_message_is_acknowledged_in_french() {
    let reply = case()
        .read(Intent::Complaint, &[])
        .judged(|judgement| judgement.language = "fr".to_owned())
        .lead(|lead| lead.name = PersonName::default())
        .reply()
        .expect("a reply");
    assert_eq!(
        reply.body,
        format!(
            "Bonjour,\n\nVous lisez l'assistant automatisé de Larkfield North. Pour joindre une personne, répondez à ce message ou appelez le 508-555-0100.\n\nMerci pour votre message. Il est bien arrivé à notre équipe.\n\nSi cela ne peut pas attendre, appelez-nous au 508-555-0100.\n\n{FOOT}"
        )
    );
}

#[test]
fn a_store_without_a_phone_still_says_how_to_reach_a_person() {
    let body = case().rooftop(|rooftop| rooftop.phone = None).reply().expect("a reply").body;
    assert!(
        body.contains("automated assistant of the store. To reach a person, reply to this message."),
        "{body}"
    );
}

#[test]
fn a_reply_answers_the_customers_own_mail_at_the_leads_address() {
    let reply = case().reply().expect("a reply");
    assert_eq!(
        (reply.to.as_str(), reply.in_reply_to.as_deref()),
        ("jordan@example.com", Some("<m1@example.com>"))
    );
    assert_eq!((reply.language.as_str(), reply.template.as_str()), ("en", "availability"));
    let on_file = case().lead(|lead| lead.emails.clear()).contact(|_| {});
    assert_eq!(on_file.reply().expect("a reply").to, "jordan@example.com");
}

#[test]
fn a_phone_alone_gives_a_text_message_for_a_person_to_send() {
    let case = case().lead(|lead| lead.emails.clear());
    assert_eq!(case.reply(), None);
    let note = case.task().note;
    let draft = "Text message to send by hand (1 segment):\nLarkfield North: the 2025 Toyota RAV4 Hybrid XLE (stock R1042) is available. When would you like to see it? Reply STOP to opt out.";
    assert!(note.ends_with(draft), "{note}");
    assert!(!spanish(case).task().note.contains("Reply STOP"));
}

#[test]
fn an_uncalibrated_reading_may_be_suggested() {
    assert!(case().judged(|judgement| judgement.confidence = Confidence::Uncalibrated).reply().is_some());
}

#[test]
fn only_a_given_name_that_looks_like_one_is_repeated() {
    let full = PersonName { full: Some("Jordan Ellery".to_owned()), ..PersonName::default() };
    assert_eq!(greeting_name(&full), None, "a full name is never split");
    for (given, shown) in [
        ("Jordan", Some("Jordan")),
        (" jordan ", Some("Jordan")),
        ("JORDAN", Some("Jordan")),
        ("McKenna", Some("McKenna")),
        ("anne-marie", Some("Anne-Marie")),
        ("O'Brien", Some("O'Brien")),
        ("José", Some("José")),
        ("Mary Ann", None),
        ("J", None),
        ("J.", None),
        ("x@example.com", None),
        ("Free$", None),
        ("{price}", None),
        ("Jo\r\nBcc", None),
        ("test", None),
        ("Unknown", None),
        ("-", None),
        ("", None),
        ("Abcdefghijklmnopqrstuvwxyzabcde", None),
    ] {
        assert_eq!(greeting_name(&name(given, "Ellery")).as_deref(), shown, "{given}");
    }
}

#[test]
fn placeholders_are_filled_once_and_a_missing_fact_drops_the_text() {
    let plain = case().rooftop(|rooftop| rooftop.name = "{price} {store}".to_owned());
    let cx = plain.cx();
    let values = Values::new(&cx, "en");
    assert_eq!(fill("at {store}!", &values).as_deref(), Some("at {price} {store}!"));
    assert_eq!(fill("see {website}", &values), None);
    assert_eq!(fill("see {nothing}", &values), None);
    assert_eq!(fill("see {store", &values), None);
    assert_eq!(fill("see }", &values), None);
    assert_eq!(fill("", &values).as_deref(), Some(""));
}

#[test]
fn every_placeholder_has_its_fact() {
    let open = case().rooftop(|rooftop| rooftop.website = Some("https://example.com".to_owned()));
    let shown: Vec<(&str, String)> = PLACEHOLDERS
        .iter()
        .filter_map(|placeholder| {
            let cx = open.cx();
            fill(&format!("{{{}}}", placeholder.name), &Values::new(&cx, "en"))
                .map(|text| (placeholder.name, text))
        })
        .collect();
    let expected = [
        ("first_name", "Jordan"),
        ("vehicle", "2025 Toyota RAV4 Hybrid XLE"),
        ("available_vehicle", "2025 Toyota RAV4 Hybrid XLE"),
        ("if_available", ""),
        ("stock", "R1042"),
        ("price", "$38,990"),
        ("mileage", "12,345"),
        ("store", "Larkfield North"),
        ("phone", "508-555-0100"),
        ("address", "100 Example Ave, Brockton, MA 02301"),
        ("website", "https://example.com"),
        ("week_hours", "Mon-Fri 9 am-8 pm, Sat 9 am-6 pm, Sun closed"),
        ("hours_today", "open until 8 pm"),
    ];
    let expected: Vec<(&str, String)> =
        expected.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    assert_eq!(shown, expected);
}

#[test]
fn times_are_told_on_the_stores_wall_in_the_customers_language() {
    let night = case().at_night();
    let cx = night.cx();
    for (language, opens) in
        [("en", "Saturday at 9 am"), ("es", "el sábado a las 9:00 a. m."), ("fr", "samedi à 9 h")]
    {
        assert_eq!(fill("{opens}", &Values::new(&cx, language)).as_deref(), Some(opens));
        assert_eq!(fill("{hours_today}", &Values::new(&cx, language)), None);
    }
}

#[test]
fn a_line_break_in_a_fact_does_not_reach_a_subject() {
    let case = case().unit(|unit| unit.model = "RAV4\r\nBcc: all@example.com".to_owned());
    assert_eq!(
        case.reply().expect("a reply").subject,
        "The 2025 Toyota RAV4 Bcc: all@example.com XLE at Larkfield North"
    );
}

#[test]
fn segments_are_counted_as_the_network_does() {
    for (text, units, count, unicode) in [
        (String::new(), 0, 0, false),
        ("a".repeat(160), 160, 1, false),
        ("a".repeat(161), 161, 2, false),
        ("a".repeat(306), 306, 2, false),
        ("a".repeat(307), 307, 3, false),
        ("€".repeat(80), 160, 1, false),
        ("ñ".repeat(160), 160, 1, false),
        ("á".repeat(70), 70, 1, true),
        ("á".repeat(71), 71, 2, true),
        ("🙂".repeat(35), 70, 1, true),
        ("🙂".repeat(36), 72, 2, true),
    ] {
        let found = segments(&text);
        assert_eq!((found.units, found.count, found.unicode), (units, count, unicode), "{text}");
    }
}
