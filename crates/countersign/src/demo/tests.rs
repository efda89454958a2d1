//! What the demo invents is well-formed where it means to be, and ugly where it means to be.

use std::collections::HashSet;

use domain::time::UtcMicros;
use formats::vin;

use super::letters::{self, Postman};
use super::{people, stock};

#[test]
fn the_lot_has_its_vehicles_with_sound_and_different_numbers() {
    let cars = stock::lot();
    assert_eq!(cars.len(), stock::COUNT);
    for car in &cars {
        let read = vin::read(&car.vin).unwrap();
        assert_eq!(read.verdict, vin::Verdict::Sound, "{}", car.vin);
    }
    assert_eq!(cars.iter().map(|car| &car.vin).collect::<HashSet<_>>().len(), cars.len());
    assert_eq!(cars.iter().map(|car| &car.stock).collect::<HashSet<_>>().len(), cars.len());
    assert_eq!(cars[0].stock, "T2291");
}

#[test]
fn customers_are_different_people_with_numbers_kept_for_invention() {
    let mails: HashSet<String> =
        (0..people::CUSTOMERS).map(|number| people::customer(number).email).collect();
    assert_eq!(mails.len(), people::CUSTOMERS);
    let phones: Vec<String> =
        (0..people::CUSTOMERS).filter_map(|number| people::customer(number).phone).collect();
    assert!(phones.iter().all(|phone| phone.starts_with("(406) 555-01")));
    assert_eq!(phones.iter().collect::<HashSet<_>>().len(), phones.len());
}

#[test]
fn there_are_at_least_sixty_different_messages() {
    assert!(letters::messages().len() >= 60, "{}", letters::messages().len());
}

#[test]
fn the_same_seed_sends_the_same_letters() {
    let send = || {
        let mut postman = Postman::new(3, stock::lot());
        (0..90).filter_map(|_| postman.next(UtcMicros(0))).map(|letter| letter.body).collect::<Vec<_>>()
    };
    assert_eq!(send(), send());
    assert_eq!(send().len(), 90);
}

#[test]
fn no_letter_is_left_with_a_gap_in_it() {
    let mut postman = Postman::new(5, stock::lot());
    for _ in 0..letters::messages().len() {
        let letter = postman.next(UtcMicros(0)).unwrap();
        for gap in ["{year}", "{make}", "{model}", "{stock}", "{price}", "{trim}"] {
            assert!(!letter.body.contains(gap), "{}", letter.body);
        }
    }
}

#[test]
fn every_letter_is_read_as_a_lead_of_its_sender_with_its_words() {
    let mut postman = Postman::new(5, stock::lot());
    for _ in 0..letters::messages().len() {
        let letter = postman.next(UtcMicros(1_795_176_000_000_000)).unwrap();
        let limits = formats::sniff::Limits::default();
        let read = formats::sniff::read_delivery(letter.body.as_bytes(), Some(letter.content_type), &limits);
        let leads = read.unwrap_or_else(|why| panic!("{why}\n{}", letter.body)).leads;
        assert_eq!(leads.len(), 1, "{}", letter.body);
        assert!(leads[0].emails.iter().any(|mail| mail.ends_with("@example.com")), "{}", letter.body);
        assert!(leads[0].name.full.is_some(), "{}", letter.body);
        assert!(leads[0].comments.is_some(), "{}", letter.body);
    }
}
