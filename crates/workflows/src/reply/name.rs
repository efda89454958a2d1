//! The name in a greeting: the one thing of the customer's that a reply repeats.

use domain::lead::PersonName;

/// Longer than this is a sentence, not a given name.
const MOST_CHARS: usize = 30;

/// What forms and marketplaces put where a name is missing.
const NOT_NAMES: [&str; 14] = [
    "test",
    "na",
    "none",
    "null",
    "unknown",
    "customer",
    "anonymous",
    "internet",
    "lead",
    "user",
    "guest",
    "shopper",
    "buyer",
    "name",
];

/// The given name if it was marked as one and looks like one: a single word of letters, hyphen or
/// apostrophe. A full name is never split, so that nobody is greeted by a family name.
#[must_use]
pub fn greeting_name(name: &PersonName) -> Option<String> {
    let given = name.first.as_deref()?.trim();
    let letters = given.chars().filter(|letter| letter.is_alphabetic()).count();
    let fits = given.chars().count() <= MOST_CHARS
        && letters >= 2
        && given.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'))
        && given.starts_with(char::is_alphabetic)
        && given.ends_with(char::is_alphabetic)
        && !NOT_NAMES.contains(&given.to_lowercase().as_str());
    fits.then(|| in_case(given))
}

/// "JORDAN" and "jordan" become "Jordan"; "McKenna" stays.
fn in_case(given: &str) -> String {
    let one_case = !given.chars().any(char::is_lowercase) || !given.chars().any(char::is_uppercase);
    if !one_case {
        return given.to_owned();
    }
    let mut out = String::with_capacity(given.len());
    let mut starts = true;
    for letter in given.chars() {
        if starts {
            out.extend(letter.to_uppercase());
        } else {
            out.extend(letter.to_lowercase());
        }
        starts = !letter.is_alphabetic();
    }
    out
}
