//! Placeholders: `{vehicle}` is replaced in one pass, so that a value is never read as a template.

use domain::fact::Topic;

use super::values::Values;

/// A filled text and the facts that stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filled {
    pub text: String,
    pub topics: Vec<Topic>,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Placeholder(&'t str),
}

/// `text` with its placeholders filled; `None` if one of them has no fact behind it.
#[must_use]
pub fn fill(text: &str, values: &Values<'_>) -> Option<String> {
    filled(text, values).map(|filled| filled.text)
}

/// The same, with the facts used.
pub(super) fn filled(text: &str, values: &Values<'_>) -> Option<Filled> {
    let mut out = Filled { text: String::with_capacity(text.len() + 48), topics: Vec::new() };
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => out.text.push_str(words),
            Piece::Placeholder(name) => {
                let (value, topic) = values.lookup(name)?;
                out.text.push_str(&value);
                out.topics.extend(topic);
            }
        }
    }
    let trimmed = out.text.trim();
    if trimmed.len() != out.text.len() {
        out.text = trimmed.to_owned();
    }
    Some(out)
}

/// The names in braces, in order; a stray brace comes back as a name that no placeholder has.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Placeholder(name) => Some(name),
        Piece::Words(_) => None,
    })
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let braces: &[char] = &['{', '}'];
        let (piece, after) = match rest.find(braces) {
            None if rest.is_empty() => return None,
            None => (Piece::Words(rest), ""),
            Some(0) => {
                let inner = rest.get(1..).unwrap_or_default();
                match inner.split_once(braces) {
                    Some((name, after)) if rest.starts_with('{') => (Piece::Placeholder(name), after),
                    _ => (Piece::Placeholder("{"), inner),
                }
            }
            Some(at) => {
                let (words, after) = rest.split_at_checked(at)?;
                (Piece::Words(words), after)
            }
        };
        rest = after;
        Some(piece)
    })
}
