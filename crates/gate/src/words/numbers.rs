//! Numbers as people write them: `23,995`, `23.9k`, `twenty-three thousand`, `veintitrés mil`.

use super::Words;

/// A number found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Hundredths; `None`: too large to be one of ours, and surely no price we know.
    pub(crate) hundredths: Option<i64>,
    /// Words it takes.
    pub(crate) len: usize,
    /// Written with a thousands separator, a `k` or a multiplier, as amounts are.
    pub(crate) as_amount: bool,
}

/// The number that starts at word `index`, if one does.
pub(crate) fn read(words: &Words, index: usize) -> Option<Number> {
    if words.word(index).starts_with(|first: char| first.is_ascii_digit()) {
        return digits(words, index);
    }
    spelled(words, index)
}

fn digits(words: &Words, index: usize) -> Option<Number> {
    let word = words.word(index);
    let end = word.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(word.len());
    let (figure, suffix) = word.split_at_checked(end)?;
    let mut number = Number { hundredths: figure_value(figure), len: 1, as_amount: is_grouped(figure) };
    let factor = match suffix {
        "" => multiplier(words.word(index + 1)),
        "k" => Some(1_000),
        "usd" | "dollars" | "dlls" => None,
        // `R1042`, `2nd`, `4wd`, `330i`: names, not numbers.
        _ => return None,
    };
    if let Some(factor) = factor {
        number.hundredths = number.hundredths.and_then(|value| value.checked_mul(factor));
        number.len += usize::from(suffix.is_empty());
    }
    number.as_amount |= factor.is_some() || !suffix.is_empty();
    Some(number)
}

/// Whole and hundredths of `23,995.50`, `23.995,50`, `23.995` (three digits after it part thousands) or `23.9`.
fn figure_value(figure: &str) -> Option<i64> {
    let last = figure.rfind(['.', ',']);
    let (whole, part) = match last.and_then(|at| Some((figure.get(..at)?, figure.get(at + 1..)?))) {
        Some((whole, part)) if part.len() <= 2 => (whole, part),
        _ => (figure, ""),
    };
    let mut value: i64 = 0;
    for digit in whole.chars().filter_map(|c| c.to_digit(10)) {
        value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
    }
    let mut rest: i64 = 0;
    for place in 0..2 {
        let digit = part.chars().nth(place).and_then(|c| c.to_digit(10)).unwrap_or(0);
        rest = rest * 10 + i64::from(digit);
    }
    value.checked_mul(100)?.checked_add(rest)
}

fn is_grouped(figure: &str) -> bool {
    figure.rfind(['.', ',']).and_then(|at| figure.get(at + 1..)).is_some_and(|part| part.len() == 3)
        || figure.matches([',', '.']).count() > 1
}

fn spelled(words: &Words, index: usize) -> Option<Number> {
    let (mut total, mut group, mut len, mut big) = (0i64, 0i64, 0usize, false);
    loop {
        let word = words.word(index + len);
        if let Some(value) = small(word) {
            group = group.checked_add(value)?;
        } else if let Some(factor) = multiplier(word) {
            big = true;
            group = group.max(1).checked_mul(factor)?;
            if factor >= 1_000 {
                total = total.checked_add(group)?;
                group = 0;
            }
        } else if len > 0 && matches!(word, "and" | "y") && is_number_word(words.word(index + len + 1)) {
            // The joint of `nine hundred and five`, `treinta y dos`.
        } else {
            break;
        }
        len += 1;
    }
    if len == 0 {
        return None;
    }
    let hundredths = total.checked_add(group).and_then(|value| value.checked_mul(100));
    Some(Number { hundredths, len, as_amount: big })
}

fn is_number_word(word: &str) -> bool {
    small(word).is_some() || multiplier(word).is_some()
}

fn multiplier(word: &str) -> Option<i64> {
    match word {
        "hundred" => Some(100),
        "k" | "thousand" | "grand" | "mil" => Some(1_000),
        "million" | "millon" | "millones" => Some(1_000_000),
        _ => None,
    }
}

/// English and Spanish words below a thousand. `once` is left out: it is a number in one language and a time in the
/// other, and what follows it in a price (`mil`) is found without it.
fn small(word: &str) -> Option<i64> {
    let value = match word {
        "zero" | "cero" => 0,
        "one" | "uno" | "un" | "una" => 1,
        "two" | "dos" => 2,
        "three" | "tres" => 3,
        "four" | "cuatro" => 4,
        "five" | "cinco" => 5,
        "six" | "seis" => 6,
        "seven" | "siete" => 7,
        "eight" | "ocho" => 8,
        "nine" | "nueve" => 9,
        "ten" | "diez" => 10,
        "eleven" => 11,
        "twelve" | "doce" => 12,
        "thirteen" | "trece" => 13,
        "fourteen" | "catorce" => 14,
        "fifteen" | "quince" => 15,
        "sixteen" | "dieciseis" => 16,
        "seventeen" | "diecisiete" => 17,
        "eighteen" | "dieciocho" => 18,
        "nineteen" | "diecinueve" => 19,
        "twenty" | "veinte" => 20,
        "veintiun" | "veintiuno" | "veintiuna" => 21,
        "veintidos" => 22,
        "veintitres" => 23,
        "veinticuatro" => 24,
        "veinticinco" => 25,
        "veintiseis" => 26,
        "veintisiete" => 27,
        "veintiocho" => 28,
        "veintinueve" => 29,
        "thirty" | "treinta" => 30,
        "forty" | "cuarenta" => 40,
        "fifty" | "cincuenta" => 50,
        "sixty" | "sesenta" => 60,
        "seventy" | "setenta" => 70,
        "eighty" | "ochenta" => 80,
        "ninety" | "noventa" => 90,
        "cien" | "ciento" => 100,
        "doscientos" | "doscientas" => 200,
        "trescientos" | "trescientas" => 300,
        "cuatrocientos" => 400,
        "quinientos" | "quinientas" => 500,
        "seiscientos" | "seiscientas" => 600,
        "setecientos" | "setecientas" => 700,
        "ochocientos" => 800,
        "novecientos" => 900,
        _ => return None,
    };
    Some(value)
}
