//! Texts cut into words, numbers, and ways to reach somebody.

use crate::words::Words;
use crate::words::numbers::read;
use crate::words::points::{Point, find, host};

fn words(text: &str) -> Vec<String> {
    let words = Words::of(&[text]);
    (0..words.len()).map(|index| words.word(index).to_owned()).collect()
}

#[test]
fn words_are_plain() {
    let check = |text: &str, wanted: &[&str]| assert_eq!(words(text), wanted, "{text}");
    check("You're PRE-approved!", &["youre", "pre", "approved"]);
    check("Está aquí: 23,995.00, ¿no?", &["esta", "aqui", "23,995.00", "no"]);
    check("$23,995.", &["$", "23,995"]);
    check("Sí, si, sí y sólo si", &["sí", "sí", "sí", "y", "solo", "si"]);
    check("a\u{200B}b\u{00AD}c e\u{0301}", &["abc", "e"]);
    check("399/mo", &["399", "/", "mo"]);
    check("", &[]);
    check("... \n\n ,", &[]);
}

#[test]
fn sentences_end_where_they_end() {
    let words = Words::of(&["Is it there? Yes. It costs 2.5k", "next part"]);
    assert_eq!(words.sentence(0), 0..3);
    assert!(words.is_question(2) && !words.is_question(3));
    assert_eq!(words.sentence(4), 4..7);
    assert_eq!(words.sentence(7), 7..9);
    assert_eq!(words.sentence(99), 0..0);
    assert!(words.at(3, "yes it").is_none(), "a phrase does not reach over the end of a sentence");
}

#[test]
fn numbers_read_as_people_write_them() {
    let check = |text: &str, wanted: Option<i64>| {
        let words = Words::of(&[text]);
        let found = read(&words, 0).map(|number| number.hundredths.unwrap_or(-1));
        assert_eq!(found, wanted, "{text}");
    };
    check("23,995", Some(2_399_500));
    check("23.995", Some(2_399_500));
    check("23995.5", Some(2_399_550));
    check("23.995,50", Some(2_399_550));
    check("23.9k", Some(2_390_000));
    check("23 k", Some(2_300_000));
    check("22 grand", Some(2_200_000));
    check("22 mil", Some(2_200_000));
    check("500usd", Some(50_000));
    check("2nd", None);
    check("4wd", None);
    check("r1042", None);
    check("twenty-three thousand nine hundred and ninety-five", Some(2_399_500));
    check("fifteen hundred", Some(150_000));
    check("a hundred", None);
    check("hundred", Some(10_000));
    check("veintitrés mil novecientos noventa y cinco", Some(2_399_500));
    check("treinta y dos mil", Some(3_200_000));
    check("one million", Some(100_000_000));
    check("99999999999999999999", Some(-1));
    check("nothing", None);
}

#[test]
fn ways_to_reach_somebody_are_found() {
    let check = |text: &str, wanted: &[Point]| assert_eq!(find(text), wanted, "{text}");
    let link = |host: &str| Point::Link(host.into());
    let phone = |digits: &str| Point::Phone(digits.into());
    check("see (https://WWW.Example.com/a?b).", &[link("example.com")]);
    check("see example.com, or call", &[link("example.com")]);
    check("at a.b@example.com!", &[Point::Mail("a.b@example.com".into())]);
    check("+1 (555) 555-0100", &[phone("15555550100")]);
    check("555-0100 or 555.555.0199", &[phone("5550100"), phone("5555550199")]);
    check("$23,995 in 2024, 12,450 miles, 43215, 9-8", &[]);
    check("Hello Mr.Roe, 9 a.m. e.g. now", &[]);
    assert_eq!(host("https://www.example.com:8080/x").as_deref(), Some("example.com"));
    assert_eq!(host("://"), None);
}
