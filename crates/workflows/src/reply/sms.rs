//! How many segments a text message takes (3GPP TS 23.038, GSM 7-bit default alphabet and UCS-2).

/// What sending costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// Septets, or UTF-16 units where a character is outside the GSM alphabet.
    pub units: usize,
    /// Messages that the network sends; 0 for an empty text.
    pub count: usize,
    /// A character outside the GSM alphabet makes it UCS-2: 70 instead of 160 a segment.
    pub unicode: bool,
}

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Each takes an escape before it.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Counts `text`.
#[must_use]
pub fn segments(text: &str) -> Segments {
    let septets = text.chars().try_fold(0usize, |sum, letter| {
        if letter.is_ascii_alphanumeric() || letter == ' ' || BASIC.contains(letter) {
            Some(sum + 1)
        } else if EXTENDED.contains(letter) {
            Some(sum + 2)
        } else {
            None
        }
    });
    match septets {
        Some(units) => Segments { units, count: count(units, 160, 153), unicode: false },
        None => {
            let units = text.encode_utf16().count();
            Segments { units, count: count(units, 70, 67), unicode: true }
        }
    }
}

const fn count(units: usize, alone: usize, joined: usize) -> usize {
    if units == 0 {
        0
    } else if units <= alone {
        1
    } else {
        units.div_ceil(joined)
    }
}
