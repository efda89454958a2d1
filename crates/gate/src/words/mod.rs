//! A text cut into plain words, so that rules compare meaning and not spelling: no case, accents or odd characters.

pub(crate) mod amounts;
pub(crate) mod claims;
pub(crate) mod numbers;
pub(crate) mod points;

use std::ops::Range;

/// Bits of the filter that says quickly which words a text does not have.
const FILTER_BITS: u64 = 2_048;
const FILTER_WORDS: usize = 32;

/// One word, number or money sign.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    sentence: usize,
}

/// A text as words. Apostrophes are dropped (`don't` is `dont`), hyphens part words, a number keeps its separators.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    folded: String,
    tokens: Vec<Token>,
    /// By sentence: does it end in a question mark?
    questions: Vec<bool>,
    filter: [u64; FILTER_WORDS],
    /// Digits of another script, which no rule here can read.
    pub(crate) foreign_digits: bool,
    /// Letters of scripts other than Latin.
    pub(crate) foreign_letters: usize,
}

/// Where a phrase was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// As listed.
    pub(crate) phrase: &'static str,
    /// Its first word.
    pub(crate) at: usize,
}

impl Words {
    /// Cuts `parts` into words; no sentence reaches from one part into the next.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut words = Self {
            folded: String::with_capacity(parts.iter().map(|part| part.len() + 1).sum()),
            tokens: Vec::new(),
            questions: vec![false],
            filter: [0; FILTER_WORDS],
            foreign_digits: false,
            foreign_letters: 0,
        };
        for part in parts {
            words.read(part);
            words.end_sentence(false);
        }
        words
    }

    fn read(&mut self, part: &str) {
        let mut start: Option<usize> = None;
        let mut letters = part.chars().filter_map(fold).peekable();
        let mut line_is_blank = false;
        while let Some(letter) = letters.next() {
            if letter == '\'' {
                continue;
            }
            let next_is_digit = letters.peek().is_some_and(char::is_ascii_digit);
            let in_number =
                matches!(letter, '.' | ',') && next_is_digit && self.folded.ends_with(ends_in_digit);
            if letter.is_alphanumeric() || (in_number && start.is_some()) {
                if letter.is_alphabetic() {
                    line_is_blank = false;
                    self.foreign_letters += usize::from(u32::from(letter) > 0x24F);
                } else if !letter.is_ascii_digit() && !in_number {
                    self.foreign_digits = true;
                }
                start.get_or_insert(self.folded.len());
                self.folded.push(letter);
                continue;
            }
            if letter == ',' && start.and_then(|start| self.folded.get(start..)) == Some("si") {
                self.folded.pop();
                self.folded.push('í');
            }
            self.end_token(start.take());
            match letter {
                '$' | '%' | '€' | '£' | '/' => {
                    let from = self.folded.len();
                    self.folded.push(letter);
                    self.end_token(Some(from));
                }
                '?' | '!' | '.' | ';' => self.end_sentence(letter == '?'),
                '\n' if line_is_blank => self.end_sentence(false),
                '\n' => line_is_blank = true,
                _ if !letter.is_whitespace() => line_is_blank = false,
                _ => {}
            }
        }
        self.end_token(start.take());
    }

    fn end_token(&mut self, start: Option<usize>) {
        let Some(start) = start else { return };
        // `sí` (yes) and `si` (if) differ by this accent alone; it is kept there, and with `si,`, and nowhere else.
        if self.folded.get(start..).is_some_and(|word| word.contains('í') && word != "sí") {
            let plain = self.folded.split_off(start).replace('í', "i");
            self.folded.push_str(&plain);
        }
        let range = start..self.folded.len();
        if let Some(word) = self.folded.get(range.clone()) {
            let bit = hash(word) % FILTER_BITS;
            if let Some(slot) = self.filter.get_mut((bit / 64) as usize) {
                *slot |= 1 << (bit % 64);
            }
        }
        self.tokens.push(Token { range, sentence: self.questions.len() - 1 });
        self.folded.push(' ');
    }

    fn end_sentence(&mut self, question: bool) {
        if self.tokens.last().is_some_and(|token| token.sentence + 1 == self.questions.len()) {
            if let Some(last) = self.questions.last_mut() {
                *last = question;
            }
            self.questions.push(false);
        }
    }

    /// How many words.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at `index`; empty beyond the ends.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.tokens.get(index).and_then(|token| self.folded.get(token.range.clone())).unwrap_or("")
    }

    /// The words of the sentence that holds `index`.
    pub(crate) fn sentence(&self, index: usize) -> Range<usize> {
        let Some(token) = self.tokens.get(index) else { return 0..0 };
        let from = self.tokens.partition_point(|other| other.sentence < token.sentence);
        let to = self.tokens.partition_point(|other| other.sentence <= token.sentence);
        from..to
    }

    /// Does the sentence that holds `index` end in a question mark?
    pub(crate) fn is_question(&self, index: usize) -> bool {
        self.tokens.get(index).and_then(|token| self.questions.get(token.sentence)).copied().unwrap_or(false)
    }

    /// Is one of `wanted` among the words of `range`?
    pub(crate) fn any_in(&self, range: Range<usize>, wanted: &str) -> bool {
        !range.is_empty()
            && wanted
                .split('|')
                .any(|word| self.may_have(word) && range.clone().any(|index| self.word(index) == word))
    }

    /// Does `phrase` (plain words, one blank between) stand at `index`? Answers its number of words.
    pub(crate) fn at(&self, index: usize, phrase: &str) -> Option<usize> {
        let mut len = 0;
        for word in phrase.split(' ') {
            if self.word(index + len) != word {
                return None;
            }
            len += 1;
        }
        let last = index + len - 1;
        let same = self.tokens.get(index)?.sentence == self.tokens.get(last)?.sentence;
        same.then_some(len)
    }

    /// Every place where one of `phrases` stands, phrase by phrase.
    pub(crate) fn find<'w>(&'w self, phrases: &'static str) -> impl Iterator<Item = Hit> + 'w {
        phrases.split('|').filter(|phrase| self.may_have(phrase)).flat_map(move |phrase| {
            let first = phrase.split_once(' ').map_or(phrase, |(first, _)| first);
            (0..self.len())
                .filter(move |at| self.word(*at) == first && self.at(*at, phrase).is_some())
                .map(move |at| Hit { phrase, at })
        })
    }

    /// No false no: every word of the phrase has left its bit.
    fn may_have(&self, phrase: &str) -> bool {
        phrase.split(' ').all(|word| {
            let bit = hash(word) % FILTER_BITS;
            self.filter.get((bit / 64) as usize).is_some_and(|slot| slot & (1 << (bit % 64)) != 0)
        })
    }

    /// Hashes of every run of `length` words.
    pub(crate) fn runs(&self, length: usize) -> Vec<u64> {
        let words: Vec<u64> = (0..self.len()).map(|index| hash(self.word(index))).collect();
        words
            .windows(length.max(1))
            .map(|run| run.iter().fold(0, |all: u64, word| all.rotate_left(7).wrapping_mul(31) ^ word))
            .collect()
    }
}

/// Is `word` one of `list`, in which `|` parts words and phrases? Lists are written so to be read at a glance.
pub(crate) fn lists(list: &str, word: &str) -> bool {
    list.split('|').any(|listed| listed == word)
}

fn ends_in_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// FNV-1a, 64 bits: short, and the same everywhere.
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |all, byte| (all ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The plain form of a letter; `None` for what is not seen (joiners, combining marks, soft hyphens).
fn fold(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return Some(letter.to_ascii_lowercase());
    }
    let plain = match letter {
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' => {
            return None;
        }
        '\u{0300}'..='\u{036F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => return None,
        '\u{FF01}'..='\u{FF5E}' => {
            let ascii = u32::from(letter).saturating_sub(0xFEE0);
            char::from_u32(ascii).map_or(letter, |plain| plain.to_ascii_lowercase())
        }
        '‘' | '’' | 'ʼ' | '´' => '\'',
        '\u{00A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' => ' ',
        'à'..='å' | 'À'..='Å' => 'a',
        'ç' | 'Ç' => 'c',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'í' | 'Í' => 'í',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        other => other.to_lowercase().next().unwrap_or(other),
    };
    Some(plain)
}
