//! Amounts of money and rates in a text, and what each is said to be: a price, or the terms of a deal.

use super::numbers::{Number, read, spelled_at};
use super::{Words, lists};

/// What an amount is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The price of a vehicle, as far as the words tell.
    Price,
    /// A payment, deposit, discount, fee, total or trade value: never an advertised price.
    Terms,
    /// A percentage or annual rate.
    Rate,
}

/// One amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Cents, or hundredths of a percent; `None`: too large to be read.
    pub(crate) hundredths: Option<i64>,
    /// What it is said to be.
    pub(crate) kind: Kind,
}

const SIGN_BEFORE: &str = "$|usd|€|£|cad|mxn|eur|gbp|dlls|us$";
const SIGN_AFTER: &str = "\
    dollars|dollar|bucks|buck|usd|$|dolares|dolar|dlls|pesos|euros|cad|mxn|eur|€|£|gbp";
const RATE_AFTER: &str = "%|percent|pct|apr|percentage|cent|ciento";
/// Right after a number: so much each time.
const EACH_PERIOD: &str = "monthly|mo|mth|weekly|biweekly|mensual|mensuales|semanales|quincenales";
/// The same after `per`, `a`, `/`, `al`.
const PERIOD: &str = "month|mo|mth|week|paycheck|mes|semana|quincena";
const PER: &str = "per|a|al|por|each|every|cada|/|la";
/// What a bare number counts when it is no money.
const OTHER_UNIT: &str = "\
    miles|mile|mi|km|kms|kilometers|millas|kilometros|hp|horsepower|mpg|lb|lbs|pounds|cc|am|pm|days|\
    years|hours|minutes|people|dias|anos|horas|minutos|seats|passengers|photos|reviews|caballos|stars|\
    mph";
/// Words that make a bare number near them a matter of money.
const MONEY_NEAR: &str = "\
    price|priced|prices|cost|costs|pay|payment|payments|down|off|discount|rebate|save|savings|trade|\
    worth|value|offer|deal|total|fee|fees|msrp|otd|asking|listed|sell|knock|drop|deposit|allowance|\
    quote|lease|precio|precios|cuesta|pago|pagos|enganche|descuento|oferta|vale|valor|mensualidad|\
    rebaja|anticipo|apr|rate|door";
/// Before an amount: it is no advertised price.
const TERMS_BEFORE: &str = "\
    save|saves|saving|savings|discount|discounts|rebate|payment|payments|deposit|fee|fees|trade|\
    allowance|bonus|beat|reduce|reduced|drop|dropped|knock|off|down|total|otd|door|lease|descuento|\
    ahorra|ahorre|enganche|pago|pagos|anticipo|mensualidad|rebaja|cambio|credit";
/// After an amount: the same.
const TERMS_AFTER: &str = "\
    off|down|discount|rebate|back|less|trade|deposit|cheaper|lower|otd|door|allowance|bonus|descuento|\
    menos|enganche|anticipo|payment";

/// Every amount in `words`. `is_known` tells numbers that are none: the year, model or stock number of the vehicle, the
/// store's street number; it is asked for bare numbers alone, never for one with a money sign.
pub(crate) fn find(words: &Words, is_known: impl Fn(&str) -> bool) -> Vec<Amount> {
    let mut found = Vec::new();
    let spelled = spelled_at(words);
    let mut index = 0;
    while index < words.len() {
        let is_number =
            words.word(index).starts_with(|c: char| c.is_ascii_digit()) || spelled.contains(&index);
        let Some(number) = is_number.then(|| read(words, index)).flatten() else {
            index += 1;
            continue;
        };
        if let Some(amount) = judge(words, index, number, &is_known) {
            found.push(amount);
        }
        index += number.len.max(1);
    }
    found
}

fn judge(words: &Words, index: usize, number: Number, is_known: impl Fn(&str) -> bool) -> Option<Amount> {
    let sentence = words.sentence(index);
    let after = index + number.len;
    let before = |far: usize| index.saturating_sub(far).max(sentence.start)..index;
    let next = |far: usize| after..(after + far).min(sentence.end);
    let previous = if index > sentence.start { words.word(index - 1) } else { "" };
    // `per cent` and `por ciento` are two words.
    let is_rate = words.any_in(next(1), RATE_AFTER)
        || (matches!(words.word(after), "per" | "por") && lists(RATE_AFTER, words.word(after + 1)));
    if is_rate {
        // "100 % electric" is no rate.
        let whole = number.hundredths == Some(10_000) && !words.any_in(next(4), TERMS_AFTER);
        return (!whole).then_some(Amount { hundredths: number.hundredths, kind: Kind::Rate });
    }
    let is_periodic = lists(EACH_PERIOD, words.word(after))
        || (lists(PER, words.word(after)) && lists(PERIOD, words.word(after + 1)));
    let has_sign = lists(SIGN_BEFORE, previous) || words.any_in(next(1), SIGN_AFTER);
    if !has_sign && !is_periodic {
        let near = || {
            matches!(previous, "for" | "at" | "do" | "por")
                || words.any_in(before(5), MONEY_NEAR)
                || words.any_in(next(4), MONEY_NEAR)
        };
        let is_small = number.hundredths.is_some_and(|value| value < 10_000);
        if is_small || words.any_in(next(1), OTHER_UNIT) || !(number.as_amount || near()) {
            return None;
        }
        if number.len == 1 && is_known(words.word(index)) {
            return None;
        }
    }
    let is_terms = is_periodic
        || number.hundredths == Some(0)
        || words.any_in(before(4), TERMS_BEFORE)
        || words.any_in(next(4), TERMS_AFTER);
    Some(Amount { hundredths: number.hundredths, kind: if is_terms { Kind::Terms } else { Kind::Price } })
}
