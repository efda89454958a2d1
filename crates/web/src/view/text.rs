//! Text from outside on a screen: escaped, with every invisible and direction-changing character made visible.
//!
//! A customer's name may carry a right-to-left override that turns `Approve` around, or blanks that hide a word.
//! Nothing of that kind reaches the page as itself: it is shown as its code point.
//! Source: Unicode 17.0, `Default_Ignorable_Code_Point`, `Bidi_Control` and general category `Cc`.

use std::borrow::Cow;

use maud::{Markup, PreEscaped, html};

/// Is `c` drawn as nothing, or able to move what stands around it? Line feed and tab are not.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Joiners and variation selectors are ordinary parts of emoji and of some scripts; only there they pass.
fn belongs(c: char, before: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let pictograph =
        matches!(before, '\u{2190}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{1f000}'..='\u{1faff}');
    let joining_script =
        matches!(before, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{900}'..='\u{dff}');
    match c {
        '\u{fe0f}' | '\u{fe0e}' => pictograph || matches!(before, '#' | '*' | '0'..='9'),
        '\u{200d}' => pictograph || before == '\u{fe0f}' || joining_script,
        '\u{200c}' => joining_script,
        _ => false,
    }
}

fn marks(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut before = None;
    text.char_indices().filter(move |(_, c)| {
        let hidden = is_hidden(*c) && *c != '\r' && !belongs(*c, before);
        before = Some(*c);
        hidden
    })
}

/// `text` escaped, hidden characters as small boxes with their code point.
#[must_use]
pub fn shown(text: &str) -> Markup {
    let mut out = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, c) in marks(text) {
        escape_into(&mut out, text.get(from..at).unwrap_or_default());
        out.push_str(&hidden_box(c).into_string());
        from = at + c.len_utf8();
    }
    escape_into(&mut out, text.get(from..).unwrap_or_default());
    PreEscaped(out)
}

fn escape_into(out: &mut String, text: &str) {
    use std::fmt::Write as _;
    // Writing to a string cannot fail.
    let _ = maud::Escaper::new(out).write_str(text);
}

fn hidden_box(c: char) -> Markup {
    html! { span.ctl title=(name_of(c)) { (code(c)) } }
}

fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn name_of(c: char) -> &'static str {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            "a character that changes the direction of text"
        }
        '\u{e0000}'..='\u{e0fff}' => "an invisible tag character",
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        _ => "an invisible character",
    }
}

/// The same for a place without markup (a title, an attribute, a plain-text answer): `[U+202E]`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if marks(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, c) in marks(text) {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push('[');
        out.push_str(&code(c));
        out.push(']');
        from = at + c.len_utf8();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// `text` for a field that a person edits: hidden characters have no place in our own letters and are left out.
#[must_use]
pub fn editable(text: &str) -> Cow<'_, str> {
    if marks(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let gone: Vec<usize> = marks(text).map(|(at, _)| at).collect();
    Cow::Owned(
        text.char_indices().filter(|(at, _)| gone.binary_search(at).is_err()).map(|(_, c)| c).collect(),
    )
}

/// At most `limit` characters of `text`, with an ellipsis where it was cut; for one-line previews.
#[must_use]
pub fn short(text: &str, limit: usize) -> String {
    let mut line: String = text.split_whitespace().take(limit).collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(limit) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// Two letters for a round mark: "PN" for "Priya Nair".
#[must_use]
pub fn initials(name: &str) -> String {
    let visible = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut words = name.split_whitespace().filter_map(visible);
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).take(2).collect()
}
