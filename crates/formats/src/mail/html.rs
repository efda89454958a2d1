//! The words of an HTML body: the mail's own markup removed, references decoded once.

use crate::entities::{self, Names};

/// Line-breaking elements; others vanish without a trace.
const BREAKS: [&str; 9] = ["br", "p", "div", "tr", "li", "table", "h1", "h2", "h3"];
/// Elements whose words are not shown.
const HIDDEN: [&str; 4] = ["style", "script", "head", "title"];

/// Removes the markup of a body. Linear; never fails.
pub(super) fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    let mut hidden: Option<&str> = None;
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if hidden.is_none() {
            out.push_str(before);
        }
        let inside = markup.get(1..).unwrap_or_default();
        if let Some(comment) = inside.strip_prefix("!--") {
            // An unclosed comment hides the remainder, as it does in a mail reader.
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = inside.find(['>', '<']).filter(|end| inside.as_bytes().get(*end) == Some(&b'>'));
        let Some(end) = end.filter(|_| is_tag) else {
            if hidden.is_none() {
                out.push('<');
            }
            rest = inside;
            continue;
        };
        let tag = inside.get(..end).unwrap_or_default();
        rest = inside.get(end + 1..).unwrap_or_default();
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name =
            name.find(|c: char| !c.is_ascii_alphanumeric()).and_then(|end| name.get(..end)).unwrap_or(name);
        let known =
            |list: &[&'static str]| list.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
        match (hidden, known(&HIDDEN), closing) {
            (Some(open), Some(found), true) if open == found => hidden = None,
            (None, Some(found), false) if !tag.ends_with('/') => hidden = Some(found),
            _ => {}
        }
        if hidden.is_none() && known(&BREAKS).is_some() {
            out.push('\n');
        } else if hidden.is_none() && (name.eq_ignore_ascii_case("td") || name.eq_ignore_ascii_case("th")) {
            out.push(' ');
        }
    }
    if hidden.is_none() {
        out.push_str(rest);
    }
    entities::decode(&out, Names::Html).replace('\u{a0}', " ")
}
