//! Vehicle identification numbers: checked, never repaired (49 CFR 565, ISO 3779).

/// A number in upper case without blanks, and what checking it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vin {
    /// Upper-case, blanks removed, otherwise as written.
    pub text: String,
    pub verdict: Verdict,
}

/// What the characters of a VIN say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Seventeen possible characters and a fitting check digit.
    Sound,
    /// The check digit does not fit, on a VIN from where none is required: a warning.
    NoCheckDigitAbroad,
    /// The check digit of a North American VIN does not fit: at least one character is wrong.
    WrongCheckDigit,
    /// A character that no VIN has (I, O, Q or a sign).
    ImpossibleCharacter,
    /// Another length than 17; before 1981 numbers were shorter, and boats and trailers have their own.
    WrongLength(usize),
}

/// Reads a VIN; `None` when the text is empty.
pub fn read(text: &str) -> Option<Vin> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    (!text.is_empty()).then(|| Vin { verdict: judge(&text), text })
}

impl Vin {
    /// Whether the number names one vehicle beyond doubt, or as far as its country lets one know.
    pub fn is_usable(&self) -> bool {
        matches!(self.verdict, Verdict::Sound | Verdict::NoCheckDigitAbroad)
    }

    /// The world manufacturer identifier: characters 1 to 3; small makers continue in 12 to 14.
    pub fn wmi(&self) -> Option<&str> {
        self.text.get(..3).filter(|_| self.text.len() == 17)
    }

    /// The continent or country group that the first character stands for.
    pub fn origin(&self) -> Option<Origin> {
        Some(match self.text.bytes().next()? {
            b'A'..=b'H' => Origin::Africa,
            b'J'..=b'R' => Origin::Asia,
            b'S'..=b'Z' => Origin::Europe,
            b'1'..=b'5' => Origin::NorthAmerica,
            b'6' | b'7' => Origin::Oceania,
            b'8' | b'9' => Origin::SouthAmerica,
            _ => return None,
        })
    }

    /// The model year by position 10. The code repeats every 30 years: position 7 is a figure before 2010 and a
    /// letter from then on, which holds for cars and light trucks made for North America; others get `None`.
    pub fn model_year(&self) -> Option<i32> {
        if self.origin() != Some(Origin::NorthAmerica) || self.verdict != Verdict::Sound {
            return None;
        }
        let code = *self.text.as_bytes().get(9)?;
        let at = YEAR_CODES.iter().position(|known| *known == code)?;
        let first = 1980 + i32::try_from(at).ok()?;
        let later = self.text.as_bytes().get(6)?.is_ascii_alphabetic();
        Some(if later { first + 30 } else { first })
    }
}

/// Where the maker is registered (ISO 3780).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    Africa,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
}

/// 1980 to 2009; no I, O, Q, U, Z, and the figures without 0 at the end.
const YEAR_CODES: &[u8; 30] = b"ABCDEFGHJKLMNPRSTVWXY123456789";
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

fn judge(text: &str) -> Verdict {
    let length = text.chars().count();
    if !text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Verdict::ImpossibleCharacter;
    }
    if length != 17 {
        return Verdict::WrongLength(length);
    }
    let Some(fits) = check_digit_fits(text.as_bytes()) else { return Verdict::ImpossibleCharacter };
    if fits {
        return Verdict::Sound;
    }
    match text.bytes().next() {
        Some(b'1'..=b'5') => Verdict::WrongCheckDigit,
        _ => Verdict::NoCheckDigitAbroad,
    }
}

/// `None` when a character has no value (I, O, Q).
fn check_digit_fits(vin: &[u8]) -> Option<bool> {
    let mut sum = 0;
    for (byte, weight) in vin.iter().zip(WEIGHTS) {
        sum += value(*byte)? * weight;
    }
    let expected = match sum % 11 {
        10 => b'X',
        figure => b'0' + u8::try_from(figure).ok()?,
    };
    Some(vin.get(8) == Some(&expected))
}

/// The value of a character under the transliteration of 49 CFR 565.15.
fn value(byte: u8) -> Option<u32> {
    Some(match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A') + 1,
        b'J'..=b'N' => u32::from(byte - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(byte - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
