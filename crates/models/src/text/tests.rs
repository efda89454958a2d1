//! Cases for tokens and folding.

use super::*;

fn check(source: &str, expected: &[&str]) {
    let text = Text::read(source);
    let words: Vec<&str> = text.tokens.iter().map(|t| text.word(t)).collect();
    assert_eq!(words, expected, "{source}");
    for token in &text.tokens {
        assert!(source.get(token.start..token.end).is_some_and(|s| !s.is_empty()), "{source}");
    }
}

#[test]
fn words_numbers_and_symbols_come_apart() {
    check("Is the F-150 $22,900?", &["is", "the", "f", "-", "150", "$", "22", ",", "900", "?"]);
    check("35k mi @ 5pm", &["35k", "miles", "@", "5pm"]);
}

#[test]
fn apostrophes_and_accents_fold_away() {
    check("Don't / don’t", &["dont", "/", "dont"]);
    check("¿Qué año?", &["¿", "que", "ano", "?"]);
    check("'quoted'", &["'", "quoted", "'"]);
}

#[test]
fn shorthand_is_spelled_out_and_keeps_its_place() {
    let text = Text::read("can u txt me");
    let words: Vec<(&str, usize, usize)> =
        text.tokens.iter().map(|t| (text.word(t), t.start, t.end)).collect();
    assert_eq!(words, [("can", 0, 3), ("you", 4, 5), ("text", 6, 9), ("me", 10, 12)]);
}

#[test]
fn ideographs_and_emoji_are_one_token_each() {
    check("停止 👍🏽", &["停", "止", "👍"]);
}

#[test]
fn a_very_long_text_is_cut_at_a_character() {
    let long = "é".repeat(MAX_BYTES);
    assert_eq!(cap(&long).len(), MAX_BYTES);
    assert_eq!(Text::read(&long).tokens.len(), 1);
}

#[test]
fn the_order_of_a_pair_matters() {
    assert_ne!(join(1, 2), join(2, 1));
    assert_ne!(hash_str("stop"), hash_str("stops"));
}

#[test]
fn every_shorthand_is_found() {
    let check = |short, full| assert_eq!(Text::read(short).word_at(0), full, "{short}");
    for (short, full) in [
        ("2day", "today"),
        ("apt", "appointment"),
        ("u", "you"),
        ("yup", "yes"),
        ("txts", "texts"),
        ("wats", "whats"),
    ] {
        check(short, full);
    }
}
