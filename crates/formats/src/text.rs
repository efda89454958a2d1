//! Cleaning of values: blanks, line breaks, placeholders, length.

use std::borrow::Cow;

/// Longer values than this are no names, models or addresses.
pub(crate) const MAX_VALUE: usize = 1024;
/// The customer's words are kept up to this length, in bytes.
pub(crate) const MAX_COMMENT: usize = 64 * 1024;

/// Runs of blanks become one; empty is `None`.
pub(crate) fn collapsed(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len().min(MAX_VALUE));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// Lines kept, blanks within them collapsed, at most one empty line in a row; empty is `None`.
pub(crate) fn lines(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else {
            empty += 1;
            continue;
        };
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(first);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Cuts a text at a character boundary; says whether something was cut.
pub(crate) fn cap(text: &mut String, bytes: usize) -> bool {
    let cut = text.len() > bytes;
    if cut {
        text.truncate(text.floor_char_boundary(bytes));
        text.truncate(text.trim_end().len());
    }
    cut
}

/// What senders write into a field when they have nothing to say.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let mut lower = [0u8; 16];
    let bytes = text.trim().as_bytes();
    let Some(slot) = lower.get_mut(..bytes.len()) else { return false };
    slot.copy_from_slice(bytes);
    slot.make_ascii_lowercase();
    matches!(
        &*slot,
        b"" | b"-"
            | b"--"
            | b"unknown"
            | b"not specified"
            | b"unspecified"
            | b"n/a"
            | b"na"
            | b"none"
            | b"null"
            | b"undefined"
            | b"tbd"
            | b"not provided"
            | b"not available"
            | b"not applicable"
            | b"not given"
    )
}

/// A field name that a broken template left in: `[email]`, `{lead_id}`, `$fullName`, `%phone%`, `{{name}}`.
pub(crate) fn is_template(text: &str) -> bool {
    let name = |inside: &str| {
        !inside.is_empty()
            && inside.len() <= 40
            && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
            && inside.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let pairs = [("{{", "}}"), ("[", "]"), ("{", "}"), ("%", "%"), ("${", "}"), ("<%=", "%>")];
    let text = text.trim();
    pairs.iter().any(|(open, close)| {
        text.strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(|inside| name(inside.trim()))
    }) || text.strip_prefix('$').is_some_and(name)
}

/// Whole words of a text with every sign removed, lower-case: for comparing headers and labels.
pub(crate) fn letters(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

/// Blanks at the ends and invisible characters that copy-and-paste leaves in.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
    let text = text.trim();
    if text.contains(invisible) {
        return Cow::Owned(text.chars().filter(|c| !invisible(*c)).collect());
    }
    Cow::Borrowed(text)
}
