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

/// English and Spanish words below a thousand. `once` is left out: it is a number in one language and a time in the
/// other, and what follows it in a price (`mil`) is found without it.
const SMALL: &str = "\
    zero 0|cero 0|one 1|uno 1|un 1|una 1|two 2|dos 2|three 3|tres 3|four 4|cuatro 4|five 5|cinco 5|\
    six 6|seis 6|seven 7|siete 7|eight 8|ocho 8|nine 9|nueve 9|ten 10|diez 10|eleven 11|twelve 12|\
    doce 12|thirteen 13|trece 13|fourteen 14|catorce 14|fifteen 15|quince 15|sixteen 16|dieciseis 16|\
    seventeen 17|diecisiete 17|eighteen 18|dieciocho 18|nineteen 19|diecinueve 19|twenty 20|veinte 20|\
    veintiun 21|veintiuno 21|veintiuna 21|veintidos 22|veintitres 23|veinticuatro 24|veinticinco 25|\
    veintiseis 26|veintisiete 27|veintiocho 28|veintinueve 29|thirty 30|treinta 30|forty 40|cuarenta 40|\
    fifty 50|cincuenta 50|sixty 60|sesenta 60|seventy 70|setenta 70|eighty 80|ochenta 80|ninety 90|\
    noventa 90|cien 100|ciento 100|doscientos 200|doscientas 200|trescientos 300|trescientas 300|\
    cuatrocientos 400|quinientos 500|quinientas 500|seiscientos 600|seiscientas 600|setecientos 700|\
    setecientas 700|ochocientos 800|novecientos 900";
const MULTIPLIERS: &str =
    "hundred 100|k 1000|thousand 1000|grand 1000|mil 1000|million 1000000|millon 1000000|millones 1000000";

fn small(word: &str) -> Option<i64> {
    value(SMALL, word)
}

fn multiplier(word: &str) -> Option<i64> {
    value(MULTIPLIERS, word)
}

fn value(list: &str, word: &str) -> Option<i64> {
    let named = list.split('|').filter_map(|entry| entry.split_once(' ')).find(|(name, _)| *name == word);
    named.and_then(|(_, value)| value.parse().ok())
}

/// Where words stand that a number may start with; looked up by the text's filter, which is quick when there is none.
pub(crate) fn spelled_at(words: &Words) -> Vec<usize> {
    let entries = SMALL.split('|').chain(MULTIPLIERS.split('|'));
    entries
        .filter_map(|entry| entry.split_once(' '))
        .flat_map(|(name, _)| words.find(name))
        .map(|hit| hit.at)
        .collect()
}
