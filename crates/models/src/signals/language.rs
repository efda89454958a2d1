//! Which language a message is written in, among those that dealerships' customers write.

use whatlang::{Detector, Lang, Script};

use crate::text::{Kind, Text};

/// Languages that short messages are told apart in; an open list guesses wildly on ten words.
const ALLOWED: [Lang; 8] =
    [Lang::Eng, Lang::Spa, Lang::Fra, Lang::Deu, Lang::Por, Lang::Ita, Lang::Vie, Lang::Pol];

/// Words that are common in their language and not English words; two of them settle a short text.
const MARKERS: [(&str, &[&str]); 6] = [
    (
        "es",
        &[
            "el",
            "la",
            "los",
            "las",
            "una",
            "un",
            "que",
            "de",
            "en",
            "por",
            "para",
            "con",
            "mi",
            "su",
            "es",
            "esta",
            "tienen",
            "tiene",
            "cuanto",
            "cuesta",
            "quiero",
            "necesito",
            "puedo",
            "pueden",
            "gracias",
            "hola",
            "carro",
            "troca",
            "camioneta",
            "cita",
            "favor",
            "como",
            "cuando",
            "donde",
            "hay",
            "ya",
            "todavia",
            "numero",
            "mas",
            "no",
            "si",
            "lo",
            "le",
            "les",
            "me",
            "se",
            "muy",
            "pero",
            "manana",
            "hoy",
            "buenos",
            "buenas",
            "dias",
            "hablan",
            "espanol",
            "vale",
            "precio",
            "dinero",
            "llanta",
            "llantas",
            "aceite",
            "cuánto",
            "soy",
            "tengo",
        ],
    ),
    (
        "fr",
        &[
            "le",
            "les",
            "des",
            "une",
            "est",
            "je",
            "vous",
            "pour",
            "avec",
            "mon",
            "ma",
            "mes",
            "sur",
            "pas",
            "bonjour",
            "merci",
            "voiture",
            "combien",
            "avez",
            "encore",
            "disponible",
            "suis",
            "pouvez",
            "voudrais",
            "cest",
            "jai",
            "et",
            "du",
            "au",
            "dans",
            "qui",
            "quand",
            "oui",
            "non",
            "prix",
            "svp",
            "sil",
            "plait",
            "ete",
            "rendez",
        ],
    ),
    (
        "de",
        &[
            "ich", "und", "der", "die", "das", "ist", "nicht", "mein", "meine", "haben", "sie", "bitte",
            "danke", "noch", "auto", "wann", "kann", "mit", "fur", "ein", "eine", "wie", "viel", "guten",
            "tag", "auf", "zu", "den",
        ],
    ),
    (
        "pt",
        &[
            "voce", "voces", "obrigado", "obrigada", "nao", "carro", "quanto", "custa", "tem", "ainda",
            "uma", "para", "meu", "minha", "bom", "dia", "quero", "preciso",
        ],
    ),
    (
        "it",
        &[
            "il",
            "che",
            "sono",
            "grazie",
            "macchina",
            "quanto",
            "costa",
            "avete",
            "ancora",
            "vorrei",
            "buongiorno",
            "per",
            "una",
            "mia",
            "ciao",
        ],
    ),
    (
        "tl",
        &[
            "po", "ba", "ang", "ng", "sa", "ako", "ko", "mo", "yung", "kayo", "salamat", "magkano", "pwede",
            "naman", "lang", "meron", "wala", "kotse",
        ],
    ),
];

/// English words that settle that a short text is English.
const ENGLISH: [&str; 60] = [
    "the", "is", "are", "you", "your", "i", "my", "it", "and", "to", "for", "of", "do", "have", "this",
    "that", "what", "how", "when", "can", "will", "with", "be", "not", "dont", "im", "was", "we", "yes",
    "please", "thanks", "need", "want", "car", "truck", "any", "if", "or", "but", "they", "there", "get",
    "got", "from", "at", "out", "up", "just", "still", "would", "could", "about", "been", "has", "who",
    "price", "stop", "ok", "hey", "hi",
];

/// The language code (ISO 639-1) of a message: `en` unless something else is clear.
#[must_use]
pub fn language(text: &str) -> &'static str {
    language_of(text, &Text::read(text))
}

/// The same for a text that was tokenised already.
#[must_use]
pub fn language_of(text: &str, read: &Text) -> &'static str {
    let text = crate::text::cap(text);
    if let Some(code) = by_script(text) {
        return code;
    }
    let mut counts = [0_usize; MARKERS.len()];
    let mut english = 0;
    for token in read.tokens.iter().filter(|t| t.kind == Kind::Word).take(60) {
        let word = read.word(token);
        english += usize::from(ENGLISH.contains(&word));
        for (count, (_, words)) in counts.iter_mut().zip(&MARKERS) {
            *count += usize::from(words.contains(&word));
        }
    }
    let best = counts.iter().zip(&MARKERS).max_by_key(|(count, _)| **count);
    let Some((count, (code, _))) = best else { return "en" };
    if *count >= 2 && *count > english {
        return code;
    }
    if english > 0 || read.tokens.len() < 4 {
        return "en";
    }
    by_letters(text)
}

/// A script that English does not use.
fn by_script(text: &str) -> Option<&'static str> {
    let mut letters = 0_usize;
    let mut foreign = 0_usize;
    for c in text.chars().take(2_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        foreign += usize::from(!matches!(c, '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'));
    }
    if foreign * 3 < letters || foreign == 0 {
        return None;
    }
    Some(match whatlang::detect_script(text)? {
        Script::Mandarin => "zh",
        Script::Hiragana | Script::Katakana => "ja",
        Script::Hangul => "ko",
        Script::Cyrillic => "ru",
        Script::Arabic => "ar",
        Script::Devanagari => "hi",
        Script::Hebrew => "he",
        Script::Thai => "th",
        Script::Greek => "el",
        Script::Gurmukhi => "pa",
        Script::Bengali => "bn",
        Script::Latin => return None,
        _ => "und",
    })
}

fn by_letters(text: &str) -> &'static str {
    let info = Detector::with_allowlist(ALLOWED.to_vec()).detect(text);
    match info.filter(|i| i.confidence() > 0.5 && text.len() > 24).map(|i| i.lang()) {
        Some(Lang::Spa) => "es",
        Some(Lang::Fra) => "fr",
        Some(Lang::Deu) => "de",
        Some(Lang::Por) => "pt",
        Some(Lang::Ita) => "it",
        Some(Lang::Vie) => "vi",
        Some(Lang::Pol) => "pl",
        _ => "en",
    }
}
