//! Numbers that must not be spread: social security, payment card and account numbers written into a message.

use domain::labels::Signal;

use super::{Evidence, Field, Speaks};
use crate::text::{Kind, Text};

/// A run of digit groups: its digits and its places.
struct Run {
    digits: String,
    groups: Vec<usize>,
    first: usize,
    last: usize,
}

/// Adds evidence for each social security number, payment card number and named account or licence number.
pub(super) fn sensitive(text: &Text, found: &mut Vec<Evidence>) {
    for run in runs(text) {
        let rule = if is_social(&run) {
            "social_security_number"
        } else if is_card(&run.digits) {
            "payment_card_number"
        } else if is_named(text, &run) {
            "named_account_number"
        } else {
            continue;
        };
        let (Some(first), Some(last)) = (text.tokens.get(run.first), text.tokens.get(run.last)) else {
            continue;
        };
        found.push(Evidence {
            speaks: Speaks::Signal(Signal::SensitiveData),
            rule: rule.to_owned(),
            field: Field::Text,
            start: first.start,
            end: last.end,
        });
    }
}

fn runs(text: &Text) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    for (index, token) in text.tokens.iter().enumerate() {
        let word = text.word(token);
        if token.kind == Kind::Number && word.bytes().all(|b| b.is_ascii_digit()) {
            let run = open.get_or_insert(Run {
                digits: String::new(),
                groups: Vec::new(),
                first: index,
                last: index,
            });
            if run.digits.len() < 40 {
                run.digits.push_str(word);
                run.groups.push(word.len());
                run.last = index;
            }
        } else if word != "-" || open.is_none() {
            runs.extend(open.take());
        }
    }
    runs.extend(open);
    runs
}

/// 3-2-4 digits, never beginning 000, 666 or 9 (Social Security Administration, since 2011).
fn is_social(run: &Run) -> bool {
    run.groups == [3, 2, 4] && !run.digits.starts_with("000") && !run.digits.starts_with("666")
}

/// 13 to 19 digits with a right check digit (ISO/IEC 7812-1).
fn is_card(digits: &str) -> bool {
    (13..=19).contains(&digits.len()) && {
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, b)| {
                let digit = u32::from(b.saturating_sub(b'0'));
                if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

/// At least four digits within four words after a word that names what the number is.
fn is_named(text: &Text, run: &Run) -> bool {
    const NAMES: [&str; 22] = [
        "ssn",
        "social",
        "card",
        "cvv",
        "account",
        "acct",
        "routing",
        "license",
        "licence",
        "dl",
        "passport",
        "iban",
        "aadhaar",
        "visa",
        "mastercard",
        "amex",
        "debit",
        "loan",
        "seguro",
        "tarjeta",
        "cuenta",
        "licencia",
    ];
    let before = run.first.saturating_sub(5);
    run.digits.len() >= 4
        && text.tokens.iter().skip(before).take(run.first - before).any(|t| NAMES.contains(&text.word(t)))
}
