//! Text from outside can neither script, style, link nor turn the page around.

use super::samples::{every_page, judgement, lead};
use crate::view::text::{editable, is_hidden, plain, short, shown};
use crate::view::verbatim;

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onmouseover=alert(3) x='";
const TURNED: &str = "Priya\u{202e}evorppA\u{202c} \u{200b}\u{2066}x\u{2069}\u{feff}\u{e0041}\u{7}\u{ad}";

#[test]
fn no_page_lets_a_customers_markup_through() {
    for (name, page) in every_page(SCRIPT) {
        for tag in ["<script>", "<img", "\"' on"] {
            assert!(!page.contains(tag), "{name} contains {tag}");
        }
        assert_eq!(page.matches("<script").count(), 1, "{name}: only our own module");
        assert!(page.contains("&lt;script&gt;"), "{name} shows the text as text");
    }
}

#[test]
fn no_page_carries_a_character_that_hides_or_turns() {
    for (name, page) in every_page(TURNED) {
        // A hidden field is not drawn; it carries a stored value back as it is.
        let page: String = page
            .split("<input type=\"hidden\"")
            .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest))
            .collect();
        let found = page.char_indices().find(|(_, c)| is_hidden(*c) && *c != '\r');
        let around = found.map(|(at, _)| {
            page[..at].chars().rev().take(90).collect::<String>().chars().rev().collect::<String>()
        });
        assert_eq!(around, None, "{name}");
    }
}

#[test]
fn what_was_hidden_is_shown_as_its_code_point() {
    let page =
        every_page(TURNED).into_iter().find(|(name, _)| *name == "inbox").map(|(_, page)| page).unwrap();
    for code in ["U+202E", "U+200B", "U+2066", "U+E0041", "U+0007"] {
        assert!(page.contains(code), "{code} is not shown");
    }
}

#[test]
fn no_page_has_inline_style_script_or_a_foreign_address() {
    for (name, page) in every_page("Marisol") {
        for refused in
            [" style=", "javascript:", "onclick=", "onload=", "http://", "https://", "<style", "<iframe"]
        {
            let page = page.replace("http://www.w3.org/2000/svg", "").replace("https://…", "");
            assert!(!page.contains(refused), "{name} contains {refused}");
        }
    }
}

#[test]
fn links_in_a_customers_words_stay_text() {
    let words = verbatim::block(
        None,
        "see https://example.com/a and <a href='https://example.com'>here</a>",
        &[],
        &[],
    )
    .into_string();
    assert!(!words.contains("<a"), "{words}");
    assert!(words.contains("https://example.com/a"));
}

#[test]
fn a_span_that_does_not_fit_marks_nothing_and_breaks_nothing() {
    let judged = judgement("é");
    let reasons = verbatim::reasons(&judged.evidence);
    let mut evidence = judged.evidence.clone();
    evidence[0].start = 1; // inside the two bytes of é
    let lead = lead("é");
    let words = lead.words.unwrap();
    let page = verbatim::block(None, words.as_data(), &evidence, &reasons).into_string();
    assert!(!page.contains("<mark>"));
    assert!(page.contains("é is it still there?"));
}

#[test]
fn overlapping_evidence_is_one_mark_with_both_numbers() {
    use domain::judgement::{Evidence, Field};
    let one = |label: &str, start, end| Evidence {
        label: label.to_owned(),
        rule: "r".to_owned(),
        field: Field::Text,
        start,
        end,
    };
    let evidence = [one("availability", 0, 8), one("trade_in", 4, 12)];
    let page =
        verbatim::block(None, "still there? yes", &evidence, &verbatim::reasons(&evidence)).into_string();
    assert!(page.contains("<mark>still there?<sup>1</sup><sup>2</sup></mark> yes"), "{page}");
}

#[test]
fn a_megabyte_of_words_is_cut_on_the_screen_and_says_so() {
    let page = verbatim::block(None, &"word ".repeat(200_000), &[], &[]).into_string();
    assert!(page.len() < 20_000);
    assert!(page.contains("cut here"));
}

#[test]
fn ordinary_emoji_and_scripts_are_left_alone() {
    for ordinary in
        ["👨\u{200d}👩\u{200d}👧 ok", "❤\u{fe0f}", "می\u{200c}خواهم", "José, 2022 Tundra", "日本語"]
    {
        assert_eq!(plain(ordinary), ordinary);
        assert!(!shown(ordinary).into_string().contains("ctl"));
    }
    assert_eq!(plain("a\u{200d}b"), "a[U+200D]b");
    assert_eq!(editable("a\u{202e}b"), "ab");
    assert_eq!(short("one  two\nthree four", 9), "one two t…");
}
