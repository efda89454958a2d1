//! A customer's words as folded tokens with their byte places in the original text.
//!
//! Folding: lower case, Latin diacritics off, apostrophes inside a word dropped (`don't` is `dont`), shorthand
//! spelled out (`u` is `you`). Training and serving share this code, so that they cannot drift apart.

use std::ops::Range;

mod plain;
mod shorthand;

pub use plain::Plain;

/// Bytes of one field that are considered; the rest of a longer text is ignored, so that work stays bounded.
pub const MAX_BYTES: usize = 64 * 1024;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, or letters and digits mixed.
    Word,
    /// Starts with a digit and holds digits only, or digits and a closing `k`, `rd`, `am`...
    Number,
    /// One punctuation character, currency sign or emoji.
    Symbol,
}

/// One token: where it stands and its folded spelling.
#[derive(Debug, Clone)]
pub struct Token {
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte in the original text.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
    folded: Range<usize>,
    /// Hash of the folded spelling, after shorthand was spelled out.
    pub hash: u64,
}

/// A tokenised field.
#[derive(Debug, Default, Clone)]
pub struct Text {
    folded: String,
    /// The tokens in reading order.
    pub tokens: Vec<Token>,
    /// Letters in upper case and letters in all, as they were written.
    pub case: LetterCount,
}

/// How many letters there are, and how many of them are capitals.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct LetterCount {
    /// Capitals.
    pub upper: usize,
    /// All letters.
    pub all: usize,
}

impl Text {
    /// Tokenises `source`, at most `MAX_BYTES` of it.
    #[must_use]
    pub fn read(source: &str) -> Text {
        let mut text = Text { folded: String::with_capacity(source.len().min(MAX_BYTES)), ..Text::default() };
        text.tokens.reserve(source.len().min(MAX_BYTES) / 5 + 4);
        let mut word: Option<Open> = None;
        let mut chars = cap(source).char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let end = at + c.len_utf8();
            if c.is_alphabetic() {
                text.case.all += 1;
                text.case.upper += usize::from(c.is_uppercase());
            }
            if is_joiner(c) && word.is_some() && chars.peek().is_some_and(|(_, n)| n.is_alphabetic()) {
                continue;
            }
            if c.is_alphanumeric() && !is_ideograph(c) {
                let open = word.get_or_insert(Open { start: at, end, folded: text.folded.len() });
                open.end = end;
                fold_into(c, &mut text.folded);
                continue;
            }
            if is_mark(c) {
                continue;
            }
            text.close(word.take());
            if !c.is_whitespace() && !c.is_control() {
                let folded = text.folded.len();
                fold_into(c, &mut text.folded);
                text.close(Some(Open { start: at, end, folded }));
            }
        }
        text.close(word.take());
        text
    }

    /// The folded spelling of a token.
    #[must_use]
    pub fn word(&self, token: &Token) -> &str {
        self.folded.get(token.folded.clone()).unwrap_or_default()
    }

    /// The folded spelling of the token at `index`, empty past the end.
    #[must_use]
    pub fn word_at(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |t| self.word(t))
    }

    fn close(&mut self, open: Option<Open>) {
        let Some(open) = open else { return };
        let range = open.folded..self.folded.len();
        let raw = self.folded.get(range.clone()).unwrap_or_default();
        if raw.is_empty() {
            return;
        }
        let kind = kind_of(raw);
        let (folded, hash) = match shorthand::spell_out(raw) {
            Some(full) => {
                let from = self.folded.len();
                self.folded.push_str(full);
                (from..self.folded.len(), hash_str(full))
            }
            None => {
                let hash = hash_str(raw);
                (range, hash)
            }
        };
        self.tokens.push(Token { start: open.start, end: open.end, kind, folded, hash });
    }
}

struct Open {
    start: usize,
    end: usize,
    folded: usize,
}

fn kind_of(word: &str) -> Kind {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) if c.is_ascii_digit() => {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            if letters <= 2 && word.chars().skip_while(char::is_ascii_digit).all(char::is_alphabetic) {
                Kind::Number
            } else {
                Kind::Word
            }
        }
        Some(c) if c.is_alphanumeric() => Kind::Word,
        _ => Kind::Symbol,
    }
}

/// The part of `source` that is considered, cut at a character boundary.
#[must_use]
pub fn cap(source: &str) -> &str {
    if source.len() <= MAX_BYTES {
        return source;
    }
    let mut end = MAX_BYTES;
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    source.get(..end).unwrap_or_default()
}

/// Folds one character onto `out`: lower case, diacritics off.
pub fn fold_into(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(plain) = plain_latin(c) {
        out.push_str(plain);
        return;
    }
    out.extend(c.to_lowercase());
}

fn plain_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'ā' | 'ă' | 'ą' => {
            "a"
        }
        'ç' | 'Ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' | 'ń' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => "u",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        'đ' | 'Đ' => "d",
        'ạ'..='ặ' => "a",
        'ẹ'..='ệ' => "e",
        'ỉ'..='ị' => "i",
        'ọ'..='ợ' | 'ơ' | 'Ơ' => "o",
        'ụ'..='ự' | 'ư' | 'Ư' => "u",
        'ỳ'..='ỹ' => "y",
        'ł' | 'Ł' => "l",
        'ś' | 'š' | 'Š' => "s",
        'ž' | 'ż' | 'ź' => "z",
        'œ' => "oe",
        'æ' => "ae",
        '’' | '‘' | 'ʼ' => "'",
        '“' | '”' => "\"",
        '–' | '—' => "-",
        '…' => ".",
        _ => return None,
    })
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

/// Combining marks, variation selectors, zero-width joiners and skin tones belong to the character before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{feff}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// FNV-1a, 64 bits, with a final mix: stable over platforms and versions because model files depend on it.
#[must_use]
pub fn hash_str(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.as_bytes() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash)
}

/// Joins two hashes; the order matters.
#[must_use]
pub const fn join(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(23) ^ right.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

const fn mix(mut x: u64) -> u64 {
    x ^= x >> 32;
    x = x.wrapping_mul(0xd6e8_feb8_6659_fd93);
    x ^ (x >> 32)
}

#[cfg(test)]
mod tests;
