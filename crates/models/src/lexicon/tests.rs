//! Cases for the pattern language.

use super::*;

const SMALL: &str = "
[class send]
text; texting; e mail
[signal opt_out no_more]
stop|quit ~2 @send me?
^ end $
unsub*
take me off ~2 list
over <n>
";

fn check(source: &str, expected: &[&str]) {
    let lexicon = Lexicon::parse(&[SMALL]).unwrap();
    let text = Text::read(source);
    let found: Vec<&str> = lexicon
        .find(&text)
        .iter()
        .filter(|h| lexicon.section(h).is_some_and(|s| s.purpose != Purpose::Class))
        .map(|h| {
            let (first, last) = (&text.tokens[h.first as usize], &text.tokens[h.last as usize - 1]);
            &source[first.start..last.end]
        })
        .collect();
    assert_eq!(found, expected, "{source}");
}

#[test]
fn gaps_classes_and_alternatives_fit() {
    check("please stop with the texting me", &["stop with the texting me"]);
    check("quit e-mail", &["quit e-mail"]);
    check("stop there, then we will text", &[]);
}

#[test]
fn the_ends_of_the_message_fit_only_there() {
    check("END.", &["END"]);
    check("end of the month", &[]);
    check("the end", &[]);
}

#[test]
fn beginnings_optionals_and_numbers_fit() {
    check("UNSUBSCRIBE", &["UNSUBSCRIBE"]);
    check("take me off your list", &["take me off your list"]);
    check("over 75000", &["over 75000"]);
}

#[test]
fn what_is_not_the_language_is_told_by_its_line() {
    let check = |file: &str, line| assert_eq!(Lexicon::parse(&[file]).unwrap_err().line, line);
    check("word", 1);
    check("[class a]\n~3 x", 2);
    check("[class a]\n@none", 2);
    check("[class a]\nab*", 2);
    check("[signal nope rule]", 1);
}
