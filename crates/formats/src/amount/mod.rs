//! Amounts of money and distances as people write them.

use crate::lead::{DistanceUnit, Odometer};
use crate::text;

/// An amount with the currency that its sign or code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Hundredths; the currencies dealt in here have cents.
    pub(crate) minor: i64,
    pub(crate) currency: Option<&'static str>,
}

/// Currencies by code or sign. A bare `$` names none: it is used in twenty countries.
const CURRENCIES: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("USD", "USD"),
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("CAD", "CAD"),
    ("MX$", "MXN"),
    ("MXN", "MXN"),
    ("€", "EUR"),
    ("EUR", "EUR"),
    ("£", "GBP"),
    ("GBP", "GBP"),
    ("ARS", "ARS"),
    ("AUD", "AUD"),
    ("BRL", "BRL"),
    ("CHF", "CHF"),
];

/// `36480`, `$36,480.00`, `36480 USD`, `64460.0`, `36.480,00 €`; `None` for what is no amount, and below zero.
pub(crate) fn money(text: &str) -> Option<Amount> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let upper = text.to_uppercase();
    let currency = CURRENCIES.iter().find(|(sign, _)| upper.contains(sign));
    let mut figures = upper.clone();
    if let Some((sign, _)) = currency {
        figures = figures.replacen(sign, "", 1);
    }
    let figures: String =
        figures.chars().filter(|c| !c.is_whitespace() && !matches!(c, '$' | '\'' | '\u{2019}')).collect();
    let figures = figures.strip_prefix('+').unwrap_or(&figures);
    Some(Amount { minor: hundredths(figures)?, currency: currency.map(|(_, code)| *code) })
}

/// Whether a price field says that there is no price to tell.
pub(crate) fn is_no_price(text: &str) -> bool {
    let words = text::letters(text);
    text::is_placeholder(text)
        || matches!(
            words.as_ref(),
            "call" | "callforprice" | "callus" | "contactus" | "poa" | "tba" | "ask" | "0" | "00" | "000"
        )
}

/// Figures with `,` and `.` as separators. The last separator is the decimal one when one or two figures follow it
/// and it stands once; with three it separates thousands.
fn hundredths(figures: &str) -> Option<i64> {
    if figures.is_empty() || !figures.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return None;
    }
    let last = figures.rfind(['.', ',']);
    let (whole, decimals) = match last {
        Some(at) => {
            let (whole, rest) = figures.split_at_checked(at)?;
            let sign = rest.chars().next()?;
            let after = rest.get(1..)?;
            let decimal = after.len() != 3 && !whole.contains(sign);
            if decimal { (whole, after) } else { (figures, "") }
        }
        None => (figures, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let cents: String = decimals.chars().chain("00".chars()).take(2).collect();
    let cents: i64 = cents.parse().ok()?;
    whole.checked_mul(100)?.checked_add(cents).filter(|minor| *minor <= 100_000_000_000_000)
}

/// `52,777 miles`, `64460.0`, `96000 km`; `None` for what is no distance.
pub(crate) fn distance(text: &str) -> Option<Odometer> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let split = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (figures, unit) = text.split_at_checked(split)?;
    let figures: String = figures.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let unit = unit.trim();
    let thousand = unit.eq_ignore_ascii_case("k");
    let value = hundredths(&figures)? / 100;
    let value = u32::try_from(if thousand { value.checked_mul(1000)? } else { value }).ok()?;
    if !unit.is_empty() && !thousand && DistanceUnit::of_name(unit).is_none() {
        return None;
    }
    (value <= 10_000_000).then_some(Odometer { value, unit: DistanceUnit::of_name(unit) })
}

impl DistanceUnit {
    /// `mi`, `MILES`, `km`, `Kilometers`; `None` for others.
    pub fn of_name(text: &str) -> Option<Self> {
        match text::letters(text).as_ref() {
            "mi" | "mile" | "miles" | "m" => Some(Self::Mi),
            "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "kilómetros"
            | "kilometros" => Some(Self::Km),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
